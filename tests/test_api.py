"""The public interface: what it names is there, light to import, as the commands say it, and can be sent between processes."""

from __future__ import annotations

import doctest
import importlib
import inspect
import io
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any

import click
import pytest

import compliance
from compliance import ComplianceError, check
from compliance.cli.commands import COMMANDS
from compliance.cli.main import app
from compliance.reports.write_report import Result, write_report
from tests.command_line import ROOT, Compliance, fleet
from tests.test_layout import loaded_after

DAY = date(2026, 11, 22)
USES: dict[str, Callable[[], Result]] = {
    "check": lambda: compliance.check("fleets/northgate", as_of=DAY),
    "screen": lambda: compliance.screen(["Sophgo Technologies Ltd.", "Nobody Whosoever"], as_of=DAY),
    "trace": lambda: compliance.trace(everything=True, parties="fleets/northgate/parties.yaml", as_of=DAY),
    "convert": lambda: compliance.convert("fleets/cheyenne"),
    "duty": lambda: compliance.duty("fleets/northgate", as_of=DAY),
    "timeline": lambda: compliance.timeline("fleets/cheyenne", policies=["us-ear"], first=date(2024, 1, 1), last=DAY),
    "documents": lambda: compliance.documents("fleets/northgate", as_of=DAY),
    "reconcile": lambda: compliance.reconcile("fleets/northgate", "fleets/northgate/scans/hall-b.json", as_of=DAY),
    "pack": lambda: compliance.pack("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=DAY),
    "requests": lambda: compliance.requests("fleets/northgate", as_of=DAY),
    "diligence": lambda: compliance.diligence("fleets/northgate", as_of=DAY),
}
"""A result of each use."""
ONLY_HERE = {
    "check": {"progress", "digests", "cluster"},
    "duty": {"progress"},
    "screen": {"processes", "settings"},
    "trace": {"settings", "regimes"},
    "convert": {"progress"},
    "documents": {
        "all_inventories",
        "decisions",
        "installations",
        "lists",
        "max_age",
        "policies",
        "progress",
        "settings",
        "sites",
        "waivers",
    },
}
ONLY_THERE = {
    "check": {
        "unit_verdicts",
        "fail_on",
        "fail_on_new",
        "quiet",
        "unit",
        "staged",
        "since",
        "paper",
        "templates",
        "annex",
        "engine",
        "master",
    },
    "trace": {"regime", "compare"},
    "diligence": {"paper", "templates"},
    "requests": {"paper"},
    "convert": {"only_say", "strict", "suggest_map"},
}
"""What only a program can choose of a use, and only who runs the command: what its answer looks like, how it ends."""


@pytest.fixture
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def forms(result: Result) -> list[str]:
    folder = importlib.import_module(f"compliance.reports.{result.reports}")
    return [form for form in folder.FORMATS if form != "yml"]


def written(result: Result, form: str) -> bytes:
    raw = io.BytesIO()
    binary = getattr(importlib.import_module(f"compliance.reports.{result.reports}"), "BINARY", ())
    out: IO[Any] = raw if form in binary else io.TextIOWrapper(raw, "utf-8", newline="", write_through=True)
    write_report(result, out, form)
    return raw.getvalue()


def written_elsewhere(pickled: bytes, form: str) -> bytes:
    return written(pickle.loads(pickled), form)


def test_every_name_is_there() -> None:
    assert set(compliance.__all__) == set(compliance._MODULE_OF) <= set(dir(compliance))
    for name in compliance.__all__:
        assert getattr(compliance, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'cheque'"):
        compliance.cheque  # noqa: B018


def test_the_package_costs_nothing_to_import() -> None:
    loaded = {name for name in loaded_after("import compliance") if name.startswith("compliance")}
    assert loaded == {"compliance"}


def test_the_wheel_is_typed() -> None:
    assert (ROOT / "compliance" / "py.typed").is_file()


@pytest.mark.parametrize("name", USES)
def test_options_are_those_of_the_command(name: str) -> None:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    here = {
        key: parameter.default for key, parameter in inspect.signature(getattr(compliance, name)).parameters.items()
    }
    if here.pop("options", None):
        here |= dict.fromkeys(compliance.InventoryOptions.__annotations__)
    there = {str(parameter.name): parameter.default for parameter in command.params}
    assert here.keys() - there.keys() == ONLY_HERE.get(name, {"progress"})
    assert there.keys() - here.keys() - {"form", "output"} == ONLY_THERE.get(name, set())
    texts = {key: value for key, value in here.items() if isinstance(value, str) and key in there}
    assert texts == {key: there[key] for key in texts}


@pytest.mark.parametrize("name", USES)
def test_a_result_is_sent_to_another_process(name: str, samples: None) -> None:
    """What is written there, in every format, are the same bytes."""
    result = USES[name]()
    pickled = pickle.dumps(result)
    with get_context("spawn").Pool(1) as pool:
        for form in forms(result):
            assert pool.apply(written_elsewhere, (pickled, form)) == written(result, form), form


def test_a_workbook_is_opened_again(compliance: Compliance) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Model", "Country of origin"), ("Antminer S21", "CN"), ("Antminer S21", "MY")):
        sheet.append(row)
    book.save("fleet.xlsx")
    result = check("fleet.xlsx", policies=["cleanspark-mineone"], as_of=DAY)
    again = pickle.loads(pickle.dumps(result))
    assert written(again, "xlsx") == written(result, "xlsx")


def test_a_report_is_written_to_a_file(samples: None, tmp_path: Path) -> None:
    result = compliance.check("fleets/cheyenne", policies=["cleanspark-mineone"], as_of=DAY)
    for form in ("text", "xlsx"):
        write_report(result, tmp_path / form, form)
        assert (tmp_path / form).read_bytes() == written(result, form)
    write_report(result, str(tmp_path / "default"))
    assert (tmp_path / "default").read_bytes() == (tmp_path / "text").read_bytes()
    with pytest.raises(ComplianceError, match=r"there is no format 'odt' of this result\. Choose one of text, json"):
        write_report(result, tmp_path / "x", "odt")
    assert not (tmp_path / "x").exists()


def test_settings_are_those_of_the_working_directory_or_of_a_folder(here: Path) -> None:
    fleet("A-1,Bitmain,Antminer S21,CN,,,,,,1")
    (here / "compliance.toml").write_text('policies = ["cleanspark-mineone"]\nfail-on = "never"\n', "utf-8")
    result = compliance.check("fleet.csv", as_of=DAY)
    assert [policy.id for policy in result.inputs.policies] == ["cleanspark-mineone"]
    assert result.settings.fail_on == "never"
    (here / "empty").mkdir()
    (here / "empty" / "compliance.toml").write_text('policies = ["us-ear"]\n', "utf-8")
    other = compliance.check("fleet.csv", as_of=DAY, settings="empty")
    assert [policy.id for policy in other.inputs.policies] == ["us-ear"]


def test_a_timeline_needs_its_first_day(here: Path) -> None:
    fleet("A-1,Bitmain,Antminer S21,CN,,,,,,1")
    with pytest.raises(TypeError, match="give the first day, or a saved report"):
        compliance.timeline("fleet.csv", last=DAY)
    write_report(compliance.check("fleet.csv", policies=["us-ear"], as_of=DAY), "report.json", "json")
    with pytest.raises(ComplianceError, match="the saved report is of 2026-11-22, but --from is 2026-01-01"):
        compliance.timeline("fleet.csv", first=date(2026, 1, 1), last=DAY, saved="report.json")


def test_a_policy_is_loaded_by_id_or_folder(samples: None) -> None:
    bundled = compliance.load_policy("supply-concentration")
    own = compliance.load_policy(ROOT / "rules" / "policies" / "supply-concentration")
    assert [rule.id for rule in bundled.rules] == [rule.id for rule in own.rules]
    with pytest.raises(ComplianceError, match="neither bundled nor a folder"):
        compliance.load_policy("nothing")


def documented() -> list[Any]:
    """What has examples: the modules that the interface names."""
    return [importlib.import_module(f"compliance.{module}") for module in sorted({*compliance._MODULE_OF.values()})]


@pytest.mark.parametrize("module", documented(), ids=lambda module: module.__name__)
def test_examples_do_what_they_show(module: Any, samples: None) -> None:
    assert doctest.testmod(module).failed == 0


def test_every_use_has_an_example() -> None:
    finder = doctest.DocTestFinder(recurse=False)
    for name in (*USES, "load_policy", "evaluate", "write_report"):
        use = getattr(compliance, name)
        assert any(test.examples for test in finder.find(use, name, sys.modules[use.__module__])), name


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["basedpyright"]], ids=lambda command: command[0])
def test_callers_see_the_types(checker: list[str]) -> None:
    program = shutil.which(checker[0], path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip(f"{checker[0]} is not installed")
    command = [program, *checker[1:], "tests/typing/api.py"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_commands_are_uses() -> None:
    assert set(USES) <= set(COMMANDS)
