"""Check a mining fleet against sanctions, export-control and contract rules.

Everything in ``__all__`` is the public interface; what it returns is public too. Each use is one function, which takes
plain values, reads what they name, and returns a frozen result that can be pickled. Nothing here reads a clock: a caller
says which day is asked about. A name is imported where it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compliance.core.errors import ComplianceError, Problem
    from compliance.core.finding import Finding, Report, Verdict
    from compliance.inventory import join, merge, normalise, partial
    from compliance.policies.engine.assessment import evaluate
    from compliance.policies.facts import Facts
    from compliance.policies.policy import Policy
    from compliance.policies.waivers import Waivers
    from compliance.reports.write_report import write_report
    from compliance.workflows.check import CheckResult, check
    from compliance.workflows.convert.conversion import ConvertResult, convert
    from compliance.workflows.decide import DecideResult, decide
    from compliance.workflows.diligence.diligence import DiligenceResult, diligence
    from compliance.workflows.documents import DocumentsResult, documents
    from compliance.workflows.duty import DutyResult, duty
    from compliance.workflows.inputs.options import InventoryOptions
    from compliance.workflows.inputs.policies import load_policy
    from compliance.workflows.pack import PackResult, pack
    from compliance.workflows.reconcile import ReconcileResult, reconcile
    from compliance.workflows.requests import RequestsResult, requests
    from compliance.workflows.screen import ScreenResult, screen
    from compliance.workflows.timeline.timeline import TimelineResult, timeline
    from compliance.workflows.trace import TraceResult, trace
    from compliance.workflows.verify import VerifyResult, verify
    from compliance.workflows.waive import WaiveResult, waive

__version__ = "0.2.0"

__all__ = [
    "CheckResult", "ComplianceError", "ConvertResult", "DecideResult", "DiligenceResult", "DocumentsResult",
    "DutyResult", "Facts", "Finding", "InventoryOptions", "PackResult", "Policy", "Problem", "ReconcileResult",
    "Report", "RequestsResult", "ScreenResult", "TimelineResult", "TraceResult", "Verdict", "VerifyResult",
    "WaiveResult", "Waivers", "check", "convert", "decide", "diligence", "documents", "duty", "evaluate", "join",
    "load_policy", "merge", "normalise", "pack", "partial", "reconcile", "requests", "screen", "timeline", "trace",
    "verify", "waive", "write_report",
]  # fmt: skip

_MODULES = {
    "core.errors": ("ComplianceError", "Problem"),
    "core.finding": ("Finding", "Report", "Verdict"),
    "inventory": ("join", "merge", "normalise", "partial"),
    "policies.engine.assessment": ("evaluate",),
    "policies.facts": ("Facts",),
    "policies.policy": ("Policy",),
    "policies.waivers": ("Waivers",),
    "reports.write_report": ("write_report",),
    "workflows.check": ("CheckResult", "check"),
    "workflows.convert.conversion": ("ConvertResult", "convert"),
    "workflows.decide": ("DecideResult", "decide"),
    "workflows.diligence.diligence": ("DiligenceResult", "diligence"),
    "workflows.documents": ("DocumentsResult", "documents"),
    "workflows.duty": ("DutyResult", "duty"),
    "workflows.inputs.options": ("InventoryOptions",),
    "workflows.inputs.policies": ("load_policy",),
    "workflows.pack": ("PackResult", "pack"),
    "workflows.reconcile": ("ReconcileResult", "reconcile"),
    "workflows.requests": ("RequestsResult", "requests"),
    "workflows.screen": ("ScreenResult", "screen"),
    "workflows.timeline.timeline": ("TimelineResult", "timeline"),
    "workflows.trace": ("TraceResult", "trace"),
    "workflows.verify": ("VerifyResult", "verify"),
    "workflows.waive": ("WaiveResult", "waive"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
