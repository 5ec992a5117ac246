"""Timelines out: each format is one file with one ``write(history, watched, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.reports.style import Style
from compliance.reports.timeline import html, json, svg, text
from compliance.workflows.timeline.verdicts import History
from compliance.workflows.timeline.watch import Watched

FORMATS: dict[str, Callable[[History, Watched | None, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "html": html.write,
    "svg": svg.write,
}
