"""The tie-out as a picture: documents on one side, rows on the other, and a band for each claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from markupsafe import Markup

from compliance.core.finding import Location
from compliance.core.text import counted
from compliance.evidence.claims import State
from compliance.evidence.tie_out import ClaimResult, TieOut
from compliance.reports.documents.tables import words
from compliance.reports.page import render
from compliance.reports.style import Style
from compliance.workflows.documents import DocumentsResult

WIDTH, LEFT, RIGHT, ROW = 900, 300, 600, 44
MAX_ROWS = 60
"""So many documents, and so many rows, are drawn."""
LONGEST = 42
"""So many characters of a label."""
COLOURS: Mapping[State, str] = {
    "vouched": "#2a7f4f", "partly": "#b7791f", "over-used": "#c05621", "contradicted": "#b02a37",
    "impossible-date": "#b02a37", "not-covered": "#b02a37", "not-independent": "#b02a37",
    "unclear": "#6c757d", "unread": "#6c757d", "missing": "#6c757d", "unused": "#6c757d",
}  # fmt: skip
DASHED = frozenset(("unclear", "unread", "missing"))


@dataclass(frozen=True, slots=True)
class Band:
    """A claim of a row on a document."""

    path: str
    colour: str
    dashed: bool
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A document or a row."""

    x: int
    y: int
    anchor: str
    text: str


def write(result: DocumentsResult, out: TextIO, style: Style) -> None:
    """The picture as a file of its own; the same answer gives the same bytes."""
    del style
    out.write(str(drawing(result.papers.tied)))


def drawing(tied: TieOut, max_rows: int = MAX_ROWS) -> Markup:
    """The picture, which a page may take in."""
    documents = {name: place for place, name in enumerate(_documents(tied)[:max_rows])}
    rows = {name: place for place, name in enumerate(_rows(tied)[:max_rows])}
    bands = [*_bands(tied, documents, rows)]
    states = dict.fromkeys(claim.state for claim in tied.claims)
    return render(
        "tie_out.svg",
        title="What vouches for what",
        width=WIDTH,
        height=76 + ROW * max(len(documents), len(rows), 1),
        left=LEFT,
        right=RIGHT,
        bands=bands,
        labels=[*_labels(documents, LEFT, "end"), *_labels(rows, RIGHT, "start")],
        legend=[(state, COLOURS[state], state in DASHED) for state in COLOURS if state in states],
    )


def _documents(tied: TieOut) -> list[str]:
    """Registered documents, then those that are only named."""
    registered = [f"{entry.id} ({words(entry.document.class_)})" for entry in tied.register.documents]
    return [*dict.fromkeys((*registered, *(_document(tied, claim) for claim in tied.claims)))]


def _document(tied: TieOut, claim: ClaimResult) -> str:
    classes = {entry.id: entry.document.class_ for entry in tied.register.documents}
    return f"{claim.document or claim.reference} ({words(classes.get(claim.document or '', claim.document_class))})"


def _rows(tied: TieOut) -> list[str]:
    places = {place for claim in tied.claims for place in claim.locations}
    return [*dict.fromkeys(map(_row, sorted(places, key=lambda place: (place.file, place.row, place.id))))]


def _row(place: Location) -> str:
    name = f"{place.file}:{place.row}"
    return name if place.id == f"{place.file}#{place.row}" else f"{place.id} ({name})"


def _bands(tied: TieOut, documents: Mapping[str, int], rows: Mapping[str, int]) -> Iterator[Band]:
    for claim in tied.claims:
        document = _document(tied, claim)
        title = f"{claim.state}: {counted(claim.units, 'unit')}. {claim.because}"
        for place in claim.locations:
            if document in documents and (row := _row(place)) in rows:
                top, bottom, middle = _y(documents[document]) - 4, _y(rows[row]) - 4, (LEFT + RIGHT) // 2
                path = f"M {LEFT + 8} {top} C {middle} {top}, {middle} {bottom}, {RIGHT - 8} {bottom}"
                yield Band(path, COLOURS[claim.state], claim.state in DASHED, title)


def _labels(names: Mapping[str, int], x: int, anchor: str) -> Iterator[Label]:
    for name, place in names.items():
        yield Label(x, _y(place), anchor, name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")


def _y(place: int) -> int:
    return 60 + ROW * place
