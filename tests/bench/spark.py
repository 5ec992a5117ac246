"""Ten or a hundred million rows on a Spark cluster, beside its own ``groupBy().count()`` of the same columns in one session.

    PYSPARK_PYTHON=$(which python) python tests/bench/spark.py --master spark://127.0.0.1:7077 --rows 10000000

Prints both times, their ratio (2.5) and the memory of the driver, Python and Java together (1 GiB). The first round wakes the
workers and is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from compliance.io.cluster import Cluster
from compliance.workflows.check import check

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from tests.bench.main_job import DATES, MODELS, ORIGINS, SUPPLIERS  # noqa: E402

FILE_ROWS = 1_250_000
READ = ("manufacturer", "model", "country_of_origin", "origin_evidence", "supplier", "purchase_date", "site", "status")


def write(folder: Path, rows: int) -> None:
    """Files of rows in 300 distinct combinations, mixed."""
    combinations = [(m, c, s, d) for m in MODELS for c in ORIGINS for s in SUPPLIERS for d in DATES]
    kinds = pl.DataFrame(combinations, ["model", "country_of_origin", "supplier", "purchase_date"], orient="row")
    kinds = kinds.with_row_index("kind")
    for first in range(0, rows, FILE_ROWS):
        number = pl.int_range(first, min(first + FILE_ROWS, rows), eager=True).alias("n")
        text = pl.col("n").cast(pl.String)
        part = number.to_frame().with_columns((pl.col("n") * 7919 % 300).cast(pl.UInt32).alias("kind"))
        part.join(kinds, on="kind", maintain_order="left").select(
            pl.format("A{}", text.str.zfill(9)).alias("asset_id"),
            pl.format("SN{}", text.str.zfill(10)).alias("serial_number"),
            pl.format("00:11:{}", text.str.zfill(12)).alias("mac_address"),
            pl.lit("").alias("manufacturer"), "model", "country_of_origin",
            pl.lit("customs_entry:7501;factory_record:F1").alias("origin_evidence"), "supplier", "purchase_date",
            pl.lit("North Range").alias("site"),
            pl.format("R{}-{}", pl.col("n") % 400, pl.col("n") % 20).alias("location"),
            pl.lit("in_service").alias("status"),
        ).write_parquet(folder / f"part-{first // FILE_ROWS:05}.parquet")  # fmt: skip


def peak(process: int | str) -> float:
    """The largest memory of a process so far, in MiB; Linux only."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def seconds(step: Callable[[], object]) -> float:
    """Wall time."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--master", required=True)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Cluster(options.master) as cluster:
        folder = Path(name)
        write(folder, options.rows)
        cluster.start({"spark.driver.host": "127.0.0.1", "spark.executor.memory": "1g"})
        session, files = cluster.session, sorted(folder.iterdir())

        def plain() -> None:
            frame = session.read.parquet(*map(str, files))
            assert frame.groupBy(*READ).count().count() == 300

        def ours() -> None:
            result = check(
                files, as_of=date(2026, 11, 22), policies=["cleanspark-mineone"], cluster=cluster, digests=False
            )
            assert result.report.summary.units == options.rows

        seconds(plain), seconds(ours)
        pairs = [(seconds(ours), seconds(plain)) for _ in range(options.runs)]
        mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{options.rows:,} rows {mine:.1f} s   groupBy {theirs:.1f} s   ratio {mine / theirs:.2f} (2.5)")
        java = session.sparkContext._gateway.proc.pid
        print(f"driver: {peak('self'):.0f} MiB Python, {peak(java):.0f} MiB Java (1,024 together)")


if __name__ == "__main__":
    main()
