"""The papers of the fleet: which are there, which vouch for which machines, and what readers propose of new ones."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
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
    from compliance.evidence.documents import Document
    from compliance.workflows.documents import DocumentsResult

PLACE, REGISTER = "documents", "documents.yaml"
"""The folder of the papers, and their register."""
MAX_SHOWN = 20_000
"""So many bytes of a text are shown."""
COLUMNS = (
    "line", "quantity", "origin", "maker", "model", "purchase_lot", "value_usd", "hts", "bill_of_lading", "entry_date",
    "export_date", "importer", "consignee", "liquidated_on", "liquidation", "serials", "serials_file",
)  # fmt: skip
"""What a line of a paper may say, in the order in which it is shown."""


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
    return page(
        "papers.html",
        desk,
        request,
        result=result,
        problems=problems,
        files=files,
        proposals=[] if result is None else _proposals(result),
        papers=None if result is None else papers_parts(result.papers),
    )


def _documents(desk: Desk, *, read: bool = False, confirm: Sequence[str] = ()) -> DocumentsResult:
    # Graphs are needed only here: the desk opens sooner without them.
    from compliance.workflows.documents import documents

    return documents(desk.folder.root, as_of=desk.day, read=read, confirm=confirm, settings=desk.folder.root)


def upload(desk: Desk, request: Request, form: Form) -> Response:
    """Keeps papers that were dropped."""
    del request
    files = [(name, file.file) for name, file in form.files("files")]
    saved = desk.folder.save(files, replace=bool(form.text("replace")), under=PLACE)
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


def show_proposal(desk: Desk, request: Request) -> Response:
    """What a reader proposes, beside the paper: a page of a PDF as a picture, of a text its beginning."""
    document = next((one for one in _proposals(_documents(desk)) if one.id == request.query_params.get("id")), None)
    if document is None:
        raise fail("this proposal is no longer open", "See the page Papers.")
    places = (place for place in (document.evidence, *(line.evidence for line in document.lines)) if place)
    begin = next((place.page for place in places if place.page), 1)
    asked = request.query_params.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 6 else begin
    problems: tuple[Problem, ...] = ()
    try:
        shown = _shown(desk, document.file, number)
    except ComplianceError as error:
        shown, problems = Shown(), error.problems
    return page(
        "proposal.html", desk, request, document=document, shown=shown, number=number, problems=problems,
        registered=sorted({key for line in document.lines for key, value in line if value and key in COLUMNS}, key=COLUMNS.index),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as it can be shown: a picture of a page of so many, or a text; nothing where it can only be saved."""

    picture: str = ""
    pages: int = 0
    text: str = ""


def _shown(desk: Desk, name: str, number: int) -> Shown:
    from compliance.evidence.readers import pdf

    path = _paper(desk, name)
    data = content(path, name)
    if pdf.recognises(path, name, data[:64]):
        picture, pages = pdf.picture(path, name, number)
        return Shown(picture=f"data:image/png;base64,{b64encode(picture).decode()}", pages=pages)
    text = data[:MAX_SHOWN].decode("utf-8", "replace")
    return Shown() if "\0" in text else Shown(text=text)


def _proposals(result: DocumentsResult) -> list[Document]:
    """What readers proposed and nobody has confirmed."""
    return [entry.document for entry in result.register.documents if not entry.document.is_fact]


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
    path = _paper(desk, name)
    headers = {"content-disposition": f"attachment; filename*=utf-8''{quote(path.name)}"}
    return Response(content(path, name), media_type="application/octet-stream", headers=headers)


def _paper(desk: Desk, name: str) -> Path:
    """The paper of this name. Raises ComplianceError for a file of another kind."""
    path = desk.folder.path(name)
    if not name.startswith(f"{PLACE}/"):
        raise fail("is no paper", f"Papers lie in {PLACE}/.", file=name)
    return path


PAGES = (
    ("/papers", show, None),
    ("/papers/file", paper, None),
    ("/papers/proposal", show_proposal, None),
    ("/papers/files", None, upload),
    ("/papers/proposals", None, propose),
    ("/papers/confirmation", None, confirm),
)
