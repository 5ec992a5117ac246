"""Parties: what contradicts itself is refused with its rows, and what is bundled yields to the user."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.record import Source
from compliance.core.share import Share
from compliance.ownership.interests import exceeding, excesses, on_day
from compliance.ownership.parties import Interest, Link, Parties, Party, collect, iso_day


def interest(owner: str, owned: str, share: Any = None, row: int = 1, file: str = "p.yaml", **more: Any) -> Interest:
    return Interest(owner, owned, Share.parse(share), file=file, row=row, **more)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_lookups() -> None:
    bitmain = Party("bitmain", "Bitmain Technologies Ltd.", ("比特大陆",))
    parties = collect(
        [bitmain, Party("b2", "Beta"), Party("b3", "BETA")], [interest("zhan", "bitmain")], [Link("b2", "wu", "friend")]
    )
    assert parties.ids == ("b2", "b3", "bitmain", "wu", "zhan")
    assert [party.id for party in parties] == list(parties.ids)
    assert parties["zhan"] == Party("zhan", "zhan")
    assert parties.get("zhan") == Party("zhan", "zhan")
    assert parties.get("nobody") is None
    assert parties.find("bitmain") == bitmain
    assert parties.find("bitmain  technologies, LTD") == bitmain
    assert parties.find("比特大陆") == bitmain
    assert parties.find("ZHAN") == Party("zhan", "zhan")
    assert parties.find("beta") is None, "two parties bear this name"
    assert parties.find("b2") == Party("b2", "Beta")
    assert parties.find("") is None


def test_what_a_party_is_screened_by() -> None:
    party = Party("maker", "Maker Ltd", ("メーカー", "Maker Ltd"), identifiers=(("LEI", "1"), ("USCC", "2")))
    assert party.names == ("Maker Ltd", "メーカー", "maker")
    assert party.numbers == ("LEI 1", "USCC 2")
    assert (Party("x", "x").names, Party("x", "x").numbers) == (("x",), ())


def test_days_are_those_on_which_something_changes() -> None:
    parties = collect(
        (),
        [
            interest("a", "b", 10, since=day("2024-01-01"), until=day("2024-06-30")),
            interest("a", "c", 10),
            interest("a", "d", 10, until=date.max),
        ],
    )
    assert parties.days() == {day("2024-01-01"), day("2024-07-01")}


def test_an_interest_is_held_from_its_first_to_its_last_day() -> None:
    one = interest("a", "b", since=day("2024-01-01"), until=day("2024-01-02"))
    assert [one.held_on(day(f"2024-01-0{n}")) for n in (1, 2, 3)] == [True, True, False]
    assert not one.held_on(day("2023-12-31"))
    assert interest("a", "b").held_on(date.min)
    assert Interest("a", "b", Share(), file="x.csv").place == "x.csv"


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(ComplianceError) as caught:
        collect(
            [
                Party("a", "A", file="p.yaml", row=2),
                Party("a", "B", file="p.yaml", row=3),
                Party("a", "A", file="p.yaml", row=4),
            ],
            [
                interest("a", "b", 60, 10),
                interest("c", "b", 41, 11),
                interest("a", "d", 1, 12, until=day("2024-01-01")),
                interest("a", "d", 1, 13, since=day("2024-01-01")),
                interest("a", "e", 1, 14, since=day("2024-01-02"), until=day("2024-01-01")),
            ],
        )
    assert [(problem.row, problem.what) for problem in caught.value.problems] == [
        (3, "party 'a' is also in p.yaml:2, with different content"),
        (14, "the interest of 'a' in 'e' ends before it begins"),
        (13, "'a' has two interests in 'd' of kind ownership on 2024-01-01, see p.yaml:12"),
        (11, "the interests in 'b' of kind ownership add up to more than 100 % on every day: p.yaml:10, p.yaml:11"),
    ]


def test_too_much_is_an_error_of_the_days_that_are_asked_about() -> None:
    held = [
        interest("a", "b", 60, 1, until=day("2024-04-30")),
        interest("c", "b", 60, 2, since=day("2024-03-31")),
        interest("d", "b", 30, 3, since=day("2024-05-01")),
    ]
    collect((), held)
    assert [*excesses(on_day(held, day("2024-03-30")), day("2024-03-30"))] == []
    found = [*excesses(on_day(held, day("2024-03-31")), day("2024-03-31"))]
    assert [problem.what for problem in found] == [
        "the interests in 'b' of kind ownership add up to more than 100 % on 2024-03-31: p.yaml:1, p.yaml:2"
    ]


def test_on_the_day_of_a_transfer_each_may_hold() -> None:
    transfer = day("2024-03-31")
    held = [
        interest("a", "b", 100, 1, until=transfer),
        interest("c", "b", 100, 2, since=transfer),
        interest("b", "b", 5, 3, since=transfer),
        interest("d", "b", 100, 4, kind="votes", until=transfer),
        interest("e", "b", 10, 5, kind="option", since=transfer),
    ]
    shares = {found.owner: found.share for found in on_day(held, transfer) if found.changing_hands}
    assert shares == {"a": Share(), "c": Share()}
    assert [*excesses(on_day(held, transfer), transfer)] == []
    assert [found.owner for found in on_day(held, day("2024-04-01"))] == ["c", "b", "e"]
    assert not any(found.changing_hands for found in on_day(held, day("2024-04-01")))


def test_the_first_day_of_too_much() -> None:
    transfer = day("2024-03-31")
    assert exceeding([interest("a", "b", 100, until=transfer), interest("c", "b", 100, since=transfer)]) == []
    held = [
        interest("a", "b", 60, since=day("2024-01-01"), until=day("2024-04-30")),
        interest("c", "b", 60, since=transfer),
        interest("d", "b", 60, until=day("2024-01-01")),
    ]
    assert exceeding(held) == held[:2]
    assert exceeding([interest("a", "b", 60), interest("c", "b", 50)]) != []


@pytest.mark.parametrize(
    "held",
    [
        [interest("a", "b", 100), interest("a", "b", 100, kind="votes")],
        [interest("a", "b", 100), interest("c", "b", 100, kind="board")],
        [interest("a", "b", 100), interest("b", "b", 50)],
        [interest("a", "b", {"minimum": 60}), interest("c", "b", 40)],
        [interest("a", "b"), interest("c", "b")],
    ],
)
def test_what_is_no_contradiction(held: list[Interest]) -> None:
    assert collect((), held).interests == tuple(held)


def test_votes_and_open_ends_can_be_too_much() -> None:
    more = {"exclusive_minimum": 50}
    with pytest.raises(ComplianceError, match="kind votes add up"):
        collect((), [interest("a", "b", more, kind="votes"), interest("c", "b", 50, kind="votes")])


def test_the_users_word_holds_against_the_bundled_one() -> None:
    bundled = collect(
        [Party("a", "Old"), Party("c", "C")],
        [
            interest("a", "b", 60, until=day("2024-12-31"), file="bundled:x"),
            interest("a", "b", 70, since=day("2025-01-01"), file="bundled:x"),
            interest("a", "c", 5, file="bundled:x"),
        ],
        [Link("a", "c", "tie")],
        [Source(id="s", title="old"), Source(id="t", title="t")],
    )
    user = collect(
        [Party("a", "New")],
        [interest("a", "b", 20, since=day("2025-06-01"))],
        [Link("a", "c", "tie")],
        [Source(id="s", title="new")],
    )
    merged = Parties.merged([bundled], [user])
    assert merged["a"].name == "New"
    assert merged["c"].name == "C"
    assert [(each.owned, each.share.written()) for each in merged.interests] == [("b", 20), ("b", 60), ("c", 5)]
    assert merged.links == (Link("a", "c", "tie"),)
    assert {source.id: source.title for source in merged.sources.values()} == {"s": "new", "t": "t"}


def test_two_files_of_the_user_may_not_contradict_each_other() -> None:
    with pytest.raises(ComplianceError, match=r"party 'a' is also in one\.yaml:2"):
        Parties.merged(
            (),
            [
                collect([Party("a", "A", file="one.yaml", row=2)], ()),
                collect([Party("a", "B", file="two.yaml", row=5)], ()),
            ],
        )
    with pytest.raises(ComplianceError, match="more than 100 %"):
        Parties.merged([collect((), [interest("x", "b", 60)])], [collect((), [interest("y", "b", 60)])])


@pytest.mark.parametrize("text", ["20240101", "2024-02-30", "2024-1-1", "1.1.2024", ""])
def test_days_are_written_in_one_way(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a date; write it as 2025-09-29"):
        iso_day(text)


def test_a_file_that_knows_less_yields() -> None:
    register = collect(
        [Party("l", "l", identifiers=(("lei", "l"),), sources=("gleif",)), Party("m", "m", country="US")],
        [
            Interest("p", "l", Share(), since=date(2020, 1, 1), file="g"),
            Interest("p", "l", Share(), "control", since=date(2020, 1, 1), file="g"),
            Interest("q", "l", Share(), file="g"),
        ],
    )
    own = collect(
        [Party("l", "Lima", country="PE")],
        [Interest("p", "l", Share.exact(60), file="p"), Interest("q", "l", Share(), since=date(2021, 1, 1), file="p")],
    )
    again = collect([Party("m", "m", country="US")], [replace(each, file="h") for each in register.interests])
    for user in ([register, own, again], [again, own, register]):
        merged = Parties.merged([], user)
        told = sorted((each.owner, each.kind, each.file, str(each.share)) for each in merged.interests)
        assert told == [
            ("p", "control", "g", "an unknown share"),
            ("p", "ownership", "p", "60 %"),
            ("q", "ownership", "g", "an unknown share"),
        ]
        assert merged["l"] == Party("l", "Lima", (), "PE", (("lei", "l"),), ("gleif",))
        assert merged["m"].country == "US"


def test_files_that_name_a_party_differently_contradict_each_other() -> None:
    files = [collect([Party("l", name, country=country)], []) for name, country in (("l", "US"), ("Lima", "PE"))]
    with pytest.raises(ComplianceError, match="party 'l' is also in"):
        Parties.merged([], files)
