"""One rule asked of one subject: in the version of the right day, or of every day that the facts leave possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance.core.dates import Period
from compliance.core.finding import Judgement
from compliance.core.timeline import epochs
from compliance.inventory.sites import Site
from compliance.inventory.units import Unit
from compliance.policies.constraints.base import Question
from compliance.policies.engine import wording
from compliance.policies.engine.scope import at_site, names_site, outside
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's answer for one subject; ``rule`` is the version that was asked, None where it does not apply.

    ``day`` is the day whose law answered; None where that day is not settled.
    """

    rule: Rule | None
    judgement: Judgement
    day: date | None

    @property
    def applies(self) -> bool:
        """Whether the rule was asked and had something to be asked of."""
        return self.rule is not None and self.judgement.applies


def ask_unit(facts: Facts, dated: DatedRule, unit: Unit) -> Outcome:
    """The rule's answer for a unit; where the day is not settled, the answer on which all possible days agree."""
    as_of = facts.as_of
    if dated.on(as_of).judged_on == "as_of":
        return _ask_on(facts, dated, unit, as_of)
    when = unit.purchased if unit.purchased.known else unit.delivered
    outcome = _agreed([_ask_on(facts, dated, unit, day) for day in _days(facts, dated, unit, when)])
    return replace(outcome, day=when.day)


def _agreed(outcomes: Sequence[Outcome]) -> Outcome:
    """The one answer of all possible days, else an open one."""
    answers = {(outcome.applies, outcome.judgement.broken) for outcome in outcomes}
    if len(answers) == 1:
        return _most_telling(outcomes)
    asked = [outcome for outcome in outcomes if outcome.applies]
    if all(outcome.judgement.broken is False for outcome in asked):
        return asked[-1]
    adverse = _most_telling([outcome for outcome in asked if outcome.judgement.broken is not False])
    if adverse.judgement.pending:
        return adverse
    because = wording.doubted(adverse.judgement.because, wording.DISPUTED_DAY)
    judgement = replace(adverse.judgement, broken=None, because=because, remedy=wording.RECORD_DAY)
    return replace(adverse, judgement=judgement)


def _days(facts: Facts, dated: DatedRule, unit: Unit, when: Period) -> list[date]:
    if when.day:
        return [when.day]
    changing: set[date] = set(dated.days)
    for _, rule in dated.versions:
        changing |= rule.constraint.change_days(_question(facts, rule, unit, facts.as_of))
    return epochs(changing, when.earliest, when.latest or facts.as_of)


def _ask_on(facts: Facts, dated: DatedRule, unit: Unit, day: date) -> Outcome:
    rule = dated.on(day)
    if not rule.in_force:
        return not_asked(wording.not_in_force(day), day)
    why = outside(dated, rule, unit)
    if why:
        return not_asked(why, day)
    judgement = rule.constraint.judge(_question(facts, rule, unit, day))
    if judgement.broken and at_site(dated, rule, unit) is None:
        because = wording.doubted(judgement.because, wording.DISPUTED_SITE)
        judgement = replace(judgement, broken=None, because=because, remedy=wording.RECORD_SITE)
    return Outcome(rule, judgement, day)


def _question(facts: Facts, rule: Rule, unit: Unit, day: date) -> Question:
    return Question(facts, day, rule.applies_to.parties, unit=unit)


def ask_site(facts: Facts, dated: DatedRule, rule: Rule, site: Site) -> Outcome:
    """The rule's answer for a site."""
    if not rule.in_force:
        return not_asked(wording.not_in_force(facts.as_of), facts.as_of)
    if not names_site(dated, rule, site):
        return not_asked(wording.ANOTHER_SITE, facts.as_of)
    question = Question(facts, facts.as_of, rule.applies_to.parties, site=site)
    return Outcome(rule, rule.constraint.judge(question), facts.as_of)


def _most_telling(outcomes: Sequence[Outcome]) -> Outcome:
    """The latest outcome that says something of the subject itself, else the latest."""
    return next((outcome for outcome in reversed(outcomes) if not outcome.judgement.pending), outcomes[-1])


def not_asked(why: str, day: date) -> Outcome:
    """Where the rule does not cover the subject, or is not in force on ``day``."""
    return Outcome(None, Judgement(False, why), day)
