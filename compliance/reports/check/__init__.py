"""Reports out: each format is one file with one ``write(account, out)``; none recomputes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.reports.check.base import Account

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html", "xlsx")
BINARY = ("xlsx",)
"""Formats that are no text: they go into a file."""


def writer(form: str) -> Callable[[Account, IO[Any]], None]:
    """What writes the format of this name, one of FORMATS, into a text file (UTF-8) or, of BINARY, a binary one."""
    write: Callable[[Account, IO[Any]], None] = import_module(f"{__name__}.{form}").write
    return write
