"""Everything a judgement may look up, by id. A missing entry is an error, never an empty answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from compliance.core.errors import fail
from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.possible import Answer, Possible, any_of
from compliance.core.timeline import DAY, limits
from compliance.evidence.documents import NO_REGISTER, Register
from compliance.inventory.sites import Sites
from compliance.inventory.units import Fleet, Unit
from compliance.ownership.parties import Indexed, Interest, Parties
from compliance.reference.countries import CountryTable
from compliance.reference.country_sets import CountrySet
from compliance.reference.hardware.catalogue import Catalogue
from compliance.screening.decisions import Decisions
from compliance.screening.names.folding import fold

if TYPE_CHECKING:
    from compliance.ownership.foreign_persons import ForeignPersons
    from compliance.ownership.regimes import DatedRegime, Regime
    from compliance.ownership.tracing.reach import Answers, Reach
    from compliance.reference.installations import Installations
    from compliance.screening.listings import PartyList
    from compliance.screening.matching import Match, PartyDetails

T = TypeVar("T")

UNNAMED = "unknown"
"""The text shown for an unknown fact."""


@dataclass(frozen=True, slots=True)
class OwnershipTrace:
    """The result of a regime for every party on a day: who is listed, who may be, and whom ownership reaches from them."""

    listed: frozenset[str]
    possible: frozenset[str]
    answers: Answers


@dataclass(frozen=True, eq=False)
class Facts:
    """Fleet, parties, lists, country sets, regimes, hardware, sites and documents, as known on ``as_of``.

    ``max_age`` is in days: no match on a list of an older edition is not a clearance. ``vouched`` says whether a document
    that is named and that nobody has read counts, where a rule does not say it.
    """

    as_of: date
    countries: CountryTable
    catalogue: Catalogue
    fleet: Fleet
    parties: Parties
    sites: Sites = Sites()
    lists: Mapping[str, PartyList] = field(default_factory=dict)
    country_sets: Mapping[str, CountrySet] = field(default_factory=dict)
    regimes: Mapping[str, DatedRegime] = field(default_factory=dict)
    max_age: int | None = None
    installations: Mapping[str, Installations] = field(default_factory=dict)
    decisions: Decisions = Decisions()
    register: Register = NO_REGISTER
    vouched: Literal["required", "noted"] = "noted"
    _decided: dict[str, None] = field(default_factory=dict, repr=False, compare=False)
    _cleared: dict[str, None] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[tuple[object, ...], object] = field(default_factory=dict, repr=False, compare=False)
    _screened: dict[tuple[PartyRef, str], tuple[Match, ...]] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        """What is sent to another process, without the cached results."""
        return {**vars(self), "_known": {}, "_screened": {}}

    def on(self, day: date) -> Facts:
        """The same facts as known on another day; results that a decision may change are not kept."""
        anew = self.with_decisions(self.decisions) if self.decisions.decisions else self
        return replace(anew, as_of=day, _decided={}, _cleared={})

    def with_decisions(self, decisions: Decisions) -> Facts:
        """The same facts under other decisions on matches."""
        return replace(self, decisions=decisions, _decided={}, _cleared={}, _known={}, _screened={})

    def party_list(self, name: str) -> PartyList:
        """The list of this id. Raises ComplianceError."""
        return _get(self.lists, name, "list", "Give it with --list ID=FILE.")

    def country_set(self, name: str) -> CountrySet:
        """The country set of this id. Raises ComplianceError."""
        return _get(self.country_sets, name, "country set", "Add it under rules/countries/.")

    def regime(self, name: str, day: date) -> Regime:
        """The ownership regime of this id, as it stood on ``day``. Raises ComplianceError."""
        return self.once(("regime", name, day), lambda: self._dated_regime(name).on(day))

    def regime_lists(self, name: str) -> tuple[str, ...]:
        """Ids of every list that the regime reads on some day. Raises ComplianceError."""
        return self._dated_regime(name).lists

    def reading(self, regime: str, lists: tuple[str, ...]) -> Facts:
        """The same facts, in which the regime reads these lists instead of its own. Raises ComplianceError."""

        def with_lists() -> Facts:
            dated = self._dated_regime(regime).reading(lists)
            return replace(self, regimes={**self.regimes, regime: dated}, _known={})

        return self.once(("reading", self.as_of, regime, lists), with_lists)

    def regime_notes(self, name: str, day: date) -> tuple[str, ...]:
        """Notes on the regime's state on ``day``: why it is not in force, what is only announced."""
        return self.regime(name, day).notes

    def installations_of(self, name: str) -> Installations:
        """The installations of this id. Raises ComplianceError."""
        return _get(self.installations, name, "table of installations", "Add it under rules/installations/.")

    def title(self, party: PartyRef) -> str:
        """The name of a party for people."""
        if isinstance(party, Unlisted):
            return party.name
        return self.parties[party.id].name if party.id in self.parties.records else self.catalogue.title(party)

    def id_of(self, party: PartyRef) -> str | None:
        """The id of the party in the files of parties; None where none of them describes it."""
        return party.id if isinstance(party, Known) and party.id in self.parties else None

    def maker(self, unit: Unit) -> str:
        """Who made the unit, by name; several who may have, joined with "or"."""
        return _either(unit.manufacturer, self.title)

    def origin(self, unit: Unit) -> str:
        """Where the unit was made, by the country's name; several that are possible, joined with "or"."""
        return _either(unit.country_of_origin, self.countries.name)

    def screen(self, party: PartyRef, list_id: str, day: date | None) -> tuple[Match, ...]:
        """The party's matches on the list on ``day`` (None: on any day).

        Where the party has a listed name, or a person confirmed a match, similar names of others are left out.
        """
        matches = self._screened.get((party, list_id))
        if matches is None:
            matches = self._screened[party, list_id] = self._screen(party, list_id)
        if day is None:
            return matches
        current = tuple(match for match in matches if match.listing.on(day))
        is_listed = any(match.strength == "match" for match in current)
        return tuple(match for match in current if not is_listed or match.score == 1.0 or match.strength == "match")

    def unread_script(self, party: PartyRef) -> str:
        """The script of a name of the party that cannot be compared with lists, where it has no other name; else ""."""
        from compliance.screening.names.romanising import unread_script

        return unread_script(party.name) if isinstance(party, Unlisted) else self.parties[party.id].unread_script

    def listing_days(self, party: PartyRef, list_ids: Iterable[str]) -> frozenset[date]:
        """The days on which a listing of the party on one of the lists begins or has ended."""
        listings = (match.listing for name in list_ids for match in self.screen(party, name, None))
        return frozenset(day for entry in listings for day in limits(entry.since, entry.until))

    @property
    def decision_notes(self) -> tuple[str, ...]:
        """Notes on the decisions on matches, as far as parties were screened."""
        return tuple(sorted(self._decided))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be said first: exact matches that the audited party's own decisions rule out."""
        return tuple(sorted(self._cleared))

    def is_listed(self, party: PartyRef, list_ids: Iterable[str], day: date) -> Answer:
        """Whether the party is on one of the lists on ``day``; None where a person has to confirm it."""
        matches = (match for name in list_ids for match in self.screen(party, name, day))
        answers: list[Answer] = [True if match.strength == "match" else None for match in matches]
        return any_of([*answers, None] if self.unread_script(party) else answers)

    def doubt(self, *list_ids: str) -> str:
        """Why no match on these lists is not a clearance: one is incomplete or too old; "" where it is one."""
        return "; ".join(filter(None, (self.party_list(name).doubt(self.as_of, self.max_age) for name in list_ids)))

    def reach(self, party: PartyRef, regime: str, day: date) -> Reach:
        """Whether the party is reached by ownership from a party on the regime's lists."""
        from compliance.ownership.tracing.reach import Reach

        law = self.regime(regime, day)
        if isinstance(party, Unlisted) or party.id not in self.parties:
            return Reach.alone(law.counting(match for name in law.lists for match in self.screen(party, name, day)))
        return self.ownership_trace(regime, day).answers[party.id]

    def listing_terms(self, owners: Iterable[str], regime: str, day: date) -> tuple[str, ...]:
        """What the law asks of the dealings with listed ``owners``, by id."""
        law = self.regime(regime, day)
        return tuple(
            terms
            for owner in owners
            for name in law.terms
            for terms in law.terms_of(self.title(Known(owner)), law.counting(self.screen(Known(owner), name, day)))
        )

    def licence_notes(self, matches: Iterable[Match], day: date) -> tuple[str, ...]:
        """What may permit dealings with the matched parties on ``day``, each once."""
        notes = (note for match in matches for note in self.party_list(match.list).licence_notes(match.listing, day))
        return tuple(dict.fromkeys(notes))

    def owners_licences(self, owners: Iterable[str], regime: str, day: date) -> tuple[str, ...]:
        """What may permit dealings with what listed ``owners``, by id, own."""
        law = self.regime(regime, day)
        matches = (
            match
            for owner in owners
            for name in law.lists
            for match in law.counting(self.screen(Known(owner), name, day))
        )
        return self.licence_notes(matches, day)

    def ownership_trace(self, regime: str, day: date) -> OwnershipTrace:
        """Ownership traced from all parties on the regime's lists."""
        return self.once(("trace", regime, day), lambda: self._trace(regime, day))

    def country_of(self, party: PartyRef) -> str | None:
        """The party's country, None where nobody recorded it."""
        return party.country if isinstance(party, Unlisted) else self.parties[party.id].country

    def foreign_reach(
        self, party: PartyRef, countries: frozenset[str], regime: str, day: date, agents: frozenset[str] = frozenset()
    ) -> Reach:
        """Whether the party is of one of ``countries``, or is reached by ownership from parties of them.

        A party whose country nobody recorded may be of any. One with a link of a kind in ``agents`` to such a party may
        act for it.
        """
        from compliance.ownership.tracing.explanation import FOREIGN
        from compliance.ownership.tracing.reach import Reach

        country = self.country_of(party)
        if isinstance(party, Unlisted) or party.id not in self.parties:
            hidden = ("undisclosed-majority",)
            if country in countries:
                return Reach("restricted", f"{self.title(party)} {FOREIGN.certain}.")
            if country is None:
                return Reach("possibly-restricted", f"{self.title(party)} {FOREIGN.possible}.", flags=hidden)
            return Reach("clear", "No owner of it is recorded.", flags=hidden)

        def traced() -> Mapping[str, Reach]:
            from compliance.ownership.tracing.reach import trace

            foreign = {party.id for party in self.parties if party.country in countries}
            unrecorded = {party.id for party in self.parties if party.country is None}
            ties = [{link.a, link.b} for link in self.parties.links if fold(link.kind) in agents]
            unrecorded |= {party for tie in ties if tie & (foreign | unrecorded) for party in tie} - foreign
            return trace(self.parties, self.regime(regime, day), day, foreign, unrecorded, FOREIGN)

        return self.once(("foreign", countries, regime, day, agents), traced)[party.id]

    def is_foreign_person(self, party: PartyRef, home: str, day: date) -> Answer:
        """Whether the party is a foreign person, seen from the country ``home``; None where its owners do not settle it."""
        if isinstance(party, Unlisted) or party.id not in self.parties:
            country = self.country_of(party)
            return True if country not in (None, home) else None

        def known() -> ForeignPersons:
            from compliance.ownership.foreign_persons import ForeignPersons

            return ForeignPersons(self.parties, home, day)

        return self.once(("foreign persons", home, day), known).is_foreign(party.id)

    def ownership_days(self, regime: str) -> frozenset[date]:
        """The days on which anything changes that ownership under this regime rests on."""
        dated = self._dated_regime(regime)
        listed = (day for party in self.parties for day in self.listing_days(Known(party.id), dated.lists))
        return self.once(("days", regime), lambda: frozenset((*dated.days, *self._interest_days(), *listed)))

    def interests_concerned(self) -> Collection[Interest]:
        """The user's interests, and of the bundled ones those in parties of the fleet and in whoever stands above them."""
        return self.once(("concerned",), lambda: tuple(self._concerned()))

    def _interest_days(self) -> Iterator[date]:
        if isinstance(self.parties.interests, Indexed):
            yield from self.parties.days()
            return
        for interest in self.interests_concerned():
            if interest.since:
                yield interest.since
            if interest.last < date.max:
                yield interest.last + DAY

    def _concerned(self) -> Iterator[Interest]:
        bundled: dict[str, list[Interest]] = defaultdict(list)
        for interest in self.parties.interests:
            if interest.file.startswith(_BUNDLED):
                bundled[interest.owned].append(interest)
            else:
                yield interest
        parties = self._party_ids()
        for party in (ahead := sorted(parties)):
            for interest in bundled[party]:
                yield interest
                if interest.owner not in parties:
                    parties.add(interest.owner)
                    ahead.append(interest.owner)

    def _party_ids(self) -> set[str]:
        """The parties of the fleet and of the sites, as far as a file describes them."""
        units = {lot.unit for lot in self.fleet.lots}
        named = [self.id_of(party) for unit in units for fact in _PARTIES for party in getattr(unit, fact).values or ()]
        named += [board.vendor for unit in units for board in unit.control_board.values or ()]
        of_sites = (self.parties.all_named(text) for site in self.sites.sites for text in (site.owner, site.operator))
        return {party for party in named if party is not None}.union(*of_sites)

    def _dated_regime(self, name: str) -> DatedRegime:
        return _get(self.regimes, name, "ownership regime", "Add it under rules/regimes/.")

    def _screen(self, party: PartyRef, list_id: str) -> tuple[Match, ...]:
        """The party's matches on the list on any day."""
        from compliance.screening.matching import screen_party

        details = self._details(party)
        matches = screen_party(details, self.party_list(list_id), None)
        reviewed = self.decisions.apply(details.names, details.country, matches, self.as_of)
        self._decided.update(dict.fromkeys(reviewed.notes))
        self._cleared.update(dict.fromkeys(self.decisions.cleared_by_the_audited(reviewed)))
        return reviewed.matches

    def _details(self, party: PartyRef) -> PartyDetails:
        """What a party is screened with."""
        from compliance.screening.matching import PartyDetails

        if isinstance(party, Unlisted):
            return PartyDetails((party.name,), party.country)
        details = self.parties[party.id].details
        # The catalogue has the names of makers that no file describes.
        return replace(details, names=tuple(dict.fromkeys((self.title(party), *details.names))))

    def _trace(self, regime: str, day: date) -> OwnershipTrace:
        from compliance.ownership.tracing.reach import trace

        law = self.regime(regime, day)
        matches_by_party = {
            party: law.counting(match for name in law.lists for match in self.screen(Known(party), name, day))
            for party in self.once(("matched", law.lists), lambda: tuple(self._matched(law.lists)))
        }
        listed = {
            key: max(match.listing.since or date.min for match in matches if match.strength == "match")
            for key, matches in matches_by_party.items()
            if any(match.strength == "match" for match in matches)
        }
        unread = self.once(("unread",), lambda: {party.id for party in self.parties if party.unread_script})
        possible = {key for key, matches in matches_by_party.items() if matches}.union(unread).difference(listed)
        answers = trace(self.parties, law, day, listed, possible, listed_since=listed)
        return OwnershipTrace(frozenset(listed), frozenset(possible), answers)

    def _matched(self, lists: Iterable[str]) -> Iterator[str]:
        """The parties that are on one of the lists on some day, or may be."""
        for party in self.parties:
            if any(self.screen(Known(party.id), name, None) for name in lists):
                yield party.id

    def once(self, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        """What ``compute`` gives for ``key``, worked out the first time only. Two questions with one key have one answer."""
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]  # type: ignore[return-value]


_PARTIES = (
    "manufacturer", "supplier", "owner", "operator", "hosting_client", "lender", "importer_of_record", "consignee",
)  # fmt: skip
_BUNDLED = "bundled:"


def _either(fact: Possible[T], title: Callable[[T], str]) -> str:
    return UNNAMED if fact.values is None else " or ".join(sorted(map(title, fact.values)))


def _get(known: Mapping[str, T], name: str, what: str, advice: str) -> T:
    if name not in known:
        raise fail(f"unknown {what} {name!r}", advice)
    return known[name]
