"""When a unit was bought, loaded for export, entered and delivered."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.core.dates import NEVER_RECORDED
from tests.inventory.facts.reading import told_apart, value


def test_days() -> None:
    assert value("purchased", purchase_date="2024-05-06 10:00").day == date(2024, 5, 6)
    assert value("delivered", delivery_date="1 May 2024").day == date(2024, 5, 1)
    assert value("exported", export_date="March 2025").earliest == date(2025, 3, 1)
    assert value("entered", entry_date="2025-04-12").day == date(2025, 4, 12)


@pytest.mark.parametrize("text", ["2024-02-30", "4/5/2024", "soon", "2024-05-06 at noon"])
def test_what_is_no_day_is_not_recorded(text: str) -> None:
    assert value("purchased", purchase_date=text) == NEVER_RECORDED


def test_a_day_that_excel_has_counted() -> None:
    assert value("delivered", delivery_date="45001").day == date(2023, 3, 16)


def test_a_day_with_an_hour_is_the_day() -> None:
    assert told_apart("purchase_date", ["2024-05-06 10:00", "2024-05-06T11:00", "2024-05-07 10:00"]) == 2
    assert told_apart("export_date", ["2024-05-06", "2024-05-06 00:00:00", "2024-05-07"]) == 3
    assert told_apart("entry_date", ["2024-05-06 10:00", "2024-05-06T11:00"]) == 1
    assert told_apart("delivery_date", ["2024-05-06", "6 May 2024"]) == 2


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"purchase_date": "2014-06-01", "delivery_date": "2023-06-01"}, "purchase_date"),
        ({"purchase_date": "2014-06-01", "delivery_date": "2014-07-01"}, "purchase_date delivery_date"),
        ({"purchase_date": "2023-06-01", "delivery_date": "2014"}, "delivery_date"),
        ({"purchase_date": "2023-06-01", "delivery_date": ""}, ""),
        ({"purchase_date": "soon"}, ""),
        ({"purchase_date": "2014-06-01", "model": "Machine of Nobody"}, ""),
        ({"purchase_date": "2014-06-01", "manufacturer": "MicroBT"}, ""),
    ],
)
def test_a_day_before_any_machine_of_the_model_was_made(row: dict[str, str], columns: str) -> None:
    assert value("predates_model", **row) == columns
