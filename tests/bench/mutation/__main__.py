"""A sample of mutants, each tried with the tests of its module, then with those of its room.

    python -m tests.bench.mutation [--sample 400] [--seed 20261201] [--seconds 120] [--only PART-OF-A-MODULE[:LINE]] [--minutes N]

Prints a line for each mutant and the score; the same seed draws the same mutants from the same code.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tests.bench.mutation.mutants import Mutant, applied, mutants

ROOT = Path(__file__).resolve().parents[3]
WHERE = (
    "policies/engine", "policies/constraints", "ownership/tracing", "core/timeline.py", "workflows/timeline", "policies/waivers.py",
    "policies/waiver_file.py", "core/recognition.py", "reference/hardware", "evidence", "workflows/duty.py", "workflows/duty_lines.py",
    "workflows/duty_rates.py", "reference/tariffs.py",
)  # fmt: skip
"""What decides verdicts and sums."""
ALSO = {"ownership": ["tests/test_conformance.py"], "policies": ["tests/policies"], "core": ["tests/core"]}


def _modules() -> Iterator[str]:
    for place in WHERE:
        path = ROOT / "compliance" / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield file.relative_to(ROOT).as_posix()


def _stages(module: str) -> Iterator[list[str]]:
    """The module's own tests, then those of its folder and what else speaks of its room."""
    inside = Path(module).relative_to("compliance")
    own = Path("tests") / inside.parent / f"test_{inside.name}"
    folder = (Path("tests") / inside.parent).as_posix()
    if (ROOT / own).exists():
        yield [own.as_posix()]
    yield [folder, *ALSO.get(inside.parts[0], ())]


def _survives(mutant: Mutant, tree: Path, seconds: float) -> str:
    """``killed``, ``survived`` or ``undecided``, in a copy of the ``tree``."""
    target = tree / mutant.module
    whole = target.read_text("utf-8")
    target.write_text(applied(ROOT, mutant), "utf-8")
    try:
        for tests in _stages(mutant.module):
            command = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-x",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:randomly",
                *tests,
            ]
            try:
                ended = subprocess.run(
                    command, cwd=tree, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds,
                    env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return "undecided"
            if ended.returncode:
                return "killed"
    finally:
        target.write_text(whole, "utf-8")
    return "survived"


def main() -> None:
    """Draws and tries the mutants."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20261201)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--minutes", type=float, default=24 * 60)
    parser.add_argument("--only", action="append", default=[])
    asked = parser.parse_args()
    possible = [mutant for module in _modules() for mutant in mutants(ROOT, module)]
    if asked.only:
        possible = [one for one in possible if any(part in f"{one.module}:{one.line}:" for part in asked.only)]
    drawn = random.Random(asked.seed).sample(possible, min(asked.sample, len(possible)))
    counts: Counter[str] = Counter()
    until = monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in ("compliance", "tests"):
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("rules", "fleets", "docs", "pyproject.toml", "README.md"):
            (tree / name).symlink_to(ROOT / name)
        for mutant in drawn:
            if monotonic() > until:
                break
            outcome = _survives(mutant, tree, asked.seconds)
            counts[outcome] += 1
            print(f"{outcome:9} {mutant.module}:{mutant.line} {mutant.what}", flush=True)
    decided = counts["killed"] + counts["survived"]
    print(
        f"{counts['killed']} of {decided} decided killed, {counts['undecided']} undecided, of {len(possible):,} possible"
    )


if __name__ == "__main__":
    main()
