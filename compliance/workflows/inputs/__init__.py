"""From files to facts: finds the inventories and what lies beside them, reads everything once, says what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.core.errors import ErrorCollector
from compliance.core.finding import Input
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.io.paths import resolved, stated_day
from compliance.policies.facts import Facts
from compliance.policies.facts_read import facts_read
from compliance.policies.policy import Policy
from compliance.policies.waivers import Waivers
from compliance.workflows.inputs.claims import tied_out, with_documents
from compliance.workflows.inputs.companions import (
    Companions,
    read_companions,
    read_installations,
    read_lists,
    records,
)
from compliance.workflows.inputs.finding import Files, find_files, find_inventories
from compliance.workflows.inputs.inventories import Inventories, ReadTable, open_inventories, read_inventories
from compliance.workflows.inputs.mapping import read_mapping
from compliance.workflows.inputs.policies import find_policy, needed, unknown_names, without_open
from compliance.workflows.inputs.repeated import without_repeated
from compliance.workflows.inputs.request import Request
from compliance.workflows.reference import read_list

if TYPE_CHECKING:
    from compliance.evidence.tie_out import TieOut
    from compliance.screening.listings import PartyList

__all__ = [
    "Inputs", "ReadTable", "Request", "find_inventories", "find_policy", "needed", "read_inputs", "read_list", "read_mapping",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that a check needs, and the record of where it came from."""

    policies: tuple[Policy, ...]
    facts: Facts
    waivers: Waivers
    tables: tuple[ReadTable, ...]
    tied: TieOut | None
    """What the documents register vouches for; None where there is none."""
    read: tuple[Input, ...]
    paths: frozenset[Path]
    """Every file that was read, resolved: none of them may be written."""
    left_out: tuple[str, ...] = ()
    """Rules that could not be asked, each with the reason."""
    claims: tuple[str, ...] = ()
    """Waivers and decisions beside the inventories that were not considered."""


def read_inputs(request: Request) -> Inputs:
    """Reads what ``request`` names, and the parties, sites and waivers that lie beside the inventories.

    Raises ComplianceError with the problems of all files.
    """
    reference, problems = request.reference, ErrorCollector()
    policies = problems.collect(
        request.policies,
        lambda name: find_policy(
            name, request.policy_base, request.parameters, reference, partly=request.leave_out_open
        ),
    )
    asked = [without_open(policy) for policy in policies]
    policies = [policy for policy, _ in asked if policy.rules]
    left_out = tuple(reason for _, reasons in asked for reason in reasons)
    vocabulary = Vocabulary(reference.catalogue, reference.countries)
    files = (
        problems.one(
            lambda: find_files(
                request.fleets, all_inventories=request.all_inventories, known=request.files, vocabulary=vocabulary
            )
        )
        or Files()
    )
    companions = read_companions(request, files, problems)
    tables = open_inventories(request, files.inventories, vocabulary, problems)
    repeated: list[str] = []
    if files.gathered:
        tables, repeated = without_repeated(tables)
    problems.finish()
    tables = request.completed(tables)
    assert companions is not None
    regimes = {name: reference.regime(name) for name in needed(policies, "regimes")}
    lists = read_lists(request, policies, regimes.values(), problems)
    reader = Reader(
        reference.catalogue,
        reference.countries,
        companions.parties,
        companions.sites,
        request.codes,
        tuple(lists.values()),
        claims=request.tie_out or bool(companions.register),
        defaults=request.settings.config.defaults.model_dump(exclude_none=True) if request.settings else {},
    )
    read = facts_read(policies, companions.waivers) | FactsRead.exactly(*request.facts)
    read_too = with_documents(read, companions.register) if reader.claims else read
    inventories = read_inventories(request, tables, reader, read_too, problems)
    installations = problems.one(lambda: read_installations(policies, request.installations, reference)) or {}
    problems.finish()
    problems.problems += unknown_names(policies, reference.countries, companions.parties)
    problems.finish()
    tied = None
    if reader.claims:
        inventories, tied = tied_out(inventories, companions.register, reader, read, request.as_of)
    facts = Facts(
        request.as_of,
        reference.countries,
        reference.catalogue,
        replace(
            inventories.fleet,
            notes=(
                *(request.settings.notes if request.settings else ()),
                *files.notes,
                *repeated,
                *inventories.fleet.notes,
                *companions.parties.notes,
            ),
        ),
        companions.parties,
        companions.sites,
        lists,
        {name: reference.country_set(name) for name in needed(policies, "country_sets")},
        regimes,
        request.max_age,
        installations,
        companions.decisions,
        companions.register,
        request.vouched,
    )
    return Inputs(
        tuple(policies),
        facts,
        companions.waivers,
        inventories.tables,
        tied,
        _record(request, inventories, policies, lists.values(), companions),
        _paths(request, files, companions),
        left_out,
        companions.claims,
    )


def _record(
    request: Request,
    inventories: Inventories,
    policies: Iterable[Policy],
    lists: Iterable[PartyList],
    companions: Companions,
) -> tuple[Input, ...]:
    """What was read, for the report."""
    ordered = sorted(lists, key=lambda members: members.id)
    return (
        *inventories.inputs,
        *(Input("policy", policy.path, policy.sha256, len(policy.rules)) for policy in policies),
        *(
            Input("list", members.file, members.sha256, len(members.listings), str(members.edition))
            for members in ordered
        ),
        *records("list", request.installations),
        *companions.inputs,
        *(records("settings", [settings.file]) if (settings := request.settings) and settings.file else ()),
    )


def _paths(request: Request, files: Files, companions: Companions) -> frozenset[Path]:
    """Every file that was read, resolved."""
    named = (*files.inventories, *(stated_day(path)[0] for path in request.lists.values()), *request.installations)
    beside = (path for paths in companions.files.values() for path in paths)
    mapping = (request.mapping,) if request.mapping else ()
    return frozenset(resolved(path) for path in (*named, *beside, *mapping))
