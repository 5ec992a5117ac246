"""Workflow commands: the worst first, at the row, and no text of an inventory becomes a command."""

from __future__ import annotations

import re

from hypothesis import given

from compliance.core.finding import Location, Verdict
from compliance.reports.check.base import Account
from tests.reports.check.sample import account, finding, hostile, written


def test_a_reason_is_one_annotation_at_its_first_row() -> None:
    told = account(
        finding(Verdict.UNDETERMINED, rule="a/first", because="no origin", locations=(), remedy=""),
        finding(locations=(Location("a,b.csv", 9, ""), Location("a,b.csv", 3, ""))),
        finding(Verdict.WAIVED, because="100% waived"),
    )
    assert written("github", told).splitlines() == [
        "::error file=a%2Cb.csv,line=3,title=example/origin%3A violation::12 units: The recorded origin is China: "
        "forbidden. a,b.csv: rows 3, 9. Check the papers.",
        "::warning title=a/first%3A undetermined::12 units: No origin.",
        "::notice file=fleet.csv,line=2,title=example/origin%3A waived::12 units: 100%25 waived. fleet.csv: row 2. "
        "Check the papers.",
        "compliance: violation, at least one rule is broken for certain; 36 units as of 2026-11-22",
    ]


def test_a_sheet_is_no_part_of_the_file() -> None:
    told = account(finding(locations=(Location("inv/Fleet.XLSX#Hall A", 9, ""),)))
    assert written("github", told).startswith("::error file=inv/Fleet.XLSX,line=9,title=")


@given(hostile())
def test_hostile_text_commands_nothing(told: Account) -> None:
    lines = written("github", told).removesuffix("\n").split("\n")
    reasons = {(each.rule, each.verdict, each.because, each.subject) for each in told.report.findings}
    assert len(lines) <= len(reasons) + 1
    for line in lines[:-1]:
        assert re.fullmatch(r"::(error|warning|notice) (file=[^,:]*,line=\d+,)?title=[^,:]*::.*", line)
    assert not lines[-1].lstrip().startswith("::")
    assert all(line.isprintable() and "##[" not in line for line in lines)
