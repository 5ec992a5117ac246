"""``compliance check``: options, exit codes, messages."""

from __future__ import annotations

import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from compliance import __version__
from compliance.cli.commands.check import exit_code
from compliance.core.finding import Verdict
from compliance.reports.check import BINARY, FORMATS, xlsx
from tests.command_line import (
    CHINA,
    CLEAN,
    EVIL,
    HEADER,
    MINEONE,
    OPEN,
    PAPERS,
    ROOT,
    STRANGE,
    Compliance,
    fleet,
)


@pytest.mark.parametrize(
    ("row", "policy", "verdict", "codes"),
    [
        (CLEAN, "cleanspark-mineone", "compliant", (0, 0, 0)),
        (CHINA, "cleanspark-mineone", "violation", (1, 1, 0)),
        (OPEN, "cleanspark-mineone", "undetermined", (3, 0, 0)),
        (STRANGE, "origin-claims", "flagged", (3, 0, 0)),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_exit_codes_by_verdict_and_fail_on(
    row: str, policy: str, verdict: str, codes: tuple[int, ...], form: str, compliance: Compliance
) -> None:
    for fail_on, code in zip(("undetermined", "violation", "never"), codes, strict=True):
        ran = compliance("check", fleet(row), "--policy", policy, "--fail-on", fail_on, "--format", form)
        assert (ran.code, ran.err) == (code, "")
        assert (ran.report["verdict"] if form == "json" else ran.out.split()[0].lower()) == verdict


def test_a_fleet_elsewhere_is_not_applicable_and_ends_well(compliance: Compliance) -> None:
    path = fleet("Bitmain,S21,CN,Campstool", header="manufacturer,model,country_of_origin,site")
    assert compliance("check", path, *MINEONE).code == 3, "nobody says where Campstool is"
    Path("sites.yaml").write_text("sites: [{id: campstool, address: EXAMPLE Road 1}]")
    ran = compliance("check", path, *MINEONE)
    assert (ran.code, ran.out) == (4, "")
    assert "nothing was checked: no subject came under any rule: the unit stands at another site" in ran.err
    ran = compliance("check", path, *MINEONE, "--allow-not-covered")
    assert (ran.code, ran.out.split()[0]) == (0, "NOT-APPLICABLE")
    assert "Policy cleanspark-mineone covered no unit: all 1 unit" in " ".join(ran.out.split())
    ran = compliance("check", path, *MINEONE, "--policy", "us-ofac")
    assert (ran.code, "Policy cleanspark-mineone covered no unit" in " ".join(ran.out.split())) == (3, True)


def test_a_fleet_that_is_gone_was_not_checked(compliance: Compliance) -> None:
    path = fleet("Bitmain,S21,CN,sold", header="manufacturer,model,country_of_origin,status")
    ran = compliance("check", path, *MINEONE)
    assert (ran.code, "the unit is disposed of" in ran.err) == (4, True)
    path = fleet("S21,CN,sold", "S21,MY,in use", header="model,country_of_origin,status")
    text = " ".join(compliance("check", path, *MINEONE).out.split())
    assert "1 unit disposed of: rules on what is held today were not asked of them" in text


def test_flags_may_fail_and_what_is_open_not(compliance: Compliance) -> None:
    assert [exit_code({Verdict.FLAGGED}, fail_on) for fail_on in FAIL_ON] == [0, 3, 3, 0]
    assert [exit_code({Verdict.UNDETERMINED, Verdict.FLAGGED}, fail_on) for fail_on in FAIL_ON] == [0, 3, 3, 0]
    codes = [compliance("check", fleet(OPEN), *MINEONE, "--fail-on", fail_on).code for fail_on in FAIL_ON]
    assert codes == [0, 0, 3, 0]


FAIL_ON = ("violation", "flagged", "undetermined", "never")


def test_all_adds_what_is_kept_and_what_does_not_apply(compliance: Compliance) -> None:
    path = fleet(CLEAN, CHINA)
    brief = compliance("check", path, *MINEONE, "--format", "json")
    whole = compliance("check", path, *MINEONE, "--format", "json", "--all")
    assert {verdict for _, verdict in brief.verdicts()} == {"violation"}
    assert ("cleanspark-mineone/origin", "compliant") in whole.verdicts()
    assert brief.report["summary"] == whole.report["summary"]
    assert brief.code == whole.code == 1


def test_the_report_names_day_inputs_and_rows(compliance: Compliance) -> None:
    report = compliance("check", fleet(CLEAN, CHINA), *MINEONE, "--format", "json").report
    assert report["as_of"] == "2026-11-22"
    assert report["tool"] == {"name": "mining-compliance", "version": __version__}
    kinds = {(each["kind"], each["path"], each["rows"]) for each in report["inputs"]}
    assert ("fleet", "fleet.csv", 2) in kinds
    assert ("policy", "bundled:cleanspark-mineone", 4) in kinds
    (finding,) = report["findings"]
    assert finding["locations"] == [{"file": "fleet.csv", "row": 3, "id": "A-2"}]
    assert finding["evidence"][0] == {
        "fact": "country_of_origin", "value": "CN", "file": "fleet.csv", "row": 3, "column": "country_of_origin",
    }  # fmt: skip


def test_quiet_shortens_the_text_report_only(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CHINA), *MINEONE, "--quiet")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("VIOLATION")
    assert len(ran.out.splitlines()) < 12
    for more in (("--format", "json"), ("--explain", "A-2")):
        ran = compliance("check", fleet(CHINA), *MINEONE, "--quiet", *more)
        assert (ran.code, ran.out) == (2, "")
        assert "shortens the text report only" in ran.err


def test_without_a_day_it_is_today(compliance: Compliance) -> None:
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC).date()
    said = compliance("check", fleet(CLEAN), "--policy", "cleanspark-mineone", "--format", "json").report["as_of"]
    assert said in {str(now), str(now + timedelta(days=1))}


def test_output_takes_the_place_of_the_file_and_prints_nothing(compliance: Compliance) -> None:
    Path("report.json").write_text("old")
    ran = compliance("check", fleet(CHINA), *MINEONE, "--format", "json", "--output", "report.json")
    assert (ran.code, ran.out) == (1, "")
    assert json.loads(Path("report.json").read_text("utf-8"))["verdict"] == "violation"
    assert sorted(os.listdir()) == ["fleet.csv", "report.json"]


@pytest.mark.parametrize("option", ["--output", "--unit-verdicts"])
def test_an_inventory_is_never_overwritten(option: str, compliance: Compliance) -> None:
    path = fleet(CHINA)
    before = Path(path).read_bytes()
    ran = compliance("check", ".", *MINEONE, option, path)
    assert ran.code == 2
    assert option in ran.err
    assert Path(path).read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_written_to_and_not_replaced(compliance: Compliance) -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert compliance("check", fleet(CHINA), *MINEONE, "--output", "pipe").code == 1
        assert os.read(reader, 9) == b"VIOLATION"
    finally:
        os.close(reader)
    Path("units.csv").symlink_to("pipe")
    assert compliance("check", "fleet.csv", *MINEONE, "--unit-verdicts", "units.csv").code == 2
    assert Path("pipe").is_fifo()


def test_a_link_stays_a_link(compliance: Compliance) -> None:
    for name, option in (("report.txt", "--output"), ("units.csv", "--unit-verdicts")):
        Path(f"real-{name}").write_text("old")
        Path(name).symlink_to(f"real-{name}")
        assert compliance("check", fleet(CHINA), *MINEONE, option, name).code == 1
        assert Path(name).is_symlink()
        assert "violation" in Path(f"real-{name}").read_text().lower()


def test_an_error_leaves_an_older_report_alone(compliance: Compliance) -> None:
    Path("report.json").write_text("old")
    assert compliance("check", "missing.csv", *MINEONE, "--output", "report.json").code == 4
    assert Path("report.json").read_text() == "old"
    assert os.listdir() == ["report.json"]


def test_unit_verdicts_say_one_line_per_row(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CLEAN, CHINA, OPEN), *MINEONE, "--unit-verdicts", "units.csv")
    assert ran.code == 1
    assert Path("units.csv").read_text("utf-8").splitlines() == [
        "file,row,asset_id,serial_number,quantity,verdict,rules",
        "fleet.csv,2,A-1,,4,compliant,",
        "fleet.csv,3,A-2,,2,violation,cleanspark-mineone/origin",
        "fleet.csv,4,A-3,,1,undetermined,cleanspark-mineone/origin",
    ]


def test_a_map_names_foreign_headers(compliance: Compliance) -> None:
    path = fleet("S21,China", header="Gadget,Whence")
    assert compliance("check", path, *MINEONE).code == 4
    Path("map.yaml").write_text('columns: {model: "Gadget", country_of_origin: "Whence"}')
    assert compliance("check", path, *MINEONE, "--map", "map.yaml").code == 1


@pytest.mark.parametrize(("codes", "verdict"), [(None, "undetermined"), ("iso", "compliant"), ("fips", "violation")])
def test_country_codes_settle_what_ch_means(codes: str | None, verdict: str, compliance: Compliance) -> None:
    path = fleet(CHINA.replace(",CN,", ",CH,"), CHINA.replace(",CN,", ",KS,"))
    ran = compliance("check", path, *MINEONE, *(("--country-codes", codes) if codes else ()), "--format=json", "--all")
    first = min(
        (finding for finding in ran.report["findings"] if finding["rule"].endswith("/origin")),
        key=lambda finding: finding["locations"][0]["row"],
    )
    assert first["verdict"] == verdict


def test_a_list_may_be_brought_and_a_partial_one_clears_nobody(compliance: Compliance) -> None:
    header = "entry,name,aliases,countries,addresses,identifiers,programmes,citation,listed_from,listed_until,confidence,note"
    source = (ROOT / "rules/lists/us-bis-90fr4621/listings.csv").read_text("utf-8")
    Path("sophgo.2026-07-09.csv").write_text(source, "utf-8")
    ran = compliance(
        "check", fleet(CLEAN), "--policy", "us-ear", "--list", "us-bis-90fr4621=sophgo.2026-07-09.csv", "--format=json"
    )
    (held,) = (each for each in ran.report["inputs"] if each["path"] == "sophgo.2026-07-09.csv")
    assert (held["kind"], held["edition"], held["rows"]) == ("list", "2026-07-09", 16)
    Path("short.csv").write_text(f"{header}\nx,Example,,CN,,,,90 FR 4622,2025-01-16,,verified,\n")
    ran = compliance("check", "fleet.csv", "--policy", "us-ear", "--list", "us-bis-90fr4621=short.csv")
    assert ran.code == 4
    assert "is incomplete" in ran.err
    assert "short.csv" in ran.err
    ran = compliance("check", "fleet.csv", "--policy", "us-ear", "--list", "us-bis-90fr4621=missing.csv")
    assert (ran.code, ran.err.count("error:")) == (4, 1)


def test_an_old_list_clears_nobody(compliance: Compliance) -> None:
    row = "A-1,MicroBT,Whatsminer M60S,H616,SuperAcme LLC,2025-03-01"
    path = fleet(row, header="asset_id,manufacturer,model,control_board,supplier,purchase_date")
    verdicts = [
        compliance(
            "check", path, "--policy", "us-ear", "--as-of", "2026-11-22", *age, "--format=json", "--all"
        ).verdicts()
        for age in ((), ("--max-age", "10000"), ("--max-age", "1"))
    ]
    assert ("us-ear/sophgo", "compliant") in verdicts[0] & verdicts[1]
    assert ("us-ear/sophgo", "undetermined") in verdicts[2]


@pytest.mark.parametrize("own", ["gate", "name:gate", "name[CN]:gate", "?"])
def test_any_text_may_be_the_id_of_a_party(own: str, compliance: Compliance) -> None:
    path = fleet("A-1,Bitmain,Gate Trading,2026-11-12", header="asset_id,manufacturer,supplier,delivery_date")
    Path("parties.yaml").write_text(
        f"parties: [{{id: '{own}', name: Gate Trading, country: HK}}]\n"
        f"interests: [{{owner: sophgo, owned: '{own}', share: 50}}]\n"
    )
    ran = compliance("check", path, "--policy", "us-ear", "--as-of=2026-11-22", "--parties=parties.yaml")
    assert ran.code == 3
    assert "Supplier Gate Trading: Sophgo Technologies Ltd. (listed) holds 50 %" in " ".join(ran.out.split())


def test_parties_sites_and_waivers_may_be_repeated(compliance: Compliance) -> None:
    row = "A-1,Bitmain,S21,CN,Upper Hall,Gate Trading,2026-11-12,2025-10-08"
    path = fleet(row, header="asset_id,manufacturer,model,country_of_origin,site,supplier,delivery_date,purchase_date")
    Path("p1.yaml").write_text("parties: [{id: gate, name: Gate Trading, country: HK}]")
    Path("p2.yaml").write_text("interests: [{owner: sophgo, owned: gate, share: 50}]")
    ran = compliance(
        "check", path, "--policy", "us-ear", "--as-of=2026-11-22", "--parties=p1.yaml", "--parties=p2.yaml"
    )
    assert ran.code == 3
    assert "Supplier Gate Trading: Sophgo Technologies Ltd. (listed) holds 50 %" in " ".join(ran.out.split())

    Path("s1.yaml").write_text("sites: [{id: north-range, aliases: [Upper Hall]}]")
    Path("s2.yaml").write_text("sites: [{id: campstool}]")
    assert compliance("check", path, *MINEONE).code == 3, "Upper Hall may be North Range"
    assert compliance("check", path, *MINEONE, "--sites", "s2.yaml", "--sites", "s1.yaml").code == 1

    for number, rule in enumerate(("origin", "evidence")):
        Path(f"w{number}.yaml").write_text(
            f"waivers: [{{rule: cleanspark-mineone/{rule}, subject: {{asset: A-1}}, reason: test, approved_by: x, "
            "approved_on: 2026-01-01, expires: 2026-12-31}]"
        )
    waived = compliance(
        "check", path, *MINEONE, "--sites", "s1.yaml", "--waivers", "w0.yaml", "--waivers", "w1.yaml", "--format=json"
    )
    assert {verdict for rule, verdict in waived.verdicts() if rule.endswith(("origin", "evidence"))} == {"waived"}
    kinds = [each["kind"] for each in waived.report["inputs"]]
    assert (kinds.count("sites"), kinds.count("waivers")) == (1, 2)


def test_a_file_brings_what_lies_beside_it(compliance: Compliance) -> None:
    fleet(CHINA, name="op/fleet.csv")
    Path("op/waivers.yaml").write_text(
        "waivers: [{rule: cleanspark-mineone/origin, subject: {asset: A-2}, reason: test, approved_by: x, "
        "approved_on: 2026-01-01, expires: 2026-12-31}]"
    )
    by_file, by_folder = (compliance("check", path, *MINEONE, "--format=json") for path in ("op/fleet.csv", "op"))
    assert by_file.code == by_folder.code == 0
    assert by_file.out == by_folder.out


def test_the_defaults_are_the_laws_of_the_land(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CLEAN), "--format=json")
    assert [each["path"] for each in ran.report["inputs"] if each["kind"] == "policy"] == [
        "bundled:us-ear",
        "bundled:us-ofac",
    ]


def test_a_policy_named_twice_is_asked_once(compliance: Compliance) -> None:
    once, twice = (compliance("check", fleet(CHINA), *MINEONE * times, "--format=json").out for times in (1, 2))
    assert once == twice


def test_the_nearest_settings_choose_policies_and_parameters(
    compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("pyproject.toml").write_text(
        '[tool.compliance]\npolicies = ["cleanspark-mineone"]\n'
        '[tool.compliance.parameters."cleanspark-mineone/origin"]\nproduced = "assembly"\n'
    )
    Path("deeper").mkdir()
    path = fleet(CHINA, name="deeper/fleet.csv")
    ran = compliance("check", path, "--as-of", "2026-11-22", "--format=json")
    assert ran.code == 3
    assert "Produced means: recorded assembly (produced: assembly)." in ran.report["findings"][0]["notes"]
    Path("deeper/compliance.toml").write_text('policies = ["origin-claims"]')
    monkeypatch.chdir("deeper")
    assert compliance("check", "fleet.csv").code == 0


def test_a_missing_parameter_is_4(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CLEAN), "--policy", "supply-concentration")
    assert ran.code == 4
    assert "supply-concentration/maker" in ran.err
    assert "limit" in ran.err
    Path("compliance.toml").write_text(
        '[parameters]\n"supply-concentration/maker" = {limit = 100}\n"supply-concentration/origin" = {limit = 100}\n'
    )
    assert compliance("check", "fleet.csv", "--policy", "supply-concentration").code == 0


@pytest.mark.parametrize("text", ["policies = [", "polices = []", 'policies = "us-ear"', "policies = ['']"])
def test_wrong_settings_are_4(text: str, compliance: Compliance) -> None:
    Path("compliance.toml").write_text(text)
    ran = compliance("check", fleet(CLEAN))
    assert ran.code == 4
    assert "compliance.toml" in ran.err


def test_a_day_before_every_rule_is_4(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CHINA), "--policy", "cleanspark-mineone", "--as-of", "2001-01-01")
    assert (ran.code, ran.out) == (4, "")
    assert "nothing was checked: no rule is in force on 2001-01-01" in ran.err


def test_an_unknown_policy_is_4_and_names_those_there_are(compliance: Compliance) -> None:
    ran = compliance("check", fleet(CHINA), "--policy", "us-eer")
    assert (ran.code, ran.out) == (4, "")
    assert "'us-eer'" in ran.err
    assert "cleanspark-mineone, " in ran.err


def test_a_policy_may_be_a_folder(compliance: Compliance) -> None:
    Path("mine").mkdir()
    Path("mine/policy.yaml").write_text(
        "id: mine\ntitle: Mine\nauthority: Me\nwhy: Because\nsources: [{id: me, title: Me, confidence: verified}]\n"
    )
    rule = (
        "id: mine/origin\ntitle: No Thai hardware\nbecause: A test\nsources: [me]\neffect: contract-condition\n"
        "constraint: {kind: country-of-origin, forbidden: {Thailand: [TH]}, produced: origin, hong_kong_and_macau: separate}\n"
    )
    Path("mine/origin.yaml").write_text(rule)
    ran = compliance("check", fleet(CLEAN), "--policy", "mine", "--format=json")
    assert ran.code == 1
    assert ran.verdicts() == {("mine/origin", "violation")}
    for old, new, said in (
        ("sources: [me]", "sources: [you]", "you"),
        ("effect:", "efect:", "efect"),
        ("title: No", "title: x\ntitle: No", "twice"),
    ):
        Path("mine/origin.yaml").write_text(rule.replace(old, new))
        ran = compliance("check", "fleet.csv", "--policy", "mine")
        assert (ran.code, ran.out) == (4, "")
        assert said in ran.err
        assert "origin.yaml:" in ran.err


BAD = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n  \n", "is empty"),
    "header-only": (HEADER.encode() + b"\n", "no rows"),
    "binary": (bytes(range(256)) * 9, "binary"),
    "workbook": (b"PK\x03\x04" + b"\0" * 99, "workbook"),
    "html": (b"<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
    "latin-1": (f"{HEADER}\nA-1,Bitmain,Antminer S21 M\u0081nchen,CN,,,,,,1\n".encode("latin-1"), ":2"),
    "long row": (f"{HEADER}\n{CLEAN},extra,cells\n".encode(), ":2: has 12 cells, the header has 10"),
    "negative": (f"{HEADER}\n{CLEAN[:-1]}-4\n".encode(), ":2:quantity"),
    "fraction": (f"{HEADER}\n{CLEAN[:-1]}1.5\n".encode(), ":2:quantity"),
    "no hardware": (b"name,price\nshoes,12\n", "no inventory"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_inventory_is_one_clear_message(case: str, compliance: Compliance) -> None:
    content, said = BAD[case]
    Path("fleet.csv").write_bytes(content)
    ran = compliance("check", "fleet.csv", *MINEONE, "--format=json", "--output=r.json", "--unit-verdicts=u.csv")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("error: fleet.csv")
    assert said.replace("no inventory", "not an inventory") in ran.err
    assert ran.err.count("\n") == 1
    assert ran.err.rstrip().endswith((".", ")"))
    assert "Traceback" not in ran.err
    assert os.listdir() == ["fleet.csv"]


BAD_YAML = {
    "fleet.yaml": ("schema_version: 1\nlots: [{model: S21}]\nlots: []\n", "fleet.yaml:3", "twice"),
    "parties.yaml": ("parties: [{id: x, nam: Example}]\n", "parties.yaml:1", "nam"),
    "sites.yaml": ("sites: [{id: x, latitude: 91}]\n", "sites.yaml:1", "latitude"),
    "waivers.yaml": ("waivers: [{rule: x}]\n", "waivers.yaml:1", "reason"),
    "map.yaml": ("columns: {modell: X}\n", "map.yaml:1", "modell"),
}


@pytest.mark.parametrize("name", BAD_YAML)
def test_a_bad_yaml_file_is_named_with_its_line(name: str, compliance: Compliance) -> None:
    content, place, said = BAD_YAML[name]
    fleet(CLEAN)
    Path(name).write_text(content)
    arguments = {"fleet.yaml": ["fleet.yaml"], "map.yaml": ["fleet.csv", "--map=map.yaml"]}.get(name, ["fleet.csv"])
    ran = compliance("check", *arguments, *MINEONE)
    assert (ran.code, ran.out) == (4, "")
    assert place in ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nwaivers: [*b]\n",
        "[" * 5_000_000 + "]" * 5_000_000,
        "waivers: [" + "x, " * 4_000_000 + "]",
    ],
    ids=["aliases", "depth", "size"],
)
def test_a_yaml_bomb_is_refused(bomb: str, compliance: Compliance) -> None:
    fleet(CLEAN)
    Path("waivers.yaml").write_text(bomb)
    ran = compliance("check", "fleet.csv", *MINEONE)
    assert ran.code == 4
    assert ran.err.startswith("error: waivers.yaml")
    assert len(ran.err) < 500


def test_every_bad_file_is_named_at_once(compliance: Compliance) -> None:
    fleet(f"A-1,Bitmain,S21,CN,{PAPERS},,,2025-13-01,2025-02-30,none")
    fleet(f"A-1,Bitmain,S21,CN,{PAPERS},,,,,-1", name="fleet-2.csv")
    ran = compliance("check", ".", *MINEONE)
    assert ran.code == 4
    assert [line.split(" ")[1] for line in ran.err.splitlines()] == [
        "fleet-2.csv:2:quantity:",
        "fleet.csv:2:quantity:",
    ]


@pytest.mark.parametrize("option", ["--output", "--unit-verdicts"])
def test_an_unwritable_output_is_4(option: str, compliance: Compliance) -> None:
    Path("folder.csv").mkdir()
    for place in ("missing/out.csv", "folder.csv"):
        ran = compliance("check", fleet(CHINA), *MINEONE, option, place)
        assert (ran.code, ran.out) == (4, "")
        assert ran.err.startswith(f"error: {place}: cannot be written")
        assert sorted(os.listdir()) == ["fleet.csv", "folder.csv"]


@pytest.mark.parametrize("what", ["fleet", "--parties", "--sites", "--waivers", "--map", "--output", "folder"])
def test_a_file_elsewhere_is_named_without_its_path(what: str, here: Path, compliance: Compliance) -> None:
    away = here.parent / "away"
    away.mkdir()
    missing = str(away / ("gone" if what == "folder" else "gone/out.csv" if what == "--output" else "gone.csv"))
    arguments = [missing] if what in ("fleet", "folder") else [fleet(CLEAN), what, missing]
    ran = compliance("check", *arguments, *MINEONE)
    assert ran.code == 4
    assert str(here.parent) not in ran.err
    assert "error: gone" in ran.err or "error: out.csv" in ran.err


def test_a_given_absolute_path_inside_is_told_relative(here: Path, compliance: Compliance) -> None:
    Path("inner").mkdir()
    fleet(CHINA, name="inner/fleet.csv")
    ran = compliance("check", str(here / "inner"), *MINEONE, "--format=json")
    assert str(here.parent) not in ran.out
    assert ran.report["findings"][0]["locations"][0]["file"] == "inner/fleet.csv"
    ran = compliance("check", str(here / "inner"), *MINEONE, "--output", str(here / "nowhere" / "r.txt"))
    assert ran.err.startswith("error: nowhere/r.txt: cannot be written")


@pytest.mark.parametrize("form", ["text", "json"])
def test_cells_cannot_command_the_terminal(form: str, compliance: Compliance) -> None:
    name = "fl\x1b[2J\u202eeet.csv"
    row = f'A\x1b[1m-1,Bitmain,Antminer S21 {EVIL},"{EVIL}\nsecond line",{EVIL},{EVIL},{EVIL},2026-11-12,2025-03-01,1'
    path = fleet(row, name=name, header=HEADER)
    ran = compliance(
        "check", path, "--policy=us-ear", "--policy=cleanspark-mineone", "--as-of=2026-11-22", "--format", form
    )
    assert ran.code in (1, 3)
    assert all(line.isprintable() for line in ran.out.split("\n"))
    assert "Ruritania" in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file_name_of_odd_bytes_is_no_bug(form: str, compliance: Compliance) -> None:
    path = fleet(CHINA, name=os.fsdecode(b"fl\xffeet.csv"))
    assert compliance("check", path, *MINEONE, "--format", form).code == 1
    assert compliance("check", path, *MINEONE, "--format", form, "--output", "out").code == 1


def test_unit_verdicts_as_parquet(compliance: Compliance) -> None:
    import polars

    assert compliance("check", fleet(CLEAN, CHINA), *MINEONE, "--unit-verdicts", "u.parquet").code == 1
    found = polars.read_parquet("u.parquet")
    assert found["verdict"].to_list() == ["compliant", "violation"]


# Waivers ------------------------------------------------------------------------------------------------------------

WAIVER = (
    "{{rule: cleanspark-mineone/origin, subject: {{{subject}}}, reason: test, approved_by: CCO, "
    "approved_on: 2026-01-01, expires: {expires}}}"
)


def waivers(*subjects: str, expires: str = "2027-12-31", name: str = "waivers.yaml") -> str:
    Path(name).write_text(
        f"waivers: [{', '.join(WAIVER.format(subject=subject, expires=expires) for subject in subjects)}]", "utf-8"
    )
    return name


def test_an_auditor_sees_through_waivers(compliance: Compliance) -> None:
    fleet(CHINA)
    waivers("asset: A-2")
    waived = compliance("check", "fleet.csv", *MINEONE, "--format=json")
    assert waived.verdicts() == {("cleanspark-mineone/origin", "waived")}
    bare = compliance("check", "fleet.csv", *MINEONE, "--no-waivers", "--format=json")
    assert (waived.code, bare.code) == (0, 1)
    assert bare.verdicts() == {("cleanspark-mineone/origin", "violation")}
    assert "No waiver is considered, and no decision that rules a match out (--no-waivers)." in bare.report["notes"]
    assert "waivers" not in {each["kind"] for each in bare.report["inputs"]}
    assert compliance("check", "fleet.csv", "--no-waivers", "--waivers=waivers.yaml").code == 2


def test_fingerprints_stay_when_rows_move_files_are_renamed_and_waivers_come(compliance: Compliance) -> None:
    def prints() -> set[str]:
        found = compliance("check", ".", *MINEONE, "--format=json").report["findings"]
        return {each["fingerprint"] for each in found if each["verdict"] != "waived"}

    fleet(CLEAN, CHINA, OPEN)
    first = prints()
    Path("fleet.csv").unlink()
    fleet(OPEN, CHINA.replace("A-2", "A-7"), CHINA, CLEAN, name="fleet-2.csv")
    assert prints() == first
    waivers("asset: A-7")
    assert prints() == first


# Settings -----------------------------------------------------------------------------------------------------------


def test_settings_stand_in_for_what_the_command_line_does_not_say(compliance: Compliance) -> None:
    Path(".git").mkdir()
    fleet(CHINA.replace(",,,2025", ",,Example LLC,2025"), name="a/b/fleet.csv")
    Path("a/b/parties.yaml").write_text(
        "parties: [{id: example, name: Example LLC, country: US}, {id: jane, name: Jane Roe, country: US}]\n"
        "interests: [{owner: jane, owned: example, share: 100}]\n"
    )
    Path("a/papers").mkdir()
    waivers("asset: A-2", name="a/papers/waivers.yaml")
    Path("a/compliance.toml").write_text(
        'policies = ["cleanspark-mineone"]\nwaivers = ["papers/waivers.yaml"]\nfail-on = "violation"\nmax-age = 1\n'
    )
    os.chdir("a/b")
    ran = compliance("check", "fleet.csv", "--format=json", "--as-of=2026-11-22")
    assert ran.verdicts() == {
        ("cleanspark-mineone/origin", "waived"),
        ("cleanspark-mineone/mineone-order", "undetermined"),
    }
    assert ran.code == 0
    assert compliance("check", "fleet.csv", "--fail-on=undetermined", "--as-of=2026-11-22").code == 3
    assert compliance("check", "fleet.csv", "--max-age=9999", "--format=json", "--as-of=2026-11-22").verdicts() == {
        ("cleanspark-mineone/origin", "waived")
    }
    waivers("asset: A-9", name="none.yaml")
    ran = compliance("check", "fleet.csv", "--waivers=none.yaml", "--as-of=2026-11-22")
    assert (ran.code, "violation" in ran.out) == (1, True)
    assert compliance("check", "fleet.csv", "--no-waivers", "--as-of=2026-11-22").code == 1


def test_lists_and_own_policies_in_the_settings(compliance: Compliance) -> None:
    shutil.copytree(ROOT / "rules" / "policies" / "riot-us-made", "rules/our-lender")
    for path in Path("rules/our-lender").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("riot-us-made", "our-lender"), "utf-8")
    shutil.copy(ROOT / "rules" / "lists" / "us-mineone-order" / "listings.csv", "order.csv")
    Path("pyproject.toml").write_text(
        '[tool.compliance]\npolicies = ["rules/our-lender", "cleanspark-mineone"]\n'
        "[tool.compliance.lists]\nus-mineone-order = 'order.csv'\n"
    )
    Path(".git").mkdir()
    fleet(CHINA)
    os.mkdir("sub")
    os.chdir("sub")
    ran = compliance("check", "../fleet.csv", "--format=json")
    assert {rule.split("/")[0] for rule, _ in ran.verdicts()} == {"our-lender", "cleanspark-mineone"}
    assert {each["path"] for each in ran.report["inputs"] if each["kind"] == "list"} == {"order.csv"}


# Baselines ----------------------------------------------------------------------------------------------------------


def test_a_baseline_leaves_out_what_was_known(compliance: Compliance) -> None:
    fleet(CLEAN, CHINA, OPEN)
    compliance("check", "fleet.csv", *MINEONE, "--format=json", "--output=base.json")
    against = ("--baseline", "base.json", "--format=json")
    Path("fleet.csv").rename("fleet-moved.csv")
    fleet(OPEN, CHINA, CLEAN, name="fleet-moved.csv")
    ran = compliance("check", "fleet-moved.csv", *MINEONE, *against)
    assert (ran.code, ran.verdicts(), ran.report["verdict"]) == (1, set(), "violation")
    assert compliance("check", "fleet-moved.csv", *MINEONE, *against, "--fail-on-new").code == 0
    fleet(OPEN, CHINA, CHINA.replace("A-2", "A-7"), CLEAN, name="fleet-moved.csv")
    ran = compliance("check", "fleet-moved.csv", *MINEONE, *against, "--fail-on-new")
    assert (ran.code, ran.verdicts()) == (1, {("cleanspark-mineone/origin", "violation")})
    ran = compliance("check", "fleet-moved.csv", *MINEONE, "--baseline=base.json", "--fail-on-new")
    assert "1 new" in " ".join(ran.out.split())


def test_a_baseline_sees_an_exchanged_unit_beyond_those_that_are_listed(compliance: Compliance) -> None:
    rows = [CHINA.replace("A-2", f"B-{number}") for number in range(150)]
    fleet(*rows)
    compliance("check", "fleet.csv", *MINEONE, "--format=json", "--output=base.json")
    against = ("--baseline", "base.json", "--fail-on-new")
    fleet(*reversed(rows))
    assert compliance("check", "fleet.csv", *MINEONE, *against).code == 0
    fleet(*rows[:-1], rows[-1].replace("B-149", "B-900"))
    assert compliance("check", "fleet.csv", *MINEONE, *against).code == 1
    fleet(*rows[:-1])
    ran = compliance("check", "fleet.csv", *MINEONE, *against)
    assert (ran.code, "other units may be among them" in " ".join(ran.out.split())) == (0, True)


def test_a_baseline_is_read_and_never_written(compliance: Compliance) -> None:
    fleet(CHINA)
    Path("base.json").write_text("{")
    ran = compliance("check", "fleet.csv", *MINEONE, "--baseline=base.json", "--output=r.txt")
    assert (ran.code, ran.out, Path("r.txt").exists()) == (4, "", False)
    assert "base.json:1:2: the file is not complete JSON" in ran.err
    compliance("check", "fleet.csv", *MINEONE, "--format=json", "--output=base.json")
    assert compliance("check", "fleet.csv", *MINEONE, "--baseline=base.json", "--output=base.json").code == 2
    assert compliance("check", "fleet.csv", *MINEONE, "--fail-on-new").code == 2


INSTALLATIONS = (
    "site_name,location,current_part,latitude,longitude",
    'Francis E. Warren Air Force Base,"Cheyenne, WY",1,41.16,-104.86',
)
SITES = "sites: [{id: north-range, name: North Range, latitude: 41.128, longitude: -104.9}]\n"


def test_sites_near_installations(compliance: Compliance) -> None:
    path = fleet(CLEAN)
    Path("sites.yaml").write_text(SITES, "utf-8")
    Path("installations.csv").write_text("\n".join(INSTALLATIONS) + "\n", "utf-8")
    asked = ("check", path, "--policy", "us-cfius-real-estate", "--as-of", "2026-11-22", "--format", "json")
    ran = compliance(*asked, "--installations", "installations.csv")
    (finding,) = ran.report["findings"]
    assert (ran.code, finding["effect"], finding["subject"]) == (3, "review", {"kind": "site", "id": "north-range"})
    assert "list" in {each["kind"] for each in ran.report["inputs"]}
    Path("sites.yaml").write_text(
        SITES.replace("North Range", "Elsewhere").replace("north-range", "elsewhere"), "utf-8"
    )
    assert compliance(*asked).code == 3
    Path("installations.csv").write_text("a,b\n1,2\n", "utf-8")
    assert "has no column site_name" in compliance(*asked, "--installations", "installations.csv").err
    for said, problem in (
        (
            "longitude: 41.128, latitude: -104.9",
            "-104.9 is not between -90 and 90; perhaps latitude and longitude are swapped",
        ),
        ('latitude: "1e999999999", longitude: 1', "1E+999999999 is not between -90 and 90"),
        ("latitude: 41.128", "give both latitude and longitude, or neither"),
    ):
        Path("sites.yaml").write_text(f"sites: [{{id: x, {said}}}]\n", "utf-8")
        ran = compliance(*asked)
        assert ran.code == 4
        assert ran.err.startswith("error: sites.yaml:1:")
        assert problem in ran.err


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in BINARY])
def test_every_format_says_the_same_on_a_stream_and_in_a_file(compliance: Compliance, form: str) -> None:
    said = compliance("check", fleet(CHINA, OPEN), *MINEONE, "--format", form)
    kept = compliance("check", fleet(CHINA, OPEN), *MINEONE, "--format", form, "--output", "report.log")
    assert (said.code, kept.code, kept.out) == (1, 1, ""), "the code depends on no format"
    assert Path("report.log").read_text("utf-8") == said.out, "the suffix chooses no format"
    again = compliance("check", fleet(CHINA, OPEN), *MINEONE, "--format", form)
    assert again.out == said.out


def test_a_workbook_goes_into_a_file_only(compliance: Compliance) -> None:
    ran = compliance("check", "missing.csv", "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "xlsx is no text: name its file with --output." in ran.err
    assert compliance("check", fleet(CHINA), *MINEONE, "--format", "xlsx", "--output", "report").code == 1
    assert Path("report").read_bytes().startswith(b"PK")


def test_what_does_not_fit_leaves_no_file(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "write", partial(xlsx.write, max_rows=2))
    ran = compliance("check", fleet(CHINA, OPEN), *MINEONE, "--format", "xlsx", "--output", "report.log")
    assert ran.code == 4
    assert "fleet.csv: has 2 rows; a sheet of a workbook holds 2. Choose --format csv or html." in ran.err
    assert sorted(path.name for path in Path().iterdir()) == ["fleet.csv"]
