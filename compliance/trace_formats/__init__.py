"""Answers on ownership written out: each format is one file with one ``write(trace, style)``; none recomputes anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compliance.report_formats.style import Style
from compliance.trace_formats import dot, graphml, json, mermaid, text
from compliance.tracing import Trace

FORMATS: dict[str, Callable[[Trace, Style], str]] = {
    "text": text.write,
    "json": json.write,
    "dot": dot.write,
    "mermaid": mermaid.write,
    "graphml": graphml.write,
}

COMPARISONS: dict[str, Callable[[Sequence[Trace], Style], str]] = {
    "text": text.compare,
    "json": json.compare,
}
"""Several regimes on one graph, side by side."""
