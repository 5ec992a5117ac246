"""Check digits of entry numbers."""

from __future__ import annotations

import pytest

from compliance.evidence.entry_number import check_digit, wrong_check_digit


@pytest.mark.parametrize(
    ("filer", "number", "digit"),
    # The first is the example of CATAIR, Appendix E; the others follow from its method.
    [("B76", "0324527", 8), ("ABC", "1234567", 6), ("999", "9999999", 0), ("abc", "1234567", 6), ("Z9S", "0000000", 0)],
)
def test_the_check_digit(filer: str, number: str, digit: int) -> None:
    assert check_digit(filer, number) == digit


def test_only_what_has_the_form_of_an_entry_number_is_tested() -> None:
    assert wrong_check_digit("B76-0324527-8") == wrong_check_digit(" B7603245278 ") == ""
    assert wrong_check_digit("7501-1") == wrong_check_digit("") == ""
    assert wrong_check_digit("B76-0324527-1") == "the check digit of entry number B76-0324527-1 should be 8, not 1"
