"""How long huge inventories take, each beside a bare Polars scan of the same file in the same run.

    python tests/bench/inventories.py [--rows 10000000] [--runs 5]

The bounds of the issue are in the names. Needs some 3 GB in the temporary folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)
from tests.bench.main_job import COMPLIANCE, DATES, MODELS, ORIGINS, SUPPLIERS, compare  # noqa: E402 - found through the line above

SCAN = "import polars, sys\npolars.scan_{}(sys.argv[1]{}).select(polars.all().count()).collect(engine='streaming')"
PEAK = """import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)"""


def alike(rows: int) -> pl.LazyFrame:
    """An inventory in 300 distinct combinations."""
    combinations = [(m, c, s, d) for m in MODELS for c in ORIGINS for s in SUPPLIERS for d in DATES]
    names = ("model", "country_of_origin", "supplier", "purchase_date")
    known = pl.LazyFrame(combinations, names, orient="row").with_row_index("kind").cast({"kind": pl.Int64})
    number = pl.col("number")
    return (
        pl.select(number=pl.int_range(rows)).lazy()
        .with_columns(kind=number % len(combinations))
        .join(known, on="kind", how="left", maintain_order="left")
        .select(
            pl.format("A{}", number.cast(pl.String).str.zfill(7)).alias("asset_id"),
            pl.format("SN{}", number.cast(pl.String).str.zfill(10)).alias("serial_number"),
            pl.format("00:11:22:33:{}", (number % 65536).cast(pl.String)).alias("mac_address"),
            pl.lit(None, pl.String).alias("manufacturer"), "model", "country_of_origin",
            pl.lit("customs_entry:7501").alias("origin_evidence"), "supplier", "purchase_date",
            pl.lit("North Range").alias("site"), pl.format("R{}-{}", number % 400, number % 20).alias("location"),
            pl.lit("in_service").alias("status"),
        )
    )  # fmt: skip


KINDS = {
    "a number behind the name": {},
    "a place's word": {"country_of_origin": "Country {}"},
    "manufacturer": {"manufacturer": "Maker {}"},
    "digits in words": {"supplier": "sup{}", "owner": "own{}", "country_of_origin": "c{}"},
    "machines": {"manufacturer": "maker-{}", "model": "Antminer S19 x{}", "control_board": "cb{}"},
}
"""Kinds of text that differ in every row: column -> how it is written there."""


def distinct(rows: int, written: Mapping[str, str]) -> pl.LazyFrame:
    """An inventory in which nearly every fact column has another text in each row, some ``written`` otherwise."""
    number = pl.int_range(rows).cast(pl.String)
    texts = {
        "model": "Antminer S21",
        "asset_id": "A{}",
        "serial_number": "SN{}",
        "supplier": "Supplier {} Ltd",
        "owner": "Owner {} LLC",
        "origin_evidence": "customs_entry:7501-{}",
        "country_of_origin": "Ruritania {}",
        "site": "Hall {}",
        "status": "state {}",
        **written,
    }
    columns = ((pl.format(text, number) if "{}" in text else pl.lit(text)).alias(name) for name, text in texts.items())
    return pl.select(*columns).lazy()


def measure(name: str, file: Path, runs: int, *options: str) -> None:
    """A check beside the scan, and its peak memory."""
    text = file.suffix == ".csv"
    scan = (
        sys.executable,
        "-c",
        SCAN.format(*(("csv", ", infer_schema=False") if text else ("parquet", ""))),
        str(file),
    )
    check = (*COMPLIANCE, "check", "--policy", "cleanspark-mineone", "--fail-on", "never", str(file), *options)
    memory = peak(check)
    compare(name, check, scan, runs)
    print(f"{'':<28} peak {memory} MiB")


def peak(command: Sequence[str]) -> int:
    """The largest memory of one run, in MiB. Ends the program where the run did not judge anything."""
    told = subprocess.run(
        (sys.executable, "-c", PEAK, *command), capture_output=True, text=True, check=True, cwd=tempfile.gettempdir()
    )
    code, memory = map(int, told.stdout.split())
    # Without --fail-on never, 1 could be a violation or a module that Python did not find: fast, for it did nothing.
    if code:
        sys.exit(f"nothing measured: the check ended with {code}\n{told.stderr}")
    return memory


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--distinct", type=int, default=0, help="rows that are all distinct; 1000000 for the bound")
    asked = parser.parse_args()
    # Where the package is not installed, this checkout is measured.
    os.environ["PYTHONPATH"] = ROOT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        csv, parquet, odd = folder / "alike.csv", folder / "alike.parquet", folder / "distinct.csv"
        alike(asked.rows).sink_csv(csv)
        alike(asked.rows).sink_parquet(parquet)
        measure("CSV (1.6, 1024 MiB)", csv, asked.runs)
        measure("Parquet (3)", parquet, asked.runs)
        for suffix in (".csv", ".parquet"):
            measure(f"CSV, unit verdicts {suffix}", csv, 1, "--unit-verdicts", str(folder / f"verdicts{suffix}"))
        if asked.distinct:
            for kind, written in KINDS.items():
                distinct(asked.distinct, written).sink_csv(odd)
                measure(f"all distinct, {kind} (12, 2048 MiB)", odd, 1)


if __name__ == "__main__":
    main()
