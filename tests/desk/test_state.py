"""A check under way shows how far it is, can be called off, and ends with an answer or with what is wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from compliance.core.errors import ComplianceError, fail
from compliance.desk import state as module
from compliance.desk.folder import Folder
from compliance.desk.state import Desk, Job, Made, Progress
from tests.command_line import CHINA, CLEAN, fleet
from tests.desk.client import DAY


@pytest.fixture
def desk(here: Path) -> Desk:
    return Desk(Folder(here), lambda: DAY)


def done(desk: Desk, job: Job) -> None:
    assert job.done.wait(60)
    assert desk.running is None


def test_a_check_ends_with_units_and_is_stale_when_a_file_changes(desk: Desk) -> None:
    fleet(CHINA)
    done(desk, desk.start())
    assert desk.last is not None
    assert desk.last.units is not None
    stale = [desk.is_stale]
    fleet(CHINA, CLEAN)
    stale.append(desk.is_stale)
    done(desk, desk.restart())
    desk.restart()
    assert desk.last.result is not None
    assert list(desk.last.result.inputs.tables[0].table.chunks()), (
        "a table can be read again after its check was called off"
    )
    assert desk.job is not None
    done(desk, desk.job)
    assert [*stale, desk.is_stale] == [False, True, False]


def test_what_is_wrong_is_the_outcome(desk: Desk, here: Path) -> None:
    done(desk, desk.start())
    assert desk.last is not None
    assert "has no inventory" in desk.last.problems[0].what
    fleet(CHINA)
    (here / "parties.yaml").symlink_to("/etc/hostname")
    done(desk, desk.start())
    assert [(problem.file, problem.what) for problem in desk.last.problems] == [
        ("parties.yaml", "is a link that leads out of the folder of this desk")
    ]


def test_a_bug_is_said_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    fleet(CHINA)
    monkeypatch.setattr(module, "check", broken)
    done(desk, desk.start())
    assert desk.last is not None
    assert "a bug in compliance: RuntimeError" in desk.last.problems[0].what


def test_it_can_be_called_off_and_only_one_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    going, on = Event(), Event()

    def slow(*_: Any, progress: Any, **__: Any) -> None:
        progress("fleet.csv", "1 row")
        going.set()
        on.wait(60)
        progress("fleet.csv", "2 rows")

    fleet(CHINA)
    monkeypatch.setattr(module, "check", slow)
    job = desk.start()
    assert going.wait(60)
    assert job.step == "reading fleet.csv: 1 row"
    assert desk.start() is job
    with pytest.raises(ComplianceError, match="a check is under way"):
        desk.update_lists(["us-ofac-sdn"])
    job.cancelled.set()
    on.set()
    done(desk, job)
    assert desk.last is not None
    assert desk.last.cancelled


def test_a_paper_is_made_after_the_check_and_can_be_called_off(desk: Desk) -> None:
    fleet(CHINA)
    desk.start()
    done(desk, desk.make("making", lambda progress: Made("a", str(desk.last is not None).encode())))
    assert desk.made is not None
    assert desk.made.data == b"True"
    going, on = Event(), Event()

    def slow(progress: Progress) -> Made:
        going.set()
        on.wait(60)
        progress("fleet.csv", "1 row")
        raise AssertionError

    job = desk.make("making", slow)
    assert going.wait(60)
    job.cancelled.set()
    on.set()
    done(desk, job)
    assert [desk.made] == [None]

    def wrong(progress: Progress) -> Made:
        raise fail("is wrong")

    def broken(progress: Progress) -> Made:
        raise RuntimeError

    for work, what in ((wrong, "is wrong"), (broken, "a bug in compliance: RuntimeError")):
        done(desk, desk.make("making", work))
        assert desk.made is not None
        assert what in desk.made.problems[0].what


def test_a_check_that_was_called_off_late_has_no_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fleet(CHINA)
    job = desk.start()
    done(desk, job)
    assert desk.last is not None
    assert desk.last.result is not None
    late = Job()
    late.cancelled.set()
    result = desk.last.result
    monkeypatch.setattr(module, "check", lambda *_, **__: result)
    desk._run(late)
    assert desk.last.cancelled


def test_settings_name_the_inventories(desk: Desk, here: Path) -> None:
    fleet(CHINA, name="inv/a.csv")
    (here / "compliance.toml").write_text('inventories = ["inv/*.csv"]\n')
    assert [path.relative_to(here).as_posix() for path in desk.inventories()] == ["inv/a.csv"]
    assert desk.companion("waivers") == here / "inv" / "waivers.yaml"
    (here / "inv" / "waivers.yml").touch()
    assert desk.companion("waivers") == here / "inv" / "waivers.yml"
    (here / "compliance.toml").write_text('inventories = ["x/*.csv"]\n')
    with pytest.raises(ComplianceError, match="no file fits"):
        desk.inventories()
    assert desk.companion("waivers") == here / "waivers.yaml"


def test_lists_are_downloaded_by_the_command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, "us-ofac-sdn: edition\n", "")

    fleet(CHINA)
    monkeypatch.setattr("subprocess.run", run)
    done(desk, desk.update_lists(["us-ofac-sdn"]))
    assert desk.update == "us-ofac-sdn: edition"
    assert commands[0][1:] == ["-m", "compliance", "lists", "update", "--", "us-ofac-sdn"]


def test_what_the_desk_wrote_can_be_undone_unless_somebody_changed_it(desk: Desk, here: Path) -> None:
    path = here / "sites.yaml"
    with pytest.raises(ComplianceError, match="nothing to undo"):
        desk.undo()
    path.write_text("new")
    desk.record(path, None, "site", "")
    path.write_text("newer")
    desk.record(path, b"new", "site", "me")
    assert desk.undo().by == "me"
    assert path.read_text() == "new"
    path.write_text("edited")
    with pytest.raises(ComplianceError, match="was changed since by another program"):
        desk.undo()
    path.write_text("new")
    desk.undo()
    assert not path.exists()
