"""The tie-out written out: each format is one file with one ``write``; none computes anything."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.documents import DocumentsResult

FORMATS = ("text", "json", "html", "svg", "xlsx")
BINARY = ("xlsx",)
"""Formats that are no text: they go into a file."""


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, result: DocumentsResult, out: IO[Any], style: Style) -> None:
        """Writes the result into a text file (UTF-8) or, for a format of BINARY, into a binary one."""


def write(result: DocumentsResult, form: str, out: IO[Any], style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    write_result: Writer = writer(__name__, form)
    write_result(result, out, style)
