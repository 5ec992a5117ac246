"""The tree is what the design says: few rooms, imports that point down, an index and a test for every member, small files."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.command_line import ROOT

PACKAGE = ROOT / "compliance"
MAX_ROOMS = 14
MAX_LINES = 400
"""Lines of a file; the design asks to look twice at 300."""
PLURAL = sorted(
    path.parent.relative_to(PACKAGE).as_posix()
    for path in PACKAGE.rglob("__init__.py")
    if path.parent.name
    in ("commands", "constraints", "formats", "readers", "list_formats", "writers", "grouping", "facts")
    or path.parent.parent.name == "reports"
)
"""Folders that hold many of a kind, one file each: what an index names is a member, everything else helps the members."""


def modules() -> dict[str, Path]:
    """Dotted name below ``compliance`` -> file."""
    names = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in PACKAGE.rglob("*.py")}
    return {name.removesuffix("/__init__").replace("/", "."): path for name, path in names.items()}


def imported_names(path: Path) -> set[str]:
    """Every module of ``compliance``, and every name in one, that this file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "compliance":
            module = (node.module or "").removeprefix("compliance").removeprefix(".")
            names |= {module, *(f"{module}.{alias.name}".removeprefix(".") for alias in node.names)}
    return names


def members(folder: str) -> list[str]:
    """The members of a plural folder: the modules that the index names as text or imports whole, else those it imports from."""
    index = PACKAGE / folder / "__init__.py"
    texts = {
        node.value
        for node in ast.walk(ast.parse(index.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    dotted = folder.replace("/", ".")
    names = {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__", "base"}
    imports = {name.removeprefix(f"{dotted}.") for name in imported_names(index) if name.startswith(f"{dotted}.")}
    modules_imported = {
        name for name in imports if name in names and not any(other.startswith(f"{name}.") for other in imports)
    }
    return sorted(names & (texts | modules_imported) or names & imports)


def test_the_package_has_few_rooms() -> None:
    entries = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert len(entries) <= MAX_ROOMS
    for face in PACKAGE.glob("*/__init__.py"):
        assert ast.get_docstring(ast.parse(face.read_text("utf-8"))), f"{face.parent.name} has no face"


@pytest.mark.parametrize("folder", PLURAL)
def test_every_member_of_a_plural_folder_has_its_test(folder: str) -> None:
    assert members(folder)
    for member in members(folder):
        assert (ROOT / "tests" / folder / f"test_{member}.py").is_file(), f"write tests/{folder}/test_{member}.py"


@pytest.mark.parametrize("folder", [folder for folder in PLURAL if folder.startswith("reports/")])
def test_every_report_format_can_be_asked_for(folder: str) -> None:
    report = folder.removeprefix("reports/")
    name = {"dossier": "diligence"}.get(report, report)
    command = getattr(import_module(f"compliance.cli.commands.{name}"), name)
    (option,) = (parameter for parameter in command.params if "--format" in parameter.opts)
    assert set(option.type.choices) == set(import_module(f"compliance.reports.{report}").FORMATS)


def test_every_module_is_used() -> None:
    """A format without its line in the index, or a helper without a user, is found here."""
    known = modules()
    used = {name for path in known.values() for name in imported_names(path)}
    used |= {f"{folder.replace('/', '.')}.{member}" for folder in PLURAL for member in members(folder)}
    unused = {
        name for name in known if name not in used and "." in name and not (PACKAGE / name.replace(".", "/")).is_dir()
    }
    assert not unused, f"nothing names {sorted(unused)}: add the line in the index of its folder, or delete it"


def test_tests_mirror_the_package() -> None:
    known = modules()
    for path in (ROOT / "tests").rglob("test_*.py"):
        folder = path.parent.relative_to(ROOT / "tests").as_posix()
        if folder != ".":
            assert (PACKAGE / folder).is_dir(), f"tests/{folder} mirrors no folder of compliance/"
    untested = [
        room for room in {name.split(".")[0] for name in known if "." in name} if not (ROOT / "tests" / room).is_dir()
    ]
    assert not untested


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
    assert statistics.median(lengths.values()) < 120
    assert not {file: lines for file, lines in lengths.items() if lines > MAX_LINES}


def loaded_after(code: str) -> set[str]:
    """The modules that are loaded after this code ran in a process of its own."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(result.stdout.splitlines()[-1].split())


def test_the_command_line_is_light() -> None:
    heavy = {"pydantic", "networkx", "yaml", "csv", "compliance.policies.engine.assessment"}
    assert not loaded_after("import compliance.cli.main") & heavy


def test_a_check_without_ownership_does_without_graphs(tmp_path: Path) -> None:
    check = ["check", "fleets/laramie-peak", "--policy", "cleanspark-mineone", "--output", str(tmp_path / "report")]
    loaded = loaded_after(f"from compliance.cli.main import run\nassert run({check!r}) == 0")
    assert "compliance.policies.engine.assessment" in loaded
    assert not loaded & {"networkx", "polars", "rich"}
    assert not loaded & {"compliance.io.cluster", "compliance.inventory.cluster", "multiprocessing"}


def test_the_wheel_carries_the_rules() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"]["rules"] == "compliance/rules"


def test_import_contracts_name_every_room() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = {room for layer in layers for room in re.split(r"\s*\|\s*", layer)}
    assert named == {path.parent.name for path in PACKAGE.glob("*/__init__.py")} | {"__main__"}
