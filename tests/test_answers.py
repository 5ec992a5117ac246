"""Every command in every format: standard output holds the answer and nothing else, as a process of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import click
import pypdfium2
import pytest

from compliance.cli.main import app, run
from compliance.reports import check, documents, dossier, reconcile, requests, screen
from tests.command_line import ROOT

DAY = ("--as-of", "2026-11-22")
FLEET = "fleets/northgate"
LOTS = f"{FLEET}/fleet.csv"
PACK = str(Path(tempfile.gettempdir()) / "compliance-answers.zip")
SAMPLES: dict[str, tuple[str, ...]] = {
    "check": (FLEET, *DAY),
    "completion": ("fish",),
    "convert": (LOTS,),
    "decide": (
        "--party", "Sophgo Technologie", "--listing", "us-bis-90fr4621:sophgo-technologies-ltd", "--same-party",
        "--reason", "it is a test", "--decided-by", "a tester", "--decided-on", "2026-11-22",
        "--expires", "8999-12-31", "--check",
    ),
    "desk": ("--openapi",),
    "diligence": (FLEET, *DAY),
    "documents": (FLEET, *DAY),
    "doctor": (FLEET, *DAY),
    "duty": (LOTS, *DAY),
    "init": ("tests/reports/doctor",),
    "lists diff": ("us-ofac-sdn", "us-bis-uvl"),
    "lists show": ("NOTHING IS CALLED SO",),
    "lists status": DAY,
    "lists update": ("nothing",),
    "pack": (FLEET, "--output", PACK, *DAY),
    "reconcile": (FLEET, f"{FLEET}/scans/hall-b.json", *DAY),
    "rules list": DAY,
    "rules schema": ("fleet",),
    "rules show": ("us-ear/sophgo", *DAY),
    "rules test": ("us-ofac", *DAY),
    "requests": (FLEET, *DAY),
    "scan": ("127.0.0.1", "--seconds", "1"),
    "screen": ("Bitmain Technologies", "Sophgo", *DAY),
    "timeline": (FLEET, "--from", "2026-01-01", "--to", "2026-11-22"),
    "trace": ("--all", "--parties", f"{FLEET}/parties.yaml", *DAY),
    "verify": (PACK,),
    "waive": (
        "--rule", "us-ear/sophgo", "--asset", "A-1", "--reason", "it is a test", "--approved-by", "a tester",
        "--approved-on", "2026-11-22", "--expires", "8999-12-31", "--check",
    ),
}  # fmt: skip
"""What each command is asked; its formats it tells itself."""
ENDS_WITHOUT_ANSWER = {"lists show", "lists update", "scan"}
MARK = b"\0the next answer\0"
SCRIPT = f"""
import json, os, sys
from compliance.cli.terminal import own_streams
own_streams()
from compliance.cli.main import run
for job in json.load(sys.stdin):
    run(job)
    os.write(1, b"a native library speaks\\n")
    sys.stdout.buffer.write({MARK!r})
    sys.stdout.flush()
"""


def leaves(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, with its words."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    for inner in command.list_commands(click.Context(command)):
        leaf = command.get_command(click.Context(command), inner)
        assert leaf is not None
        yield from leaves(leaf, f"{name} {inner}".strip())


def forms(command: click.Command) -> list[str]:
    """What ``--format`` may be; "" where a command has one form only."""
    kinds = [option.type for option in command.params if "--format" in option.opts]
    return [str(choice) for kind in kinds if isinstance(kind, click.Choice) for choice in kind.choices] or [""]


JOBS = {
    (name, form): [*name.split(), *SAMPLES.get(name, ()), *(("--format", form) if form else ())]
    for name, command in leaves(app)
    for form in forms(command)
}
FOLDERS = {
    "check": check, "documents": documents, "diligence": dossier, "reconcile": reconcile, "requests": requests,
    "screen": screen,
}  # fmt: skip
FILES = {(name, form) for name, folder in FOLDERS.items() for form in folder.BINARY}
"""What is written with ``--output`` only."""


class Page(HTMLParser):
    """Counts what is open."""

    VOID = {"meta", "br", "hr", "input", "link", "img", "col", "wbr"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass


def is_html(text: str) -> None:
    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>\n")
    assert Page(text).open == []


def is_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def is_lines(text: str) -> None:
    assert [type(json.loads(line)) for line in text.splitlines()] == [dict] * text.count("\n")


PARSERS: dict[str, Callable[[str], object]] = {
    "json": json.loads, "sarif": json.loads, "gitlab": json.loads, "ftm": is_lines, "csv": is_csv,
    "junit": ElementTree.fromstring, "graphml": ElementTree.fromstring, "svg": ElementTree.fromstring, "html": is_html,
}  # fmt: skip
"""What must be able to read a form; a form that nothing reads is only compared with what Python wrote."""


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str], bytes]:
    """What stood on standard output of one process, by command and form."""
    asked = {job: arguments for job, arguments in JOBS.items() if job not in FILES}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(list(asked.values())).encode(),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    *written, rest = ran.stdout.split(MARK)
    assert rest == b""
    return dict(zip(asked, written, strict=True))


def test_every_command_has_a_sample() -> None:
    assert {name for name, _ in JOBS} == set(SAMPLES)
    assert len(JOBS) > 40


@pytest.mark.parametrize(("name", "form"), sorted(JOBS.keys() - FILES))
def test_standard_output_holds_the_answer_and_nothing_else(
    name: str,
    form: str,
    answers: dict[tuple[str, str], bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    answer = answers[name, form]
    if name in ENDS_WITHOUT_ANSWER:
        assert answer == b""
        return
    assert answer
    PARSERS.get(form, str)(answer.decode())
    monkeypatch.chdir(ROOT)
    assert run(JOBS[name, form]) in (0, 1, 3)
    assert answer == capsysbinary.readouterr().out


@pytest.mark.parametrize(("name", "form"), sorted(FILES))
def test_what_is_no_text_goes_into_a_file(name: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "report"
    command = [sys.executable, "-m", "compliance", *JOBS[name, form]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([*command, "--output", str(path)], cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (
        {"check": 3, "reconcile": 3, "screen": 1}.get(name, 0),
        b"",
        b"",
    )
    if form == "pdf":
        with pypdfium2.PdfDocument(path) as pages:
            assert len(pages) > 0
        return
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None


def test_the_solver_prints_nothing_into_a_dossier() -> None:
    command = [sys.executable, "-m", "compliance", *JOBS["diligence", "json"]]
    ran = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert json.loads(ran.stdout)["format"] == "compliance-dossier/1"
    assert ran.stderr == b""
