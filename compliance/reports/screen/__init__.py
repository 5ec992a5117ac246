"""Answers on names written out: each format is one file with one ``write(answer, style)``; none screens anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.reports.screen import ftm, json, text
from compliance.reports.style import Style
from compliance.workflows.screen import Answer

FORMATS: dict[str, Callable[[Answer, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "ftm": ftm.write,
}
