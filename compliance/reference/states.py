"""In which state of the United States an address lies: state laws bind the sites of their state."""

from __future__ import annotations

import re

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

_CODE = re.compile(r",\s*([A-Z]{2})\b\.?(?=\s*(?:$|,|\d{5}))")
_NAME = re.compile(r",\s*([A-Za-z .]+?)(?=\s*(?:$|,|\d{5}))")
_BY_NAME = {name.casefold(): code for code, name in STATES.items()}


def state_of(address: str) -> str | None:
    """The postal code of the state: the last code after a comma, else the last name; None where there is neither."""
    codes = [match[1] for match in _CODE.finditer(address) if match[1] in STATES]
    names = [_BY_NAME.get(match[1].casefold().strip()) for match in _NAME.finditer(address)]
    whole = _BY_NAME.get(address.casefold().strip())
    states = [*filter(None, (whole, *names)), *codes]
    return states[-1] if states else None
