"""Names that were screened, written out: each format is one file with one ``write``; none screens anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.screen import ScreenResult

FORMATS = ("text", "json", "ftm", "html", "xlsx")
BINARY = ("xlsx",)
"""Formats that are no text: they go into a file."""


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, answer: ScreenResult, out: IO[Any], style: Style) -> None:
        """Writes the answer into a text file (UTF-8) or, for a format of BINARY, into a binary one."""


def write(result: ScreenResult, form: str, out: IO[Any], style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    write_answer: Writer = writer(__name__, form)
    write_answer(result, out, style)
