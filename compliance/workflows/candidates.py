"""Which parties a finding is about that may be listed, and as which listing: what a person can decide on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from compliance.core.finding import Finding
from compliance.core.party import Known, PartyRef
from compliance.inventory.units import Role, Unit
from compliance.policies.constraints.base import BaseConstraint, party_of
from compliance.policies.engine.assessment import Assessment
from compliance.policies.facts import Facts
from compliance.policies.policy import Policy
from compliance.screening.matching import Match


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party, by the name and the country (ISO 3166-1 alpha-2) that were screened, and a listing that it may be."""

    party: str
    country: str | None
    match: Match

    def __str__(self) -> str:
        return f"{self.party!r} as {self.match.list}:{self.match.entry} ({self.match.name})"


def candidates_of(
    finding: Finding, policies: Iterable[Policy], facts: Facts, assessment: Assessment
) -> tuple[Candidate, ...]:
    """The matches that the finding rests on: those that a person must confirm, else the certain ones."""
    lists = _lists(finding.rule, policies, facts)
    parties = {party for unit in _units(finding, assessment) for party in _parties_of(unit)}
    # An owner far up may be the listed one: it is no party of the units.
    all_matches = list(_matches(parties, lists, facts) or _matches(_owners(parties, facts), lists, facts))
    written = {(proof.file, proof.column) for proof in finding.evidence if proof.fact == "listing"}
    named = [
        candidate for candidate in all_matches if (candidate.match.file, candidate.match.entry) in written
    ] or all_matches
    unsure = [candidate for candidate in named if candidate.match.strength == "candidate"]
    return tuple(sorted(unsure or named, key=str))


def _lists(rule_id: str, policies: Iterable[Policy], facts: Facts) -> tuple[str, ...]:
    (dated,) = (rule for policy in policies for rule in policy.rules if rule.id == rule_id)
    return lists_read(dated.on(facts.as_of).constraint, facts)


def lists_read(constraint: BaseConstraint, facts: Facts) -> tuple[str, ...]:
    """The lists that a rule's constraint reads, by itself or through a regime."""
    regimes = (name for regime in constraint.regimes_needed() for name in facts.regime_lists(regime))
    return tuple(dict.fromkeys((*constraint.lists_needed(), *regimes)))


def _units(finding: Finding, assessment: Assessment) -> list[Unit]:
    """The units that the finding is about; all where it is about their site or the whole fleet."""
    marked = [
        unit
        for unit, verdict in assessment.units.items()
        if any(other.fingerprint == finding.fingerprint for other in verdict.findings)
    ]
    return marked or list(assessment.units)


def _parties_of(unit: Unit) -> Iterator[PartyRef]:
    for role in get_args(Role):
        yield from party_of(unit, role).values or ()


def _owners(parties: Iterable[PartyRef], facts: Facts) -> list[PartyRef]:
    """Whoever holds something of these parties, directly or through others."""
    owners_of: dict[str, list[str]] = {}
    for interest in facts.parties.interests:
        owners_of.setdefault(interest.owned, []).append(interest.owner)
    owners = [party.id for party in parties if isinstance(party, Known)]
    for owned in owners:
        owners += [owner for owner in owners_of.get(owned, ()) if owner not in owners]
    return [Known(owner) for owner in owners]


def _matches(parties: Iterable[PartyRef], lists: Iterable[str], facts: Facts) -> list[Candidate]:
    matches = ((party, match) for party in parties for name in lists for match in facts.screen(party, name, None))
    return [Candidate(facts.title(party), facts.country_of(party), match) for party, match in matches]
