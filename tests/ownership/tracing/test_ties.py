"""Flags beside the verdict: control and whom it passes down to, rights to shares, agreements, what was given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from compliance.core.share import Share
from compliance.ownership.parties import Interest, InterestKind, Link, collect
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import trace
from compliance.ownership.tracing.table import InterestTable
from tests.ownership.tracing.test_reach import BIS, OFAC, UK, held, regime
from tests.ownership.tracing.worlds import DAY

EU, FEOC, FIE = regime("eu-50", date(2026, 11, 20)), regime("doe-feoc"), regime("obbba-fie")


def flags(
    interests: Iterable[Interest],
    rule: Regime = OFAC,
    links: Iterable[Link] = (),
    since: Mapping[str, date] | None = None,
    day: date = DAY,
) -> dict[str, set[str]]:
    """The flags of every party where X is listed, the same for a list of interests and for a table of them."""
    interests = list(interests)
    found = []
    for form in (interests, InterestTable.joined([interests])):
        answers = trace(collect((), form, links), rule, day, ["X"], listed_since=since or {})
        found.append({party: {*reach.flags} for party, reach in answers.items()})
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize("rule", [OFAC, BIS, FEOC, FIE], ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["control", "general-partner", "board-majority", "control-contract"])
def test_control_passes_down_what_the_controlled_company_holds(rule: Regime, kind: InterestKind) -> None:
    interests = [*held("X>F ?", kind), *held("F>A 100, A>B 60, A>C 10"), *held("B>D ?", "control"), *held("D>E 100")]
    found = flags(interests, rule)
    assert all("control-tie" in found[party] for party in "FABDE")
    assert "control-tie" not in found["C"]


def test_what_the_controlled_hold_is_added_to_what_the_listed_hold() -> None:
    found = flags([*held("X>F ?", "control"), *held("X>A 20, F>A 30, X>B 20, F>B 29")])
    assert "control-tie" in found["A"]
    assert "control-tie" not in found["B"]


def test_a_veto_and_a_seat_are_ties_that_pass_nothing_down() -> None:
    found = flags([*held("X>F ?", "veto"), *held("X>G 40", "board"), *held("F>A 100, G>B 100")])
    assert "control-tie" in found["F"] & found["G"]
    assert not any("control-tie" in found[party] for party in "AB")


@pytest.mark.parametrize(("votes", "expected"), [("50", True), ("49.999999", False), ("?", True), ("10..50", True)])
def test_half_of_the_votes_may_be_control(votes: str, expected: bool) -> None:
    found = flags([*held(f"X>F {votes}", "votes"), *held("F>A 100")])
    assert ("control-tie" in found["F"]) is ("control-tie" in found["A"]) is expected


def test_a_ring_of_control_ends() -> None:
    found = flags([*held("X>A ?, A>B ?, B>A ?, B>X ?", "control")])
    assert "control-tie" in found["A"] & found["B"]


@pytest.mark.parametrize("rule", [OFAC, BIS, EU, UK, FEOC, FIE], ids=lambda rule: rule.id)
@pytest.mark.parametrize("kind", ["option", "beneficiary"])
def test_rights_to_shares_are_flagged(rule: Regime, kind: InterestKind) -> None:
    found = flags([*held("X>A 20", kind), *held("Z>B 60", kind), *held("Z>A 80, Z>B 40")], rule)
    assert "option-held" in found["A"]
    assert "option-held" not in found["B"]


@pytest.mark.parametrize("kind", ["voting-agreement", "acting in concert", "shareholders agreement", "joint venture"])
def test_an_agreement_flags_the_company_that_both_hold(kind: str) -> None:
    interests = [*held("X>A 30, P>A 30, P>B 30"), *held("X>B 5", "votes"), *held("X>C 30, P>D 30")]
    found = flags(interests, links=[Link("P", "X", kind)])
    for party in "AB":
        assert {"control-tie", "joint-arrangement-not-assessed"} <= found[party]
    assert "control-tie" in found["P"]
    assert not any("joint-arrangement-not-assessed" in found[party] for party in "CD")


def test_an_agreement_that_the_law_counts_is_assessed() -> None:
    found = flags(held("X>A 20, P>A 20"), UK, [Link("P", "X", "joint-arrangement")])
    assert "joint-arrangement-not-assessed" not in found["A"]


def test_another_link_flags_the_partner_alone() -> None:
    assert "control-tie" not in flags(held("X>A 30, P>A 30"), links=[Link("P", "X", "shared director")])["A"]


def ended(text: str, until: date, kind: InterestKind = "ownership") -> list[Interest]:
    return [replace(interest, until=until) for interest in held(text, kind)]


@pytest.mark.parametrize(
    ("until", "since", "expected"),
    [
        (date(2025, 9, 1), date(2025, 9, 15), True),
        (date(2024, 9, 16), date(2025, 9, 15), True),
        (date(2023, 9, 15), date(2025, 9, 15), False),
        (date(2025, 9, 1), date(2020, 1, 1), True),
        (date(2023, 9, 1), date(2022, 12, 1), True),
        (date(2023, 9, 1), date(2020, 1, 1), False),
        (date(2025, 9, 1), None, True),
        (date(2024, 9, 1), None, False),
        (DAY, date(2025, 9, 15), False),
    ],
)
def test_what_was_given_up_about_a_listing(until: date, since: date | None, expected: bool) -> None:
    found = flags([*ended("X>A 60", until), *held("Z>A 10")], since={"X": since} if since else {})
    assert ("recent-divestment" in found["A"]) is expected


def test_who_gave_up_what() -> None:
    until = date(2025, 9, 1)
    later = [replace(interest, since=date(2025, 9, 2)) for interest in held("X>B 60, X>C 20")]
    below = [*held("X>H 100"), *ended("H>D 60", until)]
    others = [*ended("Z>E 60", until), *ended("X>F 60", until, "other"), *ended("X>G 60", until, "votes")]
    found = flags([*ended("X>B 60, X>C 60", until), *later, *below, *others], since={"X": date(2025, 9, 15)})
    assert {party for party in found if "recent-divestment" in found[party]} == {"C", "D", "G"}


def test_an_interest_in_words() -> None:
    (contradicted,) = held("X>A 20..30")
    kinds: dict[InterestKind, str] = {
        "ownership": "X holds an unknown share of A",
        "votes": "X holds an unknown share of the votes of A",
        "board": "X holds an unknown share of the board of A",
        "control": "X controls A",
        "general-partner": "X is the general partner of A",
        "board-majority": "X may appoint or remove a majority of the board of A",
        "control-contract": "X controls A by contract",
        "veto": "X has a veto in A",
        "option": "X holds an unknown share (an option, warrant or convertible) of A",
        "beneficiary": "X holds an unknown share (as beneficiary) of A",
    }
    for kind, sentence in kinds.items():
        assert Interest("x", "a", Share(), kind).sentence("X", "A") == sentence
    assert replace(contradicted, contradicted=True, indirect=True).sentence("X", "A") == (
        "X holds, by statements that contradict each other, at least 20 % and at most 30 % of A"
    )
    assert replace(contradicted, indirect=True).sentence("X", "A", "owns").startswith("X owns, directly or indirectly,")
