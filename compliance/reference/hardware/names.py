"""The names of makers, sellers and model families, indexed by folded text, and where they occur in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from compliance.core.errors import Problem
from compliance.reference.hardware.model_text import (
    GENERIC,
    GENERIC_CJK,
    GLUED,
    IMMERSED,
    MAX_CELL_LETTERS,
    MAX_WORD_LETTERS,
    MINING_OS,
    NOISE,
    Token,
    is_place,
    joinable,
    key_of,
    tokenise,
)

MAX_NAME_WORDS, MAX_FAMILY_WORDS = 8, 6


class Family(NamedTuple):
    """A model family under its canonical name, and how it is spelled."""

    maker: str
    name: str
    spellings: frozenset[str]


class NameMeaning(NamedTuple):
    """What a name means: a maker, a seller (of one maker or of many), or nothing (idle words)."""

    maker: str = ""
    seller: str = ""


class NameSpan(NamedTuple):
    """A name in a list of tokens, from ``start`` to before ``end``."""

    start: int
    end: int
    meaning: NameMeaning


class FamilySpan(NamedTuple):
    """A spelling of one or more families in a list of tokens, from ``start`` to before ``end``."""

    start: int
    end: int
    families: list[Family]


class NameIndex:
    """All names of makers, sellers and families by folded text. Call `finish` once all of them are added.

    ``only_alone``: names of makers that count only as the whole cell; ``modifiers``: of each maker the words that make
    another family of a name.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.titles: dict[str, str] = {}
        self.families: dict[str, list[Family]] = {}
        self.only_alone: dict[str, str] = {}
        self.modifiers: dict[str, set[str]] = {}
        self._names: dict[str, NameMeaning] = dict.fromkeys(map(key_of, NOISE), NameMeaning())
        self._distinctive: set[tuple[str, str]] = set()
        self._written: set[tuple[str, ...]] = set()
        self._mining_os: dict[str, str] = {}
        self._prefixes: tuple[str, ...] = ()
        self._ideographs: tuple[str, ...] = ()

    def add_maker(self, maker: str, title: str, names: Iterable[str], only_alone: Iterable[str] = ()) -> None:
        """Add a maker, the names that mean it anywhere in a cell, and those that do so only as the whole cell."""
        self.titles[maker] = title
        self.only_alone.update((key_of(name), maker) for name in only_alone)
        self.modifiers.setdefault(maker, set())
        for name in names:
            self._add_name(name, NameMeaning(maker))

    def add_seller(self, seller: str, names: Iterable[str], maker: str = "") -> None:
        """Add a seller and the one maker whose machines it sells, if there is one."""
        for name in dict.fromkeys((seller, *names)):
            self._add_name(name, NameMeaning(maker, seller))

    def add_family(self, family: Family, short: str, aliases: Iterable[str], optional_prefix: str) -> None:
        """Add a family. A name that is a number or a single word is an everyday one: it counts only beside its brand."""
        self.modifiers[family.maker].update({token.word for token in tokenise(short)[1:]} - IMMERSED)
        prefix = key_of(optional_prefix)
        names = [[token.word for token in tokenise(name)] for name in (short, *aliases)]
        for key, words in {"".join(name): name for name in names}.items():
            self._add_spelling(key, family)
            if re.search(r"[^\W\d]", key) and (re.search(r"\d", key) or len(words) > 1):
                self._distinctive.add((key, family.maker))
            if len(words) > 1:
                self._written.add(tuple(words))
            if prefix and key.startswith(prefix):
                self._add_spelling(key.removeprefix(prefix), family)

    def add_mining_os(self, code: str, brand: str) -> None:
        """Add the letters by which MiningOS names the brand: ``wm`` in ``miner-wm-m30spp``."""
        self._mining_os[code] = brand

    def finish(self) -> None:
        """Derive what needs all names: those that may be glued to other words, the longest first."""
        prefixes = [key for key, meaning in self._names.items() if meaning.maker and key.isascii() and len(key) > 4]
        ideographs = [key for key in self._names if not key.isascii() and key.isalpha() and not _has_case(key)]
        self._prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        self._ideographs = tuple(sorted(ideographs, key=len, reverse=True))

    def _add_spelling(self, key: str, family: Family) -> None:
        families = self.families.setdefault(key, [])
        self.problems.extend(
            Problem(f"{key!r} means both {other.name} and {family.name}", "Give each family its own names.")
            for other in families
            if other.maker == family.maker
        )
        families.append(family)

    def _add_name(self, name: str, meaning: NameMeaning) -> None:
        if self._names.setdefault(key_of(name), meaning) != meaning:
            problem = f"the name {name!r} belongs to two makers or sellers"
            self.problems.append(Problem(problem, "Give it to one of them."))

    def spellings(self) -> Iterator[str]:
        """Everything by which a maker, a seller or a family may be known, folded."""
        return chain(self._names, self.only_alone, self.families)

    def tokens(self, text: str) -> list[Token]:
        """The words of a cell, with the names in them separated from what is glued to them."""
        cell = text if len(text) <= MAX_CELL_LETTERS else ""
        return [part for token in tokenise(cell) for part in self._unglue(token)]

    def without_mining_os(self, text: str) -> str:
        """The model that MiningOS calls ``miner-wm-m30spp``, as people write it; any other text as it is."""
        match = re.fullmatch(MINING_OS, text) if "-" in text else None
        brand = self._mining_os.get(match[1].casefold()) if match else None
        if match is None or brand is None:
            return text
        plus = re.compile(r"(?<=\ds)pp?$", re.IGNORECASE)
        return f"{brand} {plus.sub(lambda p: '+' * len(p[0]), match[2])} {'Hyd' if match[3] else ''}"

    def name_spans(self, tokens: list[Token]) -> Iterator[NameSpan]:
        """Where makers, sellers and idle words occur, the longest names first."""
        start = 0
        while start < len(tokens):
            step = 1
            for end in range(min(len(tokens), start + MAX_NAME_WORDS), start, -1):
                meaning = self._names.get("".join(token.word for token in tokens[start:end]))
                if meaning is not None:
                    yield NameSpan(start, end, meaning)
                    step = end - start
                    break
            start += step

    def family_spans(self, tokens: list[Token], makers: frozenset[str]) -> Iterator[FamilySpan]:
        """Where families occur. ``makers`` decide between families of one name, and let everyday words count."""
        start = 0
        while start < len(tokens):
            step = 1
            for end in range(min(len(tokens), start + MAX_FAMILY_WORDS), start, -1):
                families = self._families_of(tokens[start:end], makers)
                if families:
                    yield FamilySpan(start, end, families)
                    step = end - start
                    break
            start += step

    def _families_of(self, tokens: list[Token], makers: frozenset[str]) -> list[Family]:
        words = [token.word for token in tokens]
        if not (joinable(tokens) or tuple(words) in self._written):
            return []
        key = "".join(words)
        families = self.families.get(key, [])
        of_makers = [family for family in families if family.maker in makers]
        if of_makers or is_place(tokens):
            return of_makers
        return [family for family in families if (key, family.maker) in self._distinctive]

    def _unglue(self, token: Token) -> Iterator[Token]:
        """``AntminerS19`` is a brand and a family, ``M30S++VH60`` and ``S19jPro104T`` a family and a variant."""
        word = token.word
        if token.measure or len(word) > MAX_WORD_LETTERS or word in self._names or word in self.families:
            yield token
            return
        if word.startswith(self._prefixes):
            name = next(filter(word.startswith, self._prefixes))
            rest = word[len(name) :]
            # AntminerS19 and AvalonQ, but no Proto in prototype.
            if rest == "s" or not (rest.isascii() and rest.isalpha()) or self._knows(rest):
                yield Token(token.text[: len(name)], name, apart=token.apart)
                if rest != "s":
                    yield from self._unglue(Token(token.text[len(name) :], rest))
                return
        for glued in () if word.isalpha() else GLUED:
            match = glued.fullmatch(word)
            if match and match[1] in self.families:
                yield Token(token.text[: -len(match[2])], match[1], apart=token.apart)
                yield Token(token.text[-len(match[2]) :], match[2], measure=True)
                return
        for name in () if word.isascii() else self._ideographs:
            if name in word:
                for part in word.partition(name):
                    yield from self._unglue(Token(part, part))
                return
        if word := word if word.isascii() else re.sub(GENERIC_CJK, "", word):
            yield Token(token.text, word, apart=token.apart)

    def _knows(self, word: str) -> bool:
        return word in self._names or word in self.families or word in GENERIC or word.startswith(self._prefixes)


def _has_case(word: str) -> bool:
    """Whether the word is of an alphabet with capitals: Greek or Cyrillic, not ideographs."""
    return all(character.lower() != character.upper() for character in word)
