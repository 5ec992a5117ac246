"""How lists are told; the command's own tests read what comes out of it all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from compliance.core.record import Source
from compliance.reports.lists import ListStatus, outcome_text, status_text
from compliance.screening.list_editions.store import Edition
from compliance.screening.list_editions.updating import Outcome
from compliance.screening.listings import Listing, PartyList

DAY = date(2026, 11, 22)
LIST = PartyList(
    "l", "A list", "A Bureau, of a State", DAY, "complete", (Listing("1", "A"),), (Source(id="s", title="S"),), "", ""
)


def test_a_list_that_clears_has_one_line() -> None:
    assert status_text([ListStatus(LIST, (DAY,))], DAY).splitlines() == [
        "list  edition     age  entries  coverage  publisher",
        "l     2026-11-22  0 d  1        complete  A Bureau",
    ]


def test_what_became_of_an_update() -> None:
    edition = Edition("l", DAY, DAY, (), 12_345, Path())
    assert outcome_text(Outcome("l", "new", None, edition)) == "l: edition of 2026-11-22, 12,345 entries"
    assert outcome_text(Outcome("l", "failed", edition, edition)) == (
        "l: not updated; the edition of 2026-11-22 stays in use"
    )
