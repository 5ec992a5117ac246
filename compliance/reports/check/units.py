"""The table of units in a page: its filters, and every row in the fewest bytes that a page can unpack by itself.

Columns, names by number, deflated; units.js unpacks them.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.core.finding import Verdict
from compliance.reports.check.base import Account, JudgedLot
from compliance.reports.page import Markup, element, joined
from compliance.reports.style import plain
from compliance.reports.summaries import FindingGroup

MAX_UNITS = 200_000
"""So many rows a page shows one by one; of a larger fleet it shows the lots, and of those the worst."""

_COLUMNS = {
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


@dataclass(slots=True)
class _Names:
    """Texts, each once, told by their number."""

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


def packed(account: Account, told: Sequence[tuple[str, FindingGroup]]) -> str:
    """The table as base64 of deflated JSON; ``told`` are the rules and reasons of the page, in its order."""
    lots = sorted(account.lots(), key=lambda lot: lot.verdict.severity) if in_lots(account) else account.lots()
    names = {name: _Names() for name in ("file", "maker", "model", "origin", "site", "rule")}
    told = told[:MAX_UNITS]
    place_of = {each.fingerprint: place for place, (_, one) in enumerate(told) for each in one.findings}
    verdicts = [*Verdict]
    reasons = [(verdicts.index(one.verdict), names["rule"][rule], plain(one.sentence)) for rule, one in told]
    known = {id(lot): place for place, lot in enumerate(lots[:MAX_UNITS] if in_lots(account) else lots)}
    said = [
        (
            verdicts.index(lot.verdict),
            names["maker"][lot.maker],
            names["origin"][lot.origin],
            names["site"][lot.site],
            sorted({place_of[each.fingerprint] for each in lot.findings if each.fingerprint in place_of}),
        )
        for lot in lots[: len(known)]
    ]
    columns = _by_lot(lots[: len(known)], names) if in_lots(account) else _by_row(account, known, names)
    data = {
        "verdicts": verdicts,
        "reasons": reasons,
        "lots": said,
        "file": columns.file,
        "row": columns.row,
        "asset": "\n".join(columns.asset),
        "serial": "\n".join(columns.serial),
        "model": columns.model,
        "units": columns.units,
        "lot": columns.lot,
        "names": {name: [*held] for name, held in names.items()},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 6)).decode()


def in_lots(account: Account) -> bool:
    """Whether the fleet is so large that its lots are shown instead of its rows."""
    return account.rows > MAX_UNITS


def _by_row(account: Account, known: Mapping[int, int], names: Mapping[str, _Names]) -> _Columns:
    columns = _Columns()
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
            columns.lot.append(known[id(lot)])
    return columns


def _by_lot(lots: Sequence[JudgedLot], names: Mapping[str, _Names]) -> _Columns:
    columns = _Columns()
    for place, lot in enumerate(lots):
        first = lot.locations[0]
        columns.file.append(names["file"][first.file])
        columns.row.append(first.row)
        columns.asset.append(f"{lot.rows:,} rows, first {plain(first.id)}")
        columns.serial.append("")
        columns.model.append(names["model"][lot.model])
        columns.units.append(lot.units)
        columns.lot.append(place)
    return columns


def controls(account: Account) -> Markup:
    """The empty table with its filters, which the script fills."""
    lots = in_lots(account)
    what = "lots" if lots else "units"
    said = (
        f"The inventory has {account.rows:,} rows, more than the {MAX_UNITS:,} that a page can hold: shown are its lots, which are "
        "units whose recorded facts are equal. Every row stands in --unit-verdicts or --format csv."
        if lots
        else "Every row of the inventory with its worst verdict. Choose a verdict in the table to see why."
    )
    selects = {
        "verdict": "Verdict",
        "rule": "Rule with a finding",
        "maker": "Maker",
        "origin": "Origin",
        "site": "Site",
        "reason": "Reason",
    }
    chosen = (
        element(
            "label",
            title,
            element("select", element("option", "any", value=""), name=name),
            class_="wide" if name == "reason" else None,
        )
        for name, title in selects.items()
    )
    search = element("label", "Search asset, serial number, model, maker, origin, site",
                     element("input", type="search", name="search", autocomplete="off", spellcheck="false"), class_="wide")  # fmt: skip
    clear = element("button", "Show all", type="button", id="clear")
    head = element("tr", *(
        element("th", element("button", title, type="button"), scope="col", data_key=key, width=f"{width}%")
        for key, (title, width) in _COLUMNS.items()
    ))  # fmt: skip
    return joined(
        [
            element("p", said),
            element(
                "noscript",
                element("p", f"The table of {what} needs JavaScript; everything else on this page does not."),
            ),
            element("div", search, *chosen, clear, class_="filters", role="search", aria_label=f"Filter the {what}"),
            element("p", element("strong", "", id="count", role="status"), " ", element("span", "", id="printed")),
            element(
                "div",
                element(
                    "table",
                    element("caption", f"The {what} that the filters leave", class_="unseen"),
                    element("thead", head),
                    element("tbody"),
                ),
                id="grid",
                tabindex=0,
                role="region",
                aria_label=f"Table of {what}",
                data_lots="true" if lots else None,
            ),
            element(
                "dialog",
                element("h3", "", id="why-title"),
                element("p", element("span", "", id="why-verdict")),
                element("p", "No rule found anything against it.", id="why-none"),
                element("ul", id="why-list"),
                element("button", "Close", type="button", id="why-close"),
                id="why",
                aria_labelledby="why-title",
            ),
        ]
    )
