"""What the process that reads workbooks does: here in this process, where it can be looked at."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine

from compliance.core.errors import ComplianceError
from compliance.io import workbook_child
from tests.workbooks import SIMPLE, book

OLE = b"\xd0\xcf\x11\xe0"


def refused(path: Path) -> str:
    with pytest.raises(ComplianceError) as error:
        workbook_child.read(path, "f", "")
    (problem,) = error.value.problems
    return problem.what


def test_an_answer(tmp_path: Path) -> None:
    out = io.BytesIO()
    workbook_child.main([str(book(tmp_path, A=SIMPLE, B=[])), "f.xlsx", ""], out)
    line, _, cells = out.getvalue().partition(b"\n")
    header = json.loads(line)
    assert header["names"] == ["A", "B"]
    assert header["values"] == ["Model", "Qty", "S19", 2]
    assert [sheet["height"] for sheet in header["sheets"]] == [2, 0]
    assert struct.unpack("4I", cells) == (0, 1, 2, 3)
    out = io.BytesIO()
    workbook_child.main([str(tmp_path / "f.xlsx"), "f.xlsx", "C"], out)
    assert json.loads(out.getvalue()) == {"problem": ["has no sheet 'C'", "Its sheets are: A, B."]}


def test_one_sheet(tmp_path: Path) -> None:
    header, (cells,) = workbook_child.read(book(tmp_path, A=SIMPLE, B=SIMPLE), "f", "B")
    assert [sheet["name"] for sheet in header["sheets"]] == ["B"]
    assert list(cells) == [0, 1, 2, 3]


def test_values_as_json() -> None:
    values = [datetime(2024, 1, 2, 3), date(2024, 1, 2), time(3, 4), timedelta(hours=2), "x", 1.5, True]
    assert list(map(workbook_child._plain, values)) == [
        ["datetime", "2024-01-02T03:00:00"], ["date", "2024-01-02"], ["time", "03:04:00"], ["timedelta", 7200.0], "x", 1.5, True,
    ]  # fmt: skip


def test_broken_old_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "f.xls"
    path.write_bytes(OLE + b"\0" * 2000)
    assert "is a workbook that cannot be read" in refused(path)
    # The header of such a container, and the beginning of its first sector: the reader panics.
    numbers = (1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 1, *[0xFFFFFFFF] * 108)
    header = OLE + bytes.fromhex("a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(10)
    path.write_bytes(header + struct.pack("<117I", *numbers) + bytes(56))
    assert "is a workbook that cannot be read" in refused(path)


def raising(error: BaseException) -> Callable[[Path], None]:
    def from_path(path: Path) -> None:
        raise error

    return from_path


class PanicException(BaseException):
    """As Rust raises it."""


def test_what_the_reader_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path, A=SIMPLE)
    for error, what in (
        (PanicException(), "is a workbook that cannot be read: PanicException"),
        (python_calamine.PasswordError("it is"), "is an encrypted workbook"),
        (MemoryError("no room\nat all"), "is a workbook that cannot be read: no room"),
    ):
        monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_path", raising(error), raising=False)
        assert refused(path) == what
    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_path", raising(KeyboardInterrupt()), raising=False)
    with pytest.raises(KeyboardInterrupt):
        workbook_child.read(path, "f", "")
