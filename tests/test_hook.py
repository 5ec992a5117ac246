"""The hooks for pre-commit: which files they take, and what happens in a repository that uses them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.cli.main import run
from compliance.workflows import repository
from tests.command_line import CHINA, CLEAN, HEADER, OPEN, Compliance

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}

INVENTORIES = [
    "fleets/tx/site1.csv", "inv/fleet.XLSX", "inv/fleet.CSV", "fleet.csv", "FLEET.yaml", "fleet-tx.json", "fleet_2.tsv",
    "fleet.old.ods", "mining-fleet.xlsx", "mining_fleets/a/b/c.parquet", "Fleets/My Site.xls", "fleets/sites/tx.csv",
    "a/fleet/inventory.csv", "fleets/x.jsonl", "fleets/x.ndjson", "fleets/x.xlsm", "fleets/x.xlsb", "fleets/mapleton.csv",
    "fleets/tx/sites1.csv", "fleets.yml",
]  # fmt: skip
OTHERS = [
    "package.json", "fleet/package.json", "fleets/package-lock.json", "inventory.yml", "fleet/inventory.yaml",
    "docs/prices.csv", "manifest.json", "compliance.toml", "fleetwood.csv", "src/fleeting.json", "fleets/README.md",
    "fleets/tx/notes.txt", "fleet.py", "fleet/x.csv.bak", "tsconfig.json",
    "fleets/.github/workflows/x.yml", "fleets/.pre-commit-config.yaml", "fleets/policies/lender/policy.yaml",
    *(f"fleets/tx/{name}{rest}" for name in ("parties", "sites", "waivers", "report", "expected", "decisions", "documents")
      for rest in (".csv", ".yaml", ".JSON", "-us-ear.json", "_old.yml")),
    *(f"{name}.json" for name in ("parties", "sites", "waivers", "report", "expected", "decisions")),
]  # fmt: skip
RULES = ["waivers.yaml", "fleets/tx/waivers-2026.yml", "rules/policies/a/b.yaml", "policies/lender/rule.test.yaml",
         "lender/policy.yaml", "Waivers.JSON"]  # fmt: skip
NO_RULES = [
    "fleets/tx/site1.csv",
    "fleets/tx/sites.yaml",
    "policies/README.md",
    "my-policy.md",
    "waivers.csv",
    "policies.csv",
]


def test_the_hooks_take_inventories_and_leave_the_rest() -> None:
    pattern = re.compile(HOOKS["fleet-format"]["files"])
    assert re.sub(r"\s", "", pattern.pattern) == repository.INVENTORIES.pattern, "both hooks take the same files"
    assert [path for path in INVENTORIES if not pattern.search(path)] == []
    assert [path for path in OTHERS if pattern.search(path)] == []


def test_the_rules_hook_takes_policies_and_waivers() -> None:
    pattern = re.compile(HOOKS["fleet-rules"]["files"])
    assert [path for path in RULES if not pattern.search(path)] == []
    assert [path for path in (*NO_RULES, *OTHERS[:15]) if pattern.search(path)] == []


def test_the_manifest() -> None:
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", MANIFEST], check=True)
    assert list(HOOKS) == ["fleet-compliance", "fleet-format", "fleet-rules"]
    assert HOOKS["fleet-compliance"]["entry"] == "compliance check --staged --fail-on flagged --allow-not-covered"
    assert HOOKS["fleet-compliance"]["always_run"], "a commit that only deletes has no files"
    assert HOOKS["fleet-compliance"]["pass_filenames"] is False
    assert HOOKS["fleet-format"]["entry"] == "compliance convert --check"
    for hook in HOOKS.values():
        assert hook["require_serial"], "files that are committed together are judged together"
        assert "additional_dependencies" not in hook


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where pre-commit could not make an environment."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone: pre-commit takes hooks from a repository")
    folder = tmp_path_factory.mktemp("registry")
    ask = ["pip", "download", "-q", "--no-deps", "--timeout", "5", "--retries", "1", "-d", str(folder), "hatchling"]
    if subprocess.run([sys.executable, "-m", *ask], capture_output=True, check=False).returncode:
        pytest.skip("no package registry can be reached: pre-commit cannot make an environment")


def staged(folder: Path, *command: str | Path, **environment: str) -> tuple[int, str]:
    """What ``pre-commit`` says of the repository in ``folder``, whose files are all staged."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "COV_"))}
    for setup in (["git", "init", "-q"], ["git", "add", "-A"]):
        subprocess.run(setup, cwd=folder, check=True, env=clean)
    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", *command, "--all-files", "--color=never"],
        cwd=folder, env=clean | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def hooks_here(folder: Path) -> tuple[int, str]:
    """What the hooks say if they run this program, without an environment of their own."""
    hooks = [
        {
            **hook,
            "language": "system",
            "entry": re.sub("^compliance", f"'{sys.executable}' -m compliance", hook["entry"]),
        }
        for hook in HOOKS.values()
    ]
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    return staged(folder, "run", PYTHONPATH=str(ROOT))


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


SETTINGS = 'policies = ["cleanspark-mineone"]\n'
WAIVERS = """waivers:
  - {rule: cleanspark-mineone/RULE, subject: {asset: A-2}, reason: test, approved_by: CCO, approved_on: 2026-01-01,
     expires: 2099-12-31}
"""


def test_a_commit_that_only_deletes_waivers_is_judged(compliance: Compliance, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    put(Path(), compliance_toml=SETTINGS, fleets__tx__site1_csv=f"{HEADER}\n{CHINA}\n")
    put(Path(), fleets__tx__waivers_yaml=WAIVERS.replace("RULE", "origin"), stock__miners_csv=f"{HEADER}\n{CLEAN}\n")
    arguments = HOOKS["fleet-compliance"]["entry"].split()[1:]
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run(["git", *identity, *command], check=True)
    ran = compliance(*arguments)
    assert ran.code == 0, ran.out
    assert "WARNING: stock/miners.csv looks like an inventory and was NOT judged" in ran.err
    Path("notes.txt").touch()
    subprocess.run(["git", "add", "-A"], check=True)
    ran = compliance(*arguments)
    assert (ran.code, ran.out) == (0, "")
    assert "The change concerns no inventory; this repository holds 1." in ran.err
    subprocess.run(["git", "rm", "-q", "fleets/tx/waivers.yaml"], check=True)
    ran = compliance(*arguments)
    assert ran.code == 1, ran.out
    assert compliance("check").code == compliance(*arguments, "fleets/tx").code == 2


def test_a_good_repository(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{CLEAN}\n{CHINA}\n"
    put(
        tmp_path,
        compliance_toml=SETTINGS,
        fleets__tx__site1_csv=rows,
        fleets__tx__waivers_yaml=WAIVERS.replace("RULE", "origin"),
    )
    put(tmp_path, inv__fleet_CSV=f"{HEADER}\n{OPEN}\n", package_json="{}", inventory_yml="all: {hosts: {}}\n")
    shutil.copytree(ROOT / "rules" / "policies" / "riot-us-made", tmp_path / "policies" / "riot-us-made")
    code, said = hooks_here(tmp_path)
    assert code == 0, said
    assert said.count("Passed") == 3
    assert re.search(r"undetermined +1 units", said), "what is undetermined is said although the hook passes"
    assert "fleets/tx/site1.csv" in said
    assert "inv/fleet.CSV: is in the native form already" in said


@pytest.mark.registry
@pytest.mark.usefixtures("registry")
def test_a_bad_repository(tmp_path: Path) -> None:
    put(
        tmp_path,
        compliance_toml=SETTINGS,
        fleets__a_csv=f"{HEADER}\n{CHINA}\n",
        waivers_yaml=WAIVERS.replace("RULE", "orign"),
    )
    code, said = staged(tmp_path, "try-repo", ROOT)
    assert code == 1, said
    assert re.search(r"fleet-compliance\n- duration.*\n- exit code: 1\n", said)
    assert "Is produced in China" in said or "cleanspark-mineone/origin" in said
    assert (
        "waivers.yaml:2:5: there is no rule 'cleanspark-mineone/orign'. Did you mean 'cleanspark-mineone/origin'?"
        in said
    )


def test_a_repository_with_a_file_that_is_no_inventory(tmp_path: Path) -> None:
    put(tmp_path, compliance_toml=SETTINGS, waivers_yaml=WAIVERS.replace("RULE", "orign"))
    put(tmp_path, rancher__fleet_yaml="defaultNamespace: x\nhelm: {chart: y}\n")
    code, said = hooks_here(tmp_path)
    assert code == 1
    assert said.count("rancher/fleet.yaml:1: is not an inventory: it has no lots") == 2
    assert said.count("exit code: 4") == 3
    assert "Traceback" not in said


# Continuous integration ---------------------------------------------------------------------------------------------

bash = pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash to run the script")
GUIDE = (ROOT / "docs/guides/hook-and-ci.md").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / ".github/actions/check/action.yml").read_text("utf-8"))


def example(name: str) -> Any:
    found = re.search(rf"<!-- example: {name} -->\n```yaml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    assert found
    return yaml.safe_load(found[1])


@pytest.fixture
def command(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The command ``compliance`` on the path, beside the samples and the settings of a project."""
    folder = here.parent / "bin"
    folder.mkdir()
    (folder / "compliance").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m compliance "$@"\n', "utf-8")
    (folder / "compliance").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shutil.copytree(ROOT / "fleets" / "cheyenne", here / "fleets" / "tx")
    (here / "compliance.toml").write_text(SETTINGS, "utf-8")
    return here


def test_the_examples_of_the_manual_name_what_there_is() -> None:
    (repo,) = example("pre-commit")["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == list(HOOKS)
    given = example("github")[1]["with"]
    assert given.keys() <= ACTION["inputs"].keys()
    assert all(name in given for name, each in ACTION["inputs"].items() if each.get("required"))
    install = example("gitlab")["fleet-compliance"]["script"][0]
    assert install == f'pip install "git+{repo["repo"]}@{repo["rev"]}"'
    assert example("github")[1]["uses"].endswith(f"mining-compliance/.github/actions/check@{repo['rev']}")


@bash
def test_the_job_of_the_manual_for_gitlab(command: Path) -> None:
    job = example("gitlab")["fleet-compliance"]
    install, tests, quality = job["script"]
    assert install.startswith("pip install")
    assert [subprocess.run(["bash", "-c", line], check=False).returncode for line in (tests, quality)] == [0, 1]
    for report in job["artifacts"]["reports"].values():
        assert (command / report).stat().st_size > 100


@bash
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 1),
        ({"FAIL_ON": "never"}, 0),
        ({"POLICIES": "us-ofac\n\n  \n"}, 0),
        ({"FLEETS": "fleets/nowhere"}, 4),
        ({"FLEETS": "--help"}, 4),
        ({"FLEETS": "$(touch owned)\n`touch owned`; touch owned"}, 4),
        ({"BASELINE": "base.json"}, 0),
    ],
)
def test_the_action_judges(given: dict[str, str], status: int, command: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["check", "fleets/tx", "--format=json", "--output=base.json"])
    step = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "judge")
    inputs = {"FLEETS": "fleets/tx\n", "POLICIES": "", "FAIL_ON": "violation", "BASELINE": "", "SARIF": "x.sarif"}
    assert step["env"].keys() == inputs.keys()
    for name, value in {**inputs, "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", **given}.items():
        monkeypatch.setenv(name, value)
    # As GitHub runs it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#defaultsrunshell
    subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], check=True)
    assert (command / "output").read_text() == f"status={status}\n"
    assert (command / "x.sarif").exists() == (status != 4)
    assert (command / "summary").exists() == (status != 4)
    assert not (command / "owned").exists()


def test_no_input_of_the_action_is_part_of_a_script() -> None:
    assert not [step for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]
