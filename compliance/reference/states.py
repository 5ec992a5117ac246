"""In which state of the United States an address lies: state laws bind the sites of their state."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from compliance.io.resources import RULES
from compliance.reference.geodesy import Point, miles

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii",
    "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
"""By their postal codes."""

_CODE = re.compile(r",\s*([A-Z]{2})\b\.?(?=\s*(?:$|[,;/()|&+]|or\b|and\b|\d{5}))")
_NAME = re.compile(r",\s*([A-Za-z .]+?)(?=\s*(?:$|[,;/()|&+]|or\b|and\b|\d{5}))")
_BY_NAME = {name.casefold(): code for code, name in STATES.items()}


def state_of(address: str) -> str | None:
    """The postal code of the state of an address: that of the codes after a comma, else of the names.

    None where there is neither, and where an address names two states.
    """
    codes = {match[1] for match in _CODE.finditer(address) if match[1] in STATES}
    names = [match[1] for match in _NAME.finditer(address)]
    named = set(filter(None, (_BY_NAME.get(name.casefold().strip()) for name in (address, *names))))
    states = codes or named
    return states.pop() if len(states) == 1 else None


def is_outside(point: Point, state: str) -> bool:
    """Whether a point lies outside a state for certain: farther from its middle than any part of it."""
    middle, radius = areas()[state.casefold()]
    return miles(point, middle) > radius


@cache
def areas() -> Mapping[str, tuple[Point, Decimal]]:
    """The middle of each state, and how far in miles it reaches from there, by its folded code and by its folded name."""
    return dict(_read_areas())


def _read_areas() -> Iterator[tuple[str, tuple[Point, Decimal]]]:
    with (RULES / "installations" / "states.csv").open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            area = Point(Decimal(row["latitude"]), Decimal(row["longitude"])), Decimal(row["radius_miles"])
            yield row["code"].casefold(), area
            yield row["name"].casefold(), area
