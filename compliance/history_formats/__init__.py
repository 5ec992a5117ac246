"""Timelines out: each format is one file with one ``write(history, watched, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.history.verdicts import History
from compliance.history.watch import Watched
from compliance.history_formats import html, json, svg, text
from compliance.report_formats.style import Style

FORMATS: dict[str, Callable[[History, Watched | None, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "html": html.write,
    "svg": svg.write,
}
