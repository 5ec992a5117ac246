"""An approved exception, added to a file of waivers, and what it covers in inventories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from compliance.core.errors import ParameterError, Problem, fail
from compliance.core.finding import Finding, Verdict
from compliance.core.text import is_empty
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, working_folder
from compliance.io.writing import continue_file
from compliance.policies.engine import wording
from compliance.policies.engine.assessment import assess
from compliance.policies.engine.findings import STATUTORY
from compliance.policies.policy import DatedRule
from compliance.policies.waiver_file import with_waiver
from compliance.policies.waivers import WaivedSubject, Waiver
from compliance.reference.countries import Codes
from compliance.workflows.continued import file_of, older_content
from compliance.workflows.inputs import Request, read_inputs
from compliance.workflows.policy_test import load_for_test
from compliance.workflows.reference import user_reference
from compliance.workflows.settings import Config, find_config


@dataclass(frozen=True, slots=True)
class WaiveResult:
    """A waiver, its file, whether it was written there, and the findings that it covers in the inventories."""

    waiver: Waiver
    path: Path
    written: bool
    covered: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    """Why it will not count, or not as long as it says."""


def waive(
    fleets: AnyPaths = (),
    *,
    rule: str,
    subject: Mapping[str, str],
    reason: str,
    approved_by: str,
    approved_on: date,
    expires: date,
    as_of: date,
    evidence: str = "",
    waivers: AnyPath | None = None,
    write: bool = True,
    mapping: AnyPath | None = None,
    country_codes: Codes | None = None,
    settings: AnyPath | None = None,
) -> WaiveResult:
    """Adds an exception to a file of waivers: ``waivers``, else the one beside the inventories, else that of the settings.

    ``subject`` has one entry, of ``asset``, ``serial``, ``purchase_lot``, ``site``, ``party`` or ``supplier``.
    Without ``write`` it only says what it would do.

    Raises ComplianceError where there is no such rule, where the file has the waiver already or cannot be continued, and
    where it would waive nothing in the inventories.

    >>> from datetime import date
    >>> days = {"approved_on": date(2026, 1, 2), "expires": date(2026, 12, 31), "as_of": date(2026, 11, 22)}
    >>> subject, why = {"purchase_lot": "A2"}, {"reason": "Removed by June", "approved_by": "CCO"}
    >>> rule = "cleanspark-mineone/origin"
    >>> result = waive("fleets/cheyenne", rule=rule, subject=subject, **why, **days, write=False)
    >>> result.covered[0].units
    121
    """
    if expires < max(approved_on, as_of):
        raise ParameterError(
            Problem(f"a waiver that expires on {expires} is over before it can hold", "Give a later day.")
        )
    reference, paths = user_reference(), as_paths(fleets)
    config, base = find_config(Path(settings or working_folder()), reference)
    waiver = Waiver(
        rule=rule, subject=WaivedSubject(**subject), reason=reason, approved_by=approved_by, approved_on=approved_on,
        expires=expires, evidence=evidence,
    )  # fmt: skip
    if waiver.subject.names_nothing:
        kind, value = waiver.subject.pair
        raise ParameterError(Problem(f"{value!r} is a placeholder and names no {kind}", "Name what is to be waived."))
    rules = {rule.id: rule for name in config.known_policies(base).values() for rule in load_for_test(name).rules}
    target = file_of("waivers", None if waivers is None else Path(waivers), paths, config, base)

    def added(older: bytes | None) -> bytes:
        return with_waiver(older, display_path(target), waiver, rules)

    # What is wrong is said before the inventories are read; meanwhile the file is left to others.
    added(older_content(target))
    covered: Sequence[Finding] = ()
    if paths:
        columns = None if mapping is None else Path(mapping)
        request = Request(
            fleets=paths,
            as_of=max(approved_on, as_of),
            policies=(config.known_policies(base)[rule.split("/", maxsplit=1)[0]],),
            mapping=columns,
            codes=country_codes,
            reference=reference,
        )
        covered = _covered(request, waiver, config, base)
    if write:
        continue_file(target, display_path(target), added)
    return WaiveResult(waiver, target, write, tuple(covered), tuple(_limits(waiver, rules[rule])))


def _limits(waiver: Waiver, rule: DatedRule) -> Iterator[str]:
    """Why the waiver will not count, or not as long as it says."""
    longest = rule.policy.longest_waiver
    effects = {version.effect for _, version in rule.versions} if not rule.open else set()
    if effects & {*STATUTORY} and is_empty(waiver.evidence):
        yield wording.no_evidence(waiver)
    if waiver.last_day(longest) < waiver.expires:
        yield wording.too_long(waiver, longest)


def _covered(request: Request, waiver: Waiver, config: Config, base: Path) -> list[Finding]:
    """The findings that the waiver covers on its first day, or today. Raises ComplianceError where there is none."""
    inputs = read_inputs(
        replace(
            request,
            parameters=config.parameters,
            parties=config.files("parties", base),
            sites=config.files("sites", base),
            mapping=request.mapping or (base / config.map if config.map else None),
            waivers=None,
            more_waivers=(waiver,),
            lists=config.editions(base),
            max_age=config.max_age,
        )
    )
    findings = assess(inputs.policies, inputs.facts, inputs.waivers).report.findings
    covered = [finding for finding in findings if finding.verdict is Verdict.WAIVED]
    if not covered:
        kind, value = waiver.subject.pair
        what = f"would waive nothing: {waiver.rule} finds nothing to waive for {kind} {value!r} in these inventories"
        raise fail(what, "Compare it with the report, or leave FLEET out to write it all the same.")
    return covered
