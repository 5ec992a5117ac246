"""Which documents are recorded that say something of origin."""

from __future__ import annotations

import re
from collections.abc import Hashable
from functools import lru_cache

from compliance.core.recognition import Recognition
from compliance.core.text import quoted, squeeze
from compliance.inventory.document_classes import CLASSES, named_documents, origin_documents, reference_of
from compliance.inventory.facts.any_number import rewrite_each
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row, written_alike
from compliance.inventory.vouching import Claim
from compliance.reference.countries import CountryTable

_CERTAIN = re.compile(r":(?:[A-Z]{1,3}-)?(?!(?:19|20)\d\d(?:-|[;\n]|$))[1-9]\d{4}\d*(?:-\d+)*(?=[;\n]|$)")
"""References whose form is right at a glance: a number of five digits or more that is no day."""
_COUNTRY = re.compile(r"[一-鿿]{2,}|[^\W\d_]{4,}(?: [^\W\d_]{3,}){0,2}|\b(?:PRC|CN|P\.R\.C)\b")


def _evidence(row: Row) -> frozenset[str]:
    documents = _documents(row.text("origin_evidence"), row.text("origin_basis"), row.reader.countries)
    recorded = row.country("country_of_origin", row.text("country_of_origin")).values
    papers: dict[str, list[str]] = {}
    for entry, document, named in documents:
        if document.unknown:
            row.unknown("origin_evidence", entry, _ADVICE)
        elif recorded is not None and named and not named & recorded:
            countries = " or ".join(sorted(map(row.reader.countries.name, named)))
            row.doubt(f"{quoted(entry)} names {countries}, not the recorded origin, so it does not count")
        else:
            papers.setdefault(squeeze(reference_of(entry)), []).extend(document.values or ())
    for reference, classes in papers.items():
        if len(set(classes)) > 1:
            names = " and as ".join(name.replace("_", " ") for name in dict.fromkeys(classes))
            row.doubt(f"document {quoted(reference)} is named as {names}: it is one paper and counts once")
    return frozenset(min(classes, key=_STRONGEST.index) for classes in papers.values())


_STRONGEST = tuple(CLASSES)
"""Classes from strong to weak; a paper under several counts as the strongest."""


_ADVICE = "write the class of the document and its reference, as in customs_entry:113-3478-4"


@lru_cache(maxsize=4096)
def _documents(evidence: str, basis: str, table: CountryTable) -> list[tuple[str, Recognition[str], frozenset[str]]]:
    """The documents of a cell: the text, what it is, and the countries that it names.

    The United States do not count, whose customs it may be from.
    """
    read = []
    for document in origin_documents(evidence, basis):
        named = {
            part: country
            for match in _COUNTRY.findall(document.text)
            for part in (match, *match.split())
            if (country := _country(part, table))
        }
        text = document.text
        for part in named:
            text = text.replace(part, " ")
        again = next(iter(origin_documents(text, basis)), document) if named else document
        read.append((document.text, again, frozenset(named.values()) - {"US"}))
    return read


@lru_cache(maxsize=65_536)
def _country(words: str, table: CountryTable) -> str | None:
    """The country that the words name; the same few stand in the documents of a million rows."""
    return table.resolve(words).only


def _claims(row: Row) -> frozenset[Claim]:
    if not row.reader.claims:
        return frozenset()
    named = named_documents(row.text("origin_evidence"), row.text("origin_basis"))
    return frozenset(Claim(document_class, reference) for document_class, reference in named)


def _vouching(_row: Row) -> None:
    """What a register says of a unit is no cell: it is put in when the papers are tied out."""


def _is_one_paper(evidence: str) -> bool:
    """Whether a cell may name one paper more than once."""
    if ";" not in evidence:
        return False
    references = [squeeze(entry.rpartition(":")[2]) for entry in evidence.split(";")]
    return len(set(references)) < len(references)


def _canonical(comparison: Comparison) -> Canonical:
    def shapes(cells: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
        # What has a number is there, whichever it is.
        certain = rewrite_each(lambda lines: _CERTAIN.sub(":12345", lines), [evidence for _, evidence in cells])
        return [
            (basis, shape, evidence if _is_one_paper(evidence) else "")
            for shape, (basis, evidence) in zip(certain, cells, strict=True)
        ]

    def value(shape: tuple[str, str, str]) -> Hashable:
        basis, evidence, one_paper = shape
        documents = _documents(evidence, basis, comparison.reader.countries)
        read = tuple((written_alike(document.values), tuple(sorted(named))) for _, document, named in documents)
        return (*read, one_paper)

    return ByValue(shapes, value, 2)


ORIGIN_EVIDENCE = Reading(
    (
        Column(
            "origin_basis",
            headers="basis of origin, origin source, 原产依据, основание происхождения, ursprungsgrundlage, base de origen",
            second="asked",
        ),
        Column(
            "origin_evidence",
            headers="origin documents, origin proof, evidence of origin, certificate of origin, origin document, origin reference, coo certificate, origin certificate, origin evidence documents, 原产地证, 原产地证明, сертификат происхождения, ursprungszeugnis, ursprungsnachweis, certificado de origen, coo doc, coo document, 原产地证书, ursprungszeugnis nr",
            second="asked",
        ),
    ),
    (
        Fact("origin_evidence", ("origin_evidence", "origin_basis"), _evidence),
        Fact("claims", ("origin_evidence", "origin_basis"), _claims),
        Fact("vouching", (), _vouching),
    ),
    _canonical,
)
