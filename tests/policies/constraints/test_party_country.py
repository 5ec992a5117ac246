"""In which country a party is."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import TypeAdapter

from compliance.core.party import Known, Unlisted
from compliance.core.possible import one_of
from compliance.ownership.parties import Party
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.party_country import PartyCountry
from tests.builders import TODAY, ask, country_set, facts, unit

KNOWN = facts(
    parties=[Party("there", "There Ltd", country="RU"), Party("here", "Here Ltd", country="US"), Party("nowhere", "Nowhere Ltd")],
    country_sets=[country_set("the-set", RU=(date(2022, 2, 24), None))],
)  # fmt: skip
RULE = TypeAdapter(PartyCountry).validate_python({"kind": "party-country", "countries": ["IR", "the-set"]})


@pytest.mark.parametrize(
    ("consignee", "broken", "because"),
    [
        ("there", True, "the consignee is There Ltd (Russia)"),
        ("here", False, "the consignee is Here Ltd (United States)"),
        ("nowhere", None, "the consignee is Nowhere Ltd (country not recorded)"),
        (Unlisted("Foo Ltd", "IR"), True, "the consignee is Foo Ltd (Iran)"),
        (Unlisted("Foo Ltd"), None, "the consignee is Foo Ltd (country not recorded)"),
        (Known("innosilicon-without-a-file"), None, "(country not recorded)"),
        (one_of((Known("here"), Known("there"))), None, "Here Ltd (United States) or There Ltd (Russia)"),
    ],
)
def test_a_consignee(consignee: object, broken: bool | None, because: str) -> None:
    judgement = ask(RULE, unit(consignee=consignee), KNOWN, "consignee")
    assert judgement.broken is broken
    assert because in judgement.because
    assert (judgement.remedy == "") is (broken is False)
    assert bool(judgement.sources) is (broken is True)


def test_who_is_not_recorded() -> None:
    nobody = ask(RULE, unit(), KNOWN, "consignee")
    assert (nobody.broken, nobody.applies) == (False, False)
    assert ask(RULE, unit(), KNOWN, "supplier").because == "no supplier is recorded"
    assert ask(RULE, unit(), KNOWN, "supplier").broken is None


def test_the_day_counts() -> None:
    assert ask(RULE, unit(consignee="there"), KNOWN, "consignee", day=date(2022, 2, 23)).broken is False
    question = Question(KNOWN, TODAY, roles=("consignee",), unit=unit(consignee="there"))
    assert RULE.change_days(question) == {date(2022, 2, 24)}
    assert RULE.codes_named() == ("IR",)
