"""Digests of the units of a finding, so that a baseline notices units beyond the rows that a report lists.

A lot keeps the first hundred of its rows and counts the rest. The digest of a larger lot needs the names of all rows, which are
added up while they are counted where somebody asks for it; without that, its findings have no digest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from compliance.inventory.units import Lot
from compliance.io.name_numbers import sum_of

_BYTES = 16


@dataclass(slots=True)
class UnitDigests:
    """Digests of lots, each computed once.

    ``numbers`` may hold numbers computed elsewhere, by the ``id`` of a lot, which must outlive this object.
    """

    numbers: dict[int, int] = field(default_factory=dict)

    def of(self, lots: Iterable[Lot]) -> str:
        """32 hexadecimal digits for the names of all units, in any order; rows without a name do not count.

        "" where a lot has more rows than it keeps and its number is not known.
        """
        # A sum needs no order of rows, and is the same however rules split the units into lots.
        total = 0
        for lot in lots:
            number = self.numbers.get(id(lot))
            if number is None:
                if not keeps_all_rows(lot):
                    return ""
                number = self.numbers[id(lot)] = sum_of(row.id for row in lot.locations if row.has_name)
            total += number
        return (total % (1 << 8 * _BYTES)).to_bytes(_BYTES).hex()


def keeps_all_rows(lot: Lot) -> bool:
    """Whether the lot keeps every one of its rows."""
    return len(lot.locations) >= lot.rows
