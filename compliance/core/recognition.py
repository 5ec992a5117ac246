"""What a text means among known things: *this one*, *one of these*, or *unknown*.

Every comparison of a text with known things answers with a `Recognition`: what is not recognised is unknown, never
"another", and no comparison can forget it. A text that records nothing is neither: it is blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from compliance.core.possible import Possible

T = TypeVar("T", covariant=True)
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Recognition(Generic[T]):
    """``values``: the things that ``text`` may mean, None where it may be any of them, or none.

    ``recorded`` is False where the text says nothing. Texts that mean the same are equal (and so are their ``repr``), however they are written.
    """

    values: frozenset[T] | None = None
    recorded: bool = True
    text: str = field(default="", compare=False, repr=False)

    @property
    def only(self) -> T | None:
        """This one; None where there are several, or none."""
        return self.possible.only

    @property
    def possible(self) -> Possible[T]:
        """What a fact that is recorded so may be."""
        return Possible(self.values)

    @property
    def unknown(self) -> bool:
        """Whether something is recorded, and nobody knows what it means."""
        return self.recorded and self.values is None


def recognised(text: str, values: Iterable[S]) -> Recognition[S]:
    """A text that means one of ``values``; of none at all it is unknown."""
    return Recognition(frozenset(values) or None, text=text)


def blank(text: str = "", usually: Iterable[S] = ()) -> Recognition[S]:
    """A text that records nothing, of a thing that is one of ``usually`` unless somebody says otherwise."""
    return Recognition(frozenset(usually) or None, recorded=False, text=text)
