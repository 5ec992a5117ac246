"""The manifest compared with what scans of the hall saw, and judged before and after what they prove is put in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Unpack

from compliance import __version__
from compliance.core.errors import ErrorCollector, fail
from compliance.core.finding import Input, Report, Tool, Verdict
from compliance.evidence.observations import machines
from compliance.evidence.reconciliation import COMPLETED, Reconciliation
from compliance.evidence.reconciliation import reconcile as compared
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping.base import Sheet
from compliance.inventory.native import AS_WRITTEN
from compliance.inventory.serials import Serials
from compliance.io.digests import sha256_of
from compliance.io.paths import AnyPaths, as_paths, display_path, resolved
from compliance.io.tables import Chunk
from compliance.policies.engine.assessment import Assessment, assess
from compliance.reference.countries import Codes
from compliance.workflows.convert.conversion import ConvertResult
from compliance.workflows.convert.rewriting import Rewriting
from compliance.workflows.inputs import Inputs, Request, read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.reference import user_reference
from compliance.workflows.settings import Config

UNIDENTIFIED = "unknown"
"""What stands as the model of a machine that did not say what it is."""

MAX_KEPT = 64 * 1024 * 1024
"""Bytes of a file whose rows are kept while it is gone through."""


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """A row of a manifest or a scan that is judged otherwise than before; ``before`` is None where it was in no manifest."""

    file: str
    row: int
    before: Verdict | None
    after: Verdict
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule whose answers are others than before: units by verdict."""

    rule: str
    before: Mapping[Verdict, int]
    after: Mapping[Verdict, int]


@dataclass(frozen=True, eq=False, slots=True)
class ReconcileResult:
    """What came of manifest and scans; the reports before and after; ``tables`` are the completed inventory."""

    reports: ClassVar[str] = "reconcile"

    tool: Tool
    as_of: date
    scans: tuple[Input, ...]
    reconciliation: Reconciliation
    before: Report
    after: Report
    rules: tuple[RuleChange, ...]
    rows: tuple[RowVerdict, ...]
    tables: tuple[Table, ...]
    codes: Codes | None
    settings: Config
    paths: frozenset[Path]

    @property
    def completed(self) -> ConvertResult:
        """The completed inventory, to be written in the native form. Raises ComplianceError."""
        reference, serials = user_reference(), Serials()
        files = [Rewriting(table, reference, self.codes) for table in self.tables]
        for file in files:
            file.survey(serials)
        return ConvertResult(tuple(files), tuple(serials.notes()), self.paths)


def reconcile(fleet: AnyPaths, scans: AnyPaths, *, as_of: date, **options: Unpack[InventoryOptions]) -> ReconcileResult:
    """Compares a manifest with snapshots that fleet tools wrote of the hall, and judges it before and after.

    What a machine says of itself, found by serial number or MAC address, is put in; one that is in no manifest is judged as
    the scan saw it, of unknown origin. Raises ComplianceError where an input cannot be used.

    >>> from datetime import date
    >>> result = reconcile("fleets/northgate", "fleets/northgate/scans/hall-b.json", as_of=date(2026, 11, 22))
    >>> result.reconciliation.seen_units > 0
    True
    """
    request, config = complete(fleet, as_of, options)
    kept: list[Table] = []

    def keeping(tables: list[Table]) -> list[Table]:
        kept[:] = map(_kept, tables)
        return kept

    before, first = _judged(replace(request, completed=keeping))
    problems = ErrorCollector()
    scanned = problems.collect(as_paths(scans), lambda path: _kept(_scan(path, request)))
    problems.finish()
    if not scanned:
        raise fail("no scan is given", "Name at least one snapshot of the hall.")
    manifest = (machine for table in kept for machine in machines(table))
    seen = (machine for table in scanned for machine in machines(table))
    result = compared(manifest, seen, request.reference.catalogue)
    after, last = _judged(replace(request, completed=lambda _: _completed(kept, result, scanned)))
    return ReconcileResult(
        Tool("mining-compliance", __version__),
        as_of,
        tuple(Input("fleet", table.file, sha256_of(table.path), _rows(table)) for table in scanned),
        result,
        replace(first.report, inputs=before.read),
        replace(last.report, inputs=after.read),
        tuple(_rules(first.report, last.report)),
        tuple(_changed(before, first, after, last)),
        tuple(_completed(kept, result, scanned, beside=False)),
        request.codes,
        config,
        before.paths | {resolved(table.path) for table in scanned},
    )


def _rows(table: Table) -> int:
    return sum(len(rows) for _, rows in table.chunks())


def _kept(table: Table) -> Table:
    """The table, read once and kept, unless it is very large: it is gone through several times."""
    if table.path.stat().st_size > MAX_KEPT:
        return table
    kept = _Kept(replace(table, scan=None))
    return replace(table, chunks=kept.chunks, opening=kept)


@dataclass(frozen=True, eq=False, slots=True)
class _Kept:
    """The rows of a table, kept once they were read."""

    table: Table
    read: list[Chunk] = field(default_factory=list)

    def __reduce__(self) -> tuple[type[_Kept], tuple[Table]]:
        return _Kept, (self.table,)

    def chunks(self) -> Iterator[Chunk]:
        """The rows under their own numbers."""
        if not self.read:
            self.read.extend(self.table.chunks())
        return iter(self.read)

    def book(self) -> Iterator[Sheet]:
        """All sheets of the workbook."""
        assert self.table.book is not None
        return self.table.book()


def _judged(request: Request) -> tuple[Inputs, Assessment]:
    inputs = read_inputs(request)
    return inputs, assess(inputs.policies, inputs.facts, inputs.waivers)


def _scan(path: Path, request: Request) -> Table:
    """A snapshot of the hall, in a format that inventories have too; nobody is asked what its other columns mean."""
    vocabulary = Vocabulary(request.reference.catalogue, request.reference.countries)
    table = open_table(path, display_path(path), ColumnMap(), request.reading, vocabulary)
    return replace(table, layout=replace(table.layout, open_places=()), scan=None)


def _completed(
    tables: list[Table], result: Reconciliation, scans: Sequence[Table], *, beside: bool = True
) -> list[Table]:
    """The inventories with what was seen of their rows put in, and the rows of the scans that are in no inventory.

    What is put in stands ``beside`` the columns of the file, under a header that says where it is from, else in them.
    """
    texts: dict[str, dict[int, Mapping[str, str]]] = defaultdict(dict)
    for match in result.matches:
        if match.completed:
            texts[match.recorded.file][match.recorded.row] = match.completed
    seen = ", ".join(table.file for table in scans)
    first_rows: dict[str, set[int]] = defaultdict(set)
    for unlisted in result.unlisted:
        first_rows[unlisted.seen[0].file].add(unlisted.seen[0].row)
    return [
        *(_with(table, texts[table.file], seen if beside else "") if texts[table.file] else table for table in tables),
        *(_only(table, first_rows[table.file]) for table in scans if first_rows[table.file]),
    ]


def _with(table: Table, texts: Mapping[int, Mapping[str, str]], seen: str) -> Table:
    """The table with what a scan says of its rows: in columns of its own that name it, or in those that are there."""
    header, index = list(table.layout.header), dict(table.layout.index)
    written: dict[str, int | None] = {}
    for name in COMPLETED:
        if any(name in row for row in texts.values()):
            written[name] = index.get(name)
            if seen or name not in index:
                index[name] = len(header)
                header.append(f"{name} (completed from {seen})" if seen else name)
    places = {name: index[name] for name in written}
    kept = [name for name, place in written.items() if place is not None and f"{name}{AS_WRITTEN}" not in header]
    header += [f"{name}{AS_WRITTEN}" for name in kept]
    completed = _Completed(table, texts, len(header), written, places, kept)
    layout = replace(table.layout, header=tuple(header), index=index)
    return replace(table, layout=layout, chunks=completed.chunks, scan=None, book=None, opening=completed)


@dataclass(frozen=True, eq=False, slots=True)
class _Completed:
    """The rows of a table of ``width`` columns with what a scan says of them.

    ``written`` is where the file says it, ``places`` where it is put; of the columns ``kept`` the older text stands last.
    """

    table: Table
    texts: Mapping[int, Mapping[str, str]]
    width: int
    written: Mapping[str, int | None]
    places: Mapping[str, int]
    kept: Sequence[str]

    def chunks(self) -> Iterator[Chunk]:
        """The rows under their own numbers."""
        for first, rows in self.table.chunks():
            yield first, [self._row(row, self.texts.get(number, {})) for number, row in enumerate(rows, first)]

    def book(self) -> Iterator[Sheet]:
        """There is none: these rows stand in no workbook."""
        return iter(())

    def _row(self, row: list[str], said: Mapping[str, str]) -> list[str]:
        written = {name: "" if place is None else row[place] for name, place in self.written.items()}
        older = [written[name] if name in said else "" for name in self.kept]
        whole = [*row, *[""] * (self.width - len(row) - len(older)), *older]
        for name, place in self.places.items():
            whole[place] = said.get(name) or written[name]
        return whole


def _only(table: Table, wanted: set[int]) -> Table:
    """The table with these rows only."""
    rows = _Rows(table, wanted)
    return replace(table, chunks=rows.chunks, book=None, opening=rows)


@dataclass(frozen=True, eq=False, slots=True)
class _Rows:
    """Some rows of a table; one that does not say what it is has an unknown model."""

    table: Table
    wanted: set[int]

    def chunks(self) -> Iterator[Chunk]:
        """The rows under their own numbers."""
        index = self.table.layout.index
        named = [index[name] for name in ("manufacturer", "model") if name in index]
        for first, rows in self.table.chunks():
            for number, row in enumerate(rows, first):
                if number in self.wanted:
                    whole = list(row)
                    if not any(row[place].strip() for place in named):
                        whole[named[-1]] = UNIDENTIFIED
                    yield number, [whole]

    def book(self) -> Iterator[Sheet]:
        """There is none: these rows stand in no workbook."""
        return iter(())


def _rules(before: Report, after: Report) -> Iterator[RuleChange]:
    """The rules that answer otherwise, on how many units."""
    here, there = _units(before), _units(after)
    for rule in sorted(here.keys() | there.keys()):
        if here.get(rule) != there.get(rule):
            yield RuleChange(rule, here.get(rule, {}), there.get(rule, {}))


def _units(report: Report) -> dict[str, dict[Verdict, int]]:
    units: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for finding in report.findings:
        units[finding.rule][finding.verdict] += finding.units
    return {
        rule: {verdict: counts[verdict] for verdict in Verdict if counts[verdict]} for rule, counts in units.items()
    }


def _changed(before: Inputs, first: Assessment, after: Inputs, last: Assessment) -> Iterator[RowVerdict]:
    """The rows whose verdict is another one than before, and those that are new."""
    earlier = {(file, row): verdict for file, row, verdict, _ in _verdicts(before, first)}
    for file, row, verdict, because in _verdicts(after, last):
        known = earlier.get((file, row))
        if known is not verdict:
            yield RowVerdict(file, row, known, verdict, because)


def _verdicts(inputs: Inputs, assessment: Assessment) -> Iterator[tuple[str, int, Verdict, tuple[str, ...]]]:
    for read in inputs.tables:
        known = {key: assessment.units[unit] for key, unit in read.units.items()}
        for first, chunk in read.table.chunks():
            for number, (row, key) in enumerate(zip(chunk, read.grouping.keys(chunk), strict=True), first):
                if any(row) and key in known:
                    judged = known[key]
                    reasons = (finding.because for finding in judged.findings if finding.verdict is judged.verdict)
                    yield read.table.file, number, judged.verdict, tuple(dict.fromkeys(reasons))
