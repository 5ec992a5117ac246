"""The report for programs: the contract of its fields, valid against its schema, harmless on a terminal."""

from __future__ import annotations

import json
from datetime import date

from pydantic import TypeAdapter

from compliance.core.finding import Flag, FlaggedParty, PolicyCoverage, Report, Verdict
from compliance.reports.check import BINARY, FORMATS
from compliance.reports.style import Style
from tests.reports.check.sample import account, finding, report, waiver, written


def write(told: Report, style: Style) -> str:
    return written("json", told, style)


def test_the_fields_stand_in_the_order_of_the_contract() -> None:
    data = json.loads(write(report(finding()), Style()))
    assert list(data) == ["format", "tool", "as_of", "verdict", "inputs", "summary", "policies", "findings", "notes"]
    assert data["format"] == "compliance-report/1"
    assert data["as_of"] == "2026-11-22"
    assert list(data["summary"]) == ["units", "lots", "by_verdict"]
    assert list(data["summary"]["by_verdict"]) == [verdict.value for verdict in Verdict]
    assert list(data["findings"][0]) == [
        "rule", "verdict", "effect", "concern", "subject", "units", "judged_on", "because", "evidence", "locations",
        "locations_omitted", "units_digest", "sources", "waivers", "flags", "notes", "remedy", "fingerprint",
    ]  # fmt: skip
    assert list(data["findings"][0]["evidence"][0]) == ["fact", "value", "file", "row", "column"]


def test_it_reads_back_as_the_same_report() -> None:
    before = report(
        finding(judged_on=date(2024, 5, 13), units_digest="0" * 32, waivers=(waiver(state="expired"),)),
        finding(Verdict.UNDETERMINED, because="Ursprung unbekannt, 原产国"),
        finding(Verdict.WAIVED, waivers=(waiver(),), flags=(Flag("self-holding", (FlaggedParty(None, "Foo"),)),)),
        policies=(PolicyCoverage("example", 12, 0),),
    )
    after = TypeAdapter(Report).validate_json(write(before, Style()))
    assert after == before
    assert write(after, Style()) == write(before, Style())


def test_what_a_terminal_would_obey_is_escaped_and_kept() -> None:
    evil = "\x1b[2J\u202e\u2066\x9b\u200b\ufeff\udcff\n ü 中"
    text = write(report(finding(because=evil)), Style())
    assert all(line.isprintable() for line in text.split("\n"))
    assert json.loads(text)["findings"][0]["because"] == evil
    assert "ü 中" in text


def test_width_and_colour_change_nothing() -> None:
    assert write(report(finding()), Style(40, colour=True)) == write(report(finding()), Style())


def test_every_format_ends_with_one_line_end() -> None:
    for form in set(FORMATS) - set(BINARY):
        told = written(form, account(finding()))
        assert told.endswith("\n")
        assert not told.endswith("\n\n")
