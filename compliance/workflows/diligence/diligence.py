"""The dossiers of targets: reads each folder, by default under every policy of a dossier whose settings are there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Unpack

from compliance.io.paths import AnyPaths, as_paths, resolved
from compliance.io.resources import bundled
from compliance.workflows.diligence.dossier import POLICIES, Dossier, dossier
from compliance.workflows.diligence.matter import Matter
from compliance.workflows.diligence.plan import CureTerms
from compliance.workflows.diligence.target import FACTS, Target, documents_in, folder_of, target_names
from compliance.workflows.duty import DEFAULT_TARIFF
from compliance.workflows.inputs import find_policy, read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.reference import Reference, user_reference
from compliance.workflows.settings import find_config


@dataclass(frozen=True, eq=False, slots=True)
class DiligenceResult:
    """The dossier of each target, in the order in which they were named."""

    reports: ClassVar[str] = "dossier"

    dossiers: tuple[Dossier, ...]
    paths: frozenset[Path]
    """The targets' folders and every file that was read, resolved: nothing may be written there."""


def diligence(
    folders: AnyPaths,
    *,
    as_of: date,
    matter: str = "",
    client: str = "",
    author: str = "",
    privilege: str = "",
    acquirer: str = "",
    **options: Unpack[InventoryOptions],
) -> DiligenceResult:
    """Writes up what an acquirer must know of each target: findings, ownership, sites, duty and documents to request.

    ``matter``, ``client``, ``author`` and ``privilege`` stand at the head of the memo; ``acquirer`` is the party that may
    buy, as a file of parties describes it. Settings are looked for from each folder upwards.

    Raises ComplianceError where a folder cannot be used, or where nothing would be checked.

    >>> from datetime import date
    >>> result = diligence("fleets/northgate", as_of=date(2026, 11, 22))
    >>> result.dossiers[0].report.verdict
    <Verdict.VIOLATION: 'violation'>
    """
    reference = user_reference()
    targets = [folder_of(folder) for folder in as_paths(folders)]
    tariff = reference.tariff(DEFAULT_TARIFF)
    dossiers = []
    paths = set(map(resolved, targets))
    for name, folder in zip(target_names(targets), targets, strict=True):
        lacking = {} if options.get("policies") else _lacking(folder, reference)
        default = [policy for policy in POLICIES if policy not in lacking]
        here: InventoryOptions = {**options, "settings": folder}
        request, config = complete([folder], as_of, here, default=default, facts=FACTS)
        inputs = read_inputs(replace(request, vouched="required"))
        paths |= inputs.paths
        target = Target(name, inputs, documents_in(folder))
        terms = CureTerms(reference.cures(), config.replacement_usd_per_ths)
        dossiers.append(
            dossier(target, tariff, lacking.values(), terms, Matter(matter, client, author, privilege, acquirer))
        )
    return DiligenceResult(tuple(dossiers), frozenset(paths))


def _lacking(folder: Path, reference: Reference) -> dict[str, str]:
    """The default policies that need a setting which neither the folder nor a folder around it gives, and why."""
    config, _ = find_config(folder, reference, POLICIES)
    reasons = {}
    for name in POLICIES:
        policy = find_policy(name, bundled("policies")[name].parent, None, reference)
        lacking = [
            f"{rule.id} ({parameter})"
            for rule in policy.rules
            for parameter in rule.open
            if parameter not in config.parameters.get(rule.id, {})
        ]
        if lacking:
            reasons[name] = f"Policy {name} was left out: no value is set for {', '.join(lacking)}."
    return reasons
