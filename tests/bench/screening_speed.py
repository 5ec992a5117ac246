"""How long names take as a whole process against all US lists and more, beside rapidfuzz's WRatio on the same names.

    python -m tests.bench.screening_speed /path/to/data [NAMES]

Of 1,000 names, or of NAMES, the yardstick compares every tenth, and its time is multiplied. Needs rapidfuzz and numpy. The list is made of the sample lists, filled up with names of their words; the queries are
disguised names of it and the unlisted names of the probe. Printed are seconds of the first run (which compiles the index),
of a run with the index kept, of ten names with it kept (bound 0.5 s), the largest memory (bound 400 MB), and the ratio of the
slower run to the yardstick (bound 0.2).
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.bench.disguises import DISGUISES
from tests.bench.families import names as listed_names

NAMES, QUERIES, FEW = 45_000, 1_000, 10
ROOT = Path(__file__).resolve().parents[2]
YARDSTICK = """
import csv, sys
from rapidfuzz import fuzz, process, utils
names, queries = ([row["name"] for row in csv.DictReader(open(path, encoding="utf-8"))] for path in sys.argv[1:])
for start in range(0, len(queries), 100):
    process.cdist(queries[start:start + 100], names, scorer=fuzz.WRatio, processor=utils.default_process)
"""


def seconds(command: list[str], cache: Path) -> float:
    """Wall time of a whole process; 0 or an exit code that says something was found is well."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment, cwd=cache).returncode
    assert code in (0, 1, 3), code
    return time.perf_counter() - start


def write(path: Path, names: list[str]) -> None:
    """One column."""
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("name",), *((name,) for name in names)])


def main() -> None:
    """Measures and prints."""
    chance = Random(1)
    names = list(
        dict.fromkeys(name for name, _ in listed_names(Path(sys.argv[1]) / "lists") if any(map(str.isalnum, name)))
    )
    words = [word for name in names for word in name.split()]
    while len(names) < NAMES:
        names.append(" ".join(chance.sample(words, chance.randint(2, 6))))
    with (ROOT / "tests/bench/probe.csv").open(encoding="utf-8", newline="") as lines:
        queries = dict.fromkeys(row["query"] for row in csv.DictReader(lines) if not row["listed"])
    most = int(sys.argv[2]) if len(sys.argv) > 2 else QUERIES
    while len(queries) < most:
        name = chance.choice(tuple(DISGUISES.values()))(chance.choice(names), chance)
        if name and any(map(str.isalnum, name)):
            queries[name] = None
    with tempfile.TemporaryDirectory() as folder:
        cache, held, many, few = (Path(folder, name) for name in ("cache", "all.2026-07-01.csv", "many.csv", "few.csv"))
        tenth = Path(folder, "tenth.csv")
        cache.mkdir(mode=0o700)
        write(held, names)
        write(many, list(queries))
        write(few, list(queries)[:: most // FEW][:FEW])
        write(tenth, list(queries)[::10])
        screen = [sys.executable, "-m", "compliance", "screen", "--list", f"all={held}", "--format", "json", "--input"]
        first, again = (seconds([*screen, str(many)], cache) for _ in range(2))
        short = min(seconds([*screen, str(few)], cache) for _ in range(3))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        theirs = 10 * seconds([sys.executable, "-c", YARDSTICK, str(held), str(tenth)], cache)
    print(
        f"{len(queries):,} names against {len(names):,}: first {first:.2f} s, then {again:.2f} s; {FEW} names {short:.2f} s"
    )
    print(
        f"largest process {peak:.0f} MiB; WRatio {theirs:.1f} s, ratio {first / theirs:.3f} first, {again / theirs:.3f} then"
    )


if __name__ == "__main__":
    main()
