"""Who holds the target's operators and owners, and the acquirer: interest by interest, up to the last known holder. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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


@dataclass(frozen=True, slots=True)
class Chain:
    """How a holder of a watched country stands above a company: interest by interest, the company's own first.

    Without one it is the company itself that is of the ``country``, which is a name.
    """

    company: str
    country: str
    steps: tuple[Holding, ...]


def watched_chains(
    facts: Facts, held: Iterable[Holding], ids: Iterable[str], countries: Collection[str]
) -> Iterator[Chain]:
    """The shortest chain from each company of these ids to each holder of the ``countries``; ``held`` are their holdings.

    A holder whose own holders are of the ``countries`` too is told in their chain, and a company of these ids that is held by
    another one in that one's.
    """
    companies = dict.fromkeys(ids)
    above: dict[str, list[Holding]] = {}
    for holding in held:
        above.setdefault(holding.interest.owned, []).append(holding)
    for company in companies:
        country = _country(facts, company)
        if country in countries:
            yield Chain(_name(facts, company), facts.countries.name(str(country)), ())
        chains: dict[str, tuple[Holding, ...]] = {company: ()}
        for owned in (following := [company]):
            for holding in above.get(owned, ()):
                if holding.interest.owner not in chains:
                    chains[holding.interest.owner] = (*chains[owned], holding)
                    following.append(holding.interest.owner)
        watched = [steps for steps in chains.values() if steps and steps[-1].country in countries]
        told = {step.interest.owner for steps in watched for step in steps[:-1]}
        for steps in watched:
            through = {step.interest.owner for step in steps}
            if steps[-1].interest.owner not in told and not through & companies.keys():
                yield Chain(_name(facts, company), facts.countries.name(str(steps[-1].country)), steps)


def _name(facts: Facts, party: str) -> str:
    known = facts.parties.get(party)
    return known.name if known else party


def _country(facts: Facts, party: str) -> str | None:
    known = facts.parties.get(party)
    return known.country if known else None
