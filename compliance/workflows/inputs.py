"""From files to facts: finds the inventories and what lies beside them, reads everything once, says what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from glob import glob, has_magic
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail, nearest
from compliance.core.finding import Input
from compliance.inventory.columns import NATIVE
from compliance.inventory.formats import SUFFIXES, open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.grouping import count
from compliance.inventory.grouping.base import Condense, Grouping, Key
from compliance.inventory.lots import Normalised, Reader, normalise
from compliance.inventory.serials import Serials
from compliance.inventory.sites import Sites, read_sites
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.io.digests import sha256_of
from compliance.io.paths import display_path, distinct, entries, is_folder, lies_at, regular, resolved
from compliance.io.resources import bundled
from compliance.io.tables import Scan
from compliance.ownership.parties import Parties
from compliance.policies.engine.scope import facts_read
from compliance.policies.facts import Facts
from compliance.policies.policy import Parameters, Policy
from compliance.policies.waivers import Waiver, Waivers
from compliance.reference.countries import CountryTable
from compliance.screening.decisions import Decisions
from compliance.workflows.reference import Reference

if TYPE_CHECKING:
    from compliance.reference.installations import Installations
    from compliance.screening.listings import PartyList

T = TypeVar("T")

_YAML = (".yaml", ".yml", ".json")
_INVENTORY = re.compile(r"fleet(-.*)?", re.IGNORECASE | re.DOTALL)
_COMPANIONS = {"parties": (*_YAML, ".csv", ".jsonl"), "sites": _YAML, "waivers": _YAML, "decisions": _YAML}


@dataclass(frozen=True, eq=False)
class Request:
    """What the user asked to be read. Paths as given; ``lists`` maps list ids to files; without ``waivers`` (None) none
    is considered, not even one that lies beside an inventory.

    ``facts`` of a unit are read even where no rule needs them. ``tell`` hears, while an inventory is being read, its
    name and how far reading has come.
    """

    fleets: Sequence[Path]
    as_of: date
    policies: Sequence[str]
    policy_base: Path = Path()
    parameters: Parameters = field(default_factory=dict)
    parties: Sequence[Path] = ()
    sites: Sequence[Path] = ()
    waivers: Sequence[Path] | None = ()
    more_waivers: Sequence[Waiver] = ()
    decisions: Sequence[Path] = ()
    mapping: Path | None = None
    codes: Literal["iso", "fips"] | None = None
    check_duplicates: bool = False
    lists: Mapping[str, Path] = field(default_factory=dict)
    max_age: int | None = None
    facts: Sequence[str] = ()
    installations: Sequence[Path] = ()
    reference: Reference = field(default_factory=Reference)
    tell: Callable[[str, str], None] = lambda file, done: None


@dataclass(frozen=True, eq=False)
class ReadTable:
    """An inventory that was read: how its rows are grouped, and the unit of every combination.

    ``scan`` is the file if a fast engine counted it: then it can join the verdicts too.
    """

    table: Table
    grouping: Grouping
    units: Mapping[Key, Unit]
    scan: Scan | None = None


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that a check needs, and the record of where it came from."""

    policies: tuple[Policy, ...]
    facts: Facts
    waivers: Waivers
    tables: tuple[ReadTable, ...]
    read: tuple[Input, ...]
    paths: frozenset[Path]
    """Every file that was read, resolved: none of them may be written."""


def read_inputs(request: Request) -> Inputs:
    """Reads what ``request`` names, and the parties, sites and waivers that lie beside the inventories.

    Raises ComplianceError with the problems of all files.
    """
    gather = ErrorCollector()
    reference = request.reference
    policies = gather.each(
        request.policies, lambda name: find_policy(name, request.policy_base, request.parameters, reference)
    )
    files, companions = gather.one(lambda: _expand(request.fleets)) or ([], {kind: [] for kind in _COMPANIONS})
    party_files = distinct((*request.parties, *companions["parties"]))
    waiver_files = [] if request.waivers is None else distinct((*request.waivers, *companions["waivers"]))
    site_files = distinct((*request.sites, *companions["sites"]))
    decision_files = distinct((*request.decisions, *companions["decisions"]))
    parties = gather.one(lambda: _parties(party_files, reference))
    sites = gather.one(lambda: Sites(_all(site_files, read_sites, reference)))
    waivers = gather.one(lambda: Waivers((*_waivers(waiver_files, reference), *request.more_waivers)))
    decisions = gather.one(lambda: _decisions(decision_files, reference))
    mapping = gather.one(lambda: read_mapping(request.mapping)) or {}
    tables = gather.each(files, lambda path: open_table(path, display_path(path), mapping).heard_by(request.tell))
    gather.finish()
    assert parties is not None
    assert sites is not None
    assert waivers is not None
    assert decisions is not None
    catalogue, countries = reference.catalogue, reference.countries
    reader = Reader(catalogue, countries, parties, sites, request.codes)
    wanted = (*facts_read(policies, waivers), *request.facts)
    regimes = {name: reference.regime(name) for name in needed(policies, "regimes")}
    names = {*needed(policies, "lists"), *(name for each in regimes.values() for name in each.lists), *request.lists}
    held = gather.each(sorted(names), lambda name: read_list(name, request.lists, request.as_of, reference))
    lists = {each.id: each for each in held}
    serials = Serials(request.check_duplicates)

    def condenser(columns: Sequence[str]) -> Condense:
        from compliance.workflows.condensing import Condenser

        return Condenser(reader, policies, waivers, lists.values()).of(columns)

    def read_table(table: Table) -> tuple[ReadTable, Normalised, Input]:
        # Who asks for more facts than the rules read may tell apart what the rules cannot.
        grouping = Grouping(table.layout, wanted, waivers.named(), None if request.facts else condenser)
        return _read_table(table, grouping, reader, serials, request.tell)

    done = gather.each(tables, read_table)
    gather.finish()
    fleet = _fleet(done, tables)
    fleet = replace(fleet, notes=(*fleet.notes, *serials.notes(), *parties.notes))
    sets = {name: reference.country_set(name) for name in needed(policies, "country_sets")}
    places = gather.one(lambda: _installations(policies, request.installations, reference)) or {}
    gather.finish()
    gather.problems += _unknown_names(policies, countries, parties)
    gather.finish()
    facts = Facts(
        request.as_of,
        countries,
        catalogue,
        fleet,
        parties,
        sites,
        lists,
        sets,
        regimes,
        request.max_age,
        places,
        decisions,
    )
    read = (
        *(each for _, _, each in done),
        *(Input("policy", policy.path, policy.sha256, len(policy.rules)) for policy in policies),
        *(
            Input("list", held.file, held.sha256, len(held.listings), str(held.edition))
            for _, held in sorted(lists.items())
        ),
        *_files("list", request.installations),
        *_files("parties", party_files),
        *_files("sites", site_files),
        *_files("waivers", waiver_files),
        *_files("decisions", decision_files),
    )
    given = (
        *files,
        *party_files,
        *site_files,
        *waiver_files,
        *decision_files,
        *request.lists.values(),
        *request.installations,
    )
    paths = frozenset(resolved(path) for path in (*given, *((request.mapping,) if request.mapping else ())))
    return Inputs(tuple(policies), facts, waivers, tuple(each for each, _, _ in done), read, paths)


def find_policy(name: str, base: Path, parameters: Parameters | None, reference: Reference) -> Policy:
    """The bundled policy of this id, else the one in this folder (relative to ``base``). Raises ComplianceError.

    ``parameters`` are the operator's values by rule id; None leaves open what the operator must set.
    """
    known = bundled("policies")
    if name in known:
        return reference.policy(known[name], f"bundled:{name}", parameters)
    folder = base / name
    if not lies_at(folder / "policy.yaml"):
        raise fail(
            f"policy {display_path(Path(name)) if Path(name).is_absolute() else name!r} is neither bundled nor a folder with a policy.yaml",
            f"{nearest(name, known)} Bundled are: {', '.join(known)}.".lstrip(),
        )
    return reference.policy(folder, display_path(folder), parameters)


def find_inventories(given: Iterable[Path]) -> list[Path]:
    """The inventories among these files and folders, each once. Raises ComplianceError."""
    return _expand(given)[0]


def _expand(given: Iterable[Path]) -> tuple[list[Path], dict[str, list[Path]]]:
    """The inventories, and the files that lie beside them, by kind."""
    files: list[Path] = []
    companions: dict[str, list[Path]] = {kind: [] for kind in _COMPANIONS}
    problems: list[Problem] = []
    for path in chain.from_iterable(map(_matches, given)):
        folder = path if is_folder(path) else path.parent
        if folder is path:
            inside = [
                file for file in entries(path) if file.suffix.casefold() in SUFFIXES and _INVENTORY.fullmatch(file.stem)
            ]
            if not inside:
                problems.append(
                    Problem("has no inventory", "Name it fleet.csv, or fleet-<part>.csv.", display_path(path))
                )
            files += inside
        else:
            files.append(path)
        for kind, suffixes in _COMPANIONS.items():
            companions[kind] += [file for suffix in suffixes if lies_at(file := folder / f"{kind}{suffix}")]
    if problems:
        raise ComplianceError(problems)
    return distinct(files), companions


def _matches(path: Path) -> list[Path]:
    """The files that a pattern stands for; what is no pattern, or the name of a file, stands for itself."""
    if not has_magic(str(path)) or lies_at(path):
        return [path]
    return sorted(map(Path, glob(str(path), recursive=True))) or [path]


def _read_table(
    table: Table, grouping: Grouping, reader: Reader, serials: Serials, tell: Callable[[str, str], None]
) -> tuple[ReadTable, Normalised, Input]:
    place = table.layout.index.get("serial_number")
    watched = replace(table, chunks=lambda: serials.watch(table.file, place, table.chunks))
    found = count(grouping, watched, serials.most, lambda done: tell(table.file, done))
    rows = found.tally.rows
    if found.serials and place is not None:
        serials.watch_column(table.file, place, table.chunks, found.serials, rows)
    if not rows:
        raise fail("has a header and no rows", "Nothing was checked: export the inventory again.", file=table.file)
    result = normalise(found.tally, grouping, reader, table.file)
    return ReadTable(table, grouping, result.units, found.scan), result, Input("fleet", table.file, found.sha256, rows)


def _fleet(done: Sequence[tuple[ReadTable, Normalised, Input]], tables: Sequence[Table]) -> Fleet:
    lots: dict[Unit, Lot] = {}
    notes: list[str] = []
    for (read, result, _), table in zip(done, tables, strict=True):
        for lot in result.lots:
            if lot.unit in lots:
                lots[lot.unit].add(lot)
            else:
                lots[lot.unit] = lot
        notes.append(f"{table.file}: read as {table.format}.")
        mapped = {name: table.layout.written(name) for name in NATIVE if name in table.layout.index}
        foreign = [f"{header} as {name}" for name, header in mapped.items() if header != name]
        if foreign:
            notes.append(f"{table.file}: columns read: {', '.join(foreign)}.")
        if table.layout.unread:
            notes.append(f"{table.file}: columns that no rule reads: {', '.join(table.layout.unread)}.")
        if read.grouping.condensing:
            notes.append(f"{table.file}: has very many combinations; cells that mean the same are told by one of them.")
        notes += (*table.notes, *result.notes)
    return Fleet(tuple(lots.values()), tuple(notes))


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


def _decisions(files: Sequence[Path], reference: Reference) -> Decisions:
    if not files:
        return Decisions()
    from compliance.screening.decision_file import read_decisions

    return Decisions(_all(files, read_decisions, reference))


def _all(files: Iterable[Path], read: Callable[[Path, str], tuple[T, ...]], reference: Reference) -> tuple[T, ...]:
    return tuple(each for path in files for each in reference.small(path, display_path(path), read))


def read_mapping(path: Path | None) -> dict[str, str]:
    """The columns of a ``--map`` file: native name -> foreign header. Raises ComplianceError."""
    if path is None:
        return {}
    from compliance.io.yaml import load

    document = load(path, name=display_path(path))
    columns = (
        document.data.get("columns") if isinstance(document.data, dict) and set(document.data) == {"columns"} else None
    )
    if not isinstance(columns, dict):
        raise fail("is no column map", 'Write columns: {native_name: "Foreign header"}.', file=document.file, row=1)
    problems = []
    taken: dict[str, str] = {}
    for native, foreign in columns.items():
        line, column = document.place(("columns", native))
        if native not in NATIVE:
            problems.append(
                Problem(f"{native!r} is no native column", f"One of {', '.join(NATIVE)}.", document.file, line, column)
            )
        elif not isinstance(foreign, str) or foreign in taken:
            twice = isinstance(foreign, str)
            what = f"{foreign!r} is mapped twice" if twice else f"{native} is not mapped to one header"
            problems.append(Problem(what, "Map each header once.", document.file, line, column))
        else:
            taken[foreign] = native
    if problems:
        raise ComplianceError(problems)
    return columns


def needed(policies: Iterable[Policy], what: Literal["lists", "country_sets", "regimes", "installations"]) -> list[str]:
    """Ids of everything of a kind that some rule of the policies needs on some day."""
    versions = (version for policy in policies for rule in policy.rules for _, version in rule.versions)
    return sorted({name for version in versions for name in getattr(version.constraint, f"{what}_needed")()})


def read_list(name: str, given: Mapping[str, Path], day: date, reference: Reference) -> PartyList:
    """The edition that the user gave of this list, else the one for ``day``. Raises ComplianceError."""
    if name not in given:
        return reference.party_list(name, day)
    return reference.edition(name, given[name], display_path(given[name]))


def _installations(policies: Iterable[Policy], given: Sequence[Path], reference: Reference) -> dict[str, Installations]:
    """What the policies need, with the operator's own tables put in."""
    held = {name: reference.installations(name) for name in needed(policies, "installations")}
    if given:
        from compliance.reference.installation_file import read_table

        more = [each for path in given for each in read_table(regular(path, display_path(path)), display_path(path))]
        held = {name: each.with_more(more) for name, each in held.items()}
    return held


def _files(kind: Literal["list", "parties", "sites", "waivers", "decisions"], paths: Iterable[Path]) -> list[Input]:
    return [Input(kind, display_path(path), sha256_of(path)) for path in paths]


def _unknown_names(policies: Iterable[Policy], countries: CountryTable, parties: Parties) -> list[Problem]:
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
                    f"{rule.id} names {what}, which nobody knows", advice, rule.document.file
                )
    return list(problems.values())
