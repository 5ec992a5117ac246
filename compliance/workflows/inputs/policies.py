"""The policies that are asked, and what their rules need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from compliance.core.errors import Problem, fail, nearest
from compliance.io.paths import AnyPath, display_path, lies_at
from compliance.io.resources import bundled
from compliance.ownership.parties import Parties
from compliance.policies.policy import Parameters, Policy
from compliance.reference.countries import CountryTable
from compliance.workflows.reference import Reference, user_reference


def find_policy(
    name: str, base: Path, parameters: Parameters | None, reference: Reference, *, partly: bool = False
) -> Policy:
    """The bundled policy of this id, else the one in this folder (relative to ``base``). Raises ComplianceError.

    ``parameters`` are the operator's values by rule id; None leaves open what the operator must set, ``partly`` what is not among them.
    """
    known = bundled("policies")
    if name in known:
        return reference.policy(known[name], f"bundled:{name}", parameters, partly=partly)
    folder = base / name
    if not lies_at(folder / "policy.yaml"):
        raise fail(
            f"policy {display_path(Path(name)) if Path(name).is_absolute() else name!r} is neither bundled nor a folder with a policy.yaml",
            f"{nearest(name, known)} Bundled: {', '.join(known)}.".lstrip(),
        )
    return reference.policy(folder, display_path(folder), parameters, partly=partly)


def without_open(policy: Policy) -> tuple[Policy, tuple[str, ...]]:
    """The policy without the rules whose parameters nobody has set, and what is said of each of these."""
    reasons = tuple(
        f"Rule {rule.id} was left out: no value is set for {', '.join(rule.open)}."
        for rule in policy.rules
        if rule.open
    )
    return replace(policy, rules=tuple(rule for rule in policy.rules if not rule.open)), reasons


def load_policy(name: AnyPath, *, parameters: Parameters | None = None) -> Policy:
    """The bundled policy of this id, else the one in this folder.

    ``parameters`` are the operator's values by rule id, of each rule by name; None leaves open what the operator must set.

    Raises ComplianceError where there is no such policy, or where one of its files cannot be used.

    >>> [rule.id for rule in load_policy("cleanspark-mineone").rules][:2]
    ['cleanspark-mineone/documents', 'cleanspark-mineone/evidence']
    """
    return find_policy(str(name), Path(), parameters, user_reference())


def needed(policies: Iterable[Policy], what: Literal["lists", "country_sets", "regimes", "installations"]) -> list[str]:
    """Ids of everything of a kind that some rule of the policies needs on some day."""
    versions = (version for policy in policies for rule in policy.rules for _, version in rule.versions)
    return sorted({name for version in versions for name in getattr(version.constraint, f"{what}_needed")()})


def unknown_names(policies: Iterable[Policy], countries: CountryTable, parties: Parties) -> list[Problem]:
    """Countries and parties in rules that nobody knows: such a rule would find nothing and clear everybody."""
    problems = {}
    for rule in (rule for policy in policies for rule in policy.rules):
        for _, version in rule.versions:
            constraint = version.constraint
            unknown = [f"country {code!r}" for code in constraint.codes_named() if code not in countries]
            unknown += [f"party {name!r}" for name in constraint.parties_named() if parties.get(name) is None]
            for what in unknown:
                advice = "Use an ISO 3166-1 code, or the id of a party in rules/parties or --parties."
                problems[what, rule.id] = Problem(
                    f"{rule.id} names {what}, which is not known", advice, rule.document.file
                )
    return list(problems.values())
