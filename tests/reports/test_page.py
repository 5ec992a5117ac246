"""What pages are put together from: text stays text, whatever it says, and a page asks nothing of anybody."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup

from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.reports import page as pages
from compliance.reports.charts import Chart
from compliance.reports.page import MEANING, TEMPLATES, page, tenth
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import Style


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


def filled(source: str, **content: object) -> str:
    """What a template makes that imports the parts of pages."""
    environment = pages.environment(TEMPLATES)
    names = "badge, bar, chart, data, listed, table"
    return environment.from_string(f'{{% from "parts.html" import {names} %}}{source}').render(content)


@given(HOSTILE, HOSTILE)
def test_text_stays_text_and_obeys_nobody(one: str, two: str) -> None:
    read = Read(filled('<p title="{{ two }}" data-key="{{ one }}">{{ one }}</p>', one=one, two=two))
    [(tag, attributes)] = read.tags
    assert tag == "p"
    assert set(attributes) == {"title", "data-key"}
    shown = "".join(read.said)
    assert shown.isprintable() or not shown
    assert [char for char in shown if char != "\N{REPLACEMENT CHARACTER}" and char != " "] == [
        char for char in one if char.isprintable() and char not in " \N{REPLACEMENT CHARACTER}"
    ]


@given(HOSTILE)
def test_no_part_of_a_page_lets_text_become_markup(text: str) -> None:
    source = (
        "{{ table(text, (text,), [(text, text)]) }}{{ listed([text]) }}{{ data(text) }}"
        "{% call(name) chart(bars) %}{{ name }}{% endcall %}"
    )
    bars = Chart(text, text, [(text, {Verdict.COMPLIANT: 1})])
    read = Read(filled(source, text=text, bars=bars))
    assert {tag for tag, _ in read.tags} <= {
        "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "span", "svg", "rect",
    }  # fmt: skip
    assert not {name for _, attributes in read.tags for name in attributes if name.startswith("on")}


def test_markup_is_not_escaped_again_and_nothing_is_nothing() -> None:
    assert filled("{{ a }}{{ b }}{{ c }}", a=Markup("<b>x</b>"), b=None, c=1234) == "<b>x</b>1234"
    assert filled("{{ [a, b]|join(', ') }}", a="<", b=Markup("<br>")) == "&lt;, <br>"
    assert filled("{{ a }}", a="a\tb") == "a b"


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        filled("{{ verdcit }}")


def test_every_template_is_well_formed() -> None:
    environment = pages.environment(TEMPLATES)
    for path in TEMPLATES.glob("*.*"):
        if path.suffix in (".html", ".svg"):
            environment.get_template(path.name)


def test_a_bar_is_as_long_as_its_units_are_many() -> None:
    drawn = filled("{{ bar(units, 100) }}", units={Verdict.COMPLIANT: 30, Verdict.VIOLATION: 20})
    assert re.findall(r'class="(\w+)" x="(\d+)" width="(\d+)"', drawn) == [
        ("violation", "0", "200"),
        ("compliant", "200", "300"),
    ]
    assert "<rect" not in filled("{{ bar({}, 0) }}")


def chart(rows: list[tuple[str, dict[Verdict, int]]]) -> str:
    bars = Chart("By maker", "maker", rows)
    return filled("{% call(name) chart(bars) %}{{ name }}{% endcall %}", bars=bars)


def test_a_chart_says_in_numbers_what_it_draws() -> None:
    read = Read(chart([("A<B", {Verdict.VIOLATION: 1200}), ("C", {Verdict.COMPLIANT: 1})]))
    told = [each for each in read.said if each.strip()]
    assert told == [
        "By maker", "maker", "share", "violation", "compliant", "units", "A<B", "1,200", "1,200", "C", "1", "1"
    ]  # fmt: skip
    assert "units" in chart([])


def test_a_table_can_be_reached_by_keyboard_and_names_its_rows() -> None:
    drawn = filled('{{ table("Sources", ["id", "n"], [["a", 1500]]) }}')
    assert '<div class="table" tabindex="0" role="group" aria-label="Sources">' in drawn
    assert '<th scope="row">a</th><td class="number">1,500</td>' in drawn


def test_nothing_to_list_is_no_list() -> None:
    assert filled("{{ listed([]) }}") == ""


def test_every_verdict_has_a_meaning_and_a_colour() -> None:
    assert set(MEANING) == set(Verdict)
    assert filled("{{ badge(verdict) }}", verdict=Verdict.NOT_APPLICABLE) == (
        '<span class="badge not-applicable">not-applicable</span>'
    )


def test_numbers_of_a_drawing_are_short() -> None:
    assert [tenth(number) for number in (3, 3.04, 3.05001, -24.0)] == ["3", "3", "3.1", "-24"]


def test_a_page_may_load_nothing_and_runs_only_its_own_script() -> None:
    script = "document.title += '!'"
    whole = page("page.html", title="A <page>", kind="Report", script=script, style="p { color: red; }")
    assert whole.startswith("<!doctype html>\n")
    assert whole.endswith("</html>\n")
    assert "<title>A &lt;page&gt;</title>" in whole
    [policy] = [tag["content"] for name, tag in Read(whole).tags if tag.get("http-equiv")]
    assert policy is not None
    [style] = re.findall(r"(?s)<style>(.*?)</style>", whole)
    assert style.endswith("p { color: red; }")
    for kind, content in (("style", style), ("script", script)):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert f"<script>{script}</script>" in whole
    assert not re.search(r"(src|href)=|@import|url\(", whole.replace("base-uri", ""))


def test_a_page_says_that_it_is_no_advice_and_is_printed_on_the_paper_asked_for() -> None:
    assert DISCLAIMER in page("page.html", title="A", kind="B")
    assert "@page { size" not in page("page.html", title="A", kind="B")
    assert "@page { size: a4; }" in page("page.html", title="A", kind="B", look=Style(paper="a4"))


def own(folder: Path, **templates: str) -> str:
    """A page of templates of one's own."""
    for name, source in templates.items():
        (folder / f"{name}.html").write_text(source, "utf-8")
    return page("page.html", title="<i>", kind="B", look=Style(templates=folder))


def test_own_templates_stand_before_ours(tmp_path: Path) -> None:
    assert own(tmp_path, page="<p>{{ title }} {% include 'mine.html' %}</p>", mine="mine") == "<p>&lt;i&gt; mine</p>"


def test_an_own_template_may_extend_ours_of_the_same_name(tmp_path: Path) -> None:
    page = own(tmp_path, page='{% extends "templates/page.html" %}{% block footer %}Counsel LLP{% endblock %}')
    assert "Counsel LLP" in page
    assert DISCLAIMER in page


@pytest.mark.parametrize(
    ("source", "what", "row"),
    [
        ("{{ title }}\n{{ tilte }}", "'tilte' is undefined", 2),
        ("\n\n{% if title %}", "Unexpected end of template", 3),
        ("{% endfor %}", "Encountered unknown tag 'endfor'", 1),
        ("{{ title|uper }}", "No filter named 'uper'", 1),
        ("{% include 'nothing.html' %}", "there is no template 'nothing.html'", 1),
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__'", 1),
        ("{{ title.upper(1) }}", "upper() takes no arguments", 1),
        ("{% include 'page.html' %}", "recursion", 1),
    ],
)
def test_a_typing_error_in_an_own_template_is_named_with_its_line(
    tmp_path: Path, source: str, what: str, row: int
) -> None:
    with pytest.raises(ComplianceError) as raised:
        own(tmp_path, page=source)
    (problem,) = raised.value.problems
    assert what in problem.what
    assert (Path(problem.file).name, problem.row) == ("page.html", row)
    assert "--templates" in problem.advice


def test_an_own_part_that_ours_do_not_find_is_named_where_ours_ask_for_it(tmp_path: Path) -> None:
    (tmp_path / "parts.html").write_text("{% macro listed(items) %}{% endmacro %}")
    with pytest.raises(ComplianceError, match=r"duty\.html"):
        page("duty.html", title="", kind="", look=Style(templates=tmp_path))


def test_a_file_that_cannot_be_read_and_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="holds no template that pages are made of"):
        own(tmp_path, chekc="x")
    with pytest.raises(ComplianceError, match="is no folder"):
        own(tmp_path / "chekc.html")
    (tmp_path / "page.html").write_bytes(b"\xff")
    with pytest.raises(ComplianceError, match=r"page\.html: the template cannot be filled in: 'utf-8' codec"):
        own(tmp_path)
