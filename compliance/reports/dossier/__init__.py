"""Dossiers written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO

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
    out.write(writer(form)(result.dossiers))


def writer(form: str) -> Writer:
    """The ``write`` of the format of this name, one of FORMATS."""
    write: Writer = import_module(f"{__name__}.{form}").write
    return write
