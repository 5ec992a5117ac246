"""The answer as a page of its own: the picture, and below it each party with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.ownership.tracing.ties import FLAGS
from compliance.reports.graph_svg import STYLE, WORDS
from compliance.reports.page import Content, Markup, element, page, section
from compliance.reports.style import Style
from compliance.reports.trace.picture import held, label
from compliance.reports.trace.svg import RANK, drawn, state_of
from compliance.workflows.trace import Trace

MOST, CLEAR = 100, 500
"""Parties that are not clear, and clear ones, of which the page tells."""
COLOURS = {"restricted": "violation", "possibly-restricted": "undetermined", "clear": "compliant"}
"""Verdict -> the class that gives it its colour."""


def write(trace: Trace, style: Style) -> str:
    """The whole page."""
    del style
    force = "in force" if trace.regime.in_force else "not in force"
    head = element(
        "header",
        element("p", "Ownership", class_="kind"),
        element("h1", "Who is reached, and why"),
        element("p", f"{trace.regime.title} ({trace.regime.id}) on {trace.as_of}: {force}.", class_="lead"),
        class_="masthead",
    )
    picture = element("figure", drawn(trace, styled=False), tabindex=0)
    body = [section("picture", "The picture", picture), section("parties", "The parties", *_parties(trace))]
    if trace.notes:
        body.append(section("notes", "Notes", _listed(trace.notes)))
    return page(f"{trace.regime.title}, {trace.as_of}", head, element("main", *body), style=STYLE)


def _parties(trace: Trace) -> Iterator[Markup]:
    told = sorted(trace.asked, key=lambda party: RANK.index(trace.answers[party].verdict))
    full = [party for party in told if len(told) <= 3 or trace.answers[party].verdict != "clear"]
    yield from (_party(trace, party) for party in full[:MOST])
    clear = told[len(full) :]
    if clear:
        yield element("h3", "Clear")
        yield _listed([f"{label(trace, party)}: {trace.answers[party].because}" for party in clear[:CLEAR]])
    left = len(full[MOST:]) + len(clear[CLEAR:])
    if left:
        yield element("p", f"And {left:,} more; --format json has them all.")


def _party(trace: Trace, party: str) -> Markup:
    reach = trace.answers[party]
    colour = COLOURS[reach.verdict]
    word = element("span", WORDS[state_of(trace, party)].lower(), class_=f"badge {colour}")
    facts = {
        "held in it": [f"{label(trace, each.owner)}: {held(each)}" for each in trace.into(party)],
        "ask for": [f"the share of {label(trace, each.owner)} in {label(trace, each.owned)}" for each in reach.ask],
        "note": [f"{flag}: {FLAGS[flag]}" for flag in reach.flags],
    }
    told: list[Content] = []
    for name, lines in facts.items():
        if lines:
            told += [element("dt", name), element("dd", *(element("div", line) for line in lines))]
    return element(
        "article",
        element("div", element("h3", label(trace, party)), word, class_="head"),
        element("p", reach.because, class_="because"),
        element("dl", *told) if told else None,
        class_=f"finding {colour}",
    )


def _listed(texts: tuple[str, ...] | list[str]) -> Markup:
    return element("ul", *(element("li", text) for text in texts))
