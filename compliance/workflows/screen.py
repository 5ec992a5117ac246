"""Screens names: reads the names and the lists, compares each name once, and notes the limits of the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from compliance.core.errors import ErrorCollector, Problem
from compliance.core.text import quoted
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, resolved, working_folder
from compliance.io.resources import bundled
from compliance.screening.decision_file import Decision, read_decisions
from compliance.screening.decisions import Decisions
from compliance.screening.listings import PartyList
from compliance.screening.matching import Match, screen_all
from compliance.screening.names.damage import repaired
from compliance.screening.names.romanising import unread_script
from compliance.screening.names.tokens import is_only_form
from compliance.workflows.query import Query, problem_of
from compliance.workflows.reference import Reference, read_list, user_reference
from compliance.workflows.settings import find_config


@dataclass(frozen=True, slots=True)
class Result:
    """The matches of a query on all lists; ``dismissed`` are those that a decision rules out, ``namesakes`` those that only
    have an ordinary name in common, in another country.
    """

    query: Query
    matches: tuple[Match, ...]
    dismissed: tuple[tuple[Match, Decision], ...] = ()
    namesakes: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """The results in the order of the queries, the lists that were read, and notes on both."""

    reports: ClassVar[str] = "screen"

    as_of: date
    lists: tuple[PartyList, ...]
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    paths: frozenset[Path] = frozenset()
    """Every file of the user's that was read, resolved: none of them may be overwritten."""
    clears: bool = True
    """Whether a name without a match is on none of the lists; not where one of them is partial or too old."""

    @property
    def strengths(self) -> set[str]:
        """The strengths of all matches; namesakes count for nothing."""
        return {match.strength for result in self.results for match in result.matches}


@dataclass(frozen=True)
class ScreenRequest:
    """A request: ``names`` from the command line, then those of the ``files``; ``lists`` by id."""

    names: Sequence[str]
    as_of: date
    files: Sequence[Path] = ()
    lists: Mapping[str, Path] = field(default_factory=dict)
    decisions: Sequence[Path] = ()
    max_age: int | None = None
    reference: Reference = field(default_factory=Reference)
    mapping: Path | None = None
    processes: int = 1


def screen(
    names: str | Iterable[str] = (),
    *,
    as_of: date,
    files: AnyPaths = (),
    lists: Mapping[str, AnyPath] = MappingProxyType({}),
    decisions: AnyPaths = (),
    max_age: int | None = None,
    mapping: AnyPath | None = None,
    settings: AnyPath | None = None,
    processes: int = 1,
) -> ScreenResult:
    """Compares names, and those in ``files`` (tables of names, or inventories), with every restricted-party list as it stands on ``as_of``.

    ``lists`` are files to read instead of the bundled editions, by list id. Settings are looked for from the folder
    ``settings`` upwards, else from the working directory. Many names are shared out among so many ``processes``; with more
    than one, a script must guard its main part with ``if __name__ == "__main__"``.

    Raises ComplianceError where a name or a file cannot be used.

    >>> from datetime import date
    >>> result = screen("Sophgo Technologies Ltd.", as_of=date(2026, 11, 22))
    >>> sorted({match.list for match in result.results[0].matches if match.strength == "match"})
    ['us-bis-90fr4621', 'us-bis-entity-list']
    """
    reference = user_reference()
    config, base = find_config(Path(settings or working_folder()), reference)
    request = ScreenRequest(
        names=(names,) if isinstance(names, str) else tuple(names),
        as_of=as_of,
        files=as_paths(files),
        lists={**config.editions(base), **{name: Path(path) for name, path in lists.items()}},
        decisions=as_paths(decisions) or config.files("decisions", base),
        max_age=config.max_age if max_age is None else max_age,
        reference=reference,
        mapping=None if mapping is None else Path(mapping),
        processes=processes,
    )
    return answer(request)


def answer(request: ScreenRequest) -> ScreenResult:
    """Screens the names of the request. Raises ComplianceError with the problems of all files."""
    errors = ErrorCollector()
    for number, name in enumerate(request.names, 1):
        problem = problem_of(name)
        if problem:
            errors.problems.append(Problem(f"name {number} {problem[0]}", problem[1]))
    files = _read_files(request, errors)
    queries = [*map(Query, request.names), *chain.from_iterable(files)]
    decision_files = errors.collect(request.decisions, lambda path: read_decisions(path, display_path(path)))
    decisions = Decisions(tuple(chain.from_iterable(decision_files)))
    ids = sorted({*bundled("lists"), *request.lists})
    lists = errors.collect(ids, lambda name: read_list(name, request.lists, request.as_of, request.reference))
    errors.finish()
    matches_by_query = screen_all(
        (query.details for query in queries), lists, request.as_of, processes=request.processes
    )
    reviewed = [
        decisions.apply((query.name,), query.country, chain.from_iterable(by_list), request.as_of)
        for query, by_list in zip(queries, matches_by_query, strict=True)
    ]
    results = tuple(
        Result(
            query,
            tuple(match for match in review.matches if not match.namesake),
            review.dismissed,
            tuple(match for match in review.matches if match.namesake),
        )
        for query, review in zip(queries, reviewed, strict=True)
    )
    notes = dict.fromkeys(note for review in reviewed for note in review.notes)
    paths = frozenset(map(resolved, (*request.files, *request.lists.values(), *request.decisions)))
    unread = list(_unread(queries, results))
    clears = not unread and not any(party_list.doubt(request.as_of, request.max_age) for party_list in lists)
    return ScreenResult(
        request.as_of, tuple(lists), results, (*unread, *_doubts(lists, request), *notes), paths, clears
    )


def _read_files(request: ScreenRequest, errors: ErrorCollector) -> list[list[Query]]:
    """The names in the files. What reads inventories is imported only where there are files."""
    if not (request.files or request.mapping):
        return []
    from compliance.workflows.inputs.mapping import read_mapping
    from compliance.workflows.name_files import read_queries

    mapping = read_mapping(request.mapping)
    return errors.collect(
        request.files, lambda path: read_queries(path, display_path(path), request.reference, mapping=mapping)
    )


def _unread(queries: Sequence[Query], results: Sequence[Result]) -> Iterator[str]:
    """Names without a match in a script that cannot be compared, damaged ones, and texts that name nobody."""
    for query, result in zip(queries, results, strict=True):
        if is_only_form(query.name):
            yield f"{quoted(query.name)} is nothing but a legal form: it names nobody. Give the whole name."
        if written := repaired(query.name):
            yield f"{quoted(query.name)} was read in a wrong encoding: {quoted(written)} was screened as well. Save the file in UTF-8."
        script = unread_script(query.name)
        if script and not result.matches:
            yield f"{quoted(query.name)} may be listed: names in the script {script} cannot be compared. Give it in Latin letters."


def _doubts(lists: Sequence[PartyList], request: ScreenRequest) -> Iterator[str]:
    """Why a name without a match may still be on a list."""
    advice = "Run compliance lists update, or give the complete list with --list ID=FILE."
    doubts = [
        doubt
        for party_list in lists
        if party_list.listings and (doubt := party_list.doubt(request.as_of, request.max_age))
    ]
    if doubts:
        yield f"A name without a match may still be listed: {'; '.join(doubts)}. {advice}"
    yield from (f"{party_list.open_note}." for party_list in lists if party_list.open_note)
    if absent := [party_list.id for party_list in lists if not party_list.listings]:
        yield f"Not screened, because we hold no entries yet: {', '.join(absent)}. {advice}"
