"""How a fact of a unit is declared: its columns with their headers, its reader, and when the cells of two rows mean the same by it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, Protocol, TypeVar

from compliance.core.text import HARD_SPACE, is_empty, normal
from compliance.inventory.facts.any_number import AnyNumber
from compliance.inventory.sites import Sites
from compliance.ownership.parties import Parties
from compliance.reference.countries import CountryTable, Resolution
from compliance.reference.hardware.catalogue import Catalogue
from compliance.screening.listings import PartyList

T = TypeVar("T")

MARK = "\x1f"
"""What the canonical form of cells begins with, so that it is no text that a cell may hold (see ``Canonical``)."""


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header made comparable: width, case, accents, spaces, underscores and punctuation do not count."""
    plain = text if text.isascii() else normal("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


@dataclass(frozen=True, slots=True)
class Column:
    """A native column. ``headers``: what else files call it, separated by commas.

    ``last_resort``: headers that mean it only where no other column does. ``qualifiers``: what may follow a header in
    brackets or behind a comma and says nothing else. ``second``: whether a second column of its kind may stay unread:
    it may; the user is asked, unless it stands beside the native word; it never may, for it could say something else.
    """

    name: str
    headers: str = ""
    last_resort: str = ""
    qualifiers: str = ""
    second: Literal["unread", "asked", "refused"] = "unread"


@dataclass(frozen=True, slots=True)
class Distinction:
    """Which values of a fact a rule tells apart: any two, or (``exact`` is False) only some from all the others.

    Those are the values that somebody knows (a party that is described or may be listed, a site that is described), and
    those that one of ``words`` names.
    """

    exact: bool = True
    words: frozenset[str] = frozenset()

    def __or__(self, other: Distinction) -> Distinction:
        """What two rules together tell apart."""
        return Distinction(self.exact or other.exact, self.words | other.words)


EXACT = Distinction()
KNOWN_ONLY = Distinction(exact=False)


def named(words: Iterable[str]) -> Distinction:
    """Values that are known or that one of ``words`` names; every other is like the next."""
    return Distinction(False, frozenset(words))


@dataclass(frozen=True, slots=True)
class FactsRead:
    """Which facts of a unit are read, and what is told apart in each: said by rules and waivers before reading starts."""

    distinctions: Mapping[str, Distinction] = field(default_factory=dict)

    @classmethod
    def exactly(cls, *facts: str) -> FactsRead:
        """These facts, any two values of which are told apart."""
        return cls(dict.fromkeys(facts, EXACT))

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that are read."""
        return tuple(self.distinctions)

    def of(self, fact: str) -> Distinction:
        """What is told apart in a fact. What nobody reads need not be told apart."""
        return self.distinctions.get(fact, KNOWN_ONLY)

    def __or__(self, other: FactsRead) -> FactsRead:
        """What both read."""
        names = dict.fromkeys((*self.distinctions, *other.distinctions))
        return FactsRead({name: self.of(name) | other.of(name) for name in names})


@dataclass(frozen=True, eq=False, slots=True)
class Reader:
    """What is needed to understand cells. ``codes`` is None where nobody said what two-letter countries mean.

    ``lists`` are those against which rules screen parties. ``claims``: whether the documents that are named for a unit
    are read one by one, to be tied out with a register.
    """

    catalogue: Catalogue
    countries: CountryTable
    parties: Parties
    sites: Sites
    codes: Literal["iso", "fips"] | None = None
    lists: tuple[PartyList, ...] = ()
    claims: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)
    """Column -> what it says where a cell records nothing."""


class Row:
    """The cells of one combination while its facts are read.

    ``doubt`` and ``problem`` say what is odd or wrong in them; ``unknown`` names the column of a text that nobody
    understands, and what would settle it. ``read`` is what rules tell apart.
    """

    def __init__(
        self,
        cells: Mapping[str, str],
        reader: Reader,
        country: Callable[[str, str], Resolution],
        day_first: Mapping[str, bool | None],
        doubt: Callable[[str], None],
        problem: Callable[[str, str, str], None],
        unknown: Callable[[str, str, str], None],
        read: FactsRead,
    ) -> None:
        self.cells, self.reader = cells, reader
        self.country, self.day_first = country, day_first
        """What a country text in a column means; whether the day comes first in the dates of a column."""
        self.doubt, self.problem, self.unknown, self.read = doubt, problem, unknown, read
        self._worked_out: dict[Any, Any] = {}

    def text(self, column: str) -> str:
        """The text of a cell; "" where there is no such column. Where it records nothing, what holds by default."""
        text = self.cells.get(column, "")
        return self.reader.defaults[column] if column in self.reader.defaults and is_empty(text) else text

    def once(self, work_out: Callable[[Row], T]) -> T:
        """What ``work_out`` says of this row, worked out once: several facts rest on it."""
        if work_out not in self._worked_out:
            self._worked_out[work_out] = work_out(self)
        value: T = self._worked_out[work_out]
        return value


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a unit: the columns it is made of, the first being the one that a person would fill in, and its reader.

    ``verbatim``: its value is the text of its cell, so that single values can be picked out before any is understood.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Row], Any]
    verbatim: bool = False


class Canonical(Protocol):
    """When cells mean the same. Cells are a text where it is one column, else the texts of all of them.

    It rests on the cells alone, so that every process gives the same form of a row.
    """

    def shapes(self, cells: list[Any]) -> list[Hashable]:
        """Something quick for each: cells of one shape mean the same, whatever else may mean it too."""
        ...

    def form(self, shape: Any) -> tuple[str, ...] | None:
        """What stands in place of all cells of this meaning, for each column; None where a cell stands for itself.

        A text that begins with ``MARK`` names the meaning, which the cells of the first row show; any other is read
        like a cell.
        """
        ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """What cells are compared by: what is known, what the rules tell apart, and the numbers that mean something.

    So many shapes are ``remembered`` with what stands for them.
    """

    reader: Reader
    read: FactsRead
    numbers: AnyNumber
    remembered: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Columns whose cells are understood together, and the facts they give.

    ``canonical`` says when the cells of two rows mean the same: equal forms give equal values of every fact, as far as
    the rules tell them apart. Without it, or where it gives None, only equal texts mean the same.
    """

    columns: tuple[Column, ...]
    facts: tuple[Fact, ...] = ()
    canonical: Callable[[Comparison], Canonical | None] | None = None


@dataclass(frozen=True, slots=True)
class ByValue:
    """Cells of ``width`` columns mean the same where ``value`` of their shapes is the same.

    ``value`` gives None for what stands for itself; it must be written alike in every process, so it holds no set.
    """

    shapes: Callable[[list[Any]], list[Any]]
    value: Callable[[Any], Hashable]
    width: int = 1

    def form(self, shape: Any) -> tuple[str, ...] | None:
        """The value, marked."""
        value = self.value(shape)
        return None if value is None else (f"{MARK}{value!r}",) * self.width


def written_alike(values: frozenset[object] | None) -> tuple[str, ...] | None:
    """Possible values, written alike in every process."""
    return None if values is None else tuple(sorted(map(repr, values)))


def stands_for_itself(text: str) -> bool:
    """Whether nothing may stand for a cell: a blank one, or one of which a doubt of its own is said."""
    return not text or HARD_SPACE in text
