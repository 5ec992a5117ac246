"""The answer of one rule for one subject, in the version of the right day or of every day that the facts leave possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from compliance.core.dates import Period
from compliance.core.finding import Evidence, Judgement
from compliance.core.possible import Answer
from compliance.core.timeline import DAY, epochs
from compliance.inventory.sites import Site
from compliance.inventory.units import Lot, Unit
from compliance.policies.constraints.base import Question, evidence_of
from compliance.policies.engine import wording
from compliance.policies.engine.scope import names_site, open_facts, outside
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """A rule's answer for one subject; ``rule`` is the version that was asked, None where it does not apply.

    ``day`` is the day whose law answered; None where that day is not settled. ``covered`` is False where the subject is
    known to be none of the rule's, or the rule sleeps; a rule that did not bind a dealing on its day has been asked.
    """

    rule: Rule | None
    judgement: Judgement
    day: date | None
    covered: bool = True

    @property
    def applies(self) -> bool:
        """Whether the rule covers the subject and its condition concerns it."""
        return self.rule is not None and self.judgement.applies


def ask_unit(facts: Facts, dated: DatedRule, unit: Unit) -> Outcome:
    """The rule's answer for a unit; where the day is not settled, the answer on which all possible days agree."""
    as_of = facts.as_of
    if dated.on(as_of).judged_on == "as_of":
        return _ask_on(facts, dated, unit, as_of)
    when = unit.purchased if unit.purchased.known else unit.delivered
    days = _days(facts, dated, unit, when)
    outcome = _agreed(when, days, [_ask_on(facts, dated, unit, day) for day in days])
    return replace(outcome, day=when.day)


def _agreed(when: Period, days: Sequence[date], outcomes: Sequence[Outcome]) -> Outcome:
    """The one answer of all possible days, else an open one."""
    answers = {(outcome.applies, outcome.judgement.broken) for outcome in outcomes}
    if len(answers) == 1:
        return _most_specific(outcomes)
    applying = [outcome for outcome in outcomes if outcome.applies]
    if all(outcome.judgement.broken is False for outcome in applying):
        return applying[-1]
    adverse = _most_specific(list(filter(_is_adverse, outcomes)))
    if adverse.judgement.pending:
        return adverse
    adverse_from = list(zip(days, map(_is_adverse, outcomes), strict=True))
    breach = adverse.judgement.broken is True
    because = wording.disputed_day(adverse.judgement.because, when, adverse_from, breach=breach)
    judgement = replace(adverse.judgement, broken=None, because=because, remedy=wording.RECORD_DAY)
    return replace(adverse, judgement=judgement)


def _is_adverse(outcome: Outcome) -> bool:
    return outcome.applies and outcome.judgement.broken is not False


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
        asked = rule.judged_on == "acquisition" and not outside(dated, rule, unit)
        return replace(not_asked(wording.not_in_force(day), day), covered=asked)
    reason = outside(dated, rule, unit)
    if reason:
        return not_asked(reason, day)
    judgement = judge(rule, _question(facts, rule, unit, day))
    open_scope = open_facts(dated, rule, unit) if judgement.broken else ()
    if open_scope:
        because = wording.disputed_scope(judgement.because, open_scope)
        evidence = evidence_of(unit, *open_scope, *(("family",) if "kind" in open_scope else ()))
        judgement = _disputed(judgement, because, evidence, wording.RECORD[open_scope[-1]])
    return Outcome(rule, judgement, day)


def _disputed(judgement: Judgement, because: str, more: Iterable[Evidence], remedy: str) -> Judgement:
    """A breach if the rule covers the subject, which is not settled."""
    evidence = (*judgement.evidence, *(fact for fact in more if fact not in judgement.evidence))
    return replace(judgement, broken=None, because=because, evidence=evidence, remedy=remedy)


def _question(facts: Facts, rule: Rule, unit: Unit, day: date) -> Question:
    return Question(facts, day, rule.applies_to.parties, unit=unit)


def ask_fleet(facts: Facts, dated: DatedRule, rule: Rule, lots: Sequence[Lot]) -> Outcome:
    """The rule's answer for the lots together. It is open where it rests on lots that the rule may or may not cover."""
    if not lots:
        return not_asked(wording.NOTHING_COVERED, facts.as_of)

    def answer(counted: Sequence[Lot]) -> Judgement:
        return judge(rule, Question(facts, facts.as_of, rule.applies_to.parties, lots=tuple(counted)))

    judgement = answer(lots)
    in_doubt = {fact for lot in lots for fact in open_facts(dated, rule, lot.unit)}
    if in_doubt and judgement.broken is not None:
        certain = [lot for lot in lots if not open_facts(dated, rule, lot.unit)]
        alike: dict[object, list[Lot]] = {(): certain} if certain else {}
        for lot in lots:
            if open_facts(dated, rule, lot.unit):
                alike.setdefault((lot.unit.manufacturer, lot.unit.country_of_origin), list(certain)).append(lot)
        if any(answer(counted).broken != judgement.broken for counted in alike.values()) or not certain:
            facts_open = [fact for fact in wording.RECORD if fact in in_doubt]
            because = wording.disputed_scope(judgement.because, facts_open)
            judgement = _disputed(judgement, because, (), wording.RECORD[facts_open[-1]])
    return Outcome(rule, judgement, facts.as_of)


def ask_site(facts: Facts, dated: DatedRule, rule: Rule, site: Site) -> Outcome:
    """The rule's answer for a site."""
    if not rule.in_force:
        return not_asked(wording.not_in_force(facts.as_of), facts.as_of)
    named = names_site(dated, rule, site)
    if named is False:
        return not_asked(wording.ANOTHER_SITE, facts.as_of)
    judgement = judge(rule, Question(facts, facts.as_of, rule.applies_to.parties, site=site))
    if judgement.broken and named is None:
        judgement = _disputed(
            judgement, wording.disputed_scope(judgement.because, ("site",)), (), wording.RECORD["site"]
        )
    return Outcome(rule, judgement, facts.as_of)


def judge(rule: Rule, question: Question) -> Judgement:
    """The constraint's answer; a certain breach that may still be ended carries the day by which it must be."""
    judgement = rule.constraint.judge(question)
    if not judgement.broken or rule.due is None or question.day > rule.due:
        return judgement
    held: Answer = True
    if rule.grace:
        held = rule.constraint.broken_since(question, rule.grace.held_before - DAY)
    because = f"{judgement.because}. {wording.deadline(rule.due, rule.grace, held)}"
    if held is None:
        return replace(judgement, broken=None, because=because, remedy=wording.RECORD_SINCE)
    return replace(judgement, because=because, due=rule.due if held else None)


def _most_specific(outcomes: Sequence[Outcome]) -> Outcome:
    """The latest outcome that says something of the subject itself, else the latest."""
    return next((outcome for outcome in reversed(outcomes) if not outcome.judgement.pending), outcomes[-1])


def not_asked(reason: str, day: date) -> Outcome:
    """Where the rule does not cover the subject, or is not in force on ``day``."""
    return Outcome(None, Judgement(False, reason), day, covered=False)
