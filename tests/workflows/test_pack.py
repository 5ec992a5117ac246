"""Evidence packs, written and verified."""

from __future__ import annotations

import json
import shutil
from datetime import date
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from compliance.core.errors import ComplianceError
from compliance.evidence.signing import Signer
from compliance.evidence.statement import KEY, STATEMENT
from compliance.io.bag import archived, opened
from compliance.reports.pack import packed
from compliance.workflows import pack as module
from compliance.workflows.pack import PackResult, pack
from compliance.workflows.verify import verify
from tests.evidence.test_signing import ED25519, RSA
from tests.workflows.pack_sample import sample

DAY = date(2026, 11, 30)
TAGS = ("bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    sample(tmp_path)
    (tmp_path / "key").write_bytes(ED25519.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    (tmp_path / "key.pub").write_bytes(Signer(ED25519).public.text)
    return tmp_path


def made(result: PackResult) -> Path:
    path = Path("pack.zip")
    path.write_bytes(packed(result))
    return path


def edited(path: Path, change: Any) -> None:
    """The pack with other content, all digests of the bag made anew."""
    files = {name: data for name, data in opened(path).items() if name not in TAGS}
    change(files)
    path.write_bytes(archived(files))


def test_everything_the_verdict_follows_from_is_in_it_and_gives_it_again(hall: Path) -> None:
    result = pack("hall", as_of=DAY, key="key")
    path = made(result)
    assert packed(pack("hall", as_of=DAY, key="key")) == path.read_bytes()
    names = set(opened(path))
    assert {name for name in names if name.startswith("data/")} == {
        "data/inputs/1/compliance.toml", "data/inputs/1/hall/documents.yaml", "data/inputs/1/hall/documents/a.txt",
        "data/inputs/1/hall/documents/serials.csv", "data/inputs/1/hall/fleet.csv", "data/inputs/1/hall/parties.yaml",
        "data/reports/check.html", "data/reports/check.json", "data/reports/check.txt", "data/reports/documents.json",
        "data/reports/documents.svg",
    }  # fmt: skip
    shutil.rmtree("hall")
    again = verify(path, key="key.pub")
    assert (again.signed, again.judged_again, again.agrees, again.changed, again.verdict) == (
        "by this key", True, True, (), result.checked.report.verdict,
    )  # fmt: skip
    assert again.predicate.program["name"] == "mining-compliance"
    assert "pydantic" in again.predicate.libraries
    assert b"/" + hall.name.encode() not in path.read_bytes()


def test_without_inputs_there_are_digests_only(hall: Path) -> None:
    path = made(pack("hall/fleet.csv", as_of=DAY, without_inputs=True))
    assert not any(name.startswith("data/inputs") for name in opened(path))
    result = verify(path)
    assert (result.signed, result.judged_again, result.agrees) == ("not signed", False, True)
    assert {entry.path for entry in result.predicate.inputs} >= {
        "hall/fleet.csv",
        "hall/documents/serials.csv",
        "compliance.toml",
    }


def test_every_option_is_asked_again(hall: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "rules" / "policies" / "riot-us-made", hall / "own" / "mine")
    policy = hall / "own" / "mine" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("id: riot-us-made", "id: mine"), "utf-8")
    for rule in policy.parent.glob("made*.yaml"):
        rule.write_text(rule.read_text("utf-8").replace("riot-us-made/", "mine/"), "utf-8")
    (hall / "map.yaml").write_text("columns: {asset_id: serial_number}\n", "utf-8")
    (hall / "sites.yaml").write_text("sites: []\n", "utf-8")
    result = pack(
        ["hall/fleet.csv"], as_of=DAY, policies=["own/mine", "us-ear"], sites="sites.yaml", mapping="map.yaml",
        country_codes="iso", max_age=10_000, parties="hall/parties.yaml",
    )  # fmt: skip
    asked = result.predicate.asked
    assert asked.policies == ("data/inputs/1/own/mine", "us-ear")
    assert (asked.sites, asked.mapping, asked.max_age) == (
        ("data/inputs/1/sites.yaml",),
        "data/inputs/1/map.yaml",
        10_000,
    )
    shutil.rmtree("own")
    again = verify(made(result))
    assert (again.hindrance, again.differences, again.agrees) == ((), (), True)


def test_folders_apart_and_sheets(hall: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "One"
    sheet.append(["model"])
    sheet.append(["Antminer S21"])
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    book.save(elsewhere / "b.xlsx")
    result = pack([f"{elsewhere}/b.xlsx#One", "hall"], as_of=DAY, policies=["us-ear"])
    assert result.predicate.asked.fleets == ("data/inputs/1/b.xlsx#One", "data/inputs/2/hall")
    assert verify(made(result)).agrees


def test_what_was_changed_is_found_even_where_every_digest_of_the_bag_is_new(hall: Path) -> None:
    def of_input(files: dict[str, bytes]) -> None:
        files["data/inputs/1/hall/fleet.csv"] += b"\n"

    path = made(pack("hall", as_of=DAY, key="key"))
    whole = path.read_bytes()
    edited(path, of_input)
    with pytest.raises(ComplianceError, match=r"fleet\.csv' is missing, or is not what the statement says"):
        verify(path)
    path.write_bytes(whole)
    edited(path, lambda files: files.pop("data/reports/check.txt"))
    with pytest.raises(ComplianceError, match="is missing, or is not what the statement says"):
        verify(path)
    path.write_bytes(whole)
    edited(path, lambda files: files.pop(STATEMENT))
    with pytest.raises(ComplianceError, match="holds no statement"):
        verify(path)
    path.write_bytes(whole)
    edited(
        path,
        lambda files: files.update(
            {
                STATEMENT: files[STATEMENT]
                .replace(b"undetermined", b"compliant", 1)
                .replace(b'"violation"', b'"compliant"', 1)
            }
        ),
    )
    with pytest.raises(ComplianceError, match="has not signed it"):
        verify(path)
    path.write_bytes(whole)
    edited(path, lambda files: files.update({KEY: Signer(RSA).public.text}))
    with pytest.raises(ComplianceError, match="has not signed it"):
        verify(path)


def test_a_key_that_is_asked_for_must_have_signed(hall: Path) -> None:
    (hall / "other.pub").write_bytes(Signer(RSA).public.text)
    with pytest.raises(ComplianceError, match="has not signed it"):
        verify(made(pack("hall", as_of=DAY, key="key")), key="other.pub")
    path = made(pack("hall", as_of=DAY))
    with pytest.raises(ComplianceError, match="is not signed"):
        verify(path, key="key.pub")


def restated(path: Path, change: Any) -> None:
    """An unsigned pack whose statement is changed, and which is consistent otherwise."""

    def statement(files: dict[str, bytes]) -> None:
        data = json.loads(files[STATEMENT])
        change(data, files)
        from hashlib import sha256

        data["subject"] = [
            {"name": name, "digest": {"sha256": sha256(files[name]).hexdigest()}}
            for name in sorted(files)
            if name.startswith("data/")
        ]
        files[STATEMENT] = json.dumps(data).encode()

    edited(path, statement)


def test_what_is_judged_otherwise_is_told_with_what_has_changed(hall: Path) -> None:
    path = made(pack("hall", as_of=DAY))

    def another(data: Any, files: dict[str, bytes]) -> None:
        data["predicate"]["program"]["version"] = "0.0.1"
        bundled = [entry for entry in data["predicate"]["inputs"] if entry["path"].startswith("bundled:")]
        bundled[0]["digest"]["sha256"] = "0" * 64
        bundled[0]["edition"] = "of old"
        data["predicate"]["inputs"].append({**bundled[0], "path": "bundled:gone"})
        report = json.loads(files["data/reports/check.json"])
        report["findings"][0]["verdict"] = "flagged"
        report["findings"][1]["fingerprint"] = "another"
        files["data/reports/check.json"] = json.dumps(report).encode()

    restated(path, another)
    result = verify(path)
    assert not result.agrees
    assert result.changed[0] == "the program was of version 0.0.1 and is of version 0.2.0"
    assert result.changed[1].endswith("has changed, edition of old, now None")
    assert "gone was asked and is not any more" in result.changed[-1]
    assert [(one.before is None, one.after is None) for one in result.differences] == [
        (False, False),
        (False, True),
        (True, False),
    ]


def test_a_bundled_file_of_the_same_edition_may_be_another(hall: Path) -> None:
    path = made(pack("hall", as_of=DAY))

    def another(data: Any, files: dict[str, bytes]) -> None:
        next(entry for entry in data["predicate"]["inputs"] if entry["path"].startswith("bundled:"))["digest"][
            "sha256"
        ] = "0" * 64

    restated(path, another)
    result = verify(path)
    assert (result.changed, result.agrees) == (("policy cleanspark-mineone has changed",), True)


def test_inputs_that_cannot_be_judged_and_reports_that_cannot_be_read(hall: Path) -> None:
    path = made(pack("hall", as_of=DAY))
    whole = path.read_bytes()
    restated(path, lambda data, files: data["predicate"]["asked"].update(policies=["nothing"]))
    result = verify(path)
    assert (result.agrees, result.judged_again) == (False, False)
    assert "neither bundled nor a folder" in result.hindrance[0]
    path.write_bytes(whole)
    restated(path, lambda data, files: files.update({"data/reports/check.json": b"{}"}))
    with pytest.raises(ComplianceError, match="holds no report that can be read"):
        verify(path)
    path.write_bytes(whole)
    restated(path, lambda data, files: files.update({"data/inputs/1/hall/fleet.csv": b"model\nx\n"}))
    with pytest.raises(ComplianceError, match="is not the file that was read"):
        verify(path)


def test_a_folder_of_several_operators_is_packed_one_by_one(hall: Path) -> None:
    places = module._Places([hall / "both" / "x" / "fleet.csv", hall / "both" / "y" / "fleet.csv"])
    with pytest.raises(ComplianceError, match=r"holds inventories in several folders\. Name them one by one"):
        places.name(hall / "both")


def test_a_program_that_was_not_installed_has_no_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> list[str]:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "requires", missing)
    assert module._libraries() == {}
