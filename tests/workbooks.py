"""Workbooks that tests write, part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def book(folder: Path, name: str = "f.xlsx", **sheets: Sequence[tuple[str, Any]]) -> Path:
    """A workbook of sheets, each given as cells by their names; a list fills cells to the right."""
    made = openpyxl.Workbook()
    del made["Sheet"]
    for title, cells in sheets.items():
        sheet = made.create_sheet(title)
        for cell, value in cells:
            for offset, each in enumerate(value if isinstance(value, list) else [value]):
                sheet[cell].offset(0, offset).value = each
    made.save(folder / name)
    return folder / name


def edited(path: Path, change: dict[str, tuple[bytes, bytes]]) -> Path:
    """The same archive with something replaced in its parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            if name in change:
                assert change[name][0] in content
            new.writestr(name, content.replace(*change[name]) if name in change else content)
    return path


SIMPLE = [("A1", ["Model", "Qty"]), ("A2", ["S19", 2])]
