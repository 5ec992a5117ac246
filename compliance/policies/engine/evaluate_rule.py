"""The answer of one rule for one subject, in the version of the right day or of every day that the facts leave possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

from compliance.core.finding import Evidence, Judgement, Verdict, verdict_of
from compliance.core.possible import Answer
from compliance.core.timeline import DAY
from compliance.inventory.sites import Site
from compliance.inventory.units import Lot, Role, Unit
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of
from compliance.policies.engine import wording
from compliance.policies.engine.dealing import Dealing, ends_of
from compliance.policies.engine.licences import licensed
from compliance.policies.engine.outcome import Outcome, not_asked, worse
from compliance.policies.engine.parts import Part, parts_of
from compliance.policies.engine.scope import names_site, open_facts, outside
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule

T = TypeVar("T")


def ask_unit(facts: Facts, dated: DatedRule, unit: Unit, without: frozenset[Role] = frozenset()) -> Outcome:
    """The rule's answer for a unit: the worse of the answers to its questions, each on the days that it asks about.

    Nothing is asked of the roles ``without``.
    """
    parts = [replace(part, without=without) for part in parts_of(dated.on(facts.as_of))]
    outcomes = [_ask_part(facts, dated, unit, part) for part in parts]
    if len(parts) == 1:
        return outcomes[0]
    return worse([
        outcome.saying(wording.today(outcome.judgement.because, facts.as_of))
        if part.when == "today" and outcome.rank == 0
        else outcome
        for part, outcome in zip(parts, outcomes, strict=True)
    ])  # fmt: skip


def _ask_part(facts: Facts, dated: DatedRule, unit: Unit, part: Part) -> Outcome:
    ask = partial(_ask_on, facts, dated, unit, part)
    if part.when == "today":
        return ask(facts.as_of)
    changing = dated.days.union(
        *(
            _once(rule.constraint, Question(facts, facts.as_of, part.roles_of(rule), unit=unit), _change_days)
            for _, rule in dated.versions
        )
    )
    limitation = partial(_limitation, dated, facts.as_of)
    return Dealing(ask, changing, facts.as_of, limitation).answer(ends_of(unit, part.when))


def _limitation(dated: DatedRule, as_of: date, day: date) -> str:
    """A note on the years in which a breach on ``day`` may be pursued; "" where the policy says nothing of it."""
    forbids = verdict_of(True, dated.on(day).effect, licensed=False) is Verdict.VIOLATION
    limitation = dated.policy.limitation_of(day) if forbids else None
    return wording.limitation(limitation, dated.sources[limitation.by].title, day, as_of) if limitation else ""


def _ask_on(facts: Facts, dated: DatedRule, unit: Unit, part: Part, day: date) -> Outcome:
    rule = dated.on(day)
    reason = outside(dated, rule, unit, part)
    if not rule.in_force:
        # A rule that did not bind a dealing on its day has been asked about it.
        asked = part.when != "today" and not reason
        return replace(not_asked(wording.not_in_force(day), day), covered=asked)
    if reason:
        return not_asked(reason, day)
    judgement = judge(rule, Question(facts, day, part.roles_of(rule), unit=unit))
    open_scope = open_facts(dated, rule, unit, part) if judgement.broken else ()
    if open_scope:
        because = wording.disputed_scope(judgement.because, open_scope)
        evidence = evidence_of(unit, *open_scope, *(("family",) if "kind" in open_scope else ()))
        judgement = _disputed(judgement, because, evidence, wording.RECORD[open_scope[-1]])
    return Outcome(rule, judgement, day)


def _disputed(judgement: Judgement, because: str, more: Iterable[Evidence], remedy: str) -> Judgement:
    """A breach if the rule covers the subject, which is not settled."""
    evidence = (*judgement.evidence, *(fact for fact in more if fact not in judgement.evidence))
    return replace(judgement, broken=None, because=because, evidence=evidence, remedy=remedy)


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
    judgement = _once(rule.constraint, question, _judgement)
    if judgement.broken and rule.effect == "licence-required":
        judgement = licensed(judgement, question)
    if not judgement.broken or rule.due is None or question.day > rule.due:
        return judgement
    held: Answer = True
    if rule.grace:
        held = rule.constraint.broken_since(question, rule.grace.held_before - DAY)
    because = f"{judgement.because}. {wording.deadline(rule.due, rule.grace, held)}"
    if held is None:
        return replace(judgement, broken=None, because=because, remedy=wording.RECORD_SINCE)
    return replace(judgement, because=because, due=rule.due if held else None)


def _once(constraint: BaseConstraint, question: Question, ask: Callable[[BaseConstraint, Question], T]) -> T:
    """What ``ask`` answers, worked out once for all units that the constraint cannot tell apart: they may differ in days."""
    unit, facts = question.unit, question.facts
    if unit is None:
        return ask(constraint, question)
    read = tuple(getattr(unit, fact) for fact in constraint.reads(question.roles))
    key = (ask, id(constraint), question.roles, question.day, facts.as_of, read)
    # The constraint is kept with its answer, so that no other can have its id.
    _, answer = facts.once(key, lambda: (constraint, ask(constraint, question)))
    return answer


def _judgement(constraint: BaseConstraint, question: Question) -> Judgement:
    return constraint.judge(question)


def _change_days(constraint: BaseConstraint, question: Question) -> frozenset[date]:
    return constraint.change_days(question)
