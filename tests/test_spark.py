"""A real cluster, a master and two workers on the loopback interface: what it counts is what this machine counts."""

from __future__ import annotations

import csv
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from compliance.inventory.grouping.limits import CountingLimits
from compliance.io.cluster import Cluster, ClusterFile
from compliance.workflows.inputs import Request, read_inputs
from tests.command_line import Compliance
from tests.inventory.varied import CELLS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss512k"
"""Java that starts quickly."""
POLICIES = (
    "--policy",
    "cleanspark-mineone",
    "--policy",
    "us-ofac",
    "--policy",
    "origin-claims",
    "--as-of",
    "2026-11-22",
)


class Standalone:
    """A master and two workers; ``processes`` are the workers."""

    def __init__(self, folder: Path) -> None:
        import pyspark

        self.home, self.folder = Path(pyspark.__file__).parent, folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"spark://127.0.0.1:{self.port}"
        self.master = self.begin("master.Master", "--host", "127.0.0.1", "--port", str(self.port))
        self.workers = [self.worker(), self.worker()]

    def worker(self) -> subprocess.Popen[bytes]:
        return self.begin(
            "worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "1",
            "--memory",
            "600m",
            "--work-dir",
            str(self.folder / "work"),
            self.url,
        )

    def begin(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [str(self.home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments, "--webui-port", "0"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "SPARK_SCALA_VERSION": "2.13", "SPARK_HOME": str(self.home), "SPARK_DAEMON_MEMORY": "128m",
                     "SPARK_DAEMON_JAVA_OPTS": SMALL, "SPARK_LOCAL_IP": "127.0.0.1"},
            )  # fmt: skip

    def end(self) -> None:
        for process in (*self.workers, self.master):
            process.terminate()
        for process in (*self.workers, self.master):
            process.wait()


@pytest.fixture(scope="module")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install -e '.[spark]'")
    if shutil.which("java") is None:
        pytest.skip("no Java is installed: install your system's package of Java 17")
    cluster = Standalone(tmp_path_factory.mktemp("spark"))
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", cluster.port)) == 0:
                break
        time.sleep(0.1)
    yield cluster
    cluster.end()


@pytest.fixture(scope="module")
def session(standalone: Standalone) -> Iterator[SparkSession]:
    """The one session of all tests, begun by the program itself; it ends with them."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PYSPARK_PYTHON", sys.executable)
    patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    with Cluster(standalone.url) as cluster:
        cluster.start({"spark.executor.memory": "480m", "spark.driver.extraJavaOptions": SMALL, "spark.executor.extraJavaOptions": SMALL,
                       "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "2"})  # fmt: skip
        yield cluster.session
    patch.undo()


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> str:
    if path.suffix == ".parquet":
        pl.DataFrame(rows).write_parquet(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, CELLS)
            writer.writeheader()
            writer.writerows(rows)
    return path.name


def rows_of(drawn: random.Random, count: int) -> list[dict[str, str]]:
    return [{name: drawn.choice(cells) for name, cells in CELLS.items()} for _ in range(count)]


def lines(path: Path) -> list[tuple[Any, ...]]:
    """What was said of each row; what is there no more afterwards."""
    found = sorted(pl.read_parquet(path / "*.parquet" if path.is_dir() else path).rows())
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return found


def test_dirty_files_are_judged_alike(session: SparkSession, compliance: Compliance) -> None:
    drawn = random.Random(1)
    rows = [rows_of(drawn, 40) for _ in range(4)]
    names = [write(Path(f"part {place}.{'csv' if place % 2 else 'parquet'}"), part) for place, part in enumerate(rows)]
    answers = []
    for engine in ("local", "spark"):
        ran = compliance(
            "check", *names, *POLICIES, "--format=json", "--all", "--engine", engine, "--unit-verdicts", "rows.parquet"
        )
        answers.append((ran.code, ran.out, lines(Path("rows.parquet"))))
    assert answers[0] == answers[1]
    assert (answers[0][0], len(answers[0][2])) == (1, 160)


def test_spark_itself_counts_large_parquet(session: SparkSession, here: Path) -> None:
    """Sorted files, files of other columns, rows far down, serial numbers of every sort."""
    drawn = random.Random(2)
    few = [row | {"model": row["model"] or "S19"} for row in rows_of(drawn, 12)]
    serials = ["S1", "S2 ", "'S3", "n/a", "", "5.02E+18", *map("Q{}".format, range(60))]
    Path("waivers.yaml").write_text(
        "waivers:\n- {rule: us-ofac/origin, subject: {serial: S1}, reason: r, approved_by: b, approved_on: 2025-01-01, expires: 2027-01-01}\n",
        "utf-8",
    )
    for place, name in enumerate(["a b+%20c", "b[1]", "c", "d"]):
        chosen = (number // 20 if place == 2 else drawn.randrange(2 if place < 2 else 8) for number in range(240))
        rows = [few[number] | {"serial_number": drawn.choice(serials)} for number in chosen]
        frame = pl.DataFrame([*rows, few[0] | {"model": f"rare {place}"}, few[1] | {"model": "twice"}])
        frame = frame.with_columns(pl.col("quantity").replace("", None).cast(pl.Int64 if place else pl.String))
        frame.write_parquet(f"{name}.parquet")
    request = Request(
        sorted(Path().glob("*.parquet")),
        date(2026, 11, 22),
        ("cleanspark-mineone", "us-ofac"),
        counting=CountingLimits(head_rows=30),
    )
    with Cluster() as cluster:
        cluster.start({})
        found, plain = (read_inputs(replace(request, cluster=one)) for one in (cluster, None))
        assert all(read.part and read.part.kinds for read in found.tables)
        assert (found.facts.fleet, found.read) == (plain.facts.fleet, plain.read)
        assert any("more serial numbers appear" in note for note in plain.facts.fleet.notes)
        # More combinations than Spark should bring together: a worker counts each file.
        many = replace(
            request, counting=CountingLimits(head_rows=30, max_combinations=5), fleets=request.fleets[:1], max_serials=9
        )
        found, plain = (read_inputs(replace(many, cluster=one)) for one in (cluster, None))
        assert (found.facts.fleet, found.read) == (plain.facts.fleet, plain.read)
        assert not any(read.part and read.part.kinds for read in found.tables)


def test_files_by_url(session: SparkSession, compliance: Compliance, here: Path) -> None:
    for name in ("a", "b"):
        Path(name).mkdir()
        write(Path(name, "part-0.csv"), rows_of(random.Random(3), 3))
    ran = compliance("check", f"file://{here}/*/part-*.csv", *POLICIES, "--engine=spark", "--format=json")
    assert [read["path"] for read in ran.report["inputs"] if read["kind"] == "fleet"] == [
        "a/part-0.csv",
        "b/part-0.csv",
    ]
    ran = compliance("check", f"file://{here}/*/part-*.csv", *POLICIES, "--engine=spark", "--explain=b/part-0.csv:3")
    assert "b/part-0.csv:3" in ran.out
    for url, sentence in (
        (f"file://{here}/*.parquet", "no file matches"),
        ("nosuch://host/part-*.csv", "nosuch://host/part-*.csv: Spark says: No FileSystem for scheme"),
    ):
        ran = compliance("check", url, *POLICIES, "--engine=spark")
        assert (ran.code, ran.out) == (4, "")
        assert sentence in ran.err
        assert len(ran.err.splitlines()) == 1


def test_what_lies_there_is_not_overwritten(session: SparkSession, compliance: Compliance) -> None:
    name = write(Path("a.csv"), rows_of(random.Random(3), 3))
    Path("rows.parquet").mkdir()
    ran = compliance("check", name, *POLICIES, "--engine=spark", "--output=report.txt", "--unit-verdicts=rows.parquet")
    assert (ran.code, Path("report.txt").exists()) == (4, False)
    assert "rows.parquet" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_worker_that_is_lost_costs_no_row(session: SparkSession, standalone: Standalone, here: Path) -> None:
    """One of two workers is killed while each does its first files; the other does them all."""
    from pyspark.cloudpickle import register_pickle_by_value

    register_pickle_by_value(sys.modules[__name__])
    begun = here / "begun"
    files = [
        ClusterFile(f"file:{here / write(Path(f'{number}.csv'), rows_of(random.Random(number), 2))}", "")
        for number in range(6)
    ]
    with Cluster() as cluster:
        cluster.start({})

        def kill() -> None:
            while not begun.exists():
                time.sleep(0.05)
            standalone.workers[0].kill()

        killer = Thread(target=kill)
        killer.start()
        assert cluster.each(files, _Slowly(begun)) == [f"{number}.csv" for number in range(6)]
        killer.join()


@dataclass(frozen=True)
class _Slowly:
    begun: Path

    def __call__(self, path: Path, number: int) -> Iterator[str]:
        self.begun.touch()
        time.sleep(0.7)
        yield path.name
