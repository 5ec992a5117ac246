"""Faults of the machine, a few of each: a full disk, a kill, a flipped bit, a closed stream. All of them: ``python -m tests.faults``."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command_line import Compliance
from tests.faults import trying
from tests.faults.writers import WRITERS, Writer, laid_out, left_behind

resource = pytest.importorskip("resource")


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No file of this process may become larger than that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# A library that could not write leaves it to the collector of garbage to close its files.
@pytest.mark.filterwarnings("ignore:unclosed file", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("writer", WRITERS, ids=[" ".join((writer.arguments[0], writer.file)) for writer in WRITERS])
def test_nothing_is_lost_and_nothing_stays(
    compliance: Compliance, writer: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    laid_out(writer)
    ran = compliance(*writer.arguments)
    assert ran.code in writer.codes, ran.err
    whole = Path(writer.file).read_bytes()
    assert whole != writer.old
    for size in (0, len(whole) // 2):
        Path(writer.file).write_bytes(writer.old)
        with no_file_beyond(size):
            ran = compliance(*writer.arguments)
        assert (ran.code, Path(writer.file).read_bytes(), left_behind()) == (4, writer.old, []), (size, ran.err)
        assert "cannot be" in ran.err
        assert not list((tmp_path / "temporary").iterdir())
    gc.collect()


def test_a_kill_at_an_operation_leaves_an_old_or_a_new_file(here: Path) -> None:
    assert trying.killed(WRITERS[0], here / "kill", most=1) == (1, [])


def test_flipped_bits_change_no_report(here: Path) -> None:
    assert trying.flipped(here / "flip", count=1, seed=1) == (1, [])


def test_closed_streams_have_their_exit_code(here: Path) -> None:
    assert trying.streams(here / "streams", most=2) == (2, [])
