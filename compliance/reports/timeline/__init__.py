"""Timelines written out: each format is one file with one ``write``; none computes anything.

A format is imported where it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from compliance.reports import writer

if TYPE_CHECKING:
    from compliance.reports.style import Style
    from compliance.workflows.timeline.timeline import TimelineResult
    from compliance.workflows.timeline.verdicts import History
    from compliance.workflows.timeline.watch import Watched

FORMATS = ("text", "json", "html", "svg")


class Writer(Protocol):
    """What the ``write`` of a format is."""

    def __call__(self, history: History, watched: Watched | None, style: Style) -> str:
        """The whole timeline as text, with what ``watched`` says is new."""


def write(result: TimelineResult, form: str, out: TextIO, style: Style) -> None:
    """Writes the result in the format of this name, one of FORMATS."""
    text: Writer = writer(__name__, form)
    out.write(text(result.history, result.watched, style))
