"""What a report format may tell: every rule that was asked, every lot and every row in words for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance.core.finding import Verdict
from compliance.policies.engine.assessment import assess
from compliance.reports.check.account import account
from compliance.reports.check.base import Account, units_by
from compliance.reports.style import Style
from compliance.workflows.inputs import Request, read_inputs
from tests.command_line import ROOT

AS_OF = date(2026, 11, 22)


def told(*fleets: Path | str, policies: tuple[str, ...] = ("cleanspark-mineone",)) -> Account:
    inputs = read_inputs(Request([ROOT / each for each in fleets], AS_OF, policies))
    assessment = assess(inputs.policies, inputs.facts, inputs.waivers)
    return account(inputs, assessment, replace(assessment.report, inputs=inputs.read), Style())


@pytest.fixture(scope="module")
def cheyenne() -> Account:
    return told("fleets/cheyenne")


def test_lots_and_rows_add_up_to_the_summary(cheyenne: Account) -> None:
    by_lot: Counter[Verdict] = Counter()
    by_row: Counter[Verdict] = Counter()
    for lot in cheyenne.lots():
        by_lot[lot.verdict] += lot.units
    for inventory in cheyenne.inventories():
        for _, _, units, lot in inventory.judged():
            by_row[lot.verdict] += units
    assert by_lot == by_row == Counter({k: v for k, v in cheyenne.report.summary.by_verdict.items() if v})
    assert cheyenne.rows == 22


def test_a_row_brings_its_cells_its_lot_and_the_findings(cheyenne: Account) -> None:
    [inventory] = cheyenne.inventories()
    rows = {number: (row, lot) for number, row, _, lot in inventory.judged()}
    row, lot = rows[18]
    assert inventory.cell(row, "asset_id") == "WTH-0017"
    assert inventory.cell(row, "firmware") == ""
    assert (lot.maker, lot.verdict) == ("Bitmain", Verdict.VIOLATION)
    assert lot.rules == ("cleanspark-mineone/mineone-order", "cleanspark-mineone/origin")
    assert lot.reasons[:1] == (
        "cleanspark-mineone/mineone-order: the MineOne order gave its parties until 11 August 2024 to remove their equipment from "
        "this parcel; this unit belongs to MineOne Wyoming Data Center LLC, a party to the order, and was still there on "
        "22 November 2026",
    )
    assert {each.verdict for each in lot.findings} == {Verdict.VIOLATION, Verdict.UNDETERMINED}
    assert rows[13][1].origin == "unknown"


def test_every_rule_that_was_asked_is_told_with_its_sources(cheyenne: Account) -> None:
    rules = {rule.id: rule for rule in cheyenne.rules}
    assert set(rules) == {f"cleanspark-mineone/{name}" for name in ("origin", "evidence", "documents", "mineone-order")}
    order = rules["cleanspark-mineone/mineone-order"]
    assert order.in_force
    assert order.title
    assert order.effect == "prohibition"
    assert {source.id for source in order.sources} >= {"mineone-order"}
    assert order.units[Verdict.VIOLATION] == 1
    assert all(rule.units.total() == 1526 for rule in rules.values())  # type: ignore[attr-defined]


def test_names_are_ordered_by_units_and_unknown_stands_last(cheyenne: Account) -> None:
    origins = units_by(cheyenne.lots(), lambda lot: lot.origin)
    assert next(iter(origins)) == "Malaysia"
    assert list(origins)[-1] == "unknown"
    assert origins["Russia"] == {Verdict.UNDETERMINED: 18}


def test_a_lot_in_a_row_counts_its_quantity(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text("model,quantity\nAntminer S21,7\nAntminer S21,2\n,\nAntminer S21,1\n")
    whole = told(tmp_path / "fleet.csv")
    [inventory] = whole.inventories()
    assert [(number, units) for number, _, units, _ in inventory.judged()] == [(2, 7), (3, 2), (5, 1)]
    assert [lot.site for lot in whole.lots()] == ["unknown"]


def test_who_is_reached_by_ownership_is_pictured(cheyenne: Account) -> None:
    assert cheyenne.pictures() == [], "no rule of this policy reads ownership"
    [picture] = told("fleets/cheyenne", policies=("us-ear", "us-ofac")).pictures()
    assert "Jade Gate Components" in picture
    assert "RESTRICTED" in picture
