"""Inventories in: the format is recognised by content first, by name second. One file per format."""

from __future__ import annotations

from pathlib import Path

from compliance.errors import fail
from compliance.fleet_formats import delimited, native_yaml
from compliance.fleet_formats.table import Mapped, Table

SUFFIXES = (".csv", ".tsv", ".txt", ".yaml", ".yml", ".json", ".xlsx", ".xls", ".ods", ".parquet")
"""What an inventory in an operator's folder may end with; what cannot be read is refused, never left out."""

_FOREIGN = {
    b"PK\x03\x04": "a workbook or zip archive",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def open_table(path: Path, file: str, mapping: Mapped) -> Table:
    """The inventory at ``path``, called ``file`` in messages.

    Raises ComplianceError for what is no inventory: a missing or empty file, HTML, a binary format, unknown columns.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise fail("is no regular file", "Save the inventory to a file first.", file=file)
        with path.open("rb") as handle:
            head = handle.read(4096)
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the path.", file=file) from None
    if not head.strip():
        raise fail("is empty", "Export the inventory again.", file=file)
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise fail(f"is {what}", "Export the inventory as CSV.", file=file)
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8-sig" if head.startswith(b"\xef\xbb\xbf") else "utf-8"
    if encoding != "utf-16" and b"\0" in head:
        raise fail("is a binary file", "Export the inventory as CSV.", file=file)
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").casefold()
    if text.startswith(("<!doctype", "<html", "<?xml", "<head", "<body")):
        raise fail("is a web page or XML, not a table", "Log in and export the inventory again.", file=file, row=1)
    if path.suffix.casefold() in (".yaml", ".yml"):
        return native_yaml.read(path, file, mapping)
    if text.startswith(("{", "[")):
        raise fail("is JSON", "Export the inventory as CSV or write it as YAML.", file=file, row=1)
    return delimited.read(path, file, mapping, encoding)
