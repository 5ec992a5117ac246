"""Which facts of a unit rules and waivers read, and which values they distinguish: known before an inventory is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import or_

from compliance.inventory.facts.base import EXACT, Distinction, FactsRead, named
from compliance.policies.constraints.base import fact_of
from compliance.policies.engine.scope import day_facts
from compliance.policies.policy import DatedRule, Policy, Rule
from compliance.policies.waivers import PARTY_FACTS, SUBJECT_FACTS, Waiver, Waivers

Read = tuple[str, Distinction]


def facts_read(policies: Iterable[Policy], waivers: Waivers) -> FactsRead:
    """The facts that rules and waivers read: the inventory is grouped by them."""
    rules = [rule for policy in policies for rule in policy.rules]
    reads = [read for rule in rules for read in _reads_of_rule(rule)]
    rule_ids = {rule.id for rule in rules}
    reads += [read for waiver in waivers.waivers for read in _reads_of_waiver(waiver, rule_ids)]
    return reduce(or_, (FactsRead({fact: distinction}) for fact, distinction in reads), FactsRead())


def _reads_of_rule(dated: DatedRule) -> Iterator[Read]:
    for _, rule in dated.versions:
        yield from _scope(dated, rule)
        for fact in rule.constraint.reads(rule.applies_to.parties):
            yield fact, rule.constraint.tells_apart(fact)
            if fact == "operator":
                # The owner is the operator where no site says otherwise.
                yield "owner", rule.constraint.tells_apart("owner")
        if rule.constraint.subject == "party":
            # The rule judges each party of the fleet separately.
            yield from ((fact_of(role), EXACT) for role in rule.applies_to.parties)
        yield from ((fact, EXACT) for fact in day_facts(rule))


def _scope(dated: DatedRule, rule: Rule) -> Iterator[Read]:
    """The facts that decide whether the rule covers a unit."""
    sites = [site for site in dated.policy.sites if site.id in rule.applies_to.sites]
    yield "status", EXACT if rule.applies_to.statuses else named(("disposed",))
    yield "kind", EXACT
    yield "site", named(name for site in sites for name in (site.id, *site.names, *site.vague_names))


def _reads_of_waiver(waiver: Waiver, rule_ids: Collection[str]) -> Iterator[Read]:
    """The facts that a waiver names; those of single units even where its rule is not among ``rule_ids``."""
    kind, value = waiver.subject.pair
    if kind in SUBJECT_FACTS:
        yield SUBJECT_FACTS[kind], named((value.strip(),))
    elif waiver.rule in rule_ids:
        yield from ((fact, named((value,))) for fact in (PARTY_FACTS if kind == "party" else (kind,)))
