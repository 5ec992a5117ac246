"""The tie-out as text."""

from __future__ import annotations

from pathlib import Path

from compliance.reports.documents.text import write
from compliance.reports.style import Style
from tests.reports.documents.sample import sample, text_of


def test_every_part_is_there(tmp_path: Path) -> None:
    text = " ".join(text_of(write, sample(tmp_path), Style(200)).split())
    for part in (
        "4 registered documents, 56 units, as of 2026-11-30.",
        "- LIST-list: check it, then compliance documents FOLDER --confirm LIST-list",
        "E-1 (customs entry): 30 units, 30 used, 0 left; 20 contradicted, 30 over-used",
        "C-1 (certificate) (proposed, not confirmed): an unknown number of units; 5 unread",
        "P-1 (packing list): 2 units, 0 used, 2 left; unused",
        "- factory record S-1: 20 units",
        "Bitmain Antminer S21, Malaysia or Thailand: 20 units, named factory record, contradicted E-1, line 1 says",
        "Files that are not registered - documents/note.txt",
        "Files that could not be read - documents/note.txt: is no paper",
        "Notes - E-1, line 1: 50 units are claimed and 30 are covered; 20 among",
    ):
        assert part in text


def test_a_folder_without_papers(tmp_path: Path) -> None:
    from datetime import date

    from compliance.workflows.documents import documents

    (tmp_path / "fleet.csv").write_text("model\n" + "Antminer S21\n" * 9, "utf-8")
    text = text_of(write, documents(tmp_path, as_of=date(2026, 11, 30)), Style(200))
    assert text.splitlines()[0] == "0 registered documents, 9 units, as of 2026-11-30."
    assert "Documents" not in text
    assert "fleet.csv:7, …)" in text
