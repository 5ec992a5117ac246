"""The doctor: every kind of gap, with the machines it concerns, what to do and what that would change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows import doctor as module
from compliance.workflows.doctor import Gap, doctor
from compliance.workflows.init import init
from tests.command_line import CHINA, CLEAN, HEADER, OPEN, ROOT, fleet
from tests.workbooks import book

ASSEMBLED = f"{HEADER},country_of_assembly"
DAY = date(2026, 11, 22)


def gaps(*paths: str, policies: tuple[str, ...] = ("cleanspark-mineone",)) -> list[Gap]:
    return list(doctor(paths or ".", as_of=DAY, policies=policies).gaps)


def of(kind: str, among: list[Gap]) -> list[Gap]:
    return [gap for gap in among if gap.kind == kind]


@pytest.mark.usefixtures("here")
def test_what_the_findings_ask_for_most_machines_first() -> None:
    unknown = "A-9,Bitmain,Antminer S21,,,,Example LLC,2025-01-06,2025-03-04,7,"
    fleet(f"{CLEAN},TH", f"{OPEN},", unknown, header=ASSEMBLED)
    result = doctor(".", as_of=DAY, policies=["riot-us-made"])
    (gap,) = result.gaps
    assert (result.units, gap.kind, gap.units) == (12, "missing", 8)
    assert gap.what.startswith("no country of origin is recorded")
    assert gap.change == "Lets riot-us-made/made-in-us answer for 8 units."
    many = doctor(ROOT / "fleets" / "northgate", as_of=DAY, policies=["us-ear", "us-ofac"]).gaps
    assert [gap.units or 0 for gap in many] == sorted((gap.units or 0 for gap in many), reverse=True)


@pytest.mark.usefixtures("here")
def test_nothing_is_missing() -> None:
    fleet(f"{CHINA},CN", header=ASSEMBLED)
    assert gaps(policies=("riot-us-made",)) == []


@pytest.mark.usefixtures("here")
def test_lists_that_clear_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    fleet(CLEAN)
    partial = of("partial", gaps(policies=("us-ofac", "us-ear")))
    assert "bundled:us-bis-entity-list" in {gap.file for gap in partial}
    assert {gap.units for gap in partial} >= {4}
    assert all("Lets us-" in gap.change for gap in partial if gap.units)
    monkeypatch.setattr(module, "MAX_RULES", 1)
    assert any(" more answer for 4 units." in gap.change for gap in gaps(policies=("us-ofac", "us-ear")))
    dormant = doctor(".", as_of=date(2026, 6, 1), policies=["us-ear"]).gaps
    (meu,) = (gap for gap in dormant if gap.file == "bundled:us-bis-meu")
    assert (meu.units, meu.change) == (0, "No rule that is asked reads it on this day.")


@pytest.mark.usefixtures("here")
def test_without_settings_only_the_default_is_asked() -> None:
    fleet(CLEAN)
    (first,) = (gap for gap in doctor(".", as_of=DAY).gaps if gap.file == "compliance.toml")
    assert (first.kind, first.units, first.file) == ("missing", 4, "compliance.toml")
    assert first.what == "no settings name policies, so that only us-ear and us-ofac are asked"
    init()
    assert all(gap.file != "compliance.toml" for gap in doctor(".", as_of=DAY).gaps)


@pytest.mark.usefixtures("here")
def test_texts_that_nobody_knows_and_columns_that_nobody_reads() -> None:
    Path("fleet.csv").write_text(
        "asset_id,model,site,quantity,Wozu,Leer\n1,Antminer S21,Hall Q,3,x,\n2,Antminer S21,,1,,\n"
    )
    found = gaps()
    (unknown,) = of("unknown", found)
    assert (unknown.units, unknown.file) == (3, "fleet.csv:2")
    assert "'Hall Q'" in unknown.what
    (unmapped,) = of("unmapped", found)
    assert (unmapped.units, unmapped.what) == (1, "the column 'Wozu' is ignored; its cells: 'x'")


@pytest.mark.usefixtures("here")
def test_files_beside_that_are_not_read() -> None:
    fleet(CHINA)
    fleet(CHINA, name="machines 2.csv")
    for name in ("parties.csv", ".x.csv", "template.xlsx", "notes.md"):
        Path(name).touch()
    Path("parties.csv").unlink()
    Path("inner.csv").mkdir()
    found = of("unread", gaps(policies=("riot-us-made",)))
    assert [(gap.file, gap.units) for gap in found] == [("machines 2.csv", None)]
    Path("machines 2.csv").write_text("who,phone\nJoe,none\n")
    (gap,) = of("unread", gaps(policies=("riot-us-made",)))
    assert (gap.file, gap.what) == ("machines 2.csv", "is not read: it does not look like an inventory")


@pytest.mark.usefixtures("here")
def test_what_cannot_be_used_is_a_gap_and_hides_nothing() -> None:
    fleet(CHINA)
    Path("fleet-2.csv").write_text("just,words\n1,2\n")
    Path("sites.yaml").write_text("sites: 1\n")
    found = gaps()
    assert [(gap.kind, gap.file, gap.units) for gap in found] == [
        ("unread", "fleet-2.csv:1", None),
        ("unread", "sites.yaml:1", None),
    ]
    assert doctor(".", as_of=DAY).units == 0
    Path("fleet-2.csv").unlink()
    Path("sites.yaml").unlink()
    Path("fleet.csv").unlink()
    (nothing,) = gaps()
    assert nothing.kind == "unread"
    with pytest.raises(ComplianceError, match="is not there"):
        doctor("nowhere", as_of=DAY)


def test_a_pattern_and_a_sheet_are_paths_too(here: Path) -> None:
    fleet(f"{CHINA},CN", name="a-fleet.csv", header=ASSEMBLED)
    machines = [("A1", ["Model", "Made in", "country_of_assembly"]), ("A2", ["Antminer S21", "CN", "CN"])]
    book(here, "b.xlsx", Read=[("A1", "x")], Units=machines)
    assert gaps("a-*.csv", "b.xlsx#Units", policies=("riot-us-made",)) == []


WAIVERS = """waivers:
  - {rule: cleanspark-mineone/origin, subject: {asset: A-2}, reason: "r", approved_by: "CCO", approved_on: 2026-01-01, expires: LAST}
"""
DECISIONS = """decisions:
  - party: X
    list: us-ofac-sdn
    entry: "1"
    fingerprint: "0000000000000000"
    decision: not-the-same-party
    reason: "r"
    decided_by: "CCO"
    decided_on: 2026-01-01
    expires: 2026-11-30
  - party: Y
    list: us-ofac-sdn
    entry: "1"
    fingerprint: "0000000000000000"
    decision: not-the-same-party
    reason: "r"
    decided_by: "CCO"
    decided_on: 2026-01-01
    expires: 2027-11-30
"""


@pytest.mark.parametrize(
    ("last", "words"), [("2026-11-01", "ended on 2026-11-01"), ("2026-12-01", "ends on 2026-12-01"), ("2027-06-01", "")]
)
@pytest.mark.usefixtures("here")
def test_waivers_and_decisions_that_end(last: str, words: str) -> None:
    fleet(CHINA)
    Path("waivers.yaml").write_text(WAIVERS.replace("LAST", last))
    Path("decisions.yaml").write_text(DECISIONS)
    old = of("old", gaps())
    assert [gap.what.endswith("ends on 2026-11-30") for gap in old if "decision by CCO" in gap.what] == [True]
    waivers = [gap for gap in old if "waiver" in gap.what]
    assert [gap.what.endswith(words) for gap in waivers] == ([True] if words else [])
    assert [gap.units for gap in waivers] == ([2] if words else [])
