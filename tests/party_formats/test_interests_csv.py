"""Interests as a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.errors import ComplianceError
from compliance.party_formats import read_parties
from compliance.share import Share

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
        (HEADER + "a,b,50,,,,,,20240101\n", "i.csv:2:from: '20240101' is no day"),
        (HEADER + "a,b,50,,,,,,2024-02-30\n", "i.csv:2:from: '2024-02-30' is no day"),
        (HEADER + "a,b,50,,,,,,,,more\n", "i.csv:2: has more cells than the header"),
        (HEADER + 'a,"b" c,50\n', "is not CSV"),
        (HEADER, "i.csv:1: has no interests"),
        ("owner,owned,untill\na,b,2024-01-01\n", "i.csv:1:untill: unknown column 'untill'"),
        ("owner,owned,owner\na,b,c\n", "i.csv:1:owner: column 'owner' stands there twice"),
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
