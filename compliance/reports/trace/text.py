"""The answer for a person at a terminal: each party with its verdict and the tree of its owners below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from compliance.ownership.parties import Interest
from compliance.ownership.tracing.ties import flag_meaning
from compliance.reports.style import Style, columns
from compliance.reports.trace.picture import RANK, by_rank, interest_text, label
from compliance.workflows.trace import NOT_FOUND, Trace

MAX_PARTIES, MAX_ROWS, MAX_DEPTH, MAX_QUESTIONS, MAX_CLEAR = 40, 40, 10, 10, 100
"""So many parties, rows and levels of a tree, questions and clear parties are shown; JSON has them all."""
MIN_NAME = 20
"""So many columns a party's name must have in a table."""

LOOKS = {
    "listed": "bold red",
    "maybe-listed": "bold yellow",
    "restricted": "red",
    "possibly-restricted": "yellow",
    "clear": "green",
}
MARKS = {"listed": " [LISTED]", "maybe-listed": " [may be LISTED]", "restricted": " [restricted]",
         "possibly-restricted": " [possibly restricted]", "clear": ""}  # fmt: skip
_MORE = "(--format json has them all)"


def write(trace: Trace, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    return "\n".join(_lines(trace, style)) + "\n"


def compare(traces: Sequence[Trace], style: Style) -> str:
    """One line per party, one column per regime; below it what is to be said of each regime."""
    return "\n".join(_compared(traces, style)) + "\n"


def _lines(trace: Trace, style: Style) -> Iterator[str]:
    by_verdict: Counter[str] = Counter(trace.verdict(party) for party in trace.asked)
    counted = ", ".join(f"{by_verdict[verdict]:,} {trace.word(verdict)}" for verdict in RANK if by_verdict[verdict])
    force = "in force" if trace.regime.in_force else "not in force"
    yield from style.wrap(f"{trace.regime.title} ({trace.regime.id}) on {trace.as_of}: {force}.")
    yield from style.wrap(f"{len(trace.asked):,} {'party' if len(trace.asked) == 1 else 'parties'} traced: {counted}.")
    ranked = by_rank(trace)
    full = [party for party in ranked if len(ranked) <= 3 or trace.verdict(party) != "clear"]
    for party in full[:MAX_PARTIES]:
        yield ""
        yield from _party(trace, party, style)
    if full[MAX_PARTIES:]:
        yield ""
        yield from style.wrap(f"and {len(full) - MAX_PARTIES:,} more that are not clear {_MORE}")
    clear = ranked[len(full) :]
    if clear:
        yield ""
        yield style.paint(trace.word("clear").upper(), _look(trace, "clear"))
        for party in clear[:MAX_CLEAR]:
            yield from style.wrap(f"{label(trace, party)}: {trace.answers[party].because}", "  - ")
        if clear[MAX_CLEAR:]:
            yield from style.wrap(f"and {len(clear) - MAX_CLEAR:,} more {_MORE}", "  - ")
    yield from _notes("Notes", trace.notes, style)


def _party(trace: Trace, party: str, style: Style) -> Iterator[str]:
    reach, state = trace.answers[party], trace.state(party)
    verdict = trace.word(reach.verdict).upper()
    first, *more_lines = style.wrap(label(trace, party), f"{verdict}  ", "  ")
    yield style.paint(verdict, _look(trace, state)) + first.removeprefix(verdict)
    yield from more_lines
    yield from style.wrap(reach.because, "  ")
    yield from _tree(trace, party, style)
    for interest in reach.ask[:MAX_QUESTIONS]:
        share = f"the exact share of {label(trace, interest.owner)} in {label(trace, interest.owned)}"
        yield from style.wrap(f"Ask for {share}.", "  ? ")
    if reach.ask[MAX_QUESTIONS:]:
        yield from style.wrap(f"and {len(reach.ask) - MAX_QUESTIONS} more {_MORE}", "  ? ")
    for flag in reach.flags:
        yield from style.wrap(f"{flag}: {flag_meaning(flag)}", "  ! ")


def _tree(trace: Trace, party: str, style: Style) -> Iterator[str]:
    """The owners of ``party`` below it, theirs below them; each party's own are shown once."""
    opened = {party}
    stack = [("  ", 1, interest, last) for interest, last in _branches(trace, party)]
    rows = 0
    while stack and rows < MAX_ROWS:
        prefix, depth, interest, last = stack.pop()
        rows += 1
        owner = interest.owner
        state = trace.state(owner)
        above = _branches(trace, owner)
        more = ""
        if above and owner in opened:
            more = "; its owners are shown above"
        elif above and depth == MAX_DEPTH:
            more = "; its owners are not shown"
        elif above:
            opened.add(owner)
            deeper = prefix + ("   " if last else "│  ")
            stack += [(deeper, depth + 1, item, final) for item, final in above]
        text = f"{label(trace, owner)}{MARKS[state]} holds {interest_text(interest)}{more}"
        branch, indent = ("└─ ", "   ") if last else ("├─ ", "│  ")
        for line in style.wrap(text, prefix + branch, prefix + indent):
            stem = line[: len(prefix) + 3]
            yield stem + style.paint(line[len(stem) :], _look(trace, state))
    if stack:
        yield "  … and more owners"


def _branches(trace: Trace, party: str) -> list[tuple[Interest, bool]]:
    """What is held of ``party``, those that reach it first, in the order of a stack; and which one stands last."""
    rank = ("listed", "restricted", "maybe-listed", "possibly-restricted", "clear")
    into = sorted(trace.into(party), key=lambda interest: rank.index(trace.state(interest.owner)))
    return [(interest, interest is into[-1]) for interest in reversed(into)]


def _compared(traces: Sequence[Trace], style: Style) -> Iterator[str]:
    first = traces[0]
    yield from style.wrap(f"{len(first.asked):,} parties on {first.as_of} under {len(traces)} regimes:")
    widths = [
        2 + max(len(trace.regime.id), *(len(trace.word(trace.verdict(party))) for party in first.asked))
        for trace in traces
    ]
    room = style.width - sum(widths)
    if room < MIN_NAME:
        yield from _listed_one_by_one(traces, style)
    else:
        heads = "".join(f"  {trace.regime.id}".ljust(width) for trace, width in zip(traces, widths, strict=True))
        yield style.paint(f"{'party':<{room}}{heads}".rstrip(), "bold")
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
        verdict = trace.word(trace.verdict(party))
        cells += f"  {style.paint(verdict, _look(trace, trace.state(party)))}{' ' * (width - 2 - len(verdict))}"
    return cells


def _listed_one_by_one(traces: Sequence[Trace], style: Style) -> Iterator[str]:
    """Where the regimes are too many for columns."""
    for party in traces[0].asked:
        yield from style.wrap(label(traces[0], party))
        for trace in traces:
            verdict = trace.word(trace.verdict(party))
            yield f"  {trace.regime.id}: {style.paint(verdict, _look(trace, trace.state(party)))}"


def _look(trace: Trace, state: str) -> str:
    """Green is only who is clear indeed."""
    return "" if trace.word(state) == NOT_FOUND else LOOKS[state]


def _notes(title: str, notes: Sequence[str], style: Style) -> Iterator[str]:
    if notes:
        yield ""
        for line in style.wrap(title):
            yield style.paint(line, "bold")
        for note in notes:
            yield from style.wrap(note, "  - ")
