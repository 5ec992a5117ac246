"""Where the boxes of a picture stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.reports.graph_layout import Arrow, Layout, Size, arrange
from tests.effort import examples

LABEL = (50.0, 20.0)


def laid(*pairs: str, boxes: str = "", on_top: str = "") -> Layout:
    names = dict.fromkeys([*boxes, *(name for pair in pairs for name in pair)])
    return arrange(dict.fromkeys(names, (100.0, 40.0)), [Arrow(pair[0], pair[1], LABEL) for pair in pairs], on_top)


def above(layout: Layout, upper: str, lower: str) -> bool:
    return layout.boxes[upper][1] + 40 < layout.boxes[lower][1]


def test_owners_stand_above_what_they_hold() -> None:
    layout = laid("XA", "AB", "XB", "ZB", on_top="X")
    assert above(layout, "X", "A")
    assert above(layout, "A", "B")
    assert layout.boxes["X"][1] == 0
    # Z is listed nowhere: it stands near what it holds.
    assert layout.boxes["Z"][1] == layout.boxes["A"][1]
    assert laid("XA", "AB", "ZB", on_top="Z").boxes["Z"][1] == 0


def test_a_chain_is_straight() -> None:
    layout = laid("XA", "AB")
    assert len({x for x, _ in layout.boxes.values()}) == 1
    assert {x for route in layout.routes for x, _ in route.points} == {50}


def test_a_line_that_passes_is_straight() -> None:
    layout = laid("XA", "AB", "BC", "XC")
    passing = layout.routes[3].points[1:-1]
    assert len({round(x, 6) for x, _ in passing}) == 1


def test_rings_point_up_once() -> None:
    layout = laid("XA", "AB", "BC", "CA")
    assert [route.upward for route in layout.routes] == [False, False, False, True]
    assert above(layout, "A", "C")
    start, end = layout.routes[3].points[0], layout.routes[3].points[-1]
    assert start[1] < end[1]
    assert [route.upward for route in laid("AB", "BA").routes] == [False, True]


def test_lines_do_not_cross_where_they_need_not() -> None:
    layout = laid("XD", "YC", "ZB", boxes="XYZBCD")
    order = sorted("BCD", key=lambda name: layout.boxes[name][0])
    owners = {"D": "X", "C": "Y", "B": "Z"}
    assert [owners[name] for name in order] == sorted("XYZ", key=lambda name: layout.boxes[name][0])


def test_nothing_and_one() -> None:
    assert arrange({}, []) == Layout((0.0, 0.0), {}, [])
    assert laid(boxes="A") == Layout((100.0, 40.0), {"A": (0.0, 0.0)}, [])


def test_many_arrows_of_one_box_meet_it_at_different_places() -> None:
    layout = laid(*(f"{name}A" for name in "bcdefgh"))
    ends = [route.points[-1][0] for route in layout.routes]
    assert len(set(ends)) == 7
    left = layout.boxes["A"][0]
    assert all(left < end < left + 100 for end in ends)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Size], list[Arrow]]:
    names = [f"n{number}" for number in range(draw(st.integers(0, 9)))]
    sizes = {name: (draw(st.sampled_from([60.0, 140.0, 230.0])), draw(st.sampled_from([40.0, 70.0]))) for name in names}
    pairs = [(one, other) for one in names for other in names if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    return sizes, [Arrow(*pair, (draw(st.sampled_from([30.0, 120.0])), 20.0)) for pair in chosen]


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    left, top, width, height = one
    x, y, w, h = other
    return left < x + w - 1e-6 and x < left + width - 1e-6 and top < y + h - 1e-6 and y < top + height - 1e-6


def rectangles(
    layout: Layout, sizes: Mapping[str, Size], arrows: Sequence[Arrow]
) -> list[tuple[float, float, float, float]]:
    found = [(*layout.boxes[name], *size) for name, size in sizes.items()]
    for arrow, route in zip(arrows, layout.routes, strict=True):
        (width, height), (x, y) = arrow.label, route.label
        found.append((x - width / 2, y - height / 2, width, height))
    return found


@settings(max_examples=examples(150))
@given(graphs())
def test_nothing_lies_on_anything(graph: tuple[dict[str, Size], list[Arrow]]) -> None:
    sizes, arrows = graph
    layout = arrange(sizes, arrows, ["n0"])
    everything = rectangles(layout, sizes, arrows)
    assert not [pair for pair in combinations(everything, 2) if overlap(*pair)]
    width, height = layout.size
    for x, y, w, h in everything:
        assert -1e-6 <= x <= width - w + 1e-6
        assert -1e-6 <= y <= height - h + 1e-6
    for arrow, route in zip(arrows, layout.routes, strict=True):
        upper, lower = (arrow.end, arrow.start) if route.upward else (arrow.start, arrow.end)
        assert layout.boxes[upper][1] < layout.boxes[lower][1]
        assert [y for _, y in route.points] == sorted(y for _, y in route.points)
    assert arrange(sizes, arrows, ["n0"]) == layout
