"""The verdict, the gravest things, the counts; every number opens its units, every unit its explanation."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from compliance.desk.state import Desk
from compliance.desk.units import FILTERS
from compliance.desk.view import answer_of, page
from compliance.reports.charts import Chart
from compliance.reports.sentences import HEADLINE, top_lines


def show(desk: Desk, request: Request) -> Response:
    """The page."""
    result, units = answer_of(desk)
    report = result.report
    next_steps, own_steps = units.next_steps
    return page(
        "answer.html",
        desk,
        request,
        report=result.assessment.report,
        headline=HEADLINE[report.verdict],
        top_lines=top_lines(report),
        gravest=units.gravest,
        open_points=len(units.open_points),
        rules=Chart("Units by rule and verdict", "Rule", [(rule, rule.units) for rule in units.account.rules]),
        charts=units.charts,
        next_steps=next_steps,
        own_steps=own_steps,
        inputs=report.inputs,
    )


def show_units(desk: Desk, request: Request) -> Response:
    """The units that fit what is asked, a page of them."""
    _, units = answer_of(desk)
    asked = request.query_params
    number = asked.get("page", "1")
    wanted = {name: asked.get(name, "") for name in FILTERS}
    found = units.page(wanted, asked.get("search", ""), int(number) if number.isdecimal() and len(number) < 9 else 1)
    template = "units_table.html" if request.headers.get("hx-target") == "units" else "units_page.html"
    return page(
        template,
        desk,
        request,
        found=found,
        wanted=wanted,
        search=asked.get("search", ""),
        choices=units.choices,
        in_lots=units.in_lots,
    )


def show_unit(desk: Desk, request: Request) -> Response:
    """One unit seen by every rule."""
    _, units = answer_of(desk)
    name = request.query_params.get("name", "")
    return page("unit.html", desk, request, name=name, lines=units.explained(name))


PAGES = (("/answer", show, None), ("/units", show_units, None), ("/unit", show_unit, None))
