"""Every fact is a set of possible values; what nobody recorded is *everything*.

This is the file that keeps *unknown* from turning into *compliant*: a question asked of a fact
is answered yes or no only where every possible value gives that answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Never, TypeVar

T = TypeVar("T", covariant=True)
S = TypeVar("S")

Answer = bool | None
"""True, False, or None where the facts do not settle it."""


@dataclass(frozen=True, slots=True)
class Possible(Generic[T]):
    """What a fact may be: one of some values, or (``values is None``) anything at all."""

    values: frozenset[T] | None

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return self.values is not None

    @property
    def only(self) -> T | None:
        """Its single value, or None where there are several or nobody knows."""
        return next(iter(self.values)) if self.values is not None and len(self.values) == 1 else None

    def ask(self, question: Callable[[T], Answer]) -> Answer:
        """The answer that every possible value gives, else None. Of an unknown fact always None."""
        if self.values is None:
            return None
        return unanimous(question(value) for value in self.values)


def one(value: S) -> Possible[S]:
    """A fact that is settled."""
    return Possible(frozenset((value,)))


def one_of(values: Iterable[S]) -> Possible[S]:
    """A fact that is one of ``values``; of none at all it would say nothing, so it is unknown."""
    known = frozenset(values)
    return Possible(known or None)


UNKNOWN: Possible[Never] = Possible(None)
"""A fact of which nothing is distinct, whatever kind of fact it is."""


def unanimous(answers: Iterable[Answer]) -> Answer:
    """The answer on which all agree, else None. Of no answers at all: None."""
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else None


def any_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's *or*: True where one is, False where all are (and of none), else None."""
    distinct = set(answers)
    return True if True in distinct else None if None in distinct else False


def all_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's *and*: False where one is, True where all are (and of none), else None."""
    distinct = set(answers)
    return False if False in distinct else None if None in distinct else True
