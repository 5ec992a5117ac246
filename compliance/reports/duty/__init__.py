"""Duty written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.duty import DutyResult

FORMATS = ("text", "json", "markdown", "html")


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, dues: DutyResult, style: Style) -> str:
        """The whole answer as text; the same answer gives the same text."""


def write(result: DutyResult, form: str, out: TextIO, style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    text: Writer = writer(__name__, form)
    out.write(text(result, style))
