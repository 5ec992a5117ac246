"""Whom a text names: a party that a file describes, or a name that no file describes. No string stands for either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class _Ordered:
    """Known parties stand before unlisted names; both by what they are called."""

    __slots__ = ()

    def __lt__(self, other: Any) -> bool:
        return _place(self) < _place(other)


@dataclass(frozen=True, slots=True)
class Known(_Ordered):
    """The party that a file of parties, or the catalogue of hardware, describes under ``id``; any text may be an id."""

    id: str

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Unlisted(_Ordered):
    """A party that no file describes: its ``name`` as it was written, and the ISO code of its seat where one is recorded."""

    name: str
    country: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.country})" if self.country else self.name


PartyRef = Known | Unlisted
"""Whom a cell names."""


def _place(party: Any) -> tuple[bool, str, str]:
    if isinstance(party, Known):
        return False, party.id, ""
    return True, party.name, party.country or ""
