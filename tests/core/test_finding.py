"""Verdicts, their order, and what a finding is recognised by."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import (
    Concern,
    Effect,
    Finding,
    Judgement,
    Subject,
    Verdict,
    fingerprint,
    gravity,
    verdict_of,
    worst,
)

ORDER = ["violation", "undetermined", "flagged", "waived", "compliant", "not-applicable"]


def test_verdicts_are_ordered_from_the_worst() -> None:
    assert list(Verdict) == ORDER
    assert [verdict.severity for verdict in Verdict] == [0, 1, 2, 3, 4, 5]
    assert [verdict for verdict in Verdict if verdict.is_finding] == ORDER[:4]


@given(st.lists(st.sampled_from(Verdict)))
def test_the_worst_of_several(verdicts: list[Verdict]) -> None:
    found = worst(verdicts)
    assert found is (Verdict.NOT_APPLICABLE if not verdicts else min(verdicts, key=ORDER.index))


FORBIDDEN: tuple[Effect, ...] = ("prohibition", "import-bar", "contract-condition", "internal-policy")
TO_RESOLVE: tuple[Effect, ...] = ("red-flag", "review", "cost", "tax-ineligible", "procurement-bar")
STRICTER: tuple[tuple[Effect, ...], ...] = (TO_RESOLVE, ("licence-required",), FORBIDDEN)
"""The effects, from the mildest group to the strictest."""


@pytest.mark.parametrize("effect", get_args(Effect))
def test_the_verdict_of_an_answer(effect: Effect) -> None:
    assert verdict_of(None, effect) is Verdict.UNDETERMINED
    assert verdict_of(False, effect) is Verdict.COMPLIANT


def test_the_effect_decides_what_a_certain_breach_is() -> None:
    assert {verdict_of(True, effect) for effect in FORBIDDEN} == {Verdict.VIOLATION}
    assert {verdict_of(True, effect) for effect in TO_RESOLVE} == {Verdict.FLAGGED}
    assert {*FORBIDDEN, *TO_RESOLVE, "licence-required"} == set(get_args(Effect))


@pytest.mark.parametrize(
    ("licensed", "verdict"),
    [(None, Verdict.UNDETERMINED), (False, Verdict.VIOLATION), (True, Verdict.COMPLIANT)],
)
def test_a_missing_licence_is_a_violation_only_where_a_register_shows_it(
    licensed: bool | None, verdict: Verdict
) -> None:
    assert verdict_of(True, "licence-required", licensed=licensed) is verdict
    assert verdict_of(True, "prohibition", licensed=licensed) is Verdict.VIOLATION


@given(st.sampled_from([True, False, None]), st.data())
def test_a_stricter_effect_never_lowers_a_verdict(broken: bool | None, data: st.DataObject) -> None:
    milder, stricter = sorted(data.draw(st.lists(st.integers(0, 2), min_size=2, max_size=2)))
    one, other = data.draw(st.sampled_from(STRICTER[milder])), data.draw(st.sampled_from(STRICTER[stricter]))
    assert verdict_of(broken, other).severity <= verdict_of(broken, one).severity


@pytest.mark.parametrize(
    ("graver", "milder"),
    [
        (("undetermined", "listed-party", "cost"), ("violation", "breach", "prohibition")),
        (("violation", "breach", "contract-condition"), ("violation", "breach", "cost")),
        (("violation", "breach", "cost"), ("flagged", "breach", "red-flag")),
        (("flagged", "breach", "red-flag"), ("undetermined", "breach", "prohibition")),
        (("undetermined", "breach", "cost"), ("undetermined", "papers", "prohibition")),
        (("undetermined", "papers", "cost"), ("undetermined", "preparation", "prohibition")),
        (("undetermined", "preparation", "cost"), ("waived", "listed-party", "prohibition")),
        (("violation", "papers", "contract-condition"), ("undetermined", "papers", "contract-condition")),
    ],
)
def test_findings_are_ordered_by_gravity(
    graver: tuple[str, Concern, Effect], milder: tuple[str, Concern, Effect]
) -> None:
    def rank(verdict: str, concern: Concern, effect: Effect) -> tuple[int, int, int]:
        return gravity(Finding("a/b", Verdict(verdict), effect, Subject("lot", "x"), 1, because="", concern=concern))

    assert rank(*graver) < rank(*milder)


def test_a_fingerprint_is_of_rule_and_subject_and_of_nothing_else() -> None:
    subjects = [Subject("lot", "a"), Subject("party", "a"), Subject("lot", "b")]
    found = {fingerprint(rule, subject) for rule in ("r", "s") for subject in subjects}
    assert len(found) == 6
    assert fingerprint("r", Subject("lot", "a")) == "1e23d59d53cc3f96ab1563c6968db813"
    assert all(len(each) == 32 for each in found)


def test_a_judgement_applies_unless_it_says_otherwise() -> None:
    assert Judgement(True, "x").applies
