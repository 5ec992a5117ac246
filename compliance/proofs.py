"""Why a company is restricted: interests that suffice by their lower ends, and from which none can be left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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


def prove(holdings: Holdings, regime: Regime, found: Iterable[Group], listed: Collection[str]) -> dict[str, Proof]:
    """A proof for every party that some group reaches for certain; of several groups that nearest to the party."""
    best: dict[str, tuple[int, Group, Proof]] = {}
    for group in found:
        for party, proof in _of_group(holdings, regime, group):
            place = group.definite[party]
            if party not in best or place < best[party][0]:
                best[party] = (place, group, proof)
    return {
        party: _shortened(party, proof, regime, listed) if _passes_listed(proof, listed, group) else proof
        for party, (_, group, proof) in best.items()
    }


def _of_group(holdings: Holdings, regime: Regime, group: Group) -> Iterator[tuple[str, Proof]]:
    """Each company's own support is as small as can be, and so are those of all companies on the way together."""
    proofs: dict[str, Proof] = {}
    for party in group.definite:
        if party not in group.seeds:
            proofs[party] = _joined(support(holdings, regime, group.definite, party), proofs)
            yield party, proofs[party]


def _joined(own: list[Interest], proofs: Mapping[str, Proof]) -> Proof:
    whole: dict[int, Interest] = {}
    for each in own:
        before = proofs.get(each.owner, Proof(()))
        whole |= {id(one): one for one in before.interests}
        if before.cut or len(whole) > MOST:
            return Proof(tuple(own), cut=True)
    whole |= {id(one): one for one in own}
    return Proof(tuple(own), cut=True) if len(whole) > MOST else Proof(tuple(whole.values()))


def _passes_listed(proof: Proof, listed: Collection[str], group: Group) -> bool:
    """Whether it leads over a listed party that might suffice by itself."""
    return not proof.cut and any(each.owner in listed and each.owner not in group.seeds for each in proof.interests)


def _shortened(party: str, proof: Proof, regime: Regime, listed: Collection[str]) -> Proof:
    kept = list(proof.interests)
    for each in proof.interests:
        rest = [one for one in kept if one is not each]
        if any(
            party in group.definite
            for group in groups(Holdings(rest), regime, {one.owner for one in rest} & set(listed))
        ):
            kept = rest
    return Proof(tuple(kept))
