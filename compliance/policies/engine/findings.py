"""Builds findings: a judgement with its units, rows, evidence, sources and waivers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from compliance.core.dates import Period
from compliance.core.finding import (
    AppliedWaiver,
    Cited,
    Evidence,
    Finding,
    Judgement,
    Subject,
    Verdict,
    WaivedPart,
    WaiverState,
    fingerprint,
    verdict_of,
)
from compliance.core.possible import Possible
from compliance.core.record import Source
from compliance.core.text import is_empty, one_line
from compliance.core.timeline import announced, in_force
from compliance.inventory.facts import FACTS
from compliance.inventory.sites import Place
from compliance.inventory.units import Lot, Unit, first_locations
from compliance.policies.engine import wording
from compliance.policies.engine.digests import UnitDigests
from compliance.policies.engine.outcome import Outcome
from compliance.policies.facts import Facts
from compliance.policies.policy import DatedRule, Rule
from compliance.policies.waivers import Waiver, Waivers

EXPIRY_WARNING = timedelta(days=30)
"""How long before it expires a report mentions a waiver."""
STATUTORY = ("prohibition", "import-bar", "licence-required")
"""Effects of statutes: only who may license or pardon waives them, and there is a paper of it."""
_QUALIFYING = frozenset({"supplier_country"})
"""Columns that help to read a fact and do not state it."""


@dataclass(slots=True)
class LocatedFinding:
    """A finding with the lots it is about; ``unread``: it rests on documents that nobody has read."""

    finding: Finding
    lots: Sequence[Lot]
    on_units: bool
    unread: bool = False


@dataclass(slots=True)
class FindingBuilder:
    """Builds findings; records which waivers they used, and whether any subject came under a rule."""

    facts: Facts
    waivers: Waivers
    digests: UnitDigests
    used: set[Waiver] = field(default_factory=set)
    notes: dict[str, None] = field(default_factory=dict)
    """What is said of waivers that name a subject and do not count."""
    covered: bool = False

    def verdict(self, outcome: Outcome) -> Verdict:
        """The verdict: the answer under the rule's effect."""
        if outcome.rule is None or not outcome.judgement.applies:
            return Verdict.NOT_APPLICABLE
        if outcome.judgement.broken and outcome.judgement.due:
            return Verdict.FLAGGED
        # What a licence allows is no breach (``licences``), so a certain one has none.
        return verdict_of(outcome.judgement.broken, outcome.rule.effect, licensed=False)

    def build(
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
        self.covered |= outcome.covered
        verdict = self.verdict(outcome)
        waivers: tuple[AppliedWaiver, ...] = ()
        if verdict.severity < Verdict.WAIVED.severity and covering:
            waivers = self._applied(dated, verdict, covering)
            verdict = Verdict.WAIVED if waivers[0].state == "applied" else verdict
        # Two parts of one row are two lots, and the row is one.
        locations = list(dict.fromkeys(first_locations(lot.locations for lot in lots)))
        finding = Finding(
            rule=dated.id,
            verdict=verdict,
            effect=rule.effect,
            concern="preparation" if judgement.pending else judgement.concern,
            subject=subject,
            units=sum(lot.units for lot in lots),
            judged_on=outcome.day,
            because=judgement.because,
            evidence=tuple(_evidence(judgement, subject, lots)),
            locations=tuple(locations),
            locations_omitted=max(0, sum(lot.rows for lot in lots) - len(locations)),
            units_digest=self.digests.of(lots),
            sources=tuple(map(Cited.of, _sources(dated, rule, judgement, self.facts.as_of))),
            waivers=waivers,
            flags=judgement.flags,
            notes=distinct((*judgement.notes, *rule.notes, *_announcements(dated, self.facts.as_of))),
            remedy=(judgement.remedy or rule.remedy) if verdict.severity < Verdict.WAIVED.severity else "",
            fingerprint=fingerprint(dated.id, subject),
        )
        return LocatedFinding(finding, lots, on_units, judgement.unread and verdict is not Verdict.NOT_APPLICABLE)

    def counts(self, dated: DatedRule, waiver: Waiver) -> bool:
        """Whether the waiver holds today: it is approved, no older than the policy allows, and of a statute only with evidence."""
        effect = dated.on(self.facts.as_of).effect
        proved = effect not in STATUTORY or not is_empty(waiver.evidence)
        return proved and waiver.valid_on(self.facts.as_of, dated.policy.longest_waiver)

    def _applied(self, dated: DatedRule, verdict: Verdict, covering: Sequence[Waiver]) -> tuple[AppliedWaiver, ...]:
        """The waivers that count today; where none does, all that name the subject."""
        self.used.update(covering)
        longest = dated.policy.longest_waiver
        valid = [waiver for waiver in covering if self.counts(dated, waiver)]
        self.notes.update(
            dict.fromkeys(
                wording.no_evidence(waiver)
                if waiver.valid_on(self.facts.as_of, longest)
                else wording.too_long(waiver, longest)
                for waiver in covering
                if waiver not in valid and waiver.valid_on(self.facts.as_of)
            )
        )
        return tuple(
            _applied(waiver, verdict, self.facts.as_of, longest, counts=waiver in valid) for waiver in valid or covering
        )

    def waiver_notes(self, rules: Collection[str]) -> tuple[str, ...]:
        """A note for each waiver that no finding needed, and for each that expires soon; ``rules`` are those of this check."""
        soon = self.facts.as_of + EXPIRY_WARNING
        unused = [
            wording.names_nothing(waiver)
            if waiver.subject.names_nothing
            else wording.unused_waiver(waiver, known=waiver.rule in rules)
            for waiver in self.waivers.waivers
            if waiver not in self.used
        ]
        ending = [
            wording.ending_waiver(waiver)
            for waiver in self.waivers.waivers
            if waiver.valid_on(self.facts.as_of) and waiver.expires <= soon
        ]
        return (*sorted(self.notes), *sorted(unused), *sorted(ending))


def case_of(unit: Unit, fields: Iterable[str]) -> tuple[str, ...]:
    """The facts that distinguish a lot for a rule, as a report names them."""
    return tuple(
        f"{name}={short_form(getattr(unit, name))}" for name in fields if getattr(unit, name) not in ("", None)
    )


def lot_id(case: Iterable[str], covering: Iterable[Waiver] = ()) -> str:
    """The name of a lot in a report: the facts that the rule reads, and the subjects of the waivers that cover it.

    A waiver changes only the name of what it covers, so that all other fingerprints stay the same.
    """
    named = ("=".join(waiver.subject.pair) for waiver in covering)
    return "; ".join(distinct((*case, *named))) or wording.ALL_UNITS


def short_form(value: object) -> str:
    """A fact in the short form that names lots; ``?`` is an unknown fact."""
    if isinstance(value, Possible):
        return "?" if value.values is None else "|".join(sorted(map(str, value.values)))
    if isinstance(value, Place):
        value = value.names
    if isinstance(value, frozenset):
        return "+".join(sorted(map(str, value))) or "-"
    if isinstance(value, Period):
        return "?" if not value.known else str(value.day or f"{value.earliest}..{value.latest}")
    return str(value)


def _applied(waiver: Waiver, verdict: Verdict, as_of: date, longest: int, *, counts: bool) -> AppliedWaiver:
    state: WaiverState = "applied"
    if not counts:
        state = "expired" if waiver.last_day(longest) < as_of else "not-yet"
    return AppliedWaiver(
        state,
        verdict,
        WaivedPart(*waiver.subject.pair),
        waiver.reason,
        waiver.approved_by,
        waiver.approved_on,
        waiver.last_day(longest),
        waiver.evidence,
    )


def _evidence(judgement: Judgement, subject: Subject, lots: Sequence[Lot]) -> Iterator[Evidence]:
    """The evidence. Facts of a lot are quoted from its first row; facts that are not recorded are left out."""
    quotes_rows = subject.kind == "lot" and lots
    for evidence in judgement.evidence:
        if evidence.file is None and evidence.fact in FACTS and quotes_rows:
            quoted = _quoted(evidence, lots)
            if quoted:
                yield quoted
        elif evidence.value.strip():
            yield evidence


def _quoted(evidence: Evidence, lots: Sequence[Lot]) -> Evidence | None:
    """Evidence on a fact of a unit, with its first row and the text of the cell; None where the cell is empty."""
    first = min(lots, key=lambda lot: (lot.locations[0].file, lot.locations[0].row))
    location = first.locations[0]
    main_column, *other_columns = FACTS[evidence.fact].columns
    # A column other than the main one states the fact only where the fact was read from it.
    columns = (main_column, *(name for name in other_columns if evidence.value and name not in _QUALIFYING))
    for header, text in (first.written[name] for name in columns if name in first.written):
        if text.strip():
            return replace(evidence, value=one_line(text), file=location.file, row=location.row, column=header)
    return None


def _sources(dated: DatedRule, rule: Rule, judgement: Judgement, day: date) -> Iterable[Source]:
    cited = [*rule.sources, *(change.by for change in in_force(dated.changes, day))]
    sources = [*(dated.sources[name] for name in cited), *judgement.sources]
    return {source.id: source for source in sources}.values()


def _announcements(dated: DatedRule, day: date) -> Iterator[str]:
    """A note for each announcement, not yet enacted, that the rule rests on."""
    for change in announced(dated.changes, day):
        yield wording.announcement(dated.sources[change.by].title, change.verify)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the order of first mention."""
    return tuple(dict.fromkeys(texts))
