"""Checks written out: each format is one file with one ``write``; none judges or computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.check.base import Account
    from compliance.reports.style import Style
    from compliance.workflows.check import CheckResult

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html", "xlsx", "pdf")
BINARY = ("xlsx", "pdf")
"""Formats that are no text: they go into a file."""


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, account: Account, out: IO[Any]) -> None:
        """Writes the report into a text file (UTF-8) or, for a format of BINARY, into a binary one."""


def write(result: CheckResult, form: str, out: IO[Any], style: Style) -> None:
    """Writes the report in the format of this name, one of FORMATS."""
    from compliance.reports.check.account import account

    write_account: Writer = writer(__name__, form)
    write_account(account(result.inputs, result.assessment, result.report, style), out)
