"""Every rule asked of every subject on a date -> report. Pure: no file, no network, no clock.

Lots are grouped once more by the facts that the single rule reads, so each distinct case is judged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from compliance import __version__
from compliance.cells import Period, squeeze
from compliance.constraints.base import Question
from compliance.errors import fail
from compliance.facts import Facts
from compliance.finding import (
    Cited,
    Evidence,
    Finding,
    Judgement,
    Report,
    Subject,
    Summary,
    Tool,
    Verdict,
    fingerprint,
    verdict_of,
    worst,
)
from compliance.fleet import COLUMNS_OF_FACT, Lot, Site, Unit, first_locations
from compliance.policy import DatedRule, Policy, Rule
from compliance.possible import Answer, Possible
from compliance.record import Source
from compliance.timeline import epochs, in_force
from compliance.waiver import Waiver, Waivers

_SHOWN = 12

WARNED = timedelta(days=30)
"""So long before it expires a waiver is pointed out."""


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """The worst verdict that rules on lots gave a unit, and the rules that gave it."""

    verdict: Verdict
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A report and, for every distinct unit of the fleet, its verdict."""

    report: Report
    units: Mapping[Unit, UnitVerdict]


def evaluate(policies: Sequence[Policy], facts: Facts, waivers: Waivers = Waivers()) -> Report:
    """The report on ``facts.fleet`` under ``policies`` on ``facts.as_of``.

    Raises ComplianceError where nothing would be checked: no unit, or no rule in force on that day.
    """
    return assess(policies, facts, waivers).report


def assess(policies: Sequence[Policy], facts: Facts, waivers: Waivers = Waivers()) -> Assessment:
    """As ``evaluate``, with the verdict of every distinct unit."""
    rules = [rule for policy in policies for rule in policy.rules]
    if not facts.fleet.lots:
        raise fail("nothing was checked: the inventories hold no unit", "Give an inventory with at least one unit.")
    if not any(rule.on(facts.as_of).in_force for rule in rules):
        raise fail(f"nothing was checked: no rule is in force on {facts.as_of}", "Choose another policy or --as-of.")
    court = _Court(facts, waivers)
    placed = [each for rule in rules for each in court.judge(rule)]
    by_unit: dict[Unit, list[tuple[Verdict, str]]] = {lot.unit: [] for lot in facts.fleet.lots}
    for each in placed:
        for lot in each.lots if each.on_units else ():
            by_unit[lot.unit].append((each.finding.verdict, each.finding.rule))
    verdicts = {unit: _unit_verdict(given) for unit, given in by_unit.items()}
    counts = dict.fromkeys(Verdict, 0)
    for lot in facts.fleet.lots:
        counts[verdicts[lot.unit].verdict] += lot.units
    findings = sorted(
        (each.finding for each in placed), key=lambda each: (each.verdict.severity, each.rule, each.subject.id)
    )
    report = Report(
        Tool("mining-compliance", __version__),
        facts.as_of,
        worst(finding.verdict for finding in findings),
        Summary(facts.fleet.units, len(facts.fleet.lots), counts),
        tuple(findings),
        notes=(
            *_composition(facts),
            *_rule_notes(rules, facts.as_of),
            *_list_notes(facts),
            *court.waiver_notes(),
            *facts.fleet.notes,
        ),
    )
    return Assessment(report, verdicts)


def _unit_verdict(given: Iterable[tuple[Verdict, str]]) -> UnitVerdict:
    found = sorted(given, key=lambda each: (each[0].severity, each[1]))
    verdict = worst(verdict for verdict, _ in found)
    return UnitVerdict(verdict, tuple(rule for each, rule in found if each is verdict) if verdict.is_finding else ())


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A rule's answer for one subject; ``rule`` is the version that was asked, None where it does not apply."""

    rule: Rule | None
    judgement: Judgement

    @property
    def applies(self) -> bool:
        """Whether the rule was asked and had something to be asked of."""
        return self.rule is not None and self.judgement.applies


@dataclass(slots=True)
class _Placed:
    """A finding with the lots it is about."""

    finding: Finding
    lots: Sequence[Lot]
    on_units: bool


@dataclass(slots=True)
class _Court:
    """Asks rules of subjects and writes findings."""

    facts: Facts
    waivers: Waivers
    used: set[Waiver] = field(default_factory=set)

    def judge(self, dated: DatedRule) -> Iterator[_Placed]:
        """Every finding of one rule, compliant and not-applicable ones included."""
        subject = dated.on(self.facts.as_of).constraint.subject
        if subject == "lot":
            yield from self._lots(dated)
        elif subject == "fleet":
            yield self._fleet(dated)
        elif subject == "site":
            yield from self._sites(dated)
        else:
            yield from self._parties(dated)

    # Subjects -----------------------------------------------------------------------------------------------------

    def _lots(self, dated: DatedRule) -> Iterator[_Placed]:
        pending: dict[tuple[Verdict, str], list[tuple[_Outcome, list[Lot]]]] = {}
        fields = _fields(dated, self.waivers)
        for lots in _grouped(self.facts.fleet.lots, fields).values():
            unit = lots[0].unit
            outcome = self._ask_unit(dated, unit)
            covering = self.waivers.of_unit(dated.id, unit, self.facts.parties)
            if outcome.judgement.pending and not covering:
                pending.setdefault((self._verdict(outcome), outcome.judgement.pending), []).append((outcome, lots))
            else:
                yield self._place(dated, outcome, Subject("lot", _lot_id(unit, fields)), lots, covering)
        for cases in pending.values():
            lots = [lot for _, some in cases for lot in some]
            outcome = cases[0][0]
            whole = replace(
                outcome.judgement,
                evidence=(),
                notes=_distinct(note for each, _ in cases for note in each.judgement.notes),
            )
            yield self._place(dated, _Outcome(outcome.rule, whole), Subject("fleet", "fleet"), lots, ())

    def _fleet(self, dated: DatedRule) -> _Placed:
        rule = dated.on(self.facts.as_of)
        lots = [lot for lot in self.facts.fleet.lots if rule.in_force and not _outside(dated, rule, lot.unit)]
        question = Question(self.facts, self.facts.as_of, rule.applies_to.parties, lots=tuple(lots))
        outcome = _Outcome(rule, rule.constraint.judge(question)) if lots else _not_asked("no unit is covered")
        return self._place(dated, outcome, Subject("fleet", "fleet"), lots, (), on_units=False)

    def _sites(self, dated: DatedRule) -> Iterator[_Placed]:
        rule = dated.on(self.facts.as_of)
        if rule.in_force and not self.facts.sites.sites:
            missing = Judgement(None, "no site is described", remedy="Describe the sites in sites.yaml.")
            yield self._place(
                dated, _Outcome(rule, missing), Subject("fleet", "fleet"), self.facts.fleet.lots, (), on_units=False
            )
        for site in self.facts.sites.sites:
            lots = [lot for lot in self.facts.fleet.lots if lot.unit.site & site.names]
            outcome = self._ask_site(dated, rule, site)
            covering = self.waivers.of_subject(dated.id, "site", (site.id, site.name, *site.aliases))
            yield self._place(dated, outcome, Subject("site", site.id), lots, covering, on_units=False)

    def _ask_site(self, dated: DatedRule, rule: Rule, site: Site) -> _Outcome:
        if not rule.in_force:
            return _not_asked(f"not in force on {self.facts.as_of}")
        if rule.applies_to.sites and not site.names & _site_names(dated, rule)[0]:
            return _not_asked("the rule names other sites")
        question = Question(self.facts, self.facts.as_of, rule.applies_to.parties, site=site)
        return _Outcome(rule, rule.constraint.judge(question))

    def _parties(self, dated: DatedRule) -> Iterator[_Placed]:
        rule = dated.on(self.facts.as_of)
        lots_of: dict[str, list[Lot]] = {}
        nobody: list[Lot] = []
        for lot in self.facts.fleet.lots:
            if not rule.in_force or _outside(dated, rule, lot.unit):
                continue
            question = Question(self.facts, self.facts.as_of, unit=lot.unit)
            found = [question.party(role) for role in rule.applies_to.parties]
            for key in {key for who in found for key in who.values or ()}:
                lots_of.setdefault(key, []).append(lot)
            if not all(who.known for who in found):
                nobody.append(lot)
        for key, lots in sorted(lots_of.items()):
            question = Question(self.facts, self.facts.as_of, rule.applies_to.parties, party_id=key)
            outcome = _Outcome(rule, rule.constraint.judge(question))
            covering = self.waivers.of_subject(dated.id, "party", (key, self.facts.title(key)))
            yield self._place(dated, outcome, Subject("party", key), lots, covering, on_units=False)
        if nobody:
            missing = Judgement(None, "some parties are not recorded", remedy="Record them from the invoices.")
            yield self._place(dated, _Outcome(rule, missing), Subject("fleet", "fleet"), nobody, (), on_units=False)
        elif not lots_of:
            outcome = _not_asked("no unit is covered")
            yield self._place(dated, outcome, Subject("fleet", "fleet"), (), (), on_units=False)

    # One unit -----------------------------------------------------------------------------------------------------

    def _ask_unit(self, dated: DatedRule, unit: Unit) -> _Outcome:
        as_of = self.facts.as_of
        if dated.on(as_of).judged_on == "as_of":
            return self._ask_on(dated, unit, as_of)
        when = unit.purchased if unit.purchased.known else unit.delivered
        outcomes = [self._ask_on(dated, unit, day) for day in self._days(dated, unit, when)]
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
        return _Outcome(adverse.rule, replace(adverse.judgement, broken=None, because=because, remedy=remedy))

    def _days(self, dated: DatedRule, unit: Unit, when: Period) -> list[date]:
        if when.day:
            return [when.day]
        changing: set[date] = set(dated.days)
        for _, rule in dated.versions:
            changing |= rule.constraint.change_days(self._question(rule, unit, self.facts.as_of))
        return epochs(changing, when.earliest, when.latest or self.facts.as_of)

    def _ask_on(self, dated: DatedRule, unit: Unit, day: date) -> _Outcome:
        rule = dated.on(day)
        if not rule.in_force:
            return _not_asked(f"not in force on {day}")
        outside = _outside(dated, rule, unit)
        if outside:
            return _not_asked(outside)
        judgement = rule.constraint.judge(self._question(rule, unit, day))
        if judgement.broken and _at_site(dated, rule, unit) is None:
            said = f"{judgement.because}; but the recorded site may or may not be the one that the rule names"
            judgement = replace(judgement, broken=None, because=said, remedy="Record the exact site of these units.")
        return _Outcome(rule, judgement)

    def _question(self, rule: Rule, unit: Unit, day: date) -> Question:
        return Question(self.facts, day, rule.applies_to.parties, unit=unit)

    # Findings -----------------------------------------------------------------------------------------------------

    def _verdict(self, outcome: _Outcome) -> Verdict:
        if outcome.rule is None or not outcome.judgement.applies:
            return Verdict.NOT_APPLICABLE
        return verdict_of(outcome.judgement.broken, outcome.rule.effect)

    def _place(
        self,
        dated: DatedRule,
        outcome: _Outcome,
        subject: Subject,
        lots: Sequence[Lot],
        covering: Sequence[Waiver],
        *,
        on_units: bool = True,
    ) -> _Placed:
        rule, judgement = outcome.rule or dated.on(self.facts.as_of), outcome.judgement
        verdict = self._verdict(outcome)
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
            _distinct(
                (
                    *judgement.notes,
                    *waiver_notes,
                    *rule.notes,
                    *_set_by_operator(dated),
                    *_doubts(dated, sources, self.facts.as_of),
                )
            ),
            (judgement.remedy or rule.remedy) if verdict.severity < Verdict.WAIVED.severity else "",
            fingerprint(dated.id, subject),
        )
        return _Placed(finding, lots, on_units)

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

    def waiver_notes(self) -> tuple[str, ...]:
        """Waivers that were not needed, and those that end soon."""
        soon = self.facts.as_of + WARNED
        unused = [f"Unused {waiver}" for waiver in self.waivers.waivers if waiver not in self.used]
        ending = [
            f"Expires soon: {waiver}"
            for waiver in self.waivers.waivers
            if waiver.holds_on(self.facts.as_of) and waiver.expires <= soon
        ]
        return (*sorted(unused), *sorted(ending))


def _telling(outcomes: Sequence[_Outcome]) -> _Outcome:
    """The latest outcome that says something of the subject itself, else the latest."""
    return next((each for each in reversed(outcomes) if not each.judgement.pending), outcomes[-1])


def _not_asked(why: str) -> _Outcome:
    return _Outcome(None, Judgement(False, why))


def _fields(dated: DatedRule, waivers: Waivers) -> tuple[str, ...]:
    """The facts by which this rule tells units apart."""
    found = ["status"]
    for _, rule in dated.versions:
        found += rule.constraint.reads(rule.applies_to.parties)
        found += ["site"] if rule.applies_to.sites else []
        found += ["kind"] if rule.applies_to.kinds else []
        found += ["purchased", "delivered"] if rule.judged_on == "acquisition" else []
    return tuple(dict.fromkeys((*found, *waivers.facts(dated.id))))


def facts_read(policies: Iterable[Policy], waivers: Waivers) -> tuple[str, ...]:
    """Every fact of a unit that some rule or waiver looks at: what an inventory must be grouped by."""
    return _distinct(name for policy in policies for rule in policy.rules for name in _fields(rule, waivers))


def _grouped(lots: Iterable[Lot], fields: tuple[str, ...]) -> dict[tuple[object, ...], list[Lot]]:
    groups: dict[tuple[object, ...], list[Lot]] = {}
    for lot in lots:
        groups.setdefault(tuple(getattr(lot.unit, name) for name in fields), []).append(lot)
    return groups


def _outside(dated: DatedRule, rule: Rule, unit: Unit) -> str:
    """Why the rule does not cover the unit, or ""."""
    wanted = rule.applies_to
    if rule.judged_on == "as_of" and unit.status == "disposed":
        return "the unit is disposed of"
    if wanted.statuses and unit.status and unit.status not in wanted.statuses:
        return f"the unit's status is {unit.status}"
    if wanted.kinds and unit.kind and unit.kind not in wanted.kinds:
        return f"the unit is a {unit.kind}"
    if _at_site(dated, rule, unit) is False:
        return "the unit stands at another site"
    return ""


def _at_site(dated: DatedRule, rule: Rule, unit: Unit) -> Answer:
    """Whether the unit stands where the rule looks. One without a recorded site is taken to stand there."""
    if not rule.applies_to.sites or not unit.site:
        return True
    names, vague = _site_names(dated, rule)
    return True if unit.site & names else None if unit.site & vague else False


def _site_names(dated: DatedRule, rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    sites = [site for site in dated.policy.sites if site.id in rule.applies_to.sites]
    names = frozenset(squeeze(name) for site in sites for name in (site.id, *site.names))
    return names, frozenset(squeeze(name) for site in sites for name in site.vague_names)


def _lot_id(unit: Unit, fields: tuple[str, ...]) -> str:
    told = [f"{name}={_written(getattr(unit, name))}" for name in fields if getattr(unit, name) not in ("", None)]
    return "; ".join(told) or "all units"


def _written(value: object) -> str:
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
    return Evidence(evidence.fact, " ".join(text.split()), place.file, place.row, header)


def _sources(dated: DatedRule, rule: Rule, judgement: Judgement, day: date) -> list[Source]:
    cited = [*rule.sources, *(change.by for change in in_force(dated.changes, day))]
    found = [*(dated.sources[name] for name in cited), *judgement.sources]
    return list({source.id: source for source in found}.values())


def _doubts(dated: DatedRule, sources: Iterable[Source], day: date) -> Iterator[str]:
    """What the rule rests on that is announced only, or less than verified."""
    for change in in_force(dated.changes, day):
        if change.announced:
            verify = f" Verify: {change.verify}" if change.verify else ""
            yield f"Rests on an announcement: {dated.sources[change.by].title}.{verify}"
    for source in sources:
        if source.confidence != "verified":
            verify = f"; verify: {source.verify.rstrip('.')}" if source.verify else ""
            yield f"Rests on {source.id}, which is {source.confidence}{verify}."


def _set_by_operator(dated: DatedRule) -> Iterator[str]:
    for name, value in sorted(dated.parameters.items()):
        yield f"Parameter {name} = {value}."


def _composition(facts: Facts) -> Iterator[str]:
    """Who made the fleet and where: a look that shows at once whether the inventory was understood."""
    for called, fact, title in (
        ("Makers", "manufacturer", facts.title),
        ("Origins", "country_of_origin", facts.countries.name),
    ):
        units: dict[str, int] = {}
        for lot in facts.fleet.lots:
            values = getattr(lot.unit, fact).values
            name = "unknown" if values is None else " or ".join(sorted(map(title, values)))
            units[name] = units.get(name, 0) + lot.units
        ordered = sorted(units.items(), key=lambda item: (item[0] == "unknown", -item[1], item[0]))
        told = [f"{name} {count:,}" for name, count in ordered[:_SHOWN]]
        rest = f" and {len(ordered) - _SHOWN} more" if len(ordered) > _SHOWN else ""
        yield f"{called}, in units: {', '.join(told)}{rest}."


def _rule_notes(rules: Iterable[DatedRule], day: date) -> tuple[str, ...]:
    asleep = [f"{rule.id} is not in force on {day}." for rule in rules if not rule.on(day).in_force]
    given = [
        f"Parameter of {rule.id}: {name} = {value}."
        for rule in rules
        for name, value in sorted(rule.parameters.items())
    ]
    return (*asleep, *given)


def _list_notes(facts: Facts) -> tuple[str, ...]:
    said = []
    for name, held in sorted(facts.lists.items()):
        age = held.age(facts.as_of)
        old = f", {age} days old" if age is not None and age > 0 else ""
        cover = "only a part of it is held" if held.coverage == "partial" else "complete"
        said.append(f"List {name}: edition {held.edition}{old}, {len(held.listings)} entries, {cover}.")
    return tuple(said)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
