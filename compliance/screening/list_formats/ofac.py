"""OFAC's comma-separated files: sdn.csv or cons_prim.csv, joined with their files of aliases, addresses and comments.

The layout is that of OFAC's data specification (dat_spec.txt, updated 2023-09-25), as in the editions of July 2021 and
December 2025: no header, ``-0-`` and a blank for nothing, CRLF, a lone byte 0x1A at the end.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import get_args

from compliance.core.errors import fail
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, damaged
from compliance.screening.listings import Kind, Listing, Quality

MAIN = re.compile(r"(?P<main>sdn|cons_prim)(?P<stamp>[-._ (]*\d.*)?\.csv", re.IGNORECASE)
"""Names of the main files; the same suffix (a date) follows the names of the companions."""

_PRIMARY, _ALIAS, _ADDRESS, _COMMENT = 12, 5, 6, 2
"""Columns of the four files."""
_COMPANION_CONTENT = {_ALIAS: "aliases", _ADDRESS: "addresses", _COMMENT: "comments"}
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
_MAX_NUMBER_REMARK = 300
"""The most characters of a remark that is searched for a number: the pattern is slow on longer ones."""
_NO_NUMBERS = re.compile("Email|Website|Phone|Fax|Telephone|Executive Order|Date|Directive|Model|Tonnage|link")

_RESTRICTED = {"NS-PLC": ("PLC",), "CMIC-EO13959": ("CMIC",), "UKRAINE-EO13662": ("SSI",), "561-RELATED": ("CAP",)}
"""Programmes of the non-SDN files that belong to one list; any other may be on NS-MBS or CAPTA. recalled."""
_MIN_CERTAIN = 20
"""The fewest parties by whose programmes a file is told against its name."""


def recognises(content: bytes) -> bool:
    """Whether it begins like one of OFAC's files: numbered rows with the right number of columns, ``-0-`` for nothing."""
    head = content[:20_000].decode("ascii", "replace").splitlines()[:4]
    rows = [row for row in csv.reader(head) if row and row[0].strip().isdigit()]
    if any(len(row) == _COMMENT and len(head[0]) > _COMMENT for row in rows):
        return b"-0-" not in content[:20_000] and content.rstrip().endswith(_END)
    return any(len(row) in (_PRIMARY, _ALIAS, _ADDRESS) and b"-0-" in content for row in rows)


def read(list_file: ListFile, code: str) -> ReadList:
    """The parties of the list ``code`` ("": of all lists in the file). Raises ComplianceError."""
    reader = EntryReader(list_file.file)
    primary = list(_cells(list_file.content, list_file.file, _PRIMARY, reader))
    reader.finish()
    match = MAIN.fullmatch(list_file.name)
    main = main_file([_programmes(cells[3]) for _, cells in primary], match["main"].casefold() if match else "")
    stamp = (match["stamp"] or "") if match else ""
    suffix = list_file.name[-4:] if match else ".csv"
    companions: dict[str, bytes] = {}
    for name in _COMPANIONS[main]:
        for spelled in (f"{name}{stamp}{suffix}", f"{name.upper()}{stamp}{suffix}"):
            if (content := list_file.companion(spelled)) is not None:
                companions[name] = content
                break
    aliases_name, addresses_name, comments_name = _COMPANIONS[main]
    aliases = _group_by_entry(companions, aliases_name, _ALIAS, reader)
    addresses = _group_by_entry(companions, addresses_name, _ADDRESS, reader)
    continued = {
        number: cells[1] for number, (cells, *_) in _group_by_entry(companions, comments_name, _COMMENT, reader).items()
    }
    reader.finish()
    listings: list[Listing] = []
    codes: set[str] = set()
    for row, cells in primary:
        entry = cells[0].strip()
        row_codes = list_codes(main, _programmes(cells[3]))
        codes |= row_codes
        if not code or code in row_codes:
            companion_rows = aliases.get(entry, ()), addresses.get(entry, ()), continued.get(entry, "")
            listings += reader.read_entry(partial(_listing, cells, row, *companion_rows), row)
    reader.finish()
    notes = _notes(list_file, stamp, suffix, main, companions, {"aliases": aliases, "addresses": addresses}, primary)
    return ReadList(
        description=f"OFAC's {main}.csv"
        + (f" with {', '.join(f'{name}.csv' for name in companions)}" if companions else ""),
        listings=tuple(listings),
        codes=frozenset(codes),
        limit=_limit(list_file, aliases_name, companions),
        notes=notes,
        companions=tuple(sorted(companions.items())),
    )


def main_file(programmes: Sequence[Sequence[str]], name: str = "") -> str:
    """Which of the two main files has parties under these programmes: ``sdn`` or ``cons_prim``.

    Most parties of the non-SDN file, and few of the SDN List, are under a programme of ``_RESTRICTED``. The file's ``name``
    decides only where there are few parties: one entry makes no list.
    """
    restricted = sum(any(is_restricted(programme) for programme in party) for party in programmes)
    if name and len(programmes) < _MIN_CERTAIN:
        return name
    return "cons_prim" if 2 * restricted > len(programmes) else "sdn"


def is_restricted(programme: str) -> bool:
    """Whether the programme is one of the non-SDN lists."""
    return programme.upper() in _RESTRICTED or programme.upper().startswith("FSE")


def _programmes(cell: str) -> list[str]:
    """The programmes in a cell that separates them with ``] [``."""
    return [name for part in _text(cell).split("] [") if (name := part.strip())]


def _cells(content: bytes, file: str, width: int, reader: EntryReader) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every row, without the end mark and without the header and blank rows of edited copies."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    for number, cells in _numbered(text, file):
        stripped = [cell.strip() for cell in cells]
        if not any(stripped) or stripped == ["\x1a"]:
            continue
        if number == 1 and all(map(_HEADER.fullmatch, stripped)) and len(stripped) == width:
            continue
        fault = ""
        if any("\n" in cell for cell in cells):
            fault = "a quote is not closed"
        elif number == 1 and width == _PRIMARY and len(cells) in _COMPANION_CONTENT:
            raise fail(
                f"has only {_COMPANION_CONTENT[len(cells)]}, not the parties",
                "Give sdn.csv or cons_prim.csv from the same folder.",
                file=file,
            )
        elif len(cells) != width:
            fault = f"has {len(cells)} cells, not {width}"
        elif not stripped[0].isdigit():
            fault = f"{stripped[0]!r} is not an entry number"
        if fault:
            reader.report(fault, _ADVICE, number, file)
        else:
            yield number, cells


def _numbered(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        yield from enumerate(rows, 1)
    except csv.Error:
        raise damaged(f"line {rows.line_num} is not CSV", file) from None


def _group_by_entry(
    companions: Mapping[str, bytes], name: str, width: int, reader: EntryReader
) -> dict[str, list[list[str]]]:
    grouped: defaultdict[str, list[list[str]]] = defaultdict(list)
    for _, cells in _cells(companions[name], f"{name}.csv", width, reader) if name in companions else ():
        grouped[cells[0].strip()].append(cells)
    return grouped


def _text(cell: str) -> str:
    """A cell's text; ``-0-`` means nothing."""
    text = cell.strip()
    return "" if text == "-0-" else text


def list_codes(main: str, programmes: Iterable[str]) -> frozenset[str]:
    """The lists on which a party of a main file under these programmes may be."""
    if main == "sdn":
        return frozenset({"SDN"})
    codes: set[str] = set()
    for programme in programmes:
        name = programme.upper()
        codes.update(("FSE",) if name.startswith("FSE") else _RESTRICTED.get(name, ("NS-MBS", "CAP")))
    # A party of the list of the Palestinian Legislative Council is on no other list of the file.
    return frozenset({"PLC"} if "PLC" in codes else codes)


def _listing(
    cells: list[str], row: int, aliases: Iterable[list[str]], addresses: Iterable[list[str]], continued: str
) -> Listing:
    name = _text(cells[1])
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    remarks = list(texts.remarks(_text(cells[11] + continued if continued else cells[11])))
    names: dict[str, Quality] = {_text(alias[3]): "strong" for alias in aliases}
    names.update((weak[1], "weak") for remark in remarks if (weak := _WEAK.fullmatch(remark)) and weak[1] not in names)
    address_texts = [", ".join(filter(None, map(_text, address[2:5]))) for address in addresses]
    seats = [match[1] for match in map(_SEAT.fullmatch, remarks) if match]
    listed = [day for match in map(_LISTED.fullmatch, remarks) if match and (day := texts.written_day(match[1]))]
    kind = _text(cells[2]).casefold() or "entity"
    return Listing(
        entry=cells[0].strip(),
        name=name,
        aliases=tuple((alias, quality) for alias, quality in names.items() if texts.is_name(alias) and alias != name),
        countries=texts.countries((*(_text(address[4]) for address in addresses), *seats, _text(cells[9]))),
        addresses=tuple(dict.fromkeys(filter(None, address_texts))),
        identifiers=identifiers(remarks),
        programmes=tuple(_programmes(cells[3])),
        since=min(listed, default=None),
        row=row,
        note="; ".join(remarks),
        kind=next((known for known in get_args(Kind) if known == kind), ""),
    )


def identifiers(remarks: Iterable[str]) -> tuple[str, ...]:
    """The registration, tax and identity numbers among these remarks."""
    matches = (
        _NUMBER.fullmatch(remark)
        for remark in remarks
        if len(remark) < _MAX_NUMBER_REMARK and not _NO_NUMBERS.search(remark)
    )
    return tuple(
        dict.fromkeys(
            texts.identifier(match["kind"], match["number"].strip(), match["place"] or "")
            for match in matches
            if match and any(map(str.isdigit, match["number"]))
        )
    )


def _limit(list_file: ListFile, aliases_name: str, companions: Mapping[str, bytes]) -> str:
    if aliases_name not in companions:
        return f"{list_file.name} was read without {aliases_name}.csv, so the aliases are missing"
    unfinished = [
        name for name, content in ((list_file.name, list_file.content), *companions.items()) if _END not in content[-8:]
    ]
    if unfinished:
        return f"{', '.join(unfinished)} does not end with OFAC's end mark (0x1A) and may be incomplete"
    return ""


def _notes(
    list_file: ListFile, stamp: str, suffix: str, main: str, companions: Mapping[str, bytes],
    grouped: Mapping[str, Mapping[str, object]], primary: Iterable[tuple[int, list[str]]],
) -> tuple[str, ...]:  # fmt: skip
    notes = []
    missing = [f"{name}{stamp}{suffix}" for name in _COMPANIONS[main] if name not in companions]
    if missing:
        notes.append(f"{list_file.name}: companion files missing: {', '.join(missing)}")
    numbers = {cells[0].strip() for _, cells in primary}
    for content, by_number in grouped.items():
        if unknown := len(by_number.keys() - numbers):
            notes.append(
                f"{list_file.name}: {unknown} parties in the file of {content} are missing here: the files may be of different dates"
            )
    return tuple(notes)
