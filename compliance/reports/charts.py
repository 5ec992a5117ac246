"""Units by verdict as bars: how long each piece is, and which verdicts occur."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from compliance.core.finding import Verdict

Name = TypeVar("Name")
LENGTH = 1000
"""The length of a bar that is whole."""


@dataclass(frozen=True, slots=True)
class Chart(Generic[Name]):
    """A bar for each name, beside the numbers that it draws; ``heading`` says what the names are."""

    caption: str
    heading: str
    rows: Sequence[tuple[Name, Mapping[Verdict, int]]]

    @property
    def verdicts(self) -> list[Verdict]:
        """The verdicts that occur."""
        return [verdict for verdict in Verdict if any(units.get(verdict) for _, units in self.rows)]

    @property
    def most(self) -> int:
        """The units of the longest bar."""
        return max((sum(units.values()) for _, units in self.rows), default=0)


def pieces(units: Mapping[Verdict, int], most: int) -> Iterator[tuple[Verdict, str, str]]:
    """The pieces of a bar: verdict, where it begins, how long it is; a bar of ``most`` units is LENGTH long."""
    begin = 0.0
    for verdict in Verdict:
        length = LENGTH * units.get(verdict, 0) / max(most, 1)
        if length:
            yield verdict, f"{begin:.4g}", f"{length:.4g}"
            begin += length
