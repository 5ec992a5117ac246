"""What README and manual show is what happens: commands are run, files are read by the program that they are for."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click
import pytest

from compliance import __version__
from compliance.cli.commands import COMMANDS
from compliance.cli.main import app, run
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import DocumentFile
from compliance.inventory.document_classes import CLASSES as DOCUMENT_CLASSES
from compliance.inventory.facts import NATIVE
from compliance.inventory.sites import SiteFile
from compliance.io.resources import bundled
from compliance.io.yaml import parse
from compliance.ownership.formats.native import PartiesFile
from compliance.policies.constraints import AnyKind
from compliance.policies.waivers import WaiverFile
from compliance.reference.unit_kinds import KINDS as UNIT_KINDS
from compliance.screening.decision_file import DecisionFile
from compliance.workflows.settings import Config
from docs.draw_report import COMMAND, LINES, PICTURE, TIE_OUT, TIE_OUT_PICTURE, draw, text_in

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MANUAL = sorted((ROOT / "docs").rglob("*.md"))
TOP = sorted(ROOT.glob("*.md"))
SETTINGS = "compliance.toml"
BLOCK = re.compile(r"(?:<!-- (?P<note>.*?) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
SCHEMAS: dict[str, Any] = {
    "decisions": DecisionFile,
    "documents": DocumentFile,
    "parties": PartiesFile,
    "sites": SiteFile,
    "waivers": WaiverFile,
    "config": Config,
}
READ_BY_A_COMMAND = ("policy", "rule", "fleet")
"""Schemas of files that a command on the same page reads."""


class Block(NamedTuple):
    """A fenced block: the page it stands on, the comment above it, its language, its text."""

    page: Path
    note: str
    kind: str
    text: str

    @property
    def file(self) -> str:
        """The file that the block shows, or ""."""
        match = re.match(r"file: ([\w./-]+)", self.note)
        return match[1] if match else ""


def blocks(page: Path) -> Iterator[Block]:
    for match in BLOCK.finditer(page.read_text("utf-8")):
        yield Block(page, match["note"] or "", match["kind"], match["text"])


BLOCKS = [block for page in (README, *MANUAL) for block in blocks(page)]
INSTALLING = [block for block in BLOCKS if block.page == README and block.kind == "sh"][:2]
EXAMPLES = [block for block in BLOCKS if block.kind == "sh" and not block.note and block not in INSTALLING]
LINES_RUN = [line for block in EXAMPLES for line in block.text.splitlines()]
FILES = [block for block in BLOCKS if block.file]
PAGES = sorted({block.page for block in BLOCKS if block in EXAMPLES or block.kind == "python"})


def options() -> set[str]:
    """Every option of every command."""
    commands = [app.get_command(click.Context(app), name) for name in COMMANDS]
    commands += [member for group in commands if isinstance(group, click.Group) for member in group.commands.values()]
    return {
        option
        for command in commands
        if command
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }


def test_readme_is_a_door() -> None:
    assert len(README.read_bytes()) < 12_000
    assert [block.text for block in INSTALLING] == [
        "pip install . && compliance check fleets/cheyenne --policy cleanspark-mineone\n",
        "pip install -c constraints.txt '.[test]' && pytest\n",
    ]
    text = README.read_text("utf-8")
    first, second = (text.index(block.text) for block in INSTALLING)
    assert "ends with exit code 1" in text[first:second]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the samples, and the command ``compliance`` on the path."""
    shutil.copytree(ROOT / "fleets", tmp_path / "fleets")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_works_from_top_to_bottom(page: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files are there once they are shown, Python runs, commands end as they say and write what is shown."""
    for block in blocks(page):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, "utf-8")
        elif block.note.startswith("written: "):
            assert (folder / block.note.removeprefix("written: ")).read_text("utf-8") == block.text
        elif block.kind == "python":
            exec(compile(block.text, page.name, "exec"), {"__name__": "__main__"})
        elif block in EXAMPLES:
            for line in block.text.splitlines():
                command, _, comment = line.partition("#")
                program, *arguments = shlex.split(command)
                assert program == "compliance"
                expected = re.search(r"exit (\d+)", comment)
                assert expected, f"write the exit code into a comment: {line} # exit 1"
                assert run(arguments) == int(expected[1]), (line, capsys.readouterr())
                assert not capsys.readouterr().err, line


@pytest.mark.parametrize("block", FILES, ids=[f"{block.page.stem}: {block.file}" for block in FILES])
def test_a_file_that_a_page_shows_is_valid(block: Block) -> None:
    schema = re.search(r"schema: (\w+)", block.note)
    if schema and schema[1] not in READ_BY_A_COMMAND:
        read = tomllib.loads if block.kind == "toml" else lambda text: parse(text, file=block.file).data
        validate(SCHEMAS[schema[1]], ParsedFile(block.file, read(block.text)))
    else:
        commands = "".join(example.text for example in EXAMPLES if example.page == block.page)
        shown = {block.file, *map(Path.as_posix, Path(block.file).parents)} - {"."}
        assert any(name in commands for name in shown), "no command on this page reads the file"


def test_every_block_is_checked() -> None:
    for block in BLOCKS:
        assert block.kind in ("sh", "text", "python") or block.note, f"{block.page.name}: {block.text}"
        if block.kind == "sh" and block.note:
            assert block.note in (
                "not run: needs the network",
                "not run: needs a container engine",
                "not run: needs a Spark cluster",
            )


def test_every_policy_regime_and_command_is_named() -> None:
    policies = (ROOT / "docs/reference/policies.md").read_text("utf-8")
    assert [name for name in bundled("policies") if f"| `{name}` |" not in policies] == []
    regimes = (ROOT / "docs/reference/regimes.md").read_text("utf-8")
    assert [name for name in bundled("regimes") if f"`{name}`" not in regimes] == []
    text = "".join(page.read_text("utf-8") for page in (README, *MANUAL))
    named = set(re.findall(r"`compliance ([a-z]\w*)", text))
    assert named <= set(COMMANDS)
    shown = {shlex.split(line, comments=True)[1] for line in LINES_RUN}
    assert shown | {"completion", "scan"} == set(COMMANDS)  # the second needs a hall of machines


REPORTS = ("check", "dossier", "duty", "screen", "timeline", "trace")
FORMATS = {name for report in REPORTS for name in import_module(f"compliance.reports.{report}").FORMATS}
CONSTRAINTS = {kind.model_json_schema()["properties"]["kind"]["const"] for kind in get_args(get_args(AnyKind)[0])}


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("guides/own-policies.md", CONSTRAINTS),
        ("reference/formats.md", FORMATS),
        ("reference/inventory.md", {*NATIVE, *DOCUMENT_CLASSES, *UNIT_KINDS}),
    ],
)
def test_what_a_reader_may_write_is_named(page: str, names: set[str]) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_paths_that_texts_name_are_there() -> None:
    pages = [README, ROOT / "CONTRIBUTING.md", *MANUAL, ROOT / "rules/names/README.md"]
    for page in pages:
        if page.name == "upgrading.md":
            continue
        for path in re.findall(r"`((?:compliance|rules|tests|docs|\.github|\.ci)/[\w./-]+)`", page.read_text("utf-8")):
            assert (ROOT / path).exists(), f"{page.name} names {path}"


def test_links_lead_somewhere() -> None:
    """In the files that are read in the repository; those within the manual are checked when it is built."""
    for page in TOP:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith("https://"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_examples_pin_this_version() -> None:
    for page in (README, *MANUAL):
        if page.name != "upgrading.md":
            pins = re.findall(r"(?:rev: |@)v(\d+\.\d+\.\d+)", page.read_text("utf-8"))
            assert set(pins) <= {__version__}, page.name
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_picture_is_what_the_program_prints(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(shlex.split(COMMAND)[1:])
    report = capsys.readouterr().out.splitlines()[:LINES]
    assert text_in(PICTURE.read_text("utf-8")) == text_in(draw(report)), "if this is meant: python -m docs.draw_report"
    run(shlex.split(TIE_OUT)[1:])
    drawn = capsys.readouterr().out
    assert TIE_OUT_PICTURE.read_text("utf-8") == drawn, "if this is meant: python -m docs.draw_report"


def test_the_manual_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    """Links and anchors within the manual lead somewhere: Sphinx warns of those that do not, and -W makes that an error."""
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-d", str(tmp_path / "cache"), "docs", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    commands = (tmp_path / "reference/commands.html").read_text("utf-8")
    assert [option for option in options() if option not in commands] == []
    for page in MANUAL:
        text = (tmp_path / page.relative_to(ROOT / "docs").with_suffix(".html")).read_text("utf-8")
        assert not re.findall(r"""<(?:script|img|link rel="(?!search|canonical))[^>]*(?:https?:)?//[^>]+>""", text), (
            page
        )


def test_the_rooms_in_the_architecture_are_the_contract() -> None:
    page = ROOT / "docs/architecture.md"
    (diagram,) = (block.text for block in blocks(page) if block.kind == "text")
    rooms = [line.split()[0] for line in diagram.splitlines()]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert rooms == [layer for layer in contracts[0]["layers"] if layer != "__main__"]
