"""Cells that name parties: which known parties, or which unlisted name, a text may mean."""

from __future__ import annotations

import re

from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.possible import Possible, one, one_of
from compliance.ownership.parties import Parties

_SEVERAL = r"\s*[|;\n]\s*|\s+/\s+|/(?=[A-Z一-鿿])"
"""What stands between several parties in one cell; it takes long to compile, and most cells do not need it."""


def named_parties(parties: Parties, text: str, country: str | None = None) -> Possible[PartyRef]:
    """Who may be meant by a cell that names somebody; ``country`` is the seat of whoever no file describes.

    Of a cell that names several (``A|B``, ``A / B``, ``A, B`` where B is known), each is possible.
    """
    whole = parties.all_named(text)
    if whole:
        return one_of(map(Known, whole))
    parts = [part for part in re.split(_SEVERAL, text) if part] if any(map(text.__contains__, "|;\n/")) else [text]
    if len(parts) == 1:
        known = [part for part in text.split(", ") if parties.all_named(part)]
        if not known or ", " not in text:
            return one(Unlisted(text, country))
        parts = [*known, *(part for part in text.split(", ") if part not in known and len(part) > 5)]
    possible = [named_parties(parties, part, country).values or frozenset() for part in parts]
    return one_of(frozenset[PartyRef]().union(*possible))
