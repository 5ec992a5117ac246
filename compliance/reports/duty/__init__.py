"""Duty written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.duty import Dues

FORMATS = ("text", "json", "markdown")


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, dues: Dues, style: Style) -> str:
        """The whole answer as text; the same answer gives the same text."""


def writer(form: str) -> Writer:
    """The ``write`` of the format of this name, one of FORMATS."""
    write: Writer = import_module(f"{__name__}.{form}").write
    return write
