"""Owners and operators of sites: of a named country, or reached from one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Judgement
from compliance.core.located import ParsedFile
from compliance.core.party import Unlisted
from compliance.core.record import validate
from compliance.core.share import Share
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Fleet
from compliance.ownership.parties import Interest, Link, Parties, Party, collect
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.foreign_ownership import ForeignOwnership
from compliance.policies.facts import Facts
from compliance.workflows import policy_test as policytest

DAY = date(2026, 11, 22)
READINGS = {"any": "any-interest", "controlled": "any-interest-through-control"}


def constraint(**more: Any) -> ForeignOwnership:
    fields = {"kind": "foreign-ownership", "countries": ["CN"], "readings": READINGS, **more}
    return validate(ForeignOwnership, ParsedFile("rule.yaml", fields))


PARTIES = collect(
    [
        Party("prc", "Somebody", country="CN", file="p.yaml", row=3),
        Party("us", "Citizen", country="US"),
        Party("op", "Operator LLC", country="US"),
        Party("mid", "Middle LLC", country="US"),
        Party("low", "Lower LLC", country="US"),
        Party("nowhere", "Nowhere LLC"),
    ],
    [
        Interest("prc", "op", Share.exact(10), file="p.yaml", row=9),
        Interest("us", "op", Share.exact(90)),
        Interest("op", "mid", Share.exact(100)),
        Interest("us", "low", Share.exact(99)),
    ],
    [Link("op", "club", "member")],
)


def judged(operator: str, parties: Parties = PARTIES, owner: str = "", address: str = "", **more: Any) -> Judgement:
    asked = constraint(**more)
    return asked.judge(question(asked, operator, parties, owner, address))


def question(
    asked: ForeignOwnership, operator: str, parties: Parties = PARTIES, owner: str = "", address: str = ""
) -> Question:
    known = policytest.reference()
    site = Site(id="s", operator=operator, owner=owner, address=address)
    facts = Facts(
        DAY,
        known.countries,
        known.catalogue,
        Fleet(()),
        parties,
        Sites((site,)),
        country_sets={name: known.country_set(name) for name in asked.country_sets_needed()},
        regimes={name: known.regime(name) for name in asked.regimes_needed()},
    )
    roles: Any = ("operator", "owner") if owner else ("operator",)
    return Question(facts, DAY, roles, site=site)


def test_a_named_country_reaches_the_operator() -> None:
    said = judged("op")
    assert said.broken is True
    assert said.because == "operator Operator LLC: Somebody (of a named country) holds 10 % of Operator LLC; " + (
        "Multiplied along the chain, 10 % of Operator LLC belongs to parties of the named countries: "
        "Somebody (of a named country) holds 10 % of Operator LLC"
    )
    assert [(each.fact, each.value, each.file, each.row) for each in said.evidence] == [
        ("operator", "op", None, None),
        ("country", "Somebody: CN", "p.yaml", 3),
        ("interest", "prc owns 10 % of op", "p.yaml", 9),
    ]
    assert "counsel" in said.remedy


def test_readings_that_differ_leave_it_open() -> None:
    said = judged("mid")
    assert said.broken is None
    assert said.because.endswith("broken if any; kept if controlled")
    assert judged("mid", readings={"any": "any-interest"}).broken is True


@pytest.mark.parametrize(
    ("operator", "expected", "because"),
    [
        ("prc", True, "Somebody is of a named country"),
        ("us", None, "No party of a named country owns any part of Citizen"),
        ("low", None, "No party of a named country owns any part"),
        ("nowhere", None, "may be of a named country: its country is not recorded"),
        ("Nobody Ltd", None, "may be of a named country: its country is not recorded"),
        ("", None, "no operator of the site is recorded"),
    ],
)
def test_what_is_known_and_what_not(operator: str, expected: bool | None, because: str) -> None:
    said = judged(operator)
    assert said.broken is expected
    assert because in said.because


def test_what_nobody_knows_can_be_noted_only() -> None:
    said = judged("low", undisclosed="note")
    assert said.broken is False
    assert said.notes == ("We do not know who owns a decisive share of: Lower LLC.",)
    assert said.remedy == ""


def test_the_owner_counts_where_the_rule_names_it() -> None:
    assert judged("low", owner="op", undisclosed="note").broken is True


@pytest.mark.parametrize(
    ("address", "applies", "expected"),
    [("DeWitt, AR", True, True), ("Houston, TX", False, False), ("somewhere", True, None), ("", True, None)],
)
def test_a_state_binds_its_sites(address: str, applies: bool, expected: bool | None) -> None:
    said = judged("op", address=address, state="AR")
    assert (said.applies, said.broken) == (applies, expected)


def test_what_is_kept_is_kept_wherever_the_site_is() -> None:
    assert judged("low", state="AR", undisclosed="note").broken is False


@pytest.mark.parametrize("stopped", ["op", "club"])
def test_a_court_has_stopped_it(stopped: str) -> None:
    said = judged("op", enjoined_for=[stopped])
    assert said.broken is None
    assert "A court has stopped the enforcement against Operator LLC for now" in said.because
    assert any(note.startswith("A court has stopped the enforcement, for now, against ") for note in said.notes)
    assert judged("op", enjoined_for=["low"]).broken is True


def test_a_country_set_is_read_on_the_day() -> None:
    said = judged("op", countries=["us-itar-126-1-2024"])
    assert said.broken is True
    assert (
        'The list "Countries of 22 CFR 126.1 as existing on 2024-01-01" was compiled from secondary sources. Verify it before you rely on it.'
        in said.notes
    )
    assert not any("country set" in note for note in judged("op", countries=["countries-of-concern"]).notes)


def test_of_two_parties_the_one_that_breaks_nothing_needs_no_older_interest() -> None:
    asked = constraint(undisclosed="note")
    bought = date(2025, 3, 1)
    parties = collect(list(PARTIES), [Interest("prc", "op", Share.exact(10), since=bought)])
    both = question(asked, "op", parties, owner="low")
    assert asked.judge(both).broken is True
    assert asked.broken_since(both, bought) is True
    assert asked.broken_since(both, date(2025, 2, 28)) is False
    assert asked.broken_since(question(asked, "low", parties), date(2025, 2, 28)) is True


def test_a_name_with_its_country_from_a_file() -> None:
    known = policytest.reference()
    facts = Facts(
        DAY,
        known.countries,
        known.catalogue,
        Fleet(()),
        PARTIES,
        regimes={"any-interest": known.regime("any-interest")},
    )
    reach = {
        code: facts.foreign_reach(Unlisted("Foo", code), frozenset({"CN"}), "any-interest", DAY).verdict
        for code in ("CN", "TH")
    }
    assert reach == {"CN": "restricted", "TH": "clear"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"state": "XX"}, "not the postal code"),
        ({"readings": {}}, "readings: must not be empty"),
        ({"countries": []}, "countries: must not be empty"),
    ],
)
def test_wrong_settings(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        constraint(**wrong)


def test_what_it_needs() -> None:
    asked = constraint(countries=["CN", "us-itar-126-1-2024"], enjoined_for=["op"])
    assert asked.reads(("operator",)) == ()
    assert (asked.codes_named(), asked.country_sets_needed()) == (("CN",), ("us-itar-126-1-2024",))
    assert asked.regimes_needed() == tuple(READINGS.values())
    assert asked.parties_named() == ("op",)
