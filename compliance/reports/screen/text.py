"""Writes the answer for a terminal: each name with its matches, the most probable first, and the reasons; a group is one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from compliance.core.text import counted, quoted
from compliance.reports.style import Style
from compliance.screening.decision_file import fingerprint
from compliance.screening.groups import MatchGroup, grouped
from compliance.screening.matching import Match
from compliance.workflows.screen import Result, ScreenResult

MAX_GROUPS = 10
"""The most groups of matches of one name that are shown; JSON has them all."""
MAX_OTHERS, MAX_NAMESAKES = 3, 5
"""The most other entries of a group, and namesakes of a name, that are named."""
MAX_REASONS = 4
LOOKS = {"match": "bold red", "candidate": "bold yellow"}
SUMMARIES = {"match": "with a match", "candidate": "with a candidate to confirm", "": "without a match"}
"""What is counted, the worst first: by the strength of a name's best match."""


def write(answer: ScreenResult, out: TextIO, style: Style) -> None:
    """The answer as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    out.write("\n".join(_lines(answer, style)) + "\n")


def _lines(answer: ScreenResult, style: Style) -> Iterator[str]:
    strengths = Counter(_best(result) for result in answer.results)
    counts = ", ".join(f"{strengths[kind]:,} {words}" for kind, words in SUMMARIES.items() if strengths[kind])
    yield from style.wrap(f"{counted(len(answer.results), 'name')} screened as of {answer.as_of}: {counts}.")
    for result in answer.results:
        if result.matches or result.dismissed or result.namesakes:
            yield ""
            yield from _result(result, style)
    clear = [
        quoted(result.query.name)
        for result in answer.results
        if not (result.matches or result.dismissed or result.namesakes)
    ]
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
    groups = grouped(result.matches)
    for group in groups[:MAX_GROUPS]:
        yield from _group(group, style)
    if len(groups) > MAX_GROUPS:
        yield from style.wrap(f"and {len(groups) - MAX_GROUPS} more (--format json has them all)", "  ")
    if result.namesakes:
        names = [f"{match.name} ({', '.join(match.listing.countries)}; {match.list})" for match in result.namesakes]
        more = f" and {len(names) - MAX_NAMESAKES} more" if len(names) > MAX_NAMESAKES else ""
        yield from style.wrap(f"namesakes elsewhere: {', '.join(names[:MAX_NAMESAKES])}{more}", "  ", "    ")
    for match, decision in result.dismissed:
        yield from style.wrap(f"not the same party as {match.name} ({match.list}): {decision.reason}", "  ", "    ")


def _group(group: MatchGroup, style: Style) -> Iterator[str]:
    match = group.first
    word = match.strength.upper()
    lines = style.wrap(f"{word} {match.score:.2f} {match.name}, {match.list}", "  ", "    ")
    lines[0] = lines[0].replace(word, style.paint(word, LOOKS[match.strength]), 1)
    yield from lines
    yield from style.wrap(match.because, "    ")
    if match.reasons:
        yield from style.wrap(f"probability {match.probability:.2f}: {weighed(match)}", "    ", "    ")
    about = [*match.listing.countries, *match.listing.addresses[:1], match.listing.citation]
    yield from style.wrap("; ".join(filter(None, about)) or "no address listed", "    ", "    ")
    yield from style.wrap(f"entry {match.entry}, fingerprint {fingerprint(match.listing)}", "    ")
    if group.others:
        names = [f"{other.name} ({other.list}, {other.score:.2f})" for other in group.others[:MAX_OTHERS]]
        more = f", and {len(group.others) - MAX_OTHERS} more" if len(group.others) > MAX_OTHERS else ""
        yield from style.wrap(f"of the same group: {', '.join(names)}{more}", "    ", "    ")


def weighed(match: Match) -> str:
    """The weightiest reasons for the probability in words: what speaks for it, then what speaks against it."""
    sides = []
    for label, reasons in (
        ("for it", [reason for reason in match.reasons if reason.adds > 0]),
        ("against it", [reason for reason in match.reasons if reason.adds < 0]),
    ):
        if reasons:
            sides.append(f"{label}: {', '.join(reason.words for reason in reasons[:MAX_REASONS])}")
    return "; ".join(sides)
