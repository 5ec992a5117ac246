"""Rows that tell of machines one by one: of a manifest, which says what should be there, and of a scan, which saw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.core.text import is_empty, squeeze
from compliance.evidence.serial_lists import serial_of
from compliance.inventory.cells import count, damaged
from compliance.inventory.facts.base import fold_header
from compliance.inventory.formats.table import Table

READ = (
    "asset_id", "serial_number", "mac_address", "manufacturer", "model", "control_board", "firmware", "site", "location",
    "quantity",
)  # fmt: skip
"""The native columns that are compared."""
_ADDRESSES = frozenset(
    map(fold_header, ("ip", "ip address", "ip addr", "ipv4", "ip 地址", "ip地址", "ip-адрес", "ip-adresse"))
)
_NO_MAC = frozenset(("0" * 12, "f" * 12))


@dataclass(frozen=True, slots=True)
class Machine:
    """What a row says of a machine, or of ``quantity`` of them. ``serial``, ``mac`` and ``address`` are comparable, "" unknown."""

    file: str
    row: int
    id: str
    serial: str
    mac: str
    address: str
    manufacturer: str = ""
    model: str = ""
    control_board: str = ""
    firmware: str = ""
    site: str = ""
    location: str = ""
    quantity: int = 1

    @property
    def names_itself(self) -> bool:
        """Whether anything tells the machine from others, or says what it is."""
        return bool(self.serial or self.mac or self.manufacturer or self.model)

    @property
    def name(self) -> str:
        """What people call it: its id, else its serial number, MAC address or IP address, else its place in the file."""
        return self.id or self.serial or self.mac or self.address or f"{self.file}#{self.row}"

    @property
    def at(self) -> str:
        """``fleet.csv:2``."""
        return f"{self.file}:{self.row}"


def machines(table: Table) -> Iterator[Machine]:
    """The machines of an inventory or of a snapshot, row by row; blank rows are none."""
    places = [table.layout.index.get(name) for name in READ]
    addresses = [place for place, header in enumerate(table.layout.header) if fold_header(header) in _ADDRESSES]
    for first, rows in table.chunks():
        for number, row in enumerate(rows, first):
            if any(row):
                texts = [_text(row, place) for place in places]
                yield _machine(table.file, number, texts, next(filter(None, (_text(row, at) for at in addresses)), ""))


def _machine(file: str, number: int, texts: Sequence[str], address: str) -> Machine:
    asset, serial, mac, maker, model, board, firmware, site, location, quantity = texts
    known = "" if not serial or damaged(serial) else serial_of(serial)
    return Machine(
        file,
        number,
        asset,
        known,
        mac_of(mac),
        squeeze(address),
        maker,
        model,
        board,
        firmware,
        site,
        location,
        units_of(quantity),
    )


def units_of(text: str) -> int:
    """How many machines a quantity says; one where it says nothing that can be counted."""
    try:
        return count(text)
    except ValueError:
        return 1


def mac_of(text: str) -> str:
    """A MAC address made comparable; "" for what is none, or nobody's."""
    digits = squeeze(text)
    known = len(digits) == 12 and not digits.strip("0123456789abcdef") and digits not in _NO_MAC
    return digits if known else ""


def mac_text(mac: str) -> str:
    """A comparable MAC address as people write it."""
    return ":".join(mac[place : place + 2] for place in range(0, len(mac), 2)).upper()


def _text(row: Sequence[Any], place: int | None) -> str:
    text = "" if place is None or place >= len(row) else str(row[place]).strip()
    # Nothing that ends in a digit is a word for nothing; most cells do.
    return text if not text or text[-1].isdigit() or not is_empty(text) else ""
