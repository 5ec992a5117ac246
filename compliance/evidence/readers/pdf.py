"""PDF files with a text layer: tables of serial numbers, and papers for which there is a template. Needs pdfplumber.

Scripts, forms and embedded files in a PDF are never run or opened. It is read in a process of its own, within limits.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from compliance.core.errors import ComplianceError, fail
from compliance.evidence.documents import Document
from compliance.evidence.readers import packing_list
from compliance.evidence.readers.table import meanings
from compliance.evidence.readers.templates import PageText, matching, read_pages
from compliance.evidence.sheets import Row, Sheet, headed
from compliance.inventory.facts.base import fold_header
from compliance.io.child import in_child, told

MAX_PAGES = 200
_DPI, _PIXELS = 110, 1500
"""How fine a picture of a page is, and how many pixels its longer side has at most."""


def recognises(path: Path, file: str, head: bytes) -> bool:
    """By its first bytes."""
    return head.lstrip().startswith(b"%PDF")


def read(path: Path, file: str, *, max_pages: int = MAX_PAGES) -> list[Document]:
    """The document in the file.

    Raises ComplianceError where pdfplumber is not installed, for a scan without text, an encrypted file, too many pages,
    and where nothing in it is known.
    """
    _needs_pdfplumber(file)
    texts, tables = _apart("contents", path, file, max_pages)
    pages = [PageText(number, text) for number, text in enumerate(texts, 1)]
    if not any(page.text.strip() for page in pages):
        advice = "Register it by hand, or ask for the file it was printed from."
        raise fail("has no text: it is a scan", advice, file=file)
    template = matching(pages)
    if template:
        return [read_pages(template, pages, file, "pdf")]
    rows = list(_rows(tables))
    if not rows:
        what = "holds no table of serial numbers and no paper for which there is a template"
        raise fail(what, "Register it by hand.", file=file)
    return [packing_list.document(rows, file, "pdf")]


def _apart(work: str, path: Path, file: str, number: int) -> Any:
    """What one of ``_WORKS`` returns in another process; bytes come in base64. Raises ComplianceError."""
    answer = in_child(__name__, (work, str(path.absolute()), file, str(number)))
    if not answer:
        what = "cannot be read within the limits of time and memory"
        raise fail(what, "Split it, print it anew, or register it by hand.", file=file)
    said = json.loads(answer)
    if problem := said.get("problem"):
        raise fail(*problem, file=file)
    return said["answer"]


def main(arguments: Sequence[str], out: BinaryIO) -> None:
    """The other process's part: one of ``_WORKS``, on a file, called so in messages, with a number; writes JSON."""
    work, path, file, number = arguments
    try:
        said: dict[str, Any] = {"answer": _WORKS[work](Path(path), file, int(number))}
    except ComplianceError as error:
        said = told(error)
    out.write(json.dumps(said, default=lambda raw: b64encode(raw).decode()).encode())


def _rows(tables: Iterable[list[list[str]]]) -> Iterator[Row]:
    """The rows of all tables with serial numbers; on later pages a table may go on without its header.

    Rows are counted through all tables of the file.
    """
    known = meanings(packing_list.HEADERS)
    header: list[str] = []
    number = 1
    for table in tables:
        found = headed(Sheet("", number, table), known, frozenset(packing_list.NEEDED))
        if found:
            header = next(row for row in table if "serial" in {known.get(fold_header(cell)) for cell in row})
            yield from found[0]
        elif header and table and len(table[0]) == len(header):
            again = headed(Sheet("", number - 1, [header, *table]), known, frozenset(packing_list.NEEDED))
            assert again
            yield from again[0]
        number += len(table)


def _needs_pdfplumber(file: str) -> None:
    try:
        import pdfplumber  # noqa: F401
    except ImportError:
        advice = "Install it: pip install 'mining-compliance[documents]'."
        raise fail("is a PDF, and pdfplumber is not installed", advice, file=file) from None


def contents(path: Path, file: str, max_pages: int) -> tuple[list[str], list[list[list[str]]]]:
    """The text of each page, and the cells of every table. Whatever the library stumbles over is the file's fault."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with pdfplumber.open(path, pages=list(range(1, max_pages + 2))) as pdf:
            pages = pdf.pages
            tables = [table for page in pages[:max_pages] for table in page.extract_tables()]
            texts = [page.extract_text() or "" for page in pages[:max_pages]]
    except Exception as error:  # noqa: BLE001 - the library raises anything for a broken file
        reasons = (error, error.__cause__, error.__context__, *error.args)
        if any(isinstance(reason, PDFPasswordIncorrect) for reason in reasons):
            raise fail("is an encrypted PDF", "Save it without a password.", file=file) from None
        raise fail(f"is a PDF that cannot be read: {type(error).__name__}", "Print it anew.", file=file) from None
    if len(pages) > max_pages:
        raise fail(f"has more than {max_pages} pages", "Split it, or register it by hand.", file=file)
    return texts, [[[(cell or "").replace("\n", " ") for cell in row] for row in table] for table in tables]


def picture(path: Path, file: str, page: int) -> tuple[bytes, int]:
    """A page, counted from 1, as a picture in PNG, and how many pages there are.

    Raises ComplianceError as ``read`` does, and where there is no such page.
    """
    _needs_pdfplumber(file)
    image, pages = _apart("drawn", path, file, page)
    return b64decode(image), pages


def drawn(path: Path, file: str, page: int) -> tuple[bytes, int]:
    """As ``picture``, in this process."""
    import pdfplumber

    try:
        with pdfplumber.open(path) as pdf:
            pages = len(pdf.pages)
            if not 1 <= page <= pages:
                raise fail(f"has no page {page}, but {pages}", "Choose another one.", file=file)
            # However large the paper is, the picture is no larger than a screen can use.
            size = max(pdf.pages[page - 1].width, pdf.pages[page - 1].height, 1)
            image = pdf.pages[page - 1].to_image(resolution=min(_DPI, _PIXELS * 72 / float(size)))
            out = BytesIO()
            image.original.save(out, "PNG")
    except ComplianceError:
        raise
    except Exception as error:  # noqa: BLE001 - the library raises anything for a broken file
        raise fail(f"is a PDF that cannot be drawn: {type(error).__name__}", "Open it yourself.", file=file) from None
    return out.getvalue(), pages


_WORKS: Mapping[str, Callable[[Path, str, int], object]] = {"contents": contents, "drawn": drawn}
