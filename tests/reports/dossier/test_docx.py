"""The dossier as a Word document: Word's own headings, lists and tables, the same bytes, nothing that runs."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO

import docx as python_docx
import pytest

from compliance.core.errors import ComplianceError
from compliance.reports.dossier import docx
from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import Dossier
from tests.command_line import EVIL
from tests.dossiers import northgate


def made(*dossiers: Dossier, style: Style = Style()) -> bytes:
    out = BytesIO()
    docx.write(dossiers, out, style)
    return out.getvalue()


def test_headings_lists_and_tables_are_those_of_word() -> None:
    document = python_docx.Document(BytesIO(made(northgate(), replace(northgate(), name=f"{EVIL}比特大陆"))))
    texts = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert texts["Comparison of targets"] == "Heading 1"
    assert texts["What decides"] == "Heading 2"
    assert any("比特大陆" in text for text in texts)
    assert set(texts.values()) >= {"List Number", "List Bullet", "Intense Quote", "Normal"}
    assert len(document.tables) > 10
    assert document.tables[0].rows[1].cells[0].text == "northgate"
    assert not any("\x1b" in text for text in texts)
    assert "not legal advice" in document.sections[0].footer.paragraphs[0].text


def test_the_same_target_gives_the_same_bytes_on_the_paper_asked_for() -> None:
    assert made(northgate()) == made(northgate())
    document = python_docx.Document(BytesIO(made(northgate(), style=Style(paper="a4"))))
    assert document.sections[0].page_height is not None
    assert document.sections[0].page_height.mm == pytest.approx(297, abs=1)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(ComplianceError, match=r"python-docx is not installed(?s:.*)mining-compliance\[docx\]"):
        made(northgate())
