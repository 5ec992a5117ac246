"""Work on what strangers wrote, in a process of its own: it may take so long and so much memory, and it writes no file.

``python -P -m compliance.io.child SECONDS BYTES MODULE ARGUMENT...`` limits itself and calls ``MODULE.main(arguments, out)``.
What the caller's program is, does not matter to it. Whatever becomes of it, an answer of bytes comes back, or none.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module

from compliance.core.errors import ComplianceError


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """How many seconds of a processor and how many bytes of memory, where the system can limit it."""

    seconds: int = 60
    memory: int = 2 * 1024**3
    patience: int = 20
    """So many times longer it may take by the clock than it uses a processor."""


def in_child(module: str, arguments: Sequence[str], limits: ChildLimits = ChildLimits()) -> bytes:
    """What ``main`` of ``module`` writes for these arguments; nothing where it goes beyond the limits or comes to grief."""
    command = [sys.executable, "-B", "-P", "-m", __name__, str(limits.seconds), str(limits.memory), module, *arguments]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limits.seconds * limits.patience, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return b""
    return b"" if ended.returncode else ended.stdout


def told(error: ComplianceError) -> dict[str, list[str]]:
    """What is wrong, as JSON, for the one who waits for an answer."""
    (problem,) = error.problems
    return {"problem": [problem.what, problem.advice]}


def limit(seconds: int, memory: int) -> None:
    """So much of a processor's time and of memory this process may use from now on, and no file, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows: whoever waits for us looks at the clock
        return
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
    ):
        with suppress(ValueError, OSError):  # a lower limit is set already
            resource.setrlimit(what, (most, most))


def main(seconds: str, memory: str, module: str, *arguments: str) -> None:
    """The child's part."""
    limit(int(seconds), int(memory))
    with os.fdopen(1, "wb") as out:
        import_module(module).main(arguments, out)


if __name__ == "__main__":  # pragma: no cover - in the other process
    main(*sys.argv[1:])
