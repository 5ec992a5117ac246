"""What is read beside inventories and policies: parties, sites, waivers, decisions, lists, installations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from compliance.core.errors import ErrorCollector
from compliance.core.finding import Input
from compliance.evidence.documents import NO_REGISTER, Register
from compliance.inventory.sites import Sites, read_sites
from compliance.io.digests import sha256_of
from compliance.io.paths import display_path, regular, resolved
from compliance.ownership.parties import Parties
from compliance.policies.policy import Policy
from compliance.policies.waivers import Waiver, Waivers
from compliance.screening.decisions import Decisions
from compliance.workflows.inputs.finding import Files
from compliance.workflows.inputs.policies import needed
from compliance.workflows.inputs.request import Request
from compliance.workflows.reference import Reference, read_list

if TYPE_CHECKING:
    from compliance.ownership.regimes import DatedRegime
    from compliance.reference.installations import Installations
    from compliance.screening.listings import PartyList

T = TypeVar("T")
Kind = Literal["parties", "sites", "waivers", "decisions", "documents"]


@dataclass(frozen=True, eq=False, slots=True)
class Companions:
    """What was read of parties, sites, waivers, decisions and documents, and from which files, by kind."""

    parties: Parties
    sites: Sites
    waivers: Waivers
    decisions: Decisions
    register: Register
    files: Mapping[Kind, Sequence[Path]]
    claims: tuple[str, ...] = ()
    """Waivers and decisions that were not considered, for the audited party speaks in them."""

    @property
    def inputs(self) -> list[Input]:
        """The files that were read, with their digests."""
        return [record for kind, paths in self.files.items() for record in records(kind, paths)]


def read_companions(request: Request, files: Files, problems: ErrorCollector) -> Companions | None:
    """What was asked for and what lies beside the inventories; None where some of it cannot be read."""
    reference = request.reference
    party_files = files.companions("parties", request.parties)
    site_files = files.companions("sites", request.sites)
    own = files if request.trusting else Files()
    waiver_files = [] if request.waivers is None else own.companions("waivers", request.waivers)
    decision_files = own.companions("decisions", request.decisions)
    document_files = files.companions("documents", request.documents)
    parties = problems.one(lambda: _parties(party_files, reference))
    sites = problems.one(lambda: Sites(_all(site_files, read_sites, reference)))
    waivers = problems.one(lambda: Waivers((*_waivers(waiver_files, reference), *request.more_waivers)))
    named_decisions = {resolved(path) for path in request.decisions}
    beside = [path for path in decision_files if resolved(path) not in named_decisions]
    decisions = problems.one(lambda: _decisions(decision_files, beside, reference))
    if decisions and not request.clearing_decisions:
        decisions = decisions.without_clearing()
    claims: tuple[str, ...] | None = ()
    if not request.trusting:
        claims = problems.one(lambda: _claims(files, reference))
    register = problems.one(lambda: _register(document_files))
    if parties is None or sites is None or waivers is None or decisions is None or register is None or claims is None:
        return None
    read: dict[Kind, Sequence[Path]] = {
        "parties": party_files,
        "sites": site_files,
        "waivers": waiver_files,
        "decisions": decision_files,
        "documents": document_files,
    }
    return Companions(parties, sites, waivers, decisions, register, read, claims)


def read_lists(
    request: Request, policies: Sequence[Policy], regimes: Iterable[DatedRegime], problems: ErrorCollector
) -> dict[str, PartyList]:
    """The lists that the policies and regimes need, and those that the user gave."""
    in_regimes = (name for regime in regimes for name in regime.lists)
    names = sorted({*needed(policies, "lists"), *in_regimes, *request.lists})
    lists = problems.collect(names, lambda name: read_list(name, request.lists, request.as_of, request.reference))
    return {party_list.id: party_list for party_list in lists}


def read_installations(
    policies: Iterable[Policy], tables: Sequence[Path], reference: Reference
) -> dict[str, Installations]:
    """What the policies need, with the operator's own tables put in."""
    installations = {name: reference.installations(name) for name in needed(policies, "installations")}
    if tables:
        from compliance.reference.installation_file import read_table

        more = [row for path in tables for row in read_table(regular(path, display_path(path)), display_path(path))]
        installations = {name: table.with_more(more) for name, table in installations.items()}
    return installations


def records(kind: Literal["list", "settings"] | Kind, paths: Iterable[Path]) -> list[Input]:
    """Files that were read, with their digests."""
    return [Input(kind, display_path(path), sha256_of(path)) for path in paths]


def _parties(files: Sequence[Path], reference: Reference) -> Parties:
    if not files:
        return reference.parties
    from compliance.ownership.formats import read_parties

    return Parties.merged(
        [reference.parties], [reference.small(path, display_path(path), read_parties) for path in files]
    )


def _waivers(files: Sequence[Path], reference: Reference) -> tuple[Waiver, ...]:
    if not files:
        return ()
    from compliance.policies.waiver_file import read_waivers

    return _all(files, read_waivers, reference)


def _decisions(files: Sequence[Path], beside: Sequence[Path], reference: Reference) -> Decisions:
    if not files:
        return Decisions()
    from compliance.screening.decision_file import read_decisions

    return Decisions(_all(files, read_decisions, reference), frozenset(_all(beside, read_decisions, reference)))


def _claims(files: Files, reference: Reference) -> tuple[str, ...]:
    """What the waivers and decisions beside the inventories say."""
    waivers = _waivers(files.companions("waivers", ()), reference)
    decisions = _decisions(files.companions("decisions", ()), (), reference).decisions
    return (
        *(f"{waiver.rule}: {waiver}" for waiver in waivers),
        *(f"{decision}: {decision.reason}" for decision in decisions),
    )


def _register(files: Sequence[Path]) -> Register:
    if not files:
        return NO_REGISTER
    from compliance.evidence.register_file import read_register

    return read_register((path, display_path(path)) for path in files)


def _all(files: Iterable[Path], read: Callable[[Path, str], tuple[T, ...]], reference: Reference) -> tuple[T, ...]:
    return tuple(entry for path in files for entry in reference.small(path, display_path(path), read))
