"""Who is a foreign person: by nationality, or by who controls a company, whatever country it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from compliance.core.party import Known, Unlisted
from compliance.core.share import Share
from compliance.ownership.foreign_persons import ForeignPersons
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from tests.builders import TODAY, facts

PEOPLE = (
    Party("jane", "Jane Roe", country="US"),
    Party("joan", "Joan Doe", country="US", kind="person"),
    Party("wei", "Wei Li", country="CN", kind="person"),
    Party("nobody", "Somebody", kind="person"),
    Party("state", "State of Wyoming", country="US", kind="state"),
)


def owns(owner: str, share: Any = 100, kind: Any = "ownership", owned: str = "op", **more: Any) -> Interest:
    return Interest(owner, owned, Share() if share is None else Share.parse(Decimal(str(share))), kind, **more)


def foreign(
    *held: Interest, country: str | None = "US", kind: Any = "", of: str = "op", day: date = TODAY
) -> bool | None:
    parties = collect(
        [*PEOPLE, Party("op", "Op LLC", country=country, kind=kind), Party("mid", "Mid LLC", country="US")], held
    )
    return ForeignPersons(parties, "US", day).is_foreign(of)


@pytest.mark.parametrize(
    ("party", "answer"), [("jane", False), ("joan", False), ("wei", True), ("nobody", None), ("state", False)]
)
def test_persons_are_of_their_country(party: str, answer: bool | None) -> None:
    assert foreign(of=party) is answer


def test_a_company_is_not_what_its_country_says() -> None:
    assert foreign() is None
    assert foreign(country=None) is None
    assert foreign(country="CN") is True
    assert foreign(owns("wei")) is True
    assert foreign(owns("joan"), country="KY") is False
    assert foreign(owns("joan", 50), country="KY") is True
    assert foreign(owns("joan", 51), country="KY") is None
    assert foreign(owns("joan"), country=None) is False


def test_a_name_without_a_legal_form_is_a_persons_unless_somebody_owns_it() -> None:
    trading = Party("trading", "Compass Mining", country="US")
    parties = collect([*PEOPLE, trading], [owns("wei", owned="trading")])
    assert ForeignPersons(parties, "US", TODAY).is_foreign("trading") is True
    alone = collect([trading, Party("firm", "Compass Mining", country="US", kind="company")], [])
    assert ForeignPersons(alone, "US", TODAY).is_foreign("trading") is False
    assert ForeignPersons(alone, "US", TODAY).is_foreign("firm") is None


@pytest.mark.parametrize(
    ("held", "answer"),
    [
        ([owns("joan", 90), owns("wei", 10)], False),
        ([owns("joan", 89.9), owns("wei", 10.1)], None),
        ([owns("joan", 89)], None),
        ([owns("joan", 50), owns("wei", 50)], None),
        ([owns("joan", 49), owns("wei", 50.1)], True),
        ([owns("joan", None), owns("wei", None)], None),
        ([owns("joan"), owns("wei", 51, "votes")], True),
        ([owns("joan"), owns("wei", 20, "votes"), owns("joan", 80, "votes")], None),
        ([owns("joan"), owns("wei", 5, "votes"), owns("joan", 95, "votes")], False),
        ([owns("joan"), owns("wei", 60, "board")], True),
        ([owns("joan"), owns("wei", 20, "board")], None),
        ([owns("joan"), owns("wei", None, "general-partner")], True),
        ([owns("joan"), owns("wei", None, "veto")], None),
        ([owns("joan"), owns("wei", 20, "option")], None),
        ([owns("joan"), owns("nobody", None, "control")], None),
        ([owns("joan"), owns("joan", None, "control")], False),
        ([owns("joan", indirect=True)], None),
        ([owns("mid"), owns("joan", owned="mid")], False),
        ([owns("mid"), owns("wei", owned="mid")], True),
        ([owns("mid"), owns("op", owned="mid")], None),
        ([owns("op"), owns("joan")], False),
        ([owns("wei", until=date(2020, 1, 1)), owns("joan", since=date(2020, 1, 2))], False),
    ],
)
def test_who_decides_in_a_us_company(held: list[Interest], answer: bool | None) -> None:
    assert foreign(*held) is answer


def test_of_a_party_that_no_file_describes_only_the_country_tells() -> None:
    known = facts(parties=collect(PEOPLE, ()))
    assert known.is_foreign_person(Unlisted("Whoever Inc.", "CN"), "US", TODAY) is True
    assert known.is_foreign_person(Unlisted("Whoever Inc.", "US"), "US", TODAY) is None
    assert known.is_foreign_person(Unlisted("Whoever Inc."), "US", TODAY) is None
    assert known.is_foreign_person(Known("wei"), "US", TODAY) is True
    assert known.is_foreign_person(Known("wei"), "CN", TODAY) is False
