"""What came of a manifest and scans as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.evidence.observations import Machine
from compliance.workflows.reconcile import ReconcileResult

Cells = tuple[object, ...]
DIFFERENCES: Mapping[str, int] = {
    "Row": 24,
    "Machine named": 20,
    "Known by": 16,
    "Column": 18,
    "Inventory says": 30,
    "Machine says": 30,
    "Seen in": 30,
}
UNLISTED: Mapping[str, int] = {"Seen in": 30, "Named": 20, "Machine was": 34, "Remarks": 60}
NOT_SEEN: Mapping[str, int] = {"Row": 24, "Machine named": 20, "Machine is": 34, "Not seen": 10}
SEEN: Mapping[str, int] = {"Row": 24, "Machine named": 20, "Known by": 16, "Seen": 8, "Seen in": 40, "Put in": 50}
TWICE: Mapping[str, int] = {"Named": 24, "Seen in": 60}
VERDICTS: Mapping[str, int] = {"Row": 24, "Before": 16, "After": 16, "Why": 80}
RULES: Mapping[str, int] = {"Rule": 34, "Before": 44, "After": 44}
"""The tables: titles, and how wide the columns are in a workbook, in characters."""


def differences(result: ReconcileResult) -> Iterator[Cells]:
    """What the manifest says of a machine, and the machine otherwise."""
    for match in result.reconciliation.matches:
        for difference in match.differences:
            yield (
                match.recorded.at, match.recorded.name, match.by, difference.column, difference.recorded, difference.seen,
                places(match.seen),
            )  # fmt: skip


def unlisted(result: ReconcileResult) -> Iterator[Cells]:
    """Machines that were seen and stand in no manifest."""
    for machine in result.reconciliation.unlisted:
        yield places(machine.seen), machine.seen[0].name, _what(machine.seen[0]), machine.because


def not_seen(result: ReconcileResult) -> Iterator[Cells]:
    """Rows whose machines were not seen."""
    for machine, units in result.reconciliation.not_seen:
        yield machine.at, machine.name, _what(machine), units


def seen(result: ReconcileResult) -> Iterator[Cells]:
    """Rows whose machines were seen."""
    for match in result.reconciliation.matches:
        put_in = "; ".join(f"{column}: {text}" for column, text in match.completed.items())
        yield match.recorded.at, match.recorded.name, match.by, match.units, places(match.seen), put_in


def twice(result: ReconcileResult) -> Iterator[Cells]:
    """Machines that one scan saw more than once."""
    for sightings in result.reconciliation.twice:
        yield sightings[0].name, places(sightings)


def verdicts(result: ReconcileResult) -> Iterator[Cells]:
    """Rows that are judged otherwise than before."""
    for row in result.rows:
        yield f"{row.file}:{row.row}", row.before or "not in the inventory", row.after, "; ".join(row.because)


def rules(result: ReconcileResult) -> Iterator[Cells]:
    """Rules that answer otherwise than before."""
    for rule in result.rules:
        yield rule.rule, units(rule.before), units(rule.after)


def places(sightings: Sequence[Machine], most: int = 5) -> str:
    """``scan.json:2, scan.json:9``."""
    names = ", ".join(one.at for one in sightings[:most])
    return f"{names}, …" if len(sightings) > most else names


def units(by_verdict: Mapping[Verdict, int]) -> str:
    """``violation 3, compliant 1,200``."""
    return ", ".join(f"{verdict} {number:,}" for verdict, number in by_verdict.items() if number) or "nothing"


def lead(result: ReconcileResult) -> str:
    """The counts in a sentence."""
    came = result.reconciliation
    return (
        f"{counted(came.recorded_units, 'unit')} in the inventory: {came.seen_units:,} seen, "
        f"{came.recorded_units - came.seen_units:,} not seen; {counted(len(came.unlisted), 'machine')} seen and in no inventory."
    )


def _what(machine: Machine) -> str:
    return " ".join(filter(None, (machine.manufacturer, machine.model))) or "it did not say"
