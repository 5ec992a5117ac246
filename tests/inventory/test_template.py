"""The template: an inventory that our own reader reads once it is filled in, with drop-downs that offer and never refuse."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from compliance import check
from compliance.inventory.facts import NATIVE
from compliance.inventory.template import WANTED, template
from tests.command_line import MINEONE, Compliance

COUNTRIES, MAKERS = ("Malaysia", "United States"), ("Bitmain", "MicroBT")


def test_it_offers_makers_countries_kinds_and_states_without_refusing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(COUNTRIES, MAKERS)))
    rules = {rule.formula1: rule for rule in book["Machines"].data_validations.dataValidation}
    assert "Lists!$E$1:$E$2" in rules
    assert sum("Lists!" in formula for formula in rules) == 3
    assert any(formula.startswith('"miner,') for formula in rules)
    assert {rule.errorStyle for rule in rules.values()} == {"information"}
    assert [cell.value for cell in book["Lists"]["E"]] == [*MAKERS]
    assert set(WANTED) <= set(NATIVE)


def test_it_is_the_same_bytes_every_time() -> None:
    assert template(COUNTRIES, MAKERS) == template(COUNTRIES, MAKERS)


@pytest.mark.usefixtures("here")
def test_filled_in_it_is_read_and_empty_it_is_refused(compliance: Compliance) -> None:
    Path("fleet.xlsx").write_bytes(template(COUNTRIES, MAKERS))
    ran = compliance("check", "fleet.xlsx", *MINEONE)
    assert (ran.code, ran.err.count("has a header and no rows")) == (4, 1)
    book = openpyxl.load_workbook("fleet.xlsx")
    book["Machines"].append(["A-1", "S-1", 3, None, "Bitmain", "Antminer S21", "China"])
    book.save("fleet.xlsx")
    report = check("fleet.xlsx", policies=["cleanspark-mineone"], as_of=date(2026, 11, 22)).report
    assert report.summary.by_verdict["violation"] == 3  # type: ignore[index]
