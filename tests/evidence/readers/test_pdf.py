"""PDF files: with a text layer, without one, encrypted, endless, broken."""

from __future__ import annotations

import sys
from math import ceil
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.readers import pdf as reader
from compliance.evidence.readers import propose
from tests.evidence.readers.papers import in_this_process, pdf
from tests.evidence.readers.test_form_7501 import FORM

pytest.importorskip("pdfplumber")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Reads in this process, which is quicker, but where a test is about the other one."""
    if "child" not in request.node.name:
        monkeypatch.setattr(reader, "in_child", in_this_process)


def test_what_brings_its_child_to_grief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "in_child", lambda *_: b"")
    with pytest.raises(ComplianceError, match="cannot be read within the limits of time and memory"):
        propose(written(tmp_path, pdf([])), "a.pdf")


def written(folder: Path, content: bytes) -> Path:
    (folder / "a.pdf").write_bytes(content)
    return folder / "a.pdf"


def test_a_form_with_a_template(tmp_path: Path) -> None:
    (document,) = propose(written(tmp_path, pdf(FORM.splitlines())), "a.pdf")
    assert (document.reference, document.read_by) == ("B76-0324527-8", "pdf")
    assert [line.quantity for line in document.lines] == [500, 100]
    assert document.lines[0].evidence
    assert document.lines[0].evidence.page == 1


def test_a_packing_list_over_three_pages(tmp_path: Path) -> None:
    rows = [f"{number // 4}|Antminer S21|SN{number:05}" for number in range(120)]
    pages = [["Carton|Model|Serial No", *rows[:40]], rows[40:80], ["Carton|Model|Serial No", *rows[80:]]]
    (document,) = propose(written(tmp_path, pdf(*pages, table=True)), "a.pdf")
    (line,) = document.lines
    assert (line.quantity, line.model, len(line.serials)) == (120, "Antminer S21", 120)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (pdf([]), "has no text: it is a scan"),
        (pdf(["Hello"]), "holds no table of serial numbers"),
        (pdf(["a|b", "c|d"], table=True), "holds no table of serial numbers"),
        (b"%PDF-1.4\nnothing", "is a PDF that cannot be read"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        propose(written(tmp_path, content), "a.pdf")


def test_an_encrypted_file(tmp_path: Path) -> None:
    content = pdf(["Secret"]).replace(
        b"/Root 1 0 R >>",
        b"/Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter "
        b"/Standard /V 1 /R 2 /P -44 /O <" + b"ab" * 32 + b"> /U <" + b"cd" * 32 + b"> >> >>",
    )
    with pytest.raises(ComplianceError, match="is an encrypted PDF"):
        propose(written(tmp_path, content), "a.pdf")


def test_a_file_of_too_many_pages(tmp_path: Path) -> None:
    path = written(tmp_path, pdf(["a"], ["b"], ["c"]))
    with pytest.raises(ComplianceError, match="has more than 2 pages"):
        reader.read(path, "a.pdf", max_pages=2)


def test_without_pdfplumber(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(ComplianceError, match=r"pip install 'mining-compliance\[documents\]'"):
        propose(written(tmp_path, pdf(["a"])), "a.pdf")


def test_it_is_read_in_a_child(tmp_path: Path) -> None:
    (document,) = propose(written(tmp_path, pdf(FORM.splitlines())), "a.pdf")
    assert document.reference == "B76-0324527-8"
    with pytest.raises(ComplianceError, match="has no text: it is a scan"):
        propose(written(tmp_path, pdf([])), "a.pdf")


def test_scripts_and_embedded_files_are_left_alone(tmp_path: Path) -> None:
    content = pdf(FORM.splitlines()).replace(
        b"/Type /Catalog",
        b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /Names << /EmbeddedFiles << /Names [] >> >>",
    )
    (document,) = propose(written(tmp_path, content), "a.pdf")
    assert document.reference == "B76-0324527-8"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_page_as_a_picture(tmp_path: Path) -> None:
    content, pages = reader.picture(written(tmp_path, pdf(["one"], ["two"])), "a.pdf", 2)
    assert (content[:4], pages) == (b"\x89PNG", 2)
    assert int.from_bytes(content[20:24]) == ceil(800 / 72 * 110), "pixels from top to bottom"
    large = written(tmp_path, pdf(["one"]).replace(b"[0 0 600 800]", b"[0 0 9600 80]"))
    assert int.from_bytes(reader.picture(large, "a.pdf", 1)[0][16:20]) == 1500
    for number in (0, 2):
        with pytest.raises(ComplianceError, match=f"has no page {number}, but 1"):
            reader.picture(large, "a.pdf", number)
    with pytest.raises(ComplianceError, match="is a PDF that cannot be drawn"):
        reader.picture(written(tmp_path, b"%PDF-1.4\nnothing"), "a.pdf", 1)
