"""Dossiers written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.diligence.diligence import DiligenceResult
    from compliance.workflows.diligence.dossier import Dossier

FORMATS = ("markdown", "html", "json")


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, dossiers: Sequence[Dossier]) -> str:
        """One text; several dossiers are compared."""


def write(result: DiligenceResult, form: str, out: TextIO, _style: Style) -> None:
    """Writes the dossiers in the format of this name, one of FORMATS."""
    text: Writer = writer(__name__, form)
    out.write(text(result.dossiers))
