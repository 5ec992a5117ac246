"""What changed since a check that was kept: files, lists, law, and what that did."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from compliance.core.finding import Input
from compliance.desk.form import Form
from compliance.desk.state import Desk
from compliance.desk.view import answer_of, page, then
from compliance.policies.baseline import known_findings, read_baseline
from compliance.reports.summaries import gravest
from compliance.reports.write_report import write_report
from compliance.workflows.check import check

PLACE = "checks"
"""The folder in which checks are kept, as JSON reports by their day."""


def show(desk: Desk, request: Request) -> Response:
    """The checks that were kept, and what changed since one of them."""
    kept = [name for name in desk.folder.files() if name.startswith(f"{PLACE}/") and name.endswith(".json")]
    chosen = request.query_params.get("since", kept[-1] if kept else "")
    if not chosen:
        return page("history.html", desk, request, kept=kept, chosen="", note="", inputs=[], new=[], gone=0)
    result, _ = answer_of(desk)
    baseline = read_baseline(desk.folder.path(chosen), chosen)
    findings = tuple(finding for finding in result.report.findings if finding.verdict.is_finding)
    newer = baseline.only_new(replace(result.report, findings=findings))
    return page(
        "history.html",
        desk,
        request,
        kept=kept,
        chosen=chosen,
        note=newer.notes[0],
        inputs=_changed(baseline.inputs, result.report.inputs),
        new=gravest(newer.findings),
        gone=len(baseline.known.keys() - known_findings(findings).keys()),
    )


def _changed(before: tuple[Input, ...], now: tuple[Input, ...]) -> list[tuple[str, str, str]]:
    """What was read then and is now: kind, path, what became of it."""
    older = {(entry.kind, entry.path): entry.sha256 for entry in before}
    newer = {(entry.kind, entry.path): entry.sha256 for entry in now}
    rows: list[tuple[str, str, str]] = []
    for kind, path in dict.fromkeys((*older, *newer)):
        then_, now_ = older.get((kind, path)), newer.get((kind, path))
        if then_ != now_:
            rows.append((kind, path, "new" if then_ is None else "no longer read" if now_ is None else "changed"))
    return rows


def keep(desk: Desk, request: Request, form: Form) -> Response:
    """Keeps a check as a JSON report, the same that the command writes."""
    del request, form
    result = check(desk.inventories(), as_of=desk.day, allow_not_covered=True, settings=desk.folder.root)
    folder = desk.folder.path(PLACE)
    folder.mkdir(exist_ok=True)
    path = desk.folder.path(f"{PLACE}/{result.report.as_of}.json")
    write_report(result, path, "json")
    return then("/history", f"Kept as {PLACE}/{path.name}.")


PAGES = (("/history", show, None), ("/history/keep", None, keep))
