"""How long the dossier and the timeline of a target take, each beside one check of the same fleet in the same run.

    python tests/bench/diligence.py [--units 100000] [--runs 5] [--no-timeline]

The bounds of the issue are in the names: a dossier of 100,000 units and 200 parties in every format under 6 times the check
and 600 MB, a timeline of three years with 40 change days under 4 times. Processor time is compared, which other work on the machine
disturbs less than the clock.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)
from compliance.reports.dossier import FORMATS  # noqa: E402
from tests.bench.main_job import COMPLIANCE, DATES, MODELS, ORIGINS  # noqa: E402 - found through the line above

POLICIES = ("us-ear", "us-ofac", "cleanspark-mineone", "us-cfius-real-estate", "foreign-ownership")
HEADER = (
    "asset_id", "serial_number", "model", "country_of_origin", "origin_evidence", "supplier", "owner", "purchase_date",
    "delivery_date", "unit_price_usd", "site", "status", "hashrate_ths", "power_w",
)  # fmt: skip
USED = """import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10)"""
DAYS = [f"{year}-{month:02}-{day:02}" for year in (2024, 2025, 2026) for month in (2, 5, 8, 10) for day in (3, 17)]


def write_target(folder: Path, units: int, parties: int = 200) -> None:
    """A target in 300 distinct combinations, whose parties hold each other from different days on."""
    chance = random.Random(11)
    sellers = [f"Seller {number} Ltd" for number in range(60)]
    kinds = [(m, c, s, d) for m in MODELS for c in ORIGINS for s in sellers for d in DATES]
    kinds = chance.sample(kinds, 300)
    with (folder / "fleet.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADER)
        for number in range(units):
            model, country, seller, day = kinds[number % len(kinds)]
            site = "Northgate" if number % 2 else "Sandersville"
            rows.writerow(
                [f"A{number}", f"EXAMPLE-{number:010d}", model, country, "customs_entry:EXAMPLE-1;factory_record:EXAMPLE-2",
                 seller, "Target LLC", day, day, 2500 + len(model), site, "in_service", 200, 3500]
            )  # fmt: skip
    lines = [
        f"  - {{id: p{each}, name: {sellers[each] if each < 60 else f'Holding {each}'}, country: {chance.choice(('US', 'CN', 'HK'))}}}"
        for each in range(parties)
    ]
    held = [
        f"  - {{owner: p{owner}, owned: p{each}, share: {chance.choice((20, 30, 50))}, from: {chance.choice(DAYS)}}}"
        for each in range(parties - 2)
        for owner in chance.sample(range(each + 1, parties), 2 if each < parties - 2 else 1)
    ]
    (folder / "parties.yaml").write_text("\n".join(["parties:", *lines, "interests:", *held, ""]), "utf-8")
    (folder / "sites.yaml").write_text(
        "sites:\n  - {id: northgate, name: Northgate, latitude: 41.12, longitude: -104.9, operator: Target LLC}\n"
        "  - {id: sandersville, name: Sandersville, latitude: 32.98, longitude: -82.81, operator: Target LLC}\n",
        "utf-8",
    )


def used(command: Sequence[str]) -> tuple[float, int]:
    """Processor seconds and the largest memory (MiB) of one run. Ends the program where the run failed."""
    told = subprocess.run(
        (sys.executable, "-c", USED, *command), capture_output=True, text=True, check=True, cwd=tempfile.gettempdir()
    )
    code, seconds, memory = told.stdout.split()
    if code != "0":
        sys.exit(f"nothing measured: the run ended with {code}\n{told.stderr}")
    return float(seconds), int(memory)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-timeline", dest="timeline", action="store_false")
    asked = parser.parse_args()
    os.environ["PYTHONPATH"] = ROOT
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as other:
        folder = Path(name)
        write_target(folder, asked.units)
        policies = [word for policy in POLICIES for word in ("--policy", policy)]
        check = (*COMPLIANCE, "check", name, *policies, "--fail-on", "never")
        span = ("--from", "2023-11-22", "--to", "2026-11-22", "--format", "json")
        dossier = (*COMPLIANCE, "diligence", name, *policies, "--output", str(Path(other, "dossier")), "--format")
        dossiers = [(f"{form} (6, 600 MiB)", (*dossier, form)) for form in FORMATS]
        if asked.timeline:
            dossiers.append(("timeline, 3 years (4)", (*COMPLIANCE, "timeline", name, *policies, *span)))
        for title, command in dossiers:
            pairs = [(used(command), used(check)) for _ in range(asked.runs)]
            mine = statistics.median(each[0][0] for each in pairs)
            theirs = statistics.median(each[1][0] for each in pairs)
            memory = max(each[0][1] for each in pairs)
            print(f"{title:<24} {mine:6.2f} s   check {theirs:6.2f} s   ratio {mine / theirs:5.2f}   peak {memory} MiB")


if __name__ == "__main__":
    main()
