"""When a unit was bought, loaded for export, entered and delivered. Which of day and month comes first is settled by a whole column."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from compliance.core.dates import NEVER_RECORDED, Period, is_excel_day, period
from compliance.core.text import quoted
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.facts.machine import recognised

_DAY = len("2024-02-23")


def _in(column: str) -> Callable[[Row], Period]:
    def read(row: Row) -> Period:
        text = row.text(column)
        if is_excel_day(text.strip()):
            row.doubt(
                f"{column} {quoted(text.strip())} is read as {period(text).earliest}, the day that Excel counts so"
            )
        try:
            return period(text, row.day_first[column])
        except ValueError as error:
            row.doubt(f"{column} {error}, so it counts as not recorded")
            return NEVER_RECORDED

    return read


def _predates_model(row: Row) -> str:
    """The recorded dates on which no machine of this family was made yet: such a date is a mistake, or the model is."""
    machine = row.once(recognised)
    # Where the maker is in doubt, so is the model.
    release = row.reader.catalogue.released(machine.family.only or "" if machine.makers.only else "")
    if release is None:
        return ""
    columns = ("purchase_date", "delivery_date")
    latest = {column: _readable(row, column).latest for column in columns}
    return " ".join(column for column, day in latest.items() if day and day < release.made_since)


def _readable(row: Row, column: str) -> Period:
    """The days of a cell; none where it cannot be read, which the fact of that column says."""
    try:
        return period(row.text(column), row.day_first[column])
    except ValueError:
        return NEVER_RECORDED


def _shape(text: str) -> str | tuple[str, str]:
    """A day with an hour is the day; of any other text the whole column must be known."""
    if len(text) <= _DAY or text[4:5] != "-":
        return text
    try:
        days = period(text)
    except ValueError:
        return text
    return str(days.earliest), str(days.latest)


def _value(shape: str | tuple[str, str]) -> Hashable:
    return None if isinstance(shape, str) else shape


def _canonical(comparison: Comparison) -> Canonical:
    return ByValue(lambda texts: list(map(_shape, texts)), _value)


PURCHASE_DATE = Reading(
    (
        Column(
            "purchase_date",
            headers="date of purchase, purchased, bought, order date, acquisition date, exhibit date, purchased on, 采购日期, 购买日期, дата покупки, kaufdatum, fecha de compra, buy date, purchase day, 购入日期, 采购时间, дата приобретения, einkaufsdatum, bestelldatum, fecha de adquisición, date purchased, anschaffungsdatum",
            second="asked",
        ),
    ),
    (
        Fact("purchased", ("purchase_date",), _in("purchase_date")),
        Fact("predates_model", ("purchase_date", "delivery_date", "model", "manufacturer"), _predates_model),
    ),
    _canonical,
)
DELIVERY_DATE = Reading(
    (
        Column(
            "delivery_date",
            headers="delivered, date of delivery, arrival date, received, delivery, 交货日期, 到货日期, дата поставки, lieferdatum, fecha de entrega, receipt date, date received, date delivered, arrived, 收货日期, 交付日期, дата получения, дата прибытия, liefertermin, eingangsdatum, fecha de recepción, received date",
            second="asked",
        ),
    ),
    (Fact("delivered", ("delivery_date",), _in("delivery_date")),),
    _canonical,
)
EXPORT_DATE = Reading(
    (
        Column(
            "export_date",
            headers="date of export, exported, date of exportation, loading date, date of loading, loaded on, on board date, shipped on board, bl date, b/l date, bill of lading date, 出口日期, 装船日期, 提单日期, дата экспорта, дата погрузки, дата коносамента, exportdatum, ausfuhrdatum, verladedatum, fecha de exportación, fecha de embarque",
            second="asked",
        ),
    ),
    (Fact("exported", ("export_date",), _in("export_date")),),
    _canonical,
)
ENTRY_DATE = Reading(
    (
        Column(
            "entry_date",
            headers="date of entry, customs entry date, entry summary date, date of customs entry, customs clearance date, 报关日期, 清关日期, дата таможенного оформления, дата растаможки, verzollungsdatum, datum der zollanmeldung, fecha de despacho aduanero, fecha de entrada en aduana",
            second="asked",
        ),
    ),
    (Fact("entered", ("entry_date",), _in("entry_date")),),
    _canonical,
)
