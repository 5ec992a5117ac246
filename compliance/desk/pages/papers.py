"""The papers of the fleet: which are there, which vouch for which machines, and what readers propose of new ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.view import page, then
from compliance.io.paths import content, lies_at
from compliance.workflows.continued import older_content

if TYPE_CHECKING:
    from compliance.workflows.documents import DocumentsResult

PLACE, REGISTER = "documents", "documents.yaml"
"""The folder of the papers, and their register."""


def show(desk: Desk, request: Request) -> Response:
    """The page."""
    from compliance.reports.documents.html import papers_parts

    result: DocumentsResult | None = None
    problems: tuple[Problem, ...] = ()
    if any(lies_at(desk.folder.root / name) for name in (REGISTER, "documents.csv")):
        try:
            result = _documents(desk)
        except ComplianceError as error:
            problems = error.problems
    files = [name for name in desk.folder.files() if name.startswith(f"{PLACE}/")]
    proposals = (
        [] if result is None else [entry.document for entry in result.register.documents if not entry.document.is_fact]
    )
    return page(
        "papers.html",
        desk,
        request,
        result=result,
        problems=problems,
        files=files,
        proposals=proposals,
        papers=None if result is None else papers_parts(result.papers),
    )


def _documents(desk: Desk, *, read: bool = False, confirm: Sequence[str] = ()) -> DocumentsResult:
    # Graphs are needed only here: the desk opens sooner without them.
    from compliance.workflows.documents import documents

    return documents(desk.folder.root, as_of=desk.day, read=read, confirm=confirm, settings=desk.folder.root)


def upload(desk: Desk, request: Request, form: Form) -> Response:
    """Keeps papers that were dropped."""
    del request
    saved = [
        desk.folder.save(name, file.file, replace=bool(form.text("replace")), under=PLACE)
        for name, file in form.files("files")
    ]
    return then("/papers", f"Kept {', '.join(path.name for path in saved)}." if saved else "No file was chosen.")


def propose(desk: Desk, request: Request, form: Form) -> Response:
    """Lets the readers propose entries of the register."""
    del request, form
    path = desk.folder.root / REGISTER
    older = older_content(path)
    result = _documents(desk, read=True)
    said = f"{len(result.proposed)} proposed." + "".join(f" {text}" for text in result.unreadable)
    if result.proposed:
        desk.record(path, older, "proposed papers", "")
        desk.restart()
    return then("/papers", said)


def confirm(desk: Desk, request: Request, form: Form) -> Response:
    """Makes facts of the proposals that a person has compared with the paper."""
    del request
    ids = form.texts("document")
    path = desk.folder.root / REGISTER
    older = older_content(path)
    _documents(desk, confirm=ids)
    if ids:
        desk.record(path, older, f"confirmed {', '.join(ids)}", "")
        desk.restart()
    return then("/papers", f"Confirmed: {', '.join(ids)}." if ids else "No paper was ticked.")


def paper(desk: Desk, request: Request) -> Response:
    """A paper as a file, to be read beside what is proposed; it is saved, never shown by the desk itself."""
    name = request.query_params.get("name", "")
    path = desk.folder.path(name)
    if not name.startswith(f"{PLACE}/"):
        raise fail("is no paper", f"Papers lie in {PLACE}/.", file=name)
    headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(path.name)}"}
    return Response(content(path, name), media_type="application/octet-stream", headers=headers)


PAGES = (
    ("/papers", show, None),
    ("/papers/file", paper, None),
    ("/papers/files", None, upload),
    ("/papers/proposals", None, propose),
    ("/papers/confirmation", None, confirm),
)
