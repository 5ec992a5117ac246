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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

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
    from compliance.io.cluster import Cluster

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


def lines(path: Path) -> list[tuple[Any, ...]]:
    """What was said of each row; what is there no more afterwards."""
    found = sorted(pl.read_parquet(path / "*.parquet" if path.is_dir() else path).rows())
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return found


def test_dirty_files_are_judged_alike(session: SparkSession, compliance: Compliance) -> None:
    drawn = random.Random(1)
    rows = [[{name: drawn.choice(cells) for name, cells in CELLS.items()} for _ in range(40)] for _ in range(6)]
    names = [write(Path(f"part {place}.{'csv' if place % 2 else 'parquet'}"), part) for place, part in enumerate(rows)]
    answers = []
    for engine in ("local", "spark"):
        ran = compliance(
            "check", *names, *POLICIES, "--format=json", "--all", "--engine", engine, "--unit-verdicts", "rows.parquet"
        )
        answers.append((ran.code, ran.out, lines(Path("rows.parquet"))))
    assert answers[0] == answers[1]
    assert (answers[0][0], len(answers[0][2])) == (1, 240)
