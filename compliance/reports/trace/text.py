"""The answer for a person at a terminal: each party with its verdict and the tree of its owners below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compliance.ownership.parties import Interest
from compliance.ownership.tracing.ties import FLAGS
from compliance.reports.style import Style, columns
from compliance.reports.trace.picture import interest_text, label
from compliance.workflows.trace import Trace

PARTIES, ROWS, DEEPEST, ASKED, CLEAR = 40, 40, 10, 10, 100
"""So many parties, rows and levels of a tree, questions and clear parties are told; JSON has them all."""
NAME = 20
"""So many columns a party's name must have in a table."""

_COLOUR = {
    "listed": "\033[1;31m",
    "maybe-listed": "\033[1;33m",
    "restricted": "\033[31m",
    "possibly-restricted": "\033[33m",
    "clear": "\033[32m",
}
_BOLD, _OFF = "\033[1m", "\033[0m"
_MARK = {"listed": " [LISTED]", "maybe-listed": " [may be LISTED]", "restricted": " [restricted]",
         "possibly-restricted": " [possibly restricted]", "clear": ""}  # fmt: skip
_ORDER = ("restricted", "possibly-restricted", "clear")
_MORE = "(--format json has them all)"


def write(trace: Trace, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    return "\n".join(_lines(trace, style)) + "\n"


def compare(traces: Sequence[Trace], style: Style) -> str:
    """One line per party, one column per regime; below it what is to be said of each regime."""
    return "\n".join(_compared(traces, style)) + "\n"


def _lines(trace: Trace, style: Style) -> Iterator[str]:
    by_verdict: Counter[str] = Counter(trace.verdict(party) for party in trace.asked)
    counted = ", ".join(f"{by_verdict[verdict]:,} {verdict}" for verdict in _ORDER if by_verdict[verdict])
    force = "in force" if trace.regime.in_force else "not in force"
    yield from style.wrap(f"{trace.regime.title} ({trace.regime.id}) on {trace.as_of}: {force}.")
    yield from style.wrap(f"{len(trace.asked):,} {'party' if len(trace.asked) == 1 else 'parties'} traced: {counted}.")
    told = sorted(trace.asked, key=lambda party: _ORDER.index(trace.verdict(party)))
    full = [party for party in told if len(told) <= 3 or trace.verdict(party) != "clear"]
    for party in full[:PARTIES]:
        yield ""
        yield from _party(trace, party, style)
    if full[PARTIES:]:
        yield ""
        yield from style.wrap(f"and {len(full) - PARTIES:,} more that are not clear {_MORE}")
    clear = told[len(full) :]
    if clear:
        yield ""
        yield _painted(style, "CLEAR", "clear")
        for party in clear[:CLEAR]:
            yield from style.wrap(f"{label(trace, party)}: {trace.answers[party].because}", "  - ")
        if clear[CLEAR:]:
            yield from style.wrap(f"and {len(clear) - CLEAR:,} more {_MORE}", "  - ")
    yield from _notes("Notes", trace.notes, style)


def _party(trace: Trace, party: str, style: Style) -> Iterator[str]:
    reach, state = trace.answers[party], trace.state(party)
    verdict = reach.verdict.upper()
    first, *rest = style.wrap(label(trace, party), f"{verdict}  ", "  ")
    yield _painted(style, verdict, state) + first.removeprefix(verdict)
    yield from rest
    yield from style.wrap(reach.because, "  ")
    yield from _tree(trace, party, style)
    for each in reach.ask[:ASKED]:
        asked = f"the exact share of {label(trace, each.owner)} in {label(trace, each.owned)}"
        yield from style.wrap(f"Ask for {asked}.", "  ? ")
    if reach.ask[ASKED:]:
        yield from style.wrap(f"and {len(reach.ask) - ASKED} more {_MORE}", "  ? ")
    for flag in reach.flags:
        yield from style.wrap(f"{flag}: {FLAGS[flag]}", "  ! ")


def _tree(trace: Trace, party: str, style: Style) -> Iterator[str]:
    """The owners of ``party`` below it, theirs below them; each party's own are told once."""
    opened = {party}
    stack = [("  ", 1, each, last) for each, last in _branches(trace, party)]
    rows = 0
    while stack and rows < ROWS:
        prefix, depth, interest, last = stack.pop()
        rows += 1
        owner = interest.owner
        state = trace.state(owner)
        above = _branches(trace, owner)
        more = ""
        if above and owner in opened:
            more = "; its owners stand above"
        elif above and depth == DEEPEST:
            more = "; its owners are not shown"
        elif above:
            opened.add(owner)
            deeper = prefix + ("   " if last else "│  ")
            stack += [(deeper, depth + 1, each, final) for each, final in above]
        text = f"{label(trace, owner)}{_MARK[state]} holds {interest_text(interest)}{more}"
        branch, rest = ("└─ ", "   ") if last else ("├─ ", "│  ")
        for line in style.wrap(text, prefix + branch, prefix + rest):
            stem = line[: len(prefix) + 3]
            yield stem + _painted(style, line[len(stem) :], state)
    if stack:
        yield "  … and more owners"


def _branches(trace: Trace, party: str) -> list[tuple[Interest, bool]]:
    """What is held of ``party``, those that reach it first, in the order of a stack; and which one stands last."""
    rank = ("listed", "restricted", "maybe-listed", "possibly-restricted", "clear")
    into = sorted(trace.into(party), key=lambda each: rank.index(trace.state(each.owner)))
    return [(each, place == len(into) - 1) for place, each in enumerate(into)][::-1]


def _compared(traces: Sequence[Trace], style: Style) -> Iterator[str]:
    first = traces[0]
    yield from style.wrap(f"{len(first.asked):,} parties on {first.as_of} under {len(traces)} regimes:")
    found = [[trace.verdict(party) for party in first.asked] for trace in traces]
    widths = [max(map(len, (trace.regime.id, *told))) + 2 for trace, told in zip(traces, found, strict=True)]
    room = style.width - sum(widths)
    if room < NAME:
        yield from _listed_one_by_one(traces, style)
    else:
        heads = "".join(f"  {trace.regime.id}".ljust(width) for trace, width in zip(traces, widths, strict=True))
        yield _bold(style, f"{'party':<{room}}{heads}".rstrip())
        for party in first.asked:
            name = label(first, party)
            if columns(name) > room:
                yield from style.wrap(name)
                name = ""
            yield name + " " * (room - columns(name)) + _cells(traces, party, widths, style).rstrip()
    for trace in traces:
        yield from _notes(f"{trace.regime.title} ({trace.regime.id})", trace.notes, style)


def _cells(traces: Sequence[Trace], party: str, widths: Sequence[int], style: Style) -> str:
    cells = ""
    for trace, width in zip(traces, widths, strict=True):
        verdict = trace.verdict(party)
        cells += f"  {_painted(style, verdict, trace.state(party))}{' ' * (width - 2 - len(verdict))}"
    return cells


def _listed_one_by_one(traces: Sequence[Trace], style: Style) -> Iterator[str]:
    """Where the regimes are too many for columns."""
    for party in traces[0].asked:
        yield from style.wrap(label(traces[0], party))
        for trace in traces:
            verdict = trace.verdict(party)
            yield f"  {trace.regime.id}: {_painted(style, verdict, trace.state(party))}"


def _notes(title: str, notes: Sequence[str], style: Style) -> Iterator[str]:
    if notes:
        yield ""
        for line in style.wrap(title):
            yield _bold(style, line)
        for note in notes:
            yield from style.wrap(note, "  - ")


def _bold(style: Style, text: str) -> str:
    return f"{_BOLD}{text}{_OFF}" if style.colour else text


def _painted(style: Style, text: str, state: str) -> str:
    return f"{_COLOUR[state]}{text}{_OFF}" if style.colour else text
