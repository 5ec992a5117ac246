"""Ownership followed from the listed parties down, under one regime on one day.

Who is restricted, who may be, and why: a proof from which no interest can be left out, or the questions that settle
it. networkx is slow to import, so that happens only where interests lead somewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol, TypeVar

from compliance.cascade import Group, Holdings, groups, self_supporting, together
from compliance.explanation import Explanation
from compliance.party import Interest, Parties
from compliance.proofs import MOST, Proof, prove
from compliance.regime import DatedRegime, Regime, load_regime
from compliance.ties import Flags, ties

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
) -> dict[str, Reach]:
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
    found = list(groups(holdings, regime, seeds, unsure))
    definite = seeds.union(*(group.definite for group in found))
    conceivable = seeds.union(*(group.conceivable for group in found))
    flags = ties(parties, held, holdings, regime, listed=seeds, definite=definite, conceivable=conceivable)
    for party in _rings(holdings, self_supporting(holdings, regime, seeds) - definite):
        flags[party].add("circular-support")
    if regime.aggregation == "per-owner":
        joint = together(holdings, regime, seeds, unsure)
        for party in {*joint.conceivable} - conceivable | {*joint.definite} - definite:
            flags[party].add("joint-arrangement-not-assessed")
    run = _Run(
        parties, regime, seeds, unsure, say, holdings, definite, conceivable, flags,
        proofs=prove(holdings, regime, found, seeds),
        asks=_questions(holdings, found),
        owners=_listed_owners(holdings, conceivable, seeds),
    )  # fmt: skip
    return {party: run.finished(party) for party in parties.ids}


@dataclass(frozen=True, slots=True)
class _Run:
    """What was found out about all parties, from which each gets its answer."""

    parties: Parties
    regime: Regime
    seeds: frozenset[str]
    unsure: frozenset[str]
    say: Explanation
    holdings: Holdings
    definite: frozenset[str]
    conceivable: frozenset[str]
    flags: Flags
    proofs: Mapping[str, Proof]
    asks: Mapping[str, tuple[Interest, ...]]
    owners: Mapping[str, tuple[str, ...]]

    def answer(self, party: str) -> Reach:
        """The verdict with its reasons."""
        country = self.parties[party].country
        exempt = self.regime.scope == "foreign" and country == self.regime.home
        if party in self.seeds:
            return Reach("restricted", self.say.is_listed(party))
        if party in self.definite and not exempt:
            proof = self.proofs[party]
            if self.regime.scope == "foreign" and country is None:
                return Reach("possibly-restricted", self.say.nowhere(party, proof), flags=("country-unknown",))
            cut = ("proof-cut",) if proof.cut else ()
            return Reach("restricted", self.say.restricted(proof), proof=proof.interests, flags=cut)
        if party in self.unsure:
            return Reach("possibly-restricted", self.say.may_be_listed(party), ask=self.asks.get(party, ()))
        if party in self.definite:
            return Reach("clear", self.say.at_home(self.proofs[party]))
        reaching = [each for each in self.holdings.into(party) if each.owner in self.conceivable]
        if party in self.conceivable and not exempt:
            return Reach("possibly-restricted", self.say.possibly(party, reaching), ask=self.asks.get(party, ()))
        return Reach("clear", self.say.clear(party, reaching))

    def finished(self, party: str) -> Reach:
        """The answer with its listed owners and flags, and nothing in it longer than MOST."""
        reach = self.answer(party)
        flags = {*reach.flags, *self.flags.get(party, ())}
        owners = self.owners.get(party)
        if owners is None:
            owners = _least(owner for each in self.holdings.into(party) for owner in self.owners.get(each.owner, ()))
        if "proof-cut" in flags:
            owners = tuple(sorted({each.owner for each in reach.proof} & self.seeds))
        if len(owners) > MOST:
            flags.add("owners-cut")
        if len(reach.ask) > MOST:
            flags.add("ask-cut")
        return replace(reach, listed_owners=owners[:MOST], ask=reach.ask[:MOST], flags=tuple(sorted(flags)))


def _listed_owners(
    holdings: Holdings, conceivable: Collection[str], seeds: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The listed parties above each party that is reached or may be, one more than MOST of them at most."""
    graph = _graph(holdings, conceivable)
    return _passed_on(graph, lambda party: (party,) if party in seeds else (), _least)


def _questions(holdings: Holdings, found: Iterable[Group]) -> dict[str, tuple[Interest, ...]]:
    """For each party that only may be reached: the inexact interests of those above it, nearest first.

    When all of them are known, so is who of its owners is reached, and what they hold together.
    """
    asks: dict[str, tuple[Interest, ...]] = {}
    for group in found:

        def inexact(party: str, group: Group = group) -> Iterable[Interest]:
            return (each for each in holdings.into(party) if not each.share.known and each.owner in group.conceivable)

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
        theirs = [one for party in members for owner in graph[party] for one in found.get(owner, ())]
        found |= dict.fromkeys(members, pick([*mine, *theirs]))
    return found


def _owners_first(graph: Graph) -> Iterable[Collection[str]]:
    """The parties in an order in which owners stand before what they own; those that own each other in one step."""
    if not any(graph.values()):
        return [(party,) for party in graph]
    import networkx

    nx: Any = networkx  # its stubs lag behind
    whole = nx.DiGraph()
    whole.add_nodes_from(graph)
    whole.add_edges_from((owner, party) for party, owners in graph.items() for owner in owners)
    try:
        return [(party,) for party in nx.topological_sort(whole)]
    except nx.NetworkXUnfeasible:
        rings = nx.condensation(whole)
        return [sorted(rings.nodes[ring]["members"]) for ring in nx.topological_sort(rings)]


def _rings(holdings: Holdings, parties: Collection[str]) -> set[str]:
    """Of ``parties`` those that own each other."""
    return {party for members in _owners_first(_graph(holdings, parties)) if len(members) > 1 for party in members}
