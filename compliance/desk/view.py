"""How pages of the desk are made: the templates of the reports and its own, filled in with what every page shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from compliance.core.errors import ComplianceError, Problem
from compliance.desk.state import Desk
from compliance.desk.units import Units
from compliance.reports.graph_svg import STYLE
from compliance.reports.page import TEMPLATES, asset, environment
from compliance.workflows.check import CheckResult

OWN = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
STEPS = {
    "/fleet": "Fleet",
    "/question": "Question",
    "/answer": "Answer",
    "/queue": "Queue",
    "/owners": "Owners",
    "/papers": "Papers",
    "/hand-over": "Hand over",
    "/history": "History",
}
"""The way through, in its order: path and title."""
_STATUS = {404: "There is no such page.", 405: "That cannot be done here.", 422: "That cannot be done."}


@cache
def style_sheet() -> str:
    """The style of every page: that of the reports, and the desk's own."""
    return asset("page.css") + STYLE + (OWN / "desk.css").read_text("utf-8")


def page(template: str, desk: Desk, request: Request, /, *, status: int = 200, **content: object) -> Response:
    """The page that ``template`` makes of ``content``; of a script of the page, only the part that it asks for."""
    last = desk.last
    result = None if last is None else last.result
    common = {
        "steps": STEPS,
        "here": "/" + request.url.path.split("/")[1],
        "folder": desk.folder.root.name,
        "day": desk.day,
        "last": last,
        "report": None if result is None else result.assessment.report,
        "running": desk.running,
        "stale": desk.is_stale,
        "said": request.query_params.get("said", "")[:300],
        "undoable": desk.changes[-1] if desk.changes else None,
    }
    text = environment(OWN, TEMPLATES).get_template(template).render(common | content)
    return HTMLResponse(text, status)


def problems_page(desk: Desk, request: Request, problems: Iterable[Problem], status: int) -> Response:
    """What went wrong, and what to do."""
    title = _STATUS.get(status, "That cannot be done.")
    return page("problems.html", desk, request, status=status, title=title, problems=tuple(problems))


def then(path: str, said: str = "") -> Response:
    """To the page ``path``, which begins with what was done."""
    return RedirectResponse(f"{path}?{urlencode({'said': said})}" if said else path, 303)


def answer_of(desk: Desk) -> tuple[CheckResult, Units]:
    """The last result with its units. Raises ComplianceError where there is none to speak of."""
    last = desk.last  # one look: a check that ends meanwhile puts another in its place
    if last is None or last.result is None or last.units is None:
        problems = () if last is None else last.problems
        advice = "The check is under way." if desk.running else "Drop an inventory on the page Fleet."
        raise ComplianceError(problems or (Problem("there is no answer yet", advice),))
    return last.result, last.units
