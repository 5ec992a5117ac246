"""The input and the result of the readers of lists, and what these readers share."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.io.csv import decoded
from compliance.screening.listings import Listing

MAX_ERRORS = 50
"""The most unreadable rows of a list that one error names."""


def _no_companion(_name: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class ListFile:
    """One file of a list: its name, its name in messages, its content.

    ``companion`` returns the content of another file of the same folder or archive, None where there is none.
    """

    name: str
    file: str
    content: bytes = field(repr=False)
    companion: Callable[[str], bytes | None] = _no_companion

    def text(self, advice: str) -> str:
        """The content as text. Raises ComplianceError where it is not text."""
        if self.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise fail("is HTML or XML", f"It may be an error page: open it in a browser. {advice}", file=self.file)
        return decoded(self.content, self.file, advice)

    def rows(self, advice: str, separator: str = ",") -> Iterator[tuple[int, list[str]]]:
        """The rows of an official CSV that are not blank, each with its line. Raises ComplianceError, also where it is damaged."""
        cells = csv.reader(io.StringIO(self.text(advice), newline=""), delimiter=separator, strict=True)
        try:
            for line in cells:
                if any(map(str.strip, line)):
                    yield cells.line_num, line
        except csv.Error:
            raise damaged(f"line {cells.line_num} is not CSV", self.file) from None


@dataclass(frozen=True)
class ReadList:
    """The listings of a file in its order, and a ``description`` of the format as which it was read.

    ``codes`` are the member lists that the file states (``EL``, ``SDN`` …, see members.py), none where it states none.
    ``limit`` says why it cannot rule a party out (a file of it is missing), or "". ``companions`` are the other files
    that were read with it, with their content.
    """

    description: str
    listings: tuple[Listing, ...]
    codes: frozenset[str] = frozenset()
    edition: date | None = None
    limit: str = ""
    notes: tuple[str, ...] = ()
    companions: tuple[tuple[str, bytes], ...] = ()


class EntryReader:
    """Reads the entries of a list one by one and collects their problems, so that one error names them all."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []

    def read_entry(self, read_listing: Callable[[], Listing], row: int) -> Iterator[Listing]:
        """The listing that ``read_listing`` returns; its problems are collected with the number of the row."""
        try:
            yield read_listing()
        except ComplianceError as error:
            self._keep(Problem(p.what, p.advice, self._file, row, p.column) for p in error.problems)

    def report(self, problem: str, advice: str, row: int, file: str = "") -> None:
        """Collects the problem of a row (of ``file``, if it is a companion)."""
        self._keep([Problem(problem, advice, file or self._file, row)])

    def _keep(self, problems: Iterable[Problem]) -> None:
        """Collects problems; raises them as soon as there are too many to name."""
        self._problems += problems
        if len(self._problems) >= MAX_ERRORS:
            self.finish()

    def finish(self) -> None:
        """Raises ComplianceError with all problems, if there are any."""
        if self._problems:
            raise ComplianceError(self._problems)


def read_records(
    list_file: ListFile,
    required: Iterable[str],
    advice: str,
    reader: EntryReader,
    *,
    separator: str = ",",
    above: int = 0,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of an official CSV with a header, each with its line, by column; the ``reader`` collects unusable rows.

    ``above`` is the number of lines above the header. Raises ComplianceError where a ``required`` column is missing.
    """
    lines = list_file.rows(advice, separator)
    for _ in range(above):
        next(lines, None)
    header = [cell.strip() for cell in next(lines, (0, [""]))[1]]
    if missing := [name for name in required if name not in header]:
        raise fail(f"has no column {', '.join(missing)}", advice, file=list_file.file, row=1)
    for line, cells in lines:
        if len(cells) >= len(header) and not any(cells[len(header) :]):
            yield line, dict(zip(header, map(str.strip, cells), strict=False))
        else:
            reader.report(f"has {len(cells)} cells, the header has {len(header)}", advice, line)


def damaged(fault: str, file: str) -> ComplianceError:
    """The error for a file that is incomplete or damaged."""
    return fail(
        f"is incomplete or damaged: {fault}",
        "Get the file again. With only part of a list, a listed party may seem not to be listed.",
        file=file,
    )
