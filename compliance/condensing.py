"""Cells that mean the same to the rules, for inventories in which nearly every row is its own combination.

There each cell is understood by itself before rows are grouped: the first text of a meaning stands for the others, and
for what no rule can tell apart a word that says so. Then such an inventory has few combinations too. What stands for a
cell gives the doubts and the verdicts that the cell gives.

Most of what makes cells differ are numbers, in names as in models: one that stands in nothing that is known is any
number, so that a text is understood once for all its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

from compliance import cells
from compliance.cells import squeeze, squeeze_all
from compliance.columns import no_machine
from compliance.documents import CLASSES, document_classes
from compliance.engine.scope import site_words
from compliance.fleet import party_keys
from compliance.grouping_engines.base import Condense, Key
from compliance.listing import PartyList
from compliance.lots import Reader, names_nobody
from compliance.naming.folding import fold
from compliance.naming.lexicon import lexicon
from compliance.native import COUNTRIES, DATES
from compliance.policy import Policy
from compliance.screening import screen
from compliance.waiver import Waivers

STRANGER, ELSEWHERE, OTHER = "names that nobody knows", "a place that nobody asks about", "not asked about"
"""Stand for parties of which neither a list nor a file of parties says anything, for sites and statuses no rule names."""
REMEMBERED = 3_000
"""So many texts of a column are remembered with what stands for them: a larger memory is slower than understanding again."""

_EMPTY = frozenset(map(squeeze, cells.EMPTY))
_classes = lru_cache(maxsize=1000)(document_classes)
_LEAST = 4
_NUMBER = f"[1-9][0-9]{{{_LEAST - 1},}}"
_PLAIN = "79642"
"""Digits that are mistaken for no letter: of one of them any number is written, as long as the number."""
_LONGEST_NUMBER = 12
"""So many digits of a number are looked at."""
_FIGURES = str.maketrans("olisbe", "011583")
"""Letters for which figures are mistaken."""
_NUMBERED = r":[^\s;]*\d[^;\n]*"

Texts = tuple[str, ...]
StandIns = Callable[[list[Any]], Iterable[Any]]


@dataclass
class _Part:
    """Columns that are understood together: their places in a combination (None: absent), and what stands for their texts.

    What is understood is a text where it is one column, else the texts of all of them.
    """

    places: tuple[int | None, ...]
    stand_ins: StandIns
    known: dict[Any, Any] = field(default_factory=dict)

    def replace(self, columns: list[Sequence[str]]) -> None:
        """Puts in the place of each text of these columns the one that stands for it."""
        absent = [""] * len(columns[0])
        held = [absent if place is None else columns[place] for place in self.places]
        alone = len(held) == 1
        texts = held[0] if alone else list(zip(*held, strict=True))
        known = self.known if len(self.known) < REMEMBERED else {}
        # Blank rows stay blank, and non-breaking spaces are a doubt of their own.
        blank = "" if alone else ("",) * len(held)
        known[blank] = blank
        new = [each for each in dict.fromkeys(texts) if each not in known]
        if cells.HARD_SPACE in "".join(map("".join, new)):
            known.update((each, each) for each in new if cells.HARD_SPACE in "".join(each))
            new = [each for each in new if each not in known]
        known.update(zip(new, self.stand_ins(new), strict=True))
        self.known, found = known, [known[each] for each in texts]
        for place, column in zip(self.places, [found] if alone else zip(*found, strict=True), strict=True):
            if place is not None:
                columns[place] = column


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
        self._site = re.compile("|".join(map(re.escape, sites)) or "(?!)")
        self._numbers = _numbers_in(
            chain(
                *(each.index.runs() for each in self._lists),
                *((party.id, party.name, *party.aliases) for party in reader.parties),
                *(self._waived, lexicon().spelled, reader.catalogue.spellings(), reader.countries.spellings()),
                *CLASSES.values(),
            )
        )
        self._any = next((digit for digit in _PLAIN if digit * _LEAST not in self._numbers), "")
        self._is_stranger = lru_cache(REMEMBERED)(self._nobody_knows)
        self._machine = lru_cache(REMEMBERED)(self._machine_of)
        self._is_unlisted = lru_cache(REMEMBERED)(self._nobody_makes)
        self._board = lru_cache(REMEMBERED)(self._board_of)
        self._beginnings = re.compile(
            "|".join(map(re.escape, sorted(reader.catalogue.beginnings(), reverse=True))) or "(?!)"
        )
        self._country = lru_cache(REMEMBERED)(self._country_of)
        self._first: dict[Hashable, Any] = {}

    def of(self, columns: Sequence[str]) -> Condense:
        """What condenses combinations that begin with the cells of these columns."""
        known: list[tuple[Texts, StandIns]] = [
            (("manufacturer",), self._makers),
            (("manufacturer", "model"), self._machines),
            (("control_board",), self._boards),
            (("kind",), self._kinds),
            (("status",), self._state),
            (("site",), self._places),
            (("origin_evidence", "origin_basis"), self._documents),
            *(((name,), self._parties) for name in ("supplier", "owner", "hosting_client")),
            *(((name,), self._countries) for name in COUNTRIES),
            *(((name,), self._days) for name in DATES),
        ]
        parts = [
            _Part(tuple(columns.index(name) if name in columns else None for name in names), stand_ins)
            for names, stand_ins in known
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

    def _makers(self, texts: list[str]) -> Iterator[str]:
        for text, shape in zip(texts, self._shapes(texts), strict=True):
            yield STRANGER if self._is_unlisted(shape) and self._is_stranger(shape) else text

    def _nobody_makes(self, text: str) -> bool:
        found = self._reader.catalogue.recognise(text, "")
        return found.makers.only == f"name:{cells.one_line(text)}" and not found.notes

    def _machines(self, rows: list[Texts]) -> Iterator[Texts]:
        shapes = self._shapes([model for _, model in rows])
        for texts, shape in zip(rows, shapes, strict=True):
            yield self._first.setdefault(("machine", self._machine(texts[0], shape)), texts)

    def _machine_of(self, manufacturer: str, model: str) -> Hashable:
        found = self._reader.catalogue.recognise(manufacturer, model)
        return found.makers, found.family, found.seller, len(found.notes), no_machine(manufacturer, model)

    def _boards(self, texts: list[str]) -> Iterator[str]:
        for text, shape in zip(texts, self._shapes(texts), strict=True):
            # Of some boards the beginning tells, and it may be the beginning of a number.
            same = self._begun(text) == self._begun(shape)
            yield self._first.setdefault(("boards", self._board(shape if same else text)), text)

    def _begun(self, text: str) -> list[tuple[int, str]]:
        return [(found.start(), found[0]) for found in self._beginnings.finditer(text.lower())]

    def _board_of(self, text: str) -> Hashable:
        boards, doubt = self._reader.catalogue.boards(text, None)
        return boards, bool(doubt)

    def _kinds(self, texts: list[str]) -> list[str]:
        return [self._first.setdefault(("kind", cells.unit_kind(text)), text) for text in texts]

    def _state(self, texts: list[str]) -> list[str]:
        names = squeeze_all(texts)
        return [text if name in self._statuses else OTHER for text, name in zip(texts, names, strict=True)]

    def _places(self, texts: list[str]) -> list[str]:
        names, asked = squeeze_all(texts), self._site.search
        return [text if name in _EMPTY or asked(name) else ELSEWHERE for text, name in zip(texts, names, strict=True)]

    def _documents(self, rows: list[Texts]) -> Iterator[Texts]:
        # What has a number is there, whichever it is.
        shapes = _each(lambda lines: re.sub(_NUMBERED, ":1", lines), [evidence for evidence, _ in rows])
        for texts, shape in zip(rows, self._shapes(shapes), strict=True):
            classes, unplaced = _classes(shape, texts[1])
            yield self._first.setdefault(("documents", classes, len(unplaced)), texts)

    def _parties(self, texts: list[str]) -> list[str]:
        shapes = self._shapes(texts)
        return [STRANGER if self._is_stranger(shape) else text for text, shape in zip(texts, shapes, strict=True)]

    def _shapes(self, texts: list[str]) -> list[str]:
        """The texts, every number of theirs that stands in nothing known as any number; they mean the same."""
        return _each(lambda lines: re.sub(_NUMBER, self._any_number, lines), texts)

    def _any_number(self, found: re.Match[str]) -> str:
        number = found[0]
        return number if number[:_LONGEST_NUMBER] in self._numbers else self._any * len(number) or number

    def _nobody_knows(self, text: str) -> bool:
        if self._apart or cells.is_empty(text) or names_nobody(text) or fold(text) in self._waived:
            return False
        key = party_keys(self._reader.parties, cells.tidy(text)).only or ""
        name = key.removeprefix("name:")
        return name != key and not any(screen((name,), None, each, None) for each in self._lists)

    def _countries(self, texts: list[str]) -> Iterator[str]:
        for text, shape in zip(texts, self._shapes(texts), strict=True):
            # What two letters mean is settled by the whole column.
            settled = len(text.strip()) > 2 and "|" not in text
            yield self._first.setdefault(("country", self._country(shape)), text) if settled else text

    def _country_of(self, text: str) -> Hashable:
        return self._reader.countries.resolve(text, self._reader.codes or "iso")

    def _days(self, texts: list[str]) -> list[str]:
        return list(map(self._day, texts))

    def _day(self, text: str) -> str:
        """A day with an hour stands for the day; which of day and month comes first is settled by the whole column."""
        if len(text) <= len("2024-02-23") or text[4:5] != "-":
            return text
        try:
            first: str = self._first.setdefault(("day", cells.period(text)), text)
        except ValueError:
            return text
        return first


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
