"""What the evidence commands take: tie-out, reconciliation, a hall of simulated machines.

    python tests/bench/evidence.py [--units 100000]

The bounds of the issue: 100,000 units with serial numbers tied out with 300 documents in under 10 s and 500 MB;
100,000 rows compared with a scan of 100,000 in under 15 s; 500 machines, all on the loopback interface, asked in
under 60 s. Processor time is measured, which other work on the machine disturbs less than the clock; the hall by the clock.
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)
from compliance.evidence.live import ask  # noqa: E402 - found through the line above
from tests.bench.diligence import USED  # noqa: E402
from tests.evidence.halls import hall  # noqa: E402

DOCUMENTS = 300
DAY = ("--as-of", "2026-11-30")


def write_register(folder: Path, units: int) -> None:
    """An inventory with serial numbers, and entries that list them."""
    held: list[list[str]] = [[] for _ in range(DOCUMENTS)]
    with (folder / "fleet.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("serial_number", "manufacturer", "model", "country_of_origin", "origin_evidence"))
        for number in range(units):
            place = number % DOCUMENTS
            held[place].append(f"EXAMPLE-{number:08}")
            rows.writerow((held[place][-1], "Bitmain", "Antminer S21", "MY", f"customs_entry:ENTRY-{place:04}"))
    (folder / "documents").mkdir()
    lines = ["documents:"]
    for place, serials in enumerate(held):
        (folder / "documents" / f"s{place}.csv").write_text("serial number\n" + "\n".join(serials) + "\n")
        lines += [
            f"- {{id: E{place}, class: customs_entry, reference: ENTRY-{place:04}, file: documents/s{place}.csv,",
            f"   lines: [{{origin: MY, quantity: {len(serials)}, serials_file: documents/s{place}.csv}}]}}",
        ]
    (folder / "documents.yaml").write_text("\n".join(lines) + "\n")


def write_hall(folder: Path, units: int) -> None:
    """A manifest, and a scan in another order that saw fifty others."""
    chance = random.Random(11)
    with (folder / "fleet.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("asset_id", "serial_number", "manufacturer", "model", "country_of_origin", "control_board"))
        rows.writerows(
            (f"A{number}", f"EXAMPLE-{number:08}", "Bitmain", "Antminer S19 XP", "MY", "") for number in range(units)
        )
    numbers = list(range(50, units + 50))
    chance.shuffle(numbers)
    with (folder / "scan.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("IP", "Serial Number", "Manufacturer", "Model", "Control Board"))
        for number in numbers:
            board = "CVITEK CV1835" if number % 2 else "AMLCtrl_BHB68xxx"
            address = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
            rows.writerow((address, f"EXAMPLE-{number:08}", "Bitmain", "Antminer S19 XP", board))


def used(*command: str) -> str:
    """Exit code, seconds of the processor and megabytes of a command."""
    called = [sys.executable, "-c", USED, sys.executable, "-m", "compliance", *command]
    code, seconds, megabytes = subprocess.run(
        called, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    return f"{float(seconds):6.1f} s  {megabytes:>5} MB  (exit {code})"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=100_000)
    units = parser.parse_args().units
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        write_register(Path(one), units)
        print("documents", used("documents", one, *DAY))
        write_hall(Path(other), units)
        print("reconcile", used("reconcile", f"{other}/fleet.csv", f"{other}/scan.csv", "--policy", "us-ear", *DAY))
    with hall(("antminer", "whatsminer", "avalon", "nonsense", "slow") * 100, "127.0.9.1") as machines:
        begun = time.monotonic()
        answers = ask([machine.socket.getsockname()[0] for machine in machines], port=machines[0].port)
        print(
            f"scan      {time.monotonic() - begun:6.1f} s  {len(answers.machines)} of {len(machines)} machines answered"
        )


if __name__ == "__main__":
    main()
