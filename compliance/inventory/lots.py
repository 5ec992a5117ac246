"""Raw combinations -> lots: each distinct combination of cells that was counted is normalised once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Literal

from compliance.core.dates import NEVER_RECORDED, Period, period, settles_day_first
from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import Location
from compliance.core.party import PartyRef, Unlisted
from compliance.core.possible import UNKNOWN, Possible
from compliance.core.text import HARD_SPACE, is_empty, quoted, squeeze, tidy
from compliance.inventory import cells
from compliance.inventory.columns import no_machine
from compliance.inventory.document_classes import document_classes
from compliance.inventory.grouping.base import Grouping, Key, Tally
from compliance.inventory.native import AS_WRITTEN, country_doubt, hashrate
from compliance.inventory.party_cells import named_parties
from compliance.inventory.sites import Site, Sites
from compliance.inventory.units import Lot, Unit
from compliance.ownership.parties import Parties
from compliance.reference.countries import CountryTable, Resolution
from compliance.reference.hardware.catalogue import Catalogue, parse_hashrate
from compliance.reference.unit_kinds import unit_kind

_NOBODY = {
    "ebay",
    "privateseller",
    "secondarymarket",
    "direct",
    "various",
    "generic",
    "oem",
    "internal",
    "misc",
    "mixed",
}
"""Folded words that stand in a supplier column and name nobody."""

MAX_NOTES = 100
"""So many wrong cells of a file are named."""


@dataclass(frozen=True, eq=False, slots=True)
class Reader:
    """What is needed to understand cells. ``codes`` is None where nobody said what two-letter countries mean."""

    catalogue: Catalogue
    countries: CountryTable
    parties: Parties
    sites: Sites
    codes: Literal["iso", "fips"] | None = None


@dataclass(slots=True)
class Normalised:
    """The lots of one file: the unit of each combination, and what is to be said of its cells."""

    units: dict[Key, Unit] = field(default_factory=dict)
    lots: list[Lot] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def names_nobody(supplier: str) -> bool:
    """Whether a supplier cell holds only a word for nobody in particular."""
    return squeeze(supplier) in _NOBODY


def normalise(tally: Tally, grouping: Grouping, reader: Reader, file: str) -> Normalised:
    """Every combination of a file as facts. Raises ComplianceError with all cells that cannot be read."""
    sheet = _Sheet(tally, grouping, reader, file)
    result = Normalised()
    by_unit: dict[Unit, Lot] = {}
    for key in tally.counts:
        unit, units = sheet.unit(key)
        result.units[key] = unit
        lot = sheet.lot(key, unit, units)
        if unit in by_unit:
            by_unit[unit].add(lot)
        else:
            by_unit[unit] = lot
    if sheet.problems:
        raise ComplianceError(sheet.all_problems())
    result.lots = list(by_unit.values())
    result.notes = sheet.notes()
    return result


class _Sheet:
    """Normalises the cells of one file; remembers what was wrong or doubtful, with the first row of each."""

    def __init__(self, tally: Tally, grouping: Grouping, reader: Reader, file: str) -> None:
        self.tally, self.grouping, self.reader, self.file = tally, grouping, reader, file
        self.problems: list[Problem] = []
        self._key: Key = ()
        self._doubts: dict[str, tuple[int, int]] = {}
        self._hidden = 0
        self._seats = self._country_reader("supplier_country")
        self._origins = self._country_reader("country_of_origin")
        self._assemblies = self._country_reader("country_of_assembly")
        self._day_first = {name: settles_day_first(self._texts(name)) for name in ("purchase_date", "delivery_date")}

    def _texts(self, column: str) -> set[str]:
        if column not in self.grouping.columns:
            return set()
        place = self.grouping.columns.index(column)
        return {key[place] for key in self.tally.counts}

    def _country_reader(self, column: str) -> Callable[[str], Resolution]:
        table, codes = self.reader.countries, self.reader.codes
        if column + AS_WRITTEN in self.grouping.layout.header:
            # What foreign text the column held was rewritten, so its codes are ISO.
            return table.resolve
        suspicion = table.suspicious(self._texts(column)) if codes is None else ""
        if suspicion:
            self._doubts[f"column {column}: {suspicion}"] = (1, 0)
            return table.either
        return lambda text: table.resolve(text, codes or "iso")

    def lot(self, key: Key, unit: Unit, units: int) -> Lot:
        """The rows of a combination as a lot."""
        rows = self.tally.counts[key]
        locations = [Location(self.file, row, name or f"{self.file}#{row}") for row, name in self.tally.places[key]]
        texts = self.tally.written.get(key, key)
        written = {
            name: (self.grouping.layout.written(name) or name, text)
            for name, text in zip((*self.grouping.columns, *self.grouping.named), texts, strict=True)
        }
        return Lot(unit, units * rows, rows, locations, written)

    def unit(self, key: Key) -> tuple[Unit, int]:
        """The facts of a combination, and how many units one row of it stands for."""
        row, rows = self.tally.places[key][0][0], self.tally.counts[key]
        self._key = key
        cell = dict(zip((*self.grouping.columns, *self.grouping.named), key, strict=True))

        def text(column: str) -> str:
            return cell.get(column, "")

        def doubt(said: str) -> None:
            first, so_far = self._doubts.get(said, (row, 0))
            self._doubts[said] = (min(first, row), so_far + rows)

        if wrong := no_machine(text("manufacturer"), text("model")):
            self._problem(wrong, "Name one of the two, or delete the row.", "model")
        found = self.reader.catalogue.recognise(text("manufacturer"), text("model"))
        for note in found.notes:
            doubt(note)
        kind = unit_kind(text("kind"))
        if not kind:
            doubt(f"kind of unit {quoted(text('kind'))} is not known, every rule is asked of it")
        boards, board_note = self.reader.catalogue.boards(text("control_board"), found.family)
        if board_note:
            doubt(board_note)
        origin, assembly = self._countries(text, doubt)
        evidence, unplaced = document_classes(text("origin_evidence"), text("origin_basis"))
        for entry in unplaced:
            doubt(f"origin evidence {quoted(entry)} names no known document, it does not count")
        rate = hashrate(text("hashrate_ths"))
        if rate.note:
            doubt(rate.note)
        for name, written in cell.items():
            if HARD_SPACE in written:
                doubt(f"column {name} holds non-breaking spaces")
        site, where = self._site(text("site"))
        unit = Unit(
            kind=kind,
            status=cells.unit_status(text("status")),
            site=where,
            manufacturer=self._makers(found.makers),
            control_board=boards,
            country_of_origin=origin,
            country_of_assembly=assembly,
            origin_evidence=evidence,
            supplier=self._supplier(
                found.seller if is_empty(text("supplier")) else text("supplier"), text("supplier_country")
            ),
            owner=self._party(text("owner")),
            operator=self._party(site.operator if site else ""),
            hosting_client=self._party(text("hosting_client")),
            purchased=self._period(text("purchase_date"), "purchase_date"),
            delivered=self._period(text("delivery_date"), "delivery_date"),
            hashrate_ths=parse_hashrate(rate.value),
            family=found.family or "",
            power_w=_power(text("power_w"), doubt),
            unit_price_usd=_price(text("unit_price_usd"), doubt),
            purchase_lot=text("purchase_lot").strip(),
            asset_id=text("asset_id").strip(),
            serial_number=text("serial_number").strip(),
        )
        return unit, self._quantity(text("quantity"))

    def _countries(
        self, text: Callable[[str], str], doubt: Callable[[str], None]
    ) -> tuple[Possible[str], Possible[str]]:
        origin, assembly = self._origins(text("country_of_origin")), self._assemblies(text("country_of_assembly"))
        for column, resolution in (("country_of_origin", origin), ("country_of_assembly", assembly)):
            for said in filter(None, (country_doubt(column, text(column), resolution), resolution.note)):
                doubt(said)
        if origin.assembly:
            written = quoted(text("country_of_origin").strip())
            doubt(f"country_of_origin {written} says only where the unit was assembled")
            put = Possible(origin.values if assembly.values is None else assembly.values)
            return UNKNOWN, put
        return Possible(origin.values), Possible(assembly.values)

    def _site(self, text: str) -> tuple[Site | None, frozenset[str]]:
        """The described site that a cell names, and its folded names; none where no site is recorded."""
        if is_empty(text):
            return None, frozenset()
        try:
            site = self.reader.sites.find(text)
        except ComplianceError as error:
            for problem in error.problems:
                self._problem(problem.what, problem.advice, "site")
            return None, frozenset()
        return site, site.names if site else frozenset(filter(None, (squeeze(text),)))

    def _makers(self, makers: Possible[PartyRef]) -> Possible[PartyRef]:
        """The makers; of a name that the catalogue does not know, the parties that bear it."""
        if makers.values is None:
            return makers
        parties = (
            named_parties(self.reader.parties, maker.name).values or () if isinstance(maker, Unlisted) else (maker,)
            for maker in makers.values
        )
        return Possible(frozenset(chain.from_iterable(parties)))

    def _supplier(self, text: str, country: str) -> Possible[PartyRef]:
        if names_nobody(text):
            return UNKNOWN
        seat = self._seats(country).values or ()
        return self._party(text, next(iter(seat)) if len(seat) == 1 else None)

    def _party(self, text: str, country: str | None = None) -> Possible[PartyRef]:
        if is_empty(text):
            return UNKNOWN
        return named_parties(self.reader.parties, tidy(text), country)

    def _period(self, text: str, column: str) -> Period:
        try:
            return period(text, self._day_first[column])
        except ValueError as error:
            self._problem(str(error), "Write the day as YYYY-MM-DD, or leave the cell empty.", column)
            return NEVER_RECORDED

    def _quantity(self, text: str) -> int:
        try:
            return cells.count(text)
        except ValueError as error:
            self._problem(str(error), "Write a whole number of at least 1.", "quantity")
            return 1

    def _problem(self, what: str, advice: str, column: str) -> None:
        """Something wrong in the combination at hand, in each of its rows that are remembered."""
        header, places = self.grouping.layout.written(column) or column, self.tally.places[self._key]
        self._hidden += self.tally.counts[self._key] - len(places)
        self.problems += [Problem(what, advice, self.file, row, header) for row, _ in places]

    def all_problems(self) -> list[Problem]:
        """What is wrong, by row; of very many only the first, and how many there are."""
        found = sorted(self.problems, key=lambda problem: problem.row or 0)
        more = self._hidden + len(found[MAX_NOTES:])
        rest = (
            [Problem(f"has {more} more cells that cannot be read", "Correct these first.", self.file)] if more else []
        )
        return found[:MAX_NOTES] + rest

    def notes(self) -> list[str]:
        """What is doubtful, by first row."""
        said = []
        for text, (row, rows) in sorted(self._doubts.items(), key=lambda item: (item[1][0], item[0])):
            times = f" ({rows} rows)" if rows > 1 else ""
            said.append(f"{self.file}:{row}: {text}{times}")
        return said


def _price(text: str, doubt: Callable[[str], None]) -> Decimal | None:
    """What a unit cost; None where that is not recorded or not understood."""
    if is_empty(text):
        return None
    found = cells.price(text)
    if found.note:
        doubt(f"unit_price_usd {found.note}")
        return None
    if price := Decimal(found.value):
        return price
    doubt("unit_price_usd is zero, which is read as not recorded")
    return None


def _power(text: str, doubt: Callable[[str], None]) -> Decimal | None:
    """The electric power of a unit in watts; None where that is not recorded or not understood."""
    if is_empty(text):
        return None
    found = cells.watts(text)
    if found.note:
        doubt(f"power_w {found.note}")
        return None
    return Decimal(found.value)
