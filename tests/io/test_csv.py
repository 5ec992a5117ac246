"""CSV that is read whole: what is no text is refused with its row, and rows keep their numbers."""

from __future__ import annotations

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.csv import decoded, numbered


def test_text_with_and_without_a_mark() -> None:
    assert decoded("\ufeffa,ü\n".encode(), "f", "") == decoded("a,ü\n".encode(), "f", "") == "a,ü\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a\n\0", "f: is a binary file. Mend it."), (b"a\nb\n\xff\n", "f:3: is not UTF-8 text. Mend it.")],
)
def test_what_is_no_text_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        decoded(content, "f", "Mend it.")
    assert str(caught.value) == said


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    text = 'a, b \r\n\r\n" , "\n"c\n d",\n , x\n'
    assert list(numbered(text, "f")) == [(1, ["a", "b"]), (3, [","]), (4, ["c\n d", ""]), (5, ["", "x"])]
    assert list(numbered("", "f")) == []


def test_a_quote_that_is_not_closed_is_told_after_the_rows_before_it() -> None:
    rows = numbered('a\n"b', "f")
    assert next(rows) == (1, ["a"])
    with pytest.raises(ComplianceError, match=r"f:2: is not CSV from here on\. Close every quote"):
        next(rows)
