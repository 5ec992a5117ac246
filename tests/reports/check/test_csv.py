"""A row per inventory row, harmless in a spreadsheet and on a terminal."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given

from compliance.core.finding import Location, Verdict
from compliance.reports.check.base import Account
from tests.reports.check.sample import HOSTILE, account, finding, hostile, written


def rows(told: Account) -> list[list[str]]:
    return [*csv.reader(StringIO(written("csv", told)))]


def test_a_row_says_its_verdict_why_and_what_to_do() -> None:
    told = account(
        finding(locations=(Location("f", 2, "A-1"), Location("f", 5, "A-2"))),
        finding(Verdict.COMPLIANT, locations=(Location("f", 3, "A-3"),), remedy=""),
    )
    assert rows(told) == [
        ["file", "row", "asset_id", "serial_number", "quantity", "verdict", "rules", "because", "remedy"],
        ["fleet.csv", "2", "A-1", "", "1", "violation", "example/origin",
         "example/origin: the recorded origin is China: forbidden", "Check the papers."],
        ["fleet.csv", "5", "A-2", "", "1", "violation", "example/origin",
         "example/origin: the recorded origin is China: forbidden", "Check the papers."],
        ["fleet.csv", "3", "A-3", "", "1", "compliant", "example/origin",
         "example/origin: the recorded origin is China: forbidden", ""],
    ]  # fmt: skip


@given(hostile() | HOSTILE.map(lambda text: account(finding(locations=(Location("f", 2, text),)))))
def test_hostile_text_runs_nowhere(told: Account) -> None:
    text = written("csv", told)
    assert all(line.isprintable() for line in text.split("\n"))
    for row in rows(told):
        assert len(row) == 9
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
