"""Writes the gaps for a terminal, those that concern most machines first."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.text import counted
from compliance.reports.sentences import sentence
from compliance.reports.style import Style
from compliance.workflows.doctor import DoctorResult, Gap


def write(answer: DoctorResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns; control characters of the input are made visible."""
    return "\n".join(_lines(answer, style)) + "\n"


def _lines(answer: DoctorResult, style: Style) -> Iterator[str]:
    fleet = f"{counted(answer.units, 'unit')} as of {answer.as_of}"
    if not answer.gaps:
        yield f"Nothing is missing: {fleet}."
        return
    yield from style.wrap(f"{fleet}; what would let a check say more, most machines first:")
    for number, gap in enumerate(answer.gaps, 1):
        yield ""
        yield from _gap(number, gap, style)


def _gap(number: int, gap: Gap, style: Style) -> Iterator[str]:
    units = "units unknown" if gap.units is None else counted(gap.units, "unit") if gap.units else ""
    head = ", ".join(filter(None, (gap.kind.upper(), units, gap.file)))
    yield from style.wrap(head, f"{number:>2}. ")
    for text in (sentence(gap.what), f"To do: {gap.remedy}", gap.change):
        yield from style.wrap(text, "    ")
