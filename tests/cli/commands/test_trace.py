"""``compliance trace`` as its users meet it: options, exit codes, messages, bad input."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compliance.cli.main import run
from compliance.reports.trace import COMPARISONS, FORMATS
from tests.command_line import ROOT

CSV = "owner,owned,share\nx,a,60\na,b,50\nb,c,\nz,d,10\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "i.csv").write_text(CSV, "utf-8")
    return tmp_path


Ran = tuple[int, str, str]
Traced = Callable[..., Ran]


@pytest.fixture
def traced(capsys: pytest.CaptureFixture[str]) -> Traced:
    def ran(*arguments: str) -> Ran:
        code = run(["trace", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


GIVEN = ("--parties", "i.csv", "--listed", "x", "--as-of", "2026-11-22")


def test_what_compares_is_a_format() -> None:
    assert set(COMPARISONS) <= set(FORMATS)


@pytest.mark.parametrize(
    ("asked", "code"), [(["a"], 1), (["x"], 0), (["c"], 3), (["d", "z"], 0), (["c", "b"], 1), (["--all"], 1)]
)
def test_exit_codes_by_the_verdicts(traced: Traced, asked: list[str], code: int) -> None:
    for form in FORMATS:
        assert traced(*asked, *GIVEN, "--format", form)[0] == code
    assert traced(*asked, *GIVEN, "--compare", "us-ofac-50,uk-50")[0] == code


def test_json(traced: Traced) -> None:
    code, out, err = traced("--all", *GIVEN, "--format", "json")
    told: Any = json.loads(out)
    assert (code, err) == (1, "")
    assert [each["id"] for each in told["parties"]] == ["a", "b", "c", "d", "x", "z"]
    assert told["regime"] == "us-ofac-50"
    code, out, _ = traced("--all", *GIVEN, "--format", "json", "--compare", "us-ofac-50, eu-50")
    assert [each["regime"] for each in json.loads(out)["regimes"]] == ["us-ofac-50", "eu-50"]


def test_a_file_takes_the_answer(traced: Traced, here: Path) -> None:
    assert traced("a", *GIVEN, "--format", "json", "--output", "t.json") == (1, "", "")
    assert json.loads((here / "t.json").read_text("utf-8"))["parties"][0]["verdict"] == "restricted"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Name a PARTY, or ask for --all."),
        (["a", "--compare", "us-ofac-50"], "is not REGIME,REGIME"),
        (["a", "--compare", "us-ofac-50,"], "is not REGIME,REGIME"),
        (["a", "--compare", "us-ofac-50,uk-50", "--regime", "uk-50"], "leave out --regime"),
        (["a", "--compare", "us-ofac-50,uk-50", "--format", "dot"], "can be shown as text or json only"),
        (["a", "--list", "l=1.csv", "--list", "l=2.csv"], "one list is given twice"),
        (["a", "--output", "./i.csv"], "it would be overwritten"),
        (["a", "--format", "sarif"], "'sarif'"),
        (["a", "--as-of", "tomorrow"], "is not a day"),
    ],
)
def test_a_wrong_command_line(traced: Traced, arguments: list[str], message: str, here: Path) -> None:
    code, out, err = traced(*arguments, "--parties", "i.csv")
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())
    assert (here / "i.csv").read_text("utf-8") == CSV


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "no party 'nobody' is known"),
        (["a", "--listed", "nobody"], "--listed 'nobody' is not the id of a known party"),
        (
            ["a", "--regime", "nowhere"],
            "unknown ownership regime 'nowhere'. Bundled: affiliates",
        ),
        (["a", "--regime", "uk-50"], "give it with --list uk-sanctions=FILE, or say who is listed with --listed ID."),
        (["a", "--parties", "none.csv"], "none.csv: cannot be read"),
        (["a", "--list", "us-ofac-sdn=none.csv"], "none.csv: cannot be read"),
        (["a", "--listed", "x", "--output", "no/where"], "cannot be written"),
    ],
)
def test_what_cannot_be_used(traced: Traced, arguments: list[str], message: str) -> None:
    code, out, err = traced(*arguments, "--parties", "i.csv")
    assert (code, out) == (4, "")
    assert message in err


HEADER = "owner,owned,share,minimum,maximum,exclusive_minimum,exclusive_maximum,kind,from,until\n"


def test_bad_rows_are_told_all_at_once(traced: Traced, here: Path) -> None:
    rows = [
        "a,b,-1", "a,c,101", "a,d,,60,50", "a,e,50,10", "a,f,10,,,,,,2025-01-02,2025-01-01", "x,g,10", "x,g,20",
        "x,h,60", "y,h,50",
    ]  # fmt: skip
    (here / "bad.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    code, _, err = traced("--all", "--parties", "bad.csv")
    assert code == 4
    for message in (
        "bad.csv:2:share: '-1' is not a percentage from 0 to 100",
        "bad.csv:3:share: 101 is more than 100 per cent",
        "bad.csv:4:share: a share runs from a smaller to a larger number",
        "bad.csv:5:share: both a share and its minimum are given",
        "bad.csv:6: the interest of 'a' in 'f' ends before it begins",
        "bad.csv:8: 'x' has two interests in 'g'",
        "bad.csv:10: the interests in 'h' of kind ownership add up to more than 100 % on every day",
    ):
        assert message in err
    assert len(err.splitlines()) == 7


def test_bad_yaml_is_told_all_at_once(traced: Traced, here: Path) -> None:
    (here / "bad.yaml").write_text(
        "parties:\n  - {id: a, name: A}\n  - {id: a, name: B}\n"
        "interests:\n"
        "  - {owner: a, owned: b, share: -1}\n"
        "  - {owner: a, owned: c, share: 101}\n"
        "  - {owner: a, owned: d, share: {minimum: 60, maximum: 50}}\n"
        "  - {owner: a, owned: e, share: {exact: 50, minimum: 10}}\n"
        "  - {owner: a, owned: f, from: 2025-01-02, until: 2025-01-01}\n",
        "utf-8",
    )
    code, _, err = traced("--all", "--parties", "bad.yaml")
    assert code == 4
    for line, message in (
        (5, "'-1' is not a percentage"),
        (6, "101 is more than 100"),
        (7, "runs from a smaller"),
        (8, "'exact'"),
    ):
        assert any(f"bad.yaml:{line}" in each and message in each for each in err.splitlines())
    assert "bad.yaml:3: party 'a' is also in bad.yaml:2, with different content" in err
    assert "bad.yaml:9: the interest of 'a' in 'f' ends before it begins" in err
    for text in ("- a\n", "parties: 3\n", "parties: [{id: a, name: 3, x: y}]\n"):
        (here / "bad.yaml").write_text(text, "utf-8")
        assert traced("--all", "--parties", "bad.yaml")[0] == 4


def test_files_that_are_bad_are_told_together(traced: Traced, here: Path) -> None:
    (here / "deep.json").write_text('{"parties": ' + "[" * 100_000 + "]" * 100_000 + "}", "utf-8")
    (here / "bad.csv").write_text("owner,owned,share\na,b,-1\n", "utf-8")
    code, _, err = traced("--all", "--parties", "deep.json", "--parties", "bad.csv")
    assert code == 4
    assert "error: deep.json:1:52: is nested more than 40 deep" in err
    assert "bad.csv:2:share" in err


def test_control_characters_do_no_harm(traced: Traced, here: Path) -> None:
    (here / "evil.csv").write_text("owner,owned,share\nx,e\x1b[2Jvil,60\n", "utf-8")
    for form in ("text", "json", "dot", "mermaid", "graphml"):
        _, out, _ = traced("--all", "--parties", "evil.csv", "--listed", "x", "--format", form)
        assert "\x1b" not in out
    assert "\x1b" not in traced("e\x1b", "--parties", "evil.csv", "--listed", "x")[2]


def test_a_small_trace_is_quick_and_does_without_graphs(here: Path) -> None:
    rows = "".join(f"p{n},p{n + 1},60\n" for n in range(11))
    (here / "twelve.csv").write_text("owner,owned,share\n" + rows, "utf-8")
    code = (
        "import sys\nfrom compliance.cli.main import run\n"
        "assert run(['trace', '--all', '--parties', 'twelve.csv', '--listed', 'p0']) == 1\n"
        "assert not {'networkx', 'polars', 'rich'} & set(sys.modules)\n"
    )
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=here, stdout=subprocess.DEVNULL, env={"PYTHONPATH": str(ROOT)}
    )
    print(f"{time.perf_counter() - start:.3f} s (0.5 on an idle machine)")


@pytest.mark.parametrize(
    ("name", "begins"), [("a.svg", "<svg"), ("a.HTML", "<!doctype"), ("a.json", "{"), ("a.txt", "OFAC")]
)
def test_the_suffix_says_the_format(traced: Traced, name: str, begins: str) -> None:
    assert traced("a", *GIVEN, "--output", name)[0] == 1
    assert Path(name).read_text("utf-8").startswith(begins)
