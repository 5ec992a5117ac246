"""The tree is what the design says: every member is in its index, has its test, is small, and is light to import."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "compliance"
PLURAL = [
    "commands", "constraints", "dossier_formats", "duty_formats", "fleet_formats", "grouping_engines", "history_formats", "list_formats", "native_formats",
    "party_formats",
    "report_formats", "screen_formats", "trace_formats",
]  # fmt: skip
PARTS = ["diligence", "duty", "edition", "engine", "geography", "hardware", "history", "naming", "ownership"]
"""Singular folders: one part of the program in several files."""
HELPERS = {
    "archive", "base", "drawing", "frames", "gleifrecords", "grid", "jsontext", "layering", "members", "merging", "meta", "inventories", "options", "page", "picture", "profiles",
    "sitemap", "sniffing", "source", "statements", "style", "table",
    "telling", "textfile", "texts", "units",
}  # fmt: skip
"""Modules of a plural folder that its members share; they are no members."""
ELSEWHERE = {
    "__init__": "holds the version only",
    "__main__": "five lines, run by test_cli",
    "bundle": "where the rules lie: every test reads through it",
    "document": "with strict YAML, which makes documents: test_strictyaml",
    "engine/asking": "tested through the assessment",
    "engine/placing": "tested through the assessment",
    "engine/scope": "tested through the assessment",
    "geography/countrysets": "with the countries",
    "hardware/file": "with what it makes: the catalogue",
    "interest": "with the parties: test_party",
    "ownership/cascade": "tested through reach",
    "ownership/explanation": "tested through reach",
    "ownership/graphs": "tested through reach",
    "ownership/holdings": "tested through reach",
    "ownership/proofs": "tested through reach",
    "ownership/ties": "tested through reach",
    "rewriting": "a part of convert, tested through it",
    "terminal": "what the command line stands on: test_cli",
}
LONGEST = 400
"""Lines; the design asks to look twice at 300."""


def modules(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.py"))


@pytest.mark.parametrize("folder", PLURAL)
def test_every_member_of_a_plural_folder_is_in_the_index_and_has_its_test(folder: str) -> None:
    index = (PACKAGE / folder / "__init__.py").read_text("utf-8")
    members = set(modules(PACKAGE / folder)) - HELPERS - {"__init__"}
    assert members
    for member in members:
        assert re.search(rf"\b{member}\b", index), f"{member} is not in compliance/{folder}/__init__.py"
        assert (ROOT / "tests" / folder / f"test_{member}.py").is_file(), f"tests/{folder}/test_{member}.py is missing"


def test_folders_are_plural_or_parts() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == {*PLURAL, *PARTS}


@pytest.mark.parametrize(
    "module", [*modules(PACKAGE), *(f"{part}/{name}" for part in PARTS for name in modules(PACKAGE / part))]
)
def test_every_module_has_its_test(module: str) -> None:
    folder, _, name = module.rpartition("/")
    there = (ROOT / "tests" / folder / f"test_{name}.py").is_file()
    at_home = module not in ELSEWHERE and name != "__init__"
    assert there == at_home, f"write tests/{folder}/test_{name}.py, or say in ELSEWHERE where it is tested"


def test_every_rule_has_its_test() -> None:
    policies = ROOT / "rules" / "policies"
    rules = {
        path.relative_to(policies).as_posix().removesuffix(".yaml")
        for path in policies.glob("*/*.yaml")
        if path.name != "policy.yaml" and not path.name.endswith(".test.yaml")
    }
    tests = {
        path.relative_to(policies).as_posix().removesuffix(".test.yaml") for path in policies.glob("*/*.test.yaml")
    }
    assert rules == tests


def test_files_stay_small() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")
    }
    ordered = sorted(lengths.items(), key=lambda item: -item[1])
    print(f"median {statistics.median(lengths.values())} lines; longest: {ordered[:3]}")
    assert not {file: lines for file, lines in lengths.items() if lines > LONGEST}


def imported(code: str) -> set[str]:
    told = f"{code}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


def test_the_command_line_is_light() -> None:
    heavy = {"pydantic", "networkx", "yaml", "csv", "compliance.engine.assessment"}
    assert not imported("import compliance.cli") & heavy


def test_a_check_without_ownership_does_without_graphs(tmp_path: Path) -> None:
    check = ["check", "fleets/laramie-peak", "--policy", "cleanspark-mineone", "--output", str(tmp_path / "report")]
    loaded = imported(f"from compliance.cli import run\nassert run({check!r}) == 0")
    assert "compliance.engine.assessment" in loaded
    assert not loaded & {"networkx", "polars", "rich"}


def test_one_module_imports_networkx() -> None:
    found = [
        path.stem
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(import|from) networkx", path.read_text("utf-8"), re.M)
    ]
    assert found == ["graphs"]


def test_the_wheel_carries_the_rules() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["rules"] == "compliance/rules"
