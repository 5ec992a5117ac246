"""The timeline as a chart: units by verdict over the days, with a mark where something changes. Needs nothing else."""

from __future__ import annotations

from datetime import date
from html import escape

from compliance.core.finding import Verdict
from compliance.reports.style import Style, plain
from compliance.reports.timeline.text import said_counts
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
_LEFT, _TOP, _BOTTOM = 10, 40, 250
_MARKED = 60
"""So many days can be told apart by numbers."""


def write(history: History, watched: Watched | None, style: Style) -> str:
    """A file of its own."""
    return drawing(history) + "\n"


def drawing(history: History) -> str:
    """The chart, which a page may take in; its numbers must stand beside it."""
    days = max((history.last - history.first).days + 1, 1)

    def across(day: date) -> float:
        return _LEFT + (WIDTH - 2 * _LEFT) * (day - history.first).days / days

    title = f"Units by verdict from {history.first} to {history.last}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{title}</title>",
    ]
    ends = [across(moment.day) for moment in history.moments[1:]] + [WIDTH - _LEFT]
    total = max(history.units, 1)
    for moment, end in zip(history.moments, ends, strict=True):
        begin, top = across(moment.day), float(_TOP)
        said = escape(plain(f"{moment.day}: {said_counts(moment)}"))
        for verdict in Verdict:
            height = (_BOTTOM - _TOP) * moment.by_verdict.get(verdict, 0) / total
            if height:
                parts.append(
                    f'<rect x="{begin:.2f}" y="{top:.2f}" width="{end - begin:.2f}" height="{height:.2f}" '
                    f'fill="{COLOURS[verdict]}"><title>{said}</title></rect>'
                )
                top += height
    changing = [moment for moment in history.moments if moment.events]
    for number, moment in enumerate(changing, 1):
        place = across(moment.day)
        told = escape(plain(f"{moment.day}: " + "; ".join(event.what for event in moment.events)))
        parts.append(
            f'<line x1="{place:.2f}" x2="{place:.2f}" y1="{_TOP - 8}" y2="{_BOTTOM + 6}" stroke="currentColor" '
            f'stroke-width="1" stroke-dasharray="2 3"><title>{told}</title></line>'
        )
        if len(changing) <= _MARKED:
            row = _TOP - 12 - 12 * (number % 2)
            parts.append(f'<text x="{place:.2f}" y="{row}" text-anchor="middle" fill="currentColor">{number}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_BOTTOM + 20}" fill="currentColor">{history.first}</text>')
    parts.append(
        f'<text x="{WIDTH - _LEFT}" y="{_BOTTOM + 20}" text-anchor="end" fill="currentColor">{history.last}</text>'
    )
    place = _LEFT
    for verdict in Verdict:
        if any(moment.by_verdict.get(verdict) for moment in history.moments):
            parts.append(f'<rect x="{place}" y="{HEIGHT - 18}" width="12" height="12" fill="{COLOURS[verdict]}"/>')
            parts.append(f'<text x="{place + 17}" y="{HEIGHT - 8}" fill="currentColor">{verdict}</text>')
            place += 40 + 8 * len(verdict)
    return "\n".join([*parts, "</svg>"])
