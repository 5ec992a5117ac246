"""The timeline for programs: ``compliance-timeline/1``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.timeline.verdicts import Counts, History, TimelineEntry
from compliance.workflows.timeline.watch import Watched


def write(history: History, watched: Watched | None, style: Style) -> str:
    """The whole timeline; the same timeline gives the same bytes."""
    data = {
        "format": "compliance-timeline/1",
        "tool": asdict(history.tool),
        "from": history.first,
        "to": history.last,
        "units": history.units,
        "inputs": [asdict(source) for source in history.inputs],
        "days": [entry_data(entry) for entry in history.entries],
        **({"watch": _watched(watched)} if watched else {}),
        "notes": list(history.notes),
    }
    return json_text(data)


def entry_data(entry: TimelineEntry) -> dict[str, Any]:
    """A day as what JSON can hold."""
    return {
        "day": entry.day,
        "in_force": entry.in_force,
        "verdict": entry.verdict,
        "by_verdict": _counts(entry.by_verdict),
        "changes": [
            {
                "kind": event.kind,
                "subject": event.subject,
                "what": event.what,
                "why": event.why,
                "announced": event.announced,
                "verify": event.verify,
            }
            for event in entry.events
        ],
        "rules": [
            {"rule": shift.rule, "before": _counts(shift.before), "after": _counts(shift.after)}
            for shift in entry.shifts
        ],
    }


def _counts(units: Counts) -> dict[str, int]:
    return {verdict.value: number for verdict, number in units.items()}


def _watched(watched: Watched) -> dict[str, Any]:
    return {
        "report": watched.name,
        "as_of": watched.as_of,
        "affected": [asdict(finding) for finding in watched.affected],
    }
