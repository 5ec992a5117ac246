"""Duty written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.duty import DutyResult

FORMATS = ("text", "json", "markdown")


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, dues: DutyResult, style: Style) -> str:
        """The whole answer as text; the same answer gives the same text."""


def write(result: DutyResult, form: str, out: TextIO, style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    out.write(writer(form)(result, style))


def writer(form: str) -> Writer:
    """The ``write`` of the format of this name, one of FORMATS."""
    write: Writer = import_module(f"{__name__}.{form}").write
    return write
