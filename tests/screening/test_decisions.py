"""A decision holds for one party and one entry, while the entry says what it said."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.screening.decision_file import Decision, fingerprint
from compliance.screening.decisions import Decisions
from compliance.screening.listings import Listing
from compliance.screening.matching import Match

DAY = date(2026, 11, 22)
LISTING = Listing("delta", "Delta Electronic", countries=("IR",), row=7)
MATCH = Match("l", "delta", "Delta Electronic", LISTING, 0.95, "candidate", "alike")
TAKEN = Decision(
    party="Delta Electronics, Inc.",
    list="l",
    entry="delta",
    fingerprint=fingerprint(LISTING),
    decision="not-the-same-party",
    reason="Taiwan, another number",
    decided_by="M. Muster",
    decided_on=date(2026, 1, 1),
    expires=DAY,
)


def settled(
    decision: Decision, *, name: str = "DELTA ELECTRONICS INC", country: str | None = "TW", day: date = DAY
) -> tuple[int, str]:
    found = Decisions((decision,)).apply((name,), country, [MATCH], day)
    assert len(found.matches) + len(found.dismissed) == 1
    return len(found.dismissed), " ".join(found.notes)


def test_who_is_somebody_else_is_no_match() -> None:
    assert settled(TAKEN) == (
        1,
        "Ruled out by the decision by M. Muster of 2026-01-01 that 'Delta Electronics, Inc.' is not delta of l: "
        "Taiwan, another number.",
    )
    assert settled(TAKEN.model_copy(update={"country": "TW"}))[0] == 1


@pytest.mark.parametrize("other", [{"country": "CN"}, {"party": "Delta"}, {"entry": "other"}, {"list": "m"}])
def test_it_speaks_of_one_party_and_one_entry(other: dict[str, str]) -> None:
    assert settled(TAKEN.model_copy(update=other)) == (0, "")


def test_it_holds_from_day_to_day_and_while_the_entry_is_unchanged() -> None:
    assert "it expired on 2026-11-22." in settled(TAKEN, day=date(2026, 11, 23))[1]
    assert "it is in force only from 2026-01-01." in settled(TAKEN, day=date(2025, 12, 31))[1]
    assert (
        "it was made for another version of the entry."
        in settled(TAKEN.model_copy(update={"fingerprint": "0" * 16}))[1]
    )
    assert settled(TAKEN, day=date(2026, 1, 1))[0] == 1


def test_without_decisions_nothing_is_settled() -> None:
    assert Decisions().apply(("Delta",), None, [MATCH], DAY).matches == (MATCH,)


SAME = TAKEN.model_copy(update={"decision": "same-party", "reason": "the same address"})


def test_who_is_the_same_party_is_a_match() -> None:
    other = Match("m", "x", "Delta", LISTING, 0.9, "candidate", "alike")
    reviewed = Decisions((SAME,)).apply(("DELTA ELECTRONICS INC",), None, [other, MATCH], DAY)
    assert [(match.list, match.strength) for match in reviewed.matches] == [("m", "candidate"), ("l", "match")]
    assert reviewed.matches[1].because == (
        "'Delta Electronics, Inc.' is 'Delta Electronic', entry delta of l, as M. Muster decided on 2026-01-01: "
        "the same address"
    )
    assert reviewed.notes == (
        "Confirmed by the decision by M. Muster of 2026-01-01 that 'Delta Electronics, Inc.' is delta of l: "
        "the same address.",
    )
    assert settled(SAME, day=date(2026, 11, 23))[0] == 0


def test_of_two_that_contradict_each_other_none_clears() -> None:
    for decisions in ((SAME, TAKEN), (TAKEN, SAME)):
        reviewed = Decisions(decisions).apply(("Delta Electronics Inc",), "TW", [MATCH], DAY)
        assert [match.strength for match in reviewed.matches] == ["match"]
        assert "Contradicts it, not applied: the decision by M. Muster" in reviewed.notes[1]


def test_those_that_clear_can_be_left_out() -> None:
    assert Decisions((TAKEN, SAME)).without_clearing() == Decisions((SAME,))
