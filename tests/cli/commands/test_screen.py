"""``compliance screen`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.cli.main import run

AS_OF = ("--as-of", "2026-11-22")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Sophgo Technologies Ltd.", 1), ("武漢算能科技", 1), ("Sopgho Tech", 3), ("Core Scientific, Inc.", 3)],
)
def test_exit_codes(name: str, code: int, capfd: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json", "ftm"):
        assert run(["screen", name, "--format", form, *AS_OF]) == code
    out, errors = capfd.readouterr()
    assert name in out
    assert not errors


def test_a_name_on_no_list_is_cleared_by_whole_lists_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("compliance.workflows.screen.bundled", lambda kind: {})
    (tmp_path / "mine.2026-11-20.csv").write_text("name,countries\nDelta Electronic,IR\n")
    (tmp_path / "names.csv").write_text("name,country\nDelta Electronics,TW\n")
    mine = ("--list", f"mine={tmp_path}/mine.2026-11-20.csv", *AS_OF)
    assert run(["screen", "Core Scientific, Inc.", *mine]) == 0
    assert run(["screen", "--input", f"{tmp_path}/names.csv", *mine]) == 0, "a namesake elsewhere counts for nothing"
    assert run(["screen", "Delta Electronik", *mine]) == 3
    assert run(["screen", "Core Scientific, Inc.", *mine, "--max-age", "1"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ([], 2, "Give a NAME"),
        (["Foo", "--input", "names.csv", "--output", "names.csv"], 2, "would be overwritten"),
        (["a" * 100_000], 4, "has 100,000 characters"),
        (["\x00\x01\x1b"], 4, "has no letter"),
        ([""], 4, "is empty"),
        (["--input", "absent.csv"], 4, "cannot be read"),
        (["Foo", "--list", "x=absent.csv"], 4, "cannot be read"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], code: int, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", *arguments]) == code
    assert says in capfd.readouterr().err


def test_a_file_in_and_a_file_out(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,country\nSophgo Technologies Ltd.,CN\nFoo,\n")
    out = tmp_path / "answer.json"
    asked = ["screen", "--input", str(tmp_path / "names.csv"), "--output", str(out), "--format", "json", *AS_OF]
    assert run(asked) == 1
    told = json.loads(out.read_text("utf-8"))
    assert [result["query"] for result in told["results"]] == ["Sophgo Technologies Ltd.", "Foo"]
    assert told["results"][0]["matches"][0]["strength"] == "match"
    first = out.read_bytes()
    assert run(asked) == 1
    assert out.read_bytes() == first
