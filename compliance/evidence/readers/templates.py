"""Templates of papers as data (``rules/papers``): what a text must contain, where its fields stand, what a line looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from compliance.core.located import ParsedFile
from compliance.core.record import NonEmpty, Record, Text, validate
from compliance.evidence.documents import Document, DocumentClass, Issuer, Source
from compliance.evidence.readers.table import day, number
from compliance.io.resources import bundled
from compliance.io.yaml import load

_DAYS = ("entry_date", "export_date", "issued_on")
_OF_DOCUMENT = ("reference", "issued_on")


class Template(Record):
    """How a kind of paper is read. ``fields`` are patterns with one group, ``lines`` one with named groups."""

    id: Text
    title: Text
    class_: DocumentClass
    keywords: NonEmpty[Text]
    issuer: Issuer = Issuer()
    fields: dict[Text, Text]
    lines: str = ""

    model_config = {"alias_generator": lambda name: name.rstrip("_")}


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page of a paper."""

    page: int | None
    text: str


@cache
def templates() -> tuple[Template, ...]:
    """The templates that ship with the program."""
    return tuple(validate(Template, load(path, name=f"bundled:{name}")) for name, path in bundled("papers").items())


def matching(pages: list[PageText]) -> Template | None:
    """The template of a paper: the first all of whose keywords it contains."""
    text = "\n".join(page.text for page in pages).casefold()
    return next(
        (template for template in templates() if all(word.casefold() in text for word in template.keywords)), None
    )


def read_pages(template: Template, pages: list[PageText], file: str, read_by: Source) -> Document:
    """The document on these pages. Raises ComplianceError for numbers that are none."""
    whole = "\n".join(page.text for page in pages)
    fields = {
        name: match[1].strip()
        for name, pattern in template.fields.items()
        if (match := re.search(pattern, whole, re.IGNORECASE))
    }
    lines = [
        _line(match.groupdict(default=""), fields, page, file)
        for page in pages
        for match in (re.finditer(template.lines, page.text, re.MULTILINE) if template.lines else ())
    ]
    reference = fields.get("reference", "")
    data = {
        "id": f"{template.id.upper()}-{reference or Path(file).stem}",
        "class": template.class_,
        "reference": reference,
        "issuer": template.issuer.model_dump(),
        "issued_on": day(fields.get("issued_on", fields.get("entry_date", ""))),
        "file": file,
        "lines": lines,
        "read_by": read_by,
    }
    return validate(Document, ParsedFile(file, data))


def _line(groups: dict[str, str], fields: dict[str, str], page: PageText, file: str) -> dict[str, Any]:
    """A line: what it says itself, else what the document says of all its lines."""
    known = {
        **{name: text for name, text in fields.items() if name not in _OF_DOCUMENT},
        **{name: text for name, text in groups.items() if text},
    }
    line: dict[str, Any] = {
        name: day(text) if name in _DAYS else number(text, file, 1, name) if name in ("quantity", "value_usd") else text
        for name, text in known.items()
    }
    return {**line, "evidence": {"file": file, "page": page.page}}
