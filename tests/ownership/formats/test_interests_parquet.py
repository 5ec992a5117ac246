"""Interests as Parquet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.ownership.formats import read_parties
from compliance.ownership.parties import Parties
from compliance.ownership.tracing.table import InterestTable


def read(tmp_path: Path, **columns: Any) -> Parties:
    path = tmp_path / "i.parquet"
    pl.DataFrame(columns).write_parquet(path)
    return read_parties(path, "i.parquet")


def test_columns_of_any_plain_type(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        owner=["a", " b "],
        owned=["b", "c"],
        share=[25.5, None],
        minimum=pl.Series([None, Decimal("10.25")], dtype=pl.Decimal(10, 2)),
        until=[date(2025, 1, 1), None],
    )
    first, second = parties.interests
    assert isinstance(parties.interests, InterestTable)
    assert (first.owner, first.owned, first.share, first.until) == ("a", "b", Share.exact("25.5"), date(2025, 1, 1))
    assert (second.owner, second.share, second.row) == ("b", Share.parse({"minimum": "10.25"}), 3)


def test_every_problem_at_once(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(
            tmp_path,
            owner=["a", "", "a", "x", "y"],
            owned=["b", "c", "d", "e", "e"],
            share=["101", "5", "50", "60", "60"],
            until=[None, None, "2024-01-01", None, None],
            **{"from": [None, None, "2025-01-01", None, None]},
        )
    assert [str(each).split(". ")[0] for each in caught.value.problems] == [
        "i.parquet:2:share: 101 is more than 100 per cent",
        "i.parquet:3:owner: owner is empty",
        "i.parquet:4: the interest of 'a' in 'd' ends before it begins",
        "i.parquet:6: the interests in 'e' of kind ownership add up to more than 100 % on every day: i.parquet:5, i.parquet:6",
    ]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"owner": ["a"], "share": [1]}, "column 'owned' is missing"),
        ({"owner": ["a"], "owned": ["b"], "stake": [1]}, "unknown column 'stake'"),
        ({"owner": ["a"], "owned": ["b"], "share": [[1]]}, "column 'share' does not hold plain cells"),
        ({"owner": ["a"], "owned": ["b"], "share": [1 / 3]}, "more than six decimals"),
        ({"owner": [""], "owned": [""]}, "has no interests"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        read(tmp_path, **columns)


def test_a_file_that_is_cut_or_damaged(tmp_path: Path) -> None:
    read(tmp_path, owner=["a"], owned=["b"])
    path = tmp_path / "i.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:-5])
    with pytest.raises(ComplianceError, match="cut off"):
        read_parties(path, "i.parquet")
    path.write_bytes(b"PAR1" + b"\xff" * 40 + b"PAR1")
    with pytest.raises(ComplianceError, match="cannot be read as Parquet"):
        read_parties(path, "i.parquet")
    damaged = bytearray(whole)
    damaged[4:20] = b"\xff" * 16
    path.write_bytes(damaged)
    with pytest.raises(ComplianceError, match="cannot be read as Parquet"):
        read_parties(path, "i.parquet")
