"""What the cells of a foreign inventory are in the native form, and how that is known (design section 8).

Whatever is rewritten is read back first: a value that would mean anything else than the text it came from is not
written, the text stays. So a converted inventory is judged like the one it was made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from compliance.core.party import Known
from compliance.core.text import is_empty, quoted, tidy
from compliance.inventory.cells import (
    Cell,
    as_written,
    count,
    native_period,
    price,
    rewritten,
    serial,
    unit_status,
    watts,
)
from compliance.reference.countries import Codes, CountryTable, Resolution
from compliance.reference.hardware.catalogue import Catalogue, parse_hashrate
from compliance.reference.unit_kinds import unit_kind

AS_WRITTEN = "_as_written"
"""What follows a column's name in the header of the texts that were changed in it."""

MACHINE = ("manufacturer", "model", "variant", "supplier")
"""Columns that are understood together: a seller may stand in the maker's place, a maker and a variant in the model's."""
ORIGIN = ("country_of_origin", "country_of_assembly")
"""Columns that are understood together: what stands as origin may speak of assembly only."""
COUNTRIES = (*ORIGIN, "supplier_country")
DATES = ("purchase_date", "export_date", "entry_date", "delivery_date")

Texts = tuple[str, ...]
Cells = tuple[Cell, ...]

_FIRST_NUMBER = r"\d[\d ',]*(?:\.\d+)?"


def country_doubt(column: str, text: str, resolution: Resolution) -> str:
    """A sentence about a country text that is not one known country, or that may be misread; else ""."""
    problem = ""
    if resolution.doubt == "claim":
        problem = "says only where the unit was not made, it counts as unknown"
    elif resolution.values is None and (resolution.unknown or resolution.doubt):
        problem = "is not one known country, it counts as unknown"
    elif resolution.doubt:
        problem = "may mean several countries"
    reasons = ": ".join(filter(None, (problem, resolution.note)))
    return f"{column} {quoted(text.strip())} {reasons}" if problem else reasons


def hashrate(text: str) -> Cell:
    """A hashrate as plain TH/s; one that is given in another unit or with a decimal comma is noted."""
    rate = parse_hashrate(text)
    if rate is None:
        note = f"hashrate {quoted(text)} is not understood"
        return Cell("", text, "empty") if is_empty(text) else as_written(text, note)
    value = f"{rate:f}"
    number = re.search(_FIRST_NUMBER, tidy(text))
    same = number is not None and Decimal(re.sub("[ ',]", "", number[0])) == rate
    if parse_hashrate(value) != rate:
        return as_written(text, f"hashrate {quoted(text)} is beyond every machine")
    return rewritten(value, text, "" if same else f"hashrate {quoted(text)} is read as {value} TH/s")


class Native:
    """Rewrites the cells of one inventory.

    ``doubtful``: country columns whose two-letter codes may be FIPS 10-4 or ISO. ``settled``: country columns that were
    rewritten before and hold ISO codes, whatever ``codes`` says. ``day_first``: what each date column settles.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        countries: CountryTable,
        codes: Codes = "iso",
        *,
        doubtful: frozenset[str] = frozenset(),
        settled: frozenset[str] = frozenset(),
        day_first: Mapping[str, bool | None] | None = None,
    ) -> None:
        self._catalogue, self._countries = catalogue, countries
        self._codes: Codes = codes
        self._doubtful, self._settled = doubtful, settled
        self._day_first = day_first or {}

    def jobs(self) -> list[tuple[Texts, Callable[[Texts], Cells]]]:
        """Columns and what rewrites their cells, all of a row at once. A job raises ValueError for what is refused."""
        alone: dict[str, Callable[[str], Cell]] = {
            "supplier_country": lambda text: self.country("supplier_country", text),
            "kind": _kind,
            "status": _status,
            "quantity": lambda text: rewritten(str(count(text)), text),
            "hashrate_ths": hashrate,
            "power_w": watts,
            "unit_price_usd": price,
            **dict.fromkeys(("serial_number", "asset_id", "parent_id"), serial),
            **{name: self._date(name) for name in DATES},
        }
        return [
            (MACHINE, lambda texts: self.machine(*texts)),
            (ORIGIN, lambda texts: self.origin(*texts)),
            *(((name,), _of_one(rewrite)) for name, rewrite in alone.items()),
        ]

    def machine(self, manufacturer: str, model: str, variant: str, supplier: str) -> Cells:
        """Maker, family, variant and seller apart; what is not resolved stays as it is written."""
        machine = self._catalogue.recognise(manufacturer, model)
        note = "; ".join(machine.notes)
        maker = machine.makers.only
        title = self._catalogue.title(maker) if isinstance(maker, Known) else ""
        known = machine.family.only
        family = known.removeprefix(f"{title} ") if known else model
        again = self._catalogue.recognise(title, family)
        if not title or (again.makers, again.family, again.notes) != (machine.makers, machine.family, ()):
            made_by, called = (
                Cell(text, text, "empty" if is_empty(text) else "none") for text in (manufacturer, model)
            )
            return replace(made_by, note=note), called, as_written(variant), as_written(supplier)
        own = machine.variant if is_empty(variant) and machine.variant else variant
        seller = machine.seller if is_empty(supplier) and machine.seller else supplier
        if known:
            called = rewritten(family, model)
        else:
            called = as_written(model) if is_empty(model) else Cell(model, model, "brand")
        return rewritten(title, manufacturer, note), called, rewritten(own, variant), rewritten(seller, supplier)

    def origin(self, origin: str, assembly: str) -> Cells:
        """Country of origin and of assembly; what speaks of assembly only is no origin."""
        made, put = self._resolve(ORIGIN[0], origin), self._resolve(ORIGIN[1], assembly)
        if not made.assembly:
            return self.country(ORIGIN[0], origin), self.country(ORIGIN[1], assembly)
        note = f"{ORIGIN[0]} {quoted(origin.strip())} names only where the unit was assembled"
        moved = self._written(ORIGIN[1], assembly, made if put.values is None else put)
        return Cell("", origin, "folded", "; ".join(filter(None, (note, made.note)))), moved

    def country(self, column: str, text: str) -> Cell:
        """ISO codes, several joined with ``|``; ``AMBIGUOUS`` for a mixed text, nothing for one that nobody knows."""
        return self._written(column, text, self._resolve(column, text))

    def _written(self, column: str, text: str, resolution: Resolution) -> Cell:
        note = country_doubt(column, text, resolution)
        if resolution.values is not None:
            value = "|".join(sorted(resolution.values))
            # NA, the code of Namibia, says "not applicable" when it is read again.
            again = self._countries.resolve(value).values == resolution.values
            return rewritten(value, text, note) if again else as_written(text, note)
        if resolution.doubt == "ambiguous":
            return rewritten("AMBIGUOUS", text, note)
        return Cell("", text, "none" if resolution.recorded else "empty", note)

    def _resolve(self, column: str, text: str) -> Resolution:
        if column in self._doubtful:
            return self._countries.either(text)
        return self._countries.resolve(text, "iso" if column in self._settled else self._codes)

    def _date(self, column: str) -> Callable[[str], Cell]:
        return lambda text: native_period(text, self._day_first.get(column))


def _of_one(rewrite: Callable[[str], Cell]) -> Callable[[Texts], Cells]:
    return lambda texts: (rewrite(texts[0]) if texts[0].strip() else as_written(texts[0]),)


def _kind(text: str) -> Cell:
    kind = unit_kind(text)
    if not kind.recorded:
        return Cell("", text, "empty")
    note = f"kind of unit {quoted(text)} is unknown, so every rule is applied to it"
    return rewritten(kind.only, text) if kind.only else as_written(text, note)


def _status(text: str) -> Cell:
    """Only what has left the house has a word of its own."""
    status = unit_status(text).only
    return rewritten(status, text) if status else as_written(text)
