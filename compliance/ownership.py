"""Ownership followed from the listed parties down, under one regime on one day.

Who is restricted, who may be, and why: a proof from which no interest can be left out, or the questions that settle
it. networkx is slow to import, so that happens only where interests lead somewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Literal, Protocol, TypeVar

from compliance.cascade import Group, Holdings, groups, self_supporting, together
from compliance.explanation import Explanation
from compliance.party import Interest, Parties
from compliance.proofs import MOST, Proofs
from compliance.regime import DatedRegime, Regime, load_regime
from compliance.ties import Ties

__all__ = ["MOST", "DatedRegime", "Reach", "Regime", "load_regime", "trace"]

T = TypeVar("T")
Graph = Mapping[str, Collection[str]]
"""Each party with the owners from which something is passed on to it."""


class Hit(Protocol):
    """A place on a list: a ``match`` stands, a ``candidate`` is still to be confirmed."""

    @property
    def strength(self) -> str:
        """Which of the two."""
        ...


@dataclass(frozen=True, slots=True)
class Reach:
    """What a regime says of one party."""

    verdict: Literal["restricted", "possibly-restricted", "clear"]
    because: str
    listed_owners: tuple[str, ...] = ()
    proof: tuple[Interest, ...] = ()
    ask: tuple[Interest, ...] = ()
    flags: tuple[str, ...] = ()

    @classmethod
    def alone(cls, hits: Collection[Hit]) -> Reach:
        """For a party of which no file says anything: only what a list says of its name, in ``hits``."""
        if any(hit.strength == "match" for hit in hits):
            return cls("restricted", "It is itself listed.")
        if hits:
            because = "It may be listed: a match on a list is still to be confirmed."
            return cls("possibly-restricted", because, flags=("undisclosed-majority",))
        return cls("clear", "No owner of it is recorded.", flags=("undisclosed-majority",))


def trace(
    parties: Parties, regime: Regime, day: date, listed: Iterable[str], possible: Iterable[str] = ()
) -> Mapping[str, Reach]:
    """What ``regime`` says on ``day`` of every party; ``possible`` are those that only may be listed."""
    seeds = frozenset(listed)
    unsure = frozenset(possible) - seeds
    say = Explanation(parties, regime, seeds, unsure)
    if not regime.in_force:
        clear = Reach("clear", f"{regime.title} is not in force on {day}.")
        return {
            party: Reach("restricted", say.is_listed(party), (party,)) if party in seeds else clear
            for party in parties.ids
        }
    held = [each for each in parties.interests if each.held_on(day)]
    holdings = Holdings(each for each in held if each.kind in regime.kinds)
    found = tuple(groups(holdings, regime, seeds, unsure))
    definite: Collection[str] = found[0].definite if len(found) == 1 else _members(group.definite for group in found)
    conceivable = found[0].conceivable if len(found) == 1 else _members(group.conceivable for group in found)
    ties = Ties(parties, held, holdings, regime, listed=seeds, definite=definite, conceivable=conceivable)
    for party in _rings(holdings, self_supporting(holdings, regime, definite)):
        ties.add(party, "circular-support")
    if regime.aggregation == "per-owner":
        joint = together(holdings, regime, seeds, unsure)
        for party in {*joint.conceivable} - {*conceivable} | {*joint.definite} - {*definite}:
            ties.add(party, "joint-arrangement-not-assessed")
    proofs = Proofs(holdings, regime, found, seeds)
    return Answers(parties, regime, seeds, unsure, say, holdings, found, definite, conceivable, ties, proofs)


@dataclass(frozen=True)
class Answers(Mapping[str, Reach]):
    """The answer for each party, made when somebody asks for it, from what was found out about all of them."""

    parties: Parties
    regime: Regime
    seeds: frozenset[str]
    unsure: frozenset[str]
    say: Explanation
    holdings: Holdings
    found: tuple[Group, ...]
    definite: Collection[str]
    conceivable: Collection[str]
    ties: Ties
    proofs: Proofs
    _known: dict[str, Reach] = field(default_factory=dict, compare=False)

    def __getitem__(self, party: str) -> Reach:
        known = self._known.get(party)
        if known is None:
            if party not in self.parties:
                raise KeyError(party)
            known = self._known[party] = self._finished(party)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self.parties.ids)

    def __len__(self) -> int:
        return len(self.parties.ids)

    def _answer(self, party: str) -> Reach:
        """The verdict with its reasons."""
        if party in self.seeds:
            return Reach("restricted", self.say.is_listed(party))
        foreign = self.regime.scope == "foreign"
        country = self.parties[party].country if foreign else None
        exempt = foreign and country == self.regime.home
        if party in self.definite and not exempt:
            proof = self.proofs.of(party)
            if foreign and country is None:
                return Reach("possibly-restricted", self.say.nowhere(party, proof), flags=("country-unknown",))
            cut = ("proof-cut",) if proof.cut else ()
            return Reach("restricted", self.say.restricted(proof), proof=proof.interests, flags=cut)
        if party in self.unsure:
            return Reach("possibly-restricted", self.say.may_be_listed(party), ask=self._asks.get(party, ()))
        if party in self.definite:
            return Reach("clear", self.say.at_home(self.proofs.of(party)))
        reaching = [each for each in self.holdings.into(party) if each.owner in self.conceivable]
        if party in self.conceivable and not exempt:
            return Reach("possibly-restricted", self.say.possibly(party, reaching), ask=self._asks.get(party, ()))
        return Reach("clear", self.say.clear(party, reaching))

    def _finished(self, party: str) -> Reach:
        """The answer with its listed owners and flags, and nothing in it longer than MOST."""
        reach = self._answer(party)
        flags = self.ties.of(party).union(reach.flags)
        if "proof-cut" in flags:
            owners = tuple(sorted({each.owner for each in reach.proof} & self.seeds))
        else:
            owners = self._owners_of(party)
        if len(owners) > MOST:
            flags.add("owners-cut")
        if len(reach.ask) > MOST:
            flags.add("ask-cut")
        return Reach(reach.verdict, reach.because, owners[:MOST], reach.proof, reach.ask[:MOST], tuple(sorted(flags)))

    def _owners_of(self, party: str) -> tuple[str, ...]:
        if party in self.conceivable:
            # From a single listed party everything comes.
            return tuple(self.seeds) if len(self.seeds) == 1 and not self.unsure else self._owners[party]
        return _least(
            owner
            for each in self.holdings.into(party)
            if each.owner in self.conceivable
            for owner in self._owners_of(each.owner)
        )

    @cached_property
    def _owners(self) -> Mapping[str, tuple[str, ...]]:
        """The listed parties above each party that is reached or may be, one more than MOST of them at most."""
        graph = _graph(self.holdings, self.conceivable)
        return _passed_on(graph, lambda party: (party,) if party in self.seeds else (), _least)

    @cached_property
    def _asks(self) -> Mapping[str, tuple[Interest, ...]]:
        return _questions(self.holdings, self.found)


def _members(groups: Iterable[Iterable[str]]) -> set[str]:
    return set(chain.from_iterable(groups))


def _questions(holdings: Holdings, found: Iterable[Group]) -> dict[str, tuple[Interest, ...]]:
    """For each party that only may be reached: the open interests of those above it, nearest first.

    When all of them are known, so is who of its owners is reached, and what they hold together.
    """
    asks: dict[str, tuple[Interest, ...]] = {}
    for group in found:

        def inexact(party: str, group: Group = group) -> Iterable[Interest]:
            return (each for each in holdings.into(party) if each.open and each.owner in group.conceivable)

        open_ones = [party for party in group.conceivable if party not in group.definite]
        for party, questions in _passed_on(_graph(holdings, open_ones), inexact, _different).items():
            asks[party] = _different((*asks[party], *questions)) if party in asks else questions
    return asks


def _least(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts))[: MOST + 1])


def _different(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    return tuple({id(each): each for each in interests}.values())[: MOST + 1]


def _graph(holdings: Holdings, parties: Iterable[str]) -> Graph:
    among = dict.fromkeys(parties)
    return {party: [each.owner for each in holdings.into(party) if each.owner in among] for party in among}


def _passed_on(
    graph: Graph, own: Callable[[str], Iterable[T]], pick: Callable[[Iterable[T]], tuple[T, ...]]
) -> dict[str, tuple[T, ...]]:
    """What each party has of its ``own`` and from its owners, theirs included; ``pick`` keeps the first of them."""
    found: dict[str, tuple[T, ...]] = {}
    for members in _owners_first(graph):
        mine = [one for party in members for one in own(party)]
        above = [found[owner] for party in members for owner in graph[party] if owner in found]
        # Most have one owner from which something comes, and add nothing.
        all_of_it = above[0] if len(above) == 1 and not mine else pick([*mine, *chain.from_iterable(above)])
        for party in members:
            found[party] = all_of_it
    return found


def _owners_first(graph: Graph) -> Iterator[Collection[str]]:
    """The parties in an order in which owners stand before what they own; those that own each other in one step."""
    waits = {party: len(owners) for party, owners in graph.items()}
    owned: dict[str, list[str]] = defaultdict(list)
    for party, owners in graph.items():
        for owner in owners:
            owned[owner].append(party)
    ready = [party for party, owners in waits.items() if not owners]
    done = set()
    while ready:
        party = ready.pop()
        done.add(party)
        yield (party,)
        for each in owned.get(party, ()):
            waits[each] -= 1
            if not waits[each]:
                ready.append(each)
    if len(done) < len(graph):
        yield from _with_rings({party: owners for party, owners in graph.items() if party not in done})


def _with_rings(graph: Graph) -> Iterator[Collection[str]]:
    """The same for parties that own each other, or that such a ring owns."""
    import networkx

    nx: Any = networkx  # its stubs lag behind
    whole = nx.DiGraph()
    whole.add_nodes_from(graph)
    whole.add_edges_from((owner, party) for party, owners in graph.items() for owner in owners if owner in graph)
    rings = nx.condensation(whole)
    for ring in nx.topological_sort(rings):
        yield sorted(rings.nodes[ring]["members"])


def _rings(holdings: Holdings, parties: Collection[str]) -> set[str]:
    """Of ``parties`` those that own each other."""
    return {party for members in _owners_first(_graph(holdings, parties)) if len(members) > 1 for party in members}
