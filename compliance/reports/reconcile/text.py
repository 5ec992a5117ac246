"""A manifest compared with scans, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from compliance.core.text import counted
from compliance.reports.reconcile import tables
from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult

MAX_LINES = 20
"""So many lines of a part are shown."""


def write(result: ReconcileResult, out: TextIO, style: Style) -> None:
    """The answer as lines of at most ``style.width`` columns."""
    out.write("\n".join(_lines(result, style)) + "\n")


def _lines(result: ReconcileResult, style: Style) -> Iterator[str]:
    came = result.reconciliation
    yield from style.wrap(f"{tables.lead(result)} As of {result.as_of}.")
    yield from style.wrap(f"Before: {result.before.verdict}; {tables.units(result.before.summary.by_verdict)}.")
    yield from style.wrap(f"After: {result.after.verdict}; {tables.units(result.after.summary.by_verdict)}.")
    for note in came.notes:
        yield from style.wrap(note)
    if came.silent:
        yield from style.wrap(
            f"{counted(came.silent, 'row')} of the scans did not say which machine it is: not seen, never gone."
        )
    parts: tuple[tuple[str, Iterable[str]], ...] = (
        ("Contradictions", (f"{row} ({name}): {column} is {recorded!r} in the inventory, the machine says {said!r} ({where}, by {by})"
                            for row, name, by, column, recorded, said, where in tables.differences(result))),
        ("Seen, and in no inventory: of unknown origin", (f"{where}: {name}, {what}" + (f"; {why}" if why else "")
                                                          for where, name, what, why in tables.unlisted(result))),
        ("Seen twice in one scan", (f"{name}: {where}" for name, where in tables.twice(result))),
        ("Rules that answer otherwise than before", (f"{rule}: {before} -> {after}" for rule, before, after in tables.rules(result))),
        ("Rows judged otherwise than before", (f"{row}: {before} -> {after}. {why}" for row, before, after, why in tables.verdicts(result))),
        ("Not seen", (f"{row} ({name}), {what}: {counted(int(str(units)), 'unit')}" for row, name, what, units in tables.not_seen(result))),
    )  # fmt: skip
    for heading, entries in parts:
        texts = [*entries]
        if texts:
            yield ""
            yield f"{heading} ({len(texts):,})"
            for text in texts[:MAX_LINES]:
                yield from style.wrap(text, "  - ")
            if len(texts) > MAX_LINES:
                yield f"  and {len(texts) - MAX_LINES:,} more"
