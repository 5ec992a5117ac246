"""Reads what a person decided in the workbook that ``compliance screen --format xlsx`` wrote, into a file of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.inventory.formats.source import HEAD, Source
from compliance.inventory.formats.workbook import open_grids
from compliance.io.paths import content, display_path
from compliance.io.writing import continue_file
from compliance.screening.decision_file import Decision, with_decision

_NEEDED = ("Name", "List", "Entry", "Fingerprint", "Decision", "Reason", "Decided by", "Decided on", "Expires")
_SAME, _OTHER = "same-party", "not-the-same-party"
_ADVICE = "Give the workbook that compliance screen --format xlsx wrote, with the columns of the decision filled in."


def decide_review(review: Path, decisions: Path, *, write: bool = True) -> tuple[Decision, ...]:
    """The decisions in the workbook ``review``, added to the file ``decisions`` unless ``write`` is off.

    That it is another party holds for all entries of a line's group, that it is the same one for the entry itself. Raises
    ComplianceError with every line that cannot be used.
    """
    made = read_review(review, display_path(review))

    def added(older: bytes | None) -> bytes:
        for decision in made:
            older = with_decision(older, display_path(decisions), decision)
        return older or b""

    if write:
        continue_file(decisions, display_path(decisions), added)
    return made


def read_review(path: Path, name: str) -> tuple[Decision, ...]:
    """The decisions in a workbook, called ``name`` in messages; lines without one are passed over."""
    _, grids = open_grids(Source(path, name, content(path, name, _ADVICE, most=HEAD)))
    for grid in grids:
        for place, row in enumerate(grid.rows):
            columns = {cell.strip(): number for number, cell in enumerate(row) if cell.strip()}
            if columns.keys() >= set(_NEEDED):
                lines = (
                    (grid.top + below, {title: cells[number].strip() for title, number in columns.items()})
                    for below, cells in enumerate(grid.rows[place + 1 :], place + 1)
                )
                return _decisions(lines, name)
    raise fail("is no review of names", _ADVICE, file=name)


def _decisions(lines: Iterator[tuple[int, Mapping[str, str]]], file: str) -> tuple[Decision, ...]:
    made: list[Decision] = []
    problems: list[Problem] = []
    for row, line in lines:
        if not line["Decision"]:
            continue
        empty = [title for title in _NEEDED if not line[title]]
        if line["Decision"] not in (_SAME, _OTHER):
            problems.append(
                Problem(f"{line['Decision']!r} is no decision", f"Write {_SAME} or {_OTHER}.", file, row, "Decision")
            )
        elif empty:
            problems.append(Problem(f"has no {', '.join(empty)}", "Fill in every column of the decision.", file, row))
        else:
            try:
                made += _of_line(line)
            except ValueError:
                advice = "Write days like 2026-11-30; the last one must not be before the first."
                problems.append(Problem("its days cannot be used", advice, file, row))
    if problems:
        raise ComplianceError(problems)
    if not made:
        raise fail("holds no decision", _ADVICE, file=file)
    return tuple(made)


def _of_line(line: Mapping[str, str]) -> Iterator[Decision]:
    entries = [(line["List"], line["Entry"], line["Fingerprint"])]
    if line["Decision"] == _OTHER:
        for text in filter(None, line.get("Group", "").split("; ")):
            list_id, _, rest = text.partition(":")
            entry, _, fingerprint = rest.rpartition(":")
            entries.append((list_id, entry, fingerprint))
    for list_id, entry, fingerprint in dict.fromkeys(entries):
        yield Decision(
            party=line["Name"],
            country=line.get("Country") or None,
            list=list_id,
            entry=entry,
            fingerprint=fingerprint,
            decision="same-party" if line["Decision"] == _SAME else "not-the-same-party",
            reason=line["Reason"],
            decided_by=line["Decided by"],
            decided_on=date.fromisoformat(line["Decided on"][:10]),
            expires=date.fromisoformat(line["Expires"][:10]),
        )
