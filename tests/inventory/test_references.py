"""What the reference of a document may look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.inventory.references import is_reference


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
        "will follow with INV-2024-12", "see mail 12345", "отказ 12345", "angefordert 12345", "5 of 7",
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
