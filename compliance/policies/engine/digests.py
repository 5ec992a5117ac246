"""What tells the units of one finding from those of another, beyond the rows that a report lists.

An inventory of ten million rows remembers the first hundred rows of each lot and counts the rest. Whoever needs the
digest of larger lots reads the names again (``workflows.unit_digests``); without that, such a finding has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from compliance.inventory.units import Lot

_BYTES = 16


@dataclass(slots=True)
class UnitDigests:
    """Digests of lots, each worked out once.

    ``numbers`` holds those that are known from elsewhere, by the ``id`` of a lot, which must outlive this object.
    """

    numbers: dict[int, int] = field(default_factory=dict)

    def of(self, lots: Iterable[Lot]) -> str:
        """32 hexadecimal digits for the names of all units, in whatever order; rows without a name do not count.

        "" where a lot has more rows than it remembers and its number is not known.
        """
        # A sum needs no order of rows, and is the same however rules split the units into lots.
        total = 0
        for lot in lots:
            number = self.numbers.get(id(lot))
            if number is None:
                if not remembers_all(lot):
                    return ""
                number = self.numbers[id(lot)] = sum_of(place.id for place in lot.locations if place.has_name)
            total += number
        return (total % (1 << 8 * _BYTES)).to_bytes(_BYTES).hex()


def remembers_all(lot: Lot) -> bool:
    """Whether the lot knows the names of all its rows."""
    return len(lot.locations) == lot.rows


def sum_of(names: Iterable[str]) -> int:
    """The number of these names, in whatever order; numbers of parts add up."""
    digests = (blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest() for name in names)
    return sum(map(int.from_bytes, digests))
