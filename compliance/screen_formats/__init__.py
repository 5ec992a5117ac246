"""Answers on names written out: each format is one file with one ``write(answer, style)``; none screens anything."""

from __future__ import annotations

from collections.abc import Callable

from compliance.querying import Answer
from compliance.report_formats.style import Style
from compliance.screen_formats import ftm, json, text

FORMATS: dict[str, Callable[[Answer, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "ftm": ftm.write,
}
