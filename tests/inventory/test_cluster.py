"""What workers do with a file gives what this machine gives; here they are this process."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install -e '.[spark]'")

from compliance.core.errors import ComplianceError
from compliance.inventory import cluster as tasks
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts.base import FactsRead
from compliance.inventory.grouping import spark
from compliance.inventory.grouping.base import Grouping, Tally
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.serials import MAX_DUPLICATES, Repeated
from compliance.io.cluster import ClusterFile
from compliance.io.limits import ReadingLimits
from compliance.policies.engine.assessment import assess
from compliance.reports.check.unit_verdicts import unit_verdicts
from compliance.workflows.inputs import Inputs, Request, read_inputs
from compliance.workflows.inputs.joining import in_workers
from compliance.workflows.reference import Reference
from tests.builders import catalogue, countries
from tests.command_line import CHINA, CLEAN, MINEONE, Compliance, fleet
from tests.effort import examples
from tests.inventory.local_cluster import LocalCluster
from tests.inventory.varied import ROWS

REFERENCE = Reference()
VOCABULARY = Vocabulary(catalogue(), countries())
PLAIN = [{"Model": "S19", "Maker": "Bitmain", "Serial": f"Q{number % 7}"} for number in range(9)]


REPEATED = spark.repeated


@pytest.fixture(autouse=True)
def _without_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "repeated", found_twice)


def found_twice(names: Sequence[str], frames: Sequence[Any]) -> spark.SerialNumbers:
    """What Spark finds, without it."""
    lines = sorted(line for frame in frames for line in frame.to_pandas().itertuples(index=False, name=None))
    destroyed: dict[str, tuple[int, int, str]] = {}
    seen: dict[str, Repeated] = {}
    for number, row, text, lost in lines:
        if lost:
            first, rows, shown = destroyed.get(names[number], (row, 0, text))
            destroyed[names[number]] = first, rows + 1, shown
            continue
        repeated = seen.setdefault(text, Repeated())
        repeated.count += 1
        repeated.rows += [f"{names[number]}:{row}"] if repeated.count <= MAX_DUPLICATES else []
    twice = {text: repeated for text, repeated in seen.items() if repeated.count > 1}
    return spark.SerialNumbers(destroyed, twice, len(twice))


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    if path.suffix == ".parquet":
        pl.DataFrame(rows).write_parquet(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(files: Sequence[Path], cluster: LocalCluster | None, **options: Any) -> Inputs:
    return read_inputs(
        Request(
            files,
            date(2026, 11, 22),
            ("cleanspark-mineone", "us-ofac"),
            reference=REFERENCE,
            cluster=cluster,
            **options,
        )
    )


def told(inputs: Inputs) -> tuple[Any, ...]:
    fleet = inputs.facts.fleet
    return fleet.lots, fleet.notes, fleet.unknown, inputs.read, [table.names for table in inputs.tables]


def lines(inputs: Inputs, path: Path) -> list[tuple[Any, ...]]:
    assessment = assess(inputs.policies, inputs.facts, inputs.waivers)
    with unit_verdicts(path, inputs.tables, assessment.units):
        pass
    written = pl.read_parquet(path / "*.parquet" if path.is_dir() else path).rows()
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return written


@given(files=st.lists(ROWS, min_size=1, max_size=3), many=st.sampled_from([1, 1000]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(25))
def test_workers_give_what_this_machine_gives(tmp_path: Path, files: list[list[dict[str, str]]], many: int) -> None:
    paths = [write(tmp_path / f"{place}.{'csv' if place % 2 else 'parquet'}", rows) for place, rows in enumerate(files)]
    options: dict[str, Any] = {
        "counting": CountingLimits(max_combinations=many),
        "numbered": many == 1,
        "max_serials": 5,
    }
    answers = []
    for cluster in (None, LocalCluster()):
        try:
            inputs = read(paths, cluster, **options)
            answers.append((told(inputs), lines(inputs, tmp_path / "rows.parquet")))
        except ComplianceError as error:
            answers.append((error.problems, []))
    assert answers[0] == answers[1]


def test_whatever_asks_for_rows_gets_them_from_a_worker(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", PLAIN)
    (table,) = read([path], LocalCluster(), max_serials=0).tables
    assert [row for _, rows in table.table.chunks() for row in rows] == [list(row.values()) for row in PLAIN]
    assert table.table.opening
    assert list(table.table.opening.book()) == []
    path.write_text("Model\nS19\nS19,too many\n", "utf-8")
    with pytest.raises(ComplianceError, match="has 2 cells"):
        list(table.table.chunks())


def test_each_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    files = [write(tmp_path / "a.csv", PLAIN), tmp_path / "b.csv", tmp_path / "c.csv"]
    files[1].write_text("colour,taste\nred,sweet\n", "utf-8")
    with pytest.raises(ComplianceError, match=r"b\.csv") as error:
        read(files[:2], LocalCluster())
    assert len(error.value.problems) == 1
    files[2].write_text("Model,Qty\nS19,some\n", "utf-8")
    files[1].write_text("Model,Serial\nTotal,\n", "utf-8")
    files.append(tmp_path / "d.csv")
    files[3].write_text("Model\nS19\nS19,too many\n", "utf-8")
    with pytest.raises(ComplianceError) as error:
        read(files, LocalCluster())
    assert {problem.file for problem in error.value.problems} == {"b.csv", "c.csv", "d.csv"}


def test_rows_of_local_tables_are_joined_here(tmp_path: Path) -> None:
    inputs = read([write(tmp_path / "a.csv", PLAIN)], None)
    assert in_workers(inputs.tables, [{}], lambda read, verdicts: ()) is None
    assert not in_workers([], [], lambda read, verdicts: ())


LIMITS = CountingLimits(head_rows=5)


def counted(path: Path, facts: FactsRead = FactsRead(), limits: CountingLimits = LIMITS) -> Any:
    opener = tasks.Opener([path.name], ColumnMap(), ReadingLimits(), VOCABULARY)
    (result,) = tasks._Count(opener, facts, None, limits, numbered=False, native=True)(path, 0)
    return result


def test_of_a_large_parquet_file_the_beginning_is_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", PLAIN)
    beginning = counted(path)
    assert beginning.tally.rows == 5
    assert beginning.kinds == (("Model", "String"), ("Maker", "String"), ("Serial", "String"))
    assert counted(path, limits=CountingLimits(head_rows=9)).tally.rows == 9


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("Purchase date", [date(2024, 1, 1)] * 9),
        ("Quantity", list(range(1, 10))),
    ],
)
def test_spark_writes_these_cells_as_polars_does(tmp_path: Path, column: str, texts: list[Any]) -> None:
    frame = pl.DataFrame(PLAIN).with_columns(pl.Series(column, texts))
    frame.write_parquet(tmp_path / "a.parquet")
    assert counted(tmp_path / "a.parquet").tally.rows == 5


def test_what_spark_might_read_otherwise_a_worker_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = pl.DataFrame(PLAIN)
    frame.with_columns(pl.lit("110000").alias("Hashrate (GH/s)")).write_parquet(path)
    assert counted(path, FactsRead.exactly("hashrate_ths")).tally.rows == 9
    frame.with_columns(pl.lit("2024-05-06 10:00").str.to_datetime().alias("Purchase date")).write_parquet(path)
    assert counted(path).tally.rows == 9
    write(path, [{"Model": "Total", "Maker": "", "Serial": ""}, *PLAIN])
    assert counted(path).tally.rows == 9
    assert counted(write(tmp_path / "a.csv", PLAIN)).tally.rows == 9


@pytest.mark.parametrize("late", [None, Tally])
def test_files_that_spark_could_not_count_are_counted_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: Any
) -> None:
    paths = [write(tmp_path / "a.csv", PLAIN), write(tmp_path / "b.parquet", PLAIN)]
    asked = []

    def partial(cluster: object, grouping: Grouping, heads: Sequence[spark.Head], most: int) -> list[Tally | None]:
        asked.append([head.file.name for head in heads])
        total: tuple[str, ...] | None = ("Total", "") if late else None
        return [
            Tally(head.tally.counts + Counter([total]), head.tally.places | {total: [(9, "")]}) if total else None
            for head in heads
        ]

    monkeypatch.setattr(spark, "partial", partial)
    assert told(read(paths, LocalCluster(), counting=LIMITS)) == told(read(paths, None, counting=LIMITS))
    assert asked == [["b.parquet"]]


def test_serial_numbers_are_read_by_whoever_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(tmp_path / f"{name}.parquet", PLAIN) for name in "abc"]
    columns: list[spark.SerialColumn] = []
    monkeypatch.setattr(spark, "partial", lambda cluster, grouping, heads, most: [head.tally for head in heads])
    monkeypatch.setattr(spark, "serials", lambda cluster, some: columns.extend(some))
    monkeypatch.setattr(spark, "repeated", lambda names, frames: spark.SerialNumbers({}, {}, len(frames)))
    read(paths, LocalCluster(), counting=LIMITS, max_serials=6)
    assert [(each.number, each.place, each.compared) for each in columns] == [(0, 2, 6), (1, 2, 1)]


def test_marks_of_spreadsheets_are_taken_away() -> None:
    batch = spark.serial_batch([(3, 7, "'S1", False), (3, 8, "n/a", False), (3, 9, "5.02E+18", False)])
    (found,) = spark.without_marks([batch.drop_columns(["destroyed"])])
    assert found.to_pylist() == [
        {"number": 3, "row": 7, "text": "S1", "destroyed": False},
        {"number": 3, "row": 9, "text": "5.02E+18", "destroyed": True},
    ]


def test_what_spark_cannot_count_exactly_it_leaves() -> None:
    some: Counter[tuple[str, ...]] = Counter([("S19", ""), ("S21", "")])
    assert spark._tally(some, Tally(), 2) == Tally(some)
    assert spark._tally(some, Tally(), 1) is None
    assert spark._tally(some + Counter([("", "")]), Tally(), 9) is None


def test_no_serial_numbers_say_nothing() -> None:
    assert REPEATED([], []) == spark.SerialNumbers({}, {}, 0)
    assert ClusterFile("file:/a", "a").name == "a"


def test_a_check_in_a_cluster(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.io.cluster.Cluster", LocalCluster)
    name = fleet(CLEAN, CHINA)
    plain = compliance("check", name, *MINEONE)
    ran = compliance("check", name, *MINEONE, "--engine=spark", "--unit-verdicts=rows.parquet")
    assert vars(ran) == vars(plain)
    assert pl.read_parquet("rows.parquet/*.parquet")["verdict"].to_list() == ["compliant", "violation"]


def test_urls_are_read_by_a_cluster_only(compliance: Compliance) -> None:
    ran = compliance("check", "hdfs://host/part-*.csv", *MINEONE)
    assert (ran.code, ran.out) == (4, "")
    assert "hdfs://host/part-*.csv: is read by a cluster only. Name it with --engine spark" in ran.err


def test_a_cluster_reads_what_its_urls_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "part-0.csv", PLAIN)
    monkeypatch.setattr(LocalCluster, "files", lambda self, pattern: [self.local(path, "x/part-0.csv")], raising=False)
    inputs = read([], LocalCluster(), urls=["hdfs://host/*/part-*.csv"])
    assert inputs.read[0].path == "x/part-0.csv"
