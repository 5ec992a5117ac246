"""How the file of a list is found and unpacked, and how one that is not what it is given as is refused."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES
from compliance.screening.list_formats import FORMATS, load_edition
from compliance.screening.list_formats.base import ListFile
from compliance.screening.list_formats.source import MAX_SIZE, open_list_file
from compliance.screening.listings import PartyList
from tests.screening.list_formats.reading import shared
from tests.screening.list_formats.test_csl import ENTITY, PERSON, table
from tests.screening.list_formats.test_ofac import ADD, ALT, SDN

CONS = SDN.replace('"CUBA"', '"CMIC-EO13959"').replace('"IRAN] [SDGT"', '"CMIC-EO13959"').replace('"IRAN"', '"NS-PLC"')
FILES = {"sdn.csv": SDN, "alt.csv": ALT, "add.csv": ADD, "cons_prim.csv": CONS, "cons_alt.csv": ALT}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="")
    return folder


def archive(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(f"folder/{name}", text)
    return path


def said(list_id: str, path: Path, *, bundled: bool = False) -> str:
    with pytest.raises(ComplianceError) as caught:
        load_edition(list_id, path, RULES / "lists" / list_id if bundled else None, path.name)
    return str(caught.value)


def entries(held: PartyList) -> list[str]:
    return [listing.entry for listing in held.listings]


@pytest.mark.parametrize("list_id", ["sdn", "ns-cmic"])
def test_companions_are_found_in_a_folder_or_an_archive(list_id: str, tmp_path: Path) -> None:
    folder = tmp_path / "ofac.2026-07-09"
    folder.mkdir()
    for path in (write(folder, FILES), archive(tmp_path / "ofac.2026-07-09.zip", FILES)):
        held = load_edition(list_id, path)
        assert (held.edition, held.coverage, held.limit) == (date(2026, 7, 9), "complete", "")
        assert entries(held) == (["36", "173", "174"] if list_id == "sdn" else ["36", "173"])
        assert any("alt.csv" in note for note in held.notes)


def test_without_aliases_a_list_is_partial(tmp_path: Path) -> None:
    held = load_edition("sdn", write(tmp_path, {"sdn.csv": SDN}) / "sdn.csv")
    assert (held.coverage, held.doubt(date(2026, 1, 1))) == (
        "partial",
        "sdn.csv was read without alt.csv, so the aliases are missing",
    )


def test_the_checksum_is_that_of_all_its_files(tmp_path: Path) -> None:
    import hashlib

    files = {"sdn.csv": SDN, "alt.csv": ALT, "add.csv": ADD}
    held = load_edition("sdn", write(tmp_path, files) / "sdn.csv")
    assert held.sha256 == hashlib.sha256((ADD + ALT + SDN).encode()).hexdigest()


def test_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.2026-07-09.csv.gz"
    path.write_bytes(gzip.compress(table(ENTITY, PERSON).content) + gzip.compress(b"") + b"\0\0")
    held = load_edition("entity-list", path)
    assert (entries(held), held.edition) == (["99ed"], date(2026, 7, 9))


def test_an_id_that_names_no_part_takes_all(tmp_path: Path) -> None:
    path = tmp_path / "consolidated.csv"
    path.write_bytes(table(ENTITY, PERSON).content)
    assert entries(load_edition("csl", path)) == ["99ed", "52291"]
    assert entries(load_edition("sdn", path)) == ["52291"]


@pytest.mark.parametrize(
    ("list_id", "bundled", "message"),
    [
        (
            "meu",
            False,
            "holds the Entity List (entity-list), the SDN List (sdn), but not the Military End-User List (meu)",
        ),
        ("us-bis-meu", True, "not the Military End-User List (meu)"),
        ("us-bis-90fr4621", True, "(sdn), but not us-bis-90fr4621"),
        (
            "us-bis-entity-list",
            True,
            "is incomplete: it has 1 entries, but a full edition of us-bis-entity-list has at least 3000",
        ),
    ],
)
def test_a_list_of_another_kind_is_refused(list_id: str, bundled: bool, message: str, tmp_path: Path) -> None:
    path = tmp_path / "consolidated.csv"
    path.write_bytes(table(ENTITY, PERSON).content)
    assert message in said(list_id, path, bundled=bundled)


def test_what_a_full_edition_asserts_depends_on_its_day() -> None:
    path = shared("us-ofac/sdn.2021-07.csv")
    held = load_edition("us-ofac-sdn", path, RULES / "lists" / "us-ofac-sdn")
    assert (held.edition, len(held.listings), held.title) == (
        date(2021, 7, 1),
        8976,
        "Specially Designated Nationals and Blocked Persons List, a selection around Bitcoin",
    )
    assert held.doubt(date(2021, 8, 1)) == ""
    assert "older than 180 days" in held.doubt(date(2026, 11, 22))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "column 'name' is missing"),
        ("page.json", b"<!DOCTYPE html><title>404</title>", "is HTML or XML"),
        ("other.json", b'{"a": 1}', "unknown column"),
        ("cut.gz", gzip.compress(b"name\nA\n", mtime=0)[:-9], "is an incomplete gzip file"),
        ("bad.gz", b"\x1f\x8b\x09\0\0\0\0\0\0\xffxx", "cannot be unpacked"),
        ("bad.zip", b"PK\x03\x04 nothing", "is a damaged or encrypted archive"),
    ],
)
def test_a_file_that_is_none(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert message in said("mine", tmp_path / name)


def test_a_list_in_an_archive_that_would_not_stop_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("list.csv", bytes(50_000_000))
    assert "unpacks from" in said("mine", path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    with path.open("wb") as out:
        out.truncate(MAX_SIZE + 1)
    assert "has 268,435,457 bytes" in said("mine", path)


def test_of_several_files_one_has_to_be_named(tmp_path: Path) -> None:
    assert "holds 0 files that could be the list (none)" in said("mine", tmp_path)
    assert "holds 2 files that could be the list (cons_prim.csv, sdn.csv)" in said(
        "mine", archive(tmp_path / "a.zip", FILES)
    )
    (tmp_path / "b").mkdir()
    one = write(tmp_path / "b", {"list.csv": "name\nA\n", ".hidden": ""})
    assert len(load_edition("mine", one).listings) == 1


def test_what_is_no_file_is_never_opened() -> None:
    with pytest.raises(ComplianceError, match="is not a file"):
        open_list_file(Path("/dev/null"), "null", "")


def test_the_first_format_that_recognises_a_file_reads_it() -> None:
    assert list(FORMATS)[-1] == "plain"
    for content in (
        b"",
        b"{}",
        b"[1]",
        b"<a>",
        b"name\nA",
        b"1,2,3",
        b"\xff\xfe",
        io.BytesIO().getvalue(),
        zlib.compress(b"a"),
    ):
        assert [name for name, each in FORMATS.items() if each.recognises(content)] == ["plain"], content


def test_a_document_of_another_kind_is_no_list(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"results": [{"name": "A"}]}), "utf-8")
    assert "unknown column" in said("mine", path)


def test_a_file_that_does_not_say_which_lists_it_holds_cannot_be_asked_for_one(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    path.write_text('{"id": "a", "schema": "Company", "properties": {"name": ["A"]}}', "utf-8")
    assert "has no listings" in said("entity-list", path)
    assert len(load_edition("mine", path).listings) == 1


def test_nothing_lies_beside_a_file_that_came_alone() -> None:
    assert ListFile("sdn.csv", "sdn.csv", b"").companion("alt.csv") is None


def test_a_link_to_nothing_is_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name\nFoo\n")
    (tmp_path / ".#list.csv").symlink_to("an-editor@somewhere")
    assert open_list_file(tmp_path, "l", "X").name == "list.csv"
    (tmp_path / "alt.csv").symlink_to("gone")
    with pytest.raises(ComplianceError, match=r"alt.csv: the link alt.csv points to a missing file"):
        open_list_file(tmp_path, "l", "X")
    with pytest.raises(ComplianceError, match=r"l: the link alt.csv points to a missing file"):
        open_list_file(tmp_path / "list.csv", "l", "X").companion("alt.csv")
