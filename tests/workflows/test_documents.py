"""The papers of a folder: proposed, confirmed, tied out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.documents import documents

DAY = date(2026, 11, 30)
FLEET = """asset_id,manufacturer,model,quantity,country_of_origin,origin_evidence
A,Bitmain,Antminer S21,30,MY,customs_entry:B76-0324527-8
B,Bitmain,Antminer S21,20,MY,customs_entry:B76-0324527-8;factory_record:S-1
"""
ES003 = "Entry Number,Line,Origin,Quantity\nB76-0324527-8,1,MY,50\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fleet.csv").write_text(FLEET, "utf-8")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "es003.csv").write_text(ES003, "utf-8")
    (tmp_path / "documents" / "note.txt").write_text("Hello", "utf-8")
    return tmp_path


def test_without_a_register_everything_is_unread(folder: Path) -> None:
    result = documents(folder, as_of=DAY)
    assert [(claim.reference, claim.state, claim.units) for claim in result.papers.tied.claims] == [
        ("B76-0324527-8", "unread", 50),
        ("S-1", "unread", 20),
    ]
    assert result.unregistered == ("documents/es003.csv", "documents/note.txt")
    assert not result.register
    assert [(lot.machine, lot.origin, lot.units) for lot in result.papers.lots] == [
        ("Bitmain Antminer S21", "Malaysia", 30),
        ("Bitmain Antminer S21", "Malaysia", 20),
    ]


def test_a_proposal_counts_only_when_it_is_confirmed(folder: Path) -> None:
    result = documents(folder, as_of=DAY, read=True)
    assert result.proposed == ("ENTRY-B76-0324527-8",)
    assert result.unreadable == ("documents/note.txt: is no paper that a reader knows. Register it by hand.",)
    assert result.unregistered == ("documents/note.txt",)
    assert result.papers.tied.states("ENTRY-B76-0324527-8") == {"unread": 50}
    assert documents(folder, as_of=DAY, read=True).proposed == ()
    result = documents(folder, as_of=DAY, confirm=["ENTRY-B76-0324527-8"])
    assert result.papers.tied.states("ENTRY-B76-0324527-8") == {"vouched": 50}
    (folder / "documents" / "es003.csv").write_text(f"{ES003}\n", "utf-8")
    assert documents(folder, as_of=DAY).papers.tied.states("ENTRY-B76-0324527-8") == {"missing": 50}


def test_what_another_register_holds_is_not_proposed(folder: Path) -> None:
    (folder / "documents.csv").write_text(
        "id,class,file\nX,letter,documents/note.txt\nENTRY-B76-0324527-8,letter,\n", "utf-8"
    )
    result = documents(folder, as_of=DAY, read=True)
    assert (result.proposed, result.unreadable) == ((), ())


def test_a_document_without_its_file_is_confirmed_without_a_digest(folder: Path) -> None:
    documents(folder, as_of=DAY, read=True)
    (folder / "documents" / "es003.csv").unlink()
    result = documents(folder, as_of=DAY, confirm=["ENTRY-B76-0324527-8"])
    (entry,) = result.register.documents
    assert (entry.document.is_fact, entry.document.sha256, entry.file_state) == (True, "", "file missing")


def test_what_cannot_be_done(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="Propose entries first"):
        documents(folder, as_of=DAY, confirm=["X"])
    with pytest.raises(ComplianceError, match="is no folder"):
        documents(folder / "fleet.csv", as_of=DAY)
    (folder / "documents.yaml").write_text("documents: []\n", "utf-8")
    with pytest.raises(ComplianceError, match="document 'X' is no proposal"):
        documents(folder, as_of=DAY, confirm=["X"])
    (folder / "documents").rename(folder / "papers")
    with pytest.raises(ComplianceError, match="has no folder of documents"):
        documents(folder, as_of=DAY, read=True)
    assert documents(folder, as_of=DAY).unregistered == ()
