"""The timeline as a page: the chart, and a table of the days with what changed and why."""

from __future__ import annotations

from compliance.reports.page import page
from compliance.reports.sentences import sentence
from compliance.reports.style import Style
from compliance.reports.timeline.svg import drawing
from compliance.reports.timeline.text import days, lead, quiet_days
from compliance.workflows.timeline.verdicts import History
from compliance.workflows.timeline.watch import Watched


def write(history: History, watched: Watched | None, style: Style) -> str:
    """The whole page; it loads nothing."""
    return page(
        "timeline.html",
        title=f"Timeline {history.first} to {history.last}",
        kind="Compliance timeline",
        lead=lead(history),
        quiet=quiet_days(history),
        chart=drawing(history),
        days=days(history),
        watched=watched,
        sentence=sentence,
    )
