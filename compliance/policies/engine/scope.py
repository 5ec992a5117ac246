"""Which units and sites a rule covers, and which facts it reads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import combinations

from compliance.core.possible import Answer, unanimous
from compliance.core.text import squeeze
from compliance.inventory.facts.status import PERHAPS_DISPOSED, is_status
from compliance.inventory.sites import Place, Site
from compliance.inventory.units import Unit
from compliance.policies.engine.parts import Part, parts_of
from compliance.policies.policy import DatedRule, PolicySite, Rule

COVERED = ""
"""How a rule covers a unit of which nothing is in doubt."""
_DOUBTS = ("status", "kind", "site")
DISPOSED = "disposed"
"""The status of a unit that is certainly gone."""
_MIN_LETTERS, _MIN_LETTERS_OF_SLIP, _MIN_LETTERS_OF_SLIP_INSIDE = 5, 4, 8
"""A site's name of at least so many letters is also recognised inside a longer text, with a slip, and inside with a slip."""
_SHORT_WORDS = {
    "drive": "dr", "road": "rd", "street": "st", "avenue": "ave", "boulevard": "blvd", "lane": "ln", "highway": "hwy",
    "north": "n", "south": "s", "east": "e", "west": "w",
}  # fmt: skip
"""How words of an address are shortened."""

SCOPE = ("status", "kind", "site")
"""The facts that decide whether a rule covers a unit."""


def fields_of(dated: DatedRule) -> tuple[str, ...]:
    """The facts by which this rule judges the units that it covers."""
    facts: list[str] = []
    for _, rule in dated.versions:
        facts += rule.constraint.reads(rule.applies_to.parties)
        facts += day_facts(rule)
    return tuple(dict.fromkeys(facts))


def day_facts(rule: Rule) -> tuple[str, ...]:
    """The facts that settle on which day the rule is asked."""
    asked = {part.when for part in parts_of(rule)}
    dealing = ("purchased", "delivered", "predates_model") if asked & {"dealing", "export"} else ()
    return (*dealing, *(("exported",) if "export" in asked else ()))


def scope_of(dated: DatedRule) -> tuple[str, ...]:
    """The facts that decide whether this rule covers a unit."""
    scopes = [rule.applies_to for _, rule in dated.versions]
    limits = (("kind", any(scope.kinds for scope in scopes)), ("site", any(scope.sites for scope in scopes)))
    return ("status", *(fact for fact, limited in limits if limited))


def coverage(dated: DatedRule, unit: Unit) -> tuple[str, ...]:
    """How each question of each version of the rule covers the unit: COVERED, what leaves it open (``site=?``), or why it does not."""
    return tuple(
        outside(dated, rule, unit, part) or _written(open_facts(dated, rule, unit, part))
        for _, rule in dated.versions
        for part in parts_of(rule)
    )


def _written(facts: Iterable[str]) -> str:
    return "; ".join(f"{fact}=?" for fact in facts)


def covers_any(covered: Iterable[str]) -> bool:
    """Whether some version covers the unit, or may."""
    return not _COVERING.isdisjoint(covered)


_COVERING = frozenset(_written(facts) for size in range(4) for facts in combinations(_DOUBTS, size))


def outside(dated: DatedRule, rule: Rule, unit: Unit, part: Part | None = None) -> str:
    """The reason why a question of the rule (None: its first) does not cover the unit, or ""; part of a fingerprint."""
    if _is_held(part or parts_of(rule)[0], unit) is False:
        return "the unit is disposed of"
    if _has_status(rule, unit) is False:
        return f"the unit's status is {unit.status}"
    if _is_of_kind(rule, unit) is False:
        return f"the unit is a {unit.kind.replace('|', ' or a ')}"
    if at_site(dated, rule, unit) is False:
        return "the unit stands at another site"
    return ""


def open_facts(dated: DatedRule, rule: Rule, unit: Unit, part: Part | None = None) -> tuple[str, ...]:
    """The facts that leave open whether a question of the rule (None: its first) covers a unit that is not outside it."""
    held = _is_held(part or parts_of(rule)[0], unit)
    answers = {
        "status": None if None in (held, _has_status(rule, unit)) else True,
        "kind": _is_of_kind(rule, unit),
        "site": at_site(dated, rule, unit),
    }
    return tuple(fact for fact in _DOUBTS if answers[fact] is None)


def _is_held(part: Part, unit: Unit) -> Answer:
    if not part.possession:
        return True
    return {DISPOSED: False, PERHAPS_DISPOSED: None}.get(unit.status, True)


def _has_status(rule: Rule, unit: Unit) -> Answer:
    """A status that nobody knows may be one that the rule names."""
    statuses = rule.applies_to.statuses
    return is_status(unit.status, statuses) if statuses and unit.status else True


def _is_of_kind(rule: Rule, unit: Unit) -> Answer:
    kinds = rule.applies_to.kinds
    return unanimous(kind in kinds for kind in unit.kind.split("|")) if kinds and unit.kind else True


def at_site(dated: DatedRule, rule: Rule, unit: Unit) -> Answer:
    """Whether the unit is at a site that the rule names. A unit without a recorded site is taken to be there."""
    if not rule.applies_to.sites or not unit.site.recorded:
        return True
    return _is_among(unit.site, dated.policy.sites, rule.applies_to.sites)


def names_site(dated: DatedRule, rule: Rule, site: Site) -> Answer:
    """Whether the rule covers the site."""
    if not rule.applies_to.sites:
        return True
    return _is_among(Place(site.names, site.described), dated.policy.sites, rule.applies_to.sites)


@cache
def _is_among(place: Place, sites: tuple[PolicySite, ...], wanted: tuple[str, ...]) -> Answer:
    """Whether the place is one of the wanted sites; it is another one only where somebody says where it is."""
    names = _names(site for site in sites if site.id in wanted)
    if place.names & names:
        return True
    vague = frozenset(squeeze(name) for site in sites if site.id in wanted for name in site.vague_names)
    if any(may_name(text, name) for text in place.names for name in names):
        return None
    if any(_says_only(text, vague) for text in place.names):
        return None
    known = place.described or place.names & _names(site for site in sites if site.id not in wanted)
    return False if known else None


def _names(sites: Iterable[PolicySite]) -> frozenset[str]:
    return frozenset(squeeze(name) for site in sites for name in (site.id, *site.names))


def may_name(text: str, name: str) -> bool:
    """Whether a folded text may mean the site of this folded name: "North Range Hall 2", "Nort Range", "635 Logistics Dr".

    It holds the name, or is one slip away from it, in a part as well; a street is a street however it is shortened.
    """
    return _holds(text, name) or _holds(_shortened(text), _shortened(name))


def _holds(text: str, name: str) -> bool:
    if name == text or (len(name) >= _MIN_LETTERS and name in text):
        return True
    if len(name) < _MIN_LETTERS_OF_SLIP:
        return False
    from compliance.screening.names.lexicon import differ_by_one_slip

    lengths = (len(name) - 1, len(name), len(name) + 1) if len(name) >= _MIN_LETTERS_OF_SLIP_INSIDE else (len(text),)
    parts = (text[start : start + length] for length in lengths for start in range(max(len(text) - length, 0) + 1))
    return any(differ_by_one_slip(name, part) for part in parts)


def _shortened(text: str) -> str:
    for long, short in _SHORT_WORDS.items():
        text = text.replace(long, short)
    return text


def _says_only(text: str, vague: Iterable[str]) -> bool:
    """Whether nothing but vague names, and perhaps a number, stands in a text."""
    for name in sorted(vague, key=len, reverse=True):
        text = text.replace(name, "")
    return not text or text.isdecimal()
