"""Columns that are told by the words of their headers and by their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.cell_kinds import MAX_ROWS, Cells, Sample, Vocabulary
from compliance.inventory.columns import Layout, layout
from compliance.inventory.columns_by_cells import contradiction, fits
from compliance.reference.hardware.catalogue import Catalogue
from compliance.workflows.reference import Reference

REFERENCE = Reference()
WORDS = Vocabulary(REFERENCE.catalogue, REFERENCE.countries)


def told(
    columns: Mapping[str, Sequence[str]], mapping: Mapping[str, str] | None = None, ignored: Sequence[str] = ()
) -> Layout:
    rows = list(map(list, zip(*columns.values(), strict=True)))
    return layout(list(columns), mapping or {}, file="f.csv", ignored=ignored, sample=Sample(lambda: rows, WORDS))


def native(columns: Mapping[str, Sequence[str]], **given: object) -> dict[str, str]:
    found = told(columns, **given)  # type: ignore[arg-type]
    return {name: found.header[place] for name, place in found.index.items()}


def test_words_and_cells_together() -> None:
    columns = {
        "Modèle": ["Antminer S21", "Whatsminer M60"],
        "Pays d’origine": ["Chine", "Malaysia"],
        "Fournisseur": ["Example Chip Ltd.", "Other SARL"],
        "Quantité": ["40", "1 000"],
        "Date d'achat": ["2024-05-13", "Q4 2023"],
        "Halle": ["A", "B"],
        "Kommentar": ["x", ""],
    }
    found = told(columns)
    assert {name: found.header[place] for name, place in found.index.items()} == {
        "model": "Modèle", "country_of_origin": "Pays d’origine", "supplier": "Fournisseur", "quantity": "Quantité",
        "purchase_date": "Date d'achat", "location": "Halle",
    }  # fmt: skip
    assert (
        "f.csv: column 'Fournisseur' is read as supplier by its cells ('Example Chip Ltd.', 'Other SARL')."
        in found.first_notes
    )
    assert found.unread == ("Kommentar",)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Vendor Name", ["17", "18"]), ("Fornitore", ["China", "MY"]), ("Ordered Qty", ["many"]), ("Date d'achat", ["soon"]), ("Origin (declared)", ["Ltd"])],
)  # fmt: skip
def test_words_without_their_cells_are_not_believed(header: str, cells: list[str]) -> None:
    assert native({"model": ["S21"] * len(cells), header: cells}) == {"model": "model"}


def test_a_column_without_cells_is_told_by_its_words() -> None:
    found = told({"model": ["S21"], "Fournisseur": [""]})
    assert found.first_notes == ("f.csv: column 'Fournisseur' is read as supplier.",)


def test_of_two_columns_of_one_meaning_none_is_taken() -> None:
    two = {"model": ["S21"], "Ordered Qty": ["3"], "Received Qty": ["2"]}
    assert native(two) == {"model": "model"}
    assert (
        native({"model": ["S21"], "Hall": ["1"], "Rack / Slot": ["2"], "Mac": ["aa:bb:cc:00:11:22"]})["location"]
        == "Hall"
    )


def test_cells_that_can_be_nothing_else() -> None:
    columns = {
        "name": ["Antminer S21", "Whatsminer M60S"],
        "hw": ["Bitmain", "MicroBT"],
        "eth": ["aa:bb:cc:00:11:22", "aabb.cc00.1123"],
        "sort": ["Miner", "PSU"],
    }
    assert native(columns) == {"model": "name", "manufacturer": "hw", "mac_address": "eth", "kind": "sort"}
    assert "manufacturer" not in native({"model": ["S21"], "hw": ["MicroBT"]})
    assert "manufacturer" not in native({"model": ["?"], "hw": ["MicroBT"]})
    assert "manufacturer" not in native({"model": ["S21"], "hostname": ["Antminer"]})
    assert "kind" not in native({"model": ["S21"], "x": ["other"]})
    assert "kind" not in native({"model": ["S21"], "x": ["Miner"], "y": ["psu"]})


def test_models_stand_where_models_stand() -> None:
    assert native({"Model": ["240-A", "240-B"], "Item": ["Antminer S19", "Antminer S21"]})["model"] == "Item"
    assert native({"Model": ["240-A"], "Item": ["Antminer S19"]}, mapping={"model": "Model"})["model"] == "Model"
    assert native({"Model": ["S19"], "Item": ["Antminer S21"]})["model"] == "Model"
    assert native({"Model": [""], "Item": ["Antminer S21"]})["model"] == "Model"


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("Vendor", ["1023", "1024"], "whole numbers"),
        ("Vendor", ["12.5", "13.5"], "whole numbers"),
        ("Supplier", ["China", "US"], "countries"),
        ("Origin", ["Bitmain", "MicroBT"], "makers"),
        ("Origin", ["Antminer S21"], "models"),
        ("Origin", ["Example Trading Ltd"], "names"),
        ("Origin", ["2024-05-13"], "days"),
        ("Delivered", ["DHL", "UPS"], "names"),
    ],
)
def test_a_header_is_not_believed_against_its_cells(header: str, cells: list[str], kind: str) -> None:
    found = told({"model": ["S21"] * len(cells), header: cells})
    assert header in found.unread
    assert found.first_notes[0].startswith(f"f.csv: column {header!r} is not read as ")
    assert f"its cells are {kind} ('" in found.first_notes[0]


def test_what_is_not_believed_may_be_something_else() -> None:
    found = told({"model": ["S21"], "Delivered": ["aa:bb:cc:00:11:22"]})
    assert dict(found.index) == {"model": 0, "mac_address": 1}
    assert "its cells are MAC addresses" in found.first_notes[0]


def test_a_header_is_believed_where_its_cells_may_be_that() -> None:
    assert native({"model": ["S21"], "Origin": ["somewhere"], "Delivered": ["2024"], "Vendor": ["Foo"], "Bought": ["45001"]}) == {
        "model": "model", "country_of_origin": "Origin", "delivery_date": "Delivered", "supplier": "Vendor", "purchase_date": "Bought",
    }  # fmt: skip
    assert native({"model": ["S21"], "Delivered": ["17 x"]})["delivery_date"] == "Delivered"


def test_a_map_against_the_cells_is_an_error() -> None:
    with pytest.raises(ComplianceError) as caught:
        told({"model": ["S21"], "A": ["Bitmain"], "B": ["3.5"]}, {"country_of_origin": "A", "supplier": "B"})
    assert sorted(problem.what for problem in caught.value.problems) == [
        "the map says that column 'A' is the country_of_origin, but its cells are makers ('Bitmain')",
        "the map says that column 'B' is the supplier, but its cells are whole numbers ('3.5')",
    ]


def test_what_a_map_ignores_is_not_read() -> None:
    found = told(
        {"model": ["S21"], "Fournisseur": ["Foo SARL"], "Origin": ["CN"]}, ignored=["fournisseur", "Origin", "gone"]
    )
    assert list(found.index) == ["model"]
    assert (found.unread, found.open_places) == ((), ())


def test_names_with_steps() -> None:
    columns = [
        "device_type__model",
        "device_type__manufacturer__name",
        "status__name",
        "supplier.name",
        "x.y",
        "name.name",
    ]
    found = layout(columns, {}, file="f.csv")
    assert dict(found.index) == {"model": 0, "manufacturer": 1, "status": 2, "supplier": 3}


def test_a_sample_is_bounded_and_read_once() -> None:
    reads: list[int] = []

    def read() -> list[list[str]]:
        reads.append(1)
        return [[str(number)] for number in range(5_000)] + [[]]

    sample = Sample(read, WORDS)
    assert len(sample.rows) == MAX_ROWS
    assert len(sample.cells(0).texts) == 60
    assert sample.cells(7).texts == ()
    assert reads == [1]


def test_nothing_recorded_is_of_no_kind() -> None:
    nothing = Cells((), WORDS)
    assert nothing.share("country") == 0
    assert contradiction("supplier", nothing) is None
    assert contradiction("firmware", Cells(("1",), WORDS)) is None
    assert fits("supplier", nothing)
    assert fits("serial_number", Cells(("A1B2C3D4",), WORDS))
    assert not fits("mac_address", Cells(("A1B2C3D4",), WORDS))
    assert fits("status", Cells(("running", "sold"), WORDS))
    assert fits("origin_evidence", Cells(("CBP 7501:113", "x", "y"), WORDS))
    assert isinstance(WORDS.catalogue, Catalogue)


def test_of_two_headers_of_one_meaning_the_cells_choose() -> None:
    rows = [["Bitmain", "Antminer S21"], ["MicroBT", "Whatsminer M60S"]]
    sample = Sample(lambda: rows, WORDS)
    assert layout(["Miner Type", "Device Type"], {}, file="f", sample=sample).index == {"manufacturer": 0, "model": 1}
    turned = Sample(lambda: [row[::-1] for row in rows], WORDS)
    assert layout(["Device Type", "Miner Type"], {}, file="f", sample=turned).index == {"model": 0, "manufacturer": 1}
    for both in (Sample(lambda: [["Antminer S21", "Antminer S19"]], WORDS), Sample(lambda: [["x", "y"]], WORDS)):
        with pytest.raises(ComplianceError, match="could both be the model"):
            layout(["Miner Type", "Device Type"], {}, file="f", sample=both)
    with pytest.raises(ComplianceError, match="could both be the country_of_origin"):
        layout(["Model", "COO", "Made in"], {}, file="f", sample=Sample(lambda: [["S21", "CN", "MY"]], WORDS))
