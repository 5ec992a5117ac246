"""General licences and times to wind down: what they may permit, when, and with whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from compliance.core.licence import Licence, undeclared
from compliance.core.record import Source

SOURCES = (Source(id="other", title="Another"), Source(id="notice", title="A notice"))


def licence(**more: Any) -> Licence:
    given = {"title": "a time to wind down", "source": "notice", "from": "2025-03-01", "until": "2025-03-31"}
    return Licence.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("day", "covered"), [("2025-02-28", False), ("2025-03-01", True), ("2025-03-31", True), ("2025-04-01", False)]
)
def test_both_days_are_included(day: str, covered: bool) -> None:
    assert licence().covers(date.fromisoformat(day)) is covered


@pytest.mark.parametrize(
    ("name", "covered"),
    [("Acme Rigs Ltd", True), ("ACME RIGS (HK) LTD", True), ("Acme Rigsby Ltd", False), ("Acme", False), ("The Acme Rigs", False)],
)  # fmt: skip
def test_the_first_words_of_a_name_say_with_whom(name: str, covered: bool) -> None:
    named = licence(parties=["Acme Rigs"])
    assert named.covers(date(2025, 3, 2), ["Other", name]) is covered
    assert licence().covers(date(2025, 3, 2), [name])


def test_what_a_finding_says() -> None:
    assert (
        licence().note(SOURCES)
        == "It may be authorised: a time to wind down (from 2025-03-01 to 2025-03-31, A notice)."
    )


def test_a_licence_that_fits_nothing() -> None:
    assert undeclared([licence(), licence(source="gone")], SOURCES) == "gone"
    assert undeclared([licence()], SOURCES) == ""
    with pytest.raises(ValidationError, match="until 2025-02-01 is before from 2025-03-01"):
        licence(until="2025-02-01")
