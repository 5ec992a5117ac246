"""The dossier as a workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl

from compliance.core.bounds import exactly
from compliance.core.finding import Verdict
from compliance.reports.dossier import xlsx
from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.diligence.past_dealings import PastDealing
from compliance.workflows.diligence.redline import Change, Redline
from tests.dossiers import northgate


def made(*dossiers: Dossier) -> bytes:
    out = BytesIO()
    xlsx.write(dossiers, out, Style())
    return out.getvalue()


def book(*dossiers: Dossier) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(made(*dossiers)))


def rows(book: openpyxl.Workbook, sheet: str) -> list[list[object]]:
    """The rows below the header."""
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=3)]


def test_it_opens_on_the_findings_the_gravest_first() -> None:
    written = book(northgate())
    assert written.sheetnames == [
        "Findings", "Requests", "Our preparation", "Measures", "Past dealings", "Parties", "What was read", "About",
    ]  # fmt: skip
    assert written.active is not None
    assert written.active.title == "Findings"
    findings = rows(written, "Findings")
    assert findings[0][:4] == ["flagged", "us-ear/affiliates", "units", 90]
    assert {row[2] for row in findings} >= {"the fleet", "site northgate"}
    requests = rows(written, "Requests")
    assert len(requests) == len(northgate().requests), "none is left out"
    assert {row[1] for row in rows(written, "Measures")} == {"replace"}
    assert any("not legal advice" in str(row[1]) for row in rows(written, "About"))


def test_several_targets_share_its_sheets_and_it_is_deterministic() -> None:
    other = replace(northgate(), name="=1+1", plan=replace(northgate().plan, conservative=None))
    assert {row[0] for row in rows(book(northgate(), other), "Findings")} == {"northgate", "=1+1"}
    assert made(northgate(), other) == made(northgate(), other)
    assert book(northgate(), other)["Findings"].cell(book(northgate(), other)["Findings"].max_row, 1).data_type == "s"


def test_what_is_not_there_has_no_sheet() -> None:
    found = replace(northgate(), report=replace(northgate().report, findings=()), preparation=())
    assert book(found).sheetnames[0] == "Requests"
    assert "Our preparation" not in book(found).sheetnames


def test_past_dealings_and_what_changed() -> None:
    past = PastDealing(date(2024, 5, 1), "us-ofac/sdn", Verdict.FLAGGED, "why", 3, exactly(9), date(2034, 5, 1))
    changes = (
        Change("fleet", (), {"units": 3}, {"units": 4}),
        Change("claims", ("new",), None, {}),
        Change("documents", ("a.pdf",), {"sha256": "ab"}, None),
    )
    written = book(replace(northgate(), past=(past,), redline=Redline("old.json", date(2026, 1, 1), "0" * 64, changes)))
    assert rows(written, "Past dealings")[0] == [
        "2024-05-01", "us-ofac/sdn", "flagged", 3, "USD 9.00", "why", "2034-05-01",
    ]  # fmt: skip
    assert rows(written, "What changed") == [
        ["What is being bought", "changed", None, "units 3", "units 4"],
        ["What the target says of itself", "new", "new", None, None],
        ["Documents in the data room", "gone", "a.pdf", "sha256 ab", None],
    ]
