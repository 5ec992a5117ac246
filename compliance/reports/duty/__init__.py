"""Answers on duty out: each format is one file with one ``write(dues, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.reports.duty import json, markdown, text
from compliance.reports.style import Style
from compliance.workflows.duty import Dues

FORMATS: dict[str, Callable[[Dues, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "markdown": markdown.write,
}
