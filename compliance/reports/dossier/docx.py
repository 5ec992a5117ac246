"""The dossier as a Word document, which counsel edits: headings, lists and tables are those of Word's own styles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from compliance.core.errors import fail
from compliance.core.finding import Tool
from compliance.reports.dossier.memo import Block, Heading, Items, Paragraph, memo
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import Style, plain
from compliance.workflows.diligence.dossier import Dossier

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

_INCHES = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}


def write(dossiers: Sequence[Dossier], out: BinaryIO, style: Style) -> None:
    """One memorandum, or a comparison and all of them. Raises ComplianceError without the extra ``[docx]``."""
    first = dossiers[0]
    title = f"Due diligence: {', '.join(plain(dossier.name) for dossier in dossiers)}"
    write_blocks(memo(dossiers), title, first.tool, first.as_of, out, style)


def write_blocks(blocks: Iterable[Block], title: str, tool: Tool, as_of: date, out: BinaryIO, style: Style) -> None:
    """A document of the ``blocks``. Raises ComplianceError without the extra ``[docx]``."""
    try:
        import docx
        from docx.shared import Inches, Pt
    except ImportError:
        raise fail(
            "no Word document can be written: python-docx is not installed",
            "Run: pip install 'mining-compliance[docx]'.",
        ) from None
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.page_width, section.page_height = map(Inches, _INCHES[style.paper])
    section.left_margin = section.right_margin = Inches(0.9)
    section.footer.paragraphs[0].text = f"{tool.name} {tool.version}. {DISCLAIMER}"
    properties = document.core_properties
    properties.title, properties.author = title, tool.name
    properties.created = properties.modified = datetime.combine(as_of, time())
    for block in blocks:
        _add(document, block)
    made = BytesIO()
    document.save(made)
    _without_clock(made, out)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(plain(block.text), block.level)
        case Paragraph():
            _fill(document.add_paragraph(style="Intense Quote" if block.note else None), block)
        case Items():
            for item in block.items:
                _fill(document.add_paragraph(style="List Number" if block.numbered else "List Bullet"), item)
        case _:
            # What names its rows alone needs no row of empty titles above them.
            rows = [block.header, *block.rows] if any(block.header) else [*block.rows]
            table = document.add_table(0, len(block.header), style="Light Grid Accent 1")
            for row in rows:
                cells = table.add_row().cells
                for cell, text in zip(cells, row, strict=True):
                    cell.text = plain(text)


def _fill(paragraph: WordParagraph, content: Paragraph) -> None:
    if content.strong:
        paragraph.add_run(plain(content.strong)).bold = True
    paragraph.add_run(plain(content.text))
    if content.removed:
        paragraph.add_run(plain(content.removed)).font.strike = True
    if content.added:
        paragraph.add_run(f"{' ' if content.removed else ''}{plain(content.added)}").font.underline = True


def _without_clock(made: BytesIO, out: BinaryIO) -> None:
    """The same archive, without the time at which it was made: the same dossiers give the same bytes."""
    with ZipFile(made) as archive, ZipFile(out, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(ZipInfo(name), archive.read(name), ZIP_DEFLATED)
