"""Who owns the parties of the fleet: the picture, who is reached under which law, and a form that adds to it."""

from __future__ import annotations

from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import ComplianceError, Problem
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.view import page, then
from compliance.io.resources import bundled
from compliance.ownership.parties import InterestKind
from compliance.reports.trace.picture import label
from compliance.reports.trace.svg import drawing
from compliance.workflows.continued import older_content
from compliance.workflows.inputs import needed
from compliance.workflows.inputs.finding import find_files
from compliance.workflows.owner_entries import add_interest, add_party
from compliance.workflows.trace import DEFAULT_REGIME, Trace, trace


def show(desk: Desk, request: Request) -> Response:
    """The page: the picture under the regime that is chosen, and who is reached under each that the policies read."""
    regime = request.query_params.get("regime", DEFAULT_REGIME)
    traces: tuple[Trace, ...] = ()
    problems: tuple[Problem, ...] = ()
    try:
        if files := find_files(desk.inventories()).companions("parties", ()):
            regimes = dict.fromkeys((regime, *_asked(desk)))
            traces = trace(
                everything=True, as_of=desk.day, parties=files, regimes=regimes, settings=desk.folder.root
            ).traces
    except ComplianceError as error:
        problems = error.problems
    return page(
        "owners.html",
        desk,
        request,
        traces=traces,
        picture=drawing(traces[0], styled=False) if traces else None,
        label=label,
        regime=regime,
        regimes=list(bundled("regimes")),
        kinds=get_args(InterestKind),
        problems=problems,
    )


def _asked(desk: Desk) -> list[str]:
    """The regimes that the policies of the last check read."""
    last = desk.last
    return [] if last is None or last.result is None else needed(last.result.inputs.policies, "regimes")


def interest(desk: Desk, request: Request, form: Form) -> Response:
    """Adds an interest, and the holder where no file describes it."""
    del request
    path = desk.companion("parties")
    older = older_content(path)
    owner, owned = form.needed("owner", "The holder"), form.needed("owned", "What is held")
    if form.text("new"):
        add_party(path, id=owner, name=form.text("name") or owner, country=form.text("country"))
    add_interest(
        path,
        owner=owner,
        owned=owned,
        share=form.text("share"),
        minimum=form.text("minimum"),
        maximum=form.text("maximum"),
        kind=form.text("kind") or "ownership",
        since=form.day("from", "The first day"),
        until=form.day("until", "The last day"),
        source=form.text("source"),
    )
    desk.record(path, older, f"{owner} holds {owned}", "")
    desk.restart()
    return then("/owners", f"Written into {path.name}: {owner} holds a share of {owned}.")


PAGES = (("/owners", show, None), ("/owners/interest", None, interest))
