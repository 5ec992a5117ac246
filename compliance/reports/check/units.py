"""The table of units in a page: its columns and filters, and every row in the fewest bytes that a page can unpack.

Columns, names by number, deflated; units.js unpacks them.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from compliance.core.finding import Verdict
from compliance.reports.check.base import Account, JudgedLot
from compliance.reports.style import plain
from compliance.reports.summaries import FindingGroup

MAX_UNITS = 200_000
"""So many rows a page shows one by one; of a larger fleet it shows the lots, and of those the worst."""

COLUMNS = {
    "verdict": ("Verdict", 12),
    "asset": ("Asset", 11),
    "serial": ("Serial number", 13),
    "maker": ("Maker", 12),
    "model": ("Model", 13),
    "origin": ("Origin", 10),
    "site": ("Site", 11),
    "units": ("Units", 6),
    "row": ("File and row", 12),
}
"""The columns of the table: key, title, and width in per cent."""
FILTERS = {
    "verdict": "Verdict",
    "rule": "Rule with a finding",
    "maker": "Maker",
    "origin": "Origin",
    "site": "Site",
    "reason": "Reason",
}
"""What the table can be filtered by: key and title."""


@dataclass(slots=True)
class _Names:
    """Texts, each once, referred to by their number."""

    texts: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))

    def __iter__(self) -> Iterator[str]:
        return map(plain, self.texts)


@dataclass(slots=True)
class _Columns:
    """One entry per line of the table. ``row`` holds differences: mostly ones, which deflate to nothing."""

    file: list[int] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    asset: list[str] = field(default_factory=list)
    serial: list[str] = field(default_factory=list)
    model: list[int] = field(default_factory=list)
    units: list[int] = field(default_factory=list)
    lot: list[int] = field(default_factory=list)


def packed(account: Account, reasons: Sequence[tuple[str, FindingGroup]], max_units: int = MAX_UNITS) -> str:
    """The table as base64 of deflated JSON; ``reasons`` are those of the page with their rules, in its order.

    Of more than ``max_units`` rows it holds the lots instead, the worst ``max_units`` of them.
    """
    in_lots = account.rows > max_units
    lots = account.lots()
    if in_lots:
        lots = sorted(lots, key=lambda lot: lot.verdict.severity)[:max_units]
    reasons = reasons[:max_units]
    names = {name: _Names() for name in ("file", "maker", "model", "origin", "site", "rule")}
    reason_of = {
        finding.fingerprint: number for number, (_, reason) in enumerate(reasons) for finding in reason.findings
    }
    verdicts = [*Verdict]
    data: dict[str, Any] = {
        "verdicts": verdicts,
        "reasons": [
            (verdicts.index(reason.verdict), names["rule"][rule], plain(reason.sentence)) for rule, reason in reasons
        ],
        "lots": [
            (
                verdicts.index(lot.verdict),
                names["maker"][lot.maker],
                names["origin"][lot.origin],
                names["site"][lot.site],
                sorted({reason_of[key] for finding in lot.findings if (key := finding.fingerprint) in reason_of}),
            )
            for lot in lots
        ],
    }
    columns = _by_lot(lots, names) if in_lots else _by_row(account, lots, names)
    data |= {
        "file": columns.file,
        "row": columns.row,
        "asset": "\n".join(columns.asset),
        "serial": "\n".join(columns.serial),
        "model": columns.model,
        "units": columns.units,
        "lot": columns.lot,
        "names": {name: [*texts] for name, texts in names.items()},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 6)).decode()


def _by_row(account: Account, lots: Sequence[JudgedLot], names: Mapping[str, _Names]) -> _Columns:
    columns = _Columns()
    number_of = {id(lot): number for number, lot in enumerate(lots)}
    for inventory in account.inventories():
        file, before = names["file"][inventory.file], 0
        for number, row, units, lot in inventory.judged():
            columns.file.append(file)
            columns.row.append(number - before)
            before = number
            columns.asset.append(plain(inventory.cell(row, "asset_id")))
            columns.serial.append(plain(inventory.cell(row, "serial_number")))
            columns.model.append(names["model"][inventory.cell(row, "model")])
            columns.units.append(units)
            columns.lot.append(number_of[id(lot)])
    return columns


def _by_lot(lots: Sequence[JudgedLot], names: Mapping[str, _Names]) -> _Columns:
    columns = _Columns()
    for number, lot in enumerate(lots):
        first = lot.locations[0]
        columns.file.append(names["file"][first.file])
        columns.row.append(first.row)
        columns.asset.append(f"{lot.rows:,} rows, first {plain(first.id)}")
        columns.serial.append("")
        columns.model.append(names["model"][lot.model])
        columns.units.append(lot.units)
        columns.lot.append(number)
    return columns
