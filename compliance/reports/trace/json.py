"""The answer for programs: the contract that scripts rely on (design section 9). One party is one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from compliance.core.share import Share
from compliance.ownership.tracing.reach import InForce, Reach
from compliance.reports.json_text import escape_controls
from compliance.reports.style import Style
from compliance.workflows.trace import Trace

FORMAT = "compliance-trace/1"
MAX_LINES = 2000
"""So many parties are written at a time."""


def write(trace: Trace, style: Style) -> Iterator[str]:
    """The whole answer, piece by piece; the same answer gives the same bytes."""
    del style
    yield from map(escape_controls, _document(trace))
    yield "\n"


def compare(traces: Sequence[Trace], style: Style) -> Iterator[str]:
    """The answers of several regimes, each as ``write`` gives it, under ``regimes``."""
    del style
    before = '{"regimes": [\n'
    for trace in traces:
        yield before
        yield from map(escape_controls, _document(trace))
        before = ",\n"
    yield "\n]}\n"


def _document(trace: Trace) -> Iterator[str]:
    head = {
        "format": FORMAT,
        "as_of": str(trace.as_of),
        "regime": trace.regime.id,
        "in_force": trace.regime.in_force,
        "notes": trace.notes,
    }
    yield "{"
    for name, value in head.items():
        yield f'\n  "{name}": {_encoded(value)},'
    written = cache(lambda share: _encoded(share.written()))
    yield '\n  "parties": [\n    '
    lines = _parties(trace, written)
    yield next(lines, "")
    while piece := list(islice(lines, MAX_LINES)):
        yield ",\n    " + ",\n    ".join(piece)
    yield "\n  ]\n}"


def _parties(trace: Trace, written: Callable[[Share], str]) -> Iterator[str]:
    """One party each. Of most parties of a large graph there is nothing to tell, and that is told in one go."""
    from json.encoder import encode_basestring as quoted

    answers, noteworthy = trace.answers, trace.answers.noteworthy
    if not isinstance(answers, InForce):
        yield from (_party(party, answers[party], written) for party in trace.asked)
        return
    named, discloses = trace.parties.records, answers.discloses
    before, after = quoted(answers.explanation.untouched("\0")).split(quoted("\0")[1:-1])
    nothing = '"listed_owners": [], "proof": [], "ask": [], "flags": ['
    for party in trace.asked:
        if party in noteworthy:
            yield _party(party, answers[party], written)
        else:
            text = quoted(party)
            name = quoted(named[party].name) if party in named else text
            flags = "" if discloses(party) else '"undisclosed-majority"'
            because = f"{before}{name[1:-1]}{after}"
            yield f'{{"id": {text}, "verdict": "clear", "because": {because}, {nothing}{flags}]}}'


def _party(party: str, reach: Reach, written: Callable[[Share], str]) -> str:
    """One party, put together by hand: of a large graph there are very many."""
    from json.encoder import encode_basestring as quoted

    owners = ", ".join(map(quoted, reach.listed_owners))
    proof = ", ".join(
        f'{{"owner": {quoted(interest.owner)}, "owned": {quoted(interest.owned)}, "share": {written(interest.share)}}}'
        for interest in reach.proof
    )
    ask = ", ".join(
        f'{{"owner": {quoted(interest.owner)}, "owned": {quoted(interest.owned)}}}' for interest in reach.ask
    )
    flags = ", ".join(map(quoted, reach.flags))
    return (
        f'{{"id": {quoted(party)}, "verdict": "{reach.verdict}", "because": {quoted(reach.because)}, '
        f'"listed_owners": [{owners}], "proof": [{proof}], "ask": [{ask}], "flags": [{flags}]}}'
    )


def _encoded(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
