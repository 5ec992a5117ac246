"""The digest is of every unit's name, also where an inventory remembers only the first rows of a lot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compliance.inventory import FactsRead, Grouping, merge, partial
from compliance.inventory.columns import layout
from compliance.io.name_numbers import sum_of
from tests.command_line import MINEONE, Compliance, fleet

HEADER = "asset_id,serial_number,model,country_of_origin"
ROWS = [f"{f'A-{number}' if number % 3 else ''},S-{number},Antminer S21,CN" for number in range(250)]


def digests(compliance: Compliance, *files: str) -> dict[str, str]:
    ran = compliance("check", *files, *MINEONE, "--format=json")
    return {finding["rule"]: finding["units_digest"] for finding in ran.report["findings"]}


@pytest.fixture
def whole(compliance: Compliance) -> dict[str, str]:
    """The digests of one file."""
    return digests(compliance, fleet(*ROWS, header=HEADER))


def test_every_finding_on_the_same_units_has_the_same_digest(whole: dict[str, str]) -> None:
    assert len({*whole.values()}) == 1
    assert all(len(digest) == 32 for digest in whole.values())


def test_the_order_of_rows_and_of_files_does_not_matter(whole: dict[str, str], compliance: Compliance) -> None:
    assert digests(compliance, fleet(*reversed(ROWS), header=HEADER)) == whole
    parts = (fleet(*ROWS[:120], name="a.csv", header=HEADER), fleet(*ROWS[120:], name="b.csv", header=HEADER))
    assert digests(compliance, *parts) == whole


def test_a_unit_beyond_the_first_hundred_counts(whole: dict[str, str], compliance: Compliance) -> None:
    rows = [*ROWS[:-1], ROWS[-1].replace("-249", "-999")]
    assert digests(compliance, fleet(*rows, header=HEADER))["cleanspark-mineone/origin"] not in whole.values()


def test_a_lot_that_is_remembered_whole_adds_to_the_same_number(compliance: Compliance, whole: dict[str, str]) -> None:
    rows = [row.replace("CN", "China") if number < 60 else row for number, row in enumerate(ROWS)]
    assert digests(compliance, fleet(*rows, header=HEADER)) == whole


def test_a_small_lot_beside_a_large_one(compliance: Compliance) -> None:
    one, two = (digests(compliance, fleet(*ROWS, f"B-{name},T,Antminer S21,CN|MY", header=HEADER)) for name in (1, 2))
    assert one.keys() == two.keys()
    assert one != two


def test_rows_without_a_name_do_not_count(whole: dict[str, str], compliance: Compliance) -> None:
    rows = [*ROWS, *([",,Antminer S21,CN"] * 3)]
    assert digests(compliance, fleet(*rows, header=HEADER)) == whole


def test_polars_gives_the_same(whole: dict[str, str], compliance: Compliance) -> None:
    import polars as pl

    rows = [*ROWS, ",,Antminer S21,CN", " ,  ,Antminer S21,CN"]
    cells = [row.split(",") for row in rows]
    pl.DataFrame(cells, schema=HEADER.split(","), orient="row").write_parquet("fleet.parquet")
    Path("fleet.csv").unlink()
    assert digests(compliance, "fleet.parquet") == whole


def test_without_being_asked_nobody_adds_names_up(compliance: Compliance) -> None:
    fleet(*ROWS, header=HEADER)
    ran = compliance("diligence", ".", "--as-of=2026-11-22", "--format=json")
    assert {finding["units_digest"] for finding in ran.report["targets"][0]["findings"]} == {""}


def test_names_of_very_many_rows_are_added_up_in_between() -> None:
    grouping = Grouping(layout(["asset_id", "model"], {}, file="f"), FactsRead(), numbered=True)
    chunks = [
        (2 + start, [[f"A-{start + number}", "S21"] for number in range(9_000)]) for start in range(0, 54_000, 9_000)
    ]
    tally = partial(grouping, chunks)
    assert list(tally.names.values()) == [sum_of(f"A-{number}" for number in range(54_000))]
    assert merge(grouping, (partial(grouping, chunks[:2]), partial(grouping, chunks[2:]))).names == tally.names
    assert not partial(replace(grouping, numbered=False), chunks).names
