"""One reader on endless damaged files, until its time is over: the part of the long form that may die."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from hashlib import sha256
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from tests.fuzz.damage import damaged
from tests.fuzz.readers import READERS, Reader

MOST_SECONDS = 5
"""Of a processor, for one file."""
MOST_BYTES = 1024**3
"""Of memory, for one file, beyond what the program had."""
ROUND = 500


class TooSlowError(BaseException):
    """A file took too long."""


class Trial:
    """One reader, its counts, and where its failures go."""

    def __init__(self, reader: Reader, folder: Path, failures: Path) -> None:
        self.reader, self.folder, self.failures = reader, folder, failures
        self.counts: dict[str, Any] = {"tried": 0, "read": 0, "failed": 0, "slowest": 0.0, "mib": 0}
        self._kinds: set[str] = set()
        signal.signal(signal.SIGPROF, self._too_slow)

    def one(self, content: bytes) -> None:
        """Tries one file; a failure is kept once for each place in the code from which it comes."""
        self.counts["tried"] += 1
        before = process_time()
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        try:
            self.counts["read"] += self.reader.tried(content, self.folder)
            took = process_time() - before
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever is no ComplianceError is what is looked for
            took = process_time() - before
            self._failed(content, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        self.counts["slowest"] = max(self.counts["slowest"], round(took, 2))
        if (peak := _peak()) > self.counts["mib"]:
            if self.counts["tried"] > 20 and (peak - self.counts["mib"]) * 2**20 > MOST_BYTES:
                self._failed(content, MemoryError(f"{peak} MiB"))
            self.counts["mib"] = peak

    def _failed(self, content: bytes, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = next(
            (f"{frame.filename}:{frame.lineno}" for frame in reversed(frames) if "/compliance/" in frame.filename), ""
        )
        kind = f"{type(error).__name__} {place}"
        if kind in self._kinds:
            return
        self._kinds.add(kind)
        self.counts["failed"] += 1
        self.failures.mkdir(parents=True, exist_ok=True)
        name = f"{self.reader.name}-{type(error).__name__}-{sha256(kind.encode()).hexdigest()[:8]}"
        (self.failures / f"{name}{self.reader.suffix}").write_bytes(content)
        (self.failures / f"{name}.log").write_text("".join(traceback.format_exception(error)), "utf-8", "replace")

    def _too_slow(self, *_: object) -> None:
        raise TooSlowError(f"more than {MOST_SECONDS} s")


def _peak() -> int:
    """The most memory that the process ever had, in MiB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(name: str, seconds: str, seed: str, failures: str, folder: str) -> None:
    """Tries the seeds as they are, then damaged ones."""
    reader = next(reader for reader in READERS if reader.name == name)
    trial = Trial(reader, Path(folder), Path(failures))
    seeds = reader.seeds()
    for content in seeds:
        trial.one(content)
    until = monotonic() + float(seconds)
    number = int(seed)
    while monotonic() < until:

        @seeded(number)
        @settings(
            max_examples=ROUND if not reader.slow else 20,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged(seeds))
        def some(content: bytes) -> None:
            if monotonic() < until:
                trial.one(content)

        some()
        number += 1_000_003
    print(json.dumps(trial.counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
