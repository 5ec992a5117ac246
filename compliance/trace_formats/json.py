"""The answer for programs: the contract that scripts rely on (design section 9). One party is one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.ownership import Reach
from compliance.report_formats.json import harmless
from compliance.report_formats.style import Style
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
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    head = {
        "format": FORMAT,
        "as_of": str(trace.as_of),
        "regime": trace.regime.id,
        "in_force": trace.regime.in_force,
        "notes": trace.notes,
    }
    yield "{"
    for name, value in head.items():
        yield f"\n  {encode(name)}: {encode(value)},"
    yield '\n  "parties": [\n    '
    yield ",\n    ".join(encode(_party(party, trace.answers[party])) for party in trace.asked)
    yield "\n  ]\n}"


def _party(party: str, reach: Reach) -> dict[str, Any]:
    return {
        "id": party,
        "verdict": reach.verdict,
        "because": reach.because,
        "listed_owners": reach.listed_owners,
        "proof": [{"owner": each.owner, "owned": each.owned, "share": each.share.written()} for each in reach.proof],
        "ask": [{"owner": each.owner, "owned": each.owned} for each in reach.ask],
        "flags": reach.flags,
    }
