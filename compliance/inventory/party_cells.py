"""Cells that name parties: which known parties, or which unlisted name, a text may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import is_empty
from compliance.ownership.parties import Parties

_SEVERAL = r"\s*[|;\n]\s*|\s+/\s+|/(?=[A-Z一-鿿])"
"""What stands between several parties in one cell; it takes long to compile, and most cells do not need it."""

_CUTS = (
    r"(?i)\s*(?:[,&+()\[\]:™®]|\s[-–—]\s|^\d{1,3}[.)]\s|"
    r"(?<!\w)(?:formerly|f/?k/?a|a/?k/?a|d/?b/?a|t/a|c/o|via|through|and|und|et|y|by|from|ex|for|attn|\S*\d\S*)(?!\w)[.:]?)\s*"
)
"""What may stand around the name of a party in a cell: signs, words, and anything with a number."""
_DEFINED = r"\s*\((?:the\s+)?[\"“”'«][^)]*[\"“”'»]\)\s*$"
"""The short name that a contract gives a party behind its name: ``Example Limited (“Example”)``."""
_MAX_PIECES = 4
"""A name is made of so many pieces at most."""


def named_parties(parties: Parties, text: str, country: str | None = None) -> Recognition[PartyRef]:
    """Who is meant by a cell: a name that no file describes is a party too, and ``country`` is its seat.

    Of a cell that names several (``A|B``, ``A / B``, ``A, B`` where B is known), each is possible. So is a known party
    whose name stands there beside other words (``formerly A``, ``A & B``), and somebody else who is called all that.
    """
    if is_empty(text):
        return blank(text)
    whole = parties.all_named(text) or ("(" in text and parties.all_named(re.sub(_DEFINED, "", text)))
    if whole:
        return recognised(text, map(Known, whole))
    parts = [part for part in re.split(_SEVERAL, text) if part] if any(map(text.__contains__, "|;\n/")) else [text]
    if len(parts) == 1:
        known = [part for part in text.split(", ") if parties.all_named(part)]
        if not known or ", " not in text:
            within = frozenset[str]().union(*map(parties.all_named, _pieces(text)))
            return recognised(text, (*map(Known, within), Unlisted(text, country)))
        parts = [*known, *(part for part in text.split(", ") if part not in known and len(part) > 5)]
    possible = [named_parties(parties, part, country).values or frozenset() for part in parts]
    return recognised(text, frozenset[PartyRef]().union(*possible))


def _pieces(text: str) -> Iterator[str]:
    """The parts of a text that may be the name of a party by themselves."""
    cuts = [(0, 0), *(match.span() for match in re.finditer(_CUTS, text) if match[0]), (len(text), len(text))]
    for place, (_, start) in enumerate(cuts[:-1]):
        for end, _ in cuts[place + 1 : place + 1 + _MAX_PIECES]:
            if (piece := text[start:end].strip(" .;-")) and piece != text:
                yield piece
