"""Inventories and the documents register: the claims of every row are read, tied out, and put into the units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from compliance.core.possible import UNKNOWN
from compliance.evidence.documents import Register
from compliance.inventory.facts import FACTS
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.units import Unit
from compliance.workflows.inputs.inventories import Inventories

if TYPE_CHECKING:
    from compliance.evidence.tie_out import TieOut

_COMPARED = (
    "claims", "vouching", "country_of_origin", "manufacturer", "family", "purchase_lot", "entry_number",
    "importer_of_record", "purchased", "delivered",
)  # fmt: skip
"""The facts of a unit that are compared with papers."""
_BLANK: dict[str, Any] = {
    "claims": frozenset(),
    "importer_of_record": UNKNOWN,
    **dict.fromkeys(("family", "purchase_lot", "entry_number", "serial_number"), ""),
}
"""What stands in their place where no rule and no waiver reads them."""


def with_documents(read: FactsRead, register: Register) -> FactsRead:
    """What is read of an inventory to be tied out: what papers say too, and serial numbers where they list some."""
    listed = any(serials for entry in register.documents for serials in entry.serials)
    return read | FactsRead.exactly(*_COMPARED, *(("serial_number",) if listed else ()))


def tied_out(
    inventories: Inventories, register: Register, reader: Reader, read: FactsRead, as_of: date
) -> tuple[Inventories, TieOut]:
    """The inventories with what the register says of every unit, and the tie-out; ``read`` is what rules and waivers read."""
    from compliance.evidence.tie_out import tie_out

    tied = tie_out(register, inventories.fleet, reader, as_of, _without_the_rest(read))
    tables = tuple(
        replace(table, units={key: tied.units[unit] for key, unit in table.units.items()})
        for table in inventories.tables
    )
    fleet = replace(tied.fleet, notes=(*tied.fleet.notes, *tied.result.notes))
    return replace(inventories, tables=tables, fleet=fleet), tied.result


def _without_the_rest(read: FactsRead) -> Callable[[Unit], dict[str, Any]]:
    """What stands in place of the facts of a unit that only the tie-out read, so that equal units are one lot again."""
    unread = {name: blank for name, blank in _BLANK.items() if name not in read.names}
    picked = {
        name: distinction.words
        for name, distinction in read.distinctions.items()
        if FACTS[name].verbatim and not distinction.exact
    }

    def blanks(unit: Unit) -> dict[str, Any]:
        return unread | {name: "" for name, words in picked.items() if getattr(unit, name) not in words}

    return blanks
