"""The memo: what a reader finds in it, and that no text of an inventory becomes Markdown."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from compliance.core.finding import Cited, Input, Subject, Verdict
from compliance.reports.check.base import Account
from compliance.reports.check.markdown import escaped
from tests.reports.check.sample import HOSTILE, account, finding, hostile, waiver, written
from tests.reports.test_page import Read

RENDER = MarkdownIt("gfm-like")


def rendered(text: str) -> Read:
    return Read(RENDER.render(text))


def test_a_memo() -> None:
    told = account(
        finding(),
        finding(Verdict.WAIVED, units=1, waivers=(waiver(),)),
        notes=("List x: complete.",),
    )
    assert written("markdown", told) == (
        "# Compliance: violation\n"
        "\n"
        "On 2026-11-22, at least one rule is broken for certain: 13 units in 2 lots were judged by 1 rule.\n"
        "\n"
        "| Verdict | Units | Share |\n"
        "| --- | --- | --- |\n"
        "| violation | 12 | 92.3% |\n"
        "| waived | 1 | 7.7% |\n"
        "\n"
        "## What to do next\n"
        "\n"
        "- Check the papers. (13 units)\n"
        "\n"
        "## Rules\n"
        "\n"
        "| Rule | What it asks | violation | undetermined | flagged | waived | compliant |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| example/origin | No hardware from China | 12 |  |  | 1 |  |\n"
        "\n"
        "## example/origin\n"
        "\n"
        "No hardware from China (effect: contract-condition).\n"
        "\n"
        "- **violation**, 12 units: The recorded origin is China: forbidden.\n"
        "  - fleet.csv: row 2\n"
        "- **waived**, 1 unit: The recorded origin is China: forbidden.\n"
        "  - fleet.csv: row 2\n"
        "  - Without the waiver: violation. Waived: waiver of A for asset B (2026-01-01 to 2026-12-31): because\n"
        "\n"
        "> Its text is not public.\n"
        "\n"
        "## Units by maker\n"
        "\n"
        "| maker | violation | waived |\n"
        "| --- | --- | --- |\n"
        "| Bitmain | 12 | 1 |\n"
        "\n"
        "## Units by origin\n"
        "\n"
        "| origin | violation | waived |\n"
        "| --- | --- | --- |\n"
        "| China | 12 | 1 |\n"
        "\n"
        "## Sources\n"
        "\n"
        "- contract: A contract <https://example.org>\n"
        "\n"
        "## What was read\n"
        "\n"
        "| Kind | File | Rows | Edition | SHA-256 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| fleet | fleet.csv | 12 |  | `000000000000…` |\n"
        "\n"
        "- List x: complete.\n"
        "\n"
        "mining-compliance 0\n"
    )


def test_long_memos_are_cut_and_say_so() -> None:
    many = [finding(because=f"reason {number}", units=1) for number in range(25)]
    assert "- and 5 more findings on 5 units\n" in written("markdown", account(*many))


def test_of_many_makers_the_first_are_named() -> None:
    told = account(*(finding(subject=Subject("party", f"Maker {number}")) for number in range(14)))
    assert "and 2 more\n\n## Units by origin" in written("markdown", told)


def test_nothing_found() -> None:
    told = written("markdown", account(finding(Verdict.COMPLIANT, remedy="", sources=())))
    assert "# Compliance: compliant\n" in told
    assert "What to do next" not in told
    assert "## Sources" not in told


@given(HOSTILE)
def test_text_is_shown_as_it_stands(text: str) -> None:
    read = rendered(f"x {escaped(text)} y\n\n- {escaped(text)}\n")
    assert [tag for tag, _ in read.tags if tag != "p"] in (["ul", "li"], ["ul", "li", "br"])
    shown = " ".join("".join(read.said).split())
    plain = " ".join("".join(char if char.isprintable() else "�" for char in re.sub(r"[\t\r\n]", " ", text)).split())
    assert shown == " ".join(f"x {plain} y {plain}".split())


@given(hostile())
def test_hostile_text_makes_no_markup(told: Account) -> None:
    text = written("markdown", told)
    read = rendered(text)
    assert {tag for tag, _ in read.tags} <= {
        "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "blockquote", "code", "a"
    }  # fmt: skip
    ours = {unquote(each.url) for finding in told.report.findings for each in finding.sources}
    assert {unquote(attributes["href"] or "") for tag, attributes in read.tags if tag == "a"} <= ours
    assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("text", ["mail me@evil.example now", "@team", "see #12", "GH-12"])
def test_nobody_is_called_and_no_issue_referred_to(text: str) -> None:
    assert "<!-- -->" in escaped(text)


def test_a_source_without_an_address_is_no_link() -> None:
    cited = (Cited("a", "A law", "javascript:alert(1)"), Cited("b", "Another", "https://x.example/<b>"))
    told = written(
        "markdown", account(finding(sources=cited), inputs=(Input("list", "bundled:x", "0" * 64, 0, "2026"),))
    )
    assert "- a: A law\n- b: Another\n" in told
    assert "| list | bundled:x |  | 2026 |" in told
