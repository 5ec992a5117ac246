"""Kinds of origin documents."""

from __future__ import annotations

import pytest

from compliance.inventory.document_classes import CLASSES, STRONG, origin_documents


@pytest.mark.parametrize(
    ("evidence", "basis", "classes", "unplaced"),
    [
        ("customs_entry:7501-1;factory_record:A-7", "", {"customs_entry", "factory_record"}, ()),
        ("Customs Entry : 7501-1 ; ; n/a", "", {"customs_entry"}, ()),
        ("ＣＯＯ：88；AWB: 1234", "", {"certificate", "invoice"}, ()),
        ("7501-2024-88", "customs_entry", {"customs_entry"}, ()),
        ("7501-2024-88", "", set(), ("7501-2024-88",)),
        ("hearsay:7501", "customs_entry", set(), ("hearsay:7501",)),
        ("customs_entry", "", set(), ("customs_entry",)),
        ("customs_entry:", "", set(), ("customs_entry:",)),
        ("customs_entry: TBD; label:photo 3", "customs_entry", {"label"}, ("customs_entry: TBD",)),
        ("", "customs_entry", set(), ()),
        ("unknown", "", set(), ()),
        ("serial:123", "", set(), ("serial:123",)),
    ],
)
def test_classes(evidence: str, basis: str, classes: set[str], unplaced: tuple[str, ...]) -> None:
    documents = origin_documents(evidence, basis)
    assert {document.only for document in documents if not document.unknown} == classes
    assert tuple(document.text for document in documents if document.unknown) == unplaced


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("CBP 7501 # 113-3478-4", "customs_entry"),
        ("Certificate of origin #C-1884", "certificate"),
        ("factory test record no. 7", "factory_record"),
        ("customs_ruling:NY N304841", "customs_ruling"),
        ("customs_ruling: liquidation of entry 113-3478-4 on 2025-03-17", "customs_ruling"),
        ("113-3478-4 invoice", "invoice"),
        ("7501 on file", None),
        ("factory test record", None),
        ("certificate 77 invoice 88", None),
        ("cf28:12345", None),
        ("customs_ruling:CBP Form 28 no. 12345", None),
        ("customs_ruling:request for information 12345", None),
    ],
)
def test_free_text_names_a_class_and_a_reference(entry: str, name: str | None) -> None:
    assert [document.only for document in origin_documents(entry, "")] == [name]


def test_no_word_stands_for_two_classes() -> None:
    every = [word for name, words in CLASSES.items() for word in (name, *words)]
    assert len(set(every)) == len(every)
    for name, words in CLASSES.items():
        assert {document.only for word in words for document in origin_documents(f"{word}:1234", "")} == {name}
    assert tuple(CLASSES)[:3] == STRONG
