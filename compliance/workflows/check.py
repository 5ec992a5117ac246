"""Inventories judged on a day: reads them and what lies beside them, asks every rule, leaves out what is not asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Unpack

from compliance.core.errors import fail
from compliance.core.text import counted
from compliance.io.paths import AnyPath, AnyPaths, display_path, resolved
from compliance.policies.engine.assessment import Assessment, assess
from compliance.workflows.inputs import Inputs, read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.settings import Config
from compliance.workflows.unit_digests import unit_digests

if TYPE_CHECKING:
    from compliance.core.finding import Report
    from compliance.io.cluster import Cluster


_NOT_COVERED = (
    "Check the sites and statuses of the inventory, or choose another policy; "
    "--allow-not-covered lets such a run end with 0."
)


@dataclass(frozen=True, eq=False, slots=True)
class CheckResult:
    """The report on a fleet, everything it follows from, and the settings that held.

    ``report`` names the findings that were asked for; ``assessment`` has them all, and the verdict of every unit.
    """

    reports: ClassVar[str] = "check"

    report: Report
    inputs: Inputs
    assessment: Assessment
    settings: Config
    paths: frozenset[Path]
    """Every file that was read, resolved: none of them may be overwritten."""


def check(
    fleets: AnyPaths,
    *,
    as_of: date,
    no_waivers: bool = False,
    check_duplicates: bool = False,
    baseline: AnyPath | None = None,
    everything: bool = False,
    digests: bool = True,
    allow_not_covered: bool = False,
    cluster: Cluster | None = None,
    **options: Unpack[InventoryOptions],
) -> CheckResult:
    """Checks inventory files, or operators' folders, against the rules as they stand on ``as_of``.

    ``everything`` (``--all``) keeps compliant and not-applicable findings in the report; with ``baseline``, an earlier
    JSON report, only what is new is kept. Without ``digests`` the names of units in lots of more than a hundred rows are
    not added up, and ``units_digest`` of their findings is empty.

    With a ``cluster`` its workers read the inventories, which may also be named as URLs (``hdfs://…/part-*.parquet``).

    Raises ComplianceError where an input cannot be used, or where nothing would be checked: no unit, no rule in force, or,
    unless ``allow_not_covered``, no subject that came under a rule.

    >>> from datetime import date
    >>> result = check("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22))
    >>> result.report.verdict
    <Verdict.VIOLATION: 'violation'>
    >>> sorted({finding.rule for finding in result.report.findings if finding.verdict == "violation"})
    ['cleanspark-mineone/mineone-order', 'cleanspark-mineone/origin']
    """
    earlier = None
    if baseline is not None:
        from compliance.policies.baseline import read_baseline

        earlier = read_baseline(Path(baseline), display_path(Path(baseline)))
    request, config = complete(
        fleets, as_of, options, no_waivers=no_waivers, check_duplicates=check_duplicates, cluster=cluster
    )
    inputs = read_inputs(replace(request, numbered=digests or earlier is not None))
    numbers = unit_digests(inputs) if digests or earlier else None
    assessment = assess(inputs.policies, inputs.facts, inputs.waivers, digests=numbers)
    if not (assessment.covered or allow_not_covered):
        raise fail(f"nothing was checked: {_not_covered(assessment.report)}", _NOT_COVERED)
    report = replace(assessment.report, inputs=inputs.read)
    if no_waivers:
        report = replace(
            report,
            notes=(*report.notes, "No waiver is considered, and no decision that rules a match out (--no-waivers)."),
        )
    if not everything:
        report = replace(report, findings=tuple(finding for finding in report.findings if finding.verdict.is_finding))
    if earlier:
        report = earlier.only_new(report)
    paths = inputs.paths | ({resolved(Path(baseline))} if baseline is not None else set())
    return CheckResult(report, inputs, assessment, config, paths)


def _not_covered(report: Report) -> str:
    """Why no unit came under a rule: the reasons, those of most units first."""
    units: Counter[str] = Counter()
    for finding in report.findings:
        units[finding.because] += finding.units
    reasons = [f"{reason} ({counted(number, 'unit')})" for reason, number in units.most_common()]
    return f"no subject came under any rule: {'; '.join(reasons)}"
