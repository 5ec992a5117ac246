"""Requests to those who can settle what a dossier leaves open, and their answers as a difference that a person confirms.

Every line that is asked has a key of its own, made of what it asks and of which row. An answer is known by it again,
in whatever order the lines come back. What an answer would change is only told; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, Unpack, get_args

from compliance import __version__
from compliance.core.errors import fail
from compliance.core.finding import Tool
from compliance.evidence.sheets import Sheet, read_sheets
from compliance.io.paths import AnyPaths, as_paths, display_path, resolved
from compliance.reference.cures import Addressee, Answer
from compliance.workflows.diligence.diligence import diligence
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.inputs.options import InventoryOptions

COLUMNS = ("Key", "Item", "Units", "What is asked", "Column", "Recorded now", "Answer", "Document", "Remark")
"""The columns of a workbook of requests; who answers fills in the last three."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One thing that is asked of one lot, site or party. ``now`` is what is recorded."""

    key: str
    addressee: Addressee
    target: str
    item: str
    units: int
    what: str
    answer: Answer | None
    column: str
    now: str
    file: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an answer would change, to be confirmed by a person; ``document`` is what it is founded on."""

    line: RequestLine
    answer: str
    document: str
    remark: str


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """A line of the workbook that cannot be taken: where it stands, and why."""

    file: str
    sheet: str
    row: int
    why: str


@dataclass(frozen=True, eq=False, slots=True)
class RequestsResult:
    """What is asked of whom; with answers, what they propose, what is refused and why, and what is still open."""

    reports: ClassVar[str] = "requests"

    tool: Tool
    as_of: date
    lines: tuple[RequestLine, ...]
    proposals: tuple[Proposal, ...]
    refused: tuple[RefusedAnswer, ...]
    answered: bool
    paths: frozenset[Path]

    def by_addressee(self) -> Mapping[Addressee, Sequence[RequestLine]]:
        """The lines that are still open, by who is asked."""
        settled = {proposal.line.key for proposal in self.proposals}
        lines: dict[Addressee, list[RequestLine]] = {addressee: [] for addressee in get_args(Addressee)}
        for line in self.lines:
            if line.key not in settled:
                lines[line.addressee].append(line)
        return {addressee: of_addressee for addressee, of_addressee in lines.items() if of_addressee}


def requests(
    folders: AnyPaths, *, as_of: date, answers: AnyPaths = (), **options: Unpack[InventoryOptions]
) -> RequestsResult:
    """Asks, by addressee, for what would settle the open points of each target; ``answers`` are workbooks that came back.

    Raises ComplianceError where a folder or a workbook cannot be used.

    >>> from datetime import date
    >>> result = requests("fleets/northgate", as_of=date(2026, 11, 22))
    >>> list(result.by_addressee())[:2]
    ['seller', 'maker']
    """
    result = diligence(folders, as_of=as_of, **options)
    lines = {line.key: line for dossier in result.dossiers for line in _lines(dossier)}
    taken: dict[str, list[tuple[Proposal, RefusedAnswer]]] = {}
    refused: list[RefusedAnswer] = []
    paths = as_paths(answers)
    for path in paths:
        for filled in _filled(path):
            _take(filled, lines, taken, refused)
    proposals = []
    for answers_of_line in taken.values():
        if len({(proposal.answer, proposal.document) for proposal, _ in answers_of_line}) == 1:
            proposals.append(answers_of_line[0][0])
        else:
            refused += [refusal for _, refusal in answers_of_line]
    return RequestsResult(
        Tool("mining-compliance", __version__),
        as_of,
        tuple(lines.values()),
        tuple(proposals),
        tuple(sorted(refused, key=lambda place: (place.file, place.sheet, place.row))),
        bool(paths),
        result.paths | frozenset(map(resolved, paths)),
    )


def _lines(dossier: Dossier) -> Iterator[RequestLine]:
    for request in dossier.requests:
        rest = (request.what, request.answer, request.column)
        if not request.items:
            key = _key(dossier.name, request.addressee, request.what)
            yield RequestLine(key, request.addressee, dossier.name, "", request.units, *rest, "")
        for item in request.items:
            at = item.location
            place = at.id if at.has_name else f"{at.row}"
            key = _key(dossier.name, request.addressee, request.what, at.file, place)
            yield RequestLine(key, request.addressee, dossier.name, at.id, item.units, *rest, item.now, at.file, at.row)


def _key(*parts: str) -> str:
    """What the same question of the same item always has."""
    return sha256("\0".join(parts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A line as it came back."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str]


def _filled(path: Path) -> Iterator[_Filled]:
    """The lines of a workbook that have an answer, a document or a remark. Raises ComplianceError."""
    file = display_path(path)
    sheets = [(sheet, top) for sheet in read_sheets(path, file) if (top := _header(sheet)) is not None]
    if not sheets:
        raise fail(
            "holds no sheet of requests",
            f"It needs the columns {', '.join(COLUMNS)}, as compliance requests writes them.",
            file=file,
        )
    for sheet, top in sheets:
        names = [cell.strip() for cell in sheet.rows[top]]
        for number, cells in enumerate(sheet.rows[top + 1 :], sheet.first + top + 1):
            row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
            if any(row.get(column) for column in COLUMNS[-3:]):
                yield _Filled(file, sheet.name, number, row)


def _header(sheet: Sheet) -> int | None:
    """Where the header of requests stands in a sheet."""
    for number, cells in enumerate(sheet.rows[:5]):
        if {"Key", "Answer"} <= {cell.strip() for cell in cells}:
            return number
    return None


def _take(
    filled: _Filled,
    lines: Mapping[str, RequestLine],
    taken: dict[str, list[tuple[Proposal, RefusedAnswer]]],
    refused: list[RefusedAnswer],
) -> None:
    """Takes one line, or says why not: what was asked must still stand beside the answer as it was asked."""
    cells, at = filled.cells, (filled.file, filled.sheet, filled.row)
    line = lines.get(cells.get("Key", ""))
    if line is None:
        refused.append(
            RefusedAnswer(*at, "The key is none of those that are asked: the line was added, or is settled.")
        )
        return
    changed = [
        column
        for column, was in zip(COLUMNS[1:6], _identity(line), strict=True)
        if " ".join(cells.get(column, "").split()) != " ".join(was.split())
    ]
    if changed:
        refused.append(RefusedAnswer(*at, f"What was asked has been changed ({', '.join(changed)}): answer it anew."))
        return
    proposal = Proposal(line, cells.get("Answer", ""), cells.get("Document", ""), cells.get("Remark", ""))
    twice = RefusedAnswer(*at, "The line has several answers that differ: leave the right one.")
    taken.setdefault(line.key, []).append((proposal, twice))


def _identity(line: RequestLine) -> Iterable[str]:
    """What stands in the columns that nobody may change."""
    return (line.item, str(line.units), line.what, line.column or line.answer or "", line.now)
