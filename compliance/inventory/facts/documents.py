"""Which documents are recorded that say something of origin."""

from __future__ import annotations

import re
from collections.abc import Hashable
from itertools import chain

from compliance.core.text import quoted
from compliance.inventory.document_classes import named_documents, origin_documents
from compliance.inventory.facts.any_number import rewrite_each
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row
from compliance.inventory.vouching import Claim

_NUMBERED = re.compile(r":[^\s;]*\d[^;\n]*")


def _evidence(row: Row) -> frozenset[str]:
    documents = origin_documents(row.text("origin_evidence"), row.text("origin_basis"))
    for document in documents:
        if document.unknown:
            row.doubt(f"origin evidence {quoted(document.text)} names no document that we know, so it does not count")
    return frozenset(chain.from_iterable(document.values or () for document in documents))


def _claims(row: Row) -> frozenset[Claim]:
    if not row.reader.claims:
        return frozenset()
    named = named_documents(row.text("origin_evidence"), row.text("origin_basis"))
    return frozenset(Claim(document_class, reference) for document_class, reference in named)


def _vouching(_row: Row) -> None:
    """What a register says of a unit is no cell: it is put in when the papers are tied out."""


def _canonical(comparison: Comparison) -> Canonical:
    def shapes(cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
        # What has a number is there, whichever it is.
        numbered = rewrite_each(lambda lines: _NUMBERED.sub(":1", lines), [evidence for _, evidence in cells])
        return [(basis, shape) for shape, (basis, _) in zip(comparison.numbers.shapes(numbered), cells, strict=True)]

    def value(shape: tuple[str, str]) -> Hashable:
        basis, evidence = shape
        return origin_documents(evidence, basis)

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
