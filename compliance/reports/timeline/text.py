"""The timeline for a person at a terminal: day by day what changed, why, and what that did."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.sentences import sentence
from compliance.reports.style import Style
from compliance.workflows.timeline.changes import Event
from compliance.workflows.timeline.verdicts import Counts, History, TimelineEntry
from compliance.workflows.timeline.watch import Watched


def write(history: History, watched: Watched | None, style: Style) -> str:
    """The timeline as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(history, watched, style)) + "\n"


def _lines(history: History, watched: Watched | None, style: Style) -> Iterator[str]:
    changes = sum(bool(entry.events) for entry in history.entries)
    yield from style.wrap(
        f"From {history.first} to {history.last}: {counted(history.units, 'unit')}, {counted(changes, 'day')} on which something changes."
    )
    for entry in history.entries:
        yield ""
        yield from style.wrap(counts_text(entry), f"{entry.day}  ")
        for event in entry.events:
            yield from style.wrap(event_text(event), "    - ")
        for shift in entry.shifts:
            yield from style.wrap(f"{shift.rule}: {_units(shift.before)} -> {_units(shift.after)}", "    * ")
    if watched:
        yield ""
        yield from style.wrap(
            f"Newly affected since {watched.name} of {watched.as_of}: {len(watched.affected) or 'nothing'}"
        )
        for finding in watched.affected:
            before = f", was {finding.before} ({counted(finding.units_before, 'unit')})" if finding.before else ""
            units = counted(finding.units, "unit")
            line = f"{finding.verdict}, {units}{before}: {finding.rule}. {sentence(finding.because)}"
            yield from style.wrap(line, "  - ")
            for cause in finding.causes:
                day = f" on {cause.day}" if cause.day else ""
                yield from style.wrap(f"{cause.kind}{day}: {cause.what}", "      because of the ", " " * 8)


def counts_text(entry: TimelineEntry) -> str:
    """The units by verdict in words."""
    return _units(entry.by_verdict) if entry.in_force else "no rule is in force"


def event_text(event: Event) -> str:
    """What changed and why; whether that is only announced."""
    why = f" ({event.why})" if event.why else ""
    verify = f"; to verify: {event.verify}" if event.verify else ""
    return f"{event.what}{why}{'; announced only' if event.announced else ''}{verify}"


def days(history: History) -> list[tuple[TimelineEntry, int | None, list[str], str]]:
    """The days of the table: the entry, its number in the chart, what changed and why, the units."""
    rows, number = [], 0
    for entry in history.entries:
        changes = [event_text(event) for event in entry.events]
        number += bool(changes)
        if entry is history.entries[0]:
            changes = changes or ["the first day"]
        rows.append((entry, number if entry.events else None, changes, counts_text(entry)))
    return rows


def _units(units: Counts) -> str:
    return ", ".join(f"{verdict} {units[verdict]:,}" for verdict in Verdict if units.get(verdict)) or "nothing"
