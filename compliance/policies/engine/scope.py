"""Which units and sites a rule covers, and which facts it reads."""

from __future__ import annotations

from functools import cache

from compliance.core.possible import Answer
from compliance.core.text import squeeze
from compliance.inventory.sites import Site
from compliance.inventory.units import Unit
from compliance.policies.policy import DatedRule, PolicySite, Rule

COVERED, VAGUE = "", "site=?"
"""How a rule covers a unit: its site is the one that the rule names, or may be."""
_MIN_LETTERS = 5
"""A site's name of at least so many letters is also recognised inside a longer name."""


SCOPE = ("status", "kind", "site")
"""The facts that decide whether a rule covers a unit."""


def fields_of(dated: DatedRule) -> tuple[str, ...]:
    """The facts by which this rule judges the units that it covers."""
    facts: list[str] = []
    for _, rule in dated.versions:
        facts += rule.constraint.reads(rule.applies_to.parties)
        facts += ["purchased", "delivered"] if rule.judged_on == "acquisition" else []
    return tuple(dict.fromkeys(facts))


def scope_of(dated: DatedRule) -> tuple[str, ...]:
    """The facts that decide whether this rule covers a unit."""
    scopes = [rule.applies_to for _, rule in dated.versions]
    limits = (("kind", any(scope.kinds for scope in scopes)), ("site", any(scope.sites for scope in scopes)))
    return ("status", *(fact for fact, limited in limits if limited))


def coverage(dated: DatedRule, unit: Unit) -> tuple[str, ...]:
    """How each version of the rule covers the unit: COVERED, VAGUE, or the reason why it does not."""
    return tuple(
        outside(dated, rule, unit) or (COVERED if at_site(dated, rule, unit) else VAGUE) for _, rule in dated.versions
    )


def outside(dated: DatedRule, rule: Rule, unit: Unit) -> str:
    """The reason why the rule does not cover the unit, or "". It is part of a finding's fingerprint."""
    scope = rule.applies_to
    if rule.judged_on == "as_of" and unit.status == "disposed":
        return "the unit is disposed of"
    if scope.statuses and unit.status and unit.status not in scope.statuses:
        return f"the unit's status is {unit.status}"
    if scope.kinds and unit.kind and unit.kind not in scope.kinds:
        return f"the unit is a {unit.kind}"
    if at_site(dated, rule, unit) is False:
        return "the unit stands at another site"
    return ""


def at_site(dated: DatedRule, rule: Rule, unit: Unit) -> Answer:
    """Whether the unit is at a site that the rule names. A unit without a recorded site is taken to be there."""
    if not rule.applies_to.sites or not unit.site:
        return True
    names, vague = _site_names(dated, rule)
    if unit.site & names:
        return True
    # "North Range - Hall 2" may be a part of North Range, or a hall of that name elsewhere.
    contained = any(name in text for name in names | vague if len(name) >= _MIN_LETTERS for text in unit.site)
    return None if contained or unit.site & vague else False


def names_site(dated: DatedRule, rule: Rule, site: Site) -> bool:
    """Whether the rule covers the site."""
    return not rule.applies_to.sites or bool(site.names & _site_names(dated, rule)[0])


def _site_names(dated: DatedRule, rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    return _names(dated.policy.sites, rule.applies_to.sites)


@cache
def _names(sites: tuple[PolicySite, ...], wanted: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the wanted sites, and their vague names."""
    chosen = [site for site in sites if site.id in wanted]
    names = frozenset(squeeze(name) for site in chosen for name in (site.id, *site.names))
    return names, frozenset(squeeze(name) for site in chosen for name in site.vague_names)
