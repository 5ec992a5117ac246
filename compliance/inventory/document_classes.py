"""Which documents say something about origin, and how much: seven classes, strong to weak.

A customs outcome, an entry summary and factory records (classes 1 to 3) show what was decided, declared or done.
Certificates, affidavits, commercial papers and labels (4 to 7) are claims: IREN and CleanSpark held certificates of
origin and were still assessed by customs (facts as of November 2026). A serial number says nothing about origin.
"""

from __future__ import annotations

from functools import lru_cache

from compliance.core.recognition import Recognition, recognised
from compliance.core.text import is_empty, normal, squeeze, tidy
from compliance.inventory.references import is_of_another, is_question, is_reference

CLASSES = {
    "customs_ruling": ("ruling", "cbp ruling", "customs decision", "liquidation", "cf29", "cbp outcome"),
    "customs_entry": ("entry", "entry summary", "7501", "cbp 7501", "form 7501", "cbp form 7501", "customs declaration", "import declaration", "zollanmeldung", "报关单", "таможенная декларация"),
    "factory_record": ("factory", "factory records", "smt record", "smt records", "line record", "production record", "bill of materials", "bom", "test log"),
    "certificate": ("certificate of origin", "coo", "co", "origin certificate", "chamber certificate", "ursprungszeugnis", "certificado de origen", "certificat d'origine", "certificato di origine", "certificado de origem", "原产地证", "原产地证书", "产地证", "сертификат происхождения"),
    "supplier_statement": ("affidavit", "manufacturer affidavit", "supplier affidavit", "warranty", "contract warranty", "contract", "declaration", "supplier declaration"),
    "invoice": ("commercial invoice", "packing list", "bill of lading", "air waybill", "awb", "bl", "shipping document", "shipping documents", "rechnung", "handelsrechnung", "packliste", "frachtbrief", "factura", "facture", "fattura", "fatura", "商业发票", "发票", "装箱单", "提单", "инвойс", "упаковочный лист"),
    "label": ("marking", "label photo", "photo", "photograph", "label photograph"),
}  # fmt: skip
"""Class -> other words for documents of the class. The order is from strong to weak."""

STRONG = ("customs_ruling", "customs_entry", "factory_record")

_MAX_WORDS = 4
"""A class is named by so many words at most."""
_CLASS_OF = {squeeze(word): name for name, words in CLASSES.items() for word in (name, *words)}


@lru_cache(maxsize=1024)
def _class_of(word: str) -> str | None:
    return _CLASS_OF.get(squeeze(word))


def origin_documents(evidence: str, basis: str) -> tuple[Recognition[str], ...]:
    """The class of each document in an ``origin_evidence`` cell, in its order.

    ``customs_entry:7501-1;factory_record:A-7`` has two. An entry without a kind takes that of ``origin_basis``. What an
    entry is, is unknown where it names no class, or nothing that looks like a reference (``references``).
    """
    entries = map(tidy, normal("NFKC", evidence).split(";"))
    return tuple(_document(entry, basis) for entry in entries if not is_empty(entry))


@lru_cache(maxsize=4096)
def _document(entry: str, basis: str) -> Recognition[str]:
    document_class, reference = _parted(entry, basis)
    if document_class is None or not is_reference(reference) or is_of_another(document_class, reference):
        return recognised(entry, ())
    decides_nothing = document_class.startswith("customs_") and is_question(entry)
    return recognised(entry, () if decides_nothing else (document_class,))


def _parted(entry: str, basis: str) -> tuple[str | None, str]:
    """Class and reference of one entry: by its colon, else by the words for a class in it, else by the basis."""
    kind, colon, reference = entry.partition(":")
    if colon:
        return _class_of(kind), reference
    words = entry.split()
    named = {
        (document_class, start, start + length)
        for length in range(min(len(words), _MAX_WORDS), 0, -1)
        for start in range(len(words) - length + 1)
        if (document_class := _class_of(" ".join(words[start : start + length])))
    }
    if not named:
        return _class_of(basis), entry
    _, start, end = max(named, key=lambda found: found[2] - found[1])
    apart = {document_class for document_class, first, last in named if last <= start or first >= end}
    longest = {document_class for document_class, first, last in named if (first, last) == (start, end)}
    rest = " ".join((*words[:start], *words[end:]))
    return (None if apart - longest else next(iter(longest))), rest


def named_documents(evidence: str, basis: str) -> tuple[tuple[str, str], ...]:
    """Class and reference of each document in an ``origin_evidence`` cell whose class is known, in its order.

    A reference that says that the document is not there is none.
    """
    documents = origin_documents(evidence, basis)
    named = ((document.only, document.text) for document in documents if document.only)
    return tuple((document_class, reference_of(text)) for document_class, text in named)


def reference_of(entry: str) -> str:
    """What the document is called, without the word for its kind."""
    return _parted(entry, "")[1].strip()
