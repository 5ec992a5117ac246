"""Writes the answer for a terminal: each name with its matches, the most similar first, and the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from compliance.core.text import counted, quoted
from compliance.reports.style import Style
from compliance.screening.decision_file import fingerprint
from compliance.screening.matching import Match
from compliance.workflows.screen import Result, ScreenResult

MAX_MATCHES = 10
"""The most matches of one name that are shown; JSON has them all."""
LOOKS = {"match": "bold red", "candidate": "bold yellow"}
SUMMARIES = {"match": "with a match", "candidate": "with a candidate to confirm", "": "without a match"}
"""What is counted, the worst first: by the strength of a name's best match."""


def write(answer: ScreenResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    return "\n".join(_lines(answer, style)) + "\n"


def _lines(answer: ScreenResult, style: Style) -> Iterator[str]:
    strengths = Counter(_best(result) for result in answer.results)
    counts = ", ".join(f"{strengths[kind]:,} {words}" for kind, words in SUMMARIES.items() if strengths[kind])
    yield from style.wrap(f"{counted(len(answer.results), 'name')} screened as of {answer.as_of}: {counts}.")
    for result in answer.results:
        if result.matches or result.dismissed:
            yield ""
            yield from _result(result, style)
    clear = [quoted(result.query.name) for result in answer.results if not (result.matches or result.dismissed)]
    if clear:
        yield ""
        yield from style.wrap(f"Without a match: {', '.join(clear)}")
    yield ""
    for party_list in answer.lists:
        if party_list.listings:
            yield from style.wrap(
                f"{party_list.id}: edition {party_list.edition}, {party_list.entry_count:,} entries", "List ", "  "
            )
    for note in answer.notes:
        yield from style.wrap(note, "Note: ", "  ")


def _best(result: Result) -> str:
    return min((match.strength for match in result.matches), key=list(SUMMARIES).index, default="")


def _result(result: Result, style: Style) -> Iterator[str]:
    seat = f" ({result.query.country})" if result.query.country else ""
    yield from style.wrap(f"{quoted(result.query.name)}{seat}")
    for match in result.matches[:MAX_MATCHES]:
        yield from _match(match, style)
    if len(result.matches) > MAX_MATCHES:
        yield from style.wrap(f"and {len(result.matches) - MAX_MATCHES} more (--format json has them all)", "  ")
    for match, decision in result.dismissed:
        yield from style.wrap(f"not the same party as {match.name} ({match.list}): {decision.reason}", "  ", "    ")


def _match(match: Match, style: Style) -> Iterator[str]:
    word = match.strength.upper()
    lines = style.wrap(f"{word} {match.score:.2f} {match.name}, {match.list}", "  ", "    ")
    lines[0] = lines[0].replace(word, style.paint(word, LOOKS[match.strength]), 1)
    yield from lines
    yield from style.wrap(match.because, "    ")
    about = [*match.listing.countries, *match.listing.addresses[:1], match.listing.citation]
    yield from style.wrap("; ".join(filter(None, about)) or "no address listed", "    ", "    ")
    yield from style.wrap(f"entry {match.entry}, fingerprint {fingerprint(match.listing)}", "    ")
