"""Decisions go out in a workbook and come back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from compliance.core.errors import ComplianceError
from compliance.reports.screen.tables import DECISION, REVIEW, review
from compliance.reports.screen.xlsx import write
from compliance.reports.style import Style
from compliance.screening.decision_file import fingerprint, read_decisions
from compliance.workflows.review import decide_review, read_review
from tests.reports.screen.sample import ANSWER, LISTING

FILLED = ("not-the-same-party", "another seat", "CCO", "2026-11-22", "2027-11-21")


def filled(path: Path, *decisions: tuple[str, ...]) -> Path:
    """A review whose first lines have these decisions."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Compliance report: Review"])
        sheet.write_row(1, 0, [*REVIEW, *DECISION])
        for row, line in enumerate(review(ANSWER)):
            sheet.write_row(2 + row, 0, [cell.replace("\x1b", "") for cell in line])
            if row < len(decisions):
                sheet.write_row(2 + row, len(REVIEW), decisions[row])
    return path


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    made = decide_review(filled(tmp_path / "review.xlsx", FILLED, FILLED), path)
    assert read_decisions(path, "d") == made
    first, second = made
    assert (first.party, first.country, first.list, first.entry) == ("Delta", "TW", "l", "delta")
    assert (first.fingerprint, first.decision, first.expires) == (fingerprint(LISTING), FILLED[0], date(2027, 11, 21))
    assert second.party == "Delta Electronics", "the seven entries of its group are one"
    assert decide_review(filled(tmp_path / "again.xlsx", ("same-party", *FILLED[1:])), path, write=False)[0].same_party


def test_an_untouched_workbook_holds_no_decision(tmp_path: Path) -> None:
    for number in (1, 2):
        with (tmp_path / f"{number}.xlsx").open("wb") as out:
            write(ANSWER, out, Style())
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    with pytest.raises(ComplianceError, match="holds no decision"):
        read_review(tmp_path / "1.xlsx", "1.xlsx")


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (("perhaps", *FILLED[1:]), "review.xlsx:3:Decision: 'perhaps' is no decision"),
        ((FILLED[0], "", *FILLED[2:]), "review.xlsx:3: has no Reason"),
        ((*FILLED[:4], "tomorrow"), "review.xlsx:3: its days cannot be used"),
        ((*FILLED[:4], "2020-01-01"), "review.xlsx:3: its days cannot be used"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, decision: tuple[str, ...], says: str) -> None:
    with pytest.raises(ComplianceError) as error:
        read_review(filled(tmp_path / "review.xlsx", decision), "review.xlsx")
    assert says in str(error.value)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as book:
        book.add_worksheet().write_row(0, 0, ["Name", "Decision"])
    with pytest.raises(ComplianceError, match="is no review of names"):
        read_review(tmp_path / "other.xlsx", "other.xlsx")
