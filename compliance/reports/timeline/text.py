"""The timeline for a person at a terminal: day by day what changed, why, and what that did."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.sentences import sentence
from compliance.reports.style import Style, plain
from compliance.workflows.timeline.changes import Event
from compliance.workflows.timeline.verdicts import Counts, History, Shift, TimelineEntry
from compliance.workflows.timeline.watch import Watched


def write(history: History, watched: Watched | None, style: Style) -> str:
    """The timeline as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(history, watched, style)) + "\n"


def _lines(history: History, watched: Watched | None, style: Style) -> Iterator[str]:
    yield from style.wrap(f"{lead(history)} {counted(len(shown(history)) - 1, 'day')} on which an answer changes.")
    for entry in shown(history):
        yield ""
        yield from style.wrap(counts_text(entry), f"{entry.day}  ")
        for event in entry.events:
            yield from style.wrap(event_text(event), "    - ")
        for shift in entry.shifts:
            yield from style.wrap(shift_text(shift), "    * ")
    if quiet := quiet_days(history):
        yield ""
        yield from style.wrap(quiet)
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


def shift_text(shift: Shift) -> str:
    """How a rule answers from a day on: ``us-ear/sophgo: nothing -> undetermined 190``."""
    return f"{shift.rule}: {_units(shift.before)} -> {_units(shift.after)}"


def lead(history: History) -> str:
    """Of which fleet, under which policies, from when to when."""
    fleets = ", ".join(file.path for file in history.inputs if file.kind == "fleet")
    policies = ", ".join(file.path.removeprefix("bundled:") for file in history.inputs if file.kind == "policy")
    what = (
        f"{counted(history.units, 'unit')}{f' of {fleets}' if fleets else ''}{f' under {policies}' if policies else ''}"
    )
    return f"{plain(what)}, from {history.first} to {history.last}."


def shown(history: History) -> list[TimelineEntry]:
    """The first day, and the days on which a rule answers otherwise than before."""
    first, *rest = history.entries
    return [first, *(entry for entry in rest if entry.shifts)]


def quiet_days(history: History) -> str:
    """The days on which something changed that did nothing to this fleet, in a sentence; "" without one."""
    quiet = [str(entry.day) for entry in history.entries[1:] if not entry.shifts]
    if not quiet:
        return ""
    return (
        f"On {counted(len(quiet), 'more day')} a law, a list or an interest changed and no rule answers otherwise: "
        f"{', '.join(quiet)}. --format json says what."
    )


def days(history: History) -> list[tuple[TimelineEntry, int | None, list[str], str]]:
    """The days of the table: the entry, its number in the chart, what changed, why and what it did, the units."""
    rows = []
    for number, entry in enumerate(shown(history)):
        changes = [*map(event_text, entry.events), *map(shift_text, entry.shifts)]
        rows.append((entry, number or None, changes or ["the first day"], counts_text(entry)))
    return rows


def _units(units: Counts) -> str:
    return ", ".join(f"{verdict} {units[verdict]:,}" for verdict in Verdict if units.get(verdict)) or "nothing"
