"""Ownership followed from the listed parties down, under one regime on one day.

Who is restricted, who may be, and why: a proof from which no interest can be left out, or the questions that settle
it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import chain, islice
from types import MappingProxyType
from typing import Literal, Protocol

from compliance.core.share import Part
from compliance.ownership.parties import INTEREST_KINDS, Interest, Parties
from compliance.ownership.regimes import DatedRegime, Regime, load_regime
from compliance.ownership.tracing.cascade import Group, Partners, groups, self_supporting, together
from compliance.ownership.tracing.components import passed_on
from compliance.ownership.tracing.explanation import LISTED, Explanation, Wording
from compliance.ownership.tracing.holdings import Holdings, held_on
from compliance.ownership.tracing.lookthrough import EFFORT, NOTHING, Effort, in_per_cent
from compliance.ownership.tracing.proofs import MAX_PROOF, Proofs
from compliance.ownership.tracing.ties import Ties
from compliance.screening.names.folding import fold

__all__ = ["MAX_PROOF", "Answers", "DatedRegime", "InForce", "Reach", "Regime", "load_regime", "trace"]


MAX_NAMES = 5
"""So many companies a note names."""
Verdict = Literal["restricted", "possibly-restricted", "clear"]


class ListingMatch(Protocol):
    """A place on a list: a ``match`` stands, a ``candidate`` is still to be confirmed."""

    @property
    def strength(self) -> str:
        """Which of the two."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """What a regime says of one party."""

    verdict: Verdict
    because: str
    listed_owners: tuple[str, ...] = ()
    proof: tuple[Interest, ...] = ()
    ask: tuple[Interest, ...] = ()
    flags: tuple[str, ...] = ()

    @classmethod
    def alone(cls, matches: Collection[ListingMatch]) -> Reach:
        """For a party of which no file says anything: only what a list says of its name, in ``matches``."""
        if any(match.strength == "match" for match in matches):
            return cls("restricted", "It is itself listed.")
        if matches:
            because = "It may be listed: a person still has to confirm a match on a list."
            return cls("possibly-restricted", because, flags=("undisclosed-majority",))
        return cls("clear", "No owner of it is recorded.", flags=("undisclosed-majority",))


def trace(
    parties: Parties,
    regime: Regime,
    day: date,
    listed: Iterable[str],
    possible: Iterable[str] = (),
    wording: Wording = LISTED,
    effort: Effort = EFFORT,
    listed_since: Mapping[str, date] = MappingProxyType({}),
) -> Answers:
    """What ``regime`` says on ``day`` of every party; ``possible`` are those that only may be listed.

    ``listed_since`` are the first days of listings, for flags only.
    """
    seeds = frozenset(listed)
    unsure = frozenset(possible) - seeds
    explanation = Explanation(parties, regime, seeds, unsure, wording)
    if not regime.in_force:
        return NotInForce(parties, regime, day, seeds, explanation)
    holdings = held_on(parties.interests, day, regime.counted)
    others = held_on(parties.interests, day, {*INTEREST_KINDS} - regime.counted)
    partners = _partners(parties, regime)
    cascades = tuple(groups(holdings, regime, seeds, unsure, partners, effort))
    definite = _in_any(cascades, lambda group: group.definite)
    conceivable = _in_any(cascades, lambda group: group.conceivable)
    passing = _in_any(cascades, lambda group: group.passing)
    holders = definite if regime.simple else _union((definite, *(group.least for group in cascades)))
    ties = Ties(
        parties,
        holdings,
        others,
        regime,
        listed=seeds,
        definite=definite,
        holders=holders,
        conceivable=conceivable,
        day=day,
        listed_since=listed_since,
    )
    if regime.aggregation == "per-owner" and regime.together is None:
        joint = together(holdings, regime, seeds, unsure, effort=effort)
        for party in {*joint.conceivable} - {*conceivable} | {*joint.definite} - {*definite}:
            ties.add(party, "joint-arrangement-not-assessed")
    proofs = Proofs(holdings, regime, cascades, seeds, partners)
    notes = _notes(parties, {*holdings.changing_hands, *others.changing_hands}, day)
    return InForce(
        parties, regime, seeds, unsure, explanation, holdings, cascades, definite, conceivable, passing, ties, proofs,
        notes,
    )  # fmt: skip


class Answers(Mapping[str, Reach]):
    """The answer for each party, made when somebody asks for it."""

    parties: Parties
    notes: tuple[str, ...] = ()
    """What a person should know of the interests of the day."""

    def __iter__(self) -> Iterator[str]:
        return iter(self.parties.ids)

    def __len__(self) -> int:
        return len(self.parties.ids)

    @property
    def noteworthy(self) -> Collection[str]:
        """Everybody of whom more is to be said than that no listed party holds anything of it."""
        return self

    def verdict(self, party: str) -> Verdict:
        """The verdict alone, which is quicker."""
        return self[party].verdict if party in self.noteworthy else "clear"


@dataclass(frozen=True, eq=False)
class NotInForce(Answers):
    """While the regime is not in force, only those who are listed themselves are restricted."""

    parties: Parties
    regime: Regime
    day: date
    seeds: frozenset[str]
    explanation: Explanation

    def __getitem__(self, party: str) -> Reach:
        if party not in self.parties:
            raise KeyError(party)
        if party in self.seeds:
            return Reach("restricted", self.explanation.is_listed(party), (party,))
        return Reach("clear", f"{self.regime.title} is not in force on {self.day}.")


@dataclass(frozen=True, eq=False)
class InForce(Answers):
    """What follows from the interests of the day."""

    parties: Parties
    regime: Regime
    seeds: frozenset[str]
    unsure: frozenset[str]
    explanation: Explanation
    holdings: Holdings
    cascades: tuple[Group, ...]
    definite: Collection[str]
    conceivable: Collection[str]
    passing: Collection[str]
    ties: Ties
    proofs: Proofs
    notes: tuple[str, ...] = ()
    _known: dict[str, Reach] = field(default_factory=dict, compare=False)

    def __getitem__(self, party: str) -> Reach:
        known = self._known.get(party)
        if known is None:
            if party not in self.parties:
                raise KeyError(party)
            known = self._known[party] = self._finished(party)
        return known

    @cached_property
    def noteworthy(self) -> Collection[str]:
        """Those who are reached or may be, of whom they hold something, and who have a flag of their own."""
        owned = {interest.owned for party in self.passing for interest in self.holdings.of(party)}
        return owned.union(self.seeds, self.unsure, self.definite, self.conceivable, self.ties.flagged, self._circular)

    @cached_property
    def _circular(self) -> Collection[str]:
        """Those who would hold enough of each other, if companies could support each other in a ring."""
        standing = self_supporting(self.holdings, self.regime, self.definite) if self.regime.simple else ()
        if not standing:
            return ()
        from compliance.ownership.tracing.graphs import ownership_graph, rings

        return rings(ownership_graph(standing, self.holdings.into))

    @cached_property
    def discloses(self) -> Callable[[str], bool]:
        """Whether so much of a party is described that what is not would not reach the threshold."""
        return self.holdings.disclosing(self.regime)

    def _answer(self, party: str) -> Reach:
        """The verdict with its reasons."""
        if party in self.seeds:
            return Reach("restricted", self.explanation.is_listed(party))
        foreign = self.regime.scope == "foreign"
        country = self.parties[party].country if foreign else None
        exempt = foreign and country == self.regime.home
        if party in self.definite and not exempt:
            proof = self.proofs.of(party)
            if foreign and country is None:
                return Reach(
                    "possibly-restricted", self.explanation.country_unknown(party, proof), flags=("country-unknown",)
                )
            cut = ("proof-cut",) if proof.cut else ()
            because = self.explanation.restricted(proof, party, self._part(party))
            return Reach("restricted", because, proof=proof.interests, flags=cut)
        if party in self.unsure:
            return Reach("possibly-restricted", self.explanation.may_be_listed(party), ask=self._ask(party))
        if party in self.definite:
            return Reach("clear", self.explanation.exempt(self.proofs.of(party)))
        reaching = [interest for interest in self.holdings.into(party) if interest.owner in self.passing]
        if party in self.conceivable and not exempt:
            because = self.explanation.possibly(party, reaching, self._part(party))
            return Reach("possibly-restricted", because, ask=self._ask(party))
        return Reach("clear", self.explanation.clear(party, reaching, self._part(party)))

    def _part(self, party: str) -> str:
        """What belongs to listed parties, where percentages are multiplied; "" elsewhere."""
        return "" if self.regime.cascade == "binary" else in_per_cent(*self._parts.get(party, (NOTHING, NOTHING)))

    @cached_property
    def _parts(self) -> Mapping[str, tuple[Part, Part]]:
        """The greatest part of each party that belongs to the seeds of a group, at least and at most."""
        parts: dict[str, tuple[Part, Part]] = {}
        for group in self.cascades:
            for party in {**group.least, **group.most}:
                part = group.least.get(party, NOTHING), group.most.get(party, NOTHING)
                if party not in parts or _sizes(part) > _sizes(parts[party]):
                    parts[party] = part
        return parts

    def _finished(self, party: str) -> Reach:
        """The answer with its listed owners and flags, and nothing in it longer than MOST."""
        reach = self._answer(party)
        flags = self.ties.of(party).union(reach.flags)
        if party in self._circular:
            flags.add("circular-support")
        if "proof-cut" in flags:
            owners = tuple(sorted({interest.owner for interest in reach.proof} & self.seeds))
        else:
            owners = self._owners_of(party)
        if len(owners) > MAX_PROOF:
            flags.add("owners-cut")
        if len(reach.ask) > MAX_PROOF:
            flags.add("ask-cut")
        ask = reach.ask[:MAX_PROOF] if reach.ask else ()
        return Reach(reach.verdict, reach.because, owners[:MAX_PROOF], reach.proof, ask, tuple(sorted(flags)))

    def _owners_of(self, party: str) -> tuple[str, ...]:
        if party in self.passing:
            # From a single listed party everything comes.
            return tuple(self.seeds) if len(self.seeds) == 1 and not self.unsure else self._owners[party]
        return _sorted_owners(
            owner
            for interest in self.holdings.into(party)
            if interest.owner in self.passing
            for owner in self._owners_of(interest.owner)
        )

    @cached_property
    def _owners(self) -> Mapping[str, tuple[str, ...]]:
        """The listed parties above each party that is reached or may be, one more than MOST of them at most."""
        passing = self.passing

        def owners(party: str) -> list[str]:
            return [interest.owner for interest in self.holdings.into(party) if interest.owner in passing]

        return passed_on(passing, owners, lambda party: (party,) if party in self.seeds else (), _sorted_owners)

    def _ask(self, party: str) -> tuple[Interest, ...]:
        """The open interests in a party that only may be reached and in those above it, nearest first.

        When all of them are known, so is who of its owners is reached, and what they hold together.
        """
        asks: dict[Interest, None] = {}
        for passing, is_open in self._openings:
            if is_open(party):
                asks.update(dict.fromkeys(islice(self._open_above(party, passing, is_open), MAX_PROOF + 1)))
        return tuple(asks)[: MAX_PROOF + 1]

    @cached_property
    def _openings(self) -> Sequence[tuple[Collection[str], Callable[[str], bool]]]:
        """For each group from whom something may pass on, and of whom it is open whether they are reached."""
        if self.regime.simple:
            return [(group.passing, partial(_only_may_be_reached, group)) for group in self.cascades]
        above = self.passing if isinstance(self.passing, set) else {*self.passing}
        return [(above, above.union(self.conceivable).__contains__)]

    def _open_above(self, party: str, passing: Collection[str], is_open: Callable[[str], bool]) -> Iterator[Interest]:
        queue, looked, told = deque([party]), {party}, set()
        while queue:
            for interest in self.holdings.into(queue.popleft()):
                if interest.owner not in passing:
                    continue
                if (interest.open or interest.kind in self.regime.unsettled_kinds) and interest not in told:
                    told.add(interest)
                    yield interest
                if interest.owner not in looked and is_open(interest.owner):
                    looked.add(interest.owner)
                    queue.append(interest.owner)


def _only_may_be_reached(group: Group, party: str) -> bool:
    return party in group.conceivable and party not in group.definite


def _in_any(cascades: Sequence[Group], members: Callable[[Group], Collection[str]]) -> Collection[str]:
    """The members of all the groups; of a single one its own collection, which may be very large."""
    return members(cascades[0]) if len(cascades) == 1 else _union(map(members, cascades))


def _union(groups: Iterable[Iterable[str]]) -> set[str]:
    return set(chain.from_iterable(groups))


def _partners(parties: Parties, regime: Regime) -> Partners | None:
    """Who counts as one holder with whom, by the links that the regime names."""
    kinds = {fold(kind) for kind in regime.joint}
    partners: dict[str, list[str]] = {}
    for link in parties.links if kinds else ():
        if fold(link.kind) in kinds:
            partners.setdefault(link.a, []).append(link.b)
            partners.setdefault(link.b, []).append(link.a)
    return partners or None


def _notes(parties: Parties, changing_hands: Collection[str], day: date) -> tuple[str, ...]:
    """Of which companies interests change hands on the day."""
    if not changing_hands:
        return ()
    names = [parties[party].name for party in sorted(changing_hands)]
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    of_whom = ", ".join(names[:MAX_NAMES])
    return (
        f"On {day} interests in {of_whom}{more} end and others begin: what changes hands on that day each of the two may hold.",
    )


def _sizes(part: tuple[Part, Part]) -> tuple[Fraction, Fraction]:
    return part[0].size, part[1].size


def _sorted_owners(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts))[: MAX_PROOF + 1])
