"""A redline in words, and in every format that a person reads."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx as python_docx
import pypdfium2

from compliance.core.bounds import exactly
from compliance.reports.dossier import docx, html, markdown, pdf
from compliance.reports.dossier import json as json_format
from compliance.reports.dossier.revisions import MAX_CHANGES, Revision, lead, revisions
from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.diligence.redline import Change, Redline
from tests.command_line import EVIL
from tests.dossiers import northgate, written

CHANGES = (
    Change("answer", (), {"verdict": "violation"}, {"verdict": "flagged"}),
    Change("findings", ("us-ear/sophgo", "", f"the maker{EVIL}<b>"), {"violation": 3000}, None),
    Change("parties", ("New Seller Inc.",), None, {"units": 5, "country": None}),
    Change("remediation", (), {"value": exactly(5), "left_undetermined": 2}, {}),
)


def redline(*changes: Change) -> Redline:
    return Redline("old.json", date(2026, 10, 1), "ab" * 32, changes)


def dossier() -> Dossier:
    return replace(northgate(), redline=redline(*CHANGES))


def test_each_change_is_a_line_below_its_section() -> None:
    assert revisions(redline(*CHANGES)) == {
        "Short answer": [Revision("", "verdict violation", "verdict flagged")],
        "Findings": [Revision("", f"us-ear/sophgo: the maker{EVIL}<b>: violation 3,000", "")],
        "Counterparties": [Revision("", "", "New Seller Inc.: units 5")],
        "Remediation": [Revision("", "value USD 5.00; left undetermined 2", "")],
    }
    named = Change("sites", ("north",), {"units": 1}, {"units": 2})
    assert revisions(redline(named)) == {"Sites": [Revision("north: ", "units 1", "units 2")]}


def test_of_many_changes_the_rest_is_counted() -> None:
    many = [Change("documents", (f"{number}.pdf",), None, {}) for number in range(MAX_CHANGES + 2)]
    lines = revisions(redline(*many))["Documents in the data room"]
    assert len(lines) == MAX_CHANGES + 1
    assert lines[-1] == Revision("and 2 more; --format json has them all", "", "")


def test_nothing_changed_is_said() -> None:
    assert lead(redline()) == "Nothing has changed since old.json of 2026-10-01 (SHA-256 abababababababab)."


def test_markdown_and_page_strike_and_mark() -> None:
    text = written(markdown.write, [dossier()])
    assert "## What changed since 2026-10-01\n" in text
    assert "- ~~verdict violation~~ **verdict flagged**\n" in text
    assert "- **New Seller Inc.: units 5**\n" in text
    page = written(html.write, [dossier()])
    assert "<li><del>verdict violation</del> <ins>verdict flagged</ins></li>" in page
    assert "<li><ins>New Seller Inc.: units 5</ins></li>" in page
    for written_out in (text, page):
        assert "\x1b" not in written_out
        assert "<b>" not in written_out.replace("\\<b\\>", "")
    assert "What changed" not in written(markdown.write, [northgate()]) + written(html.write, [northgate()])


def test_word_strikes_and_underlines() -> None:
    out = BytesIO()
    docx.write([dossier()], out, Style())
    runs = [run for paragraph in python_docx.Document(BytesIO(out.getvalue())).paragraphs for run in paragraph.runs]
    assert next(run.text for run in runs if run.font.strike) == "verdict violation"
    assert [run.text for run in runs if run.font.underline] == [" verdict flagged", "New Seller Inc.: units 5"]


def test_paper_has_it() -> None:
    out = BytesIO()
    pdf.write([dossier()], out, Style())
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert "What changed since 2026-10-01" in text
    assert "verdict violation verdict flagged" in text


def test_programs_get_fields() -> None:
    (target,) = json.loads(written(json_format.write, [dossier()]))["targets"]
    assert (target["redline"]["name"], target["redline"]["as_of"]) == ("old.json", "2026-10-01")
    assert target["redline"]["changes"][0] == {
        "section": "answer", "name": [], "before": {"verdict": "violation"}, "now": {"verdict": "flagged"},
    }  # fmt: skip
    assert target["redline"]["changes"][1]["now"] is None
    assert target["redline"]["changes"][3]["before"]["value"] == {"minimum": "5.00", "maximum": "5.00"}
