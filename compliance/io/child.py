"""Work on what strangers wrote, in a process of its own: it may take so long and so much memory, and it writes no file."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from compliance.core.errors import ComplianceError, fail

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """How many seconds, and how many bytes of memory, where the system can limit it."""

    seconds: int = 60
    memory: int = 2 * 1024**3


def in_child(work: Callable[..., T], *arguments: object, file: str, limits: ChildLimits = ChildLimits()) -> T:
    """What ``work``, a function of a module, returns for these arguments in another process.

    Raises the ComplianceError that it raises, and one that names ``file`` where it goes beyond the limits or comes to grief.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=answer, args=(there, work, arguments, limits), daemon=True)
    child.start()
    there.close()
    try:
        if not here.poll(limits.seconds):
            raise fail(
                f"takes more than {limits.seconds} seconds to read", "Split it, or register it by hand.", file=file
            )
        result, error = here.recv()
    except (EOFError, OSError):
        what = "cannot be read within the limits of time and memory"
        raise fail(what, "Split it, print it anew, or register it by hand.", file=file) from None
    finally:
        child.kill()
        child.join()
        here.close()
    if error is not None:
        raise error
    value: T = result
    return value


def answer(out: Connection, work: Callable[..., Any], arguments: tuple[object, ...], limits: ChildLimits) -> None:
    """The child's part: limits itself, works, and sends what comes of it."""
    limit(limits)
    try:
        out.send((work(*arguments), None))
    except ComplianceError as error:
        out.send((None, error))


def limit(limits: ChildLimits) -> None:
    """Limits this process for good; a system that cannot do so leaves it to the clock of the parent."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
