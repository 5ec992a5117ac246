"""Which documents are recorded that say something of origin."""

from __future__ import annotations

import re
from collections.abc import Hashable

from compliance.core.text import quoted
from compliance.inventory.document_classes import document_classes
from compliance.inventory.facts.any_number import rewrite_each
from compliance.inventory.facts.base import ByValue, Canonical, Column, Comparison, Fact, Reading, Row, written_alike

_NUMBERED = re.compile(r":[^\s;]*\d[^;\n]*")


def _evidence(row: Row) -> frozenset[str]:
    classes, unplaced = document_classes(row.text("origin_evidence"), row.text("origin_basis"))
    for entry in unplaced:
        row.doubt(f"origin evidence {quoted(entry)} names no known document, it does not count")
    return classes


def _canonical(comparison: Comparison) -> Canonical:
    def shapes(cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
        # What has a number is there, whichever it is.
        numbered = rewrite_each(lambda lines: _NUMBERED.sub(":1", lines), [evidence for _, evidence in cells])
        return [(basis, shape) for shape, (basis, _) in zip(comparison.numbers.shapes(numbered), cells, strict=True)]

    def value(shape: tuple[str, str]) -> Hashable:
        basis, evidence = shape
        classes, unplaced = document_classes(evidence, basis)
        return written_alike(classes), len(unplaced)

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
    (Fact("origin_evidence", ("origin_evidence", "origin_basis"), _evidence),),
    _canonical,
)
