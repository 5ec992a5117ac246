"""What the README shows is what happens: commands are run, files are read by the program that they are for."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from compliance.bundle import bundled
from compliance.cli import run
from compliance.commands import COMMANDS as NAMES
from compliance.config import Config
from compliance.decisionfile import DecisionFile
from compliance.document import Document
from compliance.fleet import SiteFile
from compliance.party_formats.native import PartiesFile
from compliance.record import validate
from compliance.strictyaml import parse
from compliance.waiver import WaiverFile

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"(?:<!-- (?P<said>.*?) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [match.groupdict(default="") for match in BLOCK.finditer(README)]
SHELL = [block["text"] for block in BLOCKS if block["kind"] == "sh"]
FILES = {found[1]: block for block in BLOCKS if (found := re.match(r"file: ([\w.]+)", block["said"]))}
SCHEMAS: dict[str, Any] = {
    "decisions": DecisionFile,
    "parties": PartiesFile,
    "sites": SiteFile,
    "waivers": WaiverFile,
    "config": Config,
}
COMMANDS = [line for text in SHELL[2:] for line in text.splitlines()]


def test_the_first_two_blocks_are_the_two_commands() -> None:
    assert SHELL[:2] == [
        "pip install . && compliance check fleets/cheyenne --policy cleanspark-mineone\n",
        "pip install -c constraints.txt '.[test]' && pytest\n",
    ]
    assert "ends with exit code 1" in README[README.index(SHELL[0]) : README.index(SHELL[1])]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The samples and the files that the README shows; the settings come with the command that is about them."""
    shutil.copytree(ROOT / "fleets", tmp_path / "fleets")
    for name, block in FILES.items():
        if name != "compliance.toml":
            (tmp_path / name).write_text(block["text"], "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_ends_as_it_says(line: str, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, said = line.partition("#")
    name, *arguments = shlex.split(command)
    assert name == "compliance"
    if arguments[:1] == ["check"] and "--policy" not in arguments:
        (copy / "compliance.toml").write_text(FILES["compliance.toml"]["text"], "utf-8")
    expected = re.search(r"exit (\d+)", said)
    assert expected, "say the exit code in a comment: # exit 1"
    assert run(arguments) == int(expected[1]), capsys.readouterr()
    assert not capsys.readouterr().err


def test_what_is_said_to_be_written_is_written(copy: Path) -> None:
    shown = {found[1]: block["text"] for block in BLOCKS if (found := re.match(r"written: ([\w.]+)", block["said"]))}
    assert shown
    for name, text in shown.items():
        (command,) = (line.partition("#")[0] for line in COMMANDS if f"--output {name}" in line)
        assert run(shlex.split(command)[1:]) == 0
        assert (copy / name).read_text("utf-8") == text


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_shown_is_valid(name: str) -> None:
    block = FILES[name]
    schema = re.search(r"schema: (\w+)", block["said"])
    if schema:
        read = tomllib.loads if block["kind"] == "toml" else lambda text: parse(text, file=name).data
        validate(SCHEMAS[schema[1]], Document(name, read(block["text"])))
    else:
        assert any(name in command for command in COMMANDS)


def test_every_block_is_checked() -> None:
    for block in BLOCKS:
        assert block["kind"] in ("sh", "text") or block["said"], block["text"]


def test_every_policy_and_option_is_named() -> None:
    for policy in bundled("policies"):
        assert f"| `{policy}` |" in README
    for command in re.findall(r"`(compliance \w+ ?\w*)", README):
        assert command.split()[1] in NAMES


def test_the_diagram_is_the_contract() -> None:
    (diagram,) = (block["text"] for block in BLOCKS if block["kind"] == "text")
    told = [set(re.findall(r"\w+", line.replace("and its parts", ""))) for line in diagram.splitlines()]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = [set(line.split(" | ")) for line in project["tool"]["importlinter"]["contracts"][0]["layers"]]
    assert set.union(*told) == set.union(*layers) - {"__main__"}
    for layer in layers[1:]:
        assert any(layer <= line for line in told), layer
