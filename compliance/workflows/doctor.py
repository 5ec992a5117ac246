"""What keeps a check from saying more: what is missing, old, partial, unread, unknown or unmapped. Without network."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, Literal, Unpack, get_args

from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import Finding, Verdict
from compliance.core.text import counted, is_empty
from compliance.inventory.formats import SUFFIXES
from compliance.io.paths import AnyPaths, as_paths, display_path, entries, is_folder, lies_at, resolved
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.engine.assessment import Assessment, assess
from compliance.workflows.candidates import lists_read
from compliance.workflows.init import TEMPLATE, first_cells
from compliance.workflows.inputs import Inputs, ReadTable, Request, read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.repository import is_companion
from compliance.workflows.settings import NAMES

SOON = timedelta(days=30)
"""A waiver or a decision that ends within this time is old already."""
MAX_RULES = 3
"""So many rules are named."""

Kind = Literal["unread", "missing", "partial", "old", "unknown", "unmapped"]
_ORDER = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that keeps a check from saying more, how many machines it concerns, what to do, and what that would change.

    ``units`` is None where nobody can say how many: what could not be read may hold any number.
    """

    kind: Kind
    what: str
    remedy: str
    change: str
    units: int | None = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class DoctorResult:
    """The gaps of a check on a day, those that concern most machines first."""

    reports: ClassVar[str] = "doctor"

    as_of: date
    units: int
    by_verdict: dict[Verdict, int]
    gaps: tuple[Gap, ...]
    paths: frozenset[Path]
    """Every file that was read, resolved."""


def doctor(fleets: AnyPaths = ".", *, as_of: date, **options: Unpack[InventoryOptions]) -> DoctorResult:
    """What is missing, old, partial, unread, unknown or unmapped for a check of these inventories on a day.

    Files that cannot be used are gaps, too; where any is needed, only those are named. Raises ComplianceError where
    nothing lies at a path.

    >>> from datetime import date
    >>> result = doctor("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22))
    >>> {gap.kind for gap in result.gaps} <= {"unread", "missing", "partial", "old", "unknown", "unmapped"}
    True
    """
    request, config = complete(fleets, as_of, options)
    if gone := [path for path in as_paths(fleets) if not _lies(path)]:
        raise ComplianceError(
            Problem("is not there", "Name an inventory, or a folder that holds one.", display_path(path))
            for path in gone
        )
    gaps = list(_unread(request))
    try:
        inputs = read_inputs(request)
        assessment = assess(inputs.policies, inputs.facts, inputs.waivers)
    except ComplianceError as error:
        gaps += map(_cannot, error.problems)
        return DoctorResult(as_of, 0, {}, _ordered(gaps), frozenset())
    units = inputs.facts.fleet.units
    if not options.get("policies") and "policies" not in config.model_fields_set:
        what = f"no settings name policies, so that only {' and '.join(config.policies)} are asked"
        remedy = "Run compliance init, and write into its settings which contracts and laws bind you."
        gaps.append(Gap("missing", what, remedy, "Other policies are asked of the fleet.", units, NAMES[0]))
    gaps += _lists(inputs, assessment)
    gaps += _facts(assessment)
    gaps += _texts(inputs)
    gaps += _columns(inputs.tables)
    gaps += _waivers(inputs, assessment)
    return DoctorResult(as_of, units, dict(assessment.report.summary.by_verdict), _ordered(gaps), inputs.paths)


def _lies(path: Path) -> bool:
    name, mark, _ = path.name.partition("#")
    return any(map(str(path).__contains__, "*?[")) or lies_at(path) or bool(mark and lies_at(path.with_name(name)))


def _ordered(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Those first of which nobody knows how many machines they hide, then by machines."""
    distinct = dict.fromkeys(gaps)
    return tuple(
        sorted(
            distinct,
            key=lambda gap: (gap.units is not None, -(gap.units or 0), _ORDER.index(gap.kind), gap.file, gap.what),
        )
    )


def _cannot(problem: Problem) -> Gap:
    where = problem.file if problem.row is None else f"{problem.file}:{problem.row}"
    remedy = problem.advice or "Correct it."
    return Gap("unread", problem.what, remedy, "Until then no check ends with an answer.", None, where)


def _unread(request: Request) -> Iterator[Gap]:
    """Files in the folders given that may be inventories and are not read."""
    from compliance.workflows.inputs.finding import find_files

    try:
        # Other inventories in the folder are an error of the check, which is said already.
        read = {resolved(path) for path in find_files(request.fleets, all_inventories=True, near=False).inventories}
    except ComplianceError:
        read = set()
    for folder in filter(is_folder, request.fleets):
        for path in entries(folder):
            other = path.suffix.casefold() in SUFFIXES and path.is_file() and resolved(path) not in read
            if other and not (is_companion(path.name) or path.name.startswith(".") or path.name == TEMPLATE):
                what = "is not read: it does not look like an inventory"
                remedy = "If it is one, name it on the command line: the check then says what it does not understand."
                yield Gap("unread", what, remedy, "Its machines are checked too.", None, display_path(path))


def _lists(inputs: Inputs, assessment: Assessment) -> Iterator[Gap]:
    """Lists that clear nobody, with the machines whose answer waits for them."""
    day = inputs.facts.as_of
    for name, party_list in sorted(inputs.facts.lists.items()):
        doubt = party_list.doubt(day)
        if not doubt:
            continue
        rules = {
            rule.id
            for policy in inputs.policies
            for rule in policy.rules
            if rule.on(day).in_force and name in lists_read(rule.on(day).constraint, inputs.facts)
        }
        kind: Kind = "partial" if party_list.coverage == "partial" or not party_list.listings else "old"
        units = _undetermined(inputs, assessment, rules)
        yield Gap(kind, doubt, f"Run compliance lists update {name}.", _waiting(units, rules), units, party_list.file)


def _undetermined(inputs: Inputs, assessment: Assessment, rules: Collection[str]) -> int:
    """The machines for which one of these rules has no answer."""

    def is_open(findings: Iterable[Finding]) -> bool:
        return any(finding.rule in rules and finding.verdict is Verdict.UNDETERMINED for finding in findings)

    lots = inputs.facts.fleet.lots
    return sum(lot.units for lot in lots if is_open(assessment.units[lot.unit].findings))


def _waiting(units: int, rules: Collection[str]) -> str:
    if not rules:
        return "No rule that is asked reads it on this day."
    named = ", ".join(sorted(rules)[:MAX_RULES])
    more = f" and {len(rules) - MAX_RULES} more" if len(rules) > MAX_RULES else ""
    return f"Lets {named}{more} answer for {counted(units, 'unit')}."


def _facts(assessment: Assessment) -> Iterator[Gap]:
    """What the undetermined findings ask for, each remedy once."""
    by_remedy: dict[str, dict[str, list[Finding]]] = {}
    for finding in assessment.report.findings:
        if finding.verdict is Verdict.UNDETERMINED and finding.remedy not in ("", WHOLE_LIST):
            by_remedy.setdefault(finding.remedy, {}).setdefault(finding.rule, []).append(finding)
    for remedy, by_rule in by_remedy.items():
        units = max(sum(finding.units for finding in findings) for findings in by_rule.values())
        first = max((finding for findings in by_rule.values() for finding in findings), key=lambda one: one.units)
        yield Gap("missing", first.because, remedy, _waiting(units, by_rule), units)


def _texts(inputs: Inputs) -> Iterator[Gap]:
    for text in inputs.facts.fleet.unknown:
        what = f"nobody knows what {text.text!r} means as {text.column}"
        change = f"{counted(text.units, 'unit')} are judged by what it means instead of by all it may mean."
        yield Gap("unknown", what, text.remedy, change, text.units, f"{text.file}:{text.row}")


def _columns(tables: Sequence[ReadTable]) -> Iterator[Gap]:
    """The columns that were not recognised, with their first cells and how many rows have something there."""
    for read in tables:
        table = read.table
        cells = first_cells(table, table.layout.unread)
        for header, texts in cells.items():
            place = table.layout.header.index(header)
            rows = sum(not is_empty(row[place]) for _, chunk in table.chunks() for row in chunk)
            if rows:
                what = f"the column {header!r} is ignored; its cells: {', '.join(map(repr, texts))}"
                remedy = "Map it with --map if it holds a fact that rules read; compliance init proposes a map."
                yield Gap("unmapped", what, remedy, f"What it says of {counted(rows, 'row')} counts.", rows, table.file)


def _waivers(inputs: Inputs, assessment: Assessment) -> Iterator[Gap]:
    """Waivers and decisions that hold no more, or not for long."""
    day = inputs.facts.as_of
    for waiver in inputs.waivers.waivers:
        if waiver.expires < day + SOON:
            covered = [
                finding
                for finding in assessment.report.findings
                for applied in finding.waivers
                if (applied.reason, applied.expires) == (waiver.reason, waiver.expires) and finding.rule == waiver.rule
            ]
            units = sum(finding.units for finding in covered)
            change = f"{waiver.rule} is waived for {counted(units, 'unit')} beyond that day."
            yield Gap(
                "old", f"the {waiver} {_ends(waiver.expires, day)}", "Decide whether to approve it anew.", change, units
            )
    for decision in inputs.facts.decisions.decisions:
        if decision.expires < day + SOON:
            what = f"the {decision} {_ends(decision.expires, day)}"
            yield Gap("old", what, "Decide it anew: compliance decide.", "The match is settled beyond that day.")


def _ends(last: date, day: date) -> str:
    return f"ended on {last}" if last < day else f"ends on {last}"
