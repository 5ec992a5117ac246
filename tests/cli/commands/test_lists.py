"""``compliance lists``: update against a server of a publisher, and what is told of lists, entries and differences."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.command_line import Compliance, fleet
from tests.publisher import Publisher, answer, publisher
from tests.screening.list_editions.test_updating import CSL, OFAC, csl

DAY = "2026-11-22"
SMALL = ("us-ofac-fse", "us-ofac-cap")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPLIANCE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("compliance.cli.commands.lists.today", lambda: date(2026, 11, 22))
    return tmp_path / "data"


@pytest.fixture
def server(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    with publisher() as here:
        monkeypatch.setattr("compliance.screening.list_editions.fetching.https_client", here.client)
        here.answers[CSL] = answer(csl(fse=["A Ltd", "B Ltd"], cap=["Bank"]))
        yield here


def test_update_keeps_what_the_publisher_offers(compliance: Compliance, server: Publisher) -> None:
    ran = compliance("lists", "update", *SMALL)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"us-ofac-fse: edition of {DAY}, 2 entries\nus-ofac-cap: edition of {DAY}, 1 entries\n"
    )  # fmt: skip
    assert compliance("lists", "update", "us-ofac-fse").out == f"us-ofac-fse: edition of {DAY}, 2 entries, unchanged\n"
    server.answers[CSL] = answer(csl(fse=["A Ltd", "C Ltd", "D Ltd"]))
    assert "(since 2026-11-22: 2 added, 1 removed, 0 changed)" in compliance("lists", "update", "us-ofac-fse").out


def test_what_fails_is_told_and_the_rest_goes_on(compliance: Compliance, server: Publisher) -> None:
    compliance("lists", "update", "us-ofac-fse")
    server.answers[CSL] = answer(b"", 500)
    ran = compliance("lists", "update", "us-mineone-order", *SMALL)
    assert ran.code == 4
    assert "us-ofac-fse: not updated; the edition of 2026-11-22 stays in use\n" in ran.out
    assert "us-ofac-cap: not updated; no edition was downloaded before, so the bundled one stays in use\n" in ran.out
    assert "error: us-mineone-order: cannot be downloaded" in ran.err
    assert ran.err.count("the server answers 500") == 1


def test_every_list_is_updated_by_default(compliance: Compliance, server: Publisher) -> None:
    ran = compliance("lists", "update")
    assert ran.code == 4
    assert ran.out.count("\n") == 16
    asked = {path for path, _ in server.asked}
    assert {CSL, f"{OFAC}SDN.CSV", f"{OFAC}CONS_PRIM.CSV"} <= asked
    assert len(server.asked) == len(asked)


def test_a_list_that_nobody_knows(compliance: Compliance, server: Publisher) -> None:
    ran = compliance("lists", "update", "us-ofac-fse", "mine")
    assert (ran.code, ran.out) == (4, "")
    assert "error: list 'mine' is not known. The known lists are eu-sanctions" in ran.err
    assert not server.asked


def test_check_uses_the_downloaded_edition_and_never_the_network(compliance: Compliance, server: Publisher) -> None:
    file = fleet("Bitmain,Antminer S21")
    before = compliance("check", file, "--policy", "us-ofac", "--format", "json", "--as-of", DAY).report["inputs"]
    sdn = [each for each in before if each["path"].endswith("us-ofac-sdn")]
    assert [each["path"] for each in sdn] == ["bundled:us-ofac-sdn"]
    row = ['36,"EXAMPLE LTD",-0- ,"CUBA"' + ",-0- " * 8]
    rows = [f'{number},"PARTY {number}",-0- ,"CUBA"' + ",-0- " * 8 for number in range(100, 12_200)]
    row += [
        f'{number},"{name}",-0- ,"CYBER2"' + ",-0- " * 8
        for number, name in enumerate(("BITRIVER AG", "GARANTEX EUROPE OU", "LAZARUS GROUP"), 1)
    ]
    text = "\r\n".join((*row, *rows, "\x1a"))
    server.answers[f"{OFAC}SDN.CSV"] = answer(text.encode(), headers={"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT"})
    for name in ("ALT", "ADD", "SDN_COMMENTS"):
        server.answers[f"{OFAC}{name}.CSV"] = answer(b"\x1a")
    assert compliance("lists", "update", "us-ofac-sdn").out == "us-ofac-sdn: edition of 2026-11-20, 12,104 entries\n"
    asked = len(server.asked)
    after = compliance("check", file, "--policy", "us-ofac", "--format", "json", "--as-of", DAY).report["inputs"]
    (sdn,) = [each for each in after if each["path"].endswith("us-ofac-sdn")]
    assert (sdn["path"], sdn["edition"], sdn["rows"]) == ("downloaded:us-ofac-sdn", "2026-11-20", 12_104)
    assert len(server.asked) == asked


def test_status(compliance: Compliance, server: Publisher) -> None:
    compliance("lists", "update", "us-ofac-fse")
    ran = compliance("lists", "status", "--as-of", "2026-11-30")
    assert ran.code == 0
    lines = {line.split()[0]: line.split() for line in ran.out.splitlines() if line.startswith("us-")}
    assert lines["us-ofac-fse"][:5] == ["us-ofac-fse", DAY, "8", "d", "2"]
    assert lines["us-bis-90fr4621"][5] == "complete"
    assert "- we hold only part of us-bis-entity-list" in ran.out
    assert "- we hold no entries yet of eu-sanctions, uk-sanctions, un-sanctions, us-bis-dpl" in ran.out
    report = compliance("lists", "status", "--format", "json", "--as-of", "2027-11-30").report
    found = {each["id"]: each for each in report["lists"]}["us-ofac-fse"]
    assert report["format"] == "compliance-lists/1"
    assert (found["edition"], found["checked"], found["entries"], found["age_days"]) == (DAY, DAY, 2, 373)
    assert (found["coverage"], found["clears"], found["editions"]) == ("complete", False, [DAY])
    assert "older than 180 days" in found["doubt"]
    assert found["source"] == "downloaded:us-ofac-fse"


def test_several_editions_are_listed_and_used_by_day(
    compliance: Compliance, server: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    compliance("lists", "update", "us-ofac-fse")
    monkeypatch.setattr("compliance.cli.commands.lists.today", lambda: date(2026, 12, 24))
    server.answers[CSL] = answer(csl(fse=["A Ltd"]))
    compliance("lists", "update", "us-ofac-fse")
    ran = compliance("lists", "status")
    assert "- us-ofac-fse: 2026-11-22, 2026-12-24" in ran.out
    assert compliance("lists", "show", "B Ltd", "--as-of", "2026-12-01").code == 0
    assert compliance("lists", "show", "B Ltd").code == 4
    ran = compliance("lists", "diff", "us-ofac-fse@2026-11-22", "us-ofac-fse")
    assert ran.out.splitlines() == [
        "us-ofac-fse of 2026-11-22 (2 entries) -> us-ofac-fse of 2026-12-24 (1 entries)",
        "0 added, 1 removed, 0 changed",
        "- B Ltd (entry B Ltd)",
    ]
    ran = compliance("lists", "diff", "us-ofac-fse@2026-11-23", "us-ofac-fse")
    assert (ran.code, "Downloaded editions: 2026-11-22, 2026-12-24" in ran.err) == (4, True)
    ran = compliance("lists", "diff", "us-ofac-sdn@2026-11-23", "us-ofac-fse")
    assert "Downloaded editions: none" in ran.err


def test_a_difference_between_files(compliance: Compliance, data: Path) -> None:
    Path("old.2026-01-01.csv").write_text("entry,name,aliases,country\n1,A Ltd,,CN\n2,B\x1b[31m Ltd,,\n", "utf-8")
    Path("new.2026-07-09.csv").write_text("entry,name,aliases,country\n1,A Ltd,A,CN;SG\n3,C Ltd,,\n", "utf-8")
    ran = compliance("lists", "diff", "old.2026-01-01.csv", "new.2026-07-09.csv")
    assert ran.out.splitlines() == [
        "old.2026-01-01.csv of 2026-01-01 (2 entries) -> new.2026-07-09.csv of 2026-07-09 (2 entries)",
        "1 added, 1 removed, 1 changed",
        "+ C Ltd (entry 3)",
        "- B\N{REPLACEMENT CHARACTER}[31m Ltd (entry 2)",
        "~ A Ltd (entry 1, CN, SG)",
        "    aliases: + A",
        "    countries: + SG",
    ]
    report = compliance(
        "lists", "diff", "mine=old.2026-01-01.csv", "mine=new.2026-07-09.csv", "--format", "json"
    ).report
    assert (report["format"], report["from"]["id"], report["to"]["entries"]) == ("compliance-lists-diff/1", "mine", 2)
    assert [each["entry"] for each in report["added"] + report["removed"]] == ["3", "2"]
    assert report["changed"][0]["fields"]["aliases"] == {"removed": [], "added": ["A"]}
    assert "cannot be read" in compliance("lists", "diff", "none.csv", "new.2026-07-09.csv").err


def test_show_an_entry(compliance: Compliance, data: Path) -> None:
    ran = compliance("lists", "show", "Sophgo Technologies Limited")
    assert (ran.code, ran.out.count("Sophgo Technologies Ltd.\n")) == (0, 2)
    for text in ("  alias      SOPHON", "  country    CN", "  listed     from 2025-01-16", "  citation   90 FR 4622"):
        assert text in ran.out
    Path("mine.csv").write_text(
        "id,name,aliases,identifiers,programmes,until\n7,Old Ltd,~O,LEI 1,X,2020-01-01\n", "utf-8"
    )
    ran = compliance("lists", "show", "7", "--list", "mine=mine.csv")
    assert "  alias      O (weak: it does not identify a party by itself)" in ran.out
    assert "  listed     from an unstated day until 2020-01-01" in ran.out
    (entry,) = compliance("lists", "show", "O", "--list", "mine=mine.csv", "--format", "json").report["entries"]
    assert (entry["list"], entry["entry"], entry["listed_from"], entry["listed_until"]) == (
        "mine",
        "7",
        None,
        "2020-01-01",
    )
    assert entry["aliases"] == [{"name": "O", "quality": "weak"}]
    for nobody in ("Nobody Ltd", "…"):
        ran = compliance("lists", "show", nobody)
        assert (ran.code, "no entry has the id or the name" in ran.err) == (4, True)


def test_an_entry_says_what_kind_of_party_it_is(compliance: Compliance, data: Path) -> None:
    Path("sdn.csv").write_text('36,"EXAMPLE",-0- ,"CUBA"' + ",-0- " * 8 + "\r\n\x1a", "utf-8", newline="")
    assert "  entry      36, entity, row 1" in compliance("lists", "show", "36", "--list", "sdn=sdn.csv").out


def test_without_a_folder_for_data(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.cli.commands.lists.data_folder", lambda: None)
    ran = compliance("lists", "status")
    assert (ran.code, "Name one with COMPLIANCE_DATA" in ran.err) == (4, True)


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these systems keep data in folders of their own")
def test_the_data_folder_is_where_the_system_keeps_data(monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.io.user_folders import data_folder

    monkeypatch.delenv("COMPLIANCE_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert data_folder() == Path("/data/mining-compliance")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert data_folder() == Path("/home/somebody/.local/share/mining-compliance")

    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    assert data_folder() is None


def test_json_is_json(compliance: Compliance, data: Path) -> None:
    assert json.loads(compliance("lists", "status", "--format", "json").out)["as_of"] == DAY
