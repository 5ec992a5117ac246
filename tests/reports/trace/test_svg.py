"""Pictures of answers; those under golden/ are compared byte for byte.

After a change that is meant: UPDATE_GOLDEN=1 pytest tests/reports/trace/test_svg.py, and look at them in a browser.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from compliance.core.share import Share
from compliance.ownership.parties import Interest, Parties, Party, collect
from compliance.reports.style import Style
from compliance.reports.trace import dot, html, mermaid, svg
from compliance.workflows.trace import Trace
from tests.reports.trace.sample import EVIL, traced

GOLDEN = Path(__file__).parent / "golden"
NS = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(picture).iter(f"{NS}text")]


def boxes(picture: str) -> dict[str, str]:
    """The state of every party by its name."""
    found = {}
    for group in ET.fromstring(picture).iter(f"{NS}g"):
        kind, _, state = group.get("class", "").partition(" ")
        name = [each.text or "" for each in group.findall(f"{NS}text[@class='name']")]
        if kind == "party" and name:
            found[" ".join(name)] = state
    return found


def chain() -> Parties:
    """A chain that proves, beside it what does not: votes, a board, a ring, an unknown share, something of itself."""
    return collect(
        [
            Party("x", "Xinjiang Production Investment Holding Group Company Limited", country="CN"),
            Party("t", "Target"),
        ],
        [
            Interest("x", "a", Share.exact(60)),
            Interest("a", "t", Share.exact("50.5"), source="register"),
            Interest("a", "t", Share.exact(40), "votes"),
            Interest("a", "b", Share()),
            Interest("b", "t", Share.parse({"maximum": 10})),
            Interest("c", "t", Share.exact(10), "board"),
            Interest("t", "c", Share.exact(5)),
            Interest("t", "t", Share.exact(2)),
            Interest("x", "t", Share.parse({"exclusive_minimum": 25, "maximum": 75}), indirect=True),
        ],
    )


@pytest.mark.parametrize(
    ("name", "trace"),
    [
        ("sample", traced("h")),
        ("chain", traced("t", parties=chain(), possible=[])),
        ("everything", traced(parties=chain(), possible=["c"])),
    ],
)
@pytest.mark.parametrize("form", ["svg", "html"])
def test_golden_pictures(name: str, trace: Trace, form: str) -> None:
    path = GOLDEN / f"{name}.{form}"
    written = svg.write(trace, Style())
    if form == "html":
        # The style around it is that of every page.
        written = html.write(trace, Style()).partition("<body>\n")[2].partition("</main>")[0]
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(written, "utf-8")
    assert written == path.read_text("utf-8"), (
        "if this is meant: UPDATE_GOLDEN=1 pytest tests/reports/trace/test_svg.py"
    )


def test_a_person_sees_who_reaches_whom() -> None:
    picture = svg.write(traced("t", parties=chain(), possible=[]), Style())
    assert boxes(picture) == {
        "Target": "restricted",
        "a": "restricted",
        "b": "possibly-restricted",
        "c": "clear",
        "Xinjiang Production Investment Holding Group Company Limited": "listed",
    }
    told = texts(picture)
    assert {"60 %", "50.5 %", "votes 40 %", "? %", "≤10 %", "↑ board 10 %", "holds 2 % of itself"} <= {
        each.removeprefix("t · ") for each in told
    }
    assert {">25–75 %", "directly or indirectly"} <= set(told)
    assert picture.count('class="interest proof"') == 3  # two that prove, and the key
    assert picture.count('class="asked"') == 1


def test_a_partial_list_clears_nobody_in_any_picture() -> None:
    of_partial = traced(uncleared=True)
    for writer in (svg, html, dot, mermaid):
        text = writer.write(of_partial, Style())
        assert "not found on the lists held" in text.lower(), writer
        assert not re.search(r"\bCLEAR\b|>clear<|/>clear\"|nclear\"", text), writer
    assert 'class="party not-found"' in svg.write(of_partial, Style())
    assert ">Not found on the lists held</h3>" in html.write(of_partial, Style())


def test_one_arrow_for_all_that_one_holds_of_another() -> None:
    picture = svg.write(traced("t", parties=chain(), possible=[]), Style())
    assert "a → Target: 50.5 %, register; votes 40 %" in picture


def test_days_stand_at_the_arrow() -> None:
    told = texts(svg.write(traced("a"), Style()))
    assert {"50.5 %", "2024-01-01 – 2026-01-01"} <= set(told)


@pytest.mark.parametrize(
    ("interest", "expected"),
    [
        (Interest("x", "a", Share.exact(50), since=traced().as_of), "since 2025-10-01"),
        (Interest("x", "a", Share.exact(50), until=traced().as_of), "until 2025-10-01"),
        (Interest("x", "a", Share.parse({"minimum": 75})), "≥75 %"),
        (Interest("x", "a", Share.parse({"exclusive_minimum": 75})), ">75 %"),
        (Interest("x", "a", Share.parse({"exclusive_maximum": 10})), "<10 %"),
        (Interest("x", "a", Share.parse({"minimum": 10, "exclusive_maximum": 20})), "10–<20 %"),
        (Interest("x", "a", Share(), indirect=True, contradicted=True), "contradicted"),
    ],
)
def test_labels(interest: Interest, expected: str) -> None:
    assert expected in texts(svg.write(traced("a", parties=collect((), [interest]), possible=[]), Style()))


def test_what_is_asked_about_is_marked_unless_all_is() -> None:
    assert 'class="asked"' not in svg.write(traced(), Style())


def test_no_text_is_markup() -> None:
    for form in (svg, html):
        picture = form.write(traced(), Style())
        assert EVIL not in picture
        assert "\x1b" not in picture
    assert any(each.startswith('G "<b>`;&\\') for each in texts(svg.write(traced(), Style())))


def test_large_graphs_say_what_is_left_out() -> None:
    many = collect((), [Interest("x", f"c{number}", Share.exact(60)) for number in range(60)])
    picture = svg.write(traced(parties=many, possible=[]), Style())
    assert len(boxes(picture)) == svg.MAX_ASKED + 1
    assert "Left out for room: 40 parties asked about; --format json has them all." in " ".join(texts(picture))
    wide = collect((), [Interest(f"o{number}", "c", Share.exact(1)) for number in range(60)])
    picture = svg.write(traced("c", parties=wide, listed=["o59"], possible=[]), Style())
    assert len(boxes(picture)) == svg.MAX_NODES
    assert "Left out for room: 21 owners of those shown; --format json has them all." in " ".join(texts(picture))


def test_long_proofs_are_cut_at_the_picture() -> None:
    names = ["x", *(f"c{number}" for number in range(80))]
    deep = collect((), [Interest(*pair, Share.exact(60)) for pair in pairwise(names)])
    assert len(boxes(svg.write(traced("c79", parties=deep, possible=[]), Style()))) == svg.MAX_NODES


def test_a_regime_that_is_not_in_force() -> None:
    from compliance.io.resources import RULES
    from compliance.ownership.tracing.reach import load_regime, trace

    asked = traced("a")
    law = load_regime(RULES / "regimes" / "bis-affiliates.yaml", asked.as_of.replace(year=2024))
    answers = trace(asked.parties, law, asked.as_of, ["x"])
    picture = svg.write(Trace(asked.as_of, law, (), asked.parties, ("a",), asked.listed, frozenset(), answers), Style())
    assert "not in force" in " ".join(texts(picture))
