"""The completed inventory, in the native form: what scans proved is put in, and the machines that no row names are added."""

from __future__ import annotations

from typing import TextIO

from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult


def write(result: ReconcileResult, out: TextIO, style: Style) -> None:
    """The native CSV."""
    del style
    result.completed.write(out, ".csv")
