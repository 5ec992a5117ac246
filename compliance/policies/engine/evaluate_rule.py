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
from compliance.policies.engine.scope import at_site, names_site, outside
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's answer for one subject; ``rule`` is the version that was asked, None where it does not apply."""

    rule: Rule | None
    judgement: Judgement

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
    outcomes = [_ask_on(facts, dated, unit, day) for day in _days(facts, dated, unit, when)]
    answers = {(outcome.applies, outcome.judgement.broken) for outcome in outcomes}
    if len(answers) == 1:
        return _telling(outcomes)
    asked = [outcome for outcome in outcomes if outcome.applies]
    if all(outcome.judgement.broken is False for outcome in asked):
        return asked[-1]
    adverse = _telling([outcome for outcome in asked if outcome.judgement.broken is not False])
    if adverse.judgement.pending:
        return adverse
    said = "the day of purchase is not settled, and the law of different days answers differently"
    because = f"{adverse.judgement.because}; but {said}"
    remedy = "Record the purchase date from the contract."
    return Outcome(adverse.rule, replace(adverse.judgement, broken=None, because=because, remedy=remedy))


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
        return not_asked(f"not in force on {day}")
    why = outside(dated, rule, unit)
    if why:
        return not_asked(why)
    judgement = rule.constraint.judge(_question(facts, rule, unit, day))
    if judgement.broken and at_site(dated, rule, unit) is None:
        said = f"{judgement.because}; but the recorded site may or may not be the one that the rule names"
        judgement = replace(judgement, broken=None, because=said, remedy="Record the exact site of these units.")
    return Outcome(rule, judgement)


def _question(facts: Facts, rule: Rule, unit: Unit, day: date) -> Question:
    return Question(facts, day, rule.applies_to.parties, unit=unit)


def ask_site(facts: Facts, dated: DatedRule, rule: Rule, site: Site) -> Outcome:
    """The rule's answer for a site."""
    if not rule.in_force:
        return not_asked(f"not in force on {facts.as_of}")
    if not names_site(dated, rule, site):
        return not_asked("the rule names other sites")
    question = Question(facts, facts.as_of, rule.applies_to.parties, site=site)
    return Outcome(rule, rule.constraint.judge(question))


def _telling(outcomes: Sequence[Outcome]) -> Outcome:
    """The latest outcome that says something of the subject itself, else the latest."""
    return next((each for each in reversed(outcomes) if not each.judgement.pending), outcomes[-1])


def not_asked(why: str) -> Outcome:
    """Where the rule does not cover the subject, or is not in force."""
    return Outcome(None, Judgement(False, why))
