"""Rows of a workbook that nobody sees, in the kinds of workbook in which they are marked byte by byte or in one large text.

ODS (OpenDocument 1.3, table:visibility), XLSB (MS-XLSB, BrtBundleSh and BrtRowHdr) and XLS (MS-XLS, BoundSheet8 and Row,
within a compound file, MS-CFB). Whoever reads the cells does not say it. All of them count the sheets' rows from 1.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from struct import unpack_from
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

HiddenRows = Mapping[str, list[int]]
"""The rows of each sheet, by its name."""

_MOST_ROWS = 1_048_576
_BUNDLE, _ROW_HEADER = 156, 0
_BOUND_SHEET, _ROW, _END = 0x85, 0x208, 0x0A
_BEGIN = 0x809
_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks."""


def of_ods(content: IO[bytes]) -> HiddenRows:
    """Those of OpenDocument, from its ``content.xml``. Raises expat.ExpatError."""
    hidden: dict[str, list[int]] = {}
    rows: list[int] = []
    number = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal rows, number
        if name == "table:table":
            rows, number = hidden.setdefault(attributes.get("table:name", ""), []), 0
        elif name == "table:table-row":
            repeated = attributes.get("table:number-rows-repeated", "")
            end = min(number + (int(repeated) if repeated.isdecimal() and len(repeated) < 9 else 1), _MOST_ROWS)
            if attributes.get("table:visibility") in ("collapse", "filter"):
                rows.extend(range(number + 1, end + 1))
            number = end

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.ParseFile(content)
    return hidden


def of_xlsb(archive: zipfile.ZipFile, most_bytes: int) -> HiddenRows:
    """Those of a binary workbook; of no part more than so many bytes are looked at."""
    return _as_far_as_whole(lambda: _of_xlsb(archive, most_bytes))


def of_xls(raw: bytes) -> HiddenRows:
    """Those of an old workbook."""
    return _as_far_as_whole(lambda: _of_xls(raw))


def _as_far_as_whole(look: Callable[[], HiddenRows]) -> HiddenRows:
    """What is seen in a workbook; what is damaged hides nothing that we could say, and who reads its cells refuses it."""
    try:
        return look()
    except Exception:  # noqa: BLE001 - whatever is raised, the file is damaged
        return {}


def _of_xlsb(archive: zipfile.ZipFile, most_bytes: int) -> HiddenRows:
    def part(name: str) -> bytes:
        with archive.open(name) as member:
            return member.read(most_bytes)

    relations = ElementTree.fromstring(part("xl/_rels/workbook.bin.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    hidden = {}
    for record in _records(part("xl/workbook.bin"), _BUNDLE):
        relation, end = _wide(record, 8)
        name, _ = _wide(record, end)
        sheet = targets.get(relation, "")
        member = sheet.removeprefix("/") if sheet.startswith("/") else f"xl/{sheet}"
        if member in archive.namelist():
            rows = _records(part(member), _ROW_HEADER)
            hidden[name] = [unpack_from("<I", row)[0] + 1 for row in rows if len(row) > 11 and row[11] & 0x10]
    return hidden


def _of_xls(raw: bytes) -> HiddenRows:
    stream = _stream(raw, "Workbook")
    hidden = {}
    for kind, start, size in _biff(stream, 0):
        if kind == _BOUND_SHEET and size >= 8:
            length, wide = stream[start + 6], stream[start + 7] & 1
            letters = stream[start + 8 : start + 8 + length * (1 + wide)]
            name = letters.decode("utf-16-le" if wide else "latin-1")
            rows = _biff(stream, unpack_from("<I", stream, start)[0])
            hidden[name] = [
                unpack_from("<H", stream, row)[0] + 1
                for kind, row, size in rows
                if kind == _ROW and size > 12 and stream[row + 12] & 0x20
            ]
    return hidden


def _records(part: bytes, wanted: int) -> Iterator[bytes]:
    """The records of one kind in a part of a binary workbook."""
    place = 0
    while place < len(part):
        kind = part[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[place] & 0x7F) << 7
            place += 1
        size = 0
        for shift in range(0, 28, 7):
            byte = part[place]
            place += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if kind == wanted:
            yield part[place : place + size]
        place += size


def _wide(record: bytes, start: int) -> tuple[str, int]:
    """A text of a binary workbook, and where it ends."""
    (length,) = unpack_from("<I", record, start)
    end = start + 4 + 2 * length
    return record[start + 4 : end].decode("utf-16-le"), end


def _biff(stream: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """The records of an old workbook up to the end of the sheet that begins there: kind, start and size of each."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, place)
        yield kind, place + 4, size
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        place += 4 + size


def _stream(raw: bytes, name: str) -> bytes:
    """A stream of a compound file."""
    sector, mini = 1 << unpack_from("<H", raw, 30)[0], 1 << unpack_from("<H", raw, 32)[0]
    directory, cutoff, small, extra = (unpack_from("<I", raw, place)[0] for place in (48, 56, 60, 68))

    def at(number: int) -> bytes:
        return raw[sector * (number + 1) : sector * (number + 2)]

    def numbers(part: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(part) // 4}I", part)

    table = list(unpack_from("<109I", raw, 76))
    while extra < _FREE and len(table) < len(raw):
        *more, extra = numbers(at(extra))
        table += more
    following = [number for place in table if place < _FREE for number in numbers(at(place))]

    def chain(start: int, links: list[int]) -> Iterator[int]:
        for _ in range(len(links)):
            if start >= _FREE:
                return
            yield start
            start = links[start]

    entries = b"".join(map(at, chain(directory, following)))
    root = entries[:128]
    for place in range(0, len(entries), 128):
        entry = entries[place : place + 128]
        if entry[: unpack_from("<H", entry, 64)[0]].decode("utf-16-le").rstrip("\0") == name:
            start, size = unpack_from("<II", entry, 116)
            if size >= cutoff:
                return b"".join(map(at, chain(start, following)))[:size]
            links = [number for place in chain(small, following) for number in numbers(at(place))]
            container = b"".join(map(at, chain(unpack_from("<I", root, 116)[0], following)))
            return b"".join(container[mini * part : mini * (part + 1)] for part in chain(start, links))[:size]
    return b""
