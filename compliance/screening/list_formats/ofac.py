"""OFAC's comma-separated files: sdn.csv or cons_prim.csv, joined by number with aliases, addresses and comments beside them.

The layout is that of OFAC's data specification (dat_spec.txt, updated 2023-09-25), read in the editions of July 2021 and
December 2025: no header, ``-0-`` and a blank for nothing, CRLF, a lone byte 0x1A at the end.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import get_args

from compliance.core.errors import fail
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import Given, ReadList, Rows, cut
from compliance.screening.listings import Kind, Listing, Quality

MAIN = re.compile(r"(?P<main>sdn|cons_prim)(?P<stamp>[-._ ]*\d.*)?\.csv", re.IGNORECASE)
"""Names of the main files; what stands behind the name (a date) stands behind that of its companions too."""

_PRIMARY, _ALIAS, _ADDRESS, _COMMENT = 12, 5, 6, 2
"""Columns of the four files."""
_ONLY = {_ALIAS: "aliases", _ADDRESS: "addresses", _COMMENT: "comments"}
_COMPANIONS = {"sdn": ("alt", "add", "sdn_comments"), "cons_prim": ("cons_alt", "cons_add", "cons_comments")}
_END = b"\x1a"
_ADVICE = "Get sdn.csv (or cons_prim.csv) and its companions from OFAC's Sanctions List Service again."
_HEADER = re.compile(r"[a-z][a-z _/.-]*", re.IGNORECASE)
_WEAK = re.compile(r"""(?:alt\. )?[afn]\.k\.a\. ['"“](.+)['"”]""")
_LISTED = re.compile(r"(?:alt\. )?Listing Date \(.*\):? (.+)")
_SEAT = re.compile(r"(?:alt\. )?(?:nationality|citizen) (.+)")
_NUMBER = re.compile(
    r"(?:alt\. )?(?P<kind>(?:[A-Z][\w.&'()/ -]*? )?(?:(?<![a-z])ID|No\.?|Number|Numero|Code(?: \(USCC\))?|Passport|IMO|MMSI|BIK|ISIN|LEI"
    r"|SWIFT/BIC|D\.N\.I\.|C\.U\.R\.P\.|R\.F\.C\.|Digital Currency Address - \w+|#)) (?P<number>[A-Z0-9][^();]*?)"
    r"(?: \((?P<place>[^()]+)\))?(?: (?:issued|expires) .*)?"
)
_LONGEST = 300
"""Characters of a remark that may be a number: the pattern takes its time over longer ones."""
_NO_NUMBERS = re.compile("Email|Website|Phone|Fax|Telephone|Executive Order|Date|Directive|Model|Tonnage|link")

_RESTRICTED = {"NS-PLC": ("PLC",), "CMIC-EO13959": ("CMIC",), "UKRAINE-EO13662": ("SSI",), "561-RELATED": ("CAP",)}
"""Programmes of the non-SDN files that mean one list; any other may stand on NS-MBS or CAPTA. recalled."""


def recognises(content: bytes) -> bool:
    """Whether it begins like one of OFAC's files: numbered rows of that many columns, and nothing written ``-0-``."""
    head = content[:20_000].decode("ascii", "replace").splitlines()[:4]
    rows = [row for row in csv.reader(head) if row and row[0].strip().isdigit()]
    if any(len(row) == _COMMENT and len(head[0]) > _COMMENT for row in rows):
        return b"-0-" not in content[:20_000] and content.rstrip().endswith(_END)
    return any(len(row) in (_PRIMARY, _ALIAS, _ADDRESS) and b"-0-" in content for row in rows)


def read(given: Given, code: str) -> ReadList:
    """The parties of the list ``code`` ("": of all that are in it). Raises ComplianceError."""
    rows = Rows(given.file)
    primary = list(_cells(given.content, given.file, _PRIMARY, rows))
    rows.finish()
    found = MAIN.fullmatch(given.name)
    main = found["main"].casefold() if found else _guess(primary)
    stamp = (found["stamp"] or "") if found else ""
    suffix = given.name[-4:] if found else ".csv"
    joined: dict[str, bytes] = {}
    for name in _COMPANIONS[main]:
        for spelled in (f"{name}{stamp}{suffix}", f"{name.upper()}{stamp}{suffix}"):
            if (content := given.beside(spelled)) is not None:
                joined[name] = content
                break
    alt, add, comments = _COMPANIONS[main]
    aliases = _grouped(joined, alt, _ALIAS, rows)
    addresses = _grouped(joined, add, _ADDRESS, rows)
    continued = {number: cells[1] for number, (cells, *_) in _grouped(joined, comments, _COMMENT, rows).items()}
    rows.finish()
    listings: list[Listing] = []
    codes: set[str] = set()
    for row, cells in primary:
        entry = cells[0].strip()
        mine = _codes(main, _nothing(cells[3]))
        codes |= mine
        if not code or code in mine:
            more = aliases.get(entry, ()), addresses.get(entry, ()), continued.get(entry, "")
            listings += rows.each(partial(_listing, cells, row, *more), row)
    rows.finish()
    notes = _notes(given, stamp, suffix, main, joined, {"aliases": aliases, "addresses": addresses}, primary)
    return ReadList(
        called=f"OFAC's {main}.csv" + (f" with {', '.join(f'{name}.csv' for name in joined)}" if joined else ""),
        listings=tuple(listings),
        codes=frozenset(codes),
        limit=_limit(given, alt, joined),
        notes=notes,
        joined=tuple(sorted(joined.items())),
    )


def _guess(primary: Iterable[tuple[int, list[str]]]) -> str:
    """Which of the two a file of another name is: some programmes stand in the non-SDN file only."""
    programmes = " ".join(cells[3] for _, cells in primary)
    return "cons_prim" if re.search(r"NS-PLC|CMIC-EO13959", programmes) else "sdn"


def _cells(content: bytes, file: str, width: int, rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row but the end mark, a header and rows of commas, which edited copies have."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    for number, cells in _numbered(text, file):
        bare = [cell.strip() for cell in cells]
        if not any(bare) or bare == ["\x1a"]:
            continue
        if number == 1 and all(map(_HEADER.fullmatch, bare)) and len(bare) == width:
            continue
        what = ""
        if any("\n" in cell for cell in cells):
            what = "a quote is not closed"
        elif number == 1 and width == _PRIMARY and len(cells) in _ONLY:
            raise fail(
                f"holds {_ONLY[len(cells)]} only, not the parties",
                "Give sdn.csv or cons_prim.csv beside it.",
                file=file,
            )
        elif len(cells) != width:
            what = f"has {len(cells)} cells, not {width}"
        elif not bare[0].isdigit():
            what = f"{bare[0]!r} is no number of an entry"
        if what:
            rows.wrong(what, _ADVICE, number, file)
        else:
            yield number, cells


def _numbered(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        yield from enumerate(rows, 1)
    except csv.Error:
        raise cut(f"line {rows.line_num} is not CSV", file) from None


def _grouped(joined: Mapping[str, bytes], name: str, width: int, rows: Rows) -> dict[str, list[list[str]]]:
    grouped: defaultdict[str, list[list[str]]] = defaultdict(list)
    for _, cells in _cells(joined[name], f"{name}.csv", width, rows) if name in joined else ():
        grouped[cells[0].strip()].append(cells)
    return grouped


def _nothing(cell: str) -> str:
    """A cell's text; nothing is written ``-0-``."""
    text = cell.strip()
    return "" if text == "-0-" else text


def _codes(main: str, programmes: str) -> frozenset[str]:
    if main == "sdn":
        return frozenset({"SDN"})
    found: set[str] = set()
    for programme in programmes.split("] ["):
        name = programme.strip().upper()
        found.update(("FSE",) if name.startswith("FSE") else _RESTRICTED.get(name, ("NS-MBS", "CAP")))
    # An SDGT that is on the list of the Palestinian Legislative Council stands there for that alone.
    return frozenset({"PLC"} if "PLC" in found else found)


def _listing(
    cells: list[str], row: int, aliases: Iterable[list[str]], addresses: Iterable[list[str]], continued: str
) -> Listing:
    name = _nothing(cells[1])
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    said = list(texts.remarks(_nothing(cells[11] + continued if continued else cells[11])))
    known: dict[str, Quality] = {_nothing(each[3]): "strong" for each in aliases}
    known.update((weak[1], "weak") for each in said if (weak := _WEAK.fullmatch(each)) and weak[1] not in known)
    places = [", ".join(filter(None, map(_nothing, each[2:5]))) for each in addresses]
    seats = [each[1] for each in map(_SEAT.fullmatch, said) if each]
    listed = [day for each in map(_LISTED.fullmatch, said) if each and (day := texts.written_day(each[1]))]
    kind = _nothing(cells[2]).casefold() or "entity"
    return Listing(
        entry=cells[0].strip(),
        name=name,
        aliases=tuple((alias, quality) for alias, quality in known.items() if texts.is_name(alias) and alias != name),
        countries=texts.countries((*(_nothing(each[4]) for each in addresses), *seats, _nothing(cells[9]))),
        addresses=tuple(dict.fromkeys(filter(None, places))),
        identifiers=identifiers(said),
        programmes=tuple(part.strip() for part in _nothing(cells[3]).split("] [") if part.strip()),
        since=min(listed, default=None),
        row=row,
        note="; ".join(said),
        kind=next((each for each in get_args(Kind) if each == kind), ""),
    )


def identifiers(said: Iterable[str]) -> tuple[str, ...]:
    """The registration, tax and identity numbers among these remarks."""
    found = (_NUMBER.fullmatch(each) for each in said if len(each) < _LONGEST and not _NO_NUMBERS.search(each))
    return tuple(
        dict.fromkeys(
            texts.identifier(each["kind"], each["number"].strip(), each["place"] or "")
            for each in found
            if each and any(map(str.isdigit, each["number"]))
        )
    )


def _limit(given: Given, alt: str, joined: Mapping[str, bytes]) -> str:
    if alt not in joined:
        return f"{given.name} was read without {alt}.csv, so the aliases are missing"
    unfinished = [name for name, content in ((given.name, given.content), *joined.items()) if _END not in content[-8:]]
    if unfinished:
        return f"{', '.join(unfinished)} does not end with OFAC's end mark (0x1A) and may be cut"
    return ""


def _notes(
    given: Given, stamp: str, suffix: str, main: str, joined: Mapping[str, bytes],
    grouped: Mapping[str, Mapping[str, object]], primary: Iterable[tuple[int, list[str]]],
) -> tuple[str, ...]:  # fmt: skip
    notes = []
    missing = [f"{name}{stamp}{suffix}" for name in _COMPANIONS[main] if name not in joined]
    if missing:
        notes.append(f"{given.name}: not beside it, so not joined: {', '.join(missing)}")
    numbers = {cells[0].strip() for _, cells in primary}
    for what, by_number in grouped.items():
        if strange := len(by_number.keys() - numbers):
            notes.append(f"{given.name}: {strange} parties of the file of {what} are not in it: editions of two days?")
    return tuple(notes)
