"""Ownership written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TextIO

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.trace import Trace, TraceResult

FORMATS = ("text", "json", "dot", "mermaid", "graphml", "svg", "html")
COMPARISONS = ("text", "json")
"""Formats that show several regimes on one graph side by side."""


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, trace: Trace, style: Style) -> str | Iterable[str]:
        """The whole answer as text, in one or in pieces."""


class Comparer(Protocol):
    """What the ``compare`` of a format is, of one of COMPARISONS."""

    def __call__(self, traces: Sequence[Trace], style: Style) -> str | Iterable[str]:
        """The answers under several regimes as text, in one or in pieces."""


def write(result: TraceResult, form: str, out: TextIO, style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    traces = result.traces
    if len(traces) > 1:
        compare: Comparer = writer(__name__, form, "compare")
        pieces = compare(traces, style)
    else:
        text: Writer = writer(__name__, form)
        pieces = text(traces[0], style)
    out.writelines((pieces,) if isinstance(pieces, str) else pieces)
