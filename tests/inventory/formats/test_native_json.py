"""The native inventory as JSON, read as strictly as YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.io.limits import ReadingLimits
from tests.inventory.formats.reading import opened, problems, refused, rows_of


def wrote(folder: Path, content: str | bytes, name: str = "fleet.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


LOTS = """\
{
  "schema_version": 1,
  "defaults": {"manufacturer": "Bitmain", "hall": 1},
  "lots": [
    {"model": "S19", "quantity": 1.50, "serial_number": 12345678901234567890},

    {"model": "S21", "hall": null, "site": true}
  ]
}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["fleet.json", "fleet.csv"])
def test_lots_with_the_lines_where_they_begin(tmp_path: Path, encoding: str, name: str) -> None:
    table = opened(wrote(tmp_path, LOTS.encode(encoding), name))
    assert table.format == "native JSON"
    common = {"manufacturer": "Bitmain"}
    assert rows_of(table) == {
        5: {**common, "model": "S19", "quantity": "1.50", "serial_number": "12345678901234567890", "site": "", "hall": "1"},
        7: {**common, "model": "S21", "quantity": "", "serial_number": "", "site": "true", "hall": ""},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "row", "what"),
    [
        ('{"lots": [{"model": "S19"}]}', 1, "schema_version is not 1"),
        ('{"schema_version": 1,\n"lots": 3}', 2, "lots is not a list"),
        ('{"schema_version": 1,\n"lots": [\n{"model": "S19"},\n{"qty": 500}]}', 4, "'qty' is not a native field"),
        ('{"schema_version": 1,\n"lots": [{"model": "S19",\n"model": "S21"}]}', 2, "field 'model' appears twice"),
        ('{"lots": [],\n"lots": []}', 2, "field 'lots' appears twice"),
        ('{"lots": [{"quantity": NaN}]}', 1, "NaN is not a number"),
        ('{"lots": [{"quantity": 1e}]}', 1, "something is missing or wrong here"),
        ('{"lots": [{}]} x', 1, "something follows the end of the document"),
        ('{"lots": [{}],}', 1, "something is missing or wrong here"),
        ('{1: [{}]}', 1, "a name in double quotes is missing"),
        ('{lots: 1}', 1, "something is missing or wrong here"),
        ('{"lots" 1}', 1, "a ':' is missing"),
        ('{"lots": [{} {}]}', 1, "a ',' is missing"),
        ('{"lots": [{}', 1, "a ',' is missing"),
        ('{"lots": [' + "[" * 50 + "]" * 50 + "]}", 1, "is nested more than 40 deep"),
        ('{"lots": [' + "[" * 100_000, 1, "is nested more than 40 deep"),
        ('{"lots": [{"model": "\\u0000"}]}', 1, "a text holds a NUL"),
        ('{"lots": [{"model": "\\ud800"}]}', 1, "half a character"),
        ('{"lots": [1, 2]}', 1, "schema_version"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, content: str, row: int, what: str) -> None:
    found = problems(wrote(tmp_path, content))[0]
    assert what in found.what
    assert found.row == row


def test_what_is_no_text(tmp_path: Path) -> None:
    assert refused(wrote(tmp_path, b'{"lots": [\n"\xff"]}')).row == 2


def test_a_map_is_not_for_the_native_form(tmp_path: Path) -> None:
    assert "needs no --map" in refused(wrote(tmp_path, LOTS), {"model": "Type"}).what


def test_more_than_fits_into_memory_is_refused(tmp_path: Path) -> None:
    assert "is JSON of more than" in refused(wrote(tmp_path, LOTS), limits=ReadingLimits(max_json_bytes=10)).what
