"""The exact country table: what a country text means, and which countries a law means on a day.

A text is folded (case, accents, punctuation) and looked up in one table. Around the table stands a small grammar
("made in X", "X制造", "City, Country") whose country part is again looked up whole. Nothing is fuzzy, nothing is a
substring: what is not understood to its last word is unknown, and unknown is every country.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Literal

from compliance.core.errors import fail
from compliance.core.recognition import Recognition
from compliance.core.text import one_line

Codes = Literal["iso", "fips"]
"""What two-letter codes mean: ISO 3166-1 alpha-2, or the withdrawn US standard FIPS 10-4 (CH is China there)."""

Doubt = Literal["ambiguous", "claim"]
"""It names several countries, or one code that is two; it says only where something does not come from."""

LONGEST = 300
"""Characters of a text that is still read: a longer one is no country cell."""


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
_CLAIM = Resolution(doubt="claim", note="says where it does not come from, which is no origin")

_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
_SILENT = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff'’‘‛`´ʼ\"“”„«»#]")
_DASHES = re.compile("[‐‑‒–—―−]")
_SPACING = re.compile(r"[,()\[\]_:·・。]|\.(?=\w\w)|(?<=\S)-(?=\S)")
_SEPARATORS = (
    r"[/,;:&+()|>→⇒、]|(?<=\s)-(?=\s)|\b(?:and|or|und|oder|et|ou|y|o|e|и|или|then)\b|(?<=\w)(?:和|或|及|与|與)(?=\w)"
)


def _plain(text: str) -> str:
    """``text`` without case, width, accents and quotes, its punctuation kept."""
    text = unicodedata.normalize("NFKC", text.strip()).casefold()
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text))).replace("ё", "е")
    text = _DASHES.sub("-", _SILENT.sub("", text)).replace("\n", " ; ")
    return one_line(text)


def _bare(plain: str) -> str:
    """Its words alone. What may join countries or put one in doubt (``/ ; + ? !``) stays, so that no name matches."""
    return " ".join(_SPACING.sub(" ", plain).replace(".", "").replace("&", " and ").split()).strip(" -;")


def fold(text: str) -> str:
    """The form of ``text`` in which the table holds its spellings."""
    return _bare(_plain(text))


# Left to the cache of re: most texts stand in the table and need none of these.
_MADE = "made|manufactured|produced|fabricated|built|mfd|mfg"
_VERB = f"(?:{_MADE}|assembled|designed|engineered|developed|tested|packed|packaged)"
_ANYBODY = "(?:(?! in | for | to | from | with ).)+"
_ENGLISH = (
    "(?:all )?(?:of )?(?:which )?(?:(?:will|shall|to|is|are|was|were|be|being|been) )*"
    f"(?P<verbs>{_VERB}(?: and {_VERB})*) (?:by {_ANYBODY} )?in (?P<country>.+?)(?: by {_ANYBODY})?"
)
_ORIGIN = (
    "(?:(?:product|products|produce) of|(?:country|place) of (?:origin|manufacture|production)(?: is)?"
    "|origin(?: country)?|coo|(?:hergestellt|gefertigt|produziert) in|produkt aus"
    "|(?:ursprungs|herkunfts|hersteller|herstellungs)land|ursprung|herkunft"
    "|(?:fabrique|produit)e?s? (?:en|au|aux|a)|produit de|pays d ?(?:origine|e fabrication)|origine"
    "|(?:hecho|fabricado|producido)s? en|producto de|pais de (?:origen|fabricacion)|origen"
    "|(?:feito|fabricado|produzido)s? (?:em|na|no|nas|nos)|pais de origem|origem"
    "|(?:fabbricato|prodotto) in|paese d(?:i )?origine"
    "|(?:gemaakt|geproduceerd|vervaardigd) in|land van (?:herkomst|oorsprong)"
    "|wyprodukowano w|kraj pochodzenia|(?:сделано|произведено|изготовлено) (?:во?|на)"
    "|страна(?: происхождения| производства|-изготовитель| изготовитель)|происхождение|производство) (?P<country>.+)"
    "|(?:of )?(?P<before>.+?) (?:made|origin)"
    "|(?:原产国|原產國|原产地|原產地|产地|產地|原产于|产于|产自|制造于|制造国|原産国|원산지) ?(?P<chinese>.+)"
    "|(?:san xuat tai|xuat xu|buatan|dibuat di|(?:зроблено|виготовлено) [ву]) (?P<other>.+)"
    "|[在于於]?(?P<stem>.+?) ?(?:制造|製造|生产|生產|出品|原产|原產|制|製|产|產|産|산)"
)
_ASSEMBLY = (
    "(?:(?:final )?assembly(?: in)?|(?:end)?(?:montiert|montage|zusammengebaut|assembliert) in"
    "|(?:ensamblado|montado)s? en|ensamblaje en|montado (?:em|na|no|nos)|(?:assemble|monte)e?s? (?:en|au|aux|a)"
    "|assemblage en|(?:assemblato|montato|geassembleerd) in|собрано (?:во?|на)|сборка) (?P<country>.+)"
    "|[在于於]?(?P<stem>.+?) ?(?:组装|組裝|組立|조립)"
)
_ARTICLE = re.compile("(?:the|der|die|das|den|dem|la|le|les|l|el|los|las|as|os) ")
_NEGATION = (
    "(?:non|not|no|never|without|outside(?: of)?|excluding|except|other than|anything but|free (?:of|from)|zero"
    "|nicht|keine?|ohne|sans|hors|pas|sin|senza|não|не|без) .+|(?:非|不是|无|無|没有).+"
    "|.+[ -]?(?:free|frei|excluded|compliant)|.+(?:以外|除外)"
)
_MIXTURE = r"(?P<country>.+?) (?:with|using|from|plus|incl\w*|contain\w*|mit|aus|con|avec|с|из) .+"
_MENTION = (
    f"(?:.+ )?(?:(?:{_VERB}|shipped|sold|sourced|imported|exported|delivered|purchased)(?: in| from| via)|from|via|in)"
    " (?P<country>.+)"
)
_PLACE_WORDS = re.compile(r" (?:city|province|prov|municipality|county|state)$|(?<=\w\w)(?:省|市|州|自治区|自治區)$")
_SUBDIVISION = re.compile("([a-z]{2})-([a-z0-9]{1,3})")
_FIPS_TELLTALES, _ISO_TELLTALES = {"CH", "RS", "KN"}, {"CN", "RU", "KP"}


@dataclass(frozen=True, eq=False, slots=True)
class CountryTable:
    """Spellings, words, places and codes, all folded. Made by `load_table`."""

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
        """The English name of the country or region ``code``, for display; the code itself if nobody knows it."""
        return self.english.get(code, code)

    def resolve(self, text: str, codes: Codes = "iso") -> Resolution:
        """What the country ``text`` says. ``codes``: what two letters mean. Never raises."""
        parts = [self._single(part, codes) for part in text.split("|")]
        return replace(parts[0] if len(parts) == 1 else _joined(parts), text=text)

    def spellings(self) -> Iterator[str]:
        """Everything by which a country may be known, folded."""
        return chain(self.names, self.words, self.places, self.fips)

    def either(self, text: str) -> Resolution:
        """Like `resolve`, but a two-letter code that FIPS 10-4 and ISO read differently may mean either country."""
        parts = list(map(self._either, text.split("|")))
        return replace(parts[0] if len(parts) == 1 else _joined(parts), text=text)

    def suspicious(self, texts: Iterable[str]) -> str:
        """Why the column ``texts`` seems to hold FIPS 10-4 codes, as a sentence that asks for the option; or "".

        Its codes include CH, RS or KN (China, Russia, North Korea in FIPS) and none of CN, RU, KP, or codes that
        only FIPS has. Heuristic of facts/fleets.md, section 6.
        """
        cells = {part.strip().upper() for text in texts for part in text.split("|")}
        codes = {cell for cell in cells if cell.lower() in self.fips}
        strange = {cell for cell in codes if self._single(cell, "iso") == UNKNOWN}
        if not cells & _ISO_TELLTALES:
            strange |= codes & _FIPS_TELLTALES
        if not strange:
            return ""
        read = ", ".join(f"{cell} ({self.name(self.fips[cell.lower()])})" for cell in sorted(strange))
        return f"The country codes look like FIPS 10-4: {read}; say which they are with --country-codes iso or fips."

    def _either(self, text: str) -> Resolution:
        iso, fips = self._single(text, "iso"), self.fips.get(text.strip().lower())
        if iso.values is None or fips is None or fips in iso.values:
            return iso
        both = iso.values | {fips}
        readings = " or ".join(self.name(code) for code in sorted(both))
        return Resolution(both, doubt="ambiguous", note=f"{text.strip()} is {readings}, as ISO or FIPS 10-4 codes")

    def _single(self, text: str, codes: Codes) -> Resolution:
        plain = _plain(text) if len(text) <= LONGEST else ""
        if not any(map(str.isalnum, plain)):
            return UNKNOWN if len(text) > LONGEST else _BLANK
        # Norway's code is also an answer to a question; only in capitals is it taken for the code.
        key = "norway" if text.strip() == "NO" else _bare(plain)
        return (
            self._subdivision(plain, codes)
            or self._known(key, codes)
            or (_CLAIM if re.fullmatch(_NEGATION, key) else None)
            or self._phrase(key, codes)
            or self._mixed(plain, key, codes)
            or UNKNOWN
        )

    def _look(self, key: str, codes: Codes) -> Resolution | None:
        """``key`` as a word, a code or a name of the table; None if it is none of these."""
        if key in self.words:
            return self.words[key]
        if codes == "fips" and len(key) == 2 and key.isascii():
            return _settled(self.fips.get(key))
        return _settled(self.names.get(key))

    def _known(self, key: str, codes: Codes) -> Resolution | None:
        """``key`` as one name, or as several names and places that stand beside each other."""
        found = self._look(key, codes) or self._look(_ARTICLE.sub("", key, count=1), codes)
        return (
            found or self._composed(key.split(" "), " ", codes) or self._composed(list(key.replace(" ", "")), "", codes)
        )

    def _composed(self, units: list[str], joiner: str, codes: Codes) -> Resolution | None:
        """Names and places that fill ``units`` without a gap, such as *Penang Malaysia* or 广东省深圳市.

        Of one country, one of them its name or a place that stands for itself: that country. Of several: ambiguous.
        """
        if joiner == "" and "".join(units).isascii():
            return None
        ways: list[set[tuple[frozenset[str], bool]]] = [{(frozenset(), False)}, *(set() for _ in units)]
        for start, ways_here in enumerate(ways[:-1]):
            for end in range(start + 1, min(start + 12, len(units)) + 1) if ways_here else ():
                for code, alone in self._pieces(joiner.join(units[start:end]), codes):
                    ways[end] |= {(seen | {code}, sure or alone) for seen, sure in ways_here}
        readings = {seen for seen, sure in ways[-1] if sure}
        singles = [seen for seen in readings if len(seen) == 1]
        if len(singles) == 1:
            return Resolution(singles[0])
        return _AMBIGUOUS if readings else None

    def _pieces(self, key: str, codes: Codes) -> Iterator[tuple[str, bool]]:
        country = self._look(key, codes) if key != "and" else None  # Andorra's code, but not between words
        if country and country.values:
            yield from ((code, True) for code in country.values)
        place = self.places.get(key) or self.places.get(_PLACE_WORDS.sub("", key))
        if place:
            yield place

    def _subdivision(self, plain: str, codes: Codes) -> Resolution | None:
        """An ISO 3166-2 code such as CN-GD. One that is not in ISO's list may be two countries with a hyphen."""
        match = _SUBDIVISION.fullmatch(plain) if codes == "iso" else None
        if match is None:
            return None
        prefix, suffix = match[0].upper().split("-")
        owners = (
            code
            for (start, code), suffixes in self.subdivisions.items()
            if start == prefix and suffix in suffixes.split()
        )
        return _settled(next(owners, None))

    def _phrase(self, key: str, codes: Codes) -> Resolution | None:
        """A whole sentence of the grammar; None if it is none, or its country is not known."""
        for pattern in (_ENGLISH, _ORIGIN, _ASSEMBLY):
            match = re.fullmatch(pattern, key)
            if match is None:
                continue
            groups = match.groupdict()
            verbs = groups.pop("verbs", None) or ""
            found = self._known(next(filter(None, groups.values())), codes)
            assembly = pattern is _ASSEMBLY or "assembled" in verbs
            origin = pattern is _ORIGIN or re.search(_MADE, verbs) is not None
            if found and (origin or assembly):
                return replace(found, assembly=assembly and not origin and found.values is not None)
        return None

    def _mixed(self, plain: str, key: str, codes: Codes) -> Resolution | None:
        """A text of several parts: the country on which all agree, else ambiguous if it names more than one."""
        mixture = re.fullmatch(_MIXTURE, key)
        if mixture and self._part(mixture["country"], codes):
            return _AMBIGUOUS
        parts = [part for part in map(str.strip, re.split(_SEPARATORS, plain)) if part]
        found = [self._part(_bare(part), codes) for part in parts]
        named = {part.values for part in found if part}
        if len(parts) > 1 and all(found) and len(named) == 1 and None not in named:
            return Resolution(named.pop(), assembly=all(part.assembly for part in found if part))
        for match in filter(None, (re.fullmatch(_MENTION, _bare(part)) for part in parts)):
            named |= {frozenset((code,)) for code, _ in self._pieces(match["country"], codes)}
        return _AMBIGUOUS if len(named) > 1 else None

    def _part(self, key: str, codes: Codes) -> Resolution | None:
        """A part of a mixed text, if it is a country (or a word for several)."""
        found = self._known(key, codes) or self._phrase(key, codes)
        return found if found and found.recorded and found.doubt != "claim" else None


def _settled(code: str | None) -> Resolution | None:
    return Resolution(frozenset((code,))) if code else None


def _joined(parts: list[Resolution]) -> Resolution:
    """The native ``A|B``: one of the parts' countries, or unknown as soon as one part is."""
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
