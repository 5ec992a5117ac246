"""What the reference of a document may look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.inventory.references import is_of_another, is_reference


@pytest.mark.parametrize(
    "text",
    [
        "B76-0324528-6", "7501-1", "A-7", "C 1884", "EXAMPLE-SMT-6", "photo 3", "SMT log 77 of 2024-05-03", "HQ H301619",
        "No. 12", "N° 12", "12345", "COO/MY/2024/123", "113-3478-4 under protest", "page 2 of 7501-113", "12", "(INV-55)",
    ],
)  # fmt: skip
def test_references(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "000-0000000-0", "7", "7501", "CBP Form 7501", "2024-05-03", "3 May 2024", "May 2024", "Q4 2023", "12:30", "1st",
        "(pending)", "not received", "rejected by CBP", "forged", "tbc", "lol", "无", "无12345", "x", "12345?", "*12345", "12345 tbc",
        "forged 12345", "rescinded N304841", "seized 113-3478-4", "tbd-12345", "pending-12345", "no entry 12345", "n/a 12345",
        "will follow with INV-2024-12", "see mail 12345", "отказ 12345", "angefordert 12345", "5 of 7", "2/3",
        "no 113-3478-4", "+49 170 1234567", "50%", "113-...", "113-…",
    ],
)  # fmt: skip
def test_what_names_no_document(text: str) -> None:
    assert not is_reference(text)


@given(st.text(alphabet=st.characters(exclude_categories=("Nd", "No", "Nl")), max_size=30))
def test_without_a_number_nothing_is_a_reference(text: str) -> None:
    assert not is_reference(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12), st.integers(10, 10**9))
def test_a_word_that_nobody_knows_leaves_a_number_unknown(word: str, number: int) -> None:
    assert not is_reference(f"q{word}q {number}")
    assert not is_reference(f"q{word}q-{number}")


@pytest.mark.parametrize(
    ("document_class", "text"),
    [
        ("customs_entry", "INV-2024-001"), ("customs_entry", "PO-55"), ("customs_entry", "lot 7"), ("customs_entry", "SN12345"),
        ("customs_entry", "page 3"), ("customs_entry", "v2"), ("customs_entry", "S19"), ("customs_entry", "M50S"),
        ("customs_entry", "IMG_2034.jpg"), ("customs_entry", "test-1"), ("customs_ruling", "photo 3"), ("factory_record", "rev. 4"),
        ("factory_record", "INV-3"), ("factory_record", "CBP 12345"), ("factory_record", "line 4"),
    ],
)  # fmt: skip
def test_the_number_of_another_paper_names_none_of_the_class(document_class: str, text: str) -> None:
    assert is_of_another(document_class, text)
    assert not is_of_another("invoice", text)


@pytest.mark.parametrize(
    ("document_class", "text"),
    [
        ("customs_entry", "113-3478-4"), ("customs_entry", "7501-1"),
        ("customs_ruling", "HQ H301619"), ("factory_record", "SMT log 77 of 2024-05-03"), ("factory_record", "A-7"),
        ("factory_record", "lot 12345"), ("factory_record", "SMT-2291 rev 3"),
    ],
)  # fmt: skip
def test_the_numbers_of_its_own(document_class: str, text: str) -> None:
    assert is_reference(text)
    assert not is_of_another(document_class, text)
