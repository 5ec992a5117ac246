"""What pages are put together from: text stays text, whatever it says, and a page asks nothing of anybody."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import Verdict
from compliance.reports.page import (
    MEANING,
    Markup,
    badge,
    bar,
    chart,
    element,
    joined,
    link,
    page,
    section,
    table,
    text,
)


class Read(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)
        self.close()

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


HOSTILE = st.text(max_size=30) | st.sampled_from(
    ["<script>alert(1)</script>", '" onmouseover="x', "</style>", "@import url(x)", "]]>", "&lt;b&gt;", "\x1b[2J", "\u202e"]
)  # fmt: skip


@given(HOSTILE, HOSTILE)
def test_text_stays_text_and_obeys_nobody(one: str, two: str) -> None:
    read = Read(element("p", one, title=two, data_key=one))
    [(tag, attributes)] = read.tags
    assert tag == "p"
    assert set(attributes) == {"title", "data-key"}
    shown = "".join(read.said)
    assert shown.isprintable() or not shown
    assert [char for char in shown if char != "\N{REPLACEMENT CHARACTER}" and char != " "] == [
        char for char in one if char.isprintable() and char not in " \N{REPLACEMENT CHARACTER}"
    ]


def test_markup_is_not_escaped_again_and_nothing_is_nothing() -> None:
    assert element("p", Markup("<b>x</b>"), None, 1234, hidden=True, lang=None, class_="a") == (
        '<p hidden class="a"><b>x</b>1,234</p>'
    )
    assert joined(["<", Markup("<br>")], ", ") == "&lt;, <br>"
    assert text("a\tb") == "a b"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "data:text/html,x", " https://a", "//a", "https://a\x1b"])
def test_only_web_addresses_are_links(url: str) -> None:
    assert link(url, "<a>") == "&lt;a&gt;"


def test_a_link_tells_nobody_where_it_stands() -> None:
    assert link("https://example.org/?a=1&b=2", "A law") == (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">A law</a>'
    )


def test_a_bar_is_as_long_as_its_units_are_many() -> None:
    drawn = bar({Verdict.COMPLIANT: 30, Verdict.VIOLATION: 20}, 100)
    assert re.findall(r'class="(\w+)" x="(\d+)" width="(\d+)"', drawn) == [
        ("violation", "0", "200"),
        ("compliant", "200", "300"),
    ]
    assert "<rect" not in bar({}, 0)


def test_a_chart_says_in_numbers_what_it_draws() -> None:
    drawn = chart("By maker", "maker", {"A<B": {Verdict.VIOLATION: 1200}, "C": {Verdict.COMPLIANT: 1}})
    read = Read(drawn)
    told = [each for each in read.said if each.strip()]
    assert told == [
        "By maker", "maker", "share", "violation", "compliant", "units", "A<B", "1,200", "1,200", "C", "1", "1"
    ]  # fmt: skip
    assert "units" in chart("None", "maker", {})


def test_a_table_can_be_reached_by_keyboard_and_names_its_rows() -> None:
    drawn = table("Sources", ["id", "n"], [["a", 5]])
    assert '<div class="table" tabindex="0" role="region" aria-label="Sources">' in drawn
    assert '<th scope="row">a</th><td class="number">5</td>' in drawn


def test_every_verdict_has_a_meaning_and_a_colour() -> None:
    assert set(MEANING) == set(Verdict)
    assert badge(Verdict.NOT_APPLICABLE) == '<span class="badge not-applicable">not-applicable</span>'


def test_a_page_may_load_nothing_and_runs_only_its_own_script() -> None:
    script = "document.title += '!'"
    whole = page("A <page>", section("a", "Part", "x"), script=script, data={"units": "QUJD"})
    assert "<title>A &lt;page&gt;</title>" in whole
    digest = b64encode(sha256(script.encode()).digest()).decode()
    [policy] = [each["content"] for tag, each in Read(whole).tags if each.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert f"script-src 'sha256-{digest}'" in policy
    assert '<script type="application/octet-stream" id="units">QUJD</script>' in whole
    assert not re.search(r"(src|href)=|@import|url\(", whole.replace("base-uri", ""))
