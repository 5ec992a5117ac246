"""The verdicts on inventories over time: reads them once and applies the rules on every day on which anything changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Unpack

from compliance.core.errors import ParameterError, Problem
from compliance.io.paths import AnyPath, AnyPaths, display_path, resolved
from compliance.workflows.inputs import read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.timeline.verdicts import History, history
from compliance.workflows.timeline.watch import Watched, watch
from compliance.workflows.unit_digests import unit_digests


@dataclass(frozen=True, eq=False, slots=True)
class TimelineResult:
    """The verdicts on every day on which anything changes, and what is newly affected since a saved report."""

    reports: ClassVar[str] = "timeline"

    history: History
    watched: Watched | None
    paths: frozenset[Path]
    """Every file that was read, resolved: none of them may be overwritten."""


def timeline(
    fleets: AnyPaths,
    *,
    first: date | None = None,
    last: date,
    saved: AnyPath | None = None,
    **options: Unpack[InventoryOptions],
) -> TimelineResult:
    """Shows how the verdicts on inventories change from ``first`` to ``last``, both included, on which days, and why.

    ``saved`` (``--watch``) is a JSON report: then the span begins on its day, and what is newly affected since is listed.

    Raises ComplianceError where an input cannot be used, or where nothing would be checked.

    >>> from datetime import date
    >>> span = {"first": date(2024, 1, 1), "last": date(2024, 12, 31)}
    >>> result = timeline("fleets/laramie-peak", policies=["cleanspark-mineone"], **span)
    >>> result.history.entries[0].day
    datetime.date(2024, 1, 1)
    """
    from compliance.policies.baseline import read_baseline

    earlier = None if saved is None else read_baseline(Path(saved), display_path(Path(saved)))
    if earlier and first not in (None, earlier.as_of):
        what = f"the saved report is of {earlier.as_of}, but --from is {first}"
        raise ParameterError(Problem(what, "Leave --from out: the span begins on the report's day."))
    start = earlier.as_of if earlier else first
    if start is None:
        raise TypeError("give the first day, or a saved report")
    request, _ = complete(fleets, last, options)
    watching = earlier is not None
    inputs = read_inputs(replace(request, numbered=watching))
    digests = unit_digests(inputs) if watching else None
    verdicts = history(inputs.policies, inputs.facts, inputs.waivers, start, last, rows=watching, digests=digests)
    verdicts = replace(verdicts, inputs=inputs.read)
    watched = watch(earlier, inputs.policies, verdicts, inputs.read) if earlier else None
    paths = inputs.paths | ({resolved(Path(saved))} if saved is not None else set())
    return TimelineResult(verdicts, watched, paths)
