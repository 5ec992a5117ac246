"""Who holds the target's operators and owners, and the acquirer: interest by interest, up to the last known holder. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.ownership.interests import Interest
from compliance.policies.facts import Facts

MAX_TIERS = 8
"""So many tiers of holders are followed."""


@dataclass(frozen=True, slots=True)
class Holding:
    """An interest that is held on the day: of whom, by whom, and how many tiers above the company that was asked of."""

    owned: str
    owner: str
    country: str | None
    interest: Interest
    tier: int


def holdings(facts: Facts, ids: Iterable[str]) -> Iterator[Holding]:
    """All interests in the companies of these ids and in their holders, tier by tier; each company is followed once."""
    day, parties = facts.as_of, facts.parties
    held: dict[str, list[Interest]] = {}
    for interest in parties.interests:
        if interest.held_on(day):
            held.setdefault(interest.owned, []).append(interest)
    tier, seen = list(dict.fromkeys(ids)), set[str]()
    for number in range(1, MAX_TIERS + 1):
        above: list[str] = []
        for owned in tier:
            seen.add(owned)
            for interest in held.get(owned, ()):
                yield Holding(
                    _name(facts, owned), _name(facts, interest.owner), _country(facts, interest.owner), interest, number
                )
                above.append(interest.owner)
        tier = [owner for owner in dict.fromkeys(above) if owner not in seen]


def _name(facts: Facts, party: str) -> str:
    known = facts.parties.get(party)
    return known.name if known else party


def _country(facts: Facts, party: str) -> str | None:
    known = facts.parties.get(party)
    return known.country if known else None
