"""Printed pages: tagged, with their own fonts, the same bytes; and what is said where the extra is missing."""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import PurePosixPath
from types import SimpleNamespace

import pypdfium2
import pytest

from compliance.core.errors import ComplianceError
from compliance.reports import pdf

DAY = date(2026, 11, 22)
MEMO = {"paper": "us-letter", "title": "A memo", "footer": "A footer"}


def block(text: str) -> dict[str, object]:
    return {"kind": "paragraph", "strong": "", "text": text}


def test_a_page_holds_every_script_and_nothing_of_the_text_is_markup() -> None:
    text = '#panic("x") *no* 比特大陆 Xiàmén <b> $x$ \\'
    made = pdf.typeset("memo.typ", DAY, {**MEMO, "blocks": [block(text)]})
    assert made == pdf.typeset("memo.typ", DAY, {**MEMO, "blocks": [block(text)]})
    assert b"/MarkInfo" in made
    with pypdfium2.PdfDocument(made) as pages:
        assert pages.get_metadata_value("Title") == "A memo"
        assert text in pages[0].get_textpage().get_text_bounded()


def test_without_the_compiler_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ComplianceError, match=r"typst.* is not installed(?s:.*)mining-compliance\[pdf\]"):
        pdf.typeset("memo.typ", DAY, {**MEMO, "blocks": []})


def test_without_the_fonts_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(pdf, "distribution", missing)
    with pytest.raises(ComplianceError, match=r"fontpkg-noto-sans is not installed"):
        pdf.typeset("memo.typ", DAY, {**MEMO, "blocks": []})


@pytest.mark.parametrize("files", [[], [PurePosixPath("gone.otf")]])
def test_a_package_without_its_fonts_is_named(monkeypatch: pytest.MonkeyPatch, files: list[PurePosixPath]) -> None:
    emptied = SimpleNamespace(files=files, locate_file=lambda file: f"nowhere/{file}")
    monkeypatch.setattr(pdf, "distribution", lambda name: emptied)
    with pytest.raises(ComplianceError, match="fonts of fontpkg-noto-sans are missing"):
        pdf.typeset("memo.typ", DAY, {**MEMO, "blocks": []})
