"""The timeline as a page: the chart, and a table of the days with what changed and why."""

from __future__ import annotations

from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.reports.page import Markup, badge, element, joined, page, section, table
from compliance.reports.sentences import sentence
from compliance.reports.style import Style
from compliance.reports.timeline.svg import drawing
from compliance.reports.timeline.text import said_counts, told_event
from compliance.workflows.timeline.verdicts import History
from compliance.workflows.timeline.watch import Watched


def write(history: History, watched: Watched | None, style: Style) -> str:
    """The whole page; it loads nothing."""
    title = f"Timeline {history.first} to {history.last}"
    head = element(
        "div",
        element("p", "Compliance timeline", class_="kind"),
        element("h1", title),
        element(
            "p", f"{counted(history.units, 'unit')}, judged as of every day on which something changes.", class_="lead"
        ),
        class_="masthead",
    )
    body = [section("chart", "Verdicts over time", pictured(history)), section("days", "What changed", days(history))]
    if watched:
        body.append(section("watch", f"Newly affected since {watched.name} of {watched.as_of}", _news(watched)))
    return page(title, head, element("main", *body))


def pictured(history: History) -> Markup:
    """The chart as a figure."""
    caption = element("figcaption", "Units by verdict; numbers are the changes in the table")
    return element("figure", caption, Markup(drawing(history)))


def days(history: History) -> Markup:
    """The days as a table."""
    changing = [moment.day for moment in history.moments if moment.events]
    rows = [
        [
            element("time", str(moment.day)),
            changing.index(moment.day) + 1 if moment.events else "",
            joined(element("p", told_event(event)) for event in moment.events)
            or ("the first day" if moment is history.moments[0] else ""),
            said_counts(moment),
            badge(moment.verdict),
        ]
        for moment in history.moments
    ]
    return table("Days on which something changes", ("day", "no.", "what changed, and why", "units", "verdict"), rows)


def _news(watched: Watched) -> Markup:
    rows = [
        [
            each.rule,
            badge(each.verdict),
            badge(Verdict(each.before)) if each.before else "",
            each.units,
            sentence(each.because),
            joined(element("p", f"{cause.kind}: {cause.what}") for cause in each.causes),
        ]
        for each in watched.affected
    ]
    return table("Newly affected", ("rule", "now", "before", "units", "finding", "why"), rows)
