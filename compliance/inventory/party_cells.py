"""Cells that name parties: which known parties, or which unlisted name, a text may mean."""

from __future__ import annotations

import re

from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import is_empty
from compliance.ownership.parties import Parties

_SEVERAL = r"\s*[|;\n]\s*|\s+/\s+|/(?=[A-Z一-鿿])"
"""What stands between several parties in one cell; it takes long to compile, and most cells do not need it."""


def named_parties(parties: Parties, text: str, country: str | None = None) -> Recognition[PartyRef]:
    """Who is meant by a cell: a name that no file describes is a party too, and ``country`` is its seat.

    Of a cell that names several (``A|B``, ``A / B``, ``A, B`` where B is known), each is possible.
    """
    if is_empty(text):
        return blank(text)
    whole = parties.all_named(text)
    if whole:
        return recognised(text, map(Known, whole))
    parts = [part for part in re.split(_SEVERAL, text) if part] if any(map(text.__contains__, "|;\n/")) else [text]
    if len(parts) == 1:
        known = [part for part in text.split(", ") if parties.all_named(part)]
        if not known or ", " not in text:
            return recognised(text, (Unlisted(text, country),))
        parts = [*known, *(part for part in text.split(", ") if part not in known and len(part) > 5)]
    possible = [named_parties(parties, part, country).values or frozenset() for part in parts]
    return recognised(text, frozenset[PartyRef]().union(*possible))
