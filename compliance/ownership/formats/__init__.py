"""Files with parties and their interests; one module per format, one line per format here."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from compliance.core.errors import fail
from compliance.io.compression import GZIP, unpacked
from compliance.io.paths import content
from compliance.ownership.formats import bods, ftm, gleif, interests_csv, interests_parquet, native, psc
from compliance.ownership.parties import Parties

HEAD_BYTES = 8192
"""Bytes of a file's beginning by which its format is told."""


class PartyFormat(Protocol):
    """What the module of a format offers."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether the file is of this format, by its name and how it begins."""
        ...

    def read(self, path: Path, name: str) -> Parties:
        """What the file says; messages call it ``name``. Raises ComplianceError."""
        ...


FORMATS: dict[str, PartyFormat] = {
    "interests_csv": interests_csv,
    "interests_parquet": interests_parquet,
    "bods": bods,
    "ftm": ftm,
    "gleif": gleif,
    "psc": psc,
    "native": native,
}
"""The native form, told by its name alone, comes last."""


def read_parties(path: Path, name: str) -> Parties:
    """The parties, interests and links in the file ``path``, perhaps packed with gzip, called ``name`` in messages.

    Raises ComplianceError with every problem of the file.
    """
    head = _head(path, name)
    if not head.startswith(GZIP):
        return _read(path, name, head)
    with unpacked(path, name) as whole:
        return _read(whole, name, _head(whole, name))


def _head(path: Path, name: str) -> bytes:
    return content(path, name, "Give a file: it is read more than once.", HEAD_BYTES)


def _read(path: Path, name: str, head: bytes) -> Parties:
    for party_format in FORMATS.values():
        if party_format.recognises(path, head):
            return party_format.read(path, name)
    raise fail("is not in a known format for parties", f"The known formats are {', '.join(FORMATS)}.", file=name)
