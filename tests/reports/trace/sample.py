"""One small answer that every format writes: a chain, a range, a ring, a board seat, a name that is out for trouble."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Parties, Party, collect
from compliance.ownership.tracing.reach import load_regime, trace
from compliance.workflows.trace import Trace

DAY = date(2025, 10, 1)
EVIL = 'G "<b>`;&\\\x1b[31m\u202e'


def graph() -> Parties:
    return collect(
        [Party("x", "Alpha Holding", country="CN"), Party("a", "A Ltd", country="SG"), Party("g", EVIL)],
        [
            Interest("x", "a", Share.exact("50.5"), since=date(2024, 1, 1), until=date(2026, 1, 1), source="register"),
            Interest("a", "g", Share.exact(50)),
            Interest("z", "g", Share.exact(20)),
            Interest("g", "h", Share()),
            Interest("h", "g", Share.exact(5), "votes"),
            Interest("m", "h", Share.parse({"exclusive_maximum": 10})),
            Interest("old", "h", Share.exact(10), until=date(2020, 1, 1)),
        ],
    )


def traced(*asked: str, regime: str = "us-ofac-50", parties: Parties | None = None, **more: Any) -> Trace:
    """The answer on the parties (all of them where none is named), with x listed and m perhaps."""
    parties = parties or graph()
    law = load_regime(RULES / "regimes" / f"{regime}.yaml", DAY)
    listed, possible = (frozenset(more.get(name, known)) for name, known in (("listed", "x"), ("possible", "m")))
    answers = trace(parties, law, DAY, listed, possible)
    notes = more.get("notes", law.notes)
    uncleared = more.get("uncleared", False)
    return Trace(DAY, law, notes, parties, asked or parties.ids, listed, possible, answers, uncleared=uncleared)
