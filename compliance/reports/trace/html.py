"""The answer as a page of its own: the picture, and below it each party with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.ownership.tracing.ties import flag_meaning
from compliance.reports.graph_svg import STYLE, WORDS
from compliance.reports.page import page
from compliance.reports.style import Style
from compliance.reports.trace.picture import by_rank, interest_text, label
from compliance.reports.trace.svg import drawing, state_of
from compliance.workflows.trace import NOT_FOUND, Trace

MAX_PARTIES, MAX_CLEAR = 100, 500
"""Parties that are not clear, and clear ones, that the page describes."""
COLOURS = {"restricted": "violation", "possibly-restricted": "undetermined", "clear": "compliant"}
"""Verdict -> the class that gives it its colour."""


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """A party as the page shows it; ``facts`` are lines by what they are."""

    name: str
    state: str
    colour: str
    because: str
    facts: Mapping[str, Sequence[str]]


def write(trace: Trace, style: Style, max_parties: int = MAX_PARTIES, max_clear: int = MAX_CLEAR) -> str:
    """The whole page."""
    del style
    ranked = by_rank(trace)
    full = [party for party in ranked if len(ranked) <= 3 or trace.verdict(party) != "clear"]
    clear = ranked[len(full) :]
    return page(
        "trace.html",
        style=STYLE,
        title=f"{trace.regime.title}, {trace.as_of}",
        kind="Ownership",
        trace=trace,
        drawing=drawing(trace, styled=False),
        parties=[_party(trace, party) for party in full[:max_parties]],
        clear=[f"{label(trace, party)}: {trace.answers[party].because}" for party in clear[:max_clear]],
        left_out=len(full[max_parties:]) + len(clear[max_clear:]),
    )


def _party(trace: Trace, party: str) -> PartyAnswer:
    reach = trace.answers[party]
    facts = {
        "held in it": [f"{label(trace, interest.owner)}: {interest_text(interest)}" for interest in trace.into(party)],
        "ask for": [
            f"the share of {label(trace, interest.owner)} in {label(trace, interest.owned)}" for interest in reach.ask
        ],
        "note": [f"{flag}: {flag_meaning(flag)}" for flag in reach.flags],
    }
    return PartyAnswer(
        label(trace, party),
        WORDS[state_of(trace, party)].lower(),
        "" if trace.word(reach.verdict) == NOT_FOUND else COLOURS[reach.verdict],
        reach.because,
        {name: lines for name, lines in facts.items() if lines},
    )
