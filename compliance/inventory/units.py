"""The fleet as the rules see it: a unit's facts, lots of equal units, sites.

A unit's facts are declared in ``facts`` and read once per distinct combination of raw cells (lots.py); nothing here reads files.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from compliance.core.dates import NEVER_RECORDED, Period
from compliance.core.finding import MAX_LOCATIONS, Location, UnknownText
from compliance.core.party import PartyRef
from compliance.core.possible import UNKNOWN, Possible
from compliance.inventory.sites import Place
from compliance.inventory.vouching import Claim, Vouching
from compliance.reference.hardware.catalogue import Board

Role = Literal[
    "manufacturer",
    "supplier",
    "component_vendor",
    "consignee",
    "owner",
    "operator",
    "site_owner",
    "hosting_client",
    "lender",
]
"""How a party stands to a unit; ``operator`` and ``site_owner`` are those of the site where it stands."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The facts of one machine, and of every machine in the same lot.

    Countries are ISO 3166-1 alpha-2.
    ``site`` is where the unit is recorded to stand. ``origin_evidence`` holds
    kinds of documents, ``family`` the model family, "" where it is not known. ``exported`` is when it was loaded for
    the last leg of its way here, ``entered`` when it was entered at customs. Asset, serial and purchase lot are kept
    only where a waiver names them. ``vouching`` is what a documents register says of it, None where there is none;
    ``claims`` are the documents that are named for it, which are read only to be tied out.
    ``predates_model`` names the recorded dates on which no machine of the family was made yet.
    """

    kind: str
    status: str
    site: Place
    manufacturer: Possible[PartyRef]
    control_board: Possible[Board]
    country_of_origin: Possible[str]
    country_of_assembly: Possible[str]
    origin_evidence: frozenset[str]
    supplier: Possible[PartyRef]
    owner: Possible[PartyRef]
    operator: Possible[PartyRef]
    hosting_client: Possible[PartyRef]
    purchased: Period
    delivered: Period
    hashrate_ths: Decimal | None
    family: str = ""
    power_w: Decimal | None = None
    unit_price_usd: Decimal | None = None
    purchase_lot: str = ""
    asset_id: str = ""
    serial_number: str = ""
    importer_of_record: Possible[PartyRef] = UNKNOWN
    consignee: Possible[PartyRef] = UNKNOWN
    lender: Possible[PartyRef] = UNKNOWN
    exported: Period = NEVER_RECORDED
    entered: Period = NEVER_RECORDED
    entry_number: str = ""
    claims: frozenset[Claim] = frozenset()
    vouching: Vouching | None = None
    site_owner: Possible[PartyRef] = UNKNOWN
    predates_model: str = ""


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
    return heapq.nsmallest(
        MAX_LOCATIONS, (place for one_of in several for place in one_of), key=lambda at: (at.file, at.row)
    )


@dataclass(frozen=True, slots=True)
class Fleet:
    """Every lot of the inventories that were read, in a stable order, and what is to be said of them."""

    lots: tuple[Lot, ...]
    notes: tuple[str, ...] = ()
    unknown: tuple[UnknownText, ...] = ()

    @property
    def units(self) -> int:
        """How many machines."""
        return sum(lot.units for lot in self.lots)
