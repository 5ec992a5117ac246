"""Answers on duty out: each format is one file with one ``write(dues, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.duty.exposure import Dues
from compliance.duty_formats import json, markdown, text
from compliance.report_formats.style import Style

FORMATS: dict[str, Callable[[Dues, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "markdown": markdown.write,
}
