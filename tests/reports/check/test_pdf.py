"""The board paper: two pages, the gravest first, and an annex that holds everything."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from compliance.cli.main import run
from compliance.core.finding import Finding, Location, Verdict
from compliance.reports.check import pdf
from compliance.reports.check.base import Account
from compliance.reports.style import Style
from tests.command_line import ROOT
from tests.reports.check.sample import account, finding

LETTER, A4 = (612, 792), (595, 842)


def pages(paper: Account) -> list[str]:
    out = BytesIO()
    pdf.write(paper, out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", " ") for page in document]


def size(paper: Account) -> tuple[int, int]:
    out = BytesIO()
    pdf.write(paper, out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        width, height = document[0].get_size()
        return round(width), round(height)


def many(count: int) -> list[Finding]:
    return [
        finding(
            rule=f"example/rule-{number:02}",
            because=f"reason {number} " + "long " * 120,
            remedy=f"Do {number}.",
        )
        for number in range(count)
    ]


def test_two_pages_hold_the_gravest_and_say_how_much_more_there_is() -> None:
    listed = finding(
        Verdict.UNDETERMINED, rule="example/listed", concern="listed-party", because="The seller may be listed."
    )
    paper = pages(account(*many(9), listed))
    text = " ".join(paper)
    assert len(paper) <= 2
    assert "Violation: at least one rule is broken for certain" in text
    assert text.index("The seller may be listed.") < text.index("Reason 0")
    assert "and 7 more findings" in text
    assert text.count("…") >= 2, "sentences are cut"
    assert "not legal advice" in paper[0]


def test_few_findings_leave_nothing_to_count() -> None:
    text = " ".join(pages(account(finding())))
    assert "more finding" not in text
    assert "more rule" not in text
    assert size(account(finding())) == LETTER
    assert size(replace(account(finding()), style=Style(paper="a4"))) == A4


def test_the_annex_names_every_unit_in_violation(monkeypatch: pytest.MonkeyPatch) -> None:
    found = finding(locations=(Location("f", 2, "A-1"), Location("f", 3, "A-2")))
    full = replace(account(found), style=Style(annex=True))
    text = " ".join(pages(full))
    assert "A-1, row 2" in text
    assert "A-2, row 3" in text
    assert "and more, of" not in text
    monkeypatch.setattr(pdf, "MAX_UNITS", 1)
    monkeypatch.setattr(pdf, "MAX_REASONS", 0)
    cut = " ".join(pages(full))
    assert "A-2, row 3" not in cut
    assert "the workbook has them all" in cut
    assert "and 1 more reason" in cut


def test_the_command_writes_it_by_the_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    target = tmp_path / "board.pdf"
    assert (
        run(
            [
                "check",
                "fleets/cheyenne",
                "--policy",
                "cleanspark-mineone",
                "--as-of",
                "2026-11-22",
                "--annex",
                "--paper",
                "a4",
                "--output",
                str(target),
            ]
        )
        == 1
    )
    with pypdfium2.PdfDocument(target) as document:
        assert round(document[0].get_size()[1]) == A4[1]
    assert run(["check", "fleets/cheyenne", "--format", "pdf"]) == 2
