"""What is given to others: the report, the dossier, the papers, the timeline, in every format that there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from mimetypes import guess_type
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import fail
from compliance.desk.state import Desk
from compliance.desk.view import page
from compliance.reports import SUFFIXES
from compliance.reports.write_report import Result, write_report
from compliance.workflows.check import check

AHEAD = timedelta(days=365)
"""How far a timeline looks back and ahead."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Something to hand over: what it is for, the folder of its formats, and how it is made."""

    title: str
    purpose: str
    formats: str
    make: Callable[[Desk], Result]


def _check(desk: Desk) -> Result:

    return check(desk.inventories(), as_of=desk.day, allow_not_covered=True, settings=desk.folder.root)


def _dossier(desk: Desk) -> Result:
    from compliance.workflows.diligence.diligence import diligence

    return diligence(desk.folder.root, as_of=desk.day)


def _requests(desk: Desk) -> Result:
    from compliance.workflows.requests import requests

    return requests(desk.folder.root, as_of=desk.day)


def _documents(desk: Desk) -> Result:
    from compliance.workflows.documents import documents

    return documents(desk.folder.root, as_of=desk.day)


def _timeline(desk: Desk) -> Result:
    from compliance.workflows.timeline.timeline import timeline

    first, last = desk.day - AHEAD, desk.day + AHEAD
    return timeline(desk.inventories(), first=first, last=last, settings=desk.folder.root)


def _duty(desk: Desk) -> Result:
    from compliance.workflows.duty import duty

    return duty(desk.inventories(), as_of=desk.day, mapping=desk.mapping)


def _pack(desk: Desk) -> Result:
    from compliance.workflows.pack import pack

    return pack(desk.inventories(), as_of=desk.day, settings=desk.folder.root)


# What they need is imported when somebody asks for it: the desk opens sooner.
PAPERS: Mapping[str, Paper] = {
    "check": Paper(
        "Report",
        "every finding with its evidence, for an auditor (xlsx), a reader (html, pdf), a program (json)",
        "check",
        _check,
    ),
    "dossier": Paper(
        "Dossier", "what an acquirer or a board must know: the memo, to be edited as docx", "dossier", _dossier
    ),
    "requests": Paper(
        "Requests", "letters to sellers, makers and others, and a workbook for their answers", "requests", _requests
    ),
    "documents": Paper("Papers", "what the registered documents vouch for", "documents", _documents),
    "timeline": Paper("Timeline", "what changed in a year, and what will", "timeline", _timeline),
    "duty": Paper("Duty", "what customs may claim", "duty", _duty),
    "pack": Paper(
        "Evidence pack",
        "everything the answer follows from, to be tested by a third party with compliance verify",
        "pack",
        _pack,
    ),
}
"""What can be handed over, by its name in an address."""


def show(desk: Desk, request: Request) -> Response:
    """The page."""
    rows = [(name, paper, _formats(paper)) for name, paper in PAPERS.items()]
    return page("hand_over.html", desk, request, papers=rows)


def _formats(paper: Paper) -> tuple[str, ...]:
    formats: tuple[str, ...] = import_module(f"compliance.reports.{paper.formats}").FORMATS
    return formats


def download(desk: Desk, request: Request) -> Response:
    """A paper as a file."""
    name, form = request.query_params.get("paper", ""), request.query_params.get("format", "")
    paper = PAPERS.get(name)
    if paper is None or form not in _formats(paper):
        raise fail("there is no such paper", "Choose one on the page Hand over.")
    result = paper.make(desk)
    suffix = SUFFIXES.get(form, (f".{form}",))[0]
    with TemporaryDirectory() as place:
        path = Path(place) / f"paper{suffix}"
        write_report(result, path, form)
        data = path.read_bytes()
    # A page of a report is saved, never shown here: the desk runs no script but its own.
    headers = {"content-disposition": f'attachment; filename="{name}-{desk.day}{suffix}"'}
    return Response(data, media_type=guess_type(f"x{suffix}")[0] or "application/octet-stream", headers=headers)


PAGES = (("/hand-over", show, None), ("/hand-over/file", download, None))
