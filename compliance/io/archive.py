"""The zip archive of a workbook, looked into before anything unpacks it: bombs, passwords, and what a reader drops.

calamine gives errors (``#REF!``) and formulas that were never computed as empty cells, knows no number formats and no hidden
rows (``hidden_rows``), and of a number of more than 17 digits it keeps 17.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from compliance.core.errors import ComplianceError, fail
from compliance.io import hidden_rows
from compliance.io.hidden_rows import HiddenRows

SAVE_AGAIN = "Save it again, or export the sheet as CSV."


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How far a workbook is unpacked, in bytes where nothing else is said."""

    unpacked_bytes: int = 1024**3
    """All parts together."""
    density: int = 200
    """So many bytes for each packed one, beyond the ``free_bytes``: an empty sheet is packed more densely."""
    free_bytes: int = 50 * 1024 * 1024
    grid_cells: int = 30_000_000
    """Cells between the first and the last of a sheet: the reader makes room for all of them."""
    part_bytes: int = 64 * 1024 * 1024
    """Of a part that says how the workbook is built."""
    block_bytes: int = 4 * 1024 * 1024
    """What is looked at in one piece."""


LIMITS = ArchiveLimits()

_MARKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_CELL = rb"<(?:\w+:)?c\s"
_REFERENCE = re.compile(_CELL + rb"""[^>]*?\br\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]+)["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]+)\"""")
_ERROR = re.compile(rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NUMBER = re.compile(_CELL + rb"([^>]*[^>/])>(?:<(?:\w+:)?f\b[^<]*</(?:\w+:)?f>)?<(?:\w+:)?v>(\d{1,40})(?:\.0+)?<")
_NAME = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_TYPE_TEXT = re.compile(rb'\bt="str"')
_TYPE = re.compile(rb'\bt="(?!n")')
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_ZEROS = re.compile(r"0{2,40}")
_DIGITS = 16
"""A number of so many digits is kept as the file writes it."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What a reader would drop of a sheet, by row and column.

    ``wrong``: the texts of errors, and "" for a formula without a value. ``shown``: numbers as a person sees them, with
    leading zeros; ``long`` ones with all their digits. ``hidden``: rows that nobody sees.
    """

    wrong: list[tuple[int, int, str]] = field(default_factory=list)
    shown: list[tuple[int, int, str]] = field(default_factory=list)
    long: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Sheets:
    """The sheets of a workbook in its archive; ``checked`` says whether their cells can be looked at.

    ``zeros``: how many digits the styles of cells show at least. ``hidden``: the rows that nobody sees, in a kind of workbook
    whose cells cannot be looked at.
    """

    path: Path
    members: Mapping[str, str] = field(default_factory=dict)
    zeros: Mapping[int, int] = field(default_factory=dict)
    limits: ArchiveLimits = LIMITS
    hidden: HiddenRows = field(default_factory=dict)

    @property
    def checked(self) -> bool:
        """Whether this kind of workbook can be looked into."""
        return bool(self.members)

    def cells(self, name: str) -> Doubtful:
        """What a reader would drop of a sheet."""
        doubtful = Doubtful(hidden=list(self.hidden.get(name, ())))
        if name not in self.members:
            return doubtful
        with zipfile.ZipFile(self.path) as archive:
            for piece in _pieces(archive, self.members[name], self.limits):
                self._look(piece, doubtful)
        return doubtful

    def _look(self, piece: bytes, doubtful: Doubtful) -> None:
        if b't="e"' in piece:
            doubtful.wrong.extend(
                (*_at(error[1]), error[2].decode("utf-8", "replace")) for error in _ERROR.finditer(piece)
            )
        if b"<f" in piece or b":f" in piece:
            formulas = (cell[1] for cell in _FORMULA.finditer(piece))
            doubtful.wrong.extend((*_at(cell), "") for cell in formulas if not _TYPE_TEXT.search(cell))
        if b"hidden" in piece:
            doubtful.hidden.extend(int(row[1]) for row in _HIDDEN.finditer(piece))
        for cell in _NUMBER.finditer(piece):
            attributes, digits = cell[1], cell[2].decode()
            width = self._width(attributes) if self.zeros else 0
            if ((len(digits) < max(width, _DIGITS)) and not width > len(digits)) or _TYPE.search(attributes):
                continue
            shown = doubtful.shown if width > len(digits) else doubtful.long
            shown.append((*_at(attributes), digits.zfill(width)))

    def _width(self, attributes: bytes) -> int:
        style = _STYLE.search(attributes)
        return self.zeros.get(int(style[1]), 0) if style else 0


def row_and_column(name: str) -> tuple[int, int]:
    """Row and column of a cell's name: ``B4``."""
    column = 0
    word = name.rstrip("0123456789")
    for char in word:
        column = column * 26 + ord(char) - 64
    return int(name[len(word) :]), column


def _at(attributes: bytes) -> tuple[int, int]:
    """Row and column of a cell; 0 and 0 where it is not named, and stands by its order alone."""
    name = _NAME.search(attributes)
    return row_and_column(name[1].decode()) if name else (0, 0)


def sheets(path: Path, file: str, limits: ArchiveLimits = LIMITS) -> Sheets:
    """The sheets of the workbook in a zip archive. Raises ComplianceError for what is no workbook, or would burst."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise fail("is an encrypted archive", "Save the workbook without a password.", file=file)
            names = {member.filename for member in members}
            if not names.intersection(_MARKS):
                raise fail("is a zip archive, but not a workbook", "Unpack it and give the inventory in it.", file=file)
            packed = sum(member.compress_size for member in members)
            unpacked = sum(member.file_size for member in members)
            dense = unpacked > limits.free_bytes and unpacked > limits.density * max(packed, 1)
            if dense or unpacked > limits.unpacked_bytes:
                what = f"unpacks from {packed:,} to {unpacked:,} bytes"
                raise fail(what, "Export the inventory as CSV or Parquet.", file=file)
            if "content.xml" in names:
                with archive.open("content.xml") as content:
                    return Sheets(path, limits=limits, hidden=hidden_rows.of_ods(content))
            if "xl/workbook.xml" not in names:
                return Sheets(path, limits=limits, hidden=hidden_rows.of_xlsb(archive, limits.part_bytes))
            workbook = Sheets(path, _members(archive, limits), _zeros(archive, limits), limits)
            for name, member in workbook.members.items():
                _fits(archive, name, member, file, limits)
            return workbook
    except ComplianceError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is raised while it is unpacked, the file is damaged
        what = f"is a damaged workbook or archive: {str(error).strip(chr(39)) or type(error).__name__}"
        raise fail(what, SAVE_AGAIN, file=file) from None


def _xml(archive: zipfile.ZipFile, name: str, limits: ArchiveLimits) -> ElementTree.Element:
    with archive.open(name) as part:
        return ElementTree.fromstring(part.read(limits.part_bytes))


def _members(archive: zipfile.ZipFile, limits: ArchiveLimits) -> dict[str, str]:
    relations = _xml(archive, "xl/_rels/workbook.xml.rels", limits)
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in relations.iter()
        if element.tag.endswith("}Relationship")
    }
    members = {}
    for element in _xml(archive, "xl/workbook.xml", limits).iter():
        if element.tag.endswith("}sheet"):
            target = next((targets.get(value, "") for name, value in element.items() if name.endswith("}id")), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in archive.namelist():
                members[element.get("name", "")] = member
    return members


def _zeros(archive: zipfile.ZipFile, limits: ArchiveLimits) -> dict[int, int]:
    """For each style of cells that shows leading zeros: how many digits it shows."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = _xml(archive, "xl/styles.xml", limits)
    widths = {
        element.get("numFmtId"): len(element.get("formatCode", ""))
        for element in styles.iter()
        if element.tag.endswith("}numFmt") and _ZEROS.fullmatch(element.get("formatCode", ""))
    }
    formats = next((list(element) for element in styles.iter() if element.tag.endswith("}cellXfs")), [])
    return {
        place: widths[style.get("numFmtId")] for place, style in enumerate(formats) if style.get("numFmtId") in widths
    }


def _fits(archive: zipfile.ZipFile, name: str, member: str, file: str, limits: ArchiveLimits) -> None:
    """Refuses a sheet with a stray cell so far out that the room between would not fit into memory."""
    last_row = last_column = 1
    for piece in _pieces(archive, member, limits):
        names = set(_REFERENCE.findall(piece))
        rows = {row for _, row in names} | set(_ROW.findall(piece))
        last_row = max(last_row, *map(int, rows), 1)
        columns = {column.decode().upper() for column, _ in names}
        last_column = max(last_column, *(row_and_column(f"{column}1")[1] for column in columns), 1)
    if last_row * last_column > limits.grid_cells:
        what = f"sheet {name!r} reaches to row {last_row:,} and column {last_column:,}"
        raise fail(what, "Delete the stray cells far out, or export the sheet as CSV.", file=file)


def _pieces(archive: zipfile.ZipFile, member: str, limits: ArchiveLimits) -> Iterator[bytes]:
    """A part in pieces that end behind a cell."""
    rest = b""
    with archive.open(member) as handle:
        while block := handle.read(limits.block_bytes):
            rest += block
            cut = rest.rfind(b"c>") + 2
            if cut > 1:
                yield rest[:cut]
                rest = rest[cut:]
    yield rest
