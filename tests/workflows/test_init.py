"""A set-up rests on what lies in the folder, can be used as it is, and replaces nothing unasked."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from compliance import check
from compliance.core.errors import ComplianceError, ParameterError
from compliance.workflows import init as module
from compliance.workflows.init import InitResult, init
from compliance.workflows.inputs import read_mapping
from tests.command_line import CHINA, fleet

FOREIGN = "Asset,Maker,Model,Bauort,Site,Wozu?\n1,Bitmain,Antminer S21,CN,North Hall,a\n2,Bitmain,Antminer S21,MY,,\n"


def states(result: InitResult) -> dict[str, str]:
    return {file.path.relative_to(result.folder).as_posix(): file.state for file in result.files}


@pytest.mark.usefixtures("here")
def test_an_empty_folder_gets_settings_that_hold() -> None:
    result = init(".", policies=["us-ear", "supply-concentration"], fail_on="flagged")
    assert states(result) == {"compliance.toml": "written"}
    text = Path("compliance.toml").read_text()
    assert tomllib.loads(text) == {"policies": ["us-ear", "supply-concentration"], "fail-on": "flagged"}
    assert '# [parameters."supply-concentration/maker"]\n# limit =' in text


def test_inventories_give_sites_to_describe_and_maps_to_complete(here: Path) -> None:
    Path("machines.csv").write_text(FOREIGN)
    Path("notes.json").write_text("[1]")
    Path("prices.csv").write_text("person,phone\nJoe,none\n")
    Path("deep").mkdir()
    (here / "deep" / "fleet.csv").write_text("asset_id,model,location\n1,S21,Hall 9\n2,S21,Hall 9\n")
    Path(".hidden").mkdir()
    result = init()
    assert result.inventories == ("machines.csv", "deep/fleet.csv")
    assert [problem.file for problem in result.unread] == ["prices.csv"]
    assert set(states(result)) == {"compliance.toml", "sites.yaml", "deep/sites.yaml", "map.yaml"}
    assert tomllib.loads(Path("compliance.toml").read_text())["inventories"] == ["machines.csv", "deep/fleet.csv"]
    sites = Path("sites.yaml").read_text()
    assert yaml.safe_load(sites) == {"sites": []}
    assert '#  - id: "North Hall"   # 1 row\n' in sites
    assert '"Hall 9"   # 2 rows' in Path("deep/sites.yaml").read_text()
    described = sites.replace("sites: []", "sites:").replace("\n#  ", "\n  ")
    described = described.replace('address: ""', 'address: "1 Main Street, Cheyenne, WY"')
    (entry,) = yaml.safe_load(described)["sites"]
    assert (entry["id"], entry["latitude"]) == ("North Hall", None)
    mapping = read_mapping(Path("map.yaml"))
    assert {
        "asset_id": "Asset",
        "manufacturer": "Maker",
        "country_of_origin": "Bauort",
    }.items() <= mapping.columns.items()
    assert mapping.ignore == ("Wozu?",)
    Path("map.yaml").write_text(Path("map.yaml").read_text() + "# mine\n")
    report = check("machines.csv", policies=["us-ear"], as_of=date(2026, 11, 22), mapping="map.yaml").report
    assert "Origins, in units: China 1, Malaysia 1." in report.notes
    assert set(states(init()).values()) == {"same", "kept"}, "the map was edited; the others are as they should be"


def test_several_maps_are_called_after_their_inventories_as_many_as_need_one(here: Path) -> None:
    for name in ("a", "b"):
        Path(f"fleet-{name}.csv").write_text(f"manufacturer,model,x{name}\nBitmain,S21,\n")
    assert {"map-fleet-a.yaml", "map-fleet-b.yaml"} <= set(states(init()))
    Path("fleet-b.csv").unlink()
    Path("fleet-c.csv").write_text("manufacturer,model\nBitmain,S21\n")
    assert "map.yaml" in states(init())
    assert read_mapping(here / "map.yaml").ignore == ("xa",)


@pytest.mark.usefixtures("here")
def test_rows_that_cannot_be_read_stop_nothing() -> None:
    Path("fleet.csv").write_text('model,site,z\nS21,Hall A,1\n"S21,Hall\n')
    assert init().inventories == ("fleet.csv",)


@pytest.mark.usefixtures("here")
def test_very_many_sites_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SITES", 2)
    Path("fleet.csv").write_text("model,site\n" + "".join(f"S21,Hall {number % 3}\n" for number in range(9)))
    init()
    assert "# and 1 more texts" in Path("sites.yaml").read_text()
    Path("sites.yaml").rename("sites.json")
    assert "sites.yaml" not in states(init())


@pytest.mark.usefixtures("here")
def test_hook_ci_and_template() -> None:
    fleet(CHINA, name="fleets/it's/fleet.csv")
    result = init(hook=True, ci="github", template=True)
    assert set(states(result)) == {
        "compliance.toml", ".pre-commit-config.yaml", ".github/workflows/compliance.yml", "template.xlsx",
    }  # fmt: skip
    assert result.inventories == ()
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    offered = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks} <= {hook["id"] for hook in offered}
    fleet(CHINA, name="it's: a #fleet/fleet.csv")
    init(ci="github", replace=lambda path: True)
    job = yaml.safe_load(Path(".github/workflows/compliance.yml").read_text())["jobs"]["fleet"]
    assert job["steps"][1]["with"] == {"fleets": "it's: a #fleet/fleet.csv"}
    init(ci="gitlab")
    script = yaml.safe_load(Path(".gitlab-ci.yml").read_text())["fleet-compliance"]["script"]
    assert script[1].startswith("compliance check 'it'\"'\"'s: a #fleet/fleet.csv' --format junit")


@pytest.mark.usefixtures("here")
def test_nothing_is_replaced_unasked() -> None:
    Path("compliance.toml").write_text("# mine\n")
    asked: list[str] = []

    def never(path: Path) -> bool:
        asked.append(path.name)
        return False

    assert states(init(replace=never)) == {"compliance.toml": "kept"}
    assert (asked, Path("compliance.toml").read_text()) == (["compliance.toml"], "# mine\n")
    assert states(init(replace=lambda path: True)) == {"compliance.toml": "written"}
    assert "policies" in Path("compliance.toml").read_text()


@pytest.mark.usefixtures("here")
def test_settings_in_pyproject_are_not_silenced() -> None:
    Path("pyproject.toml").write_text("[tool.compliance]\nfail-on = 'never'\n")
    assert states(init()) == {}
    with pytest.raises(ParameterError, match=r"pyproject\.toml has settings already"):
        init(policies=["us-ear"])


@pytest.mark.usefixtures("here")
def test_what_cannot_be_used() -> None:
    with pytest.raises(ComplianceError, match="is not a folder"):
        init("nothing")
    with pytest.raises(ComplianceError, match=r"'nonsense' is neither bundled(?s:.*)'other' is neither"):
        init(policies=["nonsense", "other"])
    Path(".github").write_text("a file")
    with pytest.raises(ComplianceError, match="cannot be made"):
        init(ci="github")
