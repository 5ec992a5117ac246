"""Faults tried with real processes. Each function returns how many it tried, and what went wrong, in one line each."""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

from tests.command_line import CHINA, CLEAN, MINEONE, ROOT, fleet
from tests.faults.writers import SAID, WHY, WRITERS, Writer, laid_out, left_behind

Outcome = tuple[int, list[str]]

_OPERATIONS = ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate", "os.link", "fcntl.flock")
_KILLED = f"""
import os, signal, sys
left, folder, seen = int(sys.argv.pop(1)), os.getcwd(), 0
def hook(event, arguments):
    global seen
    if event not in {_OPERATIONS!r}:
        return
    if event == "open" and (not isinstance(arguments[0], (str, bytes)) or not str(os.path.abspath(os.fsdecode(arguments[0]))).startswith(folder)):
        return
    if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        return
    seen += 1
    if seen == left:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from compliance.__main__ import main
main()
"""


def _run(
    arguments: tuple[str, ...], before: tuple[str, ...] = ("-m", "compliance"), **variables: str
) -> tuple[int, bytes, bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    ended = subprocess.run(
        [sys.executable, *before, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        check=False,
        timeout=600,
    )
    return ended.returncode, ended.stdout, ended.stderr


def killed(writer: Writer, folder: Path, most: int = 200) -> Outcome:
    """SIGKILL at every file operation of a command: the old file or a whole new one, and the next run ends well."""
    folder.mkdir(parents=True)
    wrong: list[str] = []
    with chdir(folder):
        laid_out(writer)
        _run(writer.arguments)
        new = Path(writer.file).read_bytes()
        for number in range(1, most + 1):
            Path(writer.file).write_bytes(writer.old)
            code, _, _ = _run((str(number), *writer.arguments), ("-c", _KILLED))
            if code != -9:
                return number - 1, wrong
            after = Path(writer.file).read_bytes()
            if after not in (writer.old, new):
                wrong.append(f"{writer.file}, operation {number}: neither the old nor the new file")
            Path(writer.file).write_bytes(writer.old)
            again, _, said = _run(writer.arguments)
            if again not in writer.codes or Path(writer.file).read_bytes() != new:
                wrong.append(f"{writer.file}, operation {number}: the next run ended with {again}: {said[-200:]!r}")
            if any(name.endswith(".lock") for name in left_behind()):
                wrong.append(f"{writer.file}, operation {number}: a lock stayed")
        return most, wrong


def flipped(folder: Path, count: int, seed: int) -> Outcome:
    """Single bits of the kept files are flipped: the report never says anything else."""
    folder.mkdir(parents=True)
    cache = folder / "cache"
    dice = random.Random(seed)
    wrong: list[str] = []
    with chdir(folder):
        fleet(CHINA, CLEAN)
        arguments = ("check", "fleet.csv", *MINEONE, "--format=json", "--all")
        said = _run(arguments, XDG_CACHE_HOME=str(cache))
        kept = sorted(path for path in cache.rglob("*") if path.is_file())
        for number in range(count):
            path = dice.choice(kept)
            whole = path.read_bytes()
            place = dice.randrange(len(whole) * 8)
            damaged = bytearray(whole)
            damaged[place // 8] ^= 1 << place % 8
            path.write_bytes(damaged)
            if _run(arguments, XDG_CACHE_HOME=str(cache)) != said:
                wrong.append(f"flip {number}: bit {place} of {path.name}")
            path.write_bytes(whole)
    return count, wrong


def streams(folder: Path, most: int = 1000) -> Outcome:
    """Closed and full streams, and other surroundings: the code is that of the verdict, or 4, and nothing is a traceback."""
    folder.mkdir(parents=True)
    wrong: list[str] = []
    tried = 0
    with chdir(folder):
        fleet(CHINA, CLEAN)
        Path("none").write_bytes(b"")
        for command, ends, before, after in _surroundings():
            if tried == most:
                break
            tried += 1
            line = f"{before} {shlex.quote(sys.executable)} -m compliance {command} {after}"
            ended = subprocess.run(
                ["bash", "-c", line],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                check=False,
            )
            if ended.returncode not in ends or b"Traceback" in ended.stderr:
                wrong.append(f"{before} compliance {command} {after}: {ended.returncode} {ended.stderr[-200:]!r}")
    return tried, wrong


def _surroundings() -> Iterator[tuple[str, tuple[int, ...], str, str]]:
    judged = shlex.join(("check", "fleet.csv", *MINEONE))
    for after, ends in (
        ("2>/dev/full", (4,)),
        (">&-", (4,)),
        (">/dev/full", (4,)),
        ("2>&-", (4,)),
        (">&- 2>&- <&-", (4,)),
        ("| head -c 0", (0, 4)),
    ):
        yield "check none", ends, "", after
        yield judged, (1, *ends) if after in ("2>/dev/full", "2>&-") else ends, "", after
    for before in (
        "LC_ALL=C",
        "LC_ALL=tr_TR.UTF-8 LANG=tr_TR",
        "TZ=Pacific/Kiritimati",
        "TZ=No/Where",
        "env -u HOME",
        "HOME=/nowhere",
        "TMPDIR=/nowhere",
        "PYTHONUTF8=0",
        "COLUMNS=1",
        "TERM=dumb",
    ):
        yield judged, (1,), before, ""


def together(folder: Path, programs: int) -> Outcome:
    """Programs that continue one file at the same time: every entry is there."""
    folder.mkdir(parents=True)
    wrong: list[str] = []
    with chdir(folder):
        Path("compliance.toml").write_text('policies = ["cleanspark-mineone"]\n', "utf-8")
        for name, arguments in (
            ("waivers.yaml", ("waive", "--rule=cleanspark-mineone/origin", "--lot=L-{}", *SAID)),
            (
                "decisions.yaml",
                (
                    "decide",
                    "--party=Sophgo {}",
                    "--listing=us-bis-90fr4621:sophgo-technologies-ltd",
                    "--same-party",
                    *WHY,
                ),
            ),
        ):
            Path(name).unlink(missing_ok=True)
            running = [
                subprocess.Popen(
                    [sys.executable, "-m", "compliance", *(one.format(number) for one in arguments)],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)},
                )
                for number in range(programs)
            ]  # fmt: skip
            codes = [program.wait() for program in running]
            entries = Path(name).read_text("utf-8").count("reason:")
            if codes != [0] * programs or entries != programs:
                wrong.append(f"{programs} programs on {name}: codes {codes}, {entries} entries")
    return 2 * programs, wrong


def all_of_them(folder: Path, flips: int, seed: int) -> Iterator[tuple[str, Outcome]]:
    """Everything, with what it is called."""
    for number, writer in enumerate(WRITERS):
        yield f"kills of {writer.arguments[0]} -> {writer.file}", killed(writer, folder / f"kill-{number}")
    for programs in (2, 8):
        yield f"{programs} programs on one file", together(folder / f"together-{programs}", programs)
    yield "streams and surroundings", streams(folder / "streams")
    yield f"bit flips of the cache (seed {seed})", flipped(folder / "flips", flips, seed)
