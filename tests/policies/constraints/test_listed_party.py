"""Who is on a list, who may be, and whom a list cannot clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.errors import ComplianceError
from compliance.core.licence import Licence
from compliance.core.located import ParsedFile
from compliance.core.party import Known, Unlisted
from compliance.core.possible import one_of
from compliance.core.record import validate
from compliance.inventory.units import Role
from compliance.ownership.parties import Party
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_party import WHOLE_LIST, ListedParty
from compliance.policies.facts import Facts
from compliance.screening.listings import Listing
from tests.builders import CV1835, TODAY, ask, facts, listed, unit

DAY = date(2025, 1, 16)
ENTRIES = (
    Listing("sophgo", "Sophgo Technologies Ltd.", countries=("CN",), since=DAY, row=2),
    Listing("cvitek", "CVITEK", (("Bad Chips", "weak"),), since=DAY, until=date(2025, 12, 31), row=3),
    Listing("old", "Ever Listed Ltd", since=date(2020, 1, 1), until=date.max, row=4),
)


def known(**more: Any) -> Facts:
    return facts(lists=[listed("l", *ENTRIES, **more), listed("m", "Maybe Ltd")], parties=[Party("cvitek", "Cvitek")])


def rule(*lists: str, **more: Any) -> ListedParty:
    return TypeAdapter(ListedParty).validate_python({"kind": "listed-party", "lists": lists or ("l",), **more})


BAD, GOOD, DOUBTFUL = Unlisted("Sophgo Technologies Ltd", "CN"), Unlisted("Good Ltd"), Unlisted("Bad Chips")


@pytest.mark.parametrize(
    ("supplier", "broken", "because"),
    [
        (BAD, True, "supplier Sophgo Technologies Ltd is listed (l: Sophgo Technologies Ltd.)"),
        (GOOD, False, "supplier Good Ltd is not listed"),
        (DOUBTFUL, None, "supplier Bad Chips may be listed (l: Bad Chips)"),
        (one_of((BAD, GOOD)), None, "supplier Good Ltd or Sophgo Technologies Ltd may be listed (l: Sophgo Technologies Ltd.)"),
        (None, None, "no supplier is recorded"),
    ],
)  # fmt: skip
def test_a_supplier(supplier: str | None, broken: bool | None, because: str) -> None:
    found = ask(rule(), unit(supplier=supplier), known(), "supplier", day=DAY)
    assert (found.broken, found.because) == (broken, because)
    assert (found.remedy == "") is (broken is False)
    assert [source.id for source in found.sources] == ["l-source"]
    assert found.pending == ""
    assert found.applies


@pytest.mark.parametrize(
    ("supplier", "concern"),
    [
        (BAD, "listed-party"),
        (DOUBTFUL, "listed-party"),
        (GOOD, "breach"),
        (None, "papers"),
        (Unlisted("Ситроникс"), "breach"),
    ],
)
def test_a_party_that_nobody_recorded_is_a_missing_paper(supplier: Unlisted | None, concern: str) -> None:
    found = ask(rule(), unit(supplier=supplier), known(), "supplier", day=DAY)
    assert found.concern == concern


def test_what_was_found_is_evidence() -> None:
    found = ask(rule(), unit(supplier=BAD), known(), "supplier", day=DAY)
    assert [(each.fact, each.value, each.file, each.row, each.column) for each in found.evidence] == [
        ("supplier", "Sophgo Technologies Ltd (CN)", None, None, None),
        ("listing", "Sophgo Technologies Ltd.", "l.csv", 2, "sophgo"),
    ]
    assert found.notes[0].startswith("l: 'Sophgo Technologies Ltd' is listed as")
    assert "counsel" in found.remedy
    assert "address" in ask(rule(), unit(supplier=DOUBTFUL), known(), "supplier", day=DAY).remedy
    assert "invoice" in ask(rule(), unit(), known(), "supplier", day=DAY).remedy


def test_several_roles_name_the_one_that_decides() -> None:
    one = unit(supplier=GOOD, manufacturer=BAD, control_board=CV1835)
    roles: tuple[Role, ...] = ("manufacturer", "supplier", "component_vendor")
    found = ask(rule(), one, known(), *roles, day=DAY)
    assert found.broken is True
    assert found.because.startswith(
        "manufacturer Sophgo Technologies Ltd is listed; component vendor Cvitek is listed ("
    )
    assert [each.fact for each in found.evidence[:3]] == ["manufacturer", "supplier", "control_board"]
    assert ask(rule(), unit(supplier=GOOD), known(), *roles, day=DAY).broken is None
    assert ask(rule(), unit(supplier=BAD), known(), *roles, day=DAY).broken is True


@pytest.mark.parametrize(("day", "broken"), [("2025-01-15", False), ("2025-01-16", True)])
def test_the_list_is_read_on_the_day(day: str, broken: bool) -> None:
    assert ask(rule(), unit(supplier=BAD), known(), "supplier", day=date.fromisoformat(day)).broken is broken


def test_a_part_of_a_list_finds_and_clears_nobody() -> None:
    part = known(coverage="partial")
    assert ask(rule(), unit(supplier=BAD), part, "supplier", day=DAY).broken is True
    found = ask(rule(), unit(supplier=GOOD), part, "supplier", day=DAY)
    assert (found.broken, found.remedy) == (None, WHOLE_LIST)
    assert found.because.startswith("we found no match, but this is not a clearance: we hold only part of l")
    assert found.pending == part.doubt("l")
    mixed = ask(rule(), unit(supplier=GOOD, owner=None), part, "supplier", "owner", day=DAY)
    assert (mixed.broken, mixed.because, mixed.pending) == (None, "no owner is recorded", "")


def test_one_whole_list_does_not_make_up_for_a_part_of_another() -> None:
    found = ask(rule("l", "m"), unit(supplier=GOOD), known(coverage="partial"), "supplier", day=DAY)
    assert (found.broken, found.pending) == (None, known(coverage="partial").doubt("l"))
    assert ask(rule("m"), unit(supplier=GOOD), known(coverage="partial"), "supplier", day=DAY).broken is False


def test_who_need_not_be_there_is_not_asked_for() -> None:
    lenient = rule(unrecorded="not-applicable")
    assert ask(lenient, unit(supplier=GOOD), known(), "supplier", "hosting_client").broken is False
    assert ask(lenient, unit(supplier=BAD), known(), "supplier", "hosting_client", day=DAY).broken is True
    nobody = ask(lenient, unit(), known(), "hosting_client")
    assert not nobody.applies
    assert nobody.because == "no party is recorded in any role that this rule covers"
    assert not ask(rule(), unit(), known(), "hosting_client").applies, "a hosting client need not be there"
    assert ask(rule(), unit(), known(), "owner").because == "no owner is recorded"


def test_a_party_as_the_subject_has_no_facts_of_a_unit() -> None:
    question = Question(known(), DAY, ("supplier",), counterparty=BAD)
    found = rule().judge(question)
    assert found.broken is True
    assert [each.fact for each in found.evidence] == ["listing"]


def test_what_it_reads_needs_and_when_it_changes() -> None:
    assert rule().reads(("supplier", "component_vendor")) == ("supplier", "control_board")
    assert rule("l", "m").lists_needed() == ("l", "m")
    question = Question(known(), TODAY, ("supplier", "component_vendor"), unit=unit(supplier=BAD, control_board=CV1835))
    assert rule().change_days(question) == {DAY, date(2026, 1, 1)}
    assert rule().change_days(Question(known(), TODAY, ("supplier",), unit=unit())) == frozenset()


def test_a_listing_until_the_end_of_all_days_has_no_end() -> None:
    question = Question(known(), TODAY, ("supplier",), unit=unit(supplier=Unlisted("Ever Listed Ltd")))
    assert rule().change_days(question) == {date(2020, 1, 1)}


def test_it_needs_a_list() -> None:
    with pytest.raises(ComplianceError, match="lists: must not be empty"):
        validate(ListedParty, ParsedFile("rule.yaml", {"kind": "listed-party", "lists": []}))


PARTIES = st.none() | st.lists(st.sampled_from([BAD, GOOD, DOUBTFUL]), min_size=1).map(one_of)


@given(PARTIES, PARTIES, st.sampled_from(["supplier", "owner"]), st.sampled_from(["complete", "partial"]))
def test_to_forget_a_party_never_clears_and_never_accuses(
    supplier: str | None, owner: str | None, forgotten: str, coverage: str
) -> None:
    recorded = {"supplier": supplier, "owner": owner}
    held = known(coverage=coverage)
    before = ask(rule(), unit(**recorded), held, "supplier", "owner", day=DAY).broken
    after = ask(rule(), unit(**{**recorded, forgotten: None}), held, "supplier", "owner", day=DAY).broken
    assert after is None or after is before


def test_a_namesake_elsewhere_is_open_unless_the_rule_makes_it_a_note() -> None:
    held = facts(lists=[listed("l", Listing("delta", "Delta Electronic", countries=("IR",), row=2))])
    namesake = unit(supplier=Unlisted("Delta Electronics", "TW"))
    assert ask(rule(), namesake, held, "supplier", day=DAY).broken is None
    noted = ask(rule(namesakes="note"), namesake, held, "supplier", day=DAY)
    assert (noted.broken, noted.because) == (False, "supplier Delta Electronics is not listed")
    assert noted.notes[0].startswith("A namesake on l, not counted: 'Delta Electronics' ")
    there = unit(supplier=Unlisted("Delta Electronics", "IR"))
    assert ask(rule(namesakes="note"), there, held, "supplier", day=DAY).broken is not False


def test_a_name_in_a_script_that_cannot_be_compared_is_open() -> None:
    thai = Unlisted("บริษัท")
    assert ask(rule(), unit(supplier=thai), known(), "supplier", day=DAY).broken is None
    assert known().is_listed(thai, ("l",), DAY) is None
    described = facts(lists=[listed("l", *ENTRIES)], parties=[Party("a", "บริษัท"), Party("b", "บริษัท", ("Good Ltd",))])
    assert described.unread_script(Known("a")) == "Thai"
    assert described.unread_script(Known("b")) == ""


def test_a_general_licence_is_named_where_it_may_apply() -> None:
    licence = Licence.model_validate(
        {"title": "a time to wind down", "source": "l-source", "from": "2025-01-16", "until": "2025-02-16", "parties": ["Sophgo"]}
    )  # fmt: skip
    held = facts(lists=[replace(listed("l", *ENTRIES), licences=(licence,))], parties=[Party("cvitek", "Cvitek")])
    for supplier, day, named in (
        (BAD, DAY, True),
        (BAD, date(2025, 2, 17), False),
        (Unlisted("CVITEK"), DAY, False),
        (GOOD, DAY, False),
    ):
        notes = ask(rule(), unit(supplier=supplier), held, "supplier", day=day).notes
        assert any("It may be authorised: a time to wind down" in note for note in notes) is named


def test_a_part_of_a_list_may_say_nothing_of_whom_it_does_not_hold() -> None:
    part = known(coverage="partial")
    asked = rule(incomplete="not-applicable")
    for supplier, applies, broken in ((GOOD, False, False), (BAD, True, True), (DOUBTFUL, True, None)):
        found = ask(asked, unit(supplier=supplier), part, "supplier", day=DAY)
        assert (found.applies, found.broken) == (applies, broken)
    assert "not a clearance" in ask(asked, unit(supplier=GOOD), part, "supplier", day=DAY).because
    assert ask(asked, unit(supplier=GOOD), known(), "supplier", day=DAY).applies
