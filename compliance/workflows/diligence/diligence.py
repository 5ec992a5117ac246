"""The dossiers of targets: reads each folder, under the acquirer's settings, with what the target says of itself as claims."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar, Unpack

from compliance.io.digests import sha256_of
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, resolved, working_folder
from compliance.policies.policy import Parameters
from compliance.workflows.diligence.dossier import POLICIES, Dossier, dossier
from compliance.workflows.diligence.earlier import read_earlier
from compliance.workflows.diligence.matter import Matter
from compliance.workflows.diligence.plan import CureTerms
from compliance.workflows.diligence.target import FACTS, Target, documents_in, folder_of, target_names
from compliance.workflows.duty import DEFAULT_TARIFF
from compliance.workflows.inputs import Request, find_policy, read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.reference import user_reference
from compliance.workflows.settings import Config, Settings, find_settings

WATCHED = "foreign-adversaries"
"""The countries whose holders a dossier tells first."""


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
    trust_target: bool = False,
    matter: str = "",
    client: str = "",
    author: str = "",
    privilege: str = "",
    acquirer: str = "",
    baseline: AnyPath | None = None,
    **options: Unpack[InventoryOptions],
) -> DiligenceResult:
    """Writes up what an acquirer must know of each target: findings, ownership, sites, duty and documents to request.

    ``matter``, ``client``, ``author`` and ``privilege`` stand at the head of the memo; ``acquirer`` is the party that may
    buy, as a file of parties describes it. ``baseline`` is an earlier dossier in JSON: each dossier then says what changed.

    Settings are the acquirer's own: those of the working directory, or ``settings``, never of a target's folder. The
    settings, waivers and decisions of a target are its claims, shown and not applied, unless ``trust_target``. A rule
    without a value that it needs is left out, and said. A party of whose owners nobody says enough is cleared by no rule
    on owners, unless the settings choose ``undisclosed: note``.

    Raises ComplianceError where a folder or the baseline cannot be used, or where nothing would be checked.

    >>> from datetime import date
    >>> result = diligence("fleets/northgate", settings="fleets/lender.toml", as_of=date(2026, 11, 22))
    >>> result.dossiers[0].report.verdict
    <Verdict.VIOLATION: 'violation'>
    """
    earlier = read_earlier(Path(baseline), display_path(Path(baseline))) if baseline is not None else None
    reference = user_reference()
    watched = reference.country_set(WATCHED).on(as_of)
    targets = [folder_of(folder) for folder in as_paths(folders)]
    tariff = reference.tariff(DEFAULT_TARIFF)
    start = Path(options.get("settings") or working_folder())
    own = find_settings(start, reference, POLICIES, without=targets)
    if start.is_file() and any(resolved(start).is_relative_to(resolved(folder)) for folder in targets):
        own = Settings(Config(), start.parent)
    dossiers = []
    paths = {*map(resolved, targets), *(resolved(Path(file)) for file in (baseline,) if file is not None)}
    for name, folder in zip(target_names(targets), targets, strict=True):
        theirs = find_settings(folder, reference, POLICIES)
        theirs = theirs if theirs.file and theirs.file.parent == folder else Settings(Config(), folder)
        settings = theirs if trust_target and theirs.file else own
        request, config = complete([folder], as_of, options, default=POLICIES, facts=FACTS, found=settings)
        request = replace(request, parameters=_with_owners_asked(request), vouched="required")
        inputs = read_inputs(replace(request, trusting=trust_target, leave_out_open=True))
        paths |= inputs.paths
        claims = () if trust_target else (*_settings_claims(theirs), *inputs.claims)
        target = Target(name, inputs, documents_in(folder))
        terms = CureTerms(reference.cures(), config.replacement_usd_per_ths)
        head = Matter(matter, client, author, privilege, acquirer)
        found = dossier(target, tariff, inputs.left_out, terms, head, claims, watched)
        dossiers.append(replace(found, redline=earlier.redline(found, alone=len(targets) == 1)) if earlier else found)
    return DiligenceResult(tuple(dossiers), frozenset(paths))


def _with_owners_asked(request: Request) -> Parameters:
    """The parameters, by which every rule that may choose leaves unknown owners open where the settings do not choose."""
    chosen = request.parameters
    policies = (find_policy(name, request.policy_base, None, request.reference) for name in request.policies)
    offering = (rule.id for policy in policies for rule in policy.rules if "undisclosed" in rule.parameters)
    return {**chosen, **{rule: {"undisclosed": "undetermined", **chosen.get(rule, {})} for rule in offering}}


def _settings_claims(settings: Settings) -> Iterator[str]:
    """What the settings in a target's folder say."""
    if settings.file:
        said = settings.config.model_dump(mode="json", by_alias=True, exclude_unset=True)
        values = "; ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items())
        yield f"{settings.file.name} ({sha256_of(settings.file)[:16]}): {values or 'nothing'}"
