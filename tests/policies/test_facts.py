"""What is absent is an error; what is old or only a part clears nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.ownership.tracing import reach as ownership
from compliance.ownership.tracing.reach import trace
from compliance.ownership.tracing.table import InterestTable
from compliance.screening import matching as screening
from compliance.screening.listings import Listing
from tests.builders import TODAY, country_set, facts, listed

OFAC = DatedRegime.load(RULES / "regimes" / "us-ofac-50.yaml")
NONE = facts()


@pytest.mark.parametrize(
    ("look", "what"),
    [
        (lambda: NONE.party_list("x"), "unknown list 'x'"),
        (lambda: NONE.country_set("x"), "unknown country set 'x'"),
        (lambda: NONE.regime("x", TODAY), "unknown ownership regime 'x'"),
        (lambda: NONE.regime_notes("x", TODAY), "unknown ownership regime 'x'"),
        (lambda: NONE.regime_lists("x"), "unknown ownership regime 'x'"),
        (lambda: NONE.ownership_days("x"), "unknown ownership regime 'x'"),
        (lambda: NONE.screen(Known("bitmain"), "x", TODAY), "unknown list 'x'"),
        (lambda: NONE.listing_days(Known("bitmain"), ["x"]), "unknown list 'x'"),
        (lambda: NONE.doubt("x"), "unknown list 'x'"),
        (lambda: NONE.reach(Known("bitmain"), "x", TODAY), "unknown ownership regime 'x'"),
        (lambda: facts(regimes={"r": OFAC}).reach(Known("bitmain"), "r", TODAY), "unknown list 'us-ofac-sdn'"),
    ],
)
def test_what_is_absent_is_an_error(look: Any, what: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        look()
    assert caught.value.problems[0].what == what


def test_what_is_there_is_found() -> None:
    known = facts(lists=[listed("l")], country_sets=[country_set("s")], regimes={"r": OFAC})
    assert known.party_list("l").id == "l"
    assert known.country_set("s").id == "s"
    assert known.regime("r", TODAY).id == "us-ofac-50"
    assert known.regime_notes("r", TODAY) == known.regime("r", TODAY).notes
    assert known.regime_lists("r") == ("us-ofac-sdn",)


@pytest.mark.parametrize(
    ("party", "title"),
    [
        (Unlisted("Foo: Bar"), "Foo: Bar"),
        (Unlisted("Foo\nBar", "CN"), "Foo\nBar"),
        (Known("name[CN]:Foo"), "name[CN]:Foo"),
        (Known("acme"), "Acme, Inc."),
        (Known("bitmain"), "Bitmain"),
        (Known("stranger"), "stranger"),
    ],
)
def test_titles(party: PartyRef, title: str) -> None:
    assert facts(parties=[Party("acme", "Acme, Inc.")]).title(party) == title


def entries(*names: str, **more: Any) -> Any:
    return [Listing(f"e{n}", name, row=n + 2, **more) for n, name in enumerate(names)]


def test_a_name_that_nobody_knows_is_screened_with_its_country() -> None:
    known = facts(lists=[listed("l", *entries("Foo Ltd", countries=("CN",)))])
    assert [match.strength for match in known.screen(Unlisted("Foo Limited"), "l", TODAY)] == ["match"]
    assert [match.strength for match in known.screen(Unlisted("Foo Limited", "CN"), "l", TODAY)] == ["match"]
    assert [match.strength for match in known.screen(Unlisted("Foo Limited", "VN"), "l", TODAY)] == ["candidate"]
    assert known.screen(Unlisted("Bar"), "l", TODAY) == ()


def test_a_party_is_screened_by_name_alias_and_country() -> None:
    known = facts(
        lists=[listed("l", *entries("Foo Ltd", "Old Foo Ltd", countries=("CN",)))],
        parties=[Party("foo", "Foo Ltd", ("Old Foo Ltd",), "CN"), Party("other", "Foo Ltd", (), "VN")],
    )
    assert [match.entry for match in known.screen(Known("foo"), "l", TODAY)] == ["e0", "e1"]
    assert [match.strength for match in known.screen(Known("other"), "l", TODAY)] == ["candidate"]
    assert [match.entry for match in facts(lists=[listed("l", "Bitmain")]).screen(Known("bitmain"), "l", TODAY)] == [
        "e2"
    ]


def test_who_stands_on_one_of_several_lists() -> None:
    known = facts(lists=[listed("l", *entries("Foo Ltd", countries=("CN",))), listed("m", *entries("Bar Ltd"))])
    assert known.is_listed(Unlisted("Foo Ltd", "CN"), ("l", "m"), TODAY) is True
    assert known.is_listed(Unlisted("Foo Ltd", "VN"), ("l", "m"), TODAY) is None
    assert (
        known.is_listed(Unlisted("Bar Ltd"), ("l",), TODAY) is known.is_listed(Unlisted("Bar Ltd"), (), TODAY) is False
    )


def test_who_was_screened_once_is_not_screened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def counted(*given: Any) -> tuple[()]:
        asked.append(given)
        return ()

    monkeypatch.setattr(screening, "screen_party", counted)
    known = facts(lists=[listed("l"), listed("m")])
    for day in (TODAY, None, TODAY):
        for name in ("l", "m"):
            known.screen(Unlisted("Foo"), name, day)
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("held", "max_age", "says"),
    [
        ({}, None, ""),
        ({"coverage": "partial"}, None, "we hold no entries of l yet"),
        ({"coverage": "partial"}, 9999, "we hold no entries of l yet"),
        ({"edition": TODAY - timedelta(30)}, 30, ""),
        ({"edition": TODAY - timedelta(31)}, 30, "is older than 30 days"),
        ({"edition": TODAY - timedelta(31), "max_age": 30}, None, "is older than 30 days"),
        ({"edition": TODAY - timedelta(31), "max_age": 30}, 31, ""),
        ({"edition": TODAY - timedelta(1), "max_age": 30}, 0, "is older than 0 days"),
        ({"edition": TODAY, "max_age": 0}, None, ""),
        ({"edition": TODAY + timedelta(9)}, 0, ""),
        ({"edition": date.max}, 0, ""),
        ({"edition": "spring"}, None, "nobody knows of which day the edition of l is"),
        ({"edition": "spring"}, 30, "nobody knows of which day"),
        ({"edition": "spring", "max_age": 7}, None, "nobody knows of which day"),
    ],
)
def test_which_lists_cannot_clear(held: dict[str, Any], max_age: int | None, says: str) -> None:
    said = facts(lists=[listed("l", **held)], max_age=max_age).doubt("l")
    assert says in said
    assert bool(says) is bool(said)


def test_doubts_about_several_lists_are_joined() -> None:
    known = facts(lists=[listed("l", coverage="partial"), listed("m"), listed("n", edition="spring")], max_age=1)
    assert known.doubt("l", "m", "n") == f"{known.doubt('l')}; {known.doubt('n')}"
    assert known.doubt() == ""


def test_the_days_of_a_listing() -> None:
    stays = (
        Listing("a", "Foo", since=date(2020, 1, 1), until=date(2020, 12, 31), row=2),
        Listing("b", "Foo", since=date(2022, 1, 1), until=date.max, row=3),
        Listing("c", "Foo", row=4),
        Listing("d", "Bar", since=date(2000, 1, 1), row=5),
    )
    known = facts(lists=[listed("l", *stays)])
    assert known.listing_days(Unlisted("Foo"), ["l"]) == {date(2020, 1, 1), date(2021, 1, 1), date(2022, 1, 1)}
    assert known.listing_days(Unlisted("Foo"), []) == frozenset()


PARTIES = collect(
    [Party("bad", "Bad"), Party("maybe", "Maybe Ltd")],
    [
        Interest("bad", "child", Share.parse(60), since=date(2024, 1, 1), until=date(2024, 12, 31)),
        Interest("maybe", "doubtful", Share.parse(60)),
    ],
)
SDN = listed("us-ofac-sdn", Listing("b", "Bad", since=date(2023, 1, 1), row=2), Listing("m", "Maybe LLC", row=3))


def test_who_is_reached_through_ownership() -> None:
    known = facts(parties=PARTIES, lists=[SDN], regimes={"r": OFAC})
    assert known.reach(Known("child"), "r", date(2024, 6, 1)).verdict == "restricted"
    assert known.reach(Known("child"), "r", date(2025, 6, 1)).verdict == "clear"
    assert known.reach(Known("child"), "r", date(2022, 6, 1)).verdict == "clear"
    assert known.reach(Known("doubtful"), "r", date(2024, 6, 1)).verdict == "possibly-restricted"
    assert known.reach(Unlisted("Bad"), "r", date(2024, 6, 1)).verdict == "restricted"
    assert known.reach(Known("stranger"), "r", date(2024, 6, 1)).verdict == "clear"


@pytest.mark.parametrize("own", ["name:acme", "name[CN]:x", "?", "a|b", "Known(id='x')"])
def test_any_text_may_be_the_id_of_a_party(own: str) -> None:
    parties = collect(
        [Party("bad", "Bad"), Party(own, "Acme, Inc.", country="CN")], [Interest("bad", own, Share.parse(60))]
    )
    known = facts(parties=parties, lists=[SDN], regimes={"r": OFAC})
    assert (known.title(Known(own)), known.country_of(Known(own))) == ("Acme, Inc.", "CN")
    assert known.reach(Known(own), "r", TODAY).verdict == "restricted"
    assert known.reach(Unlisted(own), "r", TODAY).verdict == "clear"


def test_one_trace_answers_for_all_parties_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []

    def counted(*given: Any, **named: Any) -> Any:
        days.append(given[2])
        return trace(*given, **named)

    monkeypatch.setattr(ownership, "trace", counted)
    known = facts(parties=PARTIES, lists=[SDN], regimes={"r": OFAC})
    for key in ("child", "doubtful", "bad"):
        for day in (date(2024, 6, 1), date(2025, 6, 1)):
            known.reach(Known(key), "r", day)
    assert days == [date(2024, 6, 1), date(2025, 6, 1)]


def test_the_days_on_which_ownership_changes() -> None:
    known = facts(parties=PARTIES, lists=[SDN], regimes={"r": OFAC})
    expected = {*OFAC.days, date(2024, 1, 1), date(2025, 1, 1), date(2023, 1, 1)}
    assert known.ownership_days("r") == expected
    assert known.ownership_days("r") is known.ownership_days("r")


def test_the_days_of_very_many_interests_are_those_of_all() -> None:
    table = InterestTable.joined([PARTIES.interests])
    known = facts(parties=replace(PARTIES, interests=table), lists=[SDN], regimes={"r": OFAC})
    assert known.ownership_days("r") >= {date(2024, 1, 1), date(2025, 1, 1)}
