"""A CBP Form 7501 as text: what a broker's system prints, or what was copied out of a PDF."""

from __future__ import annotations

from pathlib import Path

from compliance.core.errors import fail
from compliance.evidence.documents import Document
from compliance.evidence.readers.templates import PageText, matching, read_pages
from compliance.io.paths import content

MAX_BYTES = 4 * 1024 * 1024


def recognises(path: Path, file: str, head: bytes) -> bool:
    """A text for which there is a template."""
    return b"\0" not in head and matching(_pages(path, file)) is not None


def read(path: Path, file: str) -> list[Document]:
    """The form. Raises ComplianceError for a text without a line or number that can be read."""
    pages = _pages(path, file)
    template = matching(pages)
    assert template is not None
    document = read_pages(template, pages, file, "form-7501")
    if not document.reference and not document.lines:
        raise fail(f"looks like {template.title}, but nothing in it can be read", "Register it by hand.", file=file)
    return [document]


def _pages(path: Path, file: str) -> list[PageText]:
    return [PageText(None, content(path, file, most=MAX_BYTES).decode("utf-8", "replace"))]
