"""The answer for programs: the contract that scripts rely on (design section 9). One party is one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from compliance.ownership import Reach
from compliance.report_formats.json import harmless
from compliance.report_formats.style import Style
from compliance.share import Share
from compliance.tracing import Trace

FORMAT = "compliance-trace/1"


def write(trace: Trace, style: Style) -> str:
    """The whole answer; the same answer gives the same bytes."""
    del style
    return harmless("".join(_document(trace))) + "\n"


def compare(traces: Sequence[Trace], style: Style) -> str:
    """The answers of several regimes, each as ``write`` gives it, under ``regimes``."""
    del style
    return harmless('{"regimes": [\n' + ",\n".join("".join(_document(trace)) for trace in traces) + "\n]}") + "\n"


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
    yield ",\n    ".join(_party(party, trace.answers[party], written) for party in trace.asked)
    yield "\n  ]\n}"


def _party(party: str, reach: Reach, written: Callable[[Share], str]) -> str:
    """One party, put together by hand: of a large graph there are very many."""
    from json.encoder import encode_basestring as quoted

    owners = ", ".join(map(quoted, reach.listed_owners))
    proof = ", ".join(
        f'{{"owner": {quoted(each.owner)}, "owned": {quoted(each.owned)}, "share": {written(each.share)}}}'
        for each in reach.proof
    )
    ask = ", ".join(f'{{"owner": {quoted(each.owner)}, "owned": {quoted(each.owned)}}}' for each in reach.ask)
    flags = ", ".join(map(quoted, reach.flags))
    return (
        f'{{"id": {quoted(party)}, "verdict": "{reach.verdict}", "because": {quoted(reach.because)}, '
        f'"listed_owners": [{owners}], "proof": [{proof}], "ask": [{ask}], "flags": [{flags}]}}'
    )


def _encoded(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
