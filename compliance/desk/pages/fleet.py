"""What lies in the folder, what was read as what, and what is still to be settled: columns and sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from glob import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.errors import ComplianceError
from compliance.core.finding import Input
from compliance.desk.form import Form
from compliance.desk.pages import hand_over, history, papers
from compliance.desk.state import Checked, Desk
from compliance.desk.view import page, then
from compliance.inventory.facts import NATIVE
from compliance.inventory.formats import SUFFIXES
from compliance.io.paths import lies_at
from compliance.reports.sentences import top_lines
from compliance.workflows.column_mapping import Choice, write_map
from compliance.workflows.doctor import doctor
from compliance.workflows.repository import is_companion
from compliance.workflows.settings_file import set_settings
from compliance.workflows.site_entries import known_sites, settle_site

MAP = "map.yaml"
KEPT = {papers.PLACE, history.PLACE, hand_over.PLACE}
"""Folders in which no inventory lies."""


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of the folder: what it was read as, or that it may be an inventory."""

    name: str
    read: Input | None
    is_candidate: bool
    is_chosen: bool


def show(desk: Desk, request: Request) -> Response:
    """The page."""
    last = desk.last
    result = None if last is None else last.result
    report = None if result is None else result.assessment.report
    return page(
        "fleet.html",
        desk,
        request,
        last=last,  # one look: a check that ends meanwhile puts another in its place
        report=report,
        files=list(_files(desk, last)),
        tables=[] if last is None or last.units is None else last.units.columns,
        native=NATIVE,
        doubts=report is not None and bool(report.unknown),
        lines=[] if report is None else [*top_lines(report), *report.notes],
        unknown_sites=[] if report is None else [text for text in report.unknown if text.column == "site"],
        sites=known_sites(desk.companion("sites")) if result is not None else (),
    )


def _files(desk: Desk, last: Checked | None) -> Iterator[FileShown]:
    read = {} if last is None or last.result is None else {entry.path: entry for entry in last.result.inputs.read}
    by_name = {Path(path.partition("#")[0]).name: entry for path, entry in read.items()}
    try:
        chosen = {path.name.partition("#")[0] for path in desk.inventories()}
    except ComplianceError:
        chosen = set()
    for name in desk.folder.files():
        path = Path(name)
        may_be = path.suffix.casefold() in SUFFIXES and not _is_another(path)
        yield FileShown(name, by_name.get(path.name), may_be, path.name in chosen)


def _is_another(path: Path) -> bool:
    """Whether a file is called like something else than an inventory, or lies among papers or what the desk kept."""
    return is_companion(path.name) or path.name == MAP or not KEPT.isdisjoint(path.parts)


def upload(desk: Desk, request: Request, form: Form) -> Response:
    """Keeps the files that were dropped, and checks them."""
    del request
    files = [(name, file.file) for name, file in form.files("files")]
    chosen = _chosen(desk)  # beside a new file it is no longer clear which one was meant
    saved = desk.folder.save(files, replace=bool(form.text("replace")))
    new = [path.name for path in saved if path.suffix.casefold() in SUFFIXES and not _is_another(path)]
    if new:
        _choose(desk, [*chosen, *map(_pattern, new)])
    if saved:
        desk.restart()
    return then("/fleet", f"Kept {', '.join(path.name for path in saved)}." if saved else "No file was chosen.")


def choose(desk: Desk, request: Request, form: Form) -> Response:
    """Which files are the inventories, each with its sheet where one is named."""
    del request
    names = []
    for name in form.texts("inventory"):
        desk.folder.path(name)
        sheet = form.text(f"sheet {name}")
        names.append(f"{name}#{sheet}" if sheet else name)
    _choose(desk, list(map(_pattern, names)))
    desk.restart()
    return then("/fleet", "Saved in compliance.toml.")


def _chosen(desk: Desk) -> list[str]:
    """What the folder's settings name, or what is checked without them."""
    config, _ = desk.settings
    if config.inventories:
        return list(config.inventories)
    try:
        return [escape(path.relative_to(desk.folder.root).as_posix()) for path in desk.inventories()]
    except ComplianceError:
        return []


def _choose(desk: Desk, patterns: list[str]) -> None:
    kept = [pattern for pattern in desk.settings[0].inventories if pattern.startswith("!")]
    set_settings(desk.folder.root, {("inventories",): list(dict.fromkeys([*patterns, *kept]))})


def _pattern(name: str) -> str:
    file, mark, sheet = name.partition("#")
    return f"{escape(file)}{mark}{sheet}"


def map_columns(desk: Desk, request: Request, form: Form) -> Response:
    """What each column means, saved as a map that the settings name."""
    del request
    headers, natives = form.texts("header"), form.texts("native")
    choices = [Choice(header, native) for header, native in zip(headers, natives, strict=True)]
    config, base = desk.settings
    path = base / config.map if config.map else desk.folder.path(MAP)
    older = path.read_bytes() if lies_at(path) else None
    write_map(path, choices)
    desk.record(path, older, "columns", "")
    if not config.map:
        set_settings(desk.folder.root, {("map",): MAP})
    desk.restart()
    return then("/fleet", f"Saved in {path.name}.")


def settle(desk: Desk, request: Request, form: Form) -> Response:
    """Which site a text means: one that is described, or a new one."""
    del request
    path = desk.companion("sites")
    older = path.read_bytes() if lies_at(path) else None
    text = form.needed("text", "The text")
    settle_site(path, text, known=form.text("site"), address=form.text("address"), operator=form.text("operator"))
    desk.record(path, older, f"site {text}", "")
    desk.restart()
    return then("/fleet", f"Saved in {path.name}.")


def run(desk: Desk, request: Request, form: Form) -> Response:
    """Checks again."""
    desk.restart()
    return then(_back(form, request))


def cancel(desk: Desk, request: Request, form: Form) -> Response:
    """Calls the check off."""
    if job := desk.running:
        job.cancelled.set()
        job.done.wait(5)
    return then(_back(form, request), "The check was called off.")


def undo(desk: Desk, request: Request, form: Form) -> Response:
    """Takes back what was written last."""
    change = desk.undo()
    desk.restart()
    return then(_back(form, request), f"Undone: {change.what} in {change.path.name}.")


def _back(form: Form, request: Request) -> str:
    """The page from which the form came."""
    del request
    path = form.text("from")
    return path if path.startswith("/") and not path.startswith("//") else "/fleet"


def missing(desk: Desk, request: Request) -> Response:
    """What would let a check say more."""
    result = doctor(desk.inventories(), as_of=desk.day, settings=desk.folder.root)
    return page("missing.html", desk, request, gaps=result.gaps)


def progress(desk: Desk, request: Request) -> Response:
    """How far the check has come: what a page asks for while one is under way."""
    response = page("progress.html", desk, request)
    if desk.running is None:
        response.headers["hx-refresh"] = "true"
    return response


PAGES = (
    ("/fleet", show, None),
    ("/fleet/files", None, upload),
    ("/fleet/inventories", None, choose),
    ("/fleet/columns", None, map_columns),
    ("/fleet/site", None, settle),
    ("/missing", missing, None),
    ("/check", None, run),
    ("/cancel", None, cancel),
    ("/undo", None, undo),
    ("/progress", progress, None),
)
