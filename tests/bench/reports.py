"""How large reports are and how long they take to write, to open and to filter; the bounds of the issue are in the names.

    python tests/bench/reports.py [--rows 100000] [--huge 10000000]

The page is opened in the system's Chromium. Serial and asset numbers are random: such compress worst.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)
from tests.bench.inventories import PEAK, alike  # noqa: E402 - found through the line above
from tests.bench.main_job import COMPLIANCE, HEADER, ORIGINS, SUPPLIERS  # noqa: E402
from tests.conftest import CHROMIUM  # noqa: E402

MODELS = ("Antminer S21", "Antminer S19 XP", "Whatsminer M60S", "Avalon A1566", "SEALMINER A2")


def random_fleet(path: Path, rows: int) -> None:
    """An inventory whose numbers nobody can guess."""
    chance = random.Random(7)
    signs = string.ascii_uppercase + string.digits
    with path.open("w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(HEADER)
        for place in range(rows):
            cells = {
                "asset_id": f"AM-{chance.randrange(10**6):06d}",
                "serial_number": "".join(chance.choices(signs, k=17)),
                "model": chance.choice(MODELS),
                "country_of_origin": chance.choice(ORIGINS),
                "origin_evidence": "customs_entry:7501;factory_record:F1",
                "supplier": chance.choice(SUPPLIERS),
                "purchase_date": "2025-03-01",
                "site": chance.choice(("North Range", "South Hall")),
                "location": f"R{place % 400}-{place % 20}",
                "status": "in_service",
            }
            lines.writerow([cells.get(name, "") for name in HEADER])


def measure(name: str, fleet: Path, form: str, *, without: float = 0.0) -> float:
    """A whole check with this format, in seconds; prints what it takes beyond ``without``, its peak memory and its size."""
    report = fleet.with_name(f"report.{form}")
    asked = ("--policy", "cleanspark-mineone", "--policy", "us-ear", "--fail-on", "never")
    command = (*COMPLIANCE, "check", str(fleet), *asked, "--format", form, "--output", str(report))
    before = time.perf_counter()
    ran = subprocess.run((sys.executable, "-c", PEAK, *command), capture_output=True, text=True, check=True)
    took = time.perf_counter() - before
    code, memory = map(int, ran.stdout.split())
    if code:
        sys.exit(f"nothing measured: the check ended with {code}\n{ran.stderr}")
    size = report.stat().st_size / 1e6
    print(f"{name:<44} {took:6.2f} s, {took - without:5.2f} s of it the report; {memory} MiB; {size:.2f} MB")
    return took


def browse(page_file: Path, rows: int) -> None:
    """Opens the page, filters it and shows all again."""
    import shutil

    from playwright.sync_api import Page, sync_playwright

    def timed(name: str, act: Callable[[], object], page: Page, said: str) -> None:
        before = time.perf_counter()
        act()
        page.locator("#count", has_text=said).wait_for()
        print(f"{name:<44} {time.perf_counter() - before:6.2f} s")

    found = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        timed("page opened (1 s)", lambda: page.goto(page_file.as_uri()), page, f"{rows:,} rows")
        page.select_option("[name=maker]", label="Bitmain")
        page.locator("#count", has_text=f"{rows:,} rows").wait_for(state="hidden")
        timed("page shows all again (1 s)", lambda: page.click("#clear"), page, f"{rows:,} rows")
        timed("page searched for a word (1 s)", lambda: page.fill("[name=search]", "no such word"), page, "0 rows")
        browser.close()


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--huge", type=int, default=0, help="rows of a fleet that is told in lots; 10000000 needs 1 GB")
    asked = parser.parse_args()
    # Where the package is not installed, this checkout is measured.
    os.environ["PYTHONPATH"] = ROOT
    with tempfile.TemporaryDirectory() as name:
        fleet = Path(name) / "fleet.csv"
        random_fleet(fleet, asked.rows)
        bare = measure("json", fleet, "json")
        measure("html (2 s, 3 MB)", fleet, "html", without=bare)
        measure("xlsx (15 s, 300 MiB)", fleet, "xlsx", without=bare)
        measure("csv", fleet, "csv", without=bare)
        browse(Path(name) / "report.html", asked.rows)
        if asked.huge:
            huge = Path(name) / "huge.parquet"
            alike(asked.huge).sink_parquet(huge)
            for form in ("json", "html", "sarif", "markdown"):
                measure(f"{asked.huge:,} rows as {form} (20 MB)", huge, form)


if __name__ == "__main__":
    main()
