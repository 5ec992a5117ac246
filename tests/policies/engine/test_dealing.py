"""A dealing and its days: the purchase and the delivery, or the export, and what is not known of them."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.dates import NEVER_RECORDED, Period
from compliance.core.finding import Judgement
from compliance.policies.engine import wording
from compliance.policies.engine.dealing import Dealing, End, ends_of
from compliance.policies.engine.outcome import Outcome, not_asked, worse
from compliance.policies.limitation import Limitation
from tests.builders import TODAY, dated, unit

BEFORE, LISTED, LATER, AFTER = (date(2020, month, 1) for month in (1, 3, 5, 7))
"""A party is listed from ``LISTED`` up to the eve of ``AFTER``."""
ANY_RULE = dated("constraint: {kind: origin-plausibility}").on(TODAY)


def asked(day: date, *, kept: bool = True) -> Outcome:
    """A breach while the party is listed, else kept, or not asked."""
    if LISTED <= day < AFTER:
        return Outcome(ANY_RULE, Judgement(True, "listed"), day)
    return Outcome(ANY_RULE, Judgement(False, "free"), day) if kept else not_asked("no law", day)


def answer(*ends: End, kept: bool = True) -> Outcome:
    ask = partial(asked, kept=kept)
    return Dealing(ask, frozenset({LISTED, AFTER}), TODAY, lambda day: f"until later than {day}").answer(ends)


def day(what: str, on: date) -> End:
    return End(what, Period(on, on))


@pytest.mark.parametrize(
    ("export", "delivery", "when", "doubt"),
    [
        (Period(LATER, LATER), Period(LISTED, LISTED), Period(LATER, LATER), ""),
        (Period(LATER, AFTER), Period(LISTED, LISTED), Period(LATER, AFTER), wording.NOT_TO_THE_DAY),
        (Period(BEFORE, BEFORE), Period(LISTED, LISTED), Period(LISTED, None), wording.NOT_RECORDED),
        (NEVER_RECORDED, Period(LISTED, LISTED), Period(LISTED, None), wording.NOT_RECORDED),
        (Period(BEFORE, BEFORE), NEVER_RECORDED, Period(BEFORE, BEFORE), ""),
        (NEVER_RECORDED, NEVER_RECORDED, NEVER_RECORDED, wording.NOT_RECORDED),
    ],
)
def test_an_export_is_no_loading_on_the_way_here(export: Period, delivery: Period, when: Period, doubt: str) -> None:
    (end,) = ends_of(unit(exported=export, delivered=delivery), "export")
    assert end == End("export", when, doubt)


def test_an_export_of_a_machine_whose_dates_cannot_be_right_may_have_been_any_day() -> None:
    (end,) = ends_of(unit(delivered=LISTED, predates_model="delivery_date"), "export")
    assert end.when == NEVER_RECORDED


def test_a_purchase_before_the_model_was_before_the_delivery_at_the_latest() -> None:
    purchase, delivery = ends_of(unit(purchased=BEFORE, delivered=LATER, predates_model="purchase_date"), "dealing")
    assert (purchase.when, purchase.doubt) == (Period(None, LATER), wording.PREDATES_MODEL)
    assert delivery == day("delivery", LATER)


def test_a_dealing_without_days_is_a_purchase_on_any_day() -> None:
    assert ends_of(unit(), "dealing") == (End("purchase", NEVER_RECORDED, wording.NOT_RECORDED),)


def test_a_dealing_that_no_day_forbids_is_kept() -> None:
    outcome = answer(End("purchase", Period(None, BEFORE), wording.NOT_TO_THE_DAY))
    assert (outcome.judgement.broken, outcome.adverse) == (False, False)


@pytest.mark.parametrize("kept", [True, False])
def test_what_may_be_a_breach_goes_before_what_is_kept_on_other_days(kept: bool) -> None:
    outcome = answer(End("purchase", NEVER_RECORDED, wording.NOT_RECORDED), kept=kept)
    assert (outcome.judgement.broken, outcome.judgement.remedy) == (None, wording.RECORD_DAY["purchase"])
    assert outcome.day is None


def test_days_that_differ_only_in_whether_a_law_was_there_forbid_nothing() -> None:
    def ask(on: date) -> Outcome:
        return asked(BEFORE) if on >= LISTED else not_asked("no law", on)

    ends = [End("purchase", NEVER_RECORDED, wording.NOT_RECORDED)]
    outcome = Dealing(ask, frozenset({LISTED}), TODAY, str).answer(ends)
    assert (outcome.applies, outcome.judgement.because) == (True, "free")


def test_a_breach_on_both_days_names_both_and_is_pursued_from_the_last() -> None:
    outcome = answer(day("purchase", LISTED), day("delivery", LATER))
    assert outcome.judgement.because == f"listed (on the days of the purchase, {LISTED}, and of the delivery, {LATER})"
    assert outcome.judgement.notes == (f"until later than {LATER}",)


def test_a_breach_on_whichever_day_of_a_period_has_no_limitation() -> None:
    outcome = answer(End("purchase", Period(LISTED, LATER), wording.NOT_TO_THE_DAY))
    assert (outcome.judgement.broken, outcome.judgement.notes, outcome.day) == (True, (), None)


def test_what_was_forbidden_only_between_the_days_is_open() -> None:
    outcome = answer(day("purchase", BEFORE), day("delivery", AFTER))
    assert (outcome.judgement.broken, outcome.day, outcome.judgement.remedy) == (None, None, wording.RECORD_PAYMENT)


def test_what_is_open_for_the_whole_fleet_between_the_days_is_not_said_of_a_dealing() -> None:
    def ask(on: date) -> Outcome:
        return (
            Outcome(ANY_RULE, Judgement(None, "partial", pending="get the list"), on) if on == LATER else asked(BEFORE)
        )

    outcome = Dealing(ask, frozenset({LATER}), TODAY, str).answer([day("purchase", BEFORE), day("delivery", AFTER)])
    assert outcome.judgement.broken is False


@given(st.lists(st.sampled_from([True, None, False, "not-applicable"]), min_size=1), st.randoms())
def test_the_worse_of_several_answers(given_answers: list[Any], chance: Any) -> None:
    def outcome(broken: Any) -> Outcome:
        if broken == "not-applicable":
            return not_asked("elsewhere", TODAY)
        return Outcome(ANY_RULE, Judgement(broken, str(broken)), TODAY)

    outcomes = [outcome(broken) for broken in given_answers]
    result = worse(outcomes)
    assert result.rank == min(each.rank for each in outcomes)
    assert result.covered is any(each.covered for each in outcomes)
    chance.shuffle(outcomes)
    assert worse(outcomes).rank == result.rank


def test_equal_answers_are_one_with_all_their_reasons() -> None:
    first, second = (Outcome(ANY_RULE, Judgement(True, text, remedy=text), TODAY) for text in ("one", "two"))
    kept = Outcome(ANY_RULE, Judgement(False, "three"), TODAY)
    joined = worse([first, kept, second, first])
    assert (joined.judgement.because, joined.judgement.remedy) == ("one; two", "one two")


PERIOD = Limitation(years=5, by="act")


@pytest.mark.parametrize(
    ("period", "on", "text"),
    [
        (PERIOD, date(2021, 5, 1), "The limitation period for a dealing of 2021-05-01 is 5 years and ended on 2026-05-01 (An act)."),
        (PERIOD, date(2021, 11, 22), "The limitation period for a dealing of 2021-11-22 is 5 years and ends on 2026-11-22 (An act)."),
        (PERIOD, date(2024, 2, 29), "The limitation period for a dealing of 2024-02-29 is 5 years and ends on 2029-02-28 (An act)."),
        (
            Limitation(years=5, by="act", note="Claims may be tolled"),
            date(2024, 2, 28),
            "The limitation period for a dealing of 2024-02-28 is 5 years and ends on 2029-02-28 (An act). Claims may be tolled.",
        ),
        (Limitation(by="act", note="National law says how long"), date(2024, 2, 28), "National law says how long (An act)."),
    ],
)  # fmt: skip
def test_how_long_a_breach_may_be_pursued(period: Limitation, on: date, text: str) -> None:
    assert wording.limitation(period, "An act", on, TODAY) == text
