"""Ownership written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO

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
    pieces = comparer(form)(traces, style) if len(traces) > 1 else writer(form)(traces[0], style)
    out.writelines((pieces,) if isinstance(pieces, str) else pieces)


def writer(form: str) -> Writer:
    """The ``write`` of the format of this name, one of FORMATS."""
    write: Writer = import_module(f"{__name__}.{form}").write
    return write


def comparer(form: str) -> Comparer:
    """The ``compare`` of the format of this name, one of COMPARISONS."""
    compare: Comparer = import_module(f"{__name__}.{form}").compare
    return compare
