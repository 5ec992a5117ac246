"""Inventories: files into rows, rows into lots of equal units, cells into facts, and back into the native form.

The counting interface is for whoever has more rows than one process should read. Each worker counts its part of the rows
(``partial``); ``merge`` adds the parts up, in any order; ``normalise`` makes lots of the sum, which are judged once; each
worker gives its rows their verdicts (``join``), whether it counted them or not. All values can be sent between processes.
"""

from compliance.inventory.facts.base import EXACT, KNOWN_ONLY, Distinction, FactsRead, Reader
from compliance.inventory.grouping.base import Grouping, Key, RowLine, RowVerdict, Tally, UnknownRowError, merge
from compliance.inventory.grouping.python import join, partial
from compliance.inventory.lots import Normalised, normalise

__all__ = [
    "EXACT", "KNOWN_ONLY", "Distinction", "FactsRead", "Grouping", "Key", "Normalised", "Reader", "RowLine", "RowVerdict",
    "Tally", "UnknownRowError", "join", "merge", "normalise", "partial",
]  # fmt: skip
