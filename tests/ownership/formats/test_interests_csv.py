"""Interests as a table."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.ownership.formats import interests_csv, read_parties
from compliance.ownership.tracing.table import InterestTable
from tests.effort import examples

HEADER = "owner,owned,share,minimum,maximum,exclusive_minimum,exclusive_maximum,kind,from,until\n"


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "interests.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    text = "\ufeff" + HEADER + 'a,b,50,,,,,,2024-01-01,2024-12-31\n\n"c ",b,,,,25,"50",votes,,\nd,b\ne,b,,10,20\n'
    parties = read_parties(written(tmp_path, text), "i.csv")
    first, second, third, fourth = parties.interests
    assert (first.owner, first.owned, first.share, first.kind) == ("a", "b", Share.exact(50), "ownership")
    assert (first.since, first.until, first.file, first.row) == (date(2024, 1, 1), date(2024, 12, 31), "i.csv", 2)
    assert (second.owner, second.kind, second.row) == ("c", "votes", 4)
    assert second.share == Share.parse({"exclusive_minimum": 25, "exclusive_maximum": 50})
    assert third.share == Share.unknown()
    assert fourth.share == Share.parse({"minimum": 10, "maximum": 20})


def test_columns_may_stand_in_any_order_and_be_quoted(tmp_path: Path) -> None:
    parties = read_parties(written(tmp_path, '"share","owned","owner"\r\n50,b,a\r\n'), "i.csv")
    assert parties.interests[0].owner == "a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + "a,b,50,10\n", "i.csv:2:share: both a share and its minimum"),
        (HEADER + "a,b,33.3333333\n", "i.csv:2:share: 33.3333333 has more than six decimals"),
        (HEADER + "a,,50\n", "i.csv:2:owned: owned is empty"),
        (HEADER + "a,b,50,,,,,friend\n", "i.csv:2:kind: unknown kind 'friend'"),
        (HEADER + "a,b,50,,,,,,20240101\n", "i.csv:2:from: '20240101' is not a date"),
        (HEADER + "a,b,50,,,,,,2024-02-30\n", "i.csv:2:from: '2024-02-30' is not a date"),
        (HEADER + "a,b,50,,,,,,,,more\n", "i.csv:2: has more cells than the header"),
        (HEADER + 'a,"b" c,50\n', "is not CSV"),
        (HEADER, "i.csv:1: has no interests"),
        ("owner,owned,untill\na,b,2024-01-01\n", "i.csv:1:untill: unknown column 'untill'"),
        ("owner,owned,owner\na,b,c\n", "i.csv:1:owner: column 'owner' appears twice"),
        (b"owner,owned\na,\xff\n", "is not UTF-8"),
    ],
)
def test_errors(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        read_parties(written(tmp_path, text), "i.csv")
    assert message in str(caught.value)


def test_all_errors_are_told(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as caught:
        read_parties(written(tmp_path, HEADER + "a,b,101,,,,,x,1,\n,b,5\na,b,5\n"), "i.csv")
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [
        (2, "kind"),
        (2, "from"),
        (2, "share"),
        (3, "owner"),
    ]


def test_a_large_file_is_read_by_columns(tmp_path: Path) -> None:
    text = "\ufeff" + HEADER + 'a,b,50,,,,,,2024-01-01,2024-12-31\n\n"c ",b,,,,25,"50",votes,,\nd,b\ne,b,,10,20\n'
    by_columns = interests_csv.read(written(tmp_path, text), "i.csv", large=1).interests
    assert isinstance(by_columns, InterestTable)
    first, second, third, _ = by_columns
    assert (first.owner, first.owned, first.share, first.row) == ("a", "b", Share.exact(50), 2)
    assert (first.since, first.until, first.file) == (date(2024, 1, 1), date(2024, 12, 31), "i.csv")
    assert (second.owner, second.kind, second.row) == ("c", "votes", 4)
    assert third.share == Share.unknown()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,b,101", "i.csv:2:share: 101 is more than 100"),
        ("a,b,50,60", "i.csv:2: has more cells than the header"),
        (",b,50", "i.csv:2:owner: owner is empty"),
        ("", "has no interests"),
        ("a,b,60\nc,b,60", "add up to more than 100 %"),
        ("a,b,10\na,b,20", "has two interests"),
        ("a,b,5\x1f5", "is not a percentage"),
        ('a,b"c"d,5\na,q,"', "is not CSV"),
    ],
)
def test_what_is_not_clean_is_told_row_by_row(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        interests_csv.read(written(tmp_path, f"owner,owned,share\n{rows}\n"), "i.csv", large=1)


def test_what_readers_may_read_differently_is_read_row_by_row(tmp_path: Path) -> None:
    parties = interests_csv.read(written(tmp_path, 'owner,owned,share\nthe "a",b,5\n'), "i.csv", large=1)
    assert not isinstance(parties.interests, InterestTable)
    assert parties.interests[0].owner == 'the "a"'


def test_an_unknown_column_of_a_large_file(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"i\.csv:1:stake: unknown column 'stake'"):
        interests_csv.read(written(tmp_path, "owner,owned,stake\na,b,5\n"), "i.csv", large=1)


cells = st.text(st.sampled_from('ab,"\n\r \x1f50é'), max_size=6)


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, cells), max_size=4), st.booleans())
def test_both_ways_of_reading_agree(tmp_path: Path, rows: list[tuple[str, ...]], raw: bool) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    body = "\n".join(",".join(row) for row in rows) if raw else out.getvalue()
    path = written(tmp_path, f"owner,owned,share\n{body}\n")
    told = []
    for size in (1, 10**9):
        try:
            told.append(sorted(map(str, interests_csv.read(path, "i.csv", large=size).interests)))
        except ComplianceError as error:
            told.append(sorted(map(str, error.problems)))
    assert told[0] == told[1]


def test_a_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "i.csv.gz"
    path.write_bytes(gzip.compress(b"owner,owned,share\na,b,60\n"))
    (interest,) = read_parties(path, "i.csv.gz").interests
    assert (interest.owner, interest.owned, interest.file) == ("a", "b", "i.csv.gz")
    path.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(ComplianceError, match=r"i\.csv\.gz: is not in a known format for parties"):
        read_parties(path, "i.csv.gz")
