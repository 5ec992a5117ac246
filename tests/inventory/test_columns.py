"""Headers are recognised exactly, and what is not recognised is kept."""

from __future__ import annotations

from collections import Counter

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.columns import Layout, layout, meant, names_machines, recognised
from compliance.inventory.facts import COLUMNS, NATIVE
from compliance.inventory.facts.base import fold_header
from compliance.inventory.facts.machine import no_machine


def columns(*header: str, **mapping: str) -> Layout:
    return layout(header, mapping, file="f.csv")


def wrong(*header: str, **mapping: str) -> list[str]:
    with pytest.raises(ComplianceError) as caught:
        columns(*header, **mapping)
    assert all(
        (problem.file, problem.row, bool(problem.advice)) == ("f.csv", 1, True) for problem in caught.value.problems
    )
    return [problem.what for problem in caught.value.problems]


def test_no_alias_stands_for_two_columns_and_none_hides_a_native_name() -> None:
    folded = Counter(
        {(fold_header(alias), column.name) for column in COLUMNS for alias in (column.name, *column.headers.split(","))}
    )
    assert [key for key, times in Counter(alias for alias, _ in folded).items() if times > 1] == []
    assert all(alias for alias, _ in folded)
    assert {meant(name) for name in NATIVE} == set(NATIVE)
    assert len(COLUMNS) == len(NATIVE) == len(set(NATIVE))


@pytest.mark.parametrize(
    ("header", "native"),
    [
        ("Country of Origin", "country_of_origin"), ("原产国", "country_of_origin"), ("страна происхождения", "country_of_origin"),
        ("Ursprungsland", "country_of_origin"), ("pais de origen", "country_of_origin"), ("País de Origen", "country_of_origin"), ("Número de serie", "serial_number"),
        ("Hashrate (TH/s)", "hashrate_ths"), ("hashrate  Th/s", "hashrate_ths"), ("Hashrate (GH/s)", "hashrate_ths"), ("Hashrate (J/TH)", ""), ("算力(TH/s)", "hashrate_ths"),
        ("Power (W)", "power_w"), ("Power (kW)", ""), ("consumption_W", "power_w"), ("功耗（W）", "power_w"),
        ("Stückzahl", "quantity"), ("кол-во", "quantity"), ("QTY", "quantity"), ("cantidad", "quantity"), ("数量", "quantity"),
        ("矿机型号", "model"), ("Modell", "model"), ("modelo", "model"), ("MinerType", "model"), ("ＭＯＤＥＬ", "model"),
        ("Serial #", "serial_number"), ("S/N", "serial_number"), ("Vendor", "supplier"), ("Rack Position", "location"),
        ("Machine Price ($)", "unit_price_usd"), ("", ""), ("#", ""), ("Notes", ""), ("purchaser", ""),
        ("数量(台)", "quantity"), ("Кол-во, шт.", "quantity"), ("Anzahl (Stk.)", "quantity"), ("Units (TH)", ""), ("# of Units", "quantity"),
        ("Ursprungsland (ISO)", "country_of_origin"), ("Serial Number (PSU)", ""), ("Model (as quoted)", ""), ("Power, kW", ""),
        ("cf_country_of_origin", "country_of_origin"), ("custom_fields.Origin.value", "country_of_origin"), ("custom_fields.Origin.field", ""),
    ],
)  # fmt: skip
def test_what_a_header_means(header: str, native: str) -> None:
    assert meant(header) == native
    assert recognised([header, "Notes"]) == bool(native)


def test_a_layout() -> None:
    found = columns("Serial  Number", "Model Name", "", "Notes", "Qty")
    assert found.index == {"serial_number": 0, "model": 1, "quantity": 4}
    assert found.unread == ("Notes",)
    assert found.written("model") == "Model Name"
    assert found.written("serial_number") == "Serial Number"
    assert found.written("manufacturer") is None


def test_a_native_name_wins_over_an_alias_wherever_it_stands() -> None:
    found = columns("Model Name", "Model", "Rack", "Position")
    assert found.index == {"model": 1, "location": 2}
    assert found.unread == ("Model Name", "Position")


def test_two_foreign_columns_that_decide_are_asked_about() -> None:
    what = ["columns 'Vendor' and 'Seller' could both be the supplier"]
    assert wrong("Model", "Vendor", "Seller") == what
    assert columns("Model", "Vendor", "Seller", supplier="Seller").index == {"model": 0, "supplier": 2}
    assert columns("Model", "Vendor", "Seller", supplier="Seller").notes == ()


def test_a_second_country_is_never_passed_over() -> None:
    assert wrong("Model", "Origin", "Made in") == ["columns 'Origin' and 'Made in' could both be the country_of_origin"]
    assert wrong("Model", "country_of_origin", "COO") == [
        "columns 'country_of_origin' and 'COO' could both be the country_of_origin"
    ]
    assert columns("Model", "COO", "country_of_origin", country_of_origin="COO").unread == ("country_of_origin",)
    assert columns("model", "model_as_written", "quantity", "quantity_as_written").index == {"model": 0, "quantity": 2}


def test_a_miner_is_the_model_only_where_nothing_else_is() -> None:
    assert columns("Miner", "Model").index == {"model": 1}
    found = columns("Miner", "Machine", "Notes")
    assert found.index == {"model": 0}
    assert found.unread == ("Machine", "Notes")
    assert "'Miner' was read as the model" in found.notes[0]
    assert columns("Miner", "Brand", model="Miner").notes == ()


def test_a_kind_of_device_is_the_model_where_nothing_else_is() -> None:
    found = columns("Gerätetyp", "Hersteller")
    assert found.index == {"model": 0, "manufacturer": 1}
    assert "'Gerätetyp' was read as the model" in found.notes[0]
    assert columns("Gerätetyp", "Gerät").index == {"kind": 0, "model": 1}
    assert columns("Gerätetyp", "Modell").index == {"kind": 0, "model": 1}
    assert columns("Gerätetyp", "Hersteller", kind="Gerätetyp").index == {"kind": 0, "manufacturer": 1}
    assert names_machines(["设备类型", "数量"], {}) == 2


def test_a_vendor_may_be_the_maker_and_that_is_said() -> None:
    (note,) = columns("Model", "Vendor").notes
    assert "'Vendor' was read as the seller" in note
    assert columns("Model", "Seller").notes == ()


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Hashrate (GH/s)", "GH/s"), ("算力(PH/s)", "PH/s"), ("hash_rate_mh", "MH/s"), ("Rated Hashrate [H/s]", "H/s")],
)
def test_the_unit_in_a_header_is_kept(header: str, unit: str) -> None:
    found = columns("Model", header)
    assert found.units == {"hashrate_ths": unit}
    assert f"is read in {unit}" in found.notes[0]
    assert columns("Model", "Hashrate (TH/s)").units == {}


def test_columns_without_a_name_are_said() -> None:
    assert columns("", "Model", " ").notes == ("f.csv: columns without a name were ignored: 1, 3.",)
    assert columns("Model", "Notes").notes == ()


def test_a_tool_may_mean_something_else_by_a_header() -> None:
    profile = {"type": "model", "model": "", "miner": ""}
    found = layout(["Type", "Model", "Miner"], {}, file="f.csv", profile=profile)
    assert found.index == {"model": 0}
    assert found.unread == ("Model", "Miner")
    assert names_machines(["Type", "S/N"], {}, profile) == 2


def test_which_rows_could_be_a_header() -> None:
    assert names_machines(["Model", "Qty", "Notes"], {}) == 2
    assert names_machines(["Serial", "Qty"], {}) == 0
    assert names_machines(["Typ", "Qty"], {"model": "typ"}) == 2
    assert names_machines(["Miner"], {}) == 1


def test_a_map_wins_over_what_is_recognised() -> None:
    found = columns("model", "Type", "Vendor", model="type", manufacturer="Vendor")
    assert found.notes == ()
    assert found.index == {"model": 1, "manufacturer": 2}
    assert found.unread == ("model",)


def test_a_map_takes_the_header_as_it_is_written_before_one_that_folds_alike() -> None:
    found = columns("Preis ($)", "Preis (€)", "#", "", "Model", unit_price_usd="Preis  ($)", asset_id="#")
    assert found.index == {"unit_price_usd": 0, "asset_id": 2, "model": 4}
    assert wrong("Preis ($)", "Preis (€)", "Model", unit_price_usd="preis") == [
        "column 'preis' appears twice in the header"
    ]


def test_all_that_is_wrong_with_a_map() -> None:
    assert wrong("Type", "Brand", "", model="Typ", supplier="*", owner="brand", manufacturer="Brand") == [
        "has no column 'Typ'",
        "has no column '*'",
        "column 'Brand' is mapped twice",
    ]
    assert wrong("A", "A", "Model", supplier="A") == ["column 'A' appears twice in the header"]


def test_a_header_that_is_read_stands_once() -> None:
    assert wrong("Model", "model ") == ["column 'model' appears twice in the header"]
    assert wrong("Model", "Qty", "qty.") == ["column 'qty.' appears twice in the header"]
    assert columns("Model", "Notes", "Notes").unread == ("Notes", "Notes")
    assert columns("Model", "Qty", "Qty", "Units", quantity="Units").index == {"model": 0, "quantity": 3}


def test_what_names_no_machine_is_no_inventory() -> None:
    (what,) = wrong("Serial", "Origin")
    assert "no column names a manufacturer or a model" in what
    assert columns("Brand").index == {"manufacturer": 0}


@pytest.mark.parametrize(
    ("manufacturer", "model", "why"),
    [
        ("", " ", "names neither manufacturer nor model"),
        ("", "Total", "is a total, not a machine"), ("Итого", "", "is a total, not a machine"),
        ("Grand Total:", "", "is a total, not a machine"), ("", "合计", "is a total, not a machine"),
        ("Manufacturer", "Model", "is a header, not a machine"), ("", "型号", "is a header, not a machine"),
        ("", "Zwischensumme", "is a total, not a machine"), ("", "Промежуточный итог", "is a total, not a machine"),
        ("Bitmain", "Total", ""), ("Total", "S19", ""), ("", "Total Miner 5", ""), ("Bitmain", "", ""), ("", "Container", ""),
    ],
)  # fmt: skip
def test_rows_that_describe_no_machine(manufacturer: str, model: str, why: str) -> None:
    assert no_machine(manufacturer, model) == why


@pytest.mark.parametrize("header", ["x" + " " * 1_000_000 + "y", "(" * 1_000_000, "Qty" + " (pcs" * 200_000])
def test_a_cell_of_a_million_signs_is_no_header(header: str) -> None:
    assert meant(header) == ""
    assert meant(f"Qty{' ' * 1000}(pcs)") == "quantity"
