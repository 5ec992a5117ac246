"""The picture as SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from compliance.reports.graph_svg import LINES, SIGNS, STYLE, WORDS, Box, InterestArrow, svg

EVIL = 'A "<script>alert(1)</script>" & \x1b[31m]]>\u202e</title>'
NS = "{http://www.w3.org/2000/svg}"


def box(key: str, name: str = "", **more: str) -> Box:
    return Box(key, name or key, more.get("below", ""), more.get("state", "clear"), more.get("tooltip", ""))  # type: ignore[arg-type]


def texts(picture: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(picture).iter(f"{NS}text")]


def test_every_state_has_a_word_a_sign_and_a_border_of_its_own() -> None:
    assert WORDS.keys() == SIGNS.keys()
    assert len(set(WORDS.values())) == len(set(SIGNS.values())) == len(WORDS)
    for state in WORDS:
        picture = svg("t", [box("a", state=state)], [])
        assert WORDS[state] in texts(picture)
        assert SIGNS[state] in picture
        assert state == "clear" or f".ownership .{state} .box" in STYLE
    for line in LINES:
        assert f'id="head-{line}"' in svg("t", [], [])


def test_no_text_is_markup() -> None:
    boxes = [box("a", EVIL, below=EVIL, tooltip=EVIL), box("b", EVIL)]
    picture = svg(EVIL, boxes, [InterestArrow("a", "b", (EVIL, EVIL), "proof", EVIL)], [EVIL])
    root = ET.fromstring(picture)
    assert {each.tag.removeprefix(NS) for each in root.iter()} == {
        "svg", "title", "style", "defs", "marker", "path", "rect", "g", "text", "circle",
    }  # fmt: skip
    assert "\x1b" not in picture
    assert "\u202e" not in picture
    assert root.find(f"{NS}title") is not None


def test_it_needs_nothing_but_itself() -> None:
    picture = svg("t", [box("a"), box("b")], [InterestArrow("a", "b", ("50 %",), "counted", "")])
    urls = re.findall(r"(?:href|src|url\()\s*=?\s*[\"']?([^\"') ]+)", picture)
    assert set(urls) == {"#head-counted"}
    assert "@import" not in STYLE
    assert "<style>" in picture
    assert "<style>" not in svg("t", [box("a")], [], styled=False)


def test_long_names_are_cut_and_told_in_full() -> None:
    name = "Xinjiang " * 20
    picture = svg("t", [box("a", name, below="b" * 99, tooltip=name), box("c", "深圳市比特微电子科技有限公司" * 5)], [])
    told = texts(picture)
    assert sum("Xinjiang" in each for each in told) == 3
    assert sum(each.endswith("…") for each in told) == 3
    assert name.strip() in picture
    assert all(len(each) < 40 for each in told)


@pytest.mark.parametrize(("upward", "share"), [(False, "50 %"), (True, "↑ 50 %")])
def test_an_arrow_that_points_up_says_so(upward: bool, share: str) -> None:
    held = [InterestArrow("a", "b", ("30 %",), "counted", "")]
    held += (
        [InterestArrow("b", "a", ("50 %",), "proof", "")]
        if upward
        else [InterestArrow("c", "b", ("50 %",), "proof", "")]
    )
    picture = svg("t", [box(each) for each in "abc"], held)
    assert share in texts(picture)
    assert ("marker-start" in picture) is upward
    # What proves lies over the rest.
    assert picture.index('class="interest counted"') < picture.index('class="interest proof"')


def test_the_key_explains_what_occurs() -> None:
    picture = svg(
        "t", [box("a", state="listed"), box("b", state="restricted")], [InterestArrow("a", "b", ("9 %",), "proof", "")]
    )
    told = texts(picture)
    assert {"listed", "restricted", "proves it"} <= set(told)
    assert not {"clear", "not counted"} & set(told)
