"""What holds of every rule on parties: stricter effects, more roles and both days never make an answer milder."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.dates import Period
from compliance.core.finding import Effect, Verdict
from compliance.core.party import Unlisted
from compliance.inventory.units import Role
from compliance.policies.acts import misfit, when_of
from compliance.policies.engine.assessment import assess
from compliance.policies.policy import DatedRule
from compliance.screening.listings import Listing
from tests.builders import TODAY, dated, facts, listed, lot, policy

V = Verdict
BEGIN = date(2025, 1, 1)
NAMES = ("Bad", "Worse", "Good", "Fine")
ENTRIES = (
    Listing("b", "Bad", since=date(2025, 3, 1), until=date(2025, 6, 30)),
    Listing("w", "Worse", since=date(2025, 5, 1)),
)
FIELDS: dict[Role, str] = {
    "manufacturer": "manufacturer", "supplier": "supplier", "consignee": "consignee", "owner": "owner",
    "operator": "operator", "site_owner": "site_owner", "hosting_client": "hosting_client",
    "lender": "lender",
}  # fmt: skip
ROLES = st.lists(st.sampled_from(tuple(FIELDS)), min_size=1, unique=True)
DAYS = st.one_of(
    st.just(Period()),
    st.integers(0, 300).map(lambda n: Period(BEGIN + timedelta(n), BEGIN + timedelta(n))),
    st.integers(0, 300).map(lambda n: Period(BEGIN + timedelta(n), BEGIN + timedelta(n + 60))),
)


@st.composite
def units(draw: st.DrawFn) -> dict[str, Any]:
    parties = {field: Unlisted(name) for field in FIELDS.values() if (name := draw(st.sampled_from((*NAMES, None))))}
    days = {field: draw(DAYS) for field in ("purchased", "delivered", "exported")}
    return {**parties, **days}


def rule(roles: list[Role], effect: Effect = "prohibition", judged_on: str = "both", **more: str) -> DatedRule:
    lines = [f"{name}: {value}\n" for name, value in {"judged_on": judged_on, **more}.items()]
    text = f"applies_to: {{parties: [{', '.join(roles)}]}}\nconstraint: {{kind: listed-party, lists: [l]}}\n"
    return dated("".join(lines) + text, head=f"title: T\nbecause: B\nsources: [notice]\neffect: {effect}\n")


def verdict(asked: DatedRule, told: dict[str, Any]) -> Verdict:
    known = facts(lot(**told), lists=[listed("l", *ENTRIES)], as_of=TODAY)
    return assess([policy(asked)], known).report.findings[0].verdict


GROUPS: tuple[tuple[Effect, ...], ...] = (
    ("red-flag", "review", "cost", "tax-ineligible", "procurement-bar"),
    ("licence-required",),
    ("prohibition", "import-bar", "contract-condition", "internal-policy"),
)


@given(ROLES, units(), st.sampled_from(get_args(Effect)), st.sampled_from(get_args(Effect)))
def test_a_stricter_effect_never_lowers_a_verdict(roles: list[Role], told: Any, one: Effect, other: Effect) -> None:
    milder, stricter = sorted((one, other), key=lambda effect: [effect in group for group in GROUPS].index(True))

    def act(effect: Effect) -> dict[str, str]:
        return {"act": "import" if effect == "import-bar" else "holding"}

    assert misfit(milder, act(milder).values()) is misfit(stricter, act(stricter).values()) is None  # type: ignore[arg-type]
    answers = [verdict(rule(roles, effect, "as_of", **act(effect)), told) for effect in (milder, stricter)]
    assert answers[1].severity <= answers[0].severity


@given(ROLES, ROLES, units(), st.sampled_from(["as_of", "acquisition", "both"]))
def test_another_role_never_clears_anybody(roles: list[Role], more: list[Role], told: Any, judged_on: str) -> None:
    fewer = verdict(rule(roles, judged_on=judged_on), told)
    wider = verdict(rule(list(dict.fromkeys((*roles, *more))), judged_on=judged_on), told)
    assert wider is not V.COMPLIANT or fewer in (V.COMPLIANT, V.NOT_APPLICABLE)
    assert fewer is not V.VIOLATION or wider is V.VIOLATION


@given(ROLES, units())
def test_both_is_the_worse_of_its_two_answers(roles: list[Role], told: Any) -> None:
    dealing = [role for role in roles if when_of(role) != "today"]
    holding = [role for role in roles if when_of(role) == "today"]
    answers = [
        *([verdict(rule(dealing, judged_on="acquisition"), told)] if dealing else []),
        *([verdict(rule(holding, judged_on="as_of"), told)] if holding else []),
    ]
    assert verdict(rule(roles), told) is min(answers, key=lambda answer: answer.severity)
