"""Rows that nobody sees are known in every kind of workbook; a damaged one says nothing."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from struct import pack
from xml.parsers import expat

import pytest

from compliance.io import archive, hidden_rows


def sheet_of_ods(rows: str, name: str = "A") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def test_open_document() -> None:
    rows = (
        '<table:table-row/><table:table-row table:visibility="collapse"/><table:table-row table:visibility="visible"/>'
        '<table:table-row table:visibility="filter" table:number-rows-repeated="2"/>'
        '<table:table-row table:number-rows-repeated="1048000"/>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="99999999"/>'
    )
    content = f"<a>{sheet_of_ods(rows)}{sheet_of_ods('<table:table-row/>', 'B')}</a>"
    hidden = hidden_rows.of_ods(BytesIO(content.encode()))
    assert (hidden["A"][:3], hidden["A"][-1], len(hidden["A"]), hidden["B"]) == ([2, 4, 5], 1_048_576, 574, [])
    with pytest.raises(expat.ExpatError):
        hidden_rows.of_ods(BytesIO(b"<a><b></a>"))


def record(kind: int, content: bytes) -> bytes:
    """A record of a binary workbook."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = bytes([len(content) & 0x7F | 0x80, len(content) >> 7])
    return number + size + content


def wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


def binary_workbook(path: Path, **parts: bytes) -> Path:
    row = pack("<IIHBB", 0, 0, 300, 0, 0)
    hidden = pack("<IIHBB", 4, 0, 300, 0, 0x10)
    bundle = b"".join(record(156, bytes(8) + wide(f"r{place}") + wide(name)) for place, name in enumerate("ABC"))
    relations = (
        '<Relationships><Relationship Id="r0" Target="worksheets/sheet1.bin"/>'
        '<Relationship Id="r1" Target="/xl/worksheets/sheet2.bin"/><Relationship Id="r2" Target="gone.bin"/></Relationships>'
    )
    whole = {
        "xl/workbook.bin": record(131, b"") + bundle,
        "xl/_rels/workbook.bin.rels": relations.encode(),
        "xl/worksheets/sheet1.bin": record(129, b"x" * 200)
        + record(0, row)
        + record(0, hidden)
        + record(0, hidden[:4])
        + bytes([1, *[0x80] * 4]),
        "xl/worksheets/sheet2.bin": record(0, row),
    } | parts
    with zipfile.ZipFile(path, "w") as made:
        for name, content in whole.items():
            made.writestr(name, content)
    return path


def test_binary_workbooks(tmp_path: Path) -> None:
    sheets = archive.sheets(binary_workbook(tmp_path / "f.xlsb"), "f")
    assert sheets.hidden == {"A": [5], "B": []}
    assert (sheets.cells("A").hidden, sheets.cells("C").hidden, sheets.checked) == ([5], [], False)
    cut = binary_workbook(tmp_path / "g.xlsb", **{"xl/worksheets/sheet1.bin": b"\x80"})
    assert archive.sheets(cut, "g").hidden == {}


def biff(kind: int, content: bytes = b"") -> bytes:
    return pack("<HH", kind, len(content)) + content


def old_workbook(padding: int, *, extra: bool = False) -> bytes:
    """A compound file with one stream, in which two sheets are; with ``padding`` it is too long for the small sectors."""
    row = [biff(0x208, pack("<HHHHHHBB", number, 0, 1, 300, 0, 0, flags, 1)) for number, flags in ((0, 0), (6, 0x20))]
    nested = biff(0x809, bytes(16)) + biff(0x0A)
    body = biff(0x809, bytes(16)) + nested + b"".join(row) + biff(0x208, b"x") + biff(0x0A) + row[1]
    names = (("A".encode("latin-1"), 0), ("é…".encode("utf-16-le"), 1))
    length = len(biff(0x809, bytes(16))) + sum(len(biff(0x85, bytes(8) + name)) for name, _ in names) + len(biff(0x0A))
    bound = b"".join(
        biff(0x85, pack("<IBBBB", place, 0, 0, len(name) // (1 + flag), flag) + name)
        for (name, flag), place in zip(names, (length, length + len(body)), strict=True)
    )
    stream = biff(0x809, bytes(16)) + bound + biff(0x0A) + body + body + bytes(padding)
    size, small = len(stream), len(stream) < 4096
    end, free = 0xFFFFFFFE, 0xFFFFFFFF

    def entry(name: str, start: int, length: int) -> bytes:
        letters = (name + "\0").encode("utf-16-le")
        return letters.ljust(64, b"\0") + pack("<H", len(letters)) + bytes(50) + pack("<II", start, length) + bytes(4)

    sectors = -(-size // 512)
    container = 3 if small else free
    directory = (
        entry("Root Entry", container, sectors * 512)
        + entry("Other", 0, 0)
        + entry("Workbook", 0 if small else 3, size)
    )
    chain = [*range(4, 3 + sectors), end]
    table = pack("<128I", *([0xFFFFFFFD, end, end, *chain] + [free] * (128 - 3 - sectors)))
    links = [*range(1, -(-size // 64)), end]
    mini = pack("<128I", *(links + [free] * (128 - len(links)))) if small else bytes(512)
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[30:34] = pack("<HH", 9, 6)
    head[48:80] = pack("<IIIIIIII", 1, 0, 4096, 2, 1, end, 0, 0)
    head[76:512] = pack("<109I", *([free] * 109 if extra else [0, *[free] * 108]))
    more = b""
    if extra:
        head[68:72] = pack("<I", 3 + sectors)
        more = pack("<128I", *([0, *[free] * 126, end]))
    return bytes(head) + table + directory.ljust(512, b"\0") + mini + stream.ljust(sectors * 512, b"\0") + more


@pytest.mark.parametrize(("padding", "extra"), [(0, False), (5_000, False), (5_000, True)])
def test_old_workbooks(padding: int, extra: bool) -> None:
    assert hidden_rows.of_xls(old_workbook(padding, extra=extra)) == {"A": [7], "é…": [7]}


def test_a_damaged_old_workbook_says_nothing() -> None:
    whole = old_workbook(0)
    assert hidden_rows.of_xls(whole[:100]) == {}
    assert hidden_rows.of_xls(whole.replace("Workbook".encode("utf-16-le"), "Workbock".encode("utf-16-le"))) == {}
    loop = bytearray(old_workbook(5_000))
    loop[512 + 12 : 512 + 16] = pack("<I", 3)
    assert isinstance(hidden_rows.of_xls(bytes(loop)), dict)
