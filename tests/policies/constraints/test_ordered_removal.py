"""What an order says must be gone: by its owner and who is tied to it, by its seller, by its day of delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.dates import Period
from compliance.core.party import Unlisted
from compliance.core.share import Share
from compliance.inventory.facts.base import EXACT, KNOWN_ONLY
from compliance.io.resources import RULES
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.constraints.ordered_removal import OrderedRemoval
from compliance.policies.facts import Facts
from compliance.screening.listings import Listing
from tests.builders import TODAY, ask, facts, listed, unit

DAY = date(2024, 9, 12)
EVE = date(2024, 9, 11)
LIST = "us-mineone-order"
NAMED_ONLY = {"kind": "ordered-removal", "lists": [LIST], "delivered_before": DAY}
NAMES = TypeAdapter(OrderedRemoval).validate_python(NAMED_ONLY)
RULE = TypeAdapter(OrderedRemoval).validate_python({**NAMED_ONLY, "affiliates": "mineone-affiliates"})
NAMED, OTHER, NEARLY, MAKER = map(
    Unlisted, ("MineOne Partners Ltd", "CSRE Properties, LLC", "MineOne Partners LLC", "Example Maker Ltd")
)
MONTH = Period(date(2024, 9, 1), date(2024, 9, 30))
DEMAND = "the order requires its parties to remove their equipment from this site"


def known(**more: Any) -> Facts:
    names = {"top": "MineOne Partners Limited", "held": "Held LLC", "free": "Free LLC", "tied": "Tied LLC"}
    parties = [Party(party, name, country="US") for party, name in {**names, "jane": "Jane Roe"}.items()]
    interests = [
        Interest("top", "held", Share.exact(60), since=date(2023, 1, 1)),
        Interest("top", "tied", Share.exact(10)),
        Interest("jane", "tied", Share.exact(90)),
        Interest("jane", "free", Share.exact(100)),
    ]
    return facts(
        parties=collect(parties, interests),
        lists=[listed(LIST, Listing("1", "MineOne Partners Limited", since=date(2024, 5, 13), row=2), **more)],
        regimes={"mineone-affiliates": DatedRegime.load(RULES / "regimes" / "mineone-affiliates.yaml")},
    )


@pytest.mark.parametrize(
    ("recorded", "broken"),
    [
        ({"owner": NAMED, "delivered": DAY}, True),
        ({"owner": NAMED}, True),
        ({"owner": OTHER, "delivered": DAY}, False),
        ({"owner": OTHER, "delivered": EVE}, None),
        ({"owner": OTHER, "delivered": EVE, "site": "North Range"}, None),
        ({"owner": OTHER, "delivered": EVE, "supplier": MAKER}, False),
        ({"owner": OTHER, "delivered": EVE, "supplier": NAMED}, None),
        ({"owner": OTHER, "delivered": EVE, "supplier": NEARLY}, None),
        ({"owner": OTHER, "delivered": MONTH}, None),
        ({"owner": OTHER}, None),
        ({"owner": OTHER, "supplier": MAKER}, False),
        ({"owner": OTHER, "purchased": DAY}, False),
        ({"owner": OTHER, "purchased": EVE}, None),
        ({"owner": OTHER, "purchased": EVE, "delivered": DAY}, False),
        ({"owner": NEARLY, "delivered": DAY}, None),
        ({"owner": f"{NAMED}|{OTHER}", "delivered": DAY}, None),
        ({"delivered": DAY}, False),
        ({"delivered": EVE, "supplier": MAKER}, None),
        ({}, None),
    ],
)
def test_parties_by_name_alone(recorded: dict[str, Any], broken: bool | None) -> None:
    judgement = ask(NAMES, unit(**recorded), known())
    assert judgement.broken is broken
    assert (judgement.remedy == "") is (broken is False)
    assert judgement.pending == ""


@pytest.mark.parametrize(
    ("recorded", "broken"),
    [
        ({"owner": "top", "delivered": DAY}, True),
        ({"owner": "held", "delivered": DAY}, True),
        ({"owner": "tied", "delivered": DAY}, None),
        ({"owner": "jane", "delivered": DAY}, False),
        ({"owner": OTHER, "delivered": DAY}, False),
        ({"owner": OTHER, "supplier": MAKER}, None),
        ({"owner": "free", "delivered": DAY}, False),
        ({"owner": "held|free", "delivered": DAY}, None),
        ({"owner": "free", "supplier": MAKER}, False),
        ({"owner": "free", "supplier": "held"}, None),
        ({"owner": "free", "supplier": "tied"}, None),
        ({"owner": "free", "supplier": "held", "delivered": DAY}, False),
    ],
)
def test_affiliates_too(recorded: dict[str, Any], broken: bool | None) -> None:
    assert ask(RULE, unit(**recorded), known()).broken is broken


@pytest.mark.parametrize(
    ("recorded", "because"),
    [
        (
            {"owner": NAMED, "delivered": EVE, "site": "North Range"},
            f"{DEMAND}; this unit belongs to MineOne Partners Ltd, a party to the order, and was still there on 22 November 2026",
        ),
        (
            {"owner": "held"},
            f"{DEMAND}; this unit belongs to Held LLC, an affiliate of a party to the order "
            "(MineOne Partners Limited (listed) holds 60 % of Held LLC), and is not recorded at another site",
        ),
        ({}, f"{DEMAND}; this unit has no recorded owner"),
        ({"owner": NEARLY}, f"{DEMAND}; this unit may belong to a party to the order: MineOne Partners LLC"),
        (
            {"owner": OTHER},
            f"{DEMAND}; this unit belongs to CSRE Properties, LLC, and what is recorded of its owners does not rule out "
            "that it is an affiliate of a party to the order",
        ),
        (
            {"owner": "free"},
            f"{DEMAND}; this unit may be equipment of theirs that was sold on: it may have come before 2024-09-12, "
            "when the site was sold, and its seller is not recorded",
        ),
        (
            {"owner": "free", "supplier": NAMED},
            f"{DEMAND}; this unit may be equipment of theirs that was sold on: it may have come before 2024-09-12, "
            "when the site was sold, and its seller is or may be a party: MineOne Partners Ltd",
        ),
        (
            {"owner": "free", "delivered": DAY},
            "the unit came on or after 2024-09-12, and its owner Free LLC is no party to the order and no affiliate of one",
        ),
        (
            {"owner": "free", "supplier": MAKER},
            "neither the owner Free LLC nor the seller Example Maker Ltd is a party to the order or an affiliate of one",
        ),
    ],
)
def test_the_reasons(recorded: dict[str, Any], because: str) -> None:
    assert ask(RULE, unit(**recorded), known()).because == because


def test_the_evidence_is_the_date_that_was_used() -> None:
    late = ask(RULE, unit(owner=OTHER, delivered=DAY), known())
    assert [evidence.fact for evidence in late.evidence] == ["owner", "delivered"]
    early = ask(RULE, unit(owner=OTHER, purchased=EVE), known())
    assert [evidence.fact for evidence in early.evidence] == ["owner", "supplier", "purchased"]
    assert [source.id for source in early.sources] == [f"{LIST}-source"]


def test_what_came_later_and_belongs_to_nobody_known_is_not_covered() -> None:
    judgement = ask(RULE, unit(delivered=DAY), known())
    assert not judgement.applies
    assert judgement.because.startswith("no owner is recorded, and the unit came on or after 2024-09-12")
    assert ask(RULE, unit(owner=OTHER, delivered=DAY), known()).applies


def test_a_part_of_the_list_clears_no_owner() -> None:
    part = known(coverage="partial")
    open_by_list = ask(RULE, unit(owner="free", delivered=DAY), part)
    doubt = part.doubt(LIST)
    assert (open_by_list.broken, open_by_list.remedy, open_by_list.pending) == (None, WHOLE_LIST, doubt)
    assert open_by_list.because.endswith(f", but this is not a clearance: {doubt}")
    assert ask(RULE, unit(owner=NAMED, delivered=DAY), part).broken is True
    assert ask(RULE, unit(owner="free"), part).pending == ""


def test_what_it_reads_needs_and_when_it_changes() -> None:
    assert RULE.reads(()) == ("owner", "supplier", "purchased", "delivered", "site")
    assert RULE.lists_needed() == (LIST,)
    assert [RULE.tells_apart(fact) for fact in RULE.reads(())] == [KNOWN_ONLY, KNOWN_ONLY, EXACT, EXACT, KNOWN_ONLY]
    assert (RULE.regimes_needed(), NAMES.regimes_needed()) == (("mineone-affiliates",), ())
    order, year = date(2024, 5, 13), date(2023, 1, 1)
    assert NAMES.change_days(Question(known(), TODAY, unit=unit(owner=NAMED))) == {order}
    assert NAMES.change_days(Question(known(), TODAY, unit=unit(supplier=NAMED))) == {order}
    assert NAMES.change_days(Question(known(), TODAY, unit=unit())) == frozenset()
    assert RULE.change_days(Question(known(), TODAY, unit=unit())) == {order, year}
