"""Where a unit stands, and who operates and owns the place if it is described."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass

from compliance.core.party import PartyRef
from compliance.core.possible import Possible
from compliance.core.recognition import Recognition, recognised
from compliance.core.text import EMPTY, is_doubtful, is_empty, one_line, squeeze, squeeze_all
from compliance.inventory.facts.base import MARK, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.facts.parties import party
from compliance.inventory.sites import NOWHERE, Place, Site

UNKNOWN_SITE = f"{MARK}a site that nobody describes"
"""Stands for every site that nobody describes and no rule names: each may be any site."""
_EMPTY = frozenset(map(squeeze, EMPTY))


def _described(row: Row) -> Recognition[Site]:
    """The described site that the cell names. Says what is wrong where it could be several."""
    text = row.text("site")
    site: Recognition[Site] = (
        recognised(text, ()) if is_doubtful(text) and not is_empty(text) else row.reader.sites.find(text)
    )
    if site.values and not site.only:
        ids = " or ".join(candidate.id for candidate in row.reader.sites.sites if candidate in site.values)
        row.problem(f"site {site.text!r} could be {ids}", "Give each site its own names.", "site")
    return site


def _site(row: Row) -> Place:
    """The site that sites.yaml describes, else the text of the cell."""
    site = row.once(_described)
    if site.only:
        return Place(site.only.names, site.only.described)
    if not site.unknown:
        return NOWHERE
    name, asked = squeeze(site.text), row.read.of("site").words
    doubtful = is_doubtful(site.text)
    if asked and (doubtful or name not in set(map(squeeze, asked))):
        text = one_line(site.text)
        row.unknown("site", text, f"sites.yaml: aliases: [{text}] at the site that it is, or describe it by an address")
    return Place(frozenset((f"{name}?" if doubtful else name,)))


def _operator(row: Row) -> Possible[PartyRef]:
    """The operator of the described site; the owner of the unit where nobody describes another."""
    site = row.once(_described).only
    operator = party(row, site.operator if site else "")
    return operator if operator.known else party(row, row.text("owner"))


def _site_owner(row: Row) -> Possible[PartyRef]:
    site = row.once(_described).only
    return party(row, site.owner if site else "")


@dataclass(frozen=True, slots=True)
class _NamedInRules:
    """A site stands for itself where its name holds one that somebody asks about or describes; the shape of others is None."""

    names: re.Pattern[str]

    def shapes(self, texts: list[str]) -> list[Hashable]:
        names, is_named = squeeze_all(texts), self.names.search
        if _EMPTY.isdisjoint(names) and not is_named("\n".join(names)):
            return [None] * len(texts)
        return [text if name in _EMPTY or is_named(name) else None for text, name in zip(texts, names, strict=True)]

    def form(self, shape: str | None) -> tuple[str] | None:
        return (UNKNOWN_SITE,) if shape is None else None


def _canonical(comparison: Comparison) -> Canonical | None:
    distinction = comparison.read.of("site")
    if distinction.exact:
        return None
    described = (site.names for site in comparison.reader.sites.sites)
    names = frozenset(map(squeeze, distinction.words)).union(*described)
    return _NamedInRules(re.compile("|".join(map(re.escape, sorted(names))) or "(?!)"))


SITE = Reading(
    (
        Column(
            "site",
            headers="facility, data center, datacenter, data centre, mine, farm, site name, 站点, 矿场, 场地, площадка, дата-центр, standort, sitio, instalacion, mining site, mine site, facility name, hosting site, 数据中心, 矿场名称, 站点名称, объект, ферма, rechenzentrum, centro de datos, granja, emplazamiento",
            second="asked",
        ),
    ),
    (
        Fact("site", ("site",), _site),
        Fact("operator", ("site", "owner"), _operator),
        Fact("site_owner", ("site",), _site_owner),
    ),
    _canonical,
)
