"""Who stands to a subject in which role, and how facts are told."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.finding import Evidence
from compliance.core.party import Known, Unlisted
from compliance.core.possible import UNKNOWN, one, one_of
from compliance.inventory.sites import Site
from compliance.ownership.parties import Party
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, fact_of, listing, party_of
from tests.builders import CV1835, TODAY, ZYNQ, facts, unit


def test_a_unit_names_its_parties() -> None:
    question = Question(facts(), TODAY, unit=unit(manufacturer="bitmain|microbt", control_board=CV1835))
    assert question.party("manufacturer") == one_of((Known("bitmain"), Known("microbt")))
    assert question.party("component_vendor") == one(Known("cvitek"))
    assert question.party("owner") == UNKNOWN
    assert question.the_unit.manufacturer == one_of((Known("bitmain"), Known("microbt")))


def test_several_boards_have_several_vendors_and_no_board_has_any() -> None:
    assert party_of(unit(control_board=one_of((CV1835, ZYNQ))), "component_vendor") == one_of(
        (Known("cvitek"), Known("amd-xilinx"))
    )
    assert party_of(unit(), "component_vendor") == UNKNOWN
    assert (fact_of("component_vendor"), fact_of("owner")) == ("control_board", "owner")


def test_a_site_names_its_operator_and_owner_and_nobody_else() -> None:
    site = Site(id="north", operator="CleanSpark, Inc.", owner="Nobody Ltd")
    known = facts(parties=[Party("cleanspark", "CleanSpark, Inc.")])
    question = Question(known, TODAY, site=site)
    assert question.party("operator") == one(Known("cleanspark"))
    assert question.party("owner") == one(Unlisted("Nobody Ltd"))
    assert question.party("manufacturer") == UNKNOWN
    assert Question(known, TODAY, site=Site(id="bare")).party("operator") == UNKNOWN


def test_a_party_is_itself_in_every_role() -> None:
    question = Question(facts(), TODAY, counterparty=Known("x"))
    assert question.party("owner") == question.party("component_vendor") == one(Known("x"))


def test_a_fact_as_evidence() -> None:
    shown = unit(country_of_origin="TH|MY", origin_evidence=frozenset({"label", "invoice"}), purchased=TODAY)
    found = evidence_of(shown, "country_of_origin", "origin_evidence", "owner", "hashrate_ths", "kind")
    assert found == (
        Evidence("country_of_origin", "MY | TH"),
        Evidence("origin_evidence", "invoice; label"),
        Evidence("owner", ""),
        Evidence("hashrate_ths", ""),
        Evidence("kind", "miner"),
    )


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["b", "a"], "a or b"), (["c", "a", "b"], "a, b or c")]
)
def test_a_listing_is_sorted(names: list[str], text: str) -> None:
    assert listing(names) == text
    assert listing(names, "and") == text.replace(" or ", " and ")


def test_a_kind_needs_nothing_unless_it_says_so() -> None:
    bare = BaseConstraint(kind="bare")
    question = Question(facts(), date(2025, 1, 1))
    assert (bare.lists_needed(), bare.country_sets_needed(), bare.regimes_needed()) == ((), (), ())
    assert bare.change_days(question) == frozenset()
    assert bare.can_break()
    assert bare.can_doubt()
    with pytest.raises(NotImplementedError):
        bare.judge(question)
    with pytest.raises(NotImplementedError):
        bare.reads(())
