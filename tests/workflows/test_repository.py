"""What a change in a repository concerns: all that a verdict reads, deletions too; and what was forgotten is said."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows import repository
from compliance.workflows.repository import RepositoryChange, changed_inventories
from tests.command_line import CLEAN, HEADER
from tests.workbooks import book

ROWS = f"{HEADER}\n{CLEAN}\n"


def git(*arguments: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], check=True, env=clean, capture_output=True)


def put(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def repo(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two operators' folders and what else a repository holds, committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    put(fleets__tx__fleet_csv=ROWS, fleets__tx__waivers_yaml="waivers: []\n", fleets__tx__documents__a_txt="a")
    put(
        fleets__wy__fleet_csv=ROWS,
        compliance_toml='policies = ["us-ear", "policies/lender"]\nparties = ["p/all.yaml"]\n',
    )
    put(README_md="x", policies__lender__rule_yaml="x: 1\n", p__all_yaml="parties: []\n")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "all")
    return here


def concerned(change: RepositoryChange, folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in change.inventories]


BOTH = ["fleets/tx/fleet.csv", "fleets/wy/fleet.csv"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("fleets/tx/fleet.csv", BOTH[:1]),
        ("fleets/tx/waivers.yaml", BOTH[:1]),
        ("fleets/tx/parties.yaml", BOTH[:1]),
        ("fleets/tx/documents/a.txt", BOTH[:1]),
        ("fleets/wy/sites.yaml", BOTH[1:]),
        ("compliance.toml", BOTH),
        ("policies/lender/rule.yaml", BOTH),
        ("p/all.yaml", BOTH),
        ("README.md", []),
        ("fleets/tx/deep/note.txt", []),
    ],
)
@pytest.mark.parametrize("deleted", [False, True])
def test_what_a_verdict_reads_concerns_it(changed: str, expected: list[str], deleted: bool, repo: Path) -> None:
    path = repo / changed
    if deleted and not path.exists():
        pytest.skip("there is nothing to delete")
    if deleted:
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(path.read_text() + "\n" if path.exists() else "parties: []\n")
    git("add", "-A")
    if changed == "compliance.toml" and deleted:
        expected = [*BOTH]
    change = changed_inventories()
    still = [name for name in expected if (repo / name).exists()]
    assert concerned(change, repo) == still
    assert change.others == sum((repo / name).exists() for name in BOTH) - len(still)


def test_where_nothing_is_staged_all_are_meant_or_what_changed_since_a_commit(repo: Path) -> None:
    assert concerned(changed_inventories(), repo) == BOTH
    (repo / "fleets/wy/sites.yaml").write_text("sites: []\n")
    git("add", "-A")
    git("commit", "-qm", "sites")
    assert concerned(changed_inventories("HEAD~1"), repo) == BOTH[1:]
    assert concerned(changed_inventories(), repo) == BOTH


def test_settings_name_inventories_their_sheets_and_what_is_none(repo: Path) -> None:
    book(Path("p"), "machines.xlsx", Read=[("A1", "x")], Units=[("A1", ["Model", "Qty"]), ("A2", ["S19", 2])])
    put(inv__a__b__list_csv=ROWS, inv__list_csv=ROWS, data__phones_csv="manufacturer,model,quantity\nNokia,3310,1\n")
    patterns = '["p/*.xlsx#Units", "inv/**/list.csv", "!data/*.csv"]'
    (repo / "compliance.toml").write_text(f'inventories = {patterns}\npolicies = ["us-ear"]\n')
    git("add", "-A")
    change = changed_inventories()
    assert concerned(change, repo) == ["inv/a/b/list.csv", "inv/list.csv", "p/machines.xlsx#Units"]
    assert change.forgotten == ("fleets/tx/fleet.csv", "fleets/wy/fleet.csv")


def test_what_looks_like_an_inventory_and_was_forgotten_is_said(repo: Path) -> None:
    put(
        stock__miners_csv=ROWS, stock__prices_csv="item,price\nx,1\n", stock__one_csv="model\nS19\n", stock__list_md="x"
    )
    put(stock__miners_yaml="defaults: {manufacturer: MicroBT}\nlots: [{model: M60S, quantity: 1}]\nschema_version: 1\n")
    put(fleets__tx__documents__packing_csv=ROWS, stock__report_csv=ROWS, stock__gone_csv=ROWS)
    git("add", "-A")
    (repo / "stock/gone.csv").unlink()
    assert changed_inventories().forgotten == ("stock/miners.csv", "stock/miners.yaml")
    (repo / "stock/miners.yaml").write_text(" " * (repository.MAX_BYTES + 1))
    assert changed_inventories().forgotten == ("stock/miners.csv",)


def test_only_so_many_files_are_looked_at(repo: Path) -> None:
    for number in range(repository.MAX_LOOKED_AT + 10):
        (repo / f"{number:03}.csv").write_text("item,price\nx,1\n")
    put(zz_csv=ROWS)
    git("add", "-A")
    assert changed_inventories().forgotten == ()
    git("commit", "-qm", "all")
    (repo / "zz.csv").write_text(f"{ROWS}{CLEAN}\n")
    git("add", "-A")
    assert changed_inventories().forgotten == ("zz.csv",), "what changed is looked at first"


def test_without_a_repository_or_without_git(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    with pytest.raises(ComplianceError, match=r"git says: .*Run it in a repository, or name the inventories"):
        changed_inventories()
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ComplianceError, match="git cannot be run"):
        changed_inventories()
