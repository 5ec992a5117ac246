"""A target folder: what it is called, and the documents in it."""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.diligence.target import DocumentFile, documents_in, folder_of, target_names


def test_documents_are_named_and_hashed_and_links_are_not_followed(tmp_path: Path) -> None:
    assert documents_in(tmp_path) is None
    place = tmp_path / "documents"
    (place / "customs").mkdir(parents=True)
    (place / "customs" / "EXAMPLE-7501-1.pdf").write_bytes(b"x")
    (tmp_path / "secret").write_bytes(b"s")
    (place / "link").symlink_to(tmp_path / "secret")
    assert documents_in(tmp_path) == (DocumentFile("customs/EXAMPLE-7501-1.pdf", sha256(b"x").hexdigest()),)
    assert DocumentFile("customs/EXAMPLE-7501-1.pdf", "").reference == "example-7501-1"


def test_documents_that_are_no_folder_are_not_passed_over(tmp_path: Path) -> None:
    place = tmp_path / "documents"
    place.symlink_to("nowhere")
    with pytest.raises(ComplianceError, match="the link documents points to a missing file"):
        documents_in(tmp_path)
    place.unlink()
    place.write_text("x")
    with pytest.raises(ComplianceError, match="documents: is no folder"):
        documents_in(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_what_is_no_file_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    os.mkfifo(tmp_path / "documents" / "pipe")
    assert documents_in(tmp_path) == ()


def test_a_target_whose_path_leads_in_a_ring_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to("ring")
    with pytest.raises(ComplianceError, match="Too many levels"):
        folder_of(tmp_path / "ring")


def test_a_document_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a").write_bytes(b"x")

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("compliance.workflows.diligence.target.sha256_of", refuse)
    with pytest.raises(ComplianceError, match="Permission denied"):
        documents_in(tmp_path)


def test_a_target_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "fleet.csv").write_text("model\nS21\n")
    assert folder_of(tmp_path) == tmp_path
    with pytest.raises(ComplianceError, match="is no folder"):
        folder_of(tmp_path / "fleet.csv")
    with pytest.raises(ComplianceError, match="is not there"):
        folder_of(tmp_path / "nowhere")


def test_folders_of_one_name_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for each in ("a/x", "b/x", "y"):
        Path(each).mkdir(parents=True)
    assert target_names([Path("a/x"), Path("y")]) == ["x", "y"]
    assert target_names([Path("a/x"), Path("b/x")]) == ["a/x", "b/x"]
