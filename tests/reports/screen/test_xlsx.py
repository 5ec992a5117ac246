"""The workbook for review."""

from __future__ import annotations

from pathlib import Path

from python_calamine import CalamineWorkbook

from compliance.reports.screen.tables import DECISION, REVIEW
from compliance.reports.screen.xlsx import write
from compliance.reports.style import Style
from tests.reports.screen.sample import ANSWER


def test_one_line_for_a_group_with_room_for_a_decision(tmp_path: Path) -> None:
    for number in (1, 2):
        with (tmp_path / f"{number}.xlsx").open("wb") as out:
            write(ANSWER, out, Style())
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    book = CalamineWorkbook.from_path(str(tmp_path / "1.xlsx"))
    rows = book.get_sheet_by_name("Review").to_python()
    assert rows[1] == [*REVIEW, *DECISION]
    assert [row[2] for row in rows[2:]] == ["candidate", "namesake", "no match", "no match"]
    assert ["Note", "A note."] in book.get_sheet_by_name("Summary").to_python()
