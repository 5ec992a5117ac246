"""Work in a process of its own."""

from __future__ import annotations

import os
import sys
import time
from multiprocessing import Pipe
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError, fail
from compliance.io.child import ChildLimits, answer, in_child, limit

LIMITS = ChildLimits(seconds=20)


def twice(number: int) -> int:
    return 2 * number


def refuse(number: int) -> int:
    raise fail(f"{number} is refused", file="a.pdf")


def endless() -> None:
    while True:
        time.sleep(1)


def gone() -> None:
    os._exit(1)


def written(path: Path) -> None:
    path.write_text("x", "utf-8")


def test_it_returns_and_raises_as_here() -> None:
    assert in_child(twice, 21, file="a.pdf", limits=LIMITS) == 42
    with pytest.raises(ComplianceError, match="21 is refused"):
        in_child(refuse, 21, file="a.pdf", limits=LIMITS)


def test_it_is_ended_where_it_takes_too_long_or_dies(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"a\.pdf: takes more than 1 seconds to read"):
        in_child(endless, file="a.pdf", limits=ChildLimits(seconds=1))
    with pytest.raises(ComplianceError, match=r"a\.pdf: cannot be read within the limits"):
        in_child(gone, file="a.pdf", limits=LIMITS)
    if sys.platform == "linux":
        with pytest.raises(ComplianceError, match="cannot be read within the limits"):
            in_child(written, tmp_path / "x", file="a.pdf", limits=LIMITS)
        assert not (tmp_path / "x").exists() or not (tmp_path / "x").read_bytes()


def test_what_the_child_does(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limited = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, most: limited.append((kind, most)))
    here, there = Pipe(duplex=False)
    answer(there, twice, (4,), LIMITS)
    assert here.recv() == (8, None)
    answer(there, refuse, (4,), LIMITS)
    assert str(here.recv()[1]) == "a.pdf: 4 is refused"
    assert (resource.RLIMIT_FSIZE, (0, 0)) in limited


def test_a_system_without_limits_leaves_it_to_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    limit(LIMITS)
