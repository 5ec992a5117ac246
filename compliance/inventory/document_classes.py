"""Which documents say something about origin, and how much: seven classes, strong to weak.

A customs outcome, an entry summary and factory records (classes 1 to 3) show what was decided, declared or done.
Certificates, affidavits, commercial papers and labels (4 to 7) are claims: IREN and CleanSpark held certificates of
origin and were still assessed by customs (facts as of November 2026). A serial number says nothing about origin.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from compliance.core.recognition import Recognition, recognised
from compliance.core.text import is_empty, squeeze, tidy

CLASSES = {
    "customs_ruling": ("ruling", "cbp ruling", "customs decision", "liquidation", "cf28", "cf29", "cbp outcome"),
    "customs_entry": ("entry", "entry summary", "7501", "cbp 7501", "form 7501", "cbp form 7501", "customs declaration", "import declaration"),
    "factory_record": ("factory", "factory records", "smt record", "smt records", "line record", "production record", "bill of materials", "bom", "test log"),
    "certificate": ("certificate of origin", "coo", "co", "origin certificate", "chamber certificate"),
    "supplier_statement": ("affidavit", "manufacturer affidavit", "supplier affidavit", "warranty", "contract warranty", "contract", "declaration", "supplier declaration"),
    "invoice": ("commercial invoice", "packing list", "bill of lading", "air waybill", "awb", "bl", "shipping document", "shipping documents"),
    "label": ("marking", "label photo", "photo", "photograph", "label photograph"),
}  # fmt: skip
"""Class -> other words for documents of the class. The order is from strong to weak."""

STRONG = ("customs_ruling", "customs_entry", "factory_record")

_NOT_HELD = frozenset(
    [
        "pending",
        "requested",
        "missing",
        "awaiting",
        "awaited",
        "no",
        "none",
        "not",
        "outstanding",
        "ordered",
        "follows",
        "lost",
        "unavailable",
        "later",
        "todo",
        "open",
    ]
)
"""First words of a reference that says that the document is not there."""

_CLASS_OF = {squeeze(word): name for name, words in CLASSES.items() for word in (name, *words)}


@lru_cache(maxsize=1024)
def _class_of(word: str) -> str | None:
    return _CLASS_OF.get(squeeze(word))


def origin_documents(evidence: str, basis: str) -> tuple[Recognition[str], ...]:
    """The class of each document in an ``origin_evidence`` cell, in its order.

    ``customs_entry:7501-1;factory_record:A-7`` has two. An entry without a kind takes that of ``origin_basis``.
    A kind with nothing behind its colon (``customs_entry:TBD``) is no document that is held: what it is, is unknown.
    """
    entries = map(tidy, unicodedata.normalize("NFKC", evidence).split(";"))
    return tuple(_document(entry, basis) for entry in entries if not is_empty(entry))


def _document(entry: str, basis: str) -> Recognition[str]:
    kind, colon, reference = entry.partition(":")
    place = _class_of(kind) or (None if colon else _class_of(basis))
    absent = colon and (is_empty(reference) or reference.split()[0].casefold().strip(".,") in _NOT_HELD)
    return recognised(entry, (place,) if place and not absent else ())


def named_documents(evidence: str, basis: str) -> tuple[tuple[str, str], ...]:
    """Class and reference of each document in an ``origin_evidence`` cell whose class is known, in its order.

    A reference that says that the document is not there is none.
    """
    documents = origin_documents(evidence, basis)
    named = ((document.only, document.text) for document in documents if document.only)
    return tuple((document_class, _reference(text)) for document_class, text in named)


def _reference(entry: str) -> str:
    """What the document is called, without the word for its kind."""
    return entry.partition(":")[2].strip() if ":" in entry else entry
