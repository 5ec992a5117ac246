"""A table of very many interests says what a list of them says: one semantics, two ways to hold the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.core.share import ONE, Share
from compliance.ownership.interests import excesses, on_day
from compliance.ownership.parties import (
    INTEREST_KINDS,
    Indexed,
    Interest,
    Link,
    Parties,
    Party,
    collect,
    contradictions,
)
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Holdings, held_on
from compliance.ownership.tracing.reach import trace
from compliance.ownership.tracing.table import InterestTable, TableHoldings
from tests.effort import examples
from tests.ownership.tracing.test_lookthrough import FEOC, FIE, LARGEST, UK
from tests.ownership.tracing.test_reach import BIS, OFAC, held, regime
from tests.reports.trace.sample import traced

DAY = date(2025, 10, 1)
EU = regime("eu-50")
NAMES = "XYABC"


def table(interests: Iterable[Interest]) -> InterestTable:
    return InterestTable.joined([list(interests)])


days = st.sampled_from([None, date(2025, 9, 30), DAY, date(2025, 10, 2)])


@st.composite
def anything(draw: st.DrawFn) -> list[Interest]:
    """Interests of all sorts, contradictions among them."""
    found = []
    for row in range(draw(st.integers(1, 10))):
        low = draw(st.sampled_from([0, 10, 25, 50, 60, 100]))
        high = draw(st.sampled_from([low, low, 100]))
        opened = draw(st.booleans()) and low != high
        found.append(
            Interest(
                draw(st.sampled_from(NAMES)),
                draw(st.sampled_from(NAMES)),
                Share(low * ONE, high * ONE, low_open=opened),
                draw(st.sampled_from(["ownership", "ownership", "ownership", "votes", "control"])),
                draw(days),
                draw(days),
                "",
                "i.csv",
                row + 2,
                indirect=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return found


def consistent(interests: list[Interest]) -> list[Interest]:
    """Of these as many as do not contradict each other, in their order."""
    kept: list[Interest] = []
    for each in interests:
        if not list(contradictions([*kept, each])) and not any(
            [*excesses(on_day([*kept, each], day), day)] for day in (DAY, date(2025, 10, 2))
        ):
            kept.append(each)
    return kept


@settings(max_examples=examples(150))
@given(anything())
def test_contradictions_are_found(interests: list[Interest]) -> None:
    assert set(map(str, contradictions(table(interests).suspects()))) == set(map(str, contradictions(interests)))


@settings(max_examples=examples(200))
@given(
    anything().map(consistent).filter(bool),
    st.sampled_from([OFAC, UK, EU, FIE, FEOC, LARGEST, BIS]),
    st.sets(st.sampled_from("XY")),
    st.sets(st.sampled_from("YA")),
)
def test_the_answers_are_the_same(
    interests: list[Interest], rule: Regime, listed: set[str], possible: set[str]
) -> None:
    parties = [
        Party(name, name, country=country) for name, country in zip(NAMES, ("CN", "US", "SG", "US", None), strict=True)
    ]
    links = [Link("B", "C", "joint-arrangement"), Link("A", "X", "shared director")]
    as_list = collect(parties, interests, links)
    as_table = collect(parties, table(interests), links)
    assert as_table.ids == list(as_list.ids)
    assert as_table.days() == as_list.days()
    for day in (DAY, date(2025, 10, 2)):
        one, other = (trace(each, rule, day, listed, possible) for each in (as_list, as_table))
        assert dict(one) == dict(other)
        assert one.notes == other.notes


@settings(max_examples=examples(100))
@given(anything(), days.filter(bool))
def test_too_much_on_a_day_is_found(interests: list[Interest], day: date) -> None:
    sound = [each for each in interests if each.first <= each.last]
    expected = [*excesses(on_day(sound, day), day)]
    assert {*map(str, TableHoldings(table(sound), day, INTEREST_KINDS).excesses())} == {*map(str, expected)}


def test_too_much_on_the_day_is_an_error_of_a_table_too() -> None:
    handed = [
        Interest("X", "A", Share.exact(100), until=DAY, file="i.csv", row=2),
        Interest("Y", "A", Share.exact(100), since=DAY, file="i.csv", row=3),
    ]
    for interests in (handed, table(handed)):
        reach = trace(collect((), interests), OFAC, DAY, ["X"])["A"]
        assert reach.verdict == "possibly-restricted"
        assert [(each.owner, each.changing_hands) for each in reach.ask] == [("X", True)]
    late = [replace(handed[0], until=date(2025, 10, 2)), handed[1]]
    for interests in (late, table(late)):
        trace(collect((), interests), OFAC, date(2025, 10, 3), ["X"])
        with pytest.raises(ComplianceError, match=r"100 % on 2025-10-01: i.csv:2, i.csv:3"):
            trace(collect((), interests), OFAC, DAY, ["X"])


@settings(max_examples=examples(50))
@given(anything().map(consistent).filter(bool), st.sampled_from([OFAC, UK]))
def test_holdings_are_the_same(interests: list[Interest], rule: Regime) -> None:
    one = held_on(interests, DAY, INTEREST_KINDS)
    other = held_on(table(interests), DAY, INTEREST_KINDS)
    assert type(one) is Holdings
    assert one.exact == other.exact or not other.exact
    assert set(one.indirect) == set(other.indirect)
    assert set(one.self_holders()) == set(other.self_holders())
    for name in NAMES:
        assert list(one.of(name)) == list(other.of(name))
        assert list(one.into(name)) == list(other.into(name))
        assert one.discloses(name, rule) == other.discloses(name, rule)
    assert set(other.support_candidates(rule, ["X"])) <= set(one.support_candidates(rule, ["X"]))
    votes = [each for each in one.only(["votes"]).by_owner.values() if each]
    assert len(votes) == len({each.owner for name in NAMES for each in other.only(["votes"]).of(name)})


def test_a_table_is_a_sequence() -> None:
    interests = held("X>A 50, A>B 50, X>B 10")
    found = table(interests)
    assert isinstance(found, Indexed)
    assert len(found) == 3
    assert (found[0], found[-1]) == (interests[0], interests[2])
    assert found[1:] == interests[1:]
    assert list(found) == interests
    assert interests[1] in found
    assert found.names("A")
    assert not found.names("Q")
    with pytest.raises(IndexError):
        found[3]


def test_the_owners_of_a_party_are_shown_of_a_table_too() -> None:
    parties = collect((), table([*held("X>A 10, Y>A 40"), Interest("Z", "A", Share(), until=date(2020, 1, 1))]))
    shown = traced("A", parties=parties, listed=["X"], possible=[])
    assert [each.owner for each in shown.into("A")] == ["Y", "X"]


def test_several_files_become_one_table() -> None:
    large = Parties(interests=table(replace(each, file="a.csv", row=2) for each in held("X>A 50, A>B 40")))
    small = collect([Party("X", "Alpha")], [Interest("X", "B", Share.exact(10), file="b.yaml", row=3)])
    both = Parties.merged([], [large, small])
    assert isinstance(both.interests, InterestTable)
    assert list(both.ids) == ["A", "B", "X"]
    assert both["X"].name == "Alpha"
    assert [(each.owner, each.file, each.row) for each in both.interests] == [
        ("X", "a.csv", 2),
        ("A", "a.csv", 2),
        ("X", "b.yaml", 3),
    ]
    assert trace(both, OFAC, DAY, ["X"])["B"].verdict == "restricted"
    with pytest.raises(ComplianceError, match="add up to more than 100 %"):
        Parties.merged([], [large, collect((), held("Z>B 61"))])
    blank = collect((), [Interest("A", "B", Share(), file="c.yaml", row=4)])
    told = Parties.merged([], [large, blank]).interests
    assert [each.file for each in told] == ["a.csv", "a.csv"]
    again = Parties.merged([collect((), held("X>A 10"))], [large])
    assert [each.share for each in again.interests if each.owned == "A"] == [Share.exact(50)]


def test_very_many_interests_are_not_kept() -> None:
    interests = held("X>A 50, A>B 50")
    holdings = TableHoldings(table(interests), DAY, INTEREST_KINDS)
    holdings.max_kept = 1
    for _ in range(2):
        assert [*holdings.into("A"), *holdings.into("B")] == interests
    assert holdings.into("A") is holdings.into("A")
    assert holdings.into("B") is not holdings.into("B")
    (kept,), (made,) = holdings.into("A"), holdings.into("B")
    assert kept is next(iter(holdings.of("X")))
    assert made is not next(iter(holdings.of("A")))


def test_parties_without_interests_are_known_too() -> None:
    parties = collect([Party("Q", "Q")], table(held("X>A 50")))
    assert list(parties.ids) == ["A", "Q", "X"]
    assert "Q" in parties
    assert "A" in parties
    assert "Z" not in parties


def test_rings_of_many_companies() -> None:
    links = 300
    chain: list[Any] = [Interest(str(n), str(n + 1), Share.exact(60)) for n in range(links)]
    ring = [Interest("a", "b", Share.exact(60)), Interest("b", "a", Share.exact(60))]
    answers = trace(collect((), table([*chain, *ring])), OFAC, DAY, ["nobody"])
    assert {party for party in answers if "circular-support" in answers[party].flags} == {"a", "b"}
