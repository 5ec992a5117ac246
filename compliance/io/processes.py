"""Work shared out among processes, so that every processor of the machine is used."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def shares(items: Sequence[T], most: int, least: int) -> list[Sequence[T]]:
    """``items`` in up to ``most`` shares of ``least`` items or more; item by item, so that hard ones are spread."""
    count = max(1, min(most, len(items) // least))
    return [items[first::count] for first in range(count)]


def shared(work: Callable[..., R], parts: Sequence[tuple[Any, ...]]) -> list[R]:
    """``work``, a function of a module, of each part: of the first here, of each other one in a process of its own.

    What a process does not answer is worked out here. The program must be one that may be imported again, as commands are.
    """
    children = [_started(work, part) for part in parts[1:]]
    try:
        results = [work(*parts[0])]
        for part, (child, answer) in zip(parts[1:], children, strict=True):
            try:
                results.append(answer.recv())
            except (EOFError, OSError):
                results.append(work(*part))
            child.join()
        return results
    finally:
        for child, answer in children:
            child.kill()
            child.join()
            answer.close()


def _started(work: Callable[..., object], part: tuple[Any, ...]) -> tuple[BaseProcess, Connection]:
    from multiprocessing import get_context

    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=send, args=(there, work, part), daemon=True)
    child.start()
    there.close()
    return child, here


def send(out: Connection, work: Callable[..., object], part: tuple[Any, ...]) -> None:
    """The child's part: works, and sends what comes of it."""
    out.send(work(*part))
    out.close()
