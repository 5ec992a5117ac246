"""The one error that a user can cause: where it is, what is wrong, what to do about it.

Everything else that is raised in this package is a bug.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where (file, row as a spreadsheet counts or line, column), and what to do."""

    what: str
    advice: str = ""
    file: str = ""
    row: int | None = None
    column: str | int | None = None

    def __str__(self) -> str:
        position = self.file
        if self.row is not None:
            position += f":{self.row}" if position else f"row {self.row}"
        if self.column is not None:
            position += f":{self.column}" if position else f"column {self.column}"
        text = f"{position}: {self.what}" if position else self.what
        return f"{text}. {self.advice}" if self.advice else text


class ComplianceError(Exception):
    """An input cannot be used (exit code 4). Carries every problem found, not only the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ComplianceError], tuple[tuple[Problem, ...]]]:
        """So that it comes out of another process as it went in."""
        return type(self), (self.problems,)


class ParameterError(ComplianceError):
    """What was asked contradicts itself, or an input (exit code 2: the command line is wrong)."""


def fail(
    what: str, advice: str = "", *, file: str = "", row: int | None = None, column: str | int | None = None
) -> ComplianceError:
    """A ComplianceError with one problem, to be raised by the caller."""
    return ComplianceError(Problem(what, advice, file, row, column))


class ErrorCollector:
    """Runs steps and keeps what users did wrong in each, so that one bad file does not hide the next.

    What else is wrong may be added to ``problems``.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def collect(self, items: Iterable[S], step: Callable[[S], T]) -> list[T]:
        """What ``step`` gave of the items that nothing is wrong with."""
        done = []
        for item in items:
            try:
                done.append(step(item))
            except ComplianceError as error:
                self.problems += error.problems
        return done

    def one(self, step: Callable[[], T]) -> T | None:
        """What ``step`` gave, None where something is wrong."""
        return next(iter(self.collect((step,), lambda step: step())), None)

    def finish(self) -> None:
        """Raises ComplianceError with every problem so far, if there is one."""
        if self.problems:
            raise ComplianceError(self.problems)


def nearest(word: str, known: Iterable[str]) -> str:
    """``Did you mean 'x'?`` for the known word that is most like ``word``; nothing where none is."""
    from difflib import get_close_matches

    matches = get_close_matches(word, list(known), 1)
    return f"Did you mean {matches[0]!r}?" if matches else ""
