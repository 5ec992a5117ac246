"""From files to an answer on ownership: the parties, the law of the day, who counts as listed, and who is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail
from compliance.io.paths import display_path, distinct
from compliance.io.resources import bundled
from compliance.ownership.parties import Indexed, Interest, Parties, Party
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import Answers, trace
from compliance.screening.matching import screen
from compliance.workflows.inputs import read_list
from compliance.workflows.reference import Reference

if TYPE_CHECKING:
    from compliance.screening.listings import PartyList

DEFAULT_REGIME = "us-ofac-50"


@dataclass(frozen=True)
class TraceRequest:
    """What the user wants to know: of the parties ``asked``, or of ``everything``. ``lists`` maps list ids to files."""

    asked: Sequence[str]
    as_of: date
    everything: bool = False
    regimes: Sequence[str] = (DEFAULT_REGIME,)
    parties: Sequence[Path] = ()
    listed: Sequence[str] = ()
    lists: Mapping[str, Path] = field(default_factory=dict)
    reference: Reference = field(default_factory=Reference)


@dataclass(frozen=True)
class Trace:
    """What one regime says on one day of the parties ``asked`` about, and all from which it follows."""

    as_of: date
    regime: Regime
    notes: tuple[str, ...]
    parties: Parties
    asked: Sequence[str]
    listed: frozenset[str]
    possible: frozenset[str]
    answers: Answers

    @property
    def worst(self) -> Literal["restricted", "possibly-restricted", "clear"]:
        """The worst verdict on a party asked about; one that is itself listed is no finding."""
        found = {self.verdict(party) for party in self.asked if party not in self.listed}
        if "restricted" in found:
            return "restricted"
        return "possibly-restricted" if "possibly-restricted" in found else "clear"

    def verdict(self, party: str) -> str:
        """The verdict alone, which is quicker."""
        return self.answers.verdict(party)

    def state(self, party: str) -> str:
        """``listed``, ``maybe-listed``, or the verdict."""
        if party in self.listed:
            return "listed"
        return "maybe-listed" if party in self.possible else self.verdict(party)

    def into(self, party: str) -> Sequence[Interest]:
        """The interests in the party on the day, of every kind, the largest first."""
        interests = self.parties.interests
        found = interests.into(party) if isinstance(interests, Indexed) else self._into.get(party, ())
        held = (each for each in found if each.held_on(self.as_of))
        return sorted(held, key=lambda each: (each.kind != "ownership", -each.share.low, -each.share.high, each.owner))

    @cached_property
    def _into(self) -> Mapping[str, Sequence[Interest]]:
        found: dict[str, list[Interest]] = defaultdict(list)
        for each in self.parties.interests:
            found[each.owned].append(each)
        return found


def read_traces(request: TraceRequest) -> tuple[Trace, ...]:
    """The answer of every regime in ``request``. Raises ComplianceError with every problem of what it names."""
    gather = ErrorCollector()
    regimes = gather.each(request.regimes, lambda name: request.reference.regime(name).on(request.as_of))
    given = gather.each(request.lists, lambda name: _list(name, request))
    files = gather.each(distinct(request.parties), _read)
    gather.finish()
    parties = _together(files) if request.parties else request.reference.parties
    asked = tuple(dict.fromkeys(gather.each(request.asked, lambda text: _named(parties, text).id)))
    listed = frozenset(gather.each(request.listed, lambda party: _known(parties, party)))
    lists = gather.each(regimes, lambda regime: _lists(regime, request, given))
    gather.finish()
    return tuple(
        _answer(regime, used, request, parties, parties.ids if request.everything else asked, listed)
        for regime, used in zip(regimes, lists, strict=True)
    )


def _answer(
    regime: Regime,
    lists: Sequence[PartyList],
    request: TraceRequest,
    parties: Parties,
    asked: Sequence[str],
    listed: frozenset[str],
) -> Trace:
    day = request.as_of
    found, possible = _screened(parties, lists, day)
    seeds, unsure = listed | found, possible - listed - found
    notes = (*regime.notes, *_notes(regime, lists, request), *parties.notes)
    return Trace(day, regime, notes, parties, asked, seeds, unsure, trace(parties, regime, day, seeds, unsure))


def _read(path: Path) -> Parties:
    from compliance.ownership.formats import read_parties

    return read_parties(path, display_path(path))


def _together(files: Sequence[Parties]) -> Parties:
    return files[0] if len(files) == 1 else Parties.merged([], files)


def _named(parties: Parties, text: str) -> Party:
    """The one party that ``text`` names by its id, its name or an alias."""
    found = parties.all_named(text)
    if len(found) == 1:
        return parties[next(iter(found))]
    if found:
        raise fail(f"{text!r} names several parties", f"Give one id of {', '.join(sorted(found))}.")
    raise fail(f"no party {text!r} is known", "Give its id, its name or an alias, or its file with --parties.")


def _known(parties: Parties, party: str) -> str:
    if party in parties:
        return party
    alike = sorted(parties.all_named(party))
    if len(alike) == 1:
        return alike[0]
    meant = f" Did you mean {' or '.join(alike)}?" if alike else ""
    raise fail(f"--listed {party!r} is no id of a party that is known", f"Give an id of a file of --parties.{meant}")


def _lists(regime: Regime, request: TraceRequest, given: Sequence[PartyList]) -> list[PartyList]:
    """The lists whose parties count: the regime's unless ``--listed`` names them, and any of the user's own."""
    used = [held for held in given if held.id in regime.lists or _is_own(held.id, request.reference)]
    if request.listed:
        return used
    if not (regime.lists or used):
        raise fail(f"{regime.id} names no list", "Say who is listed with --listed ID.")
    missing = [name for name in regime.lists if name not in request.lists and name not in bundled("lists")]
    if missing:
        raise ComplianceError(
            Problem(
                f"{regime.id} reads the list {name!r}, which is not bundled",
                f"Give it with --list {name}=FILE, or say who is listed with --listed ID.",
            )
            for name in missing
        )
    return [*(_list(name, request) for name in regime.lists if name not in request.lists), *used]


def _list(name: str, request: TraceRequest) -> PartyList:
    return read_list(name, request.lists, request.as_of, request.reference)


def _is_own(name: str, reference: Reference) -> bool:
    """Whether a list is the user's own: neither bundled nor read by any regime, so its parties are taken as listed."""
    return name not in bundled("lists") and not any(name in reference.regime(each).lists for each in bundled("regimes"))


def _screened(parties: Parties, lists: Sequence[PartyList], day: date) -> tuple[frozenset[str], frozenset[str]]:
    """The parties that match a listing of the day, and those that are candidates for a person to confirm."""
    listed: set[str] = set()
    possible: set[str] = set()
    for party in parties if lists else ():
        for each in lists:
            for match in screen(party.names, party.country, each, day, party.numbers):
                (listed if match.strength == "match" else possible).add(party.id)
    return frozenset(listed), frozenset(possible)


def _notes(regime: Regime, lists: Sequence[PartyList], request: TraceRequest) -> Iterable[str]:
    """What the answer rests on that is less than sure, and which parties count as listed."""
    for source in regime.sources:
        if source.confidence != "verified":
            verify = f"; verify: {source.verify}" if source.verify else ""
            yield f"Rests on {source.title}, which is {source.confidence}{verify}."
    if request.listed:
        yield "Taken as listed: the parties named with --listed."
    if lists:
        compared = ", ".join(f"{each.id} (edition {each.edition})" for each in lists)
        yield f"Names were compared with {compared}."
    for each in lists:
        if doubt := each.doubt(request.as_of):
            yield f"Nobody is cleared: {doubt}. Give the whole list with --list {each.id}=FILE."
        if each.id not in regime.lists:
            yield f"Parties on {each.id} are taken as listed, though {regime.id} does not name it."
    read = {each.id for each in lists}
    unread = [name for name in request.lists if name not in read]
    if unread:
        yield f"Not read by {regime.id}: {', '.join(unread)}."
