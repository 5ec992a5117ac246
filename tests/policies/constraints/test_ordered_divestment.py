"""A site that an order requires its parties, and nobody else, to give up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.finding import Judgement
from compliance.core.share import Share
from compliance.inventory.sites import Site
from compliance.io.resources import RULES
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.constraints.ordered_divestment import OrderedDivestment
from compliance.screening.listings import Listing
from tests.builders import TODAY, facts, listed

NAMED_ONLY = {"kind": "ordered-divestment", "lists": ["us-mineone-order"]}
RULE = TypeAdapter(OrderedDivestment).validate_python({**NAMED_ONLY, "affiliates": "mineone-affiliates"})
NAMES = TypeAdapter(OrderedDivestment).validate_python(NAMED_ONLY)
PARTIES = collect(
    [Party("party", "A Party Ltd."), Party("child", "Child LLC"), Party("perhaps", "Perhaps LLC"), Party("us", "Us Inc."),
     Party("free", "Free LLC"), Party("open", "Open LLC")],
    [
        Interest("party", "child", Share.parse(60), since=date(2024, 2, 1)),
        Interest("us", "child", Share.parse(40)),
        Interest("party", "perhaps", Share()),
        Interest("us", "free", Share.parse(100)),
    ],
)  # fmt: skip


def ask(rule: OrderedDivestment = RULE, coverage: Any = "complete", **site: Any) -> Judgement:
    return rule.judge(question(coverage, **site))


def question(coverage: Any = "complete", **site: Any) -> Question:
    entry = Listing("p", "A Party Ltd.", since=date(2024, 5, 13))
    regime = DatedRegime.load(RULES / "regimes" / "mineone-affiliates.yaml")
    known = facts(
        parties=PARTIES,
        lists=[listed("us-mineone-order", entry, coverage=coverage)],
        regimes={"mineone-affiliates": regime},
    )
    return Question(known, TODAY, ("owner", "operator"), site=Site(id="s", **site))


@pytest.mark.parametrize(
    ("site", "broken"),
    [
        ({"owner": "party"}, True),
        ({"owner": "free", "operator": "party"}, True),
        ({"owner": "free", "operator": "child"}, True),
        ({"operator": "perhaps"}, None),
        ({"operator": "open"}, None),
        ({"owner": "free"}, False),
        ({}, None),
    ],
)
def test_whom_the_order_binds(site: dict[str, Any], broken: bool | None) -> None:
    judgement = ask(**site)
    assert (judgement.broken, judgement.applies) == (broken, broken is not False)
    assert (judgement.remedy == "") is (broken is False)


def test_the_reason_names_who_it_is() -> None:
    assert ask(owner="free", operator="party").because == (
        "the operator A Party Ltd. is a party to the order or an affiliate of one, which had to give the site up"
    )
    assert ask().because == "no operator or owner of the site is recorded"
    assert [fact.value for fact in ask(owner="free").evidence] == ["Free LLC", "Free LLC"]


def test_an_order_without_affiliates_binds_by_name_only() -> None:
    assert ask(NAMES, owner="child").broken is False
    assert ask(NAMES, owner="party").broken is True
    assert (NAMES.regimes_needed(), RULE.regimes_needed()) == ((), ("mineone-affiliates",))


def test_a_part_of_the_list_clears_nobody() -> None:
    judgement = ask(coverage="partial", owner="free")
    assert (judgement.broken, judgement.applies, judgement.remedy) == (None, True, WHOLE_LIST)
    assert judgement.pending


def test_the_days_on_which_the_answer_may_change() -> None:
    assert RULE.change_days(question(owner="child", operator="party")) >= {date(2024, 2, 1), date(2024, 5, 13)}
    assert NAMES.change_days(question(owner="child")) == frozenset()
    assert RULE.reads(("owner",)) == ()
    assert not RULE.can_keep()
