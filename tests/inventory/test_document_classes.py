"""Kinds of origin documents."""

from __future__ import annotations

import pytest

from compliance.inventory.document_classes import CLASSES, STRONG, document_classes


@pytest.mark.parametrize(
    ("evidence", "basis", "classes", "unplaced"),
    [
        ("customs_entry:7501-1;factory_record:A-7", "", {"customs_entry", "factory_record"}, ()),
        ("Customs Entry : 7501-1 ; ; n/a", "", {"customs_entry"}, ()),
        ("ＣＯＯ：88；AWB: 1", "", {"certificate", "invoice"}, ()),
        ("7501-2024-88", "customs_entry", {"customs_entry"}, ()),
        ("7501-2024-88", "", set(), ("7501-2024-88",)),
        ("hearsay:7501", "customs_entry", set(), ("hearsay:7501",)),
        ("customs_entry", "", {"customs_entry"}, ()),
        ("customs_entry:", "", set(), ("customs_entry:",)),
        ("customs_entry: TBD; label:x", "customs_entry", {"label"}, ("customs_entry: TBD",)),
        ("", "customs_entry", set(), ()),
        ("unknown", "", set(), ()),
        ("serial:123", "", set(), ("serial:123",)),
    ],
)
def test_classes(evidence: str, basis: str, classes: set[str], unplaced: tuple[str, ...]) -> None:
    assert document_classes(evidence, basis) == (frozenset(classes), unplaced)


def test_no_word_stands_for_two_classes() -> None:
    words = [word for name, words in CLASSES.items() for word in (name, *words)]
    assert len(set(words)) == len(words)
    assert all(document_classes(f"{word}:1", "")[0] == {name} for name, words in CLASSES.items() for word in words)
    assert tuple(CLASSES)[:3] == STRONG
