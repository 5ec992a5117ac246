"""The dossier as a page: printable, with charts, maps and pictures, that loads nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance.core.bounds import dollars
from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.dossier import summaries as telling
from compliance.reports.dossier.site_map import drawings
from compliance.reports.duty.text import HEADINGS, said_rate
from compliance.reports.graph_svg import STYLE
from compliance.reports.page import Content, Markup, badge, bar, chart, element, joined, page, section, table
from compliance.reports.sentences import HEADLINE
from compliance.reports.summaries import by_rule, notes, sources
from compliance.reports.timeline.html import days, pictured
from compliance.reports.trace.svg import drawn
from compliance.workflows.diligence.dossier import UNCLEARED, Dossier


def write(dossiers: Sequence[Dossier]) -> str:
    """One page; of several targets with a comparison first."""
    names = ", ".join(each.name for each in dossiers)
    title = f"Due diligence: {names}"
    head = element(
        "div",
        element("p", "Due diligence", class_="kind"),
        element("h1", names),
        element("p", f"As of {dossiers[0].as_of}.", class_="lead"),
        class_="masthead",
    )
    body: list[Content] = []
    links = [("comparison", "Comparison")] if len(dossiers) > 1 else []
    if len(dossiers) > 1:
        body.append(
            section(
                "comparison",
                "Comparison",
                _rows("Targets side by side", telling.COMPARISON, telling.comparison(dossiers)),
            )
        )
    for number, each in enumerate(dossiers, 1):
        prefix = f"t{number}-" if len(dossiers) > 1 else ""
        if prefix:
            body.append(element("h1", each.name, id=prefix))
        told = [(f"{prefix}{key}", name, parts) for key, name, parts in _sections(each)]
        links += [(key, name) for key, name, _ in told] if not prefix else [(prefix, each.name)]
        body += [section(key, name, *parts) for key, name, parts in told]
    items = joined(element("li", element("a", name, href=f"#{key}")) for key, name in links)
    nav = element("nav", element("ul", items), aria_label="Parts of the dossier")
    return page(title, head, nav, element("main", *body), style=STYLE)


def _sections(dossier: Dossier) -> Iterator[tuple[str, str, Sequence[Content]]]:
    plan = dossier.plan
    yield "summary", "Summary", _summary(dossier)
    yield "fleet", "The fleet", _fleet(dossier)
    yield "findings", "Findings", [*_findings(dossier)]
    yield "ownership", "Ownership", [*_ownership(dossier)]
    if dossier.sites:
        yield "sites", "Sites", [*_sites(dossier)]
    yield (
        "documents",
        "Documents to request",
        [_rows("By how many machines each would settle", telling.WANTED_ROWS, telling.wanted(dossier))],
    )
    leaving = [
        _rows(
            "What each policy asks by itself, and all together", telling.REMEDIATION, telling.remediation_rows(dossier)
        )
    ]
    if plan.must:
        leaving.append(
            _rows("Units that must go, for a rule on units is broken", telling.LEAVING, telling.going(plan.must))
        )
    if plan.chosen:
        caption = f"The cheapest to go besides (by {plan.cheapest_by}), so that limits on the fleet are kept"
        leaving.append(_rows(caption, telling.LEAVING, telling.going(plan.chosen)))
    yield "remediation", "Remediation", leaving
    yield "duty", "Duty", [*_duty(dossier)]
    yield "ahead", "The coming twelve months", [pictured(dossier.ahead), days(dossier.ahead)]
    yield "not-assessed", "Laws not assessed", [_list(dossier.not_assessed)]
    yield "annex", "Annex: what was read", [*_annex(dossier)]


def _summary(dossier: Dossier) -> list[Content]:
    report = dossier.report
    tiles = joined(
        element("li", element("strong", units), verdict.value, class_=verdict.value)
        for verdict, units in report.summary.by_verdict.items()
        if units
    )
    facts = joined(element("li", said) for said in dossier.decisive)
    return [
        element("p", badge(report.verdict), f" {HEADLINE[report.verdict]}: {counted(report.summary.units, 'unit')}."),
        element("ul", tiles, class_="tiles"),
        bar(report.summary.by_verdict, report.summary.units),
        element("h3", "The facts that decide"),
        element("ol", facts),
    ]


def _fleet(dossier: Dossier) -> list[Content]:
    efficiency = f", {dossier.efficiency} W per TH/s" if dossier.efficiency else ""
    whole = f"{telling.hashrate(dossier.whole)}{efficiency}, value {dollars(dossier.whole.value)}."
    parts: list[Content] = [element("p", whole)]
    for group, title in telling.GROUPS.items():
        pieces = dossier.composition[group]
        rows: dict[Content, dict[Verdict, int]] = {name: dict(part.by_verdict) for name, part in pieces.items()}
        parts.append(chart(title, group, rows))
        amounts = ((row[0], *row[2:5]) for row in telling.composition(dossier, group))
        parts.append(_rows(f"{title}: share, hashrate, value", (group, *telling.COMPOSITION[2:5]), amounts))
    return parts


def _findings(dossier: Dossier) -> Iterator[Content]:
    for rule, some in by_rule(dossier.report.findings):
        yield element("h3", rule)
        for each in some:
            yield element(
                "div",
                element("p", badge(each.verdict), f" {each.subject}", class_="head"),
                element("p", each.sentence, class_="because"),
                element("p", each.where, class_="quiet") if each.where else None,
                class_=f"finding {each.verdict}",
            )
        yield _list([*notes(some)])


def _ownership(dossier: Dossier) -> Iterator[Content]:
    yield _rows("Counterparties", telling.PARTY_ROWS, telling.parties(dossier))
    if dossier.traces and any(UNCLEARED in each.reached.values() for each in dossier.parties):
        yield element("p", f"Where a picture says clear: {UNCLEARED}, so nobody is cleared by it.")
    for title, trace in dossier.traces.items():
        caption = element("figcaption", f"{title}, as {trace.regime.title} reads ownership")
        yield element("figure", caption, drawn(trace, styled=False), tabindex=0)


def _sites(dossier: Dossier) -> Iterator[Content]:
    for view in dossier.sites:
        yield element("h3", view.site.name or view.site.id)
        yield _list([*telling.site_lines(view)])
        maps = [*drawings(view)]
        if maps:
            caption = "Full line: the boundary, as far out as it may be. Dashed: how far near reaches from there."
            yield element("figure", element("figcaption", caption), *maps)


def _duty(dossier: Dossier) -> Iterator[Content]:
    duty = dossier.duty
    yield element(
        "p",
        f"Value {dollars(duty.total.value)}; duty as declared {dollars(duty.total.duty)}; exposure if customs hold the "
        f"origin to be {duty.asserted}: {dollars(duty.total.exposure)}.",
    )
    for group, heading in HEADINGS.items():
        rows = (
            (name, f"{line.units:,}", dollars(line.value), dollars(line.duty), dollars(line.exposure))
            for name, line in duty.groups[group].items()
        )
        yield _rows(heading, (group, "units", "value", "duty", "exposure"), rows)
    for heading, told in (
        ("Rates", [said_rate(duty.tariff, each) for each in duty.rates]),
        ("What is missing", [f"{counted(each.units, 'unit')}: {each.ask}" for each in duty.missing]),
    ):
        if told:
            yield element("h3", heading)
            yield _list(told)


def _annex(dossier: Dossier) -> Iterator[Content]:
    yield _rows("Inputs, editions and digests", telling.ANNEX, telling.annex(dossier))
    cited = sources(dossier.report.findings)
    yield _list([f"{source.id}: {source.title}{f' ({doubt})' if doubt else ''}" for source, doubt in cited])
    yield _list(telling.notes(dossier))


def _rows(caption: str, header: Sequence[str], rows: Iterator[telling.Row]) -> Markup:
    return table(caption, header, ([row[0], *map(_number, row[1:])] for row in rows))


def _number(cell: str) -> Content:
    """A count as a number, which stands to the right."""
    return int(cell.replace(",", "")) if re.fullmatch(r"\d[\d,]*", cell) else cell


def _list(items: Sequence[str]) -> Markup:
    return element("ul", joined(element("li", each) for each in items)) if items else Markup()
