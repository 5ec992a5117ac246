"""What came of an evidence pack, written out: each format is one file with one ``write``; none computes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.verify import VerifyResult

FORMATS = ("text", "json")


def write(result: VerifyResult, form: str, out: TextIO, style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    out.write(writer(__name__, form)(result, style))
