"""The tie-out as a picture: documents on one side, lots on the other, and a band for each claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from compliance.core.text import counted
from compliance.evidence.claims import State
from compliance.reports.style import Style, plain
from compliance.workflows.documents import DocumentsResult

WIDTH, LEFT, RIGHT, ROW = 900, 300, 600, 44
MAX_ROWS = 60
"""So many documents, and so many lots, are drawn."""
COLOURS: Mapping[State, str] = {
    "vouched": "#2a7f4f", "partly": "#b7791f", "over-used": "#c05621", "contradicted": "#b02a37",
    "impossible-date": "#b02a37", "not-covered": "#b02a37", "not-independent": "#b02a37",
    "unclear": "#6c757d", "unread": "#6c757d", "missing": "#6c757d", "unused": "#6c757d",
}  # fmt: skip
DASHED = frozenset(("unclear", "unread", "missing"))


def write(result: DocumentsResult, style: Style, *, max_rows: int = MAX_ROWS) -> str:
    """The picture; the same answer gives the same bytes."""
    documents = _documents(result, max_rows)
    lots = {row: place for place, row in enumerate(_rows(result, max_rows))}
    height = 60 + ROW * max(len(documents), len(lots), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13">',
        f"<title>What vouches for what, as of {result.as_of}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(LEFT, 24, "Documents", "end", bold=True),
        _text(RIGHT, 24, "Rows of the inventory", "start", bold=True),
        *_bands(result, documents, lots),
        *(_text(LEFT, _y(place), name, "end") for name, place in documents.items()),
        *(_text(RIGHT, _y(place), row, "start") for row, place in lots.items()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _documents(result: DocumentsResult, max_rows: int) -> dict[str, int]:
    """Registered documents, then those that are only named, each with its place."""
    registered = [f"{entry.id} ({entry.document.class_.replace('_', ' ')})" for entry in result.register.documents]
    named = [
        f"{claim.reference} ({claim.document_class.replace('_', ' ')})"
        for claim in result.tied.claims
        if not claim.document
    ]
    return {name: place for place, name in enumerate(list(dict.fromkeys((*registered, *named)))[:max_rows])}


def _rows(result: DocumentsResult, max_rows: int) -> list[str]:
    rows = sorted({(place.file, place.row, place.id) for claim in result.tied.claims for place in claim.locations})
    return [_row(file, row, name) for file, row, name in rows[:max_rows]]


def _row(file: str, row: int, name: str) -> str:
    return f"{name} ({file}:{row})" if name != f"{file}#{row}" else f"{file}:{row}"


def _bands(result: DocumentsResult, documents: Mapping[str, int], lots: Mapping[str, int]) -> Iterable[str]:
    classes = {entry.id: entry.document.class_ for entry in result.register.documents}
    for claim in result.tied.claims:
        document_class = classes.get(claim.document or "", claim.document_class)
        name = f"{claim.document or claim.reference} ({document_class.replace('_', ' ')})"
        for place in claim.locations:
            row = _row(place.file, place.row, place.id)
            if name in documents and row in lots:
                top, bottom = _y(documents[name]) - 4, _y(lots[row]) - 4
                dash = ' stroke-dasharray="5 4"' if claim.state in DASHED else ""
                middle = (LEFT + RIGHT) // 2
                path = f"M {LEFT + 8} {top} C {middle} {top}, {middle} {bottom}, {RIGHT - 8} {bottom}"
                title = f"{claim.state}: {counted(claim.units, 'unit')}. {claim.because}"
                yield (
                    f'<path d="{path}" fill="none" stroke="{COLOURS[claim.state]}" stroke-width="2.5"{dash}>'
                    f"<title>{escape(plain(title))}</title></path>"
                )


def _y(place: int) -> int:
    return 60 + ROW * place


def _text(x: int, y: int, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    shown = text if len(text) <= 42 else f"{text[:41]}…"
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="#1f2933"{weight}>{escape(plain(shown))}</text>'
