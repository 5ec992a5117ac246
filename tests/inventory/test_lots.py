"""Rows -> lots: nothing is lost, whoever does the counting; every doubt and every error has its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.party import Known, Unlisted
from compliance.core.possible import UNKNOWN, one, one_of
from compliance.inventory.columns import layout
from compliance.inventory.facts import FACTS
from compliance.inventory.facts.base import FactsRead, Reader
from compliance.inventory.facts.base import named as only
from compliance.inventory.grouping.base import Grouping
from compliance.inventory.grouping.python import partial
from compliance.inventory.lots import MAX_NOTES, Normalised, normalise
from compliance.inventory.sites import NOWHERE, Place, Site, Sites
from compliance.inventory.units import Lot
from compliance.io.resources import RULES
from compliance.ownership.parties import Parties, Party, collect
from compliance.reference.countries import load_table
from compliance.reference.hardware.file import load_catalogue
from tests.effort import examples

EVERYTHING = tuple(name for name, fact in FACTS.items() if not fact.verbatim)


@cache
def reader(codes: Literal["iso", "fips"] | None = None) -> Reader:
    sites = Sites(
        (Site(id="north", name="North Range", operator="Hall Co"), Site(id="a", name="both"), Site(id="b", name="both"))
    )
    parties: Parties = collect([Party("foo", "Foo Ltd", country="CN")], [])
    return Reader(
        load_catalogue(RULES / "hardware"), load_table(RULES / "countries" / "table.csv"), parties, sites, codes
    )


def grouping(header: Iterable[str], facts: Iterable[str] = EVERYTHING, **named: Iterable[str]) -> Grouping:
    found = layout(list(header), {}, file="f.csv")
    picked = FactsRead({fact: only(values) for fact, values in named.items()})
    return Grouping(found, FactsRead.exactly(*facts) | picked)


def read(
    rows: Sequence[dict[str, str]],
    facts: Iterable[str] = EVERYTHING,
    codes: Literal["iso", "fips"] | None = None,
    **named: Iterable[str],
) -> Normalised:
    header = list(dict.fromkeys(("model", *(name for row in rows for name in row))))
    group = grouping(header, facts, **named)
    tally = partial(group, [(2, [[row.get(name, "") for name in header] for row in rows])])
    return normalise(tally, group, reader(codes), "f.csv")


def unit(codes: Literal["iso", "fips"] | None = None, **row: str) -> Any:
    (lot,) = read([{"model": "S19", **row}], codes=codes).lots
    return lot.unit


def wrong(*rows: dict[str, str]) -> list[tuple[int | None, int | str | None, str]]:
    with pytest.raises(ComplianceError) as caught:
        read(rows)
    assert all(problem.file == "f.csv" and problem.advice for problem in caught.value.problems)
    return [(problem.row, problem.column, problem.what) for problem in caught.value.problems]


# Lots


def test_only_what_is_read_keeps_rows_apart() -> None:
    rows = [
        {"model": "S19", "supplier": "a", "serial_number": "1"},
        {"model": "S19", "supplier": "b", "serial_number": "2"},
    ]
    assert len(read(rows, facts=()).lots) == 1
    assert len(read(rows, facts=("supplier",)).lots) == 2
    assert grouping(("model", "Qty", "Supplier"), facts=()).columns == ("quantity", "model")
    assert grouping(("model",), facts=()).columns == ("model",)


def test_a_waiver_keeps_single_units_apart() -> None:
    rows = [{"model": "S19", "serial_number": text} for text in ("1", " 2 ", "3", "2", "22")]
    named = read(rows, serial_number=["2"], asset_id=["absent"])
    assert [(lot.unit.serial_number, lot.units) for lot in named.lots] == [("", 3), ("2", 2)]
    assert [place.row for place in named.lots[1].locations] == [3, 5]
    assert named.lots[1].written["serial_number"] == ("serial_number", "2")


@given(
    st.lists(
        st.tuples(st.integers(1, 5000), st.sampled_from(("S19", "M30S", "S21")), st.booleans()), min_size=1, max_size=30
    )
)
def test_units_add_up_to_the_quantities(rows: list[tuple[int, str, bool]]) -> None:
    found = read(
        [{"model": model, "quantity": f"{number:,}" if comma else str(number)} for number, model, comma in rows]
    )
    assert sum(lot.units for lot in found.lots) == sum(number for number, _, _ in rows)
    assert sum(lot.rows for lot in found.lots) == len(rows)


def test_combinations_with_the_same_facts_are_one_lot() -> None:
    found = read([{"model": "S19", "country_of_origin": text, "quantity": "3"} for text in ("MY", "Malaysia", "TH")])
    assert [(lot.units, lot.rows, [place.row for place in lot.locations]) for lot in found.lots] == [
        (6, 2, [2, 3]),
        (3, 1, [4]),
    ]
    assert found.lots[0].written["country_of_origin"] == ("country_of_origin", "MY")
    assert len(found.units) == 3


def test_rows_are_called_by_their_ids() -> None:
    lots: tuple[Lot, ...] = read(
        [
            {"model": "S19", "asset_id": "A", "serial_number": "1"},
            {"model": "S19", "serial_number": "2"},
            {"model": "S19"},
        ]
    ).lots
    assert [(place.file, place.row, place.id) for lot in lots for place in lot.locations] == [
        ("f.csv", 2, "A"), ("f.csv", 3, "2"), ("f.csv", 4, "f.csv#4"),
    ]  # fmt: skip


# Cells as facts


def test_the_facts_of_a_row() -> None:
    found = unit(
        manufacturer="Bitmain", kind="ASIC", status="In service", site="north range", country_of_origin="Made in Malaysia",
        country_of_assembly="TH", origin_evidence="coo:77", supplier="Foo Ltd", owner=" Bar  Inc ", hosting_client="n/a",
        purchase_date="2024-02", delivery_date="1 May 2024", hashrate_ths="110 TH/s",
    )  # fmt: skip
    assert (found.kind, found.status) == ("miner", "in service")
    assert found.site == Place(frozenset({"north", "northrange"}))
    assert found.manufacturer == one(Known("bitmain"))
    assert found.country_of_origin == one("MY")
    assert found.country_of_assembly == one("TH")
    assert found.origin_evidence == {"certificate"}
    assert found.supplier == one(Known("foo"))
    assert found.owner == one(Unlisted("Bar Inc"))
    assert found.operator == one(Unlisted("Hall Co"))
    assert found.hosting_client == UNKNOWN
    assert found.purchased == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert found.delivered.day == date(2024, 5, 1)
    assert found.hashrate_ths == Decimal(110)
    assert (found.purchase_lot, found.asset_id, found.serial_number) == ("", "", "")


@pytest.mark.parametrize("text", ["", " ", "n/a", "N/A", "unknown", "TBD", "-", "not recorded"])
def test_a_site_that_is_not_recorded_is_no_other_site(text: str) -> None:
    assert unit(site=text).site == NOWHERE


def test_a_site_that_nobody_describes_is_itself() -> None:
    assert unit(site="Hall-9").site == Place(frozenset({"hall9"}))


@pytest.mark.parametrize("text", ["eBay", "private seller", "Direct", "n/a", "", "TBD"])
def test_a_supplier_that_names_nobody_is_unknown(text: str) -> None:
    assert unit(supplier=text).supplier == UNKNOWN


def test_the_seat_of_a_supplier() -> None:
    assert unit(supplier="Baz", supplier_country="China").supplier == one(Unlisted("Baz", "CN"))
    assert unit(supplier="Baz", supplier_country="CN|HK").supplier == one(Unlisted("Baz"))
    assert unit(supplier="Baz", supplier_country="CH", codes="iso").supplier == one(Unlisted("Baz", "CH"))
    assert unit(supplier="Baz", supplier_country="CH", codes="fips").supplier == one(Unlisted("Baz", "CN"))


def test_a_seat_that_may_be_of_two_codes_is_not_guessed() -> None:
    found = read([{"model": "S19", "supplier": "Baz", "supplier_country": "CH"}])
    assert found.lots[0].unit.supplier == one(Unlisted("Baz"))
    assert "column supplier_country" in found.notes[0]


def test_a_seller_in_the_makers_place_is_the_supplier_where_none_is_named() -> None:
    catalogue = reader().catalogue
    seller = next(
        name for name in ("Compass Mining", "Kaboomracks", "BT-Miners") if catalogue.recognise(name, "S19").seller
    )
    named = catalogue.recognise(seller, "S19").seller
    assert (
        unit(manufacturer=seller, supplier="n/a").supplier == unit(manufacturer=seller).supplier == one(Unlisted(named))
    )
    assert unit(manufacturer=seller, supplier="Foo Ltd").supplier == one(Known("foo"))


def test_a_maker_that_nobody_describes_is_kept_by_name() -> None:
    assert unit(manufacturer="Foo Ltd", model="Foo 9000").manufacturer == one(Known("foo"))
    assert unit(manufacturer="Unheard Of GmbH", model="Foo 9000").manufacturer == one(Unlisted("Unheard Of GmbH"))
    assert unit(manufacturer="generic", model="Foo 9000").manufacturer == UNKNOWN


def test_countries_that_look_like_fips_are_both_until_somebody_says() -> None:
    rows = [{"model": "S19", "country_of_origin": text} for text in ("CH", "US", "KS")]
    found = read(rows)
    assert found.lots[0].unit.country_of_origin == one_of(("CH", "CN"))
    assert found.notes[0].startswith("f.csv:1: column country_of_origin: ")
    assert "--country-codes" in found.notes[0]
    assert read(rows, codes="fips").lots[0].unit.country_of_origin == one("CN")
    assert read(rows, codes="iso").lots[0].unit.country_of_origin == one("CH")


def test_a_column_that_was_rewritten_holds_iso_codes() -> None:
    row = {"model": "S19", "country_of_origin": "CH", "country_of_origin_as_written": "Suisse"}
    assert read([row]).lots[0].unit.country_of_origin == one("CH")
    assert read([row], codes="fips").lots[0].unit.country_of_origin == one("CH")


def test_what_is_odd_in_a_cell_is_said() -> None:
    notes = read([{"model": "S19\u00a0Pro", "hashrate_ths": "0.1 PH/s"}]).notes
    assert list(notes) == [
        "f.csv:2: column model holds non-breaking spaces",
        "f.csv:2: hashrate '0.1 PH/s' is read as 100 TH/s",
    ]


def test_assembled_in_is_no_origin() -> None:
    found = read([{"model": "S19", "country_of_origin": "Assembled in Malaysia"}])
    assert found.lots[0].unit.country_of_origin == UNKNOWN
    assert found.lots[0].unit.country_of_assembly == one("MY")
    assert "names only where the unit was assembled" in found.notes[0]
    both = unit(country_of_origin="Assembled in Malaysia", country_of_assembly="TH")
    assert both.country_of_assembly == one("TH")


def test_doubts_are_said_once_with_their_first_row() -> None:
    found = read(
        [
            {"model": "S19"},
            *[{"model": "S19", "kind": "gadget", "serial_number": str(number)} for number in range(3)],
            {"model": "S21", "kind": "gadget", "hashrate_ths": "fast", "origin_evidence": "hearsay:1", "control_board": "???x"},
            {"model": "S19", "country_of_origin": "Atlantis", "hashrate_ths": "n/a"},
            {"model": "S19", "country_of_origin": "CN/MY"},
            {"model": "S19", "country_of_origin": "x" * 900},
        ]
    )  # fmt: skip
    unknown = {(text.column, text.text): (text.units, text.row) for text in found.unknown}
    assert unknown == {
        ("kind", "gadget"): (4, 3), ("origin_evidence", "hearsay:1"): (1, 6), ("country_of_origin", "Atlantis"): (1, 7),
        ("country_of_origin", "x" * 900): (1, 9),
    }  # fmt: skip
    text = "\n".join(found.notes)
    assert "f.csv:6: hashrate 'fast' is not understood" in text
    assert "f.csv:8: country_of_origin 'CN/MY'" in text
    assert max(map(len, found.notes)) < 400


# Errors


def test_every_wrong_cell_is_named_with_its_row_and_header() -> None:
    assert wrong(
        {"model": "S19", "quantity": "0"},
        {"model": "S19", "quantity": "2", "purchase_date": "2024-02-30"},
        {"model": "S19", "quantity": "x", "delivery_date": "soon"},
        {"model": " ", "site": "both"},
        {"model": "S19", "quantity": "0"},
    ) == [
        (2, "quantity", "quantity is zero"),
        (4, "quantity", "quantity 'x' is not a whole number of units"),
        (5, "model", "names neither manufacturer nor model"),
        (5, "site", "site 'both' could be a or b"),
        (6, "quantity", "quantity is zero"),
    ]


def test_a_total_row_is_refused() -> None:
    assert wrong({"model": "S19", "quantity": "3"}, {"model": "", "quantity": "3"})[0][:2] == (3, "model")


def test_columns_are_called_as_the_file_calls_them() -> None:
    group = grouping(("Type", "Brand", "Stückzahl"))
    with pytest.raises(ComplianceError, match=r"f\.csv:2:Stückzahl: "):
        normalise(partial(group, [(2, [["S19", "Bitmain", "many"]])]), group, reader(), "f.csv")


def test_very_many_wrong_cells_are_cut_and_counted() -> None:
    found = wrong(
        *[{"model": "S19", "quantity": "-1"}] * 250,
        *[{"model": "S19", "quantity": f"x{number}"} for number in range(10)],
    )
    assert [row for row, _, _ in found] == [*range(2, 2 + MAX_NOTES), None]
    assert found[-1][2] == f"has {260 - MAX_NOTES} more cells that cannot be read"


def test_a_column_of_dates_settles_its_own_order() -> None:
    rows = [{"model": "S19", "purchase_date": "4/5/2024"}, {"model": "S19", "purchase_date": "23/5/2024"}]
    assert read(rows).lots[0].unit.purchased.day == date(2024, 5, 4)
    alone = read([{**rows[0], "delivery_date": "23/5/2024"}])
    assert not alone.lots[0].unit.purchased.known
    assert (
        "f.csv:2: purchase_date '4/5/2024' could be two dates: does the day or the month come first, so it counts as not recorded"
        in alone.notes
    )


TEXT = st.one_of(
    st.text(max_size=12),
    st.sampled_from(("", "n/a", "S19", "CN", "CH|KN", "Assembled in China", "4/5/2024", "1,000", "-1", "both", "north", "a:b;c", "\0", "=1")),
)  # fmt: skip


@settings(max_examples=examples(100))
@given(
    st.lists(
        st.fixed_dictionaries(
            {column: TEXT for fact in FACTS.values() for column in fact.columns} | {"quantity": TEXT}
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_is_read_or_refused(rows: list[dict[str, str]]) -> None:
    try:
        found = read(rows, serial_number=["S19"])
    except ComplianceError as error:
        assert all(problem.row and problem.row >= 2 and problem.column for problem in error.problems)  # noqa: PT017
    else:
        assert sum(lot.rows for lot in found.lots) == sum(any(row.values()) for row in rows)
        assert all(lot.units >= lot.rows for lot in found.lots)


def test_a_cell_that_is_too_long_is_unknown_and_said() -> None:
    found = read([{"model": "S19", "supplier": "x " * 2000}])
    (lot,) = found.lots
    assert not lot.unit.supplier.known
    assert (
        "f.csv:2: column supplier holds a text of 4,000 characters, which is too long to be understood" in found.notes
    )
    assert wrong({"model": "S19", "quantity": "1" * 3000})[0][2].startswith("quantity '3,000 characters' is not")
