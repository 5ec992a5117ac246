"""The answer as one table for review: a line for each group of matches, with room for the decision of a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.reports.screen.text import weighed
from compliance.screening.decision_file import fingerprint
from compliance.screening.groups import MatchGroup, grouped
from compliance.workflows.screen import Result, ScreenResult

REVIEW: Mapping[str, int] = {
    "Name": 36, "Country": 9, "Answer": 12, "Probability": 11, "Score": 8, "Listed name": 36, "List": 20, "Entry": 24,
    "Countries": 12, "Address": 36, "Citation": 18, "Because": 60, "Reasons": 50, "Of the same group": 40, "Fingerprint": 18,
    "Group": 18,
}  # fmt: skip
"""The columns of a review, and how wide they are, in characters."""
DECISION: Mapping[str, int] = {"Decision": 22, "Reason": 36, "Decided by": 20, "Decided on": 12, "Expires": 12}
"""The columns that a person fills in."""
DECISIONS = ("same-party", "not-the-same-party")
CLEAR = "no match"


def review(result: ScreenResult) -> Iterator[tuple[str, ...]]:
    """The lines: matches and candidates, then namesakes, then the names without any."""
    for answer in result.results:
        for group in (*grouped(answer.matches), *grouped(answer.namesakes)):
            yield _line(answer, group)
    for answer in result.results:
        if not (answer.matches or answer.namesakes):
            yield answer.query.name, answer.query.country or "", CLEAR, *("" for _ in range(len(REVIEW) - 3))


def _line(answer: Result, group: MatchGroup) -> tuple[str, ...]:
    match = group.first
    listing = match.listing
    others = "; ".join(f"{other.name} ({other.list}:{other.entry})" for other in group.others)
    return (
        answer.query.name, answer.query.country or "", "namesake" if match.namesake else match.strength, f"{match.probability:.2f}",
        f"{match.score:.2f}", match.name, match.list, match.entry, ", ".join(listing.countries), "; ".join(listing.addresses[:2]),
        listing.citation, match.because, weighed(match), others, fingerprint(listing),
        "; ".join(f"{other.list}:{other.entry}:{fingerprint(other.listing)}" for other in group.others),
    )  # fmt: skip


def counts(result: ScreenResult) -> dict[str, int]:
    """How many names have which answer at best: match, candidate, namesake, none."""
    best = dict.fromkeys(("match", "candidate", "namesake", CLEAR), 0)
    for answer in result.results:
        strengths = {match.strength for match in answer.matches}
        best[
            "match" if "match" in strengths else "candidate" if strengths else "namesake" if answer.namesakes else CLEAR
        ] += 1
    return best
