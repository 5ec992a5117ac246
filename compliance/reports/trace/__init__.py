"""Answers on ownership written out: each format is one file with one ``write(trace, style)``; none recomputes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.trace import Trace

FORMATS = ("text", "json", "dot", "mermaid", "graphml", "svg", "html")
COMPARISONS = ("text", "json")
"""Formats that show several regimes on one graph side by side."""


Output = str | Iterator[str]
"""A text, in one or in pieces."""


def writer(form: str) -> Callable[[Trace, Style], Output]:
    """What writes the format of this name, one of FORMATS."""
    write: Callable[[Trace, Style], Output] = import_module(f"{__name__}.{form}").write
    return write


def comparer(form: str) -> Callable[[Sequence[Trace], Style], Output]:
    """What compares several regimes in the format of this name, one of COMPARISONS."""
    compare: Callable[[Sequence[Trace], Style], Output] = import_module(f"{__name__}.{form}").compare
    return compare
