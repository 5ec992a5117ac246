"""Requests by addressee, and their answers: known by their keys, refused where they do not fit what was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from compliance.core.errors import ComplianceError
from compliance.reports.write_report import write_report
from compliance.workflows.requests import RequestsResult, requests
from tests.dossiers import NORTHGATE

DAY = date(2026, 11, 22)
Rows = list[list[Any]]


@pytest.fixture(scope="module")
def asked() -> RequestsResult:
    return requests(NORTHGATE, as_of=DAY)


def answered(asked: RequestsResult, path: Path, fill: Callable[[Any], None]) -> RequestsResult:
    out = BytesIO()
    write_report(asked, out, "xlsx")
    book = openpyxl.load_workbook(out)
    fill(book)
    book.save(path)
    return requests(NORTHGATE, as_of=DAY, answers=path)


def test_every_line_has_a_key_an_addressee_and_what_is_recorded_now(asked: RequestsResult) -> None:
    assert len({line.key for line in asked.lines}) == len(asked.lines) > 10
    assert list(asked.by_addressee()) == ["seller", "maker", "registry", "counsel"]
    boards = [line for line in asked.lines if line.column == "control_board"]
    assert {line.answer for line in boards} == {"inventory"}
    assert all(line.file and line.row for line in boards)
    assert {line.answer for line in asked.lines if line.what.startswith("site northgate")} == {"sites"}
    assert asked.lines == requests(NORTHGATE, as_of=DAY).lines
    assert (asked.proposals, asked.refused, asked.answered) == ((), (), False)


def test_answers_are_proposed_in_whatever_order_they_come_back(asked: RequestsResult, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["Of the maker"]
        first, second = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=4)]
        first[6:9] = ["AMLCtrl_BHB68xxx", "EXAMPLE-API-1", None]
        for row, cells in ((3, second), (4, first)):
            for column, cell in enumerate(cells, 1):
                sheet.cell(row, column).value = cell

    result = answered(asked, tmp_path / "answers.xlsx", fill)
    [proposal] = result.proposals
    assert (proposal.answer, proposal.document, proposal.remark) == ("AMLCtrl_BHB68xxx", "EXAMPLE-API-1", "")
    assert proposal.line.column == "control_board"
    assert proposal.line.key not in {line.key for lines in result.by_addressee().values() for line in lines}
    assert result.refused == ()
    assert result.answered


def test_lines_that_do_not_fit_are_refused_with_their_place(asked: RequestsResult, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["Of the maker"]
        sheet.cell(3, 7).value, sheet.cell(3, 4).value = "a board", "Something else?"
        again = [cell.value for cell in sheet[4]]
        sheet.cell(4, 7).value = "one board"
        again[6] = "another board"
        for column, cell in enumerate(again, 1):
            sheet.cell(6, column).value = cell
        sheet.append(["0123456789ab", "A-1", 1, "What?", "", "", "yes"])

    result = answered(asked, tmp_path / "answers.xlsx", fill)
    assert result.proposals == ()
    assert [(place.row, place.why.partition(":")[0]) for place in result.refused] == [
        (3, "What was asked has been changed (What is asked)"),
        (4, "The line has several answers that differ"),
        (6, "The line has several answers that differ"),
        (7, "The key is none of those that are asked"),
    ]
    assert {place.sheet for place in result.refused} == {"Of the maker"}


def test_the_same_answer_twice_is_one(asked: RequestsResult, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book["Of the maker"]
        sheet.cell(3, 7).value = "one board"
        sheet.append([cell.value for cell in sheet[3]])

    result = answered(asked, tmp_path / "answers.xlsx", fill)
    assert (len(result.proposals), result.refused) == (1, ())


def test_a_workbook_of_something_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("List").append(["Model", "Quantity"])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(
        ComplianceError, match=r"other\.xlsx: holds no sheet of requests\. It needs the columns Key, Item"
    ):
        requests(NORTHGATE, as_of=DAY, answers=tmp_path / "other.xlsx")
