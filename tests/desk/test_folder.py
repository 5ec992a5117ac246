"""Nothing outside the folder is read or written, and no two desks have one folder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.desk import folder as module
from compliance.desk.folder import LOCK, Folder


@pytest.fixture
def outside(here: Path) -> Path:
    path = here.parent / "outside"
    path.mkdir()
    (path / "secret.csv").write_text("secret")
    return path


@pytest.mark.parametrize(
    "name",
    ["../outside/secret.csv", "/etc/passwd", "", "a/../../x", "a\\b", "x\x00", "x\n", "link.csv", "links/secret.csv"],
)
def test_names_that_lead_outside(name: str, here: Path, outside: Path) -> None:
    (here / "link.csv").symlink_to(outside / "secret.csv")
    (here / "links").symlink_to(outside)
    with pytest.raises(ComplianceError, match="is not in the folder of this desk"):
        Folder(here).path(name)


def test_what_lies_in_it(here: Path, outside: Path) -> None:
    for name in ("b.csv", ".hidden", "deep/a.csv", ".git/config"):
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(name)
    (here / "link.csv").symlink_to(outside / "secret.csv")
    (here / "gone.csv").symlink_to(here / "nothing")
    (here / "inner.csv").symlink_to(here / "b.csv")
    folder = Folder(here)
    assert folder.files() == ["b.csv", "deep/a.csv", "inner.csv"]
    assert folder.leading_outside() == ["link.csv"]
    before = folder.stamp()
    assert folder.stamp() == before
    (here / "b.csv").write_text("longer than before")
    assert folder.stamp() != before


def test_only_so_many_files_are_looked_at(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILES", 2)
    for name in "abcd":
        (here / name).touch()
    assert len(Folder(here).files()) == 2


def test_what_is_dropped_is_kept_under_its_own_name(here: Path) -> None:
    folder = Folder(here)
    assert folder.save([("C:\\Users\\me\\fleet.csv", io.BytesIO(b"1"))])[0] == here / "fleet.csv"
    assert folder.save([("fleet.csv", io.BytesIO(b"1"))])[0].read_bytes() == b"1"
    with pytest.raises(ComplianceError, match="another file of this name"):
        folder.save([("fleet.csv", io.BytesIO(b"2"))])[0]
    assert (here / "fleet.csv").read_bytes() == b"1"
    assert folder.save([("fleet.csv", io.BytesIO(b"2"))], replace=True)[0].read_bytes() == b"2"
    assert folder.save([("a.pdf", io.BytesIO(b"p"))], under="documents")[0] == here / "documents" / "a.pdf"


@pytest.mark.parametrize(
    "name",
    ["", " ", ".hidden", "..", "~$fleet.xlsx", "a#b.csv", "con.csv", "COM1", "x" * 201, "a?.csv", "a.", "x\x1b.csv"],
)
def test_odd_names_are_refused(name: str, here: Path) -> None:
    with pytest.raises(ComplianceError):
        Folder(here).save([(name, io.BytesIO(b"1"))])
    assert list(here.iterdir()) == []


def test_a_link_is_not_written_through(here: Path, outside: Path) -> None:
    (here / "fleet.csv").symlink_to(outside / "secret.csv")
    with pytest.raises(ComplianceError, match="is not in the folder"):
        Folder(here).save([("fleet.csv", io.BytesIO(b"1"))], replace=True)
    assert (outside / "secret.csv").read_text() == "secret"


def test_one_desk_has_a_folder(here: Path) -> None:
    with Folder(here).locked():
        assert (here / LOCK).exists()
        with pytest.raises(ComplianceError, match="is open in another desk"), Folder(here).locked():
            pass
    assert not (here / LOCK).exists()
    with pytest.raises(ComplianceError, match="is not a folder"):
        Folder(here / "nothing")
    folder = Folder(here)
    here.rmdir()
    with pytest.raises(ComplianceError, match="cannot be written"), folder.locked():
        pass
