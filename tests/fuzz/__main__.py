"""The long form: ``python -m tests.fuzz [--minutes 10] [--reader NAME]... [--seed N] [--failures FOLDER]``.

Each reader is tried in a process of its own, so that one that dies is told as well. A failure is written to the folder of
failures; mend its kind, and move the file into ``corpus/READER/``, where it is tried with every change from then on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from tests.fuzz.readers import READERS


def main() -> int:
    """Ends with 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--reader", action="append", choices=[reader.name for reader in READERS])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    asked = parser.parse_args()
    chosen = [reader for reader in READERS if reader.name in (asked.reader or [reader.name])]
    seconds = asked.minutes * 60 / len(chosen)
    total = {"tried": 0, "read": 0, "failed": 0}
    for reader in chosen:
        counts = _tried(reader.name, seconds, asked.seed, asked.failures.absolute())
        print(f"{reader.name:28}", *(f"{name} {value}" for name, value in counts.items()), flush=True)
        for name in total:
            total[name] += int(counts.get(name, 0))
    print(f"{'all':28}", *(f"{name} {value:,}" for name, value in total.items()))
    return bool(total["failed"])


def _tried(name: str, seconds: float, seed: int, failures: Path) -> dict[str, Any]:
    """What a process of its own says of one reader; where it dies, the file that it was reading is kept."""
    with tempfile.TemporaryDirectory() as folder:
        started = monotonic()
        command = [sys.executable, "-m", "tests.fuzz.trying", name, str(seconds), str(seed), str(failures)]
        environment = os.environ | {"XDG_CACHE_HOME": f"{folder}/cache", "COMPLIANCE_DATA": f"{folder}/data"}
        ended = subprocess.run(
            [*command, folder], capture_output=True, text=True, env=environment, check=False, timeout=seconds + 900
        )
        lines = ended.stdout.splitlines()
        counts: dict[str, Any] = json.loads(lines[-1]) if lines and not ended.returncode else {"failed": 1}
        if ended.returncode:
            failures.mkdir(parents=True, exist_ok=True)
            for path in Path(folder).glob("fleet.*"):
                path.replace(failures / f"{name}-died-{seed}{path.suffix}")
            (failures / f"{name}-died-{seed}.log").write_text(ended.stdout + ended.stderr)
            counts["ended"] = ended.returncode
        return counts | {"seconds": round(monotonic() - started)}


if __name__ == "__main__":
    raise SystemExit(main())
