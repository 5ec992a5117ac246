"""What an order says must be gone: by its owner, by its day of delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.dates import Period
from compliance.core.party import Unlisted
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.constraints.ordered_removal import OrderedRemoval
from compliance.policies.facts import Facts
from compliance.screening.listings import Listing
from tests.builders import TODAY, ask, facts, listed, unit

DAY = date(2024, 9, 12)
EVE = date(2024, 9, 11)
RULE = TypeAdapter(OrderedRemoval).validate_python(
    {"kind": "ordered-removal", "lists": ["order"], "delivered_before": DAY}
)
NAMED, OTHER, NEARLY = map(Unlisted, ("MineOne Partners Ltd", "CSRE Properties, LLC", "MineOne Partners LLC"))
MONTH = Period(date(2024, 9, 1), date(2024, 9, 30))


def known(**more: Any) -> Facts:
    return facts(
        lists=[listed("order", Listing("1", "MineOne Partners Limited", since=date(2024, 5, 13), row=2), **more)]
    )


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        ({"owner": NAMED, "delivered": DAY}, True),
        ({"owner": NAMED}, True),
        ({"owner": OTHER, "delivered": DAY}, False),
        ({"owner": OTHER, "delivered": EVE}, None),
        ({"owner": OTHER, "delivered": EVE, "site": "North Range"}, True),
        ({"owner": OTHER, "delivered": MONTH}, None),
        ({"owner": OTHER}, None),
        ({"owner": OTHER, "purchased": DAY}, False),
        ({"owner": OTHER, "purchased": EVE}, None),
        ({"owner": OTHER, "purchased": EVE, "delivered": DAY}, False),
        ({"owner": NEARLY, "delivered": DAY}, None),
        ({"owner": f"{NAMED}|{OTHER}", "delivered": DAY}, None),
        ({"delivered": DAY}, False),
        ({"delivered": EVE}, None),
        ({"delivered": EVE, "site": "North Range"}, True),
        ({}, None),
    ],
)
def test_an_owner_and_a_day(told: dict[str, Any], broken: bool | None) -> None:
    found = ask(RULE, unit(**told), known())
    assert found.broken is broken
    assert (found.remedy == "") is (broken is False)
    assert found.pending == ""


def test_the_texts() -> None:
    demand = "the order requires its parties to remove their equipment from this site"
    assert ask(RULE, unit(owner=NAMED, delivered=EVE, site="North Range"), known()).because == (
        f"{demand}; this unit belongs to MineOne Partners Ltd, a party to the order, "
        "and was delivered before 2024-09-12 and was still there on 22 November 2026"
    )
    assert ask(RULE, unit(owner=NAMED, delivered=DAY), known()).because == (
        f"{demand}; this unit belongs to MineOne Partners Ltd, a party to the order, "
        "and is not recorded at another site"
    )
    assert ask(RULE, unit(), known()).because == (
        f"{demand}; this unit has no recorded owner and may have been delivered before 2024-09-12"
    )
    assert ask(RULE, unit(owner=NEARLY, delivered=DAY), known()).because == (
        f"{demand}; this unit may belong to a party to the order: MineOne Partners LLC"
    )
    assert ask(RULE, unit(owner=OTHER, delivered=DAY), known()).because == (
        "the unit was delivered or bought on or after 2024-09-12 and does not belong to a party to the order"
    )


def test_the_evidence_is_the_date_that_was_used() -> None:
    assert [e.fact for e in ask(RULE, unit(owner=OTHER, delivered=DAY), known()).evidence] == ["owner", "delivered"]
    found = ask(RULE, unit(owner=OTHER, purchased=DAY), known())
    assert [e.fact for e in found.evidence] == ["owner", "purchased"]
    assert [source.id for source in found.sources] == ["order-source"]


def test_what_came_later_and_belongs_to_nobody_known_is_not_bound() -> None:
    found = ask(RULE, unit(delivered=DAY), known())
    assert not found.applies
    assert "no owner is recorded" in found.because
    assert ask(RULE, unit(owner=OTHER, delivered=DAY), known()).applies


def test_a_part_of_the_list_clears_no_owner() -> None:
    part = known(coverage="partial")
    found = ask(RULE, unit(owner=OTHER, delivered=DAY), part)
    assert (found.broken, found.remedy, found.pending) == (None, WHOLE_LIST, part.doubt("order"))
    assert found.because.endswith(f", but this is not a clearance: {part.doubt('order')}")
    assert ask(RULE, unit(owner=NAMED, delivered=DAY), part).broken is True
    assert ask(RULE, unit(owner=OTHER), part).pending == ""
    assert ask(RULE, unit(delivered=DAY), part).broken is False


def test_what_it_reads_needs_and_when_it_changes() -> None:
    assert RULE.reads(()) == ("owner", "purchased", "delivered", "site")
    assert RULE.lists_needed() == ("order",)
    assert RULE.change_days(Question(known(), TODAY, unit=unit(owner=NAMED))) == {date(2024, 5, 13)}
    assert RULE.change_days(Question(known(), TODAY, unit=unit())) == frozenset()
