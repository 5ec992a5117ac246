"""Work in a process of its own. What the child is asked to do stands in this module, which it imports."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from compliance.core.errors import fail
from compliance.io import child
from compliance.io.child import ChildLimits, in_child, told
from tests.command_line import ROOT

HERE = "tests.io.test_child"


def main(arguments: Sequence[str], out: BinaryIO) -> None:
    """What the child does."""
    out.write(b"half")
    out.flush()
    if arguments[0] == "memory":
        bytearray(10**9)
    elif arguments[0] == "file":
        with open(arguments[1], "wb", buffering=0) as file:
            file.write(b"x")
    elif arguments[0] == "dies":
        os.abort()
    out.write(b" and half")


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of Linux")
def test_an_answer_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    assert in_child(HERE, ["well"]) == b"half and half"
    assert in_child(HERE, ["dies"]) == b""
    assert in_child(HERE, ["memory"], ChildLimits(memory=600 * 1024**2)) == b""
    assert in_child(HERE, ["file", str(tmp_path / "x")]) == b""
    assert (tmp_path / "x").read_bytes() == b""
    assert in_child(HERE, ["well"], ChildLimits(patience=0)) == b""


def test_what_the_child_does(monkeypatch: pytest.MonkeyPatch) -> None:
    limited, out = [], io.BytesIO()
    monkeypatch.setattr(child, "limit", lambda *limits: limited.append(limits))
    monkeypatch.setattr(out, "close", lambda: None)
    monkeypatch.setattr(os, "fdopen", lambda *_: out)
    child.main("5", "1000", HERE, "well")
    assert (limited, out.getvalue()) == ([(5, 1000)], b"half and half")
    assert told(fail("is odd", "Mend it.", file="f")) == {"problem": ["is odd", "Mend it."]}


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    class Resource:
        RLIMIT_CORE, RLIMIT_FSIZE, RLIMIT_CPU, RLIMIT_AS = "core", "file", "cpu", "as"
        limits: dict[str, Any] = {}

        @classmethod
        def setrlimit(cls, what: str, most: tuple[int, int]) -> None:
            if what == "core":
                raise ValueError
            cls.limits[what] = most

    monkeypatch.setitem(sys.modules, "resource", Resource)
    child.limit(5, 10**9)
    assert Resource.limits == {"file": (0, 0), "cpu": (5, 5), "as": (10**9, 10**9)}
    monkeypatch.setitem(sys.modules, "resource", None)
    child.limit(5, 10**9)
