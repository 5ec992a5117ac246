"""The report for a person: worst first, one line of thought per reason, within the width, nothing a terminal obeys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import Cited, Finding, Flag, FlaggedParty, Location, Report, Subject, Verdict
from compliance.reports.style import Style, columns, plain
from tests.reports.check.sample import finding, report, waiver, written

PLAIN = Style()


def write(told: Report, style: Style) -> str:
    return written("text", told, style)


def test_a_whole_report() -> None:
    found = report(
        finding(),
        finding(Verdict.UNDETERMINED, rule="example/evidence", units=1, because="no document", remedy="", notes=()),
        notes=("List example: complete.",),
    )
    assert write(found, PLAIN) == (
        "VIOLATION  at least one rule is broken for certain\n"
        "As of 2026-11-22: 13 units in 2 lots.\n"
        "Units by their worst verdict:\n"
        "  violation              12 units  92.3%\n"
        "  undetermined            1 units   7.7%\n"
        "\n"
        "example/origin  (contract-condition)\n"
        "  violation  12 units\n"
        "    The recorded origin is China: forbidden.\n"
        "    fleet.csv: row 2\n"
        "    To do: Check the papers.\n"
        "  Note:    Its text is not public.\n"
        "  Sources: contract\n"
        "\n"
        "example/evidence  (contract-condition)\n"
        "  undetermined  1 unit\n"
        "    No document.\n"
        "    fleet.csv: row 2\n"
        "  Sources: contract\n"
        "\n"
        "Sources\n"
        "  - contract: A contract\n"
        "\n"
        "Notes\n"
        "  - List example: complete.\n"
        "\n"
        "VIOLATION  13 units as of 2026-11-22\n"
        "  example/origin: violation 12\n"
        "  example/evidence: undetermined 1\n"
        "What to do next\n"
        "  1. Check the papers. (12 units)\n"
    )


def test_nothing_found_says_so() -> None:
    assert write(report(), PLAIN) == (
        "NOT-APPLICABLE  no rule applies to these units\nAs of 2026-11-22: 0 units in 0 lots.\n"
    )


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_words_and_a_colour(verdict: Verdict) -> None:
    told = write(report(finding(verdict)), Style(80, colour=True))
    assert re.match(r"\x1b\[[\d;]+m[A-Z-]+\x1b\[0m  \w", told)
    assert re.sub(r"\x1b\[[\d;]*m", "", told) == write(report(finding(verdict)), PLAIN)
    assert "100%" in told


def test_findings_of_one_reason_are_told_once_with_all_rows() -> None:
    places = [(Location("b.csv", row, ""),) for row in (9, 3)] + [(Location("a.csv", row, ""),) for row in range(2, 10)]
    told = write(report(*(finding(units=1, locations=place) for place in places)), PLAIN)
    assert "  violation  10 units\n" in told
    assert "    a.csv: rows 2, 3, 4, 5, 6, 7, …; b.csv: rows 3, 9 (10 rows)\n" in told
    assert told.count("forbidden") == 1


def test_rows_that_are_not_listed_are_counted() -> None:
    assert "fleet.csv: row 2 (901 rows)" in write(report(finding(locations_omitted=900)), PLAIN)


def test_a_site_or_party_is_named_and_a_finding_may_stand_nowhere() -> None:
    told = write(report(finding(subject=Subject("party", "sophgo"), locations=())), PLAIN)
    assert (
        "  violation  12 units, party sophgo\n    The recorded origin is China: forbidden.\n    To do: Check the papers.\n"
        in told
    )


def test_worst_and_largest_first() -> None:
    told = write(
        report(
            finding(Verdict.WAIVED, because="d"),
            finding(because="c", units=1),
            finding(because="b", units=2),
            finding(Verdict.FLAGGED, rule="zz/first", because="a"),
            finding(rule="another/rule", because="e"),
        ),
        PLAIN,
    )
    words = re.findall(r"^(?:    ([A-E])\.|(\S+/\S+)  )", told, re.MULTILINE)
    assert ["".join(each) for each in words] == ["another/rule", "E", "example/origin", "B", "C", "D", "zz/first", "A"]


def test_a_full_stop_stands_once() -> None:
    assert "\n    Listed.\n" in write(report(finding(because="listed.")), PLAIN)


def test_a_remedy_of_several_rules_does_not_count_machines_twice() -> None:
    told = write(
        report(finding(units=5), finding(rule="example/other", units=7), finding(rule="x/y", remedy="")), PLAIN
    )
    assert "  1. Check the papers. (2 rules, up to 7 units)\n" in told


def test_a_brief_report_is_only_the_ending() -> None:
    findings = [finding(remedy=f"Do {number}.", because=str(number), units=9 - number) for number in range(5)]
    whole = report(*findings, finding(Verdict.UNDETERMINED, units=3, remedy=""))
    assert write(whole, Style(brief=True)) == (
        f"VIOLATION  {whole.summary.units} units as of 2026-11-22\n"
        "  example/origin: violation 35, undetermined 3\n"
        "What to do next\n"
        "  1. Do 0. (9 units)\n"
        "  2. Do 1. (8 units)\n"
        "  3. Do 2. (7 units)\n"
    )
    assert write(whole, PLAIN).endswith(write(whole, Style(brief=True)))


def test_the_gravest_rule_comes_first_and_the_readers_preparation_is_no_finding() -> None:
    text = write(
        report(
            finding(Verdict.UNDETERMINED, rule="a/papers", units=10_000, because="no document", concern="papers"),
            finding(
                Verdict.UNDETERMINED, rule="b/list", because="a part", concern="preparation", remedy="Get the list."
            ),
            finding(Verdict.UNDETERMINED, rule="c/seller", units=1, because="may be listed", concern="listed-party"),
            finding(rule="d/origin", units=5),
        ),
        PLAIN,
    )
    headings = re.findall(r"^(\S+/\S+)  \(", text, re.MULTILINE)
    assert headings == ["c/seller", "d/origin", "a/papers"]
    preparation = text.index("Our preparation (this says nothing about the fleet)\n  - Get the list. (12 units)\n")
    assert preparation < text.index("c/seller")


def test_the_same_thing_to_do_is_said_once_for_a_rule() -> None:
    text = write(report(finding(because="b"), finding(because="a"), finding(because="c", remedy="Sell it.")), PLAIN)
    assert text.count("    To do: Check the papers.\n") == 1
    assert text.count("    To do: Sell it.\n") == 1


def test_long_reports_are_cut_and_say_so() -> None:
    many = [finding(because=f"reason {number:03}", units=100 - number) for number in range(20)]
    told = write(report(*many, notes=tuple(f"note {number}" for number in range(50))), PLAIN)
    assert "  and 8 more findings on 676 units (--format json has them all)\n" in told
    assert "reason 012" not in told
    assert "  - and 10 more (--format json has them all)\n" in told


def flagged(*names: str) -> Flag:
    return Flag("self-holding", tuple(FlaggedParty(None, name) for name in names))


def test_what_is_weakly_founded_stands_with_its_source_and_a_waiver_with_its_finding() -> None:
    told = write(
        report(
            finding(
                sources=(Cited("contract", "A contract", "", "secondary", "its text."),),
                waivers=(waiver(state="expired"),),
            ),
            finding(rule="example/other", flags=(flagged("Beta, Inc.", "Alpha Ltd."),)),
            finding(rule="example/other", because="b", flags=(flagged("Beta, Inc.", "C"),)),
        ),
        PLAIN,
    )
    assert "  - contract: A contract (secondary; verify: its text)\n" in told
    assert "    Expired, does not waive: waiver of A for asset B" in told
    assert "  Note:    self-holding: own shares are held by Alpha Ltd.; Beta, Inc.; C\n" in told
    assert "Rests on" not in told


WORDS = st.text(st.characters(codec="utf-8"), max_size=90) | st.text("ab \t\n\x1b\u202e中ü\u0301-", max_size=200)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    return finding(
        draw(st.sampled_from(Verdict)),
        rule=draw(st.sampled_from(["a/b", "example/origin", "a-long-policy-of-many-words/and-a-rule-of-many-more"])),
        subject=Subject(draw(st.sampled_from(["lot", "fleet", "party"])), draw(WORDS)),
        units=draw(st.integers(0, 10**7)),
        because=draw(WORDS),
        locations=tuple(
            Location(name, row, "") for name, row in draw(st.lists(st.tuples(WORDS, st.integers(2, 10**6)), max_size=9))
        ),
        sources=tuple(Cited(draw(WORDS), draw(WORDS), "") for _ in range(draw(st.integers(0, 2)))),
        notes=tuple(draw(st.lists(WORDS, max_size=2))),
        remedy=draw(WORDS),
    )


@given(st.lists(findings(), max_size=4), st.lists(WORDS, max_size=2), st.integers(1, 130))
def test_no_line_is_wider_than_the_terminal_and_none_commands_it(
    found: list[Finding], notes: list[str], width: int
) -> None:
    told = write(report(*found, notes=tuple(notes)), Style(width))
    lines = told.removesuffix("\n").split("\n")
    assert all(line.isprintable() for line in lines)
    assert max(map(columns, lines)) <= max(width, 40)


@given(WORDS, st.integers(1, 100))
def test_wrapping_loses_no_character(text: str, width: int) -> None:
    lines = Style(width).wrap(text, "  - ")
    assert "".join("".join(lines)[4:].split()) == "".join(plain(text).split())
    assert all(columns(line) <= max(width, 40) for line in lines)


def test_wrapping_counts_what_a_terminal_shows() -> None:
    assert columns("中国") == 4
    assert columns("u\u0308") == 1
    assert Style(40).wrap("中" * 30) == ["中" * 20, "中" * 10]
    assert Style(40).wrap("a" * 39 + " " + "b") == ["a" * 39, "b"]
    assert Style(40).wrap("a b", "1. ", "") == ["1. a b"]
    assert Style(40).wrap("") == [""]
