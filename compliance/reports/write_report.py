"""The one way to write a result of a workflow: in a format of its folder, into a file or a stream."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import IO, Any, ClassVar, Protocol

from compliance.core.errors import fail
from compliance.io.output import written, written_bytes
from compliance.io.paths import AnyPath
from compliance.reports.style import Style


class Result(Protocol):
    """A result of a workflow; ``reports`` names the member of ``compliance.reports`` that writes it."""

    reports: ClassVar[str]


def write_report(result: Result, target: AnyPath | IO[Any], form: str | None = None, *, style: Style = Style()) -> None:
    """Writes a result into ``target``, a path or a stream, in the format ``form``, else in the first that there is.

    A file is written whole or not at all, as UTF-8. A stream takes text (for ``xlsx``, ``pdf`` and ``docx`` bytes); for ``parquet`` it has a
    ``buffer``. The formats are those of the command's ``--format``, of ``convert`` the suffixes of its ``--output``.

    Raises ComplianceError for a format that is not there, and for a file that cannot be written.

    >>> import sys
    >>> from compliance import screen
    >>> from datetime import date
    >>> write_report(screen("Wyoming Hosting Co", as_of=date(2026, 11, 22)), sys.stdout, "json")  # doctest: +ELLIPSIS
    {
      "format": "compliance-screen/1",
      ...
    """
    folder = import_module(f"compliance.reports.{result.reports}")
    form = form or folder.FORMATS[0]
    if form not in folder.FORMATS:
        raise fail(f"there is no format {form!r} of this result", f"Choose one of {', '.join(folder.FORMATS)}.")
    if not isinstance(target, str | os.PathLike):
        folder.write(result, form, target, style)
        return
    binary = form in getattr(folder, "BINARY", ())
    with (written_bytes if binary else written)(Path(target)) as out:
        folder.write(result, form, out, style)
