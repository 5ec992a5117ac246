"""Requests as letters."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx as python_docx
import pytest

from compliance.reports.requests import docx
from compliance.reports.write_report import write_report
from tests.reports.requests.sample import LINE, SITE, result


def test_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MAX_ROWS", 1)
    out = BytesIO()
    write_report(result(LINE, replace(LINE, key="k3"), SITE), out, "docx")
    letters = python_docx.Document(out)
    texts = [paragraph.text for paragraph in letters.paragraphs]
    assert texts[0] == "Of the seller or broker"
    assert "The workbook lists 1 more item." in texts
    assert "Of counsel" in texts
