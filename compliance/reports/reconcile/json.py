"""A manifest compared with scans, for programs: ``compliance-reconcile/1``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TextIO

from compliance.core.finding import Report, Verdict
from compliance.evidence.observations import Machine
from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult


def write(result: ReconcileResult, out: TextIO, style: Style) -> None:
    """The whole answer; the same answer gives the same bytes."""
    del style
    came = result.reconciliation
    out.write(json_text(
        {
            "format": "compliance-reconcile/1",
            "tool": asdict(result.tool),
            "as_of": result.as_of,
            "inputs": [asdict(source) for source in result.before.inputs],
            "scans": [{key: value for key, value in asdict(source).items() if key in ("path", "sha256", "rows")} for source in result.scans],
            "summary": {
                "recorded": came.recorded_units, "seen": came.seen_units, "not_seen": came.recorded_units - came.seen_units,
                "unlisted": len(came.unlisted), "seen_twice": len(came.twice), "silent": came.silent,
                "contradicting": sum(bool(match.differences) for match in came.matches),
            },
            "before": _report(result.before),
            "after": _report(result.after),
            "rules": [{"rule": rule.rule, "before": _units(rule.before), "after": _units(rule.after)} for rule in result.rules],
            "rows": [asdict(row) for row in result.rows],
            "matches": [
                {
                    **_place(match.recorded), "by": match.by, "units": match.units, "seen": [_place(one) for one in match.seen],
                    "differences": [asdict(difference) for difference in match.differences], "put_in": match.completed,
                }
                for match in came.matches
            ],
            "not_seen": [{**_place(machine), "units": units} for machine, units in came.not_seen],
            "unlisted": [{"seen": [_sighting(one) for one in machine.seen], "because": machine.because or None} for machine in came.unlisted],
            "seen_twice": [[_sighting(one) for one in sightings] for sightings in came.twice],
            "notes": came.notes,
        }
    ))  # fmt: skip


def _report(report: Report) -> dict[str, Any]:
    return {"verdict": report.verdict, "by_verdict": _units(report.summary.by_verdict)}


def _units(by_verdict: Mapping[Verdict, int]) -> dict[str, int]:
    return {verdict.value: by_verdict.get(verdict, 0) for verdict in Verdict}


def _place(machine: Machine) -> dict[str, Any]:
    return {"file": machine.file, "row": machine.row, "id": machine.name}


def _sighting(machine: Machine) -> dict[str, Any]:
    texts = ("serial", "mac", "address", "manufacturer", "model", "control_board", "firmware", "location")
    return {**_place(machine), **{name: getattr(machine, name) or None for name in texts}}
