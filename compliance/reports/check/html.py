"""One page that can be sent on: summary, charts, findings with evidence and sources, and every unit to search in.

It needs no network and no other file, can be read without its script, and is printed clean. Its parts are in page.py,
the table of units in units.py and units.js.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from compliance.core.finding import Evidence, Report, Verdict
from compliance.core.text import counted
from compliance.reports.check.base import Account, AskedRule, JudgedLot, units_by
from compliance.reports.check.units import controls, in_lots, packed
from compliance.reports.graph_svg import STYLE
from compliance.reports.page import (
    HERE,
    MEANING,
    Content,
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
)
from compliance.reports.sentences import HEADLINE
from compliance.reports.summaries import FindingGroup, by_rule, notes, remedies, sources

_SAID = {
    Verdict.VIOLATION: ("breaks a rule for certain", "break a rule for certain"),
    Verdict.UNDETERMINED: ("is undetermined", "are undetermined"),
    Verdict.FLAGGED: ("is flagged", "are flagged"),
    Verdict.WAIVED: ("is waived", "are waived"),
    Verdict.COMPLIANT: ("complies", "comply"),
    Verdict.NOT_APPLICABLE: ("is not covered", "are not covered"),
}
"""What is said of one unit, and of several."""
_WHOLE = {"fleet": "the whole fleet", "site": "a site", "party": "a party", "lot": "a lot"}
_REASONS = 100
_EVIDENCE = 12
_NAMES = 12
"""So many reasons of a rule, lines of evidence of a reason, and makers, origins or sites stand on the page."""


def write(account: Account, out: TextIO) -> None:
    """The page."""
    report = account.report
    told = by_rule(report.findings)
    lots = account.lots()
    parts = {
        "summary": ("Summary", _summary(account, lots, told)),
        "next": ("What to do next", _next(report)),
        "findings": ("Findings", _findings(account.rules, told)),
        "ownership": ("Ownership", _ownership(account)),
        "units": ("Lots" if in_lots(account) else "Units", controls(account)),
        "sources": ("Sources", _sources(report)),
        "read": ("What was read", _read(report)),
    }
    shown = {key: (title, content) for key, (title, content) in parts.items() if content}
    out.write(
        page(
            f"Compliance: {report.verdict} ({report.as_of})",
            element("a", "Skip to the findings", href="#findings", class_="skip"),
            _masthead(account),
            _nav((key, title) for key, (title, _) in shown.items()),
            element("main", *(section(key, title, content) for key, (title, content) in shown.items())),
            _foot(report),
            script=(HERE / "units.js").read_text("utf-8"),
            data={"units-data": packed(account, [(rule, one) for rule, some in told for one in some])},
            style=STYLE,
        )
    )


def _masthead(account: Account) -> Markup:
    report = account.report
    said = [f"{units:,} {_SAID[verdict][units > 1]}" for verdict, units in report.summary.by_verdict.items() if units]
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)
    lead = (
        f"Of {counted(report.summary.units, 'unit')} in {counted(report.summary.lots, 'lot')}, judged by "
        f"{counted(len(account.rules), 'rule')} as of {report.as_of.day} {report.as_of:%B %Y}, {listed}."
    )
    if not report.summary.by_verdict[report.verdict]:
        kinds = {each.subject.kind for each in report.findings if each.verdict is report.verdict}
        lead += f" A finding on {' and '.join(sorted(map(_WHOLE.__getitem__, kinds)))} gives the verdict."
    files = ", ".join(each.path for each in report.inputs if each.kind == "fleet")
    return element(
        "header",
        element("p", "Compliance report", class_="kind"),
        element("h1", f"{report.verdict.capitalize()}: {HEADLINE[report.verdict]}"),
        element("p", lead, class_="lead"),
        element("p", f"Inventory: {files}"),
        class_="masthead",
    )


def _nav(parts: Iterable[tuple[str, str]]) -> Markup:
    items = (element("li", element("a", title, href=f"#{key}")) for key, title in parts)
    return element("nav", element("ul", *items), aria_label="Parts of the report")


def _summary(account: Account, lots: Sequence[JudgedLot], told: Sequence[tuple[str, Sequence[FindingGroup]]]) -> Markup:
    summary = account.report.summary
    tiles = (
        element("li", element("strong", units), f"{verdict} ({units / summary.units:.1%})", class_=verdict.value)
        for verdict, units in summary.by_verdict.items()
        if units
    )
    meanings = element(
        "details",
        element("summary", "What the verdicts mean"),
        element("dl", *(part for each in Verdict for part in (element("dt", badge(each)), element("dd", MEANING[each]))),
                class_="facts"),
    )  # fmt: skip
    places = {rule: place for place, (rule, _) in enumerate(told)}
    rules: dict[Content, Mapping[Verdict, int]] = {_linked(rule, places): rule.units for rule in account.rules}
    charts = [chart("Units by rule and verdict", "Rule", rules)]
    for called, of in (
        ("maker", units_by(lots, lambda lot: lot.maker)),
        ("origin", units_by(lots, lambda lot: lot.origin)),
        ("site", units_by(lots, lambda lot: lot.site)),
    ):
        charts.append(chart(f"Units by {called} and worst verdict", called.capitalize(), _first(of)))
    whole = Markup(bar(summary.by_verdict, summary.units).replace('class="bar"', 'class="bar whole"'))
    return joined([whole, element("ul", *tiles, class_="tiles"), meanings, element("div", *charts, class_="charts")])


def _linked(rule: AskedRule, places: Mapping[str, int]) -> Markup:
    title = element("a", rule.title, href=f"#rule-{places[rule.id]}") if rule.id in places else rule.title
    return joined([title, Markup("<br>"), element("span", rule.id, class_="quiet")])


def _first(of: Mapping[str, Mapping[Verdict, int]]) -> dict[Content, Mapping[Verdict, int]]:
    """The names with most units; the others together."""
    named = [*of.items()]
    found: dict[Content, Mapping[Verdict, int]] = dict(named[:_NAMES])
    rest = named[_NAMES:]
    if rest:
        found[f"{len(rest)} others"] = {each: sum(units.get(each, 0) for _, units in rest) for each in Verdict}
    return found


def _next(report: Report) -> Markup:
    items = [
        element("li", each.text, " ", element("span", f"({each.of})", class_="quiet"))
        for each in remedies(report.findings)
    ]
    return element("ol", *items) if items else Markup()


def _findings(rules: Sequence[AskedRule], told: Sequence[tuple[str, Sequence[FindingGroup]]]) -> Markup:
    asked = {rule.id: rule for rule in rules}
    parts, first = [], 0
    for place, (rule, some) in enumerate(told):
        parts.append(_rule(asked[rule], some, place, first))
        first += len(some)
    silent = [rule for rule in rules if rule.id not in {rule for rule, _ in told}]
    rows = (
        (rule.title, rule.id, "nothing found" if rule.in_force else "not in force on the day", sum(rule.units.values()))
        for rule in silent
    )
    quiet = table("Rules that found nothing", ("Rule", "Id", "Outcome", "Units asked about"), rows) if silent else ""
    return joined([*parts, quiet])


def _rule(rule: AskedRule, told: Sequence[FindingGroup], place: int, first: int) -> Markup:
    header = element(
        "header",
        element("h3", rule.title),
        element("p", f"{rule.id}, effect: {rule.effect}", class_="quiet"),
        element("p", rule.because),
    )
    shown, rest = told[:_REASONS], told[_REASONS:]
    more = (
        element("p", f"and {len(rest)} more reasons, on {counted(sum(each.units for each in rest), 'unit')}")
        if rest
        else ""
    )
    noted = [*notes(shown)]
    cited = dict.fromkeys(source.id for each in shown for finding in each.findings for source in finding.sources)
    ends = element(
        "p", "Sources: ", joined((element("a", each, href=f"#source-{each}") for each in cited), ", "), class_="quiet"
    )
    return element(
        "article",
        header,
        *(_reason(each, first + number) for number, each in enumerate(shown)),
        more,
        element("ul", *(element("li", note) for note in noted), class_="quiet") if noted else "",
        ends if cited else "",
        class_="rule",
        id=f"rule-{place}",
    )


def _reason(told: FindingGroup, place: int) -> Markup:
    remedy = next((each.remedy for each in told.findings if each.remedy), "")
    button = element("button", "Show these units", type="button", hidden=True, data_reason=place, class_="screen")
    return element(
        "div",
        element("div", badge(told.verdict), element("span", told.subject), button, class_="head"),
        element("p", told.sentence, class_="because"),
        element("p", told.where, class_="quiet") if told.where else "",
        *(element("p", note) for note in told.waivers),
        element("p", element("strong", "To do: "), remedy) if remedy else "",
        _evidence(told),
        class_=f"finding {told.verdict.value}",
        id=f"reason-{place}",
    )


def _evidence(told: FindingGroup) -> Content:
    found = [*dict.fromkeys(evidence for finding in told.findings for evidence in finding.evidence)]
    if not found:
        return ""
    more = f", the first {_EVIDENCE} of {len(found)} facts" if len(found) > _EVIDENCE else ""
    rows = ((each.fact, each.value, _stands(each)) for each in found[:_EVIDENCE])
    caption = f"Evidence{more}"
    return element(
        "details", element("summary", caption), table(caption, ("Fact", "Value", "Where it is written"), rows)
    )


def _stands(evidence: Evidence) -> str:
    row = f", row {evidence.row}" if evidence.row else ""
    return f"{evidence.file or ''}{row}{f', column {evidence.column}' if evidence.column else ''}"


def _ownership(account: Account) -> Markup:
    figures = [element("figure", picture, tabindex=0) for picture in account.pictures()]
    said = element("p", "Parties of this fleet that are reached by ownership from listed parties, or may be.")
    return joined([said, *figures]) if figures else Markup()


def _sources(report: Report) -> Markup:
    items = []
    for source, doubt in sources(report.findings):
        said = element("span", f" ({doubt})", class_="quiet") if doubt else ""
        items.append(
            element(
                "li", element("strong", source.id), ": ", link(source.url, source.title), said, id=f"source-{source.id}"
            )
        )
    return element("ul", *items) if items else Markup()


def _read(report: Report) -> Markup:
    rows = (
        (each.path, each.kind, each.rows or "", each.edition or "", element("span", each.sha256, class_="hash"))
        for each in report.inputs
    )
    files = table("Files and bundled data, with their checksums", ("File", "Kind", "Rows", "Edition", "SHA-256"), rows)
    return joined([files, element("ul", *(element("li", note) for note in report.notes))])


def _foot(report: Report) -> Markup:
    made = (
        f"Made by {report.tool.name} {report.tool.version}. The same inputs, rules, lists and day give the same report."
    )
    return element(
        "footer", element("p", made), element("p", "It finds what counsel has to read; it is not legal advice.")
    )
