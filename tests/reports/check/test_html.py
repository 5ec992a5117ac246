"""The page as it is written: whole, self-contained, the same whatever the inventory says. How it behaves: test_browser."""

from __future__ import annotations

import io
import json
import re
import zlib
from base64 import b64decode
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from markupsafe import Markup

from compliance.core.finding import Evidence, Location, Subject, Verdict
from compliance.reports.check import html
from compliance.reports.check.base import Account
from compliance.reports.check.units import MAX_UNITS
from tests.reports.check.sample import WAIVED, account, finding, hostile, waiver
from tests.reports.test_page import Read


def page(told: Account, max_units: int = MAX_UNITS) -> str:
    out = io.StringIO()
    html.write(told, out, max_units)
    return out.getvalue()


def text(told: Account, max_units: int = MAX_UNITS) -> str:
    whole = page(told, max_units)
    return " ".join(" ".join(Read(re.sub(r"(?s)<style>.*?</style>|<script.*?</script>", "", whole)).said).split())


def data(told: Account, max_units: int = MAX_UNITS) -> Any:
    [packed] = re.findall(r'id="units-data">([^<]*)<', page(told, max_units))
    return json.loads(zlib.decompress(b64decode(packed)))


def test_a_reader_finds_verdict_reason_evidence_remedy_and_source() -> None:
    told = text(account(finding(), finding(Verdict.COMPLIANT, rule="example/other", units=3, remedy="")))
    for part in (
        "Violation: at least one rule is broken for certain",
        "Of 15 units in 2 lots, judged by 2 rules as of 22 November 2026, 12 break a rule for certain and 3 comply.",
        "violation (80.0%)",
        "Check the papers. (12 units)",
        "No hardware from China example/origin, effect: contract-condition A contract says so.",
        "The recorded origin is China: forbidden. fleet.csv: row 2",
        "country_of_origin CN fleet.csv, row 2, column country_of_origin",
        "Its text is not public.",
        "contract : A contract",
        "0" * 64,
    ):
        assert part in told
    assert 'href="https://example.org"' in page(account(finding()))


def test_one_unit_breaks_and_several_break() -> None:
    one = account(finding(units=1), finding(Verdict.UNDETERMINED, units=2))
    assert "1 breaks a rule for certain and 2 are undetermined." in text(one)


def test_nothing_found_leaves_no_empty_part() -> None:
    whole = page(account(finding(Verdict.NOT_APPLICABLE, remedy="", sources=(), notes=(), evidence=(), locations=())))
    assert "What to do next" not in whole
    assert "1 rule" in whole
    assert 'id="sources"' not in whole
    told = account(finding(Verdict.COMPLIANT))
    silent = text(replace(told, report=replace(told.report, findings=())))
    assert "Rules that found nothing Rule Id Outcome Units asked about No hardware from China" in silent
    assert "12 comply." in silent


def test_a_party_a_waiver_and_a_fact_without_a_place() -> None:
    told = text(
        account(
            finding(
                Verdict.WAIVED,
                subject=Subject("party", "sophgo"),
                waivers=(waiver(),),
                evidence=(Evidence("party", "Sophgo"), Evidence("list", "x", "bundled:x", 3)),
                remedy="",
            )
        )
    )
    assert "waived 12 units, party sophgo" in told
    assert WAIVED in told
    assert "list x bundled:x, row 3" in told


def test_much_is_cut_and_counted() -> None:
    facts = tuple(Evidence("origin", str(number), "f", number, "c") for number in range(20))
    makers = [Subject("party", f"Maker {number}") for number in range(105)]
    told = account(*(finding(because=f"of {maker.id}", units=1, evidence=facts, subject=maker) for maker in makers))
    said = text(told)
    assert "and 5 more reasons, on 5 units" in said
    assert "Evidence, the first 12 of 20 facts" in said
    assert "93 others" in said
    assert len(data(told)["reasons"]) == 105


def test_the_table_holds_every_row() -> None:
    at = (Location("f", 2, "A-1"), Location("f", 7, "A-2"))
    held = data(
        account(finding(locations=at), finding(Verdict.FLAGGED, locations=(Location("f", 9, "<b>"),), fingerprint="1"))
    )
    assert held["asset"].split("\n") == ["A-1", "A-2", "<b>"]
    assert held["row"] == [2, 5, 2]
    assert held["lot"] == [0, 0, 1]
    assert held["units"] == [1, 1, 1]
    assert held["names"]["model"] == ["Antminer S21"]
    assert held["names"]["file"] == ["fleet.csv"]
    assert [held["verdicts"][lot[0]] for lot in held["lots"]] == ["violation", "flagged"]
    assert [lot[4] for lot in held["lots"]] == [[0], [1]]


def test_ownership_is_pictured_where_it_matters() -> None:
    told = account(finding())
    assert 'id="ownership"' not in page(told)
    drawn = page(replace(told, pictures=lambda: [Markup("<svg>x</svg>")]))
    assert '<figure tabindex="0"><svg>x</svg></figure>' in drawn


@pytest.mark.parametrize(("kind", "words"), [("fleet", "the whole fleet"), ("site", "a site"), ("party", "a party")])
def test_a_verdict_that_no_unit_has_is_explained(kind: Any, words: str) -> None:
    told = account(finding(subject=Subject(kind, "x")))
    counts = {**told.report.summary.by_verdict, Verdict.VIOLATION: 0, Verdict.COMPLIANT: 12}
    summary = replace(told.report.summary, by_verdict=counts)
    said = text(replace(told, report=replace(told.report, summary=summary)))
    assert f"12 comply. A finding on {words} gives the verdict." in said


def test_a_finding_that_is_not_shown_is_no_reason() -> None:
    told = account(finding())
    assert data(replace(told, report=replace(told.report, findings=())))["lots"][0][4] == []


def test_a_fleet_too_large_for_a_page_is_shown_in_lots() -> None:
    found = [
        finding(verdict, locations=(Location("f", 2, "A-1"),))
        for verdict in (Verdict.COMPLIANT, Verdict.VIOLATION, Verdict.UNDETERMINED)
    ]
    told = account(*found)
    assert "The inventory has 12 rows, more than the 2 that a page can hold: shown are its lots" in text(told, 2)
    held = data(told, 2)
    assert held["asset"].split("\n") == ["1 rows, first A-1"] * 2
    assert [held["verdicts"][lot[0]] for lot in held["lots"]] == ["violation", "undetermined"], "the worst are kept"
    assert held["units"] == [12, 12]
    assert held["row"] == [2, 2]


def test_the_same_report_gives_the_same_page() -> None:
    assert page(account(finding())) == page(account(finding()))


@given(hostile())
def test_hostile_text_makes_no_markup(told: Account) -> None:
    whole = page(told)
    read = Read(whole)
    tags = [tag for tag, _ in read.tags]
    assert tags.count("script") == 2
    assert not set(tags) & {"img", "iframe", "object", "embed", "base", "form", "b"}
    ours = {each.url for found in told.report.findings for each in found.sources}
    for _, attributes in read.tags:
        assert not any(name.startswith("on") or name in ("src", "style", "srcdoc") for name in attributes)
        address = attributes.get("href")
        assert address is None or address.startswith("#") or address in ours
    outside = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", whole)
    assert all(line.isprintable() for line in outside.split("\n"))
    assert whole.endswith("</html>\n")
