"""What tells the units of one finding from those of another, beyond the rows that a report lists.

Inventories of ten million rows remember the first hundred rows of each combination, no more: so the digest is over the
names of these rows, of all lots of the finding. It is exact where no lot has more than a hundred rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from compliance.inventory.units import Lot

_BYTES = 16


@dataclass(slots=True)
class UnitDigests:
    """Digests of lots, each worked out once. The lots must outlive this object."""

    _of_lot: dict[int, int] = field(default_factory=dict)

    def of(self, lots: Iterable[Lot]) -> str:
        """32 hexadecimal digits for the names that the lots remember, in whatever order; rows without one do not count."""
        # A sum needs no order, and asks of a lot that many findings share one addition.
        total: int = sum(map(self._one, lots))
        return (total % (1 << 8 * _BYTES)).to_bytes(_BYTES).hex()

    def _one(self, lot: Lot) -> int:
        known = self._of_lot.get(id(lot))
        if known is None:
            known = sum(_number(location.id) for location in lot.locations if location.has_name)
            self._of_lot[id(lot)] = known
        return known


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest())
