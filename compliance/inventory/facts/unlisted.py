"""Names of parties that nobody knows: where a rule asks only who is known, they are one name."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.core.party import Unlisted
from compliance.core.text import tidy
from compliance.inventory.facts.base import Reader
from compliance.inventory.party_cells import named_parties
from compliance.screening.names.folding import fold
from compliance.screening.names.romanising import unread_script

STRANGER = "names that nobody knows"
"""Stands for parties of which neither a list nor a file of parties says anything."""


class UnknownNames:
    """Tells names that nobody knows; one that ``words`` name is asked about, so it is known."""

    def __init__(self, reader: Reader, words: Iterable[str]) -> None:
        self._reader = reader
        self._words = frozenset(map(fold, words))

    def stands_in(self, text: str) -> str | None:
        """What stands for the name; None where it stands for itself."""
        if fold(text) in self._words:
            return None
        party = named_parties(self._reader.parties, tidy(text)).only
        if not isinstance(party, Unlisted):
            return None
        if unread_script(party.name):
            return None
        return None if any(names.name_matches(party.name) for names in self._reader.lists) else STRANGER
