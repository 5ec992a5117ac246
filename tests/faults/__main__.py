"""The long form: ``python -m tests.faults [--flips 1000] [--seed N]``. Ends with 1 where anything went wrong."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.faults.trying import all_of_them


def main() -> int:
    """Prints a line for each kind of fault, and one for everything that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--flips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (tried, wrong) in all_of_them(Path(folder), asked.flips, asked.seed):
            print(f"{name}: {tried:,} tried, {len(wrong)} wrong", *wrong, sep="\n  ", flush=True)
            failed += len(wrong)
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())
