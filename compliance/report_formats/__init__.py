"""Reports out: each format is one file with one ``write(report, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.finding import Report
from compliance.report_formats import json, text
from compliance.report_formats.style import Style

FORMATS: dict[str, Callable[[Report, Style], str]] = {
    "text": text.write,
    "json": json.write,
}
