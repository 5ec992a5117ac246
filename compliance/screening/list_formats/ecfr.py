"""Supplements to 15 CFR part 744 in the XML of the eCFR: No. 4 the Entity List, No. 6 the Unverified List, No. 7 the MEU List.

``https://www.ecfr.gov/api/versioner/v1/full/<day>/title-15.xml?part=744`` gives them as of any day. A ``DIV9`` holds the
supplement, its table has a row for every entry: country, entity, licence requirement, review policy, Federal Register
citation (three columns in No. 6 and 7); an empty country is the one above. The element names come from
descriptions and from other parsers, not from the file itself, so a row of another form makes the list partial.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from xml.parsers import expat

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import ListFile, ReadList, damaged
from compliance.screening.listings import Listing, Quality

_CODES = {"4": "EL", "6": "UVL", "7": "MEU"}
_SUPPLEMENT = re.compile(r"Supplement No\. (\d+) to Part 744", re.IGNORECASE)
_BREAKS = {"BR", "P", "FP", "LI"}
_MAX_DEPTH = 200
_ALIAS_MARKER = re.compile(
    r"[,;]?\s*\(?\s*\b(?:(?P<former>f\.?\s?k\.?\s?a\.?|formerly known as)|a\.?\s?k\.?\s?a\.?|also known as|alias(?:es)?)[.,:]*\s*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:the\s+)?following\s+(?:\w+\s+)?(?:former\s+)?(?:alias(?:es)?|names?)\s*:?\s*", re.IGNORECASE)
_DASH = re.compile(r"(?:^|(?<=[\s:;]))[—–―-]\s*(?=\S)")
_LAST = re.compile(r"[;,.]?\s*(?:\band\b)?[\s;,]*$")
_NO_ENTRY = re.compile(r"\[?reserved\]?\.?|\d{1,2}\s.*|see .*", re.IGNORECASE)
_SEE = re.compile(r"\(?\s*see (?:also )?(?:alternate|additional).*", re.IGNORECASE | re.DOTALL)


def recognises(content: bytes) -> bool:
    """Whether it is XML with a supplement to part 744."""
    start = content[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return (
        start.startswith(b"<")
        and not start[:15].lower().startswith((b"<!doctype", b"<html"))
        and b"to Part 744" in content
    )


def read(list_file: ListFile, code: str) -> ReadList:
    """The entries of the supplement ``code`` ("": of all three). Raises ComplianceError."""
    table = _TableReader(list_file.file)
    table.parse(list_file.content)
    listings: list[Listing] = []
    slugs: Counter[str] = Counter()
    unreadable: list[int] = []
    for number, row in enumerate(table.rows, 1):
        if code in ("", row.code):
            listing = _listing(row, slugs)
            if isinstance(listing, Listing):
                listings.append(listing)
            elif not listing:
                unreadable.append(number)
    limit = ""
    if unreadable:
        limit = f"{list_file.name} has {len(unreadable)} rows that could not be read (the first is row {unreadable[0]} of its tables)"
    return ReadList(
        "supplements to 15 CFR part 744 (eCFR XML)",
        tuple(listings),
        codes=frozenset(row.code for row in table.rows),
        edition=table.day,
        limit=limit,
        notes=(limit,) if limit else (),
    )


@dataclass
class _Row:
    """One row of a supplement's table: the lines of each of its cells."""

    code: str
    country: str
    line: int
    cells: list[str] = field(default_factory=list)
    headed: bool = False


class _TableReader:
    """Collects the rows of the tables from the XML, which must not declare a document type or entities."""

    def __init__(self, file: str) -> None:
        self.rows: list[_Row] = []
        self.day: date | None = None
        self._file = file
        self._code = ""
        self._country = ""
        self._depth = self._section_depth = 0
        self._row: _Row | None = None
        self._cell: list[str] | None = None

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError):
            # The parser raises the last two for an encoding that Python does not know or expat cannot use.
            raise damaged(f"line {parser.ErrorLineNumber} is not XML", self._file) from None

    def _refuse(self, *_: object) -> None:
        raise fail(
            "declares a document type, which the eCFR's XML does not", "Get it from the eCFR again.", file=self._file
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise fail(f"is nested more than {_MAX_DEPTH} deep", "Get it from the eCFR again.", file=self._file)
        tag = name.upper()
        if tag.startswith("DIV") and (supplement := _SUPPLEMENT.search(attributes.get("N", ""))):
            self._code, self._section_depth, self._country = _CODES.get(supplement[1], ""), self._depth, ""
        elif tag == "TR" and self._code:
            self._row = _Row(self._code, self._country, self._parser.CurrentLineNumber)
        elif tag in ("TD", "TH") and self._row:
            self._cell = []
            self._row.headed |= tag == "TH"
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def _text(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text.replace("\n", " "))

    def _end(self, name: str) -> None:
        tag = name.upper()
        if tag in ("TD", "TH") and self._row and self._cell is not None:
            lines = (one_line(line) for line in "".join(self._cell).split("\n"))
            self._row.cells.append("\n".join(filter(None, lines)))
            self._cell = None
        elif tag == "TR" and self._row:
            self._add_row(self._row)
            self._row = None
        elif self._code and self._depth == self._section_depth:
            self._code = ""
        self._depth -= 1

    def _add_row(self, row: _Row) -> None:
        """Adds a row, with the country in its first cell, else with the one above."""
        width = 5 if row.code == "EL" else 3
        if row.headed or not any(row.cells):
            return
        if len(row.cells) in (width, width + 1) or (len(row.cells) == 1 and texts.country(row.cells[0])):
            first = row.cells.pop(0)
            self._country = row.country = first or self._country
        if row.cells:
            self.rows.append(row)


def _listing(row: _Row, slugs: Counter[str]) -> Listing | bool:
    """The entry of a row; where it has none, whether that is expected (reserved, a footnote)."""
    entity = row.cells[0]
    if _NO_ENTRY.fullmatch(one_line(entity)) or not entity:
        return True
    if len(row.cells) < 2:
        return False
    name, aliases, addresses = entry(entity)
    if not texts.is_name(name):
        return False
    citation, since = texts.citation(row.cells[-1])
    return Listing(
        entry=texts.entry_id(name, slugs),
        name=name,
        aliases=tuple(aliases.items()),
        countries=texts.countries((row.country, *map(texts.country_at_end, addresses))),
        addresses=addresses,
        citation=citation,
        since=since,
        row=row.line,
        note="; ".join(one_line(cell) for cell in row.cells[1:-1] if cell),
    )


def entry(cell: str) -> tuple[str, dict[str, Quality], tuple[str, ...]]:
    """Name, aliases and addresses in a cell of the entity column, which has a line for every line there.

    ``Name, a.k.a., the following two aliases:`` is followed by aliases with a dash before each, and by the addresses;
    an entry without aliases has its addresses behind the name.
    """
    aliases: dict[str, Quality] = {}
    marker = _ALIAS_MARKER.search(cell)
    if not marker or texts.split_entry(one_line(cell[: marker.start()]))[1]:
        name, address = _name_and_address(cell)
        return name, {}, _addresses(address)
    name = one_line(cell[: marker.start()]).strip(" ,;(")
    rest = cell[marker.end() :]
    address = ""
    while True:
        counted = _COUNTED.match(rest)
        block = rest[counted.end() :] if counted else rest
        following = _ALIAS_MARKER.search(block)
        piece = block[: following.start()] if following else block
        address = ""
        for alias, behind in _aliases(piece, dashed=counted is not None):
            if texts.is_name(alias) and alias != name:
                aliases[alias] = "strong"
            address = behind or address
        if not following:
            return name, aliases, _addresses(address)
        rest = block[following.end() :]


def _aliases(block: str, *, dashed: bool) -> Iterator[tuple[str, str]]:
    """The aliases of a block, the last one with the addresses behind it."""
    parts = [part for part in _DASH.split(block) if part.strip()] if dashed else [block]
    for part in parts[:-1]:
        yield _LAST.sub("", one_line(part)), ""
    for part in parts[-1:]:
        first, _, addresses = part.strip().partition("\n")
        if not addresses:
            closed = re.match(r"([^()]*(?:\([^()]*\)[^()]*)*)\)[,;.]?\s*", first)
            first, addresses = (closed[1], first[closed.end() :]) if closed else texts.split_entry(one_line(first))
        several = [first] if dashed else re.split(r";\s*(?:and\s+)?", first)
        for alias in several:
            yield _LAST.sub("", one_line(alias)), addresses


def _name_and_address(cell: str) -> tuple[str, str]:
    first, _, addresses = cell.partition("\n")
    name, address = texts.split_entry(first.rstrip(" ,;"))
    return name.strip(" ,;"), "; ".join(filter(None, (address, one_line(addresses))))


def _addresses(text: str) -> tuple[str, ...]:
    return texts.addresses(_SEE.sub("", text))
