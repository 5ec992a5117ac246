"""Dossiers written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, Protocol

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.diligence.diligence import DiligenceResult
    from compliance.workflows.diligence.dossier import Dossier

FORMATS = ("markdown", "html", "json", "pdf", "docx", "xlsx")
BINARY = ("pdf", "docx", "xlsx")
"""Formats that are no text: they go into a file."""


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, dossiers: Sequence[Dossier], out: IO[Any], style: Style) -> None:
        """Writes them, several with a comparison, into a text file (UTF-8) or, for a format of BINARY, a binary one."""


def write(result: DiligenceResult, form: str, out: IO[Any], style: Style) -> None:
    """Writes the dossiers in the format of this name, one of FORMATS."""
    write_dossiers: Writer = writer(__name__, form)
    write_dossiers(result.dossiers, out, style)
