"""What is given to others: the memo with what changed since the last one, the report, the papers, in every format that there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from itertools import count
from mimetypes import guess_type
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import fail
from compliance.desk.form import Form
from compliance.desk.state import Desk, Made, Progress
from compliance.desk.view import page, then
from compliance.io.paths import lies_at
from compliance.reports import SUFFIXES
from compliance.reports.write_report import Result, write_report
from compliance.workflows.check import check

if TYPE_CHECKING:
    from compliance.workflows.diligence.diligence import DiligenceResult

PLACE = "handed-over"
"""The folder in which dossiers are kept that were handed over, as JSON by their day."""
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
    from compliance.reports.dossier import FORMATS

    rows = [(name, paper, _formats(paper)) for name, paper in PAPERS.items()]
    return page("hand_over.html", desk, request, papers=rows, kept=_kept(desk), formats=FORMATS, made=desk.made)


def _kept(desk: Desk) -> list[str]:
    """The dossiers that were handed over, the last one first."""
    names = (name for name in desk.folder.files() if name.startswith(f"{PLACE}/") and name.endswith(".json"))
    return sorted(names, key=lambda name: (desk.folder.path(name).stat().st_mtime_ns, name), reverse=True)


def memo(desk: Desk, request: Request, form: Form) -> Response:
    """The memo as a file, compared with an earlier one, and kept so that the next one can be; or only what changed."""
    from compliance.reports.dossier import FORMATS
    from compliance.reports.dossier.revisions import lead, revisions

    form_of = form.text("format") or "docx"
    if form_of not in FORMATS:
        raise fail("there is no such paper", "Choose one on the page Hand over.")
    since = form.text("since")
    if form.text("compare") and not since:
        raise fail("nothing was handed over yet", "Make the first memo: the next one can be compared with it.")
    asked: dict[str, Any] = {name: form.text(name) for name in ("matter", "client", "author", "privilege")}
    # On one's own fleet, what one has decided and accepted counts; a seller's is only what the seller says.
    is_own, keep, day = form.text("whose") != "seller", bool(form.text("keep")), desk.day
    baseline = desk.folder.path(since) if since else None

    def dossier(**more: Any) -> DiligenceResult:
        from compliance.workflows.diligence.diligence import diligence

        return diligence(desk.folder.root, as_of=day, trust_target=is_own, baseline=baseline, **asked, **more)

    if form.text("compare"):
        redline = dossier().dossiers[0].redline
        assert redline is not None
        return page("redline.html", desk, request, lead=lead(redline), revisions=revisions(redline))

    def work(progress: Progress) -> Made:
        result = dossier(progress=progress)
        if keep:
            _keep(desk, result)
        return _made(result, form_of, f"memo-{day}")

    desk.make("making the memo", work)
    return then("/hand-over", "The memo is being made. When it is done, it can be saved here.")


def save(desk: Desk, request: Request) -> Response:
    """The memo that was made last, as a file."""
    del request
    if desk.made is None or not desk.made.name:
        raise fail("no memo is ready", "Make one on the page Hand over.")
    return _sent(desk.made)


def _keep(desk: Desk, result: DiligenceResult) -> None:
    """Keeps the dossier as JSON by its day, without taking the place of another."""
    folder = desk.folder.path(PLACE)
    folder.mkdir(exist_ok=True)
    names = (f"{desk.day}{f'-{number}' if number > 1 else ''}.json" for number in count(1))
    path = next(path for name in names if not lies_at(path := folder / name))
    write_report(result, path, "json")


def _formats(paper: Paper) -> tuple[str, ...]:
    formats: tuple[str, ...] = import_module(f"compliance.reports.{paper.formats}").FORMATS
    return formats


def download(desk: Desk, request: Request) -> Response:
    """A paper as a file."""
    name, form = request.query_params.get("paper", ""), request.query_params.get("format", "")
    paper = PAPERS.get(name)
    if paper is None or form not in _formats(paper):
        raise fail("there is no such paper", "Choose one on the page Hand over.")
    return _sent(_made(paper.make(desk), form, f"{name}-{desk.day}"))


def _made(result: Result, form: str, name: str) -> Made:
    """The result as a file."""
    suffix = SUFFIXES.get(form, (f".{form}",))[0]
    with TemporaryDirectory() as place:
        path = Path(place) / f"paper{suffix}"
        write_report(result, path, form)
        return Made(f"{name}{suffix}", path.read_bytes())


def _sent(made: Made) -> Response:
    """A file that the browser saves: a page of a report is never shown here, the desk runs no script but its own."""
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=guess_type(made.name)[0] or "application/octet-stream", headers=headers)


PAGES = (
    ("/hand-over", show, None),
    ("/hand-over/memo", save, memo),
    ("/hand-over/file", download, None),
)
