"""An evidence pack: inputs, reports and a signed statement about them, as a bag in a zip archive."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from compliance.evidence.statement import ENVELOPE, KEY, STATEMENT, enveloped, statement
from compliance.io.bag import DATA, archived
from compliance.reports import check, documents
from compliance.reports.style import Style
from compliance.workflows.documents import DocumentsResult
from compliance.workflows.pack import PackResult
from compliance.workflows.papers import papers_of

FORMATS = ("zip",)
BINARY = ("zip",)
REPORT = f"{DATA}reports/check.json"
"""The report that is compared when a pack is verified."""
_FORMS = {"json": REPORT, "text": f"{DATA}reports/check.txt", "html": f"{DATA}reports/check.html"}


def write(result: PackResult, form: str, out: IO[Any], style: Style) -> None:
    """The archive; the same inputs, programs and key give the same bytes."""
    del form, style
    out.write(packed(result))


def packed(result: PackResult) -> bytes:
    """The bytes of the archive."""
    files = {**result.inputs, **dict(_reports(result))}
    attested = statement(files, result.predicate)
    beside = {STATEMENT: attested}
    if result.signer:
        beside |= {ENVELOPE: enveloped(attested, result.signer), KEY: result.signer.public.text}
    return archived({**files, **beside})


def _reports(result: PackResult) -> Iterator[tuple[str, bytes]]:
    for form, name in _FORMS.items():
        yield name, _written(check, result.checked, form)
    inputs = result.checked.inputs
    if inputs.tied is not None:
        report = result.checked.report
        papers = papers_of(inputs.facts, inputs.tied)
        tied = DocumentsResult(report.tool, report.as_of, inputs.read, papers, (), (), (), result.paths)
        yield f"{DATA}reports/documents.json", _written(documents, tied, "json")
        yield f"{DATA}reports/documents.svg", _written(documents, tied, "svg")


def _written(folder: Any, result: object, form: str) -> bytes:
    out = io.StringIO(newline="")
    folder.write(result, form, out, Style())
    return out.getvalue().encode()
