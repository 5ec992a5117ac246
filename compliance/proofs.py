"""Why a company is restricted: interests that suffice by their lower ends, and from which none can be left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from compliance.cascade import Group, Holdings, groups, support
from compliance.party import Interest
from compliance.regime import Regime

MOST = 100
"""A longer proof is cut to the interests in the party itself; its owners' own proofs continue it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Interests in the order in which they follow from each other; ``cut`` where only the last are given."""

    interests: tuple[Interest, ...]
    cut: bool = False


class Proofs:
    """The proof of every party that some group reaches for certain, each made when it is asked for."""

    def __init__(self, holdings: Holdings, regime: Regime, found: Iterable[Group], listed: Collection[str]) -> None:
        self._holdings, self._regime, self._listed = holdings, regime, listed
        self._nearest = _nearest(found)
        self._support: dict[tuple[int, str], list[Interest]] = {}
        self._cut: set[tuple[int, str]] = set()

    def of(self, party: str) -> Proof:
        """Its proof by the group that is nearest to it.

        Each company's own support is as small as can be, and so are those of all companies on the way together.
        """
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
                if (id(group), each.owner) in self._cut or len(found) > MOST:
                    self._cut.add((id(group), party))
                    return Proof(tuple(self._of(group, party)), cut=True)
                if each.owner not in met and each.owner not in group.seeds:
                    met.add(each.owner)
                    ahead.append(each.owner)
        found.sort(key=lambda each: group.definite[each.owned])
        return Proof(tuple(found))

    def _of(self, group: Group, party: str) -> list[Interest]:
        key = (id(group), party)
        if key not in self._support:
            self._support[key] = support(self._holdings, self._regime, group.definite, party)
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
            if any(party in group.definite for group in groups(Holdings(rest), self._regime, among)):
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
