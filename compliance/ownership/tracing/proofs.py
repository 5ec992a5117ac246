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
SEARCHED = 300
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
        found: Collection[Group],
        listed: Collection[str],
        partners: Partners | None = None,
    ) -> None:
        self._holdings, self._regime, self._listed, self._partners = holdings, regime, listed, partners
        self._nearest = _nearest(found)
        self._holders = {party for group in found for party in (*group.least, *group.definite)}
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
        found: list[Interest] = []
        met = {party}
        ahead = [party]
        while ahead:
            for each in self._of(group, ahead.pop()):
                found.append(each)
                if (id(group), each.owner) in self._cut or len(found) > MAX_PROOF:
                    self._cut.add((id(group), party))
                    return Proof(tuple(self._of(group, party)), cut=True)
                owner = self._by(group, each.owner)
                if owner not in met and owner not in group.seeds:
                    met.add(owner)
                    ahead.append(owner)
        found.sort(key=lambda each: group.definite[each.owned])
        return Proof(tuple(found))

    def _by(self, group: Group, owner: str) -> str:
        """The party whose joining made the interests of ``owner`` count: itself, or its partner."""
        way = group.counts_from(owner) if group.partners else None
        return way[1] if way else owner

    def _searched(self, party: str) -> Proof:
        """Everything above the party that counts, and of that as little as proves it."""
        found: list[Interest] = []
        ahead, met = [party], {party}
        # Where each listed party is asked for by itself, another one may count for what it passes on.
        ends = self._listed if self._regime.aggregation == "aggregate" else ()
        while ahead and len(found) <= SEARCHED:
            for each in self._holdings.into(ahead.pop(0)):
                if each.owner in self._holders:
                    found.append(each)
                    if each.owner not in met and each.owner not in ends:
                        met.add(each.owner)
                        ahead.append(each.owner)
        if len(found) <= SEARCHED:
            proof = self._shortened(party, Proof(tuple(reversed(found))))
            if len(proof.interests) <= MAX_PROOF:
                return proof
        last = [each for each in self._holdings.into(party) if each.owner in self._holders]
        last.sort(key=lambda each: -each.share.low)
        return Proof(tuple(last[:MAX_PROOF]), cut=True)

    def _of(self, group: Group, party: str) -> list[Interest]:
        key = (id(group), party)
        if key not in self._support:
            self._support[key] = support(self._holdings, self._regime, group, party)
        return self._support[key]

    def _passes_listed(self, proof: Proof, group: Group) -> bool:
        """Whether it leads over a listed party that might suffice by itself."""
        return not proof.cut and any(
            each.owner in self._listed and each.owner not in group.seeds for each in proof.interests
        )

    def _shortened(self, party: str, proof: Proof) -> Proof:
        kept = list(proof.interests)
        for each in proof.interests:
            rest = [one for one in kept if one is not each]
            among = {one.owner for one in rest} & {*self._listed}
            again = groups(Holdings(rest), self._regime, among, (), self._partners)
            if any(party in group.definite for group in again):
                kept = rest
        return Proof(tuple(kept))


def _nearest(found: Iterable[Group]) -> Callable[[str], Group]:
    """Finds the group in which a party joins first."""
    all_groups = tuple(found)
    if len(all_groups) == 1:
        return lambda party: all_groups[0]
    best: dict[str, Group] = {}
    for group in all_groups:
        for party, place in group.definite.items():
            if party not in best or place < best[party].definite[party]:
                best[party] = group
    return best.__getitem__
