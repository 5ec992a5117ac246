"""A row per inventory row, for spreadsheets and mail merges: its verdict, the rules that gave it, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from compliance.core.text import inert
from compliance.reports.check.base import Account, Inventory
from compliance.reports.style import plain

COLUMNS = (
    "file", "row", "asset_id", "serial_number", "quantity", "verdict", "rules", "because", "remedy"
)  # fmt: skip


def write(account: Account, out: TextIO) -> None:
    """The lines in the order of files and rows; memory does not grow with them."""
    import csv

    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for inventory in account.inventories():
        lines.writerows(_lines(inventory))


def _lines(inventory: Inventory) -> Iterator[tuple[str | int, ...]]:
    file = _cell(inventory.file)
    texts: dict[int, tuple[str, ...]] = {}
    for number, row, units, lot in inventory.judged():
        if id(lot) not in texts:
            remedies = dict.fromkeys(finding.remedy for finding in lot.findings if finding.remedy)
            parts = (lot.verdict.value, ";".join(lot.rules), "; ".join(lot.reasons), " ".join(remedies))
            texts[id(lot)] = tuple(map(_cell, parts))
        ids = (_cell(inventory.cell(row, name)) for name in ("asset_id", "serial_number"))
        yield file, number, *ids, units, *texts[id(lot)]


def _cell(text: str) -> str:
    return inert(plain(text))
