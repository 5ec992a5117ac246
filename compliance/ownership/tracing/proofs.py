"""Why a company is restricted: interests that suffice by their lower ends, and from which none can be left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from compliance.ownership.parties import Interest
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.cascade import Group, Partners, groups, support
from compliance.ownership.tracing.holdings import Holdings

MAX_PROOF = 100
"""A longer proof is cut to the interests in the party itself; its owners' own proofs continue it."""
MAX_SEARCHED = 300
"""Where percentages are multiplied, so many interests above a party are searched for a proof."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Interests in the order in which they follow from each other; ``cut`` where only the last are given."""

    interests: tuple[Interest, ...]
    cut: bool = False


class Proofs:
    """The proof of every party that some group reaches for certain, each made when it is asked for."""

    def __init__(
        self,
        holdings: Holdings,
        regime: Regime,
        cascades: Collection[Group],
        listed: Collection[str],
        partners: Partners | None = None,
    ) -> None:
        self._holdings, self._regime, self._listed, self._partners = holdings, regime, listed, partners
        self._nearest = _nearest(cascades)
        self._holders = {party for group in cascades for party in (*group.least, *group.definite)}
        self._support: dict[tuple[int, str], list[Interest]] = {}
        self._cut: set[tuple[int, str]] = set()

    def of(self, party: str) -> Proof:
        """Its proof by the group that is nearest to it.

        Each company's own support is as small as can be, and so are those of all companies on the way together.
        """
        if not self._regime.simple:
            return self._searched(party)
        group = self._nearest(party)
        proof = self._walk(group, party)
        return self._shortened(party, proof) if self._passes_listed(proof, group) else proof

    def _walk(self, group: Group, party: str) -> Proof:
        """Up from the party over the support of every company on the way, as long as the proof is not too long."""
        proof: list[Interest] = []
        visited = {party}
        queue = [party]
        while queue:
            for interest in self._of(group, queue.pop()):
                proof.append(interest)
                if (id(group), interest.owner) in self._cut or len(proof) > MAX_PROOF:
                    self._cut.add((id(group), party))
                    return Proof(tuple(self._of(group, party)), cut=True)
                owner = self._by(group, interest.owner)
                if owner not in visited and owner not in group.seeds:
                    visited.add(owner)
                    queue.append(owner)
        proof.sort(key=lambda interest: group.definite[interest.owned])
        return Proof(tuple(proof))

    def _by(self, group: Group, owner: str) -> str:
        """The party whose joining made the interests of ``owner`` count: itself, or its partner."""
        counted = group.counts_from(owner) if group.partners else None
        return counted[1] if counted else owner

    def _searched(self, party: str) -> Proof:
        """Everything above the party that counts, and of that as little as proves it."""
        above: list[Interest] = []
        queue, visited = [party], {party}
        # Where each listed party is asked for by itself, another one may count for what it passes on.
        ends = self._listed if self._regime.aggregation == "aggregate" else ()
        while queue and len(above) <= MAX_SEARCHED:
            for interest in self._holdings.into(queue.pop(0)):
                if interest.owner in self._holders:
                    above.append(interest)
                    if interest.owner not in visited and interest.owner not in ends:
                        visited.add(interest.owner)
                        queue.append(interest.owner)
        if len(above) <= MAX_SEARCHED:
            proof = self._shortened(party, Proof(tuple(reversed(above))))
            if len(proof.interests) <= MAX_PROOF:
                return proof
        last = [interest for interest in self._holdings.into(party) if interest.owner in self._holders]
        last.sort(key=lambda interest: -interest.share.low)
        return Proof(tuple(last[:MAX_PROOF]), cut=True)

    def _of(self, group: Group, party: str) -> list[Interest]:
        key = (id(group), party)
        if key not in self._support:
            self._support[key] = support(self._holdings, self._regime, group, party)
        return self._support[key]

    def _passes_listed(self, proof: Proof, group: Group) -> bool:
        """Whether it leads over a listed party that might suffice by itself."""
        return not proof.cut and any(
            interest.owner in self._listed and interest.owner not in group.seeds for interest in proof.interests
        )

    def _shortened(self, party: str, proof: Proof) -> Proof:
        kept = list(proof.interests)
        for candidate in proof.interests:
            rest = [interest for interest in kept if interest is not candidate]
            among = {interest.owner for interest in rest} & {*self._listed}
            remaining = groups(Holdings(rest), self._regime, among, (), self._partners)
            if any(party in group.definite for group in remaining):
                kept = rest
        return Proof(tuple(kept))


def _nearest(cascades: Iterable[Group]) -> Callable[[str], Group]:
    """Finds the group in which a party joins first."""
    all_groups = tuple(cascades)
    if len(all_groups) == 1:
        return lambda party: all_groups[0]
    best: dict[str, Group] = {}
    for group in all_groups:
        for party, position in group.definite.items():
            if party not in best or position < best[party].definite[party]:
                best[party] = group
    return best.__getitem__
