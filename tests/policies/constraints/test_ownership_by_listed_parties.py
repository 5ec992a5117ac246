"""Parties reached from listed ones through ownership."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.errors import ComplianceError
from compliance.core.finding import Flag, FlaggedParty
from compliance.core.licence import Licence
from compliance.core.party import Known, Unlisted
from compliance.core.possible import one_of
from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Link, Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.constraints.ownership_by_listed_parties import OwnershipByListedParties
from compliance.policies.facts import Facts
from compliance.screening.listings import Listing
from tests.builders import CV1835, TODAY, ask, facts, listed, unit

BIS = DatedRegime.load(RULES / "regimes" / "bis-affiliates.yaml")
DAY = date(2025, 10, 1)


def owns(owner: str, owned: str, share: Any, **more: Any) -> Interest:
    value = Share() if share is None else Share.parse(share)
    return Interest(owner, owned, value, **more)


PARTIES = collect(
    [
        Party(key, key.capitalize(), country="CN")
        for key in ("bad", "half", "minor", "open", "good", "hidden", "cvitek")
    ],
    [
        owns("bad", "half", 50, file="parties.csv", row=7),
        owns("bad", "minor", 20),
        owns("good", "minor", 80),
        owns("bad", "open", None, since=date(2025, 10, 20)),
        owns("founder", "good", 100, until=date(2025, 12, 31)),
        owns("founder", "cvitek", 100),
        owns("good", "hidden", 10),
    ],
    [Link("bad", "good", "control")],
)


def known(**more: Any) -> Facts:
    entry = Listing("b", "Bad", since=date(2025, 1, 16), row=2)
    fresh = Listing("n", "New Ltd", since=date(2026, 11, 15), row=3)
    lists = [listed("us-bis-entity-list", entry, fresh, **more), listed("us-bis-meu"), listed("us-ofac-sdn")]
    return facts(parties=PARTIES, lists=lists, regimes={"bis-affiliates": BIS})


def rule(**more: Any) -> OwnershipByListedParties:
    return TypeAdapter(OwnershipByListedParties).validate_python(
        {"kind": "ownership-by-listed-parties", "regime": "bis-affiliates", **more}
    )


@pytest.mark.parametrize(
    ("maker", "broken"),
    [
        ("bad", True),
        ("half", True),
        ("minor", False),
        ("good", False),
        ("half|good", None),
        ("half|bad", True),
        ("minor|good", False),
        (Unlisted("Bad"), True),
        (Unlisted("Nobody"), False),
        (None, None),
    ],
)
def test_a_maker_while_the_rule_is_in_force(maker: str | None, broken: bool | None) -> None:
    found = ask(rule(), unit(manufacturer=maker), known(), "manufacturer", day=DAY)
    assert found.broken is broken
    assert (found.remedy == "") is (broken is False)


@pytest.mark.parametrize(
    ("day", "broken"), [("2025-09-28", False), ("2025-09-29", True), ("2025-11-10", False), ("2026-11-10", True)]
)
def test_the_regime_is_read_on_the_day(day: str, broken: bool) -> None:
    found = ask(rule(), unit(manufacturer="half"), known(), "manufacturer", day=date.fromisoformat(day))
    assert found.broken is broken
    assert ("is not in force" in found.because) is not broken
    assert any("announced" in note for note in found.notes) is (day == "2026-11-10")


def test_the_chain_is_evidence() -> None:
    found = ask(rule(), unit(manufacturer="half"), known(), "manufacturer", day=DAY)
    assert [(each.fact, each.value, each.file, each.row) for each in found.evidence] == [
        ("manufacturer", "half", None, None),
        ("interest", "bad owns 50 % of half", "parties.csv", 7),
    ]
    assert found.because.startswith("manufacturer Half: ")
    assert found.remedy == "Have counsel confirm the chain of ownership."
    assert {source.id for source in found.sources} >= {"90-FR-47201", "us-bis-entity-list-source"}


def test_an_open_share_is_asked_for() -> None:
    found = ask(rule(), unit(manufacturer="open"), known(), "manufacturer", day=date(2025, 10, 20))
    assert (found.broken, found.remedy) == (None, "Ask for the exact share of bad in open.")
    assert ask(rule(), unit(manufacturer="open"), known(), "manufacturer", day=date(2025, 10, 19)).broken is False


def test_who_is_not_recorded_is_not_cleared() -> None:
    found = ask(rule(), unit(supplier="half|good"), known(), "supplier", "owner", day=DAY)
    assert (found.broken, found.because) == (None, "no owner is recorded")
    assert found.remedy == "Record the missing parties and their owners."
    found = ask(rule(), unit(supplier="half|good"), known(), "supplier", day=DAY)
    assert (found.broken, found.because) == (None, "the possible parties give different answers")


def test_several_roles() -> None:
    one = unit(supplier="half", manufacturer="good", control_board=CV1835)
    found = ask(rule(), one, known(), "manufacturer", "supplier", "component_vendor", day=DAY)
    assert found.broken is True
    assert found.because.startswith("supplier Half: ")
    assert [each.fact for each in found.evidence] == ["manufacturer", "supplier", "control_board", "interest"]


@pytest.mark.parametrize(("undisclosed", "broken"), [("note", False), ("undetermined", None)])
def test_owners_whom_nobody_knows(undisclosed: str, broken: bool | None) -> None:
    found = ask(rule(undisclosed=undisclosed), unit(manufacturer="hidden"), known(), "manufacturer", day=DAY)
    assert found.broken is broken
    assert Flag("undisclosed-majority", (FlaggedParty("hidden", "Hidden"),)) in found.flags
    assert (found.concern == "owners") is (broken is None)
    assert ("we do not know who owns half or more of Hidden" in found.because) is (broken is None)
    found = ask(rule(undisclosed=undisclosed), unit(manufacturer=Unlisted("Nobody")), known(), "manufacturer", day=DAY)
    assert found.broken is broken
    assert found.flags == (Flag("undisclosed-majority", (FlaggedParty(None, "Nobody"),)),)
    assert (
        ask(rule(undisclosed=undisclosed), unit(manufacturer="half"), known(), "manufacturer", day=DAY).broken is True
    )


def test_ties_that_are_no_ownership_are_told() -> None:
    found = ask(rule(), unit(manufacturer="minor|good"), known(), "manufacturer", day=DAY)
    parties = {flag.id: [party.name for party in flag.parties] for flag in found.flags}
    assert any("Minor" in name for name in parties["listed-minority"])
    assert any("Good" in name for name in parties["control-tie"])


def test_a_part_of_a_list_clears_nobody() -> None:
    part = known(coverage="partial")
    found = ask(rule(), unit(manufacturer="minor"), part, "manufacturer", day=DAY)
    assert (found.broken, found.remedy) == (None, WHOLE_LIST)
    assert found.pending == part.doubt("us-bis-entity-list")
    assert found.because == f"we found no listed owner, but this is not a clearance: {found.pending}"
    assert ask(rule(), unit(manufacturer="half"), part, "manufacturer", day=DAY).broken is True
    assert ask(rule(), unit(), part, "manufacturer", day=DAY).pending == ""


def test_a_party_as_the_subject() -> None:
    found = rule().judge(Question(known(), DAY, ("manufacturer",), counterparty=Known("half")))
    assert found.broken is True
    assert [each.fact for each in found.evidence] == ["interest"]


def test_what_it_reads_needs_and_when_it_changes() -> None:
    assert rule().reads(("manufacturer", "component_vendor")) == ("manufacturer", "control_board")
    assert rule().regimes_needed() == ("bis-affiliates",)
    days = rule().change_days(Question(known(), TODAY, ("supplier",), unit=unit(supplier="good")))
    assert days == {*BIS.days, date(2025, 10, 20), date(2026, 1, 1), date(2025, 1, 16)}


def test_the_listing_of_a_party_that_no_file_names_is_a_change_too() -> None:
    days = rule().change_days(Question(known(), TODAY, ("supplier",), unit=unit(supplier=Unlisted("New Ltd"))))
    assert date(2026, 11, 15) in days


NAMES = st.none() | st.lists(
    st.sampled_from([*map(Known, ("half", "good", "minor")), Unlisted("Bad")]), min_size=1
).map(one_of)


@given(NAMES, NAMES, st.sampled_from(["supplier", "manufacturer"]))
def test_to_forget_a_party_never_clears_and_never_accuses(supplier: str | None, maker: str | None, forgot: str) -> None:
    recorded = {"supplier": supplier, "manufacturer": maker}
    before = ask(rule(), unit(**recorded), known(), "supplier", "manufacturer", day=DAY).broken
    after = ask(rule(), unit(**{**recorded, forgot: None}), known(), "supplier", "manufacturer", day=DAY).broken
    assert after is None or after is before


def test_the_terms_of_the_listed_owner_are_said() -> None:
    found = ask(rule(), unit(supplier="half"), known(), "supplier", day=DAY)
    assert found.broken
    assert [note for note in found.notes if note.startswith("Terms of")] == [
        "Terms of Bad (us-bis-entity-list): licence requirement, exceptions and review policy of its entry in Supplement No. 4 "
        "to 15 CFR part 744."
    ]
    assert not any(
        note.startswith("Terms of") for note in ask(rule(), unit(supplier="minor"), known(), "supplier", day=DAY).notes
    )


def test_the_lists_of_the_rule_are_read_instead_of_those_of_the_regime() -> None:
    own = rule(lists=["us-ofac-sdn"])
    assert (own.lists_needed(), rule().lists_needed()) == (("us-ofac-sdn",), ())
    assert ask(own, unit(manufacturer="half"), known(), "manufacturer", day=DAY).broken is False
    assert ask(rule(lists=["us-bis-entity-list"]), unit(manufacturer="half"), known(), "manufacturer", day=DAY).broken
    new = Question(known(), DAY, ("manufacturer",), unit=unit(manufacturer="bad"))
    assert date(2025, 1, 16) not in own.change_days(new)
    assert date(2025, 1, 16) in rule().change_days(new)


def test_a_regime_that_reads_no_list_clears_nobody() -> None:
    majority = DatedRegime.load(RULES / "regimes" / "majority.yaml")
    asked = facts(parties=PARTIES, regimes={"majority": majority})
    with pytest.raises(ComplianceError, match=r"the regime 'majority' reads no list\. Name those to read"):
        ask(rule(regime="majority"), unit(manufacturer="half"), asked, "manufacturer", day=DAY)


def test_owners_whom_nobody_knows_are_not_the_reason_where_another_party_is_open() -> None:
    asked = rule(undisclosed="undetermined")
    for supplier, reason in (("open", "Ask for the exact share"), (None, "Record the missing parties")):
        one = unit(manufacturer="hidden", supplier=supplier)
        found = ask(asked, one, known(), "manufacturer", "supplier", day=date(2025, 10, 20))
        assert found.broken is None
        assert found.concern != "owners"
        assert found.remedy.startswith(reason)


def test_a_licence_for_a_listed_owner_is_named() -> None:
    licence = Licence.model_validate(
        {"title": "a time to wind down", "source": "us-bis-entity-list-source", "from": "2025-09-29", "until": "2025-10-05"}
    )  # fmt: skip
    entities = replace(
        listed("us-bis-entity-list", Listing("b", "Bad", since=date(2025, 1, 16), row=2)), licences=(licence,)
    )
    held = facts(
        parties=PARTIES, lists=[entities, listed("us-bis-meu"), listed("us-ofac-sdn")], regimes={"bis-affiliates": BIS}
    )
    for maker, day, named in (
        ("half", DAY, True),
        ("half", date(2025, 10, 6), False),
        ("minor", DAY, False),
    ):
        notes = ask(rule(), unit(manufacturer=maker), held, "manufacturer", day=day).notes
        assert any("a time to wind down" in note for note in notes) is named
