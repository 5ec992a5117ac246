"""The completed inventory, in the native form: what scans proved is put in, and the machines that no row names are added."""

from __future__ import annotations

import io

from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult


def write(result: ReconcileResult, style: Style) -> str:
    """The native CSV."""
    del style
    out = io.StringIO(newline="")
    result.completed.write(out, ".csv")
    return out.getvalue()
