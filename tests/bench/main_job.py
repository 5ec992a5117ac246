"""How long a start, a hook and a million rows take, each beside a yardstick in the same run.

    python tests/bench/main_job.py [--rows 1000000]

Run it where the package is installed (a checkout that Python may not write ``.pyc`` files into is compiled at every
start). Each pair is run in turn, A B A B …; the medians and their ratio are printed, and the bound of the issue.
"""

from __future__ import annotations

import argparse
import csv
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import polars

COMPLIANCE = (sys.executable, "-m", "compliance")
HEADER = [
    "asset_id",
    "serial_number",
    "mac_address",
    "manufacturer",
    "model",
    "country_of_origin",
    "origin_evidence",
    "supplier",
    "purchase_date",
    "site",
    "location",
    "status",
]
MODELS = ("Antminer S19 XP", "Antminer S21", "WhatsMiner M50S", "Antminer S19j Pro", "AvalonMiner 1466",
          "Antminer T21", "WhatsMiner M60S", "Antminer S21 Pro", "SEALMINER A2", "Antminer S19k Pro")  # fmt: skip
ORIGINS = ("MY", "TH", "ID", "US", "CN")
SUPPLIERS = ("Bitmain Technologies Limited", "SuperAcme Technology (Hong Kong) Limited", "Kaboomracks")
DATES = ("2024-10-01", "2025-03-01")
BARE = "import csv, sys\nwith open(sys.argv[1], newline='') as rows:\n    for _ in csv.reader(rows): pass"

SCAN = """import polars, sys
path, keys = sys.argv[1], ["manufacturer", "model", "country_of_origin", "origin_evidence", "supplier", "purchase_date", "site", "status"]
scan = polars.scan_parquet(path) if path.endswith("parquet") else polars.scan_csv(path, infer_schema=False)
scan.group_by(keys).agg(polars.len()).collect(engine="streaming")"""
"""A bare scan by Polars that tells the same combinations apart."""


def write_fleet(path: Path, rows: int) -> None:
    """An inventory of ``rows`` units in 300 distinct combinations."""
    combinations = [(m, c, s, d) for m in MODELS for c in ORIGINS for s in SUPPLIERS for d in DATES]
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for number in range(rows):
            model, country, supplier, day = combinations[number % len(combinations)]
            mac = f"00:11:22:{number >> 16 & 255:02x}:{number >> 8 & 255:02x}:{number & 255:02x}"
            writer.writerow(
                [f"A{number:07d}", f"SN{number:010d}", mac, "", model, country, "customs_entry:7501;factory_record:F1",
                 supplier, day, "North Range", f"R{number % 400}-{number % 20}", "in_service"]
            )  # fmt: skip


def seconds(command: Sequence[str]) -> float:
    """Wall time of one run away from any checkout, its output thrown away; it must end well."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
    return time.perf_counter() - start


def compare(name: str, ours: Sequence[str], yardstick: Sequence[str], runs: int) -> tuple[float, float]:
    """The medians of both commands, printed with their ratio."""
    seconds(ours), seconds(yardstick)
    pairs = [(seconds(ours), seconds(yardstick)) for _ in range(runs)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:<28} {mine:7.3f} s   yardstick {theirs:7.3f} s   ratio {mine / theirs:5.2f}   +{mine - theirs:.3f} s")
    return mine, theirs


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.csv"), Path(folder, "large.csv")
        write_fleet(small, 100)
        write_fleet(large, rows)
        python = sys.executable
        compare("--version (+0.060 s)", (*COMPLIANCE, "--version"), (python, "-c", "import click"), 11)
        check = (*COMPLIANCE, "check", "--policy", "cleanspark-mineone", "--fail-on", "never")
        compare("100 rows (1.8)", (*check, str(small)), (python, "-c", "import pydantic, click, yaml"), 11)
        compare(f"{rows:,} rows (2.5)", (*check, str(large)), (python, "-c", BARE, str(large)), 3)
        columns = Path(folder, "large.parquet")
        polars.scan_csv(large, infer_schema=False).sink_parquet(columns)
        for path in (large, columns):
            for form in ("text", "json"):
                name = f"{path.suffix} to {form} (1.5)"
                compare(name, (*check, "--format", form, str(path)), (python, "-c", SCAN, str(path)), 3)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MiB (150)")


if __name__ == "__main__":
    main()
