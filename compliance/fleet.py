"""The fleet as the rules see it: a unit's facts, lots of equal units, sites.

A unit's facts are normalised once per distinct combination of raw cells (lots.py); nothing here reads files.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from compliance.cells import Period, squeeze
from compliance.errors import fail
from compliance.finding import LOCATIONS, Location
from compliance.geography.geodesy import Point
from compliance.hardware.catalogue import Board
from compliance.party import Parties
from compliance.possible import Possible, one, some
from compliance.record import Checked, Record, Text, validate

Role = Literal["manufacturer", "supplier", "component_vendor", "owner", "operator", "hosting_client"]
"""How a party stands to a unit."""

COLUMNS_OF_FACT: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "status": ("status",),
    "site": ("site",),
    "manufacturer": ("manufacturer", "model"),
    "family": ("model", "manufacturer"),
    "control_board": ("control_board", "manufacturer", "model"),
    "country_of_origin": ("country_of_origin",),
    "country_of_assembly": ("country_of_assembly", "country_of_origin"),
    "origin_evidence": ("origin_evidence", "origin_basis"),
    "supplier": ("supplier", "supplier_country", "manufacturer"),
    "owner": ("owner",),
    "operator": ("site",),
    "hosting_client": ("hosting_client",),
    "purchased": ("purchase_date",),
    "delivered": ("delivery_date",),
    "hashrate_ths": ("hashrate_ths",),
    "power_w": ("power_w",),
    "unit_price_usd": ("unit_price_usd",),
    "purchase_lot": ("purchase_lot",),
    "asset_id": ("asset_id",),
    "serial_number": ("serial_number",),
}
"""Which cells of a row each fact of a unit is made of; the first is the one that a person would fill in."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The facts of one machine, and of every machine in the same lot.

    Parties are ids (``bitmain``) or names nobody knows (``name:Foo Ltd``); countries ISO 3166-1 alpha-2.
    ``site`` holds the folded names of the recorded site, none where no site is recorded. ``origin_evidence`` holds
    kinds of documents, ``family`` the model family, "" where it is not known. Asset, serial and purchase lot are kept only where a waiver names them.
    """

    kind: str
    status: str
    site: frozenset[str]
    manufacturer: Possible[str]
    control_board: Possible[Board]
    country_of_origin: Possible[str]
    country_of_assembly: Possible[str]
    origin_evidence: frozenset[str]
    supplier: Possible[str]
    owner: Possible[str]
    operator: Possible[str]
    hosting_client: Possible[str]
    purchased: Period
    delivered: Period
    hashrate_ths: Decimal | None
    family: str = ""
    power_w: Decimal | None = None
    unit_price_usd: Decimal | None = None
    purchase_lot: str = ""
    asset_id: str = ""
    serial_number: str = ""


@dataclass(slots=True)
class Lot:
    """Units whose facts are equal: how many machines, in how many rows, and the first rows of them.

    ``written`` holds the text of each cell in the first row, with the header it stands under.
    """

    unit: Unit
    units: int
    rows: int
    locations: list[Location]
    written: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, other: Lot) -> None:
        """Takes in another lot of the same facts."""
        self.units += other.units
        self.rows += other.rows
        self.locations = first_locations((self.locations, other.locations))


def first_locations(several: Iterable[list[Location]]) -> list[Location]:
    """The first locations of all, in the order of files and rows."""
    return heapq.nsmallest(LOCATIONS, (place for some in several for place in some), key=lambda at: (at.file, at.row))


@dataclass(frozen=True, slots=True)
class Fleet:
    """Every lot of the inventories that were read, in a stable order, and what is to be said of them."""

    lots: tuple[Lot, ...]
    notes: tuple[str, ...] = ()

    @property
    def units(self) -> int:
        """How many machines."""
        return sum(lot.units for lot in self.lots)


def _degrees(limit: int) -> Checked:
    def check(value: Decimal) -> Decimal:
        if abs(value) > limit:
            raise ValueError(f"{value} is not between -{limit} and {limit}; perhaps latitude and longitude are swapped")
        return value

    return Checked(check, (("minimum", -limit), ("maximum", limit)))


class Site(Record):
    """A place where machines stand (``sites.yaml``); coordinates in degrees."""

    id: Text
    name: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    latitude: Annotated[Decimal, _degrees(90)] | None = None
    longitude: Annotated[Decimal, _degrees(180)] | None = None
    operator: str = ""
    owner: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError where only one of the coordinates is given."""
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("give both latitude and longitude, or neither")

    @property
    def point(self) -> Point | None:
        """Where it is."""
        return None if self.latitude is None or self.longitude is None else Point(self.latitude, self.longitude)

    @property
    def names(self) -> frozenset[str]:
        """Everything the site is called, folded; its address is one of its names."""
        return frozenset(filter(None, map(squeeze, (self.id, self.name, *self.aliases, self.address))))


class SiteFile(Record):
    """A ``sites.yaml``."""

    sites: tuple[Site, ...]


def read_sites(path: Path, name: str) -> tuple[Site, ...]:
    """The sites in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    from compliance.strictyaml import load

    return validate(SiteFile, load(path, name=name), advice="See the schema: compliance rules schema sites").sites


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites that somebody described."""

    sites: tuple[Site, ...] = ()

    def find(self, text: str) -> Site | None:
        """The site of this id, name or alias. Raises ComplianceError where two sites share it."""
        found = [site for site in self.sites if squeeze(text) in site.names]
        if len(found) > 1:
            raise fail(
                f"site {text!r} could be {' or '.join(site.id for site in found)}", "Give each site its own names."
            )
        return found[0] if found else None


_SEVERAL = r"\s*[|;\n]\s*|\s+/\s+|/(?=[A-Z一-鿿])"
"""What stands between several parties in one cell; it takes long to compile, and most cells do not need it."""


def party_keys(parties: Parties, text: str, country: str | None = None) -> Possible[str]:
    """Who may be meant by a cell: ids of parties, or ``name:Foo`` (``name[CN]:Foo``) for one that no file describes.

    Of a cell that names several (``A|B``, ``A / B``, ``A, B`` where B is known), each is possible.
    """
    whole = parties.all_named(text)
    if whole:
        return some(whole)
    parts = [part for part in re.split(_SEVERAL, text) if part] if any(map(text.__contains__, "|;\n/")) else [text]
    if len(parts) == 1:
        known = [part for part in text.split(", ") if parties.all_named(part)]
        if not known or ", " not in text:
            return one(f"name[{country}]:{text}" if country else f"name:{text}")
        parts = [*known, *(part for part in text.split(", ") if part not in known and len(part) > 5)]
    found = [party_keys(parties, part, country).values or frozenset() for part in parts]
    return some(frozenset().union(*found))
