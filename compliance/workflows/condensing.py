"""Cells that mean the same to the rules, for inventories in which nearly every row is its own combination.

There each cell is understood by itself before rows are grouped: the first text of a meaning stands for the others, and
for what no rule can tell apart a word that says so. Then such an inventory has few combinations too. What stands for a
cell gives the doubts and the verdicts that the cell gives.

Most of what makes cells differ are numbers, in names as in models: one that stands in nothing that is known is any
number, so that a text is understood once for all its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any

from compliance.core.dates import period
from compliance.core.party import Unlisted
from compliance.core.text import EMPTY, HARD_SPACE, is_empty, one_line, squeeze, squeeze_all, tidy
from compliance.inventory import cells
from compliance.inventory.columns import no_machine
from compliance.inventory.document_classes import CLASSES, document_classes
from compliance.inventory.grouping.base import Condense, Key
from compliance.inventory.lots import Reader, names_nobody
from compliance.inventory.native import COUNTRIES, DATES
from compliance.inventory.party_cells import named_parties
from compliance.policies.engine.scope import site_words
from compliance.policies.policy import Policy
from compliance.policies.waivers import Waivers
from compliance.reference.unit_kinds import unit_kind
from compliance.screening.listings import PartyList
from compliance.screening.matching import screen
from compliance.screening.names.folding import fold
from compliance.screening.names.lexicon import lexicon

STRANGER, ELSEWHERE, OTHER = "names that nobody knows", "a place that nobody asks about", "not asked about"
"""Stand for parties of which neither a list nor a file of parties says anything, for sites and statuses no rule names."""
REMEMBERED = 3_000
"""So many shapes of a column are remembered with what stands for them: a larger memory is slower than understanding again."""

_EMPTY = frozenset(map(squeeze, EMPTY))
_LEAST = 4
_NUMBER = re.compile(f"([1-9][0-9]{{{_LEAST - 1},}})")
_PLAIN = "79642"
"""Digits that are mistaken for no letter: of one of them any number is written, as long as the number."""
_LONGEST_NUMBER = 12
"""So many digits of a number are looked at."""
_FIGURES = str.maketrans("olisbe", "011583")
"""Letters for which figures are mistaken."""
_NUMBERED = re.compile(r":[^\s;]*\d[^;\n]*")

_NEW = object()

Texts = tuple[str, ...]
Shapes = Callable[[list[Any]], list[Any]]
StandIn = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class _Alone:
    """The shape of a text that no other stands for."""

    text: Any


@dataclass
class _Part:
    """Columns that are understood together: their places in a combination (None: absent).

    What is understood is a text where it is one column, else the texts of all of them. Texts of one of the ``shapes``
    mean the same: ``stand_in`` says what stands for all of them, from the first one and its shape; None for themselves.
    """

    places: tuple[int | None, ...]
    shapes: Shapes
    stand_in: StandIn
    known: dict[Any, Any] = field(default_factory=dict)
    differ: bool = False
    """Most of the texts before were different: it is not worth looking for like ones."""

    def replace(self, columns: list[Sequence[str]]) -> None:
        """Puts in the place of each text of these columns the one that stands for it."""
        absent = [""] * len(columns[0])
        held = [absent if place is None else columns[place] for place in self.places]
        alone = len(held) == 1
        texts: list[Any] = list(held[0] if alone else zip(*held, strict=True))
        distinct = texts if self.differ else list(dict.fromkeys(texts))
        found = self._understood(distinct)
        self.differ = len(distinct) > len(texts) // 2
        if len(distinct) < len(texts):
            table = dict(zip(distinct, found, strict=True))
            found = [table[each] for each in texts]
        for place, column in zip(self.places, [found] if alone else zip(*found, strict=True), strict=True):
            if place is not None:
                columns[place] = column

    def _understood(self, texts: list[Any]) -> list[Any]:
        shapes = self.shapes(texts)
        alone = len(self.places) == 1
        blank = "" if alone else ("",) * len(self.places)
        # Blank rows stay blank, and non-breaking spaces are a doubt of their own.
        if blank in texts or HARD_SPACE in "".join(texts if alone else map("".join, texts)):
            pairs = zip(texts, shapes, strict=True)
            shapes = [_Alone(each) if each == blank or HARD_SPACE in "".join(each) else shape for each, shape in pairs]
        found = list(map(self.known.get, shapes, repeat(_NEW)))
        if _NEW in found:
            known = self.known = self.known if len(self.known) < REMEMBERED else {}
            first = dict(zip(reversed(shapes), reversed(texts), strict=True))
            known.update(
                (shape, None if isinstance(shape, _Alone) else self.stand_in(first[shape], shape))
                for shape in dict.fromkeys(shapes)
                if shape not in known
            )
            found = [known[shape] for shape in shapes]
        if None in found:
            return [each if stands is None else stands for each, stands in zip(texts, found, strict=True)]
        return found


class Condenser:
    """What stands for the cells of inventories under some policies; ``lists`` are those that they screen parties against.

    Parties stay apart where a rule asks of the whole fleet or of each party: how many there are counts there.
    """

    def __init__(
        self, reader: Reader, policies: Iterable[Policy], waivers: Waivers, lists: Iterable[PartyList]
    ) -> None:
        rules = [rule for policy in policies for rule in policy.rules]
        asked = [(rule, version) for rule in rules for _, version in rule.versions]
        waived = [waiver.subject.pair for waiver in waivers.waivers]
        self._reader, self._lists = reader, tuple(lists)
        self._apart = any(version.constraint.subject != "lot" for _, version in asked)
        self._waived = {fold(value) for kind, value in waived if kind in ("party", "supplier")}
        named = (status for _, version in asked for status in version.applies_to.statuses)
        self._statuses = frozenset(map(squeeze, ("", *cells.DISPOSED, *named)))
        sites = frozenset(squeeze(value) for kind, value in waived if kind == "site").union(
            *(site.names for site in reader.sites.sites), *(site_words(*each) for each in asked)
        )
        self._asked = re.compile("|".join(map(re.escape, sites)) or "(?!)")
        self._numbers = _numbers_in(
            chain(
                *(each.index.runs() for each in self._lists),
                *((party.id, party.name, *party.aliases) for party in reader.parties),
                *(self._waived, lexicon().spelled, reader.catalogue.spellings(), reader.countries.spellings()),
                *CLASSES.values(),
            )
        )
        self._any = next((digit for digit in _PLAIN if digit * _LEAST not in self._numbers), "")
        self._any_of = [self._any * length for length in range(_LONGEST_NUMBER + 1)]
        self._beginnings = re.compile(
            "|".join(map(re.escape, sorted(reader.catalogue.beginnings(), reverse=True))) or "(?!)"
        )
        self._first: dict[Hashable, Any] = {}

    def of(self, columns: Sequence[str]) -> Condense:
        """What condenses combinations that begin with the cells of these columns."""
        known: list[tuple[Texts, Shapes, StandIn]] = [
            (("manufacturer",), self._shapes, self._maker),
            (("manufacturer", "model"), self._machines, self._machine),
            (("control_board",), self._boards, self._board),
            (("kind",), self._kinds, self._of_kind),
            (("status",), self._states, self._state),
            (("site",), self._sites, self._site),
            (("origin_evidence", "origin_basis"), self._documents, self._document),
            *(((name,), self._shapes, self._party) for name in ("supplier", "owner", "hosting_client")),
            *(((name,), self._shapes, self._country) for name in COUNTRIES),
            *(((name,), self._days, self._day) for name in DATES),
        ]
        parts = [
            _Part(tuple(columns.index(name) if name in columns else None for name in names), shapes, stand_in)
            for names, shapes, stand_in in known
            if not set(names).isdisjoint(columns)
        ]

        def condense(keys: list[Key]) -> list[Key]:
            cut: list[Sequence[str]] = list(zip(*keys, strict=True))
            if not cut:
                return []
            for part in parts:
                part.replace(cut)
            return list(zip(*cut, strict=True))

        return condense

    def _shapes(self, texts: list[str]) -> list[str]:
        """The texts, every number of theirs that stands in nothing known as any number; they mean the same."""
        return _each(self._any_numbers, texts) if self._any else texts

    def _any_numbers(self, lines: str) -> str:
        parts = _NUMBER.split(lines)
        numbers, known = parts[1::2], self._numbers
        lengths = list(map(len, numbers))
        if max(lengths, default=0) <= _LONGEST_NUMBER and known.isdisjoint(numbers):
            parts[1::2] = map(self._any_of.__getitem__, lengths)
        else:
            any_digit = self._any
            parts[1::2] = [
                number if number[:_LONGEST_NUMBER] in known else any_digit * len(number) for number in numbers
            ]
        return "".join(parts)

    def _maker(self, text: str, shape: str) -> str | None:
        found = self._reader.catalogue.recognise(shape, "")
        unlisted = found.makers.only == Unlisted(one_line(shape)) and not found.notes
        return self._party(text, shape) if unlisted else None

    def _machines(self, rows: list[Texts]) -> list[Texts]:
        return [
            (maker, shape) for (maker, _), shape in zip(rows, self._shapes([model for _, model in rows]), strict=True)
        ]

    def _machine(self, first: Texts, shape: Texts) -> Any:
        found = self._reader.catalogue.recognise(*shape)
        meaning = (found.makers, found.family, found.seller, len(found.notes), no_machine(*shape))
        return self._first.setdefault(("machine", meaning), first)

    def _boards(self, texts: list[str]) -> list[str]:
        shapes = self._shapes(texts)
        # Of some boards the beginning tells, and it may be the beginning of a number.
        if self._begun("\n".join(texts)) == self._begun("\n".join(shapes)):
            return shapes
        pairs = zip(texts, shapes, strict=True)
        return [shape if self._begun(text) == self._begun(shape) else text for text, shape in pairs]

    def _begun(self, text: str) -> list[tuple[int, str]]:
        return [(found.start(), found[0]) for found in self._beginnings.finditer(text.lower())]

    def _board(self, first: str, shape: str) -> Any:
        boards, doubt = self._reader.catalogue.boards(shape, None)
        return self._first.setdefault(("boards", boards, bool(doubt)), first)

    def _kinds(self, texts: list[str]) -> list[str]:
        return list(map(unit_kind, texts))

    def _of_kind(self, first: str, shape: str) -> Any:
        return self._first.setdefault(("kind", shape), first)

    def _states(self, texts: list[str]) -> list[str | None]:
        return [name if name in self._statuses else None for name in squeeze_all(texts)]

    def _state(self, first: str, shape: str | None) -> str | None:
        return OTHER if shape is None else None

    def _sites(self, texts: list[str]) -> list[str | None]:
        names, asked = squeeze_all(texts), self._asked.search
        if _EMPTY.isdisjoint(names) and not asked("\n".join(names)):
            return [None] * len(texts)
        return [name if name in _EMPTY or asked(name) else None for name in names]

    def _site(self, first: str, shape: str | None) -> str | None:
        return ELSEWHERE if shape is None else None

    def _documents(self, rows: list[Texts]) -> list[Texts]:
        # What has a number is there, whichever it is.
        numbered = _each(lambda lines: _NUMBERED.sub(":1", lines), [evidence for evidence, _ in rows])
        return [(shape, basis) for shape, (_, basis) in zip(self._shapes(numbered), rows, strict=True)]

    def _document(self, first: Texts, shape: Texts) -> Any:
        classes, unplaced = document_classes(*shape)
        return self._first.setdefault(("documents", classes, len(unplaced)), first)

    def _party(self, first: str, shape: str) -> str | None:
        if self._apart or is_empty(shape) or names_nobody(shape) or fold(shape) in self._waived:
            return None
        who = named_parties(self._reader.parties, tidy(shape)).only
        nobody = isinstance(who, Unlisted) and not any(screen((who.name,), None, held, None) for held in self._lists)
        return STRANGER if nobody else None

    def _country(self, first: str, shape: str) -> Any:
        # What two letters mean is settled by the whole column.
        if len(shape.strip()) <= 2 or "|" in shape:
            return None
        found = self._reader.countries.resolve(shape, self._reader.codes or "iso")
        return self._first.setdefault(("country", found), first)

    def _days(self, texts: list[str]) -> list[Any]:
        return [text if len(text) <= len("2024-02-23") or text[4:5] != "-" else self._moment(text) for text in texts]

    def _moment(self, text: str) -> Any:
        """A day with an hour stands for the day; which of day and month comes first is settled by the whole column."""
        try:
            return period(text)
        except ValueError:
            return text

    def _day(self, first: str, shape: Any) -> Any:
        return None if isinstance(shape, str) else self._first.setdefault(("day", shape), first)


def _each(rewrite: Callable[[str], str], texts: list[str]) -> list[str]:
    """Plain texts rewritten, all at once if each is one line; others as they are."""
    lines = "\n".join(texts)
    found = rewrite(lines).split("\n") if lines.isascii() else []
    return found if len(found) == len(texts) else [rewrite(text) if text.isascii() else text for text in texts]


def _numbers_in(spellings: Iterable[str]) -> frozenset[str]:
    """Every number that may be meant by a part of these texts, also where letters stand for figures."""
    figures = "\n".join(map(squeeze, spellings)).translate(_FIGURES)
    return frozenset(
        number[start:end]
        for number in set(re.findall(f"[0-9]{{{_LEAST},}}", figures))
        for start in range(len(number))
        for end in range(start + _LEAST, min(len(number), start + _LONGEST_NUMBER) + 1)
    )
