"""The timeline as a chart: units by verdict over the days, with a mark where something changes. Needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from compliance.core.finding import Verdict
from compliance.reports.page import render
from compliance.reports.style import Style
from compliance.reports.timeline.text import counts_text, shown
from compliance.workflows.timeline.verdicts import History
from compliance.workflows.timeline.watch import Watched

COLOURS = {
    Verdict.VIOLATION: "#c8372d",
    Verdict.UNDETERMINED: "#e0a030",
    Verdict.FLAGGED: "#8a5cc4",
    Verdict.WAIVED: "#3d96ab",
    Verdict.COMPLIANT: "#4f9e6a",
    Verdict.NOT_APPLICABLE: "#c3c8d0",
}
WIDTH, HEIGHT = 1000, 300
LEFT, TOP, BOTTOM = 10, 40, 250
MAX_NUMBERED = 60
"""So many days can be told apart by numbers."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The units of one verdict between two changes."""

    x: float
    y: float
    width: float
    height: float
    verdict: Verdict
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which an answer changes."""

    x: float
    number: int
    title: str


def write(history: History, watched: Watched | None, style: Style) -> str:
    """A file of its own."""
    return str(drawing(history))


def drawing(history: History) -> Markup:
    """The chart, which a page may take in; its numbers must stand beside it."""
    marks = [
        Mark(_across(history, entry.day), number, f"{entry.day}: {'; '.join(event.what for event in entry.events)}")
        for number, entry in enumerate(shown(history))
        if number
    ]
    return render(
        "timeline.svg",
        history=history,
        title=f"Units by verdict from {history.first} to {history.last}",
        bars=_bars(history),
        marks=marks,
        numbered=len(marks) <= MAX_NUMBERED,
        legend=_legend(history),
        colours=COLOURS,
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        top=TOP,
        bottom=BOTTOM,
    )


def _across(history: History, day: date) -> float:
    days = max((history.last - history.first).days + 1, 1)
    return LEFT + (WIDTH - 2 * LEFT) * (day - history.first).days / days


def _bars(history: History) -> Iterator[Bar]:
    entries = shown(history)
    ends = [*(_across(history, entry.day) for entry in entries[1:]), WIDTH - LEFT]
    for entry, end in zip(entries, ends, strict=True):
        begin, top = _across(history, entry.day), float(TOP)
        for verdict in Verdict:
            height = (BOTTOM - TOP) * entry.by_verdict.get(verdict, 0) / max(history.units, 1)
            if height:
                yield Bar(begin, top, end - begin, height, verdict, f"{entry.day}: {counts_text(entry)}")
                top += height


def _legend(history: History) -> Iterator[tuple[int, Verdict]]:
    """Where the verdicts that occur stand below the chart."""
    x = LEFT
    for verdict in Verdict:
        if any(entry.by_verdict.get(verdict) for entry in history.entries):
            yield x, verdict
            x += 40 + 8 * len(verdict)
