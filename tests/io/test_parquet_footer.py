"""What a Parquet file says of itself is not believed: depth, cells without number, long cells, broken ends."""

from __future__ import annotations

import struct
from pathlib import Path

import polars as pl
import pytest

from compliance.core.errors import ComplianceError
from compliance.io.frames import parquet_schema
from compliance.io.parquet_footer import ParquetLimits, survey

TRUE, NUMBER, DOUBLE, BINARY, LIST, MAP, STRUCT = 1, 6, 7, 8, 9, 11, 12


def varint(number: int) -> bytes:
    more = number >> 7
    return bytes([number & 127 | (128 if more else 0)]) + (varint(more) if more else b"")


def number(value: int) -> bytes:
    return varint(value << 1)


def struct_of(*fields: tuple[int, int, bytes]) -> bytes:
    return b"".join(bytes([kind]) + number(place) + content for place, kind, content in fields) + b"\0"


def list_of(*items: bytes, kind: int = STRUCT) -> bytes:
    return bytes([0xF0 | kind]) + varint(len(items)) + b"".join(items)


def element(children: int = 0) -> bytes:
    return struct_of((4, BINARY, varint(1) + b"m"), *([(5, NUMBER, number(children))] if children else []))


def part(values: int, size: int) -> bytes:
    return struct_of((3, STRUCT, struct_of((5, NUMBER, number(values)), (6, NUMBER, number(size)))))


def file(folder: Path, *fields: tuple[int, int, bytes], footer: bytes = b"") -> Path:
    said = footer or struct_of(*fields)
    (folder / "f.parquet").write_bytes(b"PAR1" + said + struct.pack("<I", len(said)) + b"PAR1")
    return folder / "f.parquet"


def refused(path: Path, limits: ParquetLimits = ParquetLimits()) -> str:
    with pytest.raises(ComplianceError) as caught:
        survey(path, "f.parquet", limits)
    return str(caught.value)


def test_a_plain_file(tmp_path: Path) -> None:
    pl.DataFrame({f"c{place}": ["a", "b"] for place in range(20)}).write_parquet(tmp_path / "f.parquet")
    assert not survey(tmp_path / "f.parquet", "f.parquet")
    assert list(parquet_schema(tmp_path / "f.parquet", "f.parquet"))[:2] == ["c0", "c1"]


def test_columns_without_end(tmp_path: Path) -> None:
    path = file(tmp_path, (2, LIST, list_of(*[element(1)] * 60, element())), (3, NUMBER, number(1)))
    assert "has more than 32 columns within one another" in refused(path)
    tree = (element(2), element(2), element(), element(), element())
    assert not survey(file(tmp_path, (2, LIST, list_of(*tree)), (3, NUMBER, number(1))), "f.parquet")


@pytest.mark.parametrize("where", ["rows", "group", "values"])
def test_more_cells_than_bytes_can_hold(tmp_path: Path, where: str) -> None:
    schema = (2, LIST, list_of(element(1), element()))
    many = number(2**40)
    if where == "rows":
        path = file(tmp_path, schema, (3, NUMBER, many))
    elif where == "group":
        path = file(tmp_path, schema, (4, LIST, list_of(struct_of((3, NUMBER, many)))))
    else:
        group = struct_of((1, LIST, list_of(part(2**40, 5), struct_of((2, NUMBER, many)))))
        path = file(tmp_path, schema, (4, LIST, list_of(group)))
    assert "says that it holds 1,099,511,627,776 cells in" in refused(path)


def test_long_cells_are_measured(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    pl.DataFrame({"model": ["a" * 9000] * 3, "qty": [1, 2, 3], "none": [None] * 3}).write_parquet(path)
    assert survey(path, "f.parquet")
    assert parquet_schema(path, "f.parquet")["model"] == pl.String
    with pytest.raises(ComplianceError, match=r"f\.parquet: column 'model' has a cell of 9,000 bytes"):
        parquet_schema(path, "f.parquet", ParquetLimits(longest_cell=8999))


@pytest.mark.parametrize(
    "footer",
    [
        b"\x1c",  # ends within a field
        b"\x1d\x00",  # a kind that there is not
        struct_of((1, LIST, bytes([0xF0 | STRUCT]) + varint(2**40))),
        struct_of((1, BINARY, varint(2**40))),
        struct_of((1, NUMBER, b"\xff" * 11)),
        bytes([0x1C]) * 60,
        struct_of((2, NUMBER, number(5))),
        struct_of((2, LIST, list_of(number(1), kind=NUMBER))),
    ],
)
def test_a_broken_end(tmp_path: Path, footer: bytes) -> None:
    assert "cannot be read as Parquet: it is damaged" in refused(file(tmp_path, footer=footer))


def test_every_kind_of_field_is_passed(tmp_path: Path) -> None:
    short = bytes([0x2C]) + struct_of() * 2  # a list of two, its number beside its kind
    path = file(
        tmp_path,
        (9, TRUE, b""), (10, 2, b""), (11, 3, b"x"), (12, DOUBLE, bytes(8)), (13, LIST, bytes([0x31]) + b"\1\2\1"),
        (14, MAP, b"\0"), (15, MAP, b"\1\x88" + (varint(1) + b"k") * 2), (16, NUMBER, b"\1"), (17, LIST, short),
    )  # fmt: skip
    assert not survey(path, "f.parquet")


def test_an_end_that_is_none(tmp_path: Path) -> None:
    path = file(tmp_path, (3, NUMBER, number(1)))
    assert "damaged" in refused(path, ParquetLimits(footer_bytes=2))
    path.write_bytes(path.read_bytes()[:-1])
    assert "is a Parquet file that is cut off" in refused(path)
    path.write_bytes(b"PAR1")
    assert "is cut off" in refused(path)
    path.write_bytes(b"PAR1\xff\xff\xff\xffPAR1")
    assert "damaged" in refused(path)
