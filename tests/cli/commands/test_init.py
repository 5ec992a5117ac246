"""``compliance init``: by options, or by asking where a person sits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from compliance.cli import terminal
from tests.command_line import CHINA, Compliance, fleet


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person at the terminal types."""
    typed: list[str] = []

    def lines() -> Iterator[str]:
        while typed:
            yield typed.pop(0)

    given = lines()
    monkeypatch.setattr(terminal, "asks", lambda: True)
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _prompt: next(given))
    return typed


def test_without_a_terminal_options_alone_decide(compliance: Compliance) -> None:
    fleet(CHINA)
    Path("fleet-2.csv").write_text("just,words\n1,2\n")
    ran = compliance("init", "--policy", "us-ear", "--hook")
    assert ran.code == 0
    assert ran.out.splitlines()[:3] == [
        "Inventories: fleet.csv",
        "  not read: fleet-2.csv:1: is not an inventory: no column names a manufacturer or a model. "
        'Name the columns in the first row, or map them with --map FILE (columns: {model: "Their header"}).',
        "compliance.toml: written (settings)",
    ]
    assert Path(".pre-commit-config.yaml").exists()
    assert not Path("template.xlsx").exists()


def test_a_hook_configuration_of_ones_own_stays_and_the_lines_are_shown(compliance: Compliance) -> None:
    Path(".pre-commit-config.yaml").write_text("repos: []\n")
    ran = compliance("init", "--hook")
    assert ".pre-commit-config.yaml: LEFT ALONE: another file lies there (--force) (the hook)" in ran.out
    assert "      - id: fleet-compliance\n" in ran.out
    assert "Inventories: none was found\n" in ran.out
    ran = compliance("init", "--hook", "--force")
    assert "LEFT ALONE" not in ran.out
    assert "fleet-compliance" in Path(".pre-commit-config.yaml").read_text()


def test_a_person_is_asked_what_no_option_says(answers: list[str], compliance: Compliance) -> None:
    answers += ["us-ear, cleanspark-mineone", "never", "n", "gitlab", "y"]
    ran = compliance("init")
    assert (ran.code, answers) == (0, [])
    settings = tomllib.loads(Path("compliance.toml").read_text())
    assert settings == {"policies": ["us-ear", "cleanspark-mineone"], "fail-on": "never"}
    assert (Path(".gitlab-ci.yml").exists(), Path("template.xlsx").exists()) == (True, True)
    answers += ["", "", "y"]
    ran = compliance("init", "--ci", "none", "--no-hook", "--no-template")
    assert "compliance.toml: written" in ran.out
    assert tomllib.loads(Path("compliance.toml").read_text())["policies"] == ["us-ear", "us-ofac"]


def test_who_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert not terminal.asks()
