"""What a desk remembers while it runs: the last check, the one under way, and what can be undone. Decisions are in files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal, TypeVar

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.desk.folder import Folder
from compliance.desk.units import Units
from compliance.io.paths import lies_at
from compliance.workflows.check import CheckResult, check
from compliance.workflows.inputs import find_inventories
from compliance.workflows.repository import inventories_of
from compliance.workflows.settings import Config, find_config

T = TypeVar("T")

MAX_UNDO = 50
"""So many changes can be undone."""


Progress = Callable[[str, str], None]
"""Told which file is read, and how far."""


class _CancelledError(Exception):
    """A person has called the check off."""


@dataclass(eq=False)
class Job:
    """A check under way."""

    step: str = "starting"
    cancelled: Event = field(default_factory=Event)
    done: Event = field(default_factory=Event)

    def progress(self, file: str, done: str) -> None:
        """Called while files are read; also later, where a page reads them again."""
        if self.cancelled.is_set() and not self.done.is_set():
            raise _CancelledError
        self.step = f"reading {file}: {done}"

    def result(self, work: Callable[[], T], otherwise: Callable[[tuple[Problem, ...] | None], T]) -> T:
        """What ``work`` gives, else what ``otherwise`` gives for what kept it from that: None where it was called off."""
        try:
            return work()
        except _CancelledError:
            return otherwise(None)
        except ComplianceError as error:
            return otherwise(error.problems)
        except BaseException as error:  # noqa: BLE001 - it must be said; nobody waits for this thread
            what = f"this is a bug in compliance: {type(error).__name__}"
            return otherwise((Problem(what, "Run compliance check and report it."),))


@dataclass(frozen=True, eq=False)
class Checked:
    """The outcome of a check: a result, or what is wrong; ``stamp`` is that of the folder before it, ``day`` the one asked about."""

    stamp: str
    day: date
    result: CheckResult | None = None
    units: Units | None = None
    problems: tuple[Problem, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True)
class Change:
    """A file that the desk wrote: what it held before (None: it was not there), what it holds now, and for what."""

    path: Path
    before: bytes | None
    after: bytes
    what: str
    by: str


@dataclass(frozen=True, eq=False)
class Made:
    """A paper that was made: its name and content, or what kept it from being made."""

    name: str = ""
    data: bytes = b""
    problems: tuple[Problem, ...] = ()


class Desk:
    """The state of one desk. ``today`` says which day it is."""

    def __init__(self, folder: Folder, today: Callable[[], date]) -> None:
        self.folder, self._today = folder, today
        self.as_of: date | None = None
        self.last: Checked | None = None
        self.job: Job | None = None
        self.changes: list[Change] = []
        self.update = ""
        self.made: Made | None = None
        self._lock = Lock()

    @property
    def day(self) -> date:
        """The day that is asked about."""
        return self.as_of or self._today()

    @property
    def today(self) -> date:
        """The day on which somebody decides."""
        return self._today()

    @property
    def settings(self) -> tuple[Config, Path]:
        """The settings that hold for the folder, and where their paths begin. Raises ComplianceError."""
        return find_config(self.folder.root)

    @property
    def mapping(self) -> Path | None:
        """The map of columns that the settings name."""
        config, base = self.settings
        return base / config.map if config.map else None

    def inventories(self) -> list[Path]:
        """What is checked: what the settings name, else ``fleet.*``. Raises ComplianceError."""
        config, base = self.settings
        if config.inventories:
            names = inventories_of(
                [(self.folder.root / name).relative_to(base).as_posix() for name in self.folder.files()], config, base
            )
            if not names:
                raise fail("no file fits what the settings call inventories", "Tick one on the page of the fleet.")
            return [base / name for name in names]
        return find_inventories([self.folder.root])

    def companion(self, kind: Literal["waivers", "decisions", "parties", "sites"]) -> Path:
        """The file beside the inventories in which the desk writes what is concluded."""
        try:
            folder = self.inventories()[0].parent
        except ComplianceError:
            folder = self.folder.root
        names = (f"{kind}.yaml", f"{kind}.yml")
        return next((path for name in names if lies_at(path := folder / name)), folder / names[0])

    @property
    def is_stale(self) -> bool:
        """Whether something changed since the last check, or there was none."""
        last = self.last
        return last is None or last.stamp != self.folder.stamp() or last.day != self.day

    def start(self) -> Job:
        """Begins a check, unless one is under way."""
        with self._lock:
            if self.job is not None and not self.job.done.is_set():
                return self.job
            job = self.job = Job()
        Thread(target=self._run, args=(job,), daemon=True).start()
        return job

    def update_lists(self, names: Sequence[str]) -> Job:
        """Downloads lists by the command that does so, then checks anew."""
        job = Job("downloading lists")

        def run() -> None:
            command = [sys.executable, "-m", "compliance", "lists", "update", "--", *names]
            ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
            self.update = (ran.stdout + ran.stderr).strip()
            self._run(job)

        with self._lock:
            if self.running is not None:
                raise fail("a check is under way", "Wait for it, or call it off.")
            self.job = job
        Thread(target=run, daemon=True).start()
        return job

    def make(self, step: str, work: Callable[[Progress], Made]) -> Job:
        """Makes a paper, after the check under way; it is found in ``made``."""
        job = Job(step)

        def made() -> Made:
            if before is not None:
                before.done.wait()
            return work(job.progress)

        def run() -> None:
            self.made = job.result(made, lambda problems: None if problems is None else Made(problems=problems))
            job.done.set()

        with self._lock:
            before, self.job, self.made = self.running, job, None
        Thread(target=run, daemon=True).start()
        return job

    def restart(self) -> Job:
        """Begins a check of what the folder holds now; one that is under way is called off."""
        if self.job is not None:
            self.job.cancelled.set()
            self.job.done.wait()
        return self.start()

    @property
    def running(self) -> Job | None:
        """The check under way, if there is one."""
        job = self.job
        return None if job is None or job.done.is_set() else job

    def _run(self, job: Job) -> None:
        stamp, day = self.folder.stamp(), self.day
        self.last = job.result(
            lambda: self._checked(job, stamp, day),
            lambda problems: Checked(stamp, day, problems=problems or (), cancelled=problems is None),
        )
        job.done.set()

    def _checked(self, job: Job, stamp: str, day: date) -> Checked:
        if outside := self.folder.leading_outside():
            raise ComplianceError(
                Problem("is a link that leads out of the folder of this desk", "Copy the file there.", name)
                for name in outside
            )
        result = check(
            self.inventories(),
            as_of=day,
            everything=True,
            digests=False,
            allow_not_covered=True,
            settings=self.folder.root,
            progress=job.progress,
        )
        job.step = "preparing the pages"
        units = Units(result)
        units.prepare()
        if job.cancelled.is_set():
            raise _CancelledError
        return Checked(stamp, day, result, units)

    def record(self, path: Path, before: bytes | None, what: str, by: str) -> None:
        """Remembers that a file was written, so that it can be undone."""
        self.changes.append(Change(path, before, path.read_bytes(), what, by))
        del self.changes[:-MAX_UNDO]

    def undo(self) -> Change:
        """Takes the last change back. Raises ComplianceError where the file has changed since, or there is none."""
        from compliance.io.writing import continue_file

        if not self.changes:
            raise fail("there is nothing to undo", "The desk can undo what it wrote since it was opened.")
        change = self.changes[-1]
        name = change.path.name

        def older(content: bytes | None) -> bytes:
            if content != change.after:
                raise fail("was changed since by another program", "Take the entry out by hand.", file=name)
            return change.before or b""

        continue_file(change.path, name, older)
        if change.before is None:
            change.path.unlink(missing_ok=True)
        self.changes.pop()
        return change
