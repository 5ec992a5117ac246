"""Shell completion: the script, and what it asks the program."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from click.shell_completion import ShellComplete

from compliance.cli.main import app
from tests.command_line import Compliance, process


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script(shell: str, compliance: Compliance) -> None:
    if not shutil.which("bash"):
        pytest.skip("click asks bash for its version")
    ran = compliance("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert f"_COMPLIANCE_COMPLETE={shell}_complete" in ran.out
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=ran.out, text=True, check=True)


def test_another_shell(compliance: Compliance) -> None:
    assert compliance("completion", "cmd").code == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("compliance wai", ["plain,waive"]),
        ("compliance check --policy us-e", ["plain,us-ear"]),
        ("compliance check --policy ./us-e", ["file,./us-e"]),
        ("compliance check --fail-on v", ["plain,violation"]),
        ("compliance rules show cleanspark-mineone/o", ["plain,cleanspark-mineone/origin"]),
        ("compliance rules test us-of", ["plain,us-ofac"]),
        ("compliance rules schema wa", ["plain,waivers"]),
        ("compliance waive --rule riot-us-made/", ["plain,riot-us-made/made-in-us"]),
        ("compliance trace --regime eu", ["plain,eu-50"]),
    ],
)
def test_what_is_completed(words: str, found: list[str]) -> None:
    *given, begun = words.split()[1:]
    completions = ShellComplete(app, {}, "compliance", "_COMPLIANCE_COMPLETE").get_completions(given, begun)
    assert [f"{each.type},{each.value}" for each in completions] == found


def test_a_shell_asks_the_program() -> None:
    words = "compliance check --policy us-e"
    count = str(len(words.split()) - 1)
    with process(_COMPLIANCE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count) as ran:
        assert ran.stdout is not None
        assert ran.stdout.read() == b"plain,us-ear\n"


@pytest.mark.parametrize(
    ("asked", "code", "out"), [("bash_complete", 0, "plain,us-ear\n"), ("bash_nothing", 2, ""), ("cmd_complete", 2, "")]
)
def test_completion_is_no_verdict(
    asked: str, code: int, out: str, compliance: Compliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_COMPLIANCE_COMPLETE", asked)
    monkeypatch.setenv("COMP_WORDS", "compliance check --policy us-e")
    monkeypatch.setenv("COMP_CWORD", "3")
    ran = compliance()
    assert (ran.code, ran.out) == (code, out)
