"""Work is shared out among processes, and none of it is lost."""

from __future__ import annotations

import multiprocessing
import os

import pytest

from compliance.io.processes import processors, send, shared, shares


def test_every_part_is_worked_out_in_order() -> None:
    assert shared(max, [(1, 2), (4, 3)]) == [2, 4]


def test_what_a_process_fails_to_do_is_done_here() -> None:
    fails_elsewhere = "import multiprocessing, os\nif multiprocessing.parent_process(): os._exit(3)\nassert done == 1"
    assert shared(exec, [("",), (fails_elsewhere, {"done": 1})]) == [None, None]


def test_a_process_sends_what_comes_of_its_part() -> None:
    here, there = multiprocessing.Pipe(duplex=False)
    send(there, max, (1, 2))
    assert here.recv() == 2


@pytest.mark.parametrize(
    ("items", "most", "expected"),
    [
        ("abcdef", 2, ["ace", "bdf"]),
        ("abcdef", 9, ["ace", "bdf"]),
        ("abc", 2, ["abc"]),
        ("", 4, [""]),
        ("abcdef", 1, ["abcdef"]),
    ],
)
def test_few_items_are_not_shared_out(items: str, most: int, expected: list[str]) -> None:
    assert shares(items, most, 3) == expected


def test_the_processors_are_those_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processors() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors() == 1
