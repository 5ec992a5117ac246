"""The zip archive of a workbook, looked into before anything unpacks it: bombs, passwords, and cells that a reader drops.

calamine gives errors (``#REF!``) and formulas that were never computed as empty cells; an empty quantity is one unit.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from compliance.core.errors import fail
from compliance.inventory.formats.grid import row_and_column


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
    surveyed_bytes: int = 64 * 1024 * 1024
    """A sheet whose cells are all looked at for that; a larger one is mostly cells."""
    block_bytes: int = 4 * 1024 * 1024
    """What is looked at in one piece."""


LIMITS = ArchiveLimits()

_MARKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_REFERENCE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c\s([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*[^>/])>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NAME = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_TYPE_TEXT = re.compile(rb'\bt="str"')


@dataclass(frozen=True)
class Sheets:
    """The sheets of a workbook in its archive; ``checked`` says whether their cells can be looked at."""

    path: Path
    members: dict[str, str] = field(default_factory=dict)
    limits: ArchiveLimits = LIMITS

    @property
    def checked(self) -> bool:
        """Whether this kind of workbook can be looked into."""
        return bool(self.members)

    def cells(self, name: str) -> list[tuple[int, int, str]]:
        """Cells of a sheet that show an error, with its text, and formulas without a value, with none."""
        if name not in self.members:
            return []
        doubtful: list[tuple[int, int, str]] = []
        with zipfile.ZipFile(self.path) as archive:
            for piece in _pieces(archive, self.members[name], self.limits):
                if b't="e"' in piece:
                    doubtful += (
                        (*_at(error[1]), error[2].decode("utf-8", "replace")) for error in _ERROR.finditer(piece)
                    )
                if b"<f" in piece or b":f" in piece:
                    doubtful += (
                        (*_at(cell[1]), "") for cell in _FORMULA.finditer(piece) if not _TYPE_TEXT.search(cell[1])
                    )
        return doubtful


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
            workbook = Sheets(path, _members(archive) if "xl/workbook.xml" in names else {}, limits)
            for name, member in workbook.members.items():
                _fits(archive, name, member, file, limits)
            return workbook
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        KeyError,
        ElementTree.ParseError,
        UnicodeDecodeError,
    ) as error:
        what = f"is a damaged workbook or archive: {str(error).strip(chr(39)) or type(error).__name__}"
        raise fail(what, "Save it again, or export the sheet as CSV.", file=file) from None


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in relations.iter()
        if element.tag.endswith("}Relationship")
    }
    members = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            target = next((targets.get(value, "") for name, value in element.items() if name.endswith("}id")), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in archive.namelist():
                members[element.get("name", "")] = member
    return members


def _fits(archive: zipfile.ZipFile, name: str, member: str, file: str, limits: ArchiveLimits) -> None:
    """Refuses a sheet with a stray cell so far out that the room between would not fit into memory."""
    if archive.getinfo(member).file_size > limits.surveyed_bytes:
        return
    rows, columns = [1], [1]
    for piece in _pieces(archive, member, limits):
        names = set(_REFERENCE.findall(piece))
        rows += [max((int(row) for _, row in names), default=1)]
        columns += [row_and_column(f"{column.decode()}1")[1] for column in {column for column, _ in names}]
    if max(rows) * max(columns) > limits.grid_cells:
        what = f"sheet {name!r} reaches to row {max(rows):,} and column {max(columns):,}"
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
