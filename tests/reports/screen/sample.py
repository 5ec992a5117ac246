"""Answers on names, written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO

from compliance.core.record import Source
from compliance.reports.style import Style
from compliance.screening.decision_file import Decision, fingerprint
from compliance.screening.listings import Listing, PartyList
from compliance.screening.matching import Match
from compliance.screening.probability import Reason
from compliance.workflows.query import Query
from compliance.workflows.screen import Result, ScreenResult

DAY = date(2026, 11, 22)
LISTING = Listing(
    "delta", "Delta Electronic", (("Delta", "weak"), ("DE Co", "strong")), ("IR",), ("1 Main St, Tehran, Iran",),
    ("LEI 529900T8BM49AURSDO55", "Registration Number 123456", "999999Z", "none"), ("EL",), "90 FR 1", since=DAY, row=2,
)  # fmt: skip
HELD = PartyList("l", "A list", "", DAY, "complete", (LISTING,), (Source(id="s", title="A source"),), "0" * 64, "l.csv")
REASONS = (
    Reason("equal", 1.0, 3.1, "equal names"),
    Reason("other_country", 1.0, -2.4, "another country"),
)
MATCH = Match(
    "l", "delta", "Delta Electronic", LISTING, 0.95, "candidate", "'Delta \x1b' is like it", probability=0.61, reasons=REASONS
)  # fmt: skip
TAKEN = Decision(
    party="Delta", list="l", entry="delta", fingerprint=fingerprint(LISTING), decision="not-the-same-party",
    reason="another", decided_by="me", decided_on=DAY, expires=DAY,
)  # fmt: skip
ANSWER = ScreenResult(
    DAY,
    (HELD,),
    (
        Result(Query("Delta \x1b", "TW", "LEI 529900T8BM49AURSDO55"), (MATCH,)),
        Result(Query("Delta"), (), ((MATCH, TAKEN),)),
        Result(Query("Clean"), ()),
        Result(Query("Delta Electronics", "TW"), (), namesakes=(replace(MATCH, namesake=True),) * 7),
    ),
    ("A note.",),
)


def written(write: Callable[..., None], answer: ScreenResult, style: Style, **options: int) -> str:
    """What a text format writes."""
    out = StringIO()
    write(answer, out, style, **options)
    return out.getvalue()
