"""Downloaded editions: kept by day, found by day, and an error wherever they are not what was downloaded."""

from __future__ import annotations

import gzip
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES
from compliance.screening.list_editions.store import Edition, Editions, Part
from compliance.screening.list_formats.meta import ListMeta, read_meta
from compliance.workflows.reference import Reference
from tests.screening.list_formats.test_csl import table

MAY, JUNE, TODAY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 20)
LIST = "us-ofac-fse"
SOURCE = "Foreign Sanctions Evaders (FSE) - Treasury Department"


@pytest.fixture
def meta() -> ListMeta:
    return read_meta(RULES / "lists" / LIST)


def content(*names: str) -> bytes:
    rows = (
        {"_id": name, "source": SOURCE, "entity_number": str(place), "name": name} for place, name in enumerate(names)
    )
    return table(*rows).content


def part(data: bytes, name: str = "consolidated.csv") -> tuple[Part, bytes]:
    return Part(name, f"https://publisher.test/{name}", sha256(data).hexdigest(), '"1"'), data


def keep(editions: Editions, meta: ListMeta, day: date, *names: str) -> Edition:
    return editions.save(meta, day, day, [part(content(*names))], len(names))


def test_the_edition_of_a_day(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    assert editions.of(LIST) == ()
    assert editions.on(LIST, TODAY) is None
    may, june = keep(editions, meta, MAY, "A"), keep(editions, meta, JUNE, "A", "B")
    assert editions.of(LIST) == (may, june)
    assert [editions.on(LIST, day) for day in (date(2026, 5, 31), JUNE, TODAY)] == [may, june, june]
    assert editions.on(LIST, date(2020, 1, 1)) == may
    assert may.name == "us-ofac-fse@2026-05-01"
    held = editions.load(june, meta)
    assert [listing.name for listing in held.listings] == ["A", "B"]
    assert (held.edition, held.checked, held.coverage, held.file) == (JUNE, JUNE, "complete", "downloaded:us-ofac-fse")
    assert held.sha256 == june.parts[0].sha256


def test_an_edition_of_the_same_day_takes_its_place(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    keep(editions, meta, MAY, "A")
    again = keep(editions, meta, MAY, "B")
    assert editions.of(LIST) == (again,)
    assert not list(tmp_path.rglob(".*"))


def test_its_age_counts_from_when_it_was_last_seen(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    may = editions.mark_checked(keep(editions, meta, MAY, "A"), JUNE)
    assert editions.of(LIST) == (may,)
    assert may.checked == JUNE
    held = editions.load(may, meta)
    assert (held.age(TODAY), held.doubt(TODAY)) == (19, "")
    assert editions.mark_checked(may, MAY).checked == JUNE


def test_an_edition_later_than_the_day_asked_for_clears_nobody(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    held = editions.load(keep(editions, meta, MAY, "A"), meta)
    assert held.doubt(date(2026, 4, 30)) == (
        "the edition of us-ofac-fse of 2026-05-01 does not show parties removed before that day"
    )


def test_the_reference_prefers_what_was_downloaded(tmp_path: Path, meta: ListMeta) -> None:
    assert Reference(None, tmp_path).party_list(LIST, TODAY).listings == ()
    editions = Editions(tmp_path)
    keep(editions, meta, MAY, "A")
    keep(editions, meta, JUNE, "A", "B")
    reference = Reference(tmp_path / "cache", tmp_path)
    for _ in range(2):
        assert len(reference.party_list(LIST, TODAY).listings) == 2
    assert len(Reference(tmp_path / "cache", tmp_path).party_list(LIST, TODAY).listings) == 2
    assert len(reference.party_list(LIST, MAY).listings) == 1
    assert reference.party_list(LIST).listings == ()
    assert Reference(None, None).party_list(LIST, TODAY).listings == ()
    assert reference.party_list("us-bis-90fr4621", TODAY).file == "bundled:us-bis-90fr4621"


@pytest.mark.parametrize("damage", ["", "{", '{"format": "other"}', "[" * 100_000, "null"])
def test_a_damaged_edition_is_never_passed_over(damage: str, tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    kept = keep(editions, meta, MAY, "A")
    kept.path.write_text(damage, "utf-8")
    with pytest.raises(ComplianceError, match=r"us-ofac-fse/2026-05-01.json in the data folder is damaged"):
        Reference(None, tmp_path).party_list(LIST, TODAY)


def test_a_manifest_of_another_day_or_list_is_damaged(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    kept = keep(editions, meta, MAY, "A")
    kept.path.rename(kept.path.with_name("2026-06-01.json"))
    (kept.path.parent / "notes.txt").write_text("not an edition", "utf-8")
    with pytest.raises(ComplianceError, match="is damaged"):
        editions.of(LIST)


def test_a_file_that_was_changed_or_lost_is_an_error(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    kept = keep(editions, meta, MAY, "A")
    path = tmp_path / "files" / f"{kept.parts[0].sha256}.gz"
    path.write_bytes(gzip.compress(content("A", "B")))
    with pytest.raises(ComplianceError, match=r"the downloaded file consolidated.csv was changed since the download"):
        editions.load(kept, meta)
    path.unlink()
    with pytest.raises(ComplianceError, match=r"consolidated.csv cannot be read: No such file"):
        editions.load(kept, meta)


def test_a_folder_that_cannot_be_used(tmp_path: Path, meta: ListMeta) -> None:
    (tmp_path / "lists").write_text("a file", "utf-8")
    editions = Editions(tmp_path)
    with pytest.raises(ComplianceError, match="cannot be read: Not a directory"):
        editions.of(LIST)
    with pytest.raises(ComplianceError, match="the data folder cannot be written"):
        keep(editions, meta, MAY, "A")


def test_a_file_is_whole_or_not_there(tmp_path: Path, meta: ListMeta, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ComplianceError, match="No space left on device"):
        keep(Editions(tmp_path), meta, MAY, "A")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_download_older_than_what_is_bundled_does_not_hide_it(tmp_path: Path) -> None:
    asserted = read_meta(RULES / "lists" / "us-bis-meu").model_copy(update={"minimum_entries": 1, "sentinels": ()})
    rows = (
        {
            "_id": "1",
            "source": "Military End User (MEU) List - Bureau",
            "name": "Old Soldier",
            "start_date": "2020-12-23",
        },
    )
    old = date(2021, 1, 10)
    Editions(tmp_path).save(asserted, old, old, [part(table(*rows).content)], 1)
    kept = Editions(tmp_path).of("us-bis-meu")[0]
    reference = Reference(tmp_path / "cache", tmp_path)
    reference.downloaded(kept, Editions(tmp_path).load(kept, asserted))
    assert [each.name for each in reference.party_list("us-bis-meu", date(2021, 2, 1)).listings] == ["Old Soldier"]
    for _ in range(2):
        held = reference.party_list("us-bis-meu", TODAY.replace(month=12))
        assert [each.name for each in held.listings] == [
            "Old Soldier", "Beijing Skyrizon Aviation Industry Investment Co., Ltd.",
        ]  # fmt: skip
        assert held.doubt(TODAY.replace(month=12)).endswith("is older than the bundled one of 2026-07-09")


def test_what_another_program_kept_meanwhile_stays(tmp_path: Path, meta: ListMeta) -> None:
    editions = Editions(tmp_path)
    held = keep(editions, meta, MAY, "A")
    theirs = keep(Editions(tmp_path), meta, MAY, "B")
    assert editions.mark_checked(held, date(2099, 1, 1)) == theirs == editions.of(LIST)[-1]


def test_a_folder_that_is_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / LIST).symlink_to("gone")
    with pytest.raises(ComplianceError, match="cannot be read: No such file"):
        Reference(data=tmp_path).party_list(LIST, MAY)
