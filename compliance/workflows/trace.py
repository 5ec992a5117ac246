"""From files to an answer on ownership: the parties, the law of the day, who counts as listed, and who is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail
from compliance.io.paths import AnyPath, AnyPaths, as_paths, display_path, distinct, resolved, working_folder
from compliance.io.resources import bundled
from compliance.ownership.interests import on_day
from compliance.ownership.parties import Indexed, Interest, Parties, Party
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import Answers
from compliance.ownership.tracing.reach import trace as follow
from compliance.screening.matching import screen_party
from compliance.workflows.inputs import read_list
from compliance.workflows.reference import Reference, user_reference
from compliance.workflows.settings import find_config

if TYPE_CHECKING:
    from compliance.screening.listings import PartyList

MAX_TERMS = 20
"""Of so many restricted parties, and so many of their listed owners, the terms are said."""
DEFAULT_REGIME = "us-ofac-50"
NOT_FOUND = "not found on the lists held"
"""What is said instead of *clear* where a list is partial or too old."""
TraceVerdict = Literal["restricted", "possibly-restricted", "clear"]
"""What a regime says of a party, the worst first."""


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
    listed_since: Mapping[str, date] = field(default_factory=dict)
    uncleared: bool = False
    """Whether nobody is cleared by what the lists do not say, because one of them is partial or too old."""

    @classmethod
    def following(
        cls,
        as_of: date,
        regime: Regime,
        notes: tuple[str, ...],
        parties: Parties,
        asked: Sequence[str],
        listed: frozenset[str],
        possible: frozenset[str],
        listed_since: Mapping[str, date],
        uncleared: bool,
    ) -> Trace:
        """The answer on the parties ``asked`` about, where these parties are ``listed`` and these ``possible`` ones."""
        answers = follow(parties, regime, as_of, listed, possible, listed_since=listed_since)
        notes = tuple(dict.fromkeys((*notes, *answers.notes)))
        uncleared = uncleared and regime.in_force
        return cls(as_of, regime, notes, parties, asked, listed, possible, answers, listed_since, uncleared)

    def __reduce__(self) -> tuple[Any, ...]:
        # Answers are worked out party by party where somebody asks: another process follows the interests itself.
        fields = (
            self.as_of,
            self.regime,
            self.notes,
            self.parties,
            self.asked,
            self.listed,
            self.possible,
            self.listed_since,
            self.uncleared,
        )
        return Trace.following, fields

    @property
    def worst(self) -> TraceVerdict:
        """The worst verdict on a party asked about; one that is itself listed is no finding."""
        return worst(self.verdict(party) for party in self.asked if party not in self.listed)

    def verdict(self, party: str) -> str:
        """The verdict alone, which is quicker."""
        return self.answers.verdict(party)

    def state(self, party: str) -> str:
        """``listed``, ``maybe-listed``, or the verdict."""
        if party in self.listed:
            return "listed"
        return "maybe-listed" if party in self.possible else self.verdict(party)

    def word(self, verdict: str) -> str:
        """A verdict or state in words: nobody is said to be clear whom a partial list only does not name."""
        return NOT_FOUND if verdict == "clear" and self.uncleared else verdict

    def into(self, party: str) -> Sequence[Interest]:
        """The interests in the party on the day, of every kind, the largest first."""
        interests = self.parties.interests
        into = interests.into(party) if isinstance(interests, Indexed) else self._into.get(party, ())
        return sorted(on_day(into, self.as_of), key=_largest_first)

    @cached_property
    def _into(self) -> Mapping[str, Sequence[Interest]]:
        into: dict[str, list[Interest]] = defaultdict(list)
        for interest in self.parties.interests:
            into[interest.owned].append(interest)
        return into


def _largest_first(interest: Interest) -> tuple[Any, ...]:
    return (interest.kind != "ownership", -interest.share.low, -interest.share.high, interest.owner)


@dataclass(frozen=True, eq=False, slots=True)
class TraceResult:
    """The answer of each regime that was asked, in the order in which they were named."""

    reports: ClassVar[str] = "trace"

    traces: tuple[Trace, ...]
    paths: frozenset[Path]
    """Every file of the user's that was read, resolved: none of them may be overwritten."""

    @property
    def worst(self) -> TraceVerdict:
        """The worst verdict of any regime on a party asked about."""
        return worst(trace.worst for trace in self.traces)


def trace(
    names: str | Iterable[str] = (),
    *,
    as_of: date,
    everything: bool = False,
    parties: AnyPaths = (),
    regimes: str | Iterable[str] = DEFAULT_REGIME,
    listed: Iterable[str] = (),
    lists: Mapping[str, AnyPath] = MappingProxyType({}),
    settings: AnyPath | None = None,
) -> TraceResult:
    """Finds out whether listed parties own those of these ``names``, or ``everything`` in the files, on ``as_of``.

    A party is named by its id, its name or an alias. Several ``regimes`` are compared. ``listed`` are ids of parties
    that are treated as listed; ``lists`` are files to read instead of the bundled editions, by list id. Settings are looked
    for from the folder ``settings`` upwards, else from the working directory.

    Raises ComplianceError where a name or a file cannot be used.

    >>> from datetime import date
    >>> result = trace(everything=True, parties="fleets/cheyenne/parties.yaml", as_of=date(2026, 11, 22))
    >>> result.worst
    'clear'
    """
    reference = user_reference()
    config, base = find_config(Path(settings or working_folder()), reference)
    request = TraceRequest(
        asked=(names,) if isinstance(names, str) else tuple(names),
        everything=everything,
        as_of=as_of,
        regimes=(regimes,) if isinstance(regimes, str) else tuple(regimes),
        parties=as_paths(parties),
        listed=tuple(dict.fromkeys(listed)),
        lists={**config.editions(base), **{name: Path(path) for name, path in lists.items()}},
        reference=reference,
    )
    return TraceResult(read_traces(request), frozenset(map(resolved, (*request.parties, *request.lists.values()))))


def worst(verdicts: Iterable[str]) -> TraceVerdict:
    """The worst of some verdicts; of none ``clear``."""
    unique = frozenset(verdicts)
    if "restricted" in unique:
        return "restricted"
    return "possibly-restricted" if "possibly-restricted" in unique else "clear"


def read_traces(request: TraceRequest) -> tuple[Trace, ...]:
    """The answer of every regime in ``request``. Raises ComplianceError with every problem of what it names."""
    problems = ErrorCollector()
    regimes = problems.collect(request.regimes, lambda name: request.reference.regime(name).on(request.as_of))
    extra = problems.collect(request.lists, lambda name: _list(name, request))
    files = problems.collect(distinct(request.parties), _read)
    problems.finish()
    parties = _together(files) if request.parties else request.reference.parties
    asked = tuple(dict.fromkeys(problems.collect(request.asked, lambda text: _named(parties, text).id)))
    listed = frozenset(problems.collect(request.listed, lambda party: _known(parties, party)))
    lists = problems.collect(regimes, lambda regime: _lists(regime, request, extra))
    problems.finish()
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
    since, candidates = _screened(parties, lists, regime, day)
    seeds, unsure = listed | since.keys(), candidates - listed - since.keys()
    notes = (*regime.notes, *_notes(regime, lists, request), *parties.notes)
    trace = Trace.following(day, regime, notes, parties, asked, seeds, unsure, since, _uncleared(lists, day))
    return replace(trace, notes=(*trace.notes, *_terms(trace, lists))) if regime.terms and lists else trace


def _terms(trace: Trace, lists: Sequence[PartyList]) -> Iterable[str]:
    """What the law asks of the dealings with the listed owners of those who are restricted, of a few by name."""
    restricted = (trace.answers[party] for party in trace.asked if trace.verdict(party) == "restricted")
    owners = {owner for reach in islice(restricted, MAX_TERMS) for owner in reach.listed_owners}
    for party in map(trace.parties.__getitem__, sorted(owners)[:MAX_TERMS]):
        for party_list in lists:
            matches = screen_party(party.details, party_list, trace.as_of)
            yield from trace.regime.terms_of(party.name, trace.regime.counting(matches))


def _uncleared(lists: Iterable[PartyList], day: date) -> bool:
    return any(party_list.doubt(day) for party_list in lists)


def _read(path: Path) -> Parties:
    from compliance.ownership.formats import read_parties

    return read_parties(path, display_path(path))


def _together(files: Sequence[Parties]) -> Parties:
    return files[0] if len(files) == 1 else Parties.merged([], files)


def _named(parties: Parties, text: str) -> Party:
    """The one party that ``text`` names by its id, its name or an alias."""
    ids = parties.all_named(text)
    if len(ids) == 1:
        return parties[next(iter(ids))]
    if ids:
        raise fail(f"{text!r} names several parties", f"Give one id of {', '.join(sorted(ids))}.")
    raise fail(f"no party {text!r} is known", "Give its id, its name or an alias, or its file with --parties.")


def _known(parties: Parties, party: str) -> str:
    if party in parties:
        return party
    alike = sorted(parties.all_named(party))
    if len(alike) == 1:
        return alike[0]
    meant = f" Did you mean {' or '.join(alike)}?" if alike else ""
    raise fail(f"--listed {party!r} is not the id of a known party", f"Give an id of a file of --parties.{meant}")


def _lists(regime: Regime, request: TraceRequest, extra: Sequence[PartyList]) -> list[PartyList]:
    """The lists whose parties count: the regime's unless ``--listed`` names them, and any of the user's own."""
    used = [
        party_list for party_list in extra if party_list.id in regime.lists or _is_own(party_list.id, request.reference)
    ]
    if request.listed:
        return used
    if not (regime.lists or used):
        raise fail(f"{regime.id} names no list", "Say who is listed with --listed ID.")
    lists = [_list(name, request) for name in regime.lists if name not in request.lists]
    # Without one entry of a list, every party would seem to be clear of it.
    if missing := [party_list.id for party_list in lists if not party_list.listings]:
        raise ComplianceError(
            Problem(
                f"{regime.id} reads the list {name!r}, of which we hold no entries",
                f"Run compliance lists update {name}, give it with --list {name}=FILE, "
                "or say who is listed with --listed ID.",
            )
            for name in missing
        )
    return [*lists, *used]


def _list(name: str, request: TraceRequest) -> PartyList:
    return read_list(name, request.lists, request.as_of, request.reference)


def _is_own(name: str, reference: Reference) -> bool:
    """Whether a list is the user's own: neither bundled nor read by any regime, so its parties are treated as listed."""
    return name not in bundled("lists") and not any(
        name in reference.regime(regime).lists for regime in bundled("regimes")
    )


def _screened(
    parties: Parties, lists: Sequence[PartyList], regime: Regime, day: date
) -> tuple[Mapping[str, date], frozenset[str]]:
    """The parties that match a listing of the day, with its first day, and those that a person has to confirm."""
    since: dict[str, date] = {}
    possible: set[str] = set()
    for party in parties if lists else ():
        if party.unread_script:
            possible.add(party.id)
        for party_list in lists:
            for match in regime.counting(screen_party(party.details, party_list, day)):
                if match.strength == "match":
                    first = match.listing.since or date.min
                    since[party.id] = max(since.get(party.id, first), first)
                else:
                    possible.add(party.id)
    return since, frozenset(possible)


def _notes(regime: Regime, lists: Sequence[PartyList], request: TraceRequest) -> Iterable[str]:
    """What the answer rests on that is less than sure, and which parties count as listed."""
    for source in regime.sources:
        if source.confidence != "verified":
            verify = f"; verify: {source.verify}" if source.verify else ""
            yield f"Rests on {source.title}, which is {source.confidence}{verify}."
    if request.listed:
        yield "The parties named with --listed are treated as listed."
    if lists:
        compared = ", ".join(f"{party_list.id} (edition {party_list.edition})" for party_list in lists)
        yield f"Names were compared with {compared}."
    for party_list in lists:
        if doubt := party_list.doubt(request.as_of):
            yield f"No party can be ruled out: {doubt}. Give the complete list with --list {party_list.id}=FILE."
        if party_list.id not in regime.lists:
            yield f"Parties on {party_list.id} are treated as listed, though {regime.id} does not name it."
    if regime.in_force and _uncleared(lists, request.as_of):
        yield f"The verdict clear means here: {NOT_FOUND}."
    read = {party_list.id for party_list in lists}
    unread = [name for name in request.lists if name not in read]
    if unread:
        yield f"Not read by {regime.id}: {', '.join(unread)}."
