"""``documents.yaml`` and ``documents.csv``: the register as a file, and the files that it names, inside its folder only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.core.text import is_empty
from compliance.evidence.documents import Document, DocumentFile, FileState, Line, Register, Registered
from compliance.evidence.entry_number import wrong_check_digit
from compliance.evidence.serial_lists import read_serials, serial_of
from compliance.io.csv import decoded, numbered
from compliance.io.digests import digest_of
from compliance.io.paths import content, lies_at, resolved

SCHEMA = "See the schema: compliance rules schema documents"
_EXPORT = "Write a row for each line of a document, as CSV (UTF-8)."
_OF_DOCUMENT = (
    "id", "class", "reference", "issuer", "issuer_role", "issued_on", "file", "sha256", "read_by", "confirmed",
)  # fmt: skip
_OF_LINE = tuple(name for name in Line.model_fields if name != "evidence")
COLUMNS = (*_OF_DOCUMENT, *_OF_LINE, "evidence_file", "evidence_page", "evidence_box", "evidence_row")
"""The columns of a ``documents.csv``: a row is a line of a document, and the rows of one id are one document."""


def read_register(paths: Iterable[tuple[Path, str]]) -> Register:
    """The documents that these files register, each called by its name in messages. Raises ComplianceError.

    What a document names must lie in the folder of its register.
    """
    problems = ErrorCollector()
    files = problems.collect(paths, lambda entry: list(_registered(*entry)))
    entries = [entry for file in files for entry in file]
    by_id: dict[str, Registered] = {}
    for entry in entries:
        first = by_id.setdefault(entry.id, entry)
        if first is not entry:
            what = f"two documents have the id {entry.id!r} (the other in {first.register}:{first.row})"
            problems.problems.append(Problem(what, "Give each its own id.", entry.register, entry.row))
    problems.finish()
    return Register(tuple(entries))


def read_documents(path: Path, name: str) -> tuple[ParsedFile, tuple[Document, ...]]:
    """The file at ``path``, called ``name`` in messages, and the documents in it. Raises ComplianceError."""
    if path.suffix.casefold() == ".csv":
        document = _csv(decoded(content(path, name), name, _EXPORT), name)
    else:
        from compliance.io.yaml import load

        document = load(path, name=name)
    return document, validate(DocumentFile, document, advice=SCHEMA).documents


def _registered(path: Path, name: str) -> Iterator[Registered]:
    parsed, documents = read_documents(path, name)
    problems = ErrorCollector()
    for place, document in enumerate(documents):
        row, _ = parsed.place(("documents", place))

        def entry(document: Document = document, row: int | None = row) -> Registered:
            return _entry(document, path.parent, name, row)

        registered = problems.one(entry)
        if registered:
            yield registered
    problems.finish()


def _entry(document: Document, folder: Path, register: str, row: int | None) -> Registered:
    state, digest = _file_state(document, folder, register, row)
    serials = tuple(_serials(line, folder, register, row) for line in document.lines)
    doubts = [wrong_check_digit(document.reference)] if document.class_ == "customs_entry" else []
    doubts += [
        f"line {line.line or place} says {line.quantity:,} machines and lists {len(listed):,} serial numbers"
        for place, (line, listed) in enumerate(zip(document.lines, serials, strict=True), 1)
        if line.quantity is not None and line.quantity < len(listed)
    ]
    return Registered(document, register, row, state, digest, serials, tuple(filter(None, doubts)))


def _file_state(document: Document, folder: Path, register: str, row: int | None) -> tuple[FileState, str]:
    if is_empty(document.file):
        return "no file", ""
    path = inside(folder, document.file, register, row)
    if not lies_at(path):
        return "file missing", ""
    digest = digest_of(path, f"{register}: {document.file}")
    changed = document.sha256 and document.sha256.strip().casefold() != digest
    return ("file changed" if changed else ""), digest


def _serials(line: Line, folder: Path, register: str, row: int | None) -> frozenset[str]:
    listed = set(map(serial_of, line.serials))
    if line.serials_file:
        path = inside(folder, line.serials_file, register, row)
        listed |= set(read_serials(path, f"{register}: {line.serials_file}"))
    return frozenset(listed - {""})


def inside(folder: Path, name: str, register: str, row: int | None) -> Path:
    """The file of this name in the folder of a register. Raises ComplianceError for one outside."""
    path = resolved(folder / name)
    if not path.is_relative_to(resolved(folder)):
        what = f"names the file {name!r}, which is outside the folder of the register"
        raise fail(what, "Copy the file into the folder.", file=register, row=row)
    return path


def _csv(text: str, file: str) -> ParsedFile:
    """The rows of a ``documents.csv`` in the shape of a ``documents.yaml``. Raises ComplianceError."""
    rows = list(numbered(text, file))
    if not rows:
        raise fail("is empty", f"Its columns are {', '.join(COLUMNS)}.", file=file)
    (_, header), *lines = rows
    problems = [
        Problem(f"unknown column {column!r}", f"The columns are {', '.join(COLUMNS)}.", file, 1, column)
        for column in header
        if column not in COLUMNS
    ]
    problems += [Problem(f"column {name!r} is missing", "", file, 1) for name in ("id", "class") if name not in header]
    problems += [
        Problem(f"column {name!r} appears twice", "Keep one.", file, 1, name)
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if problems:
        raise ComplianceError(problems)
    return _grouped(header, lines, file)


def _grouped(header: Sequence[str], rows: Iterable[tuple[int, list[str]]], file: str) -> ParsedFile:
    documents: dict[str, dict[str, Any]] = {}
    marks: dict[Any, tuple[int, int]] = {}
    problems = []
    for number, cells in rows:
        given = {name: cell for name, cell in zip(header, cells, strict=False) if cell}
        name = given.get("id", "")
        data = documents.setdefault(name, {"lines": []})
        place = list(documents).index(name)
        marks.setdefault(("documents", place), (number, 1))
        marks["documents", place, "lines", len(data["lines"])] = (number, 1)
        for field, value in _of_document(given).items():
            if data.setdefault(field, value) != value:
                what = f"{field} of document {name!r} is another than in a row above"
                problems.append(Problem(what, "Say it once, or alike in every row.", file, number, field))
        line: dict[str, Any] = {field: given[field] for field in _OF_LINE if field in given}
        if "serials" in line:
            line["serials"] = [text for text in map(str.strip, line["serials"].split(";")) if text]
        evidence = {key[9:]: value for key, value in given.items() if key.startswith("evidence_")}
        if line or evidence:
            data["lines"].append({**line, **({"evidence": evidence} if evidence else {})})
    if problems:
        raise ComplianceError(problems)
    return ParsedFile(file, {"documents": list(documents.values())}, marks)


def _of_document(given: dict[str, str]) -> dict[str, Any]:
    """The fields of the document itself in the cells of a row."""
    data: dict[str, Any] = {field: given[field] for field in _OF_DOCUMENT if field in given}
    issuer = {"name": data.pop("issuer", ""), "role": data.pop("issuer_role", None)}
    return {**data, "issuer": issuer} if any(issuer.values()) else data
