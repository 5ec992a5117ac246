"""Who may have made a machine, and which model family it is, from what two cells of an inventory say.

Whole words only, nothing fuzzy: exact spelling, then folded spelling, then the brand alone, then nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple, TypeVar

from compliance.core.errors import Problem
from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import one_line
from compliance.reference.hardware.model_text import (
    COOLING,
    DOUBTS,
    GENERIC,
    GENERIC_CJK,
    GLUED,
    HEDGES,
    IMMERSED,
    LONGEST,
    LONGEST_CELL,
    MINING_OS,
    NOBODY,
    NOISE,
    VARIANT,
    Token,
    joinable,
    key_of,
    names_nothing,
    tokenise,
)

How = Literal["exact", "folded", "brand", "none"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a manufacturer and a model text say: the makers it may be, and the family."""

    makers: Recognition[PartyRef]
    family: Recognition[str]
    variant: str
    how: How
    seller: str
    notes: tuple[str, ...]


class Family(NamedTuple):
    """A model family under its canonical name, and how it is spelled."""

    maker: str
    name: str
    spellings: frozenset[str]


class Named(NamedTuple):
    """What a name stands for: a maker, a seller (of one maker or of many), or nothing (idle words)."""

    maker: str = ""
    seller: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """What one cell says: the makers of the catalogue that it may name, and a name that may be none of theirs."""

    makers: frozenset[str] = frozenset()
    unlisted: str = ""
    families: frozenset[Family] = frozenset()
    variant: str = ""
    seller: str = ""
    contradictory: bool = False
    notes: tuple[str, ...] = ()


class Recogniser:
    """All names of makers, sellers and families, indexed by folded text."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.titles: dict[str, str] = {}
        self._names: dict[str, Named] = dict.fromkeys(map(key_of, NOISE), Named())
        self._alone: dict[str, str] = {}
        self._families: dict[str, list[Family]] = {}
        self._plain: set[tuple[str, str]] = set()
        self._written: set[tuple[str, ...]] = set()
        self._modifiers: dict[str, set[str]] = {}
        self._mining_os: dict[str, str] = {}
        self._prefixes: tuple[str, ...] = ()
        self._ideographs: tuple[str, ...] = ()

    # --- building the index

    def add_maker(self, maker: str, title: str, names: Iterable[str], only_alone: Iterable[str] = ()) -> None:
        """A maker, the names that tell it anywhere in a cell, and those that do so only as the whole cell."""
        self.titles[maker] = title
        self._alone.update((key_of(name), maker) for name in only_alone)
        self._modifiers.setdefault(maker, set())
        for name in names:
            self._add_name(name, Named(maker))

    def add_seller(self, seller: str, names: Iterable[str], maker: str = "") -> None:
        """A seller and the one maker whose machines it sells, if there is one."""
        for name in dict.fromkeys((seller, *names)):
            self._add_name(name, Named(maker, seller))

    def add_family(self, family: Family, short: str, aliases: Iterable[str], optional_prefix: str) -> None:
        """A family; a name that is a number or a single word is an everyday one and counts only beside its brand."""
        self._modifiers[family.maker].update({token.word for token in tokenise(short)[1:]} - IMMERSED)
        prefix = key_of(optional_prefix)
        names = [[token.word for token in tokenise(name)] for name in (short, *aliases)]
        for key, words in {"".join(name): name for name in names}.items():
            self._file_under(key, family)
            if re.search(r"[^\W\d]", key) and (re.search(r"\d", key) or len(words) > 1):
                self._plain.add((key, family.maker))
            if len(words) > 1:
                self._written.add(tuple(words))
            if prefix and key.startswith(prefix):
                self._file_under(key.removeprefix(prefix), family)

    def add_mining_os(self, code: str, brand: str) -> None:
        """The letters by which MiningOS names the brand: ``wm`` in ``miner-wm-m30spp``."""
        self._mining_os[code] = brand

    def finish(self) -> None:
        """Derive what needs all names."""
        said = [key for key, named in self._names.items() if named.maker]
        self._prefixes = tuple(sorted((key for key in said if key.isascii() and len(key) > 4), key=len, reverse=True))
        self._ideographs = tuple(
            sorted(
                (key for key in self._names if not key.isascii() and key.isalpha() and not _alphabet(key)),
                key=len,
                reverse=True,
            )
        )

    def _file_under(self, key: str, family: Family) -> None:
        known = self._families.setdefault(key, [])
        self.problems.extend(
            Problem(f"{key!r} means {other.name} and {family.name}", "Give each family its own names.")
            for other in known
            if other.maker == family.maker
        )
        known.append(family)

    def _add_name(self, name: str, named: Named) -> None:
        other = self._names.setdefault(key_of(name), named)
        if other != named:
            self.problems.append(Problem(f"the name {name!r} is given to two", "Give it to one maker or seller."))

    def spellings(self) -> Iterator[str]:
        """Everything by which a maker, a seller or a family may be known, folded."""
        return chain(self._names, self._alone, self._families)

    # --- recognising

    def recognise(self, manufacturer: str, model: str) -> Recognised:
        """Who made the machine and which family it is, as far as both texts say so without guessing."""
        told = self._manufacturer(manufacturer)
        read = self._model(model, told.makers)
        makers, unlisted, notes = told.makers, told.unlisted, [*told.notes, *read.notes]
        common = told.makers & read.makers
        if (told.makers or unlisted) and read.makers and (not common or read.contradictory):
            # A company that is named and is no maker we know stays what is recorded: it may be a listed one.
            makers |= read.makers if told.makers else frozenset()
            names = [self.titles[maker] for maker in told.makers | read.makers]
            titles = " or ".join(sorted((*names, unlisted) if unlisted else names))
            notes.append(
                f"manufacturer {one_line(manufacturer)!r} and model {one_line(model)!r} name different makers: {titles}"
            )
        elif read.makers:
            makers, unlisted = common or read.makers, ""
        how: How = "brand" if makers else "none"
        if len(read.families) == 1:
            how = "exact" if any(model.strip() in family.spellings for family in read.families) else "folded"
        possible: list[PartyRef] = [*map(Known, makers), *([Unlisted(unlisted)] if unlisted else ())]
        families = [family.name for family in read.families]
        written = model if names_nothing(manufacturer) else manufacturer
        return Recognised(
            _meaning(written, possible), _meaning(model, families), read.variant, how, told.seller, tuple(notes)
        )

    def _manufacturer(self, text: str) -> _Read:
        tokens = self._split(text)
        words = {token.word for token in tokens}
        whole = "".join(token.word for token in tokens)
        if not any(character.isalpha() for character in whole) or words <= NOBODY or whole in NOBODY:
            return _Read()
        if whole in self._alone:
            return _Read(frozenset((self._alone[whole],)))
        spans = list(self._named(tokens))
        makers = frozenset(named.maker for _, _, named in spans if named.maker)
        sellers = [(end - start, named.seller) for start, end, named in spans if named.seller]
        if sellers:
            seller = max(sellers, key=lambda found: found[0])[1]
            return _Read(makers, seller=seller, notes=(f"{seller} is a seller, not a maker",))
        if not makers:
            return _Read(unlisted=one_line(text))
        idle = GENERIC | (NOBODY - DOUBTS) | {key for key, maker in self._alone.items() if maker in makers}
        rest = [token.word for token in _others(tokens, spans) if not token.measure]
        if all(word in idle or word in self._families or VARIANT.fullmatch(word) for word in rest):
            return _Read(makers)
        return _Read(
            makers, one_line(text), notes=(f"manufacturer {one_line(text)!r} names a known maker among other words",)
        )

    def _model(self, text: str, told: frozenset[str]) -> _Read:
        tokens = self._split(self._without_mining_os(text))
        named = list(self._named(tokens))
        brands = frozenset(name.maker for _, _, name in named if name.maker)
        spans = list(self._found(tokens, brands | told))
        if len(spans) > 1:
            spans = [span for span in spans if not self._is_name(tokens, span)] or spans
        families = {family for _, _, found in spans for family in found}
        makers = frozenset(family.maker for family in families)
        rest = _others(tokens, [*named, *spans])
        modifiers = HEDGES.union(*(self._modifiers[maker] for maker in makers))
        strange = [
            t
            for t in rest
            if t.word not in modifiers and not (t.measure or t.word in COOLING or VARIANT.fullmatch(t.word))
        ]
        if strange and not makers & (brands | told):
            return _Read(brands)
        if makers and brands and not makers & brands:
            note = f"model {one_line(text)!r} names different makers"
            return _Read(makers | brands, contradictory=True, notes=(note,))
        if len(families) > 1 and len(spans) == 1:
            names = " or ".join(sorted(family.name for family in families))
            note = f"model {one_line(text)!r} may be {names}"
            return _Read(brands or makers, families=frozenset(families), notes=(note,))
        doubtful = any(t.word in modifiers for t in rest) or any(
            not t.word.isalpha() or len(t.word) < 4 for t in strange
        )
        if len(families) != 1 or doubtful:
            return _Read(brands or makers)
        several = rest[:1] == tokens[:1] and re.fullmatch(r"\d+x?", tokens[0].word)
        notes = (f"model {one_line(text)!r} begins with a number, which is not read as a quantity",) if several else ()
        return _Read(makers, "", frozenset(families), " ".join(token.text for token in rest), notes=notes)

    def _without_mining_os(self, text: str) -> str:
        match = re.fullmatch(MINING_OS, text) if "-" in text else None
        brand = self._mining_os.get(match[1].casefold()) if match else None
        if match is None or brand is None:
            return text
        plus = re.compile(r"(?<=\ds)pp?$", re.IGNORECASE)
        return f"{brand} {plus.sub(lambda p: '+' * len(p[0]), match[2])} {'Hyd' if match[3] else ''}"

    def _split(self, text: str) -> list[Token]:
        cell = text if len(text) <= LONGEST_CELL else ""
        return [part for token in tokenise(cell) for part in self._unglue(token)]

    def _unglue(self, token: Token) -> Iterator[Token]:
        """``AntminerS19`` is a brand and a family, ``M30S++VH60`` and ``S19jPro104T`` a family and a variant."""
        word = token.word
        if token.measure or len(word) > LONGEST or word in self._names or word in self._families:
            yield token
            return
        if word.startswith(self._prefixes):
            name = next(filter(word.startswith, self._prefixes))
            rest = word[len(name) :]
            # AntminerS19 and AvalonQ, but no Proto in prototype.
            if rest == "s" or not (rest.isascii() and rest.isalpha()) or self._knows(rest):
                yield Token(token.text[: len(name)], name)
                if rest != "s":
                    yield from self._unglue(Token(token.text[len(name) :], rest))
                return
        for glued in () if word.isalpha() else GLUED:
            match = glued.fullmatch(word)
            if match and match[1] in self._families:
                yield Token(token.text[: -len(match[2])], match[1])
                yield Token(token.text[-len(match[2]) :], match[2], measure=True)
                return
        for name in () if word.isascii() else self._ideographs:
            if name in word:
                for part in word.partition(name):
                    yield from self._unglue(Token(part, part))
                return
        if word := word if word.isascii() else re.sub(GENERIC_CJK, "", word):
            yield Token(token.text, word)

    def _knows(self, word: str) -> bool:
        return word in self._names or word in self._families or word in GENERIC or word.startswith(self._prefixes)

    def _is_name(self, tokens: list[Token], span: tuple[int, int, list[Family]]) -> bool:
        """Whether what may be a family is what its maker is called."""
        key = "".join(token.word for token in tokens[span[0] : span[1]])
        return any(key == key_of(self.titles[family.maker]) for family in span[2])

    def _named(self, tokens: list[Token]) -> Iterator[tuple[int, int, Named]]:
        """Makers, sellers and idle words: where they stand, the longest names first."""
        start = 0
        while start < len(tokens):
            step = 1
            for end in range(min(len(tokens), start + 8), start, -1):
                named = self._names.get("".join(token.word for token in tokens[start:end]))
                if named is not None:
                    yield start, end, named
                    step = end - start
                    break
            start += step

    def _found(self, tokens: list[Token], context: frozenset[str]) -> Iterator[tuple[int, int, list[Family]]]:
        """Families: where they stand. ``context`` decides between makers, and lets everyday words count."""
        start = 0
        while start < len(tokens):
            step = 1
            for end in range(min(len(tokens), start + 6), start, -1):
                window = tokens[start:end]
                key = "".join(token.word for token in window)
                may = joinable(window) or tuple(token.word for token in window) in self._written
                known = self._families.get(key, []) if may else []
                inside = [family for family in known if family.maker in context]
                found = inside or [family for family in known if (key, family.maker) in self._plain]
                if found:
                    yield start, end, found
                    step = end - start
                    break
            start += step


def _meaning(text: str, values: Collection[T]) -> Recognition[T]:
    return blank(text) if not values and names_nothing(text) else recognised(text, values)


def _alphabet(word: str) -> bool:
    return all(character.lower() != character.upper() for character in word)


def _others(tokens: list[Token], spans: Iterable[tuple[int, int, object]]) -> list[Token]:
    used = {index for start, end, _ in spans for index in range(start, end)}
    return [token for index, token in enumerate(tokens) if index not in used]
