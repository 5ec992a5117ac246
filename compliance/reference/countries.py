"""The exact country table: what a country text means, and which countries a law means on a day.

A text is folded (case, accents, punctuation) and looked up in one table. Around the table stands a small grammar
("made in X", "X制造", "City, Country") whose country part is again looked up whole. Nothing is fuzzy, nothing is a
substring: what is not understood to its last word is unknown, and unknown is every country.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Literal

from compliance.core.errors import fail
from compliance.core.recognition import Recognition
from compliance.reference.country_texts import (
    ARTICLE,
    ASSEMBLY,
    ENGLISH,
    MADE,
    MENTION,
    MIXTURE,
    NEGATION,
    NO_COUNTRY,
    ORIGIN,
    PLACE_WORDS,
    SEPARATORS,
    SUBDIVISION,
    normalised,
    words_of,
)

Codes = Literal["iso", "fips"]
"""What two-letter codes mean: ISO 3166-1 alpha-2, or the withdrawn US standard FIPS 10-4 (CH is China there)."""

Doubt = Literal["ambiguous", "claim"]
"""It names several countries, or one code that is two; it says only where something does not come from."""

MAX_LETTERS = 300
"""Letters of a text that is still read: a longer one is no country cell."""

MAX_NAME_UNITS = 12
"""Words, or ideographs, of the longest name of a country or place."""


@dataclass(frozen=True, slots=True)
class Resolution(Recognition[str]):
    """What a country text says: ISO 3166 codes of which one is meant.

    ``assembly``: the text speaks of assembly only. ``note``: a sentence for the report, or "".
    """

    doubt: Doubt | None = None
    assembly: bool = False
    note: str = ""


UNKNOWN = Resolution()
_BLANK = Resolution(recorded=False)
_AMBIGUOUS = Resolution(doubt="ambiguous")
_CLAIM = Resolution(doubt="claim")

_FIPS_TELLTALES, _ISO_TELLTALES = {"CH", "RS", "KN"}, {"CN", "RU", "KP"}


@dataclass(frozen=True, eq=False, slots=True)
class CountryTable:
    """Spellings, words, places and codes, all folded. Made by `load_table`.

    ``places``: place -> its country, and whether it means that country where it is written alone.
    """

    names: Mapping[str, str] = field(repr=False)
    english: Mapping[str, str] = field(repr=False)
    fips: Mapping[str, str] = field(repr=False)
    words: Mapping[str, Resolution] = field(repr=False)
    places: Mapping[str, tuple[str, bool]] = field(repr=False)
    subdivisions: Mapping[tuple[str, str], str] = field(repr=False)

    def __contains__(self, code: object) -> bool:
        """Whether ``code`` is one of the table's codes."""
        return code in self.english

    def name(self, code: str) -> str:
        """The English name of the country or region ``code``, for display; the code itself if it is unknown."""
        return self.english.get(code, code)

    def resolve(self, text: str, codes: Codes = "iso") -> Resolution:
        """What the country ``text`` says. ``codes``: what two letters mean. Never raises."""
        return replace(_one_of([self._single(part, codes) for part in text.split("|")]), text=text)

    def spellings(self) -> Iterator[str]:
        """Everything by which a country may be known, folded."""
        return chain(self.names, self.words, self.places, self.fips)

    def either(self, text: str) -> Resolution:
        """Like `resolve`, but a two-letter code that FIPS 10-4 and ISO read differently may mean either country."""
        return replace(_one_of(list(map(self._either, text.split("|")))), text=text)

    def suspicious(self, texts: Iterable[str]) -> str:
        """Why the column ``texts`` seems to hold FIPS 10-4 codes, as a sentence that asks for the option; or "".

        It seems so where its codes include CH, RS or KN (China, Russia, North Korea in FIPS) and none of CN, RU, KP,
        or codes that only FIPS has.
        """
        cells = {part.strip().upper() for text in texts for part in text.split("|")}
        codes = {cell for cell in cells if cell.lower() in self.fips}
        telling = {cell for cell in codes if self._single(cell, "iso") == UNKNOWN}
        if not cells & _ISO_TELLTALES:
            telling |= codes & _FIPS_TELLTALES
        if not telling:
            return ""
        readings = ", ".join(f"{cell} ({self.name(self.fips[cell.lower()])})" for cell in sorted(telling))
        return (
            f"The country codes look like FIPS 10-4: {readings}; say which they are with --country-codes iso or fips."
        )

    def _either(self, text: str) -> Resolution:
        iso, fips = self._single(text, "iso"), self.fips.get(text.strip().lower())
        if iso.values is None or fips is None or fips in iso.values:
            return iso
        both = iso.values | {fips}
        readings = " or ".join(self.name(code) for code in sorted(both))
        return Resolution(both, doubt="ambiguous", note=f"{text.strip()} is {readings}, as ISO or FIPS 10-4 codes")

    def _single(self, text: str, codes: Codes) -> Resolution:
        normal = normalised(text) if len(text) <= MAX_LETTERS else ""
        if not any(map(str.isalnum, normal)):
            return UNKNOWN if len(text) > MAX_LETTERS else _BLANK
        # Norway's code is also an answer to a question; only in capitals is it taken for the code.
        key = "norway" if text.strip() == "NO" else words_of(normal)
        return (
            self._subdivision(normal, codes)
            or self._known(key, codes)
            or (_CLAIM if re.fullmatch(NEGATION, key) else None)
            or self._phrase(key, codes)
            or self._mixed(normal, key, codes)
            or UNKNOWN
        )

    def _lookup(self, key: str, codes: Codes) -> Resolution | None:
        """``key`` as a word, a code or a name of the table; None if it is none of these."""
        if key in self.words:
            return self.words[key]
        if codes == "fips" and len(key) == 2 and key.isascii():
            return _certain(self.fips.get(key))
        return _certain(self.names.get(key))

    def _known(self, key: str, codes: Codes) -> Resolution | None:
        """``key`` as one name, or as a sequence of names and places."""
        return (
            self._lookup(key, codes)
            or self._lookup(ARTICLE.sub("", key, count=1), codes)
            or self._composed(key.split(" "), " ", codes)
            or self._composed(list(key.replace(" ", "")), "", codes)
        )

    def _composed(self, units: list[str], joiner: str, codes: Codes) -> Resolution | None:
        """Names and places that fill ``units`` without a gap, such as *Penang Malaysia* or 广东省深圳市.

        If all are of one country, and one is its name or a place that means it alone: that country. If of several:
        ambiguous.
        """
        if joiner == "" and "".join(units).isascii():
            return None
        # For each position the readings of what lies before it: its countries, and whether one of them is certain.
        readings: list[set[tuple[frozenset[str], bool]]] = [{(frozenset(), False)}, *(set() for _ in units)]
        for start, before in enumerate(readings[:-1]):
            for end in range(start + 1, min(start + MAX_NAME_UNITS, len(units)) + 1) if before else ():
                for code, alone in self._pieces(joiner.join(units[start:end]), codes):
                    readings[end] |= {(countries | {code}, certain or alone) for countries, certain in before}
        complete = {countries for countries, certain in readings[-1] if certain}
        singles = [countries for countries in complete if len(countries) == 1]
        if len(singles) == 1:
            return Resolution(singles[0])
        return _AMBIGUOUS if complete else None

    def _pieces(self, key: str, codes: Codes) -> Iterator[tuple[str, bool]]:
        country = self._lookup(key, codes) if key != "and" else None  # Andorra's code, but not between words
        if country and country.values:
            yield from ((code, True) for code in country.values)
        place = self.places.get(key) or self.places.get(PLACE_WORDS.sub("", key))
        if place:
            yield place

    def _subdivision(self, normal: str, codes: Codes) -> Resolution | None:
        """An ISO 3166-2 code such as CN-GD. One that is not in ISO's list may be two countries with a hyphen."""
        match = SUBDIVISION.fullmatch(normal) if codes == "iso" else None
        if match is None:
            return None
        prefix, suffix = match[0].upper().split("-")
        owners = (
            code
            for (start, code), suffixes in self.subdivisions.items()
            if start == prefix and suffix in suffixes.split()
        )
        return _certain(next(owners, None))

    def _phrase(self, key: str, codes: Codes) -> Resolution | None:
        """A whole sentence of the grammar; None if it is none, or its country is not known."""
        for pattern in (ENGLISH, ORIGIN, ASSEMBLY):
            match = re.fullmatch(pattern, key)
            if match is None:
                continue
            groups = match.groupdict()
            verbs = groups.pop("verbs", None) or ""
            maker = " ".join(filter(None, (groups.pop("maker", None), groups.pop("by", None))))
            country = self._known(next(filter(None, groups.values())), codes)
            assembly = pattern is ASSEMBLY or "assembled" in verbs
            origin = pattern is ORIGIN or re.search(MADE, verbs) is not None
            if country and (origin or assembly) and self._names_another(maker, country.values or frozenset()):
                return _AMBIGUOUS
            if country and (origin or assembly):
                return replace(country, assembly=assembly and not origin and country.values is not None)
        return None

    def _names_another(self, maker: str, countries: frozenset[str]) -> bool:
        """Whether somebody who made it is called by another country: *made in Malaysia by China*."""
        words = maker.split()
        for start in range(len(words)):
            for end in range(start + 1, min(start + MAX_NAME_UNITS, len(words)) + 1):
                key = " ".join(words[start:end])
                a_name = key == maker or not key.isascii() or (len(key) > 2 and key not in NO_COUNTRY)
                if a_name and any(code not in countries for code, _ in self._pieces(key, "iso")):
                    return True
        return False

    def _mixed(self, normal: str, key: str, codes: Codes) -> Resolution | None:
        """A text of several parts: the country on which all agree, else ambiguous if it names more than one."""
        mixture = re.fullmatch(MIXTURE, key)
        if mixture and self._part(mixture["country"], codes):
            return _AMBIGUOUS
        parts = [part for part in map(str.strip, re.split(SEPARATORS, normal)) if part]
        countries = [self._part(words_of(part), codes) for part in parts]
        meanings = {country.values for country in countries if country}
        if len(parts) > 1 and all(countries) and len(meanings) == 1 and None not in meanings:
            return Resolution(meanings.pop(), assembly=all(country.assembly for country in countries if country))
        for match in filter(None, (re.fullmatch(MENTION, words_of(part)) for part in parts)):
            meanings |= {frozenset((code,)) for code, _ in self._pieces(match["country"], codes)}
        return _AMBIGUOUS if len(meanings) > 1 else None

    def _part(self, key: str, codes: Codes) -> Resolution | None:
        """A part of a mixed text, if it is a country (or a word for several)."""
        country = self._known(key, codes) or self._phrase(key, codes)
        return country if country and country.recorded and country.doubt != "claim" else None


def _certain(code: str | None) -> Resolution | None:
    return Resolution(frozenset((code,))) if code else None


def _one_of(parts: list[Resolution]) -> Resolution:
    """The native ``A|B``: one of the parts' countries, or unknown as soon as one part is."""
    if len(parts) == 1:
        return parts[0]
    notes = "; ".join(dict.fromkeys(part.note for part in parts if part.note))
    values: set[str] = set()
    for part in parts:
        if part.values is None:
            # A blank part beside a country is no blank cell: somebody meant to say something.
            return Resolution(doubt=part.doubt, note=notes)
        values |= part.values
    doubt = next((part.doubt for part in parts if part.doubt), None)
    return Resolution(frozenset(values), doubt=doubt, assembly=all(part.assembly for part in parts), note=notes)


def load_table(path: Path) -> CountryTable:
    """The table in the file ``path``, with ``words.csv``, ``places.csv`` and ``subdivisions.csv`` beside it.

    The files hold folded spellings (tests check it), since folding them here would cost every start.
    Raises ComplianceError.
    """
    names, english, fips = {}, {}, {}
    for alpha2, alpha3, numeric, withdrawn, name, spellings in _rows(path):
        english[alpha2] = name
        for code in filter(None, withdrawn.split("|")):
            fips[code.lower()] = alpha2
        names[alpha2.lower().replace("-", " ")] = alpha2
        names[alpha3.lower()] = names[numeric] = alpha2
        for spelling in spellings.split("|"):
            names[spelling] = alpha2
    names.pop("", None)
    meanings = {"empty": _BLANK, "ambiguous": _AMBIGUOUS, "claim": _CLAIM}
    words = {
        word: replace(meanings[meaning], note=note) if note else meanings[meaning]
        for word, meaning, note in _rows(path.with_name("words.csv"))
    }
    places = {
        place: (code, alone)
        for code, *groups in _rows(path.with_name("places.csv"))
        for alone, group in zip((True, False), groups, strict=True)
        for place in group.split("|")
    }
    subdivisions = {(prefix, code): suffixes for prefix, code, suffixes in _rows(path.with_name("subdivisions.csv"))}
    return CountryTable(names, english, fips, words, places, subdivisions)


def _rows(path: Path) -> list[list[str]]:
    """The rows below the header, every one as long as it."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the installation.", file=path.name) from None
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise fail(
                f"has {len(row)} columns, not {len(header)}", "Quote cells with commas.", file=path.name, row=number
            )
    return rows
