"""Names that were screened, written out: each format is one file with one ``write``; none screens anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.screen import ScreenResult

FORMATS = ("text", "json", "ftm", "html", "xlsx")
BINARY = ("xlsx",)
"""Formats that are no text: they go into a file."""


def write(result: ScreenResult, form: str, out: IO[Any], style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    if form in BINARY:
        writer(__name__, form)(result, out, style)
    else:
        out.write(writer(__name__, form)(result, style))
