"""What a person sees."""

from __future__ import annotations

from dataclasses import replace

from compliance.reports.screen.text import write
from compliance.reports.style import Style
from compliance.workflows.query import Query
from compliance.workflows.screen import Result, ScreenResult
from tests.reports.screen.sample import ANSWER, DAY, HELD, LISTING, MATCH, written

WORDS = ("Amber", "Birch", "Cedar", "Dorin", "Ember", "Fennel", "Garnet", "Hazel", "Indigo", "Juniper", "Kestrel")


def test_each_name_with_what_was_found() -> None:
    text = written(write, ANSWER, Style())
    assert text.startswith("4 names screened as of 2026-11-22: 1 with a candidate to confirm, 3 without a\nmatch.")
    assert "'Delta \\x1b' (TW)\n  CANDIDATE 0.95 Delta Electronic, l\n" in text
    assert "IR; 1 Main St, Tehran, Iran; 90 FR 1" in text
    assert "not the same party as Delta Electronic (l): another" in text
    assert "Without a match: 'Clean'" in text
    assert "    probability 0.61: for it: equal names; against it: another country\n" in text
    assert "namesakes elsewhere: Delta Electronic (IR; l)," in text
    assert "(IR; l) and 2\n    more" in text
    assert "List l: edition 2026-11-22, 1 entries" in text
    assert "Note: A note." in text
    assert "\x1b" not in text


def test_colour_and_too_many_matches() -> None:
    bare = replace(MATCH, strength="match", listing=replace(LISTING, countries=(), addresses=(), citation=""))
    others = tuple(replace(bare, name=f"{word} Electronic", reasons=()) for word in WORDS)
    many = ScreenResult(DAY, (HELD, replace(HELD, id="m", listings=())), (Result(Query("Delta"), (bare, *others)),))
    text = written(write, many, Style(colour=True))
    assert text.startswith("1 name screened as of 2026-11-22: 1 with a match.")
    assert "\x1b[1;31mMATCH\x1b[0m 0.95" in text
    assert "and 2 more (--format json has them all)" in text
    assert "no address listed" in text
    assert "List m" not in text


def test_a_group_is_one_line() -> None:
    family = tuple(
        replace(MATCH, name=f"Quillstar {word}") for word in ("Ltd", "Trading", "Power", "Shipping", "Systems")
    )
    text = written(write, ScreenResult(DAY, (HELD,), (Result(Query("Quillstar"), family),)), Style())
    assert text.count("CANDIDATE") == 1
    assert "of the same group: Quillstar Trading (l, 0.95), Quillstar Power (l, 0.95)," in text
    assert "and 1 more" in text
