"""A judgement placed in the fleet: with units, rows, evidence, sources and notes it becomes a finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from compliance.core.dates import Period
from compliance.core.finding import Cited, Evidence, Finding, Judgement, Subject, Verdict, fingerprint, verdict_of
from compliance.core.possible import Possible
from compliance.core.record import Source
from compliance.core.text import one_line
from compliance.core.timeline import announced, in_force
from compliance.inventory.units import COLUMNS_OF_FACT, Lot, Unit, first_locations
from compliance.policies.engine.evaluate_rule import Outcome
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule
from compliance.policies.waivers import Waiver, Waivers

WARNED = timedelta(days=30)
"""So long before it expires a waiver is pointed out."""


@dataclass(slots=True)
class LocatedFinding:
    """A finding with the lots it is about."""

    finding: Finding
    lots: Sequence[Lot]
    on_units: bool


@dataclass(slots=True)
class FindingBuilder:
    """Writes findings, and remembers which waivers they used."""

    facts: Facts
    waivers: Waivers
    used: set[Waiver] = field(default_factory=set)

    def verdict(self, outcome: Outcome) -> Verdict:
        """What the rule's effect makes of the answer."""
        if outcome.rule is None or not outcome.judgement.applies:
            return Verdict.NOT_APPLICABLE
        return verdict_of(outcome.judgement.broken, outcome.rule.effect)

    def place(
        self,
        dated: DatedRule,
        outcome: Outcome,
        subject: Subject,
        lots: Sequence[Lot],
        covering: Sequence[Waiver],
        *,
        on_units: bool = True,
    ) -> LocatedFinding:
        """The finding of one rule on one subject; ``covering`` are the waivers that name the subject."""
        rule, judgement = outcome.rule or dated.on(self.facts.as_of), outcome.judgement
        verdict = self.verdict(outcome)
        waiver_notes: tuple[str, ...] = ()
        if verdict.severity < Verdict.WAIVED.severity and covering:
            verdict, waiver_notes = self._waive(verdict, covering)
        sources = _sources(dated, rule, judgement, self.facts.as_of)
        locations = first_locations(lot.locations for lot in lots)
        finding = Finding(
            dated.id,
            verdict,
            rule.effect,
            subject,
            sum(lot.units for lot in lots),
            judgement.because,
            tuple(_put(evidence, lots) for evidence in judgement.evidence),
            tuple(locations),
            sum(lot.rows for lot in lots) - len(locations),
            tuple(Cited(source.id, source.title, source.url) for source in sources),
            distinct(
                (
                    *judgement.notes,
                    *waiver_notes,
                    *rule.notes,
                    *_doubts(dated, sources, self.facts.as_of),
                )
            ),
            (judgement.remedy or rule.remedy) if verdict.severity < Verdict.WAIVED.severity else "",
            fingerprint(dated.id, subject),
        )
        return LocatedFinding(finding, lots, on_units)

    def _waive(self, verdict: Verdict, covering: Sequence[Waiver]) -> tuple[Verdict, tuple[str, ...]]:
        as_of = self.facts.as_of
        self.used.update(covering)
        holding = [waiver for waiver in covering if waiver.holds_on(as_of)]
        if holding:
            return Verdict.WAIVED, tuple(f"Would be {verdict}. Waived: {waiver}" for waiver in holding)
        return verdict, tuple(
            f"{'Expired' if waiver.expires < as_of else 'Not yet approved'}, does not waive: {waiver}"
            for waiver in covering
        )

    def waiver_notes(self, asked: Collection[str]) -> tuple[str, ...]:
        """Waivers that were not needed by the rules ``asked``, and those that end soon."""
        soon = self.facts.as_of + WARNED
        unused = [
            f"Unused {waiver}"
            if waiver.rule in asked
            else f"Not asked, for {waiver.rule} is no rule of this check: {waiver}"
            for waiver in self.waivers.waivers
            if waiver not in self.used
        ]
        ending = [
            f"Expires soon: {waiver}"
            for waiver in self.waivers.waivers
            if waiver.holds_on(self.facts.as_of) and waiver.expires <= soon
        ]
        return (*sorted(unused), *sorted(ending))


def case_of(unit: Unit, fields: Iterable[str]) -> tuple[str, ...]:
    """The facts by which a rule tells a lot from others, as a report names them."""
    return tuple(f"{name}={told(getattr(unit, name))}" for name in fields if getattr(unit, name) not in ("", None))


def lot_id(case: Iterable[str], covering: Iterable[Waiver] = ()) -> str:
    """What a lot is called in a report: what the rule sees of it, and what waivers name in it.

    A waiver changes the name of nothing but what it covers, so that fingerprints of the rest stay.
    """
    named = ("=".join(waiver.subject.pair) for waiver in covering)
    return "; ".join(distinct((*case, *named))) or "all units"


def told(value: object) -> str:
    """A fact in the short form that names lots; ``?`` is a fact that is not known."""
    if isinstance(value, Possible):
        return "?" if value.values is None else "|".join(sorted(map(str, value.values)))
    if isinstance(value, frozenset):
        return "+".join(sorted(map(str, value))) or "-"
    if isinstance(value, Period):
        return "?" if not value.known else str(value.day or f"{value.earliest}..{value.latest}")
    return str(value)


def _put(evidence: Evidence, lots: Sequence[Lot]) -> Evidence:
    """Evidence on a unit's fact, with the first row that holds it and the text that stands there."""
    if evidence.file is not None or evidence.fact not in COLUMNS_OF_FACT or not lots:
        return evidence
    first = min(lots, key=lambda lot: (lot.locations[0].file, lot.locations[0].row))
    place = first.locations[0]
    written = [first.written[name] for name in COLUMNS_OF_FACT[evidence.fact] if name in first.written]
    header, text = next(
        ((header, text) for header, text in written if text.strip()), (written[0][0] if written else None, "")
    )
    return Evidence(evidence.fact, one_line(text), place.file, place.row, header)


def _sources(dated: DatedRule, rule: Rule, judgement: Judgement, day: date) -> list[Source]:
    cited = [*rule.sources, *(change.by for change in in_force(dated.changes, day))]
    found = [*(dated.sources[name] for name in cited), *judgement.sources]
    return list({source.id: source for source in found}.values())


def _doubts(dated: DatedRule, sources: Iterable[Source], day: date) -> Iterator[str]:
    """What the rule rests on that is announced only, or less than verified."""
    for change in announced(dated.changes, day):
        verify = f" Verify: {change.verify}" if change.verify else ""
        yield f"Rests on an announcement: {dated.sources[change.by].title}.{verify}"
    for source in sources:
        if source.confidence != "verified":
            verify = f"; verify: {source.verify.rstrip('.')}" if source.verify else ""
            yield f"Rests on {source.id}, which is {source.confidence}{verify}."


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the order of first mention."""
    return tuple(dict.fromkeys(texts))
