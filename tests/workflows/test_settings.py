"""The nearest settings win; what is wrong in them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES, bundled
from compliance.workflows.reference import Reference
from compliance.workflows.settings import DEFAULT_POLICIES, Config, Settings, find_config, find_settings


def put(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, "utf-8")
    return folder


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A folder above which nothing is set."""
    for folder in tmp_path.parents:
        assert not (folder / "compliance.toml").exists()
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_without_settings(top: Path) -> None:
    config, base = find_config(top)
    assert config == Config()
    assert config.policies == DEFAULT_POLICIES == ("us-ear", "us-ofac")
    assert config.parameters == {}
    assert base == top


def test_the_nearest_file_wins(top: Path) -> None:
    put(top, "compliance.toml", 'policies = ["far"]')
    near = put(top / "a", "pyproject.toml", '[tool.compliance]\npolicies = ["near"]')
    put(top / "a" / "b", "pyproject.toml", "[tool.other]\nx = 1")
    assert find_config(top / "a" / "b") == (Config(policies=("near",)), near)
    assert find_config(top) == (Config(policies=("far",)), top)


def test_compliance_toml_goes_before_pyproject_in_one_folder(top: Path) -> None:
    put(top, "pyproject.toml", '[tool.compliance]\npolicies = ["py"]')
    assert find_config(top)[0].policies == ("py",)
    put(top, "compliance.toml", 'policies = ["own"]\n[parameters."own/rule"]\nlimit = 30')
    assert find_config(top)[0] == Config(policies=("own",), parameters={"own/rule": {"limit": 30}})


@pytest.mark.parametrize(
    "content", ["", "tool = 'compliance'", "[tool]\nother = 1 # compliance", "[project]\nname = 'x'", "compliance = 1"]
)
def test_a_pyproject_without_our_table_is_passed_over(top: Path, content: str) -> None:
    put(top, "compliance.toml", 'policies = ["far"]')
    assert find_config(put(top / "a", "pyproject.toml", content))[0].policies == ("far",)


def test_an_empty_file_is_a_choice_of_the_defaults(top: Path) -> None:
    put(top, "compliance.toml", 'policies = ["far"]')
    assert find_config(put(top / "a", "compliance.toml", "")) == (Config(), top / "a")


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("compliance.toml", "polices = []", "unknown field 'polices'"),
        ("compliance.toml", "[tool.compliance]\npolicies = []", "unknown field 'tool'"),
        ("pyproject.toml", "[tool.compliance]\nfail_on = 'never'", "unknown field 'fail_on'"),
        ("pyproject.toml", "[tool]\ncompliance = 3", "tool.compliance is no table"),
        ("compliance.toml", "policies = 'us-ear'", "policies: must be a list"),
        ("compliance.toml", "lists = ['x']", "lists: must be a mapping"),
        ("compliance.toml", "[lists]\n' ' = 'x.csv'", "must not be blank"),
        ("compliance.toml", "max-age = -1", "max-age: must be at least 0"),
        ("compliance.toml", "max-age = true", "max-age: must be a whole number"),
        ("compliance.toml", "max-age = '3'", "max-age: must be a whole number"),
        ("compliance.toml", "fail-on = 'always'", "fail-on"),
        ("compliance.toml", 'policies = [" "]', "must not be blank"),
        ("compliance.toml", "[parameters]\nx = 1", "parameters.x"),
        ("compliance.toml", "policies = []", "policies: must not be empty"),
        ("compliance.toml", "policies = [", "is not TOML"),
        ("pyproject.toml", "compliance = 1\ncompliance = 2", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(top: Path, name: str, content: str, what: str) -> None:
    put(top, name, content)
    with pytest.raises(ComplianceError, match=what) as caught:
        find_config(top)
    assert all(problem.file == name and problem.advice for problem in caught.value.problems)


def test_files_that_are_no_text_or_cannot_be_read(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / "compliance.toml").write_bytes(b"\xff")
    with pytest.raises(ComplianceError, match="is not TOML"):
        find_config(top)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ComplianceError, match=r"compliance\.toml: cannot be read: Permission denied"):
        find_config(top)
    (top / "compliance.toml").rename(top / "pyproject.toml")
    with pytest.raises(ComplianceError, match=r"pyproject\.toml: cannot be read: Permission denied"):
        find_config(top)


def test_what_is_bundled() -> None:
    assert {"us-ear", "us-ofac"} <= bundled("policies").keys()
    assert all((path / "policy.yaml").is_file() for path in bundled("policies").values())
    assert all((path / "list.yaml").is_file() for path in bundled("lists").values())
    assert bundled("regimes")["eu-50"] == RULES / "regimes" / "eu-50.yaml"
    assert "table" not in bundled("countries")


def test_a_wrong_key_is_told_with_its_line_and_what_was_meant(top: Path) -> None:
    text = (
        '[project]\nname = "x"\n[tool.compliance]\npolicies = ["us-ear"]\nfail_on = "never"\nwaiver = []\ncolour = 1\n'
    )
    put(top, "pyproject.toml", text)
    with pytest.raises(ComplianceError) as caught:
        find_config(top)
    assert [str(problem) for problem in caught.value.problems] == [
        "pyproject.toml:5:1: unknown field 'fail_on'. Did you mean 'fail-on'?",
        "pyproject.toml:6:1: unknown field 'waiver'. Did you mean 'waivers'?",
        "pyproject.toml:7:1: unknown field 'colour'. See the schema: compliance rules schema config.",
    ]


def test_parameters_of_a_policy_that_nobody_knows(top: Path) -> None:
    put(
        top,
        "compliance.toml",
        'policies = ["rules/lender"]\n\n[parameters."us-eer/listed"]\nx = 1\n[parameters."other/x"]\n',
    )
    with pytest.raises(ComplianceError) as caught:
        find_config(top)
    near, far = caught.value.problems
    assert (near.row, near.advice) == (3, "Did you mean 'us-ear'?")
    assert (far.row, far.advice) == (5, "Name its folder in policies.")
    put(top, "compliance.toml", 'policies = ["rules/lender"]\n[parameters."lender/x"]\n[parameters."other/x"]\n')
    assert find_config(top, also=["x/other"])[0].parameters == {"lender/x": {}, "other/x": {}}


def test_paths_are_relative_to_the_file(top: Path) -> None:
    put(
        top,
        "compliance.toml",
        'decisions = ["d.yaml"]\nwaivers = ["w.yaml", "/abs.yaml"]\nsites = ["s.yaml"]\n[lists]\nus-ofac-sdn = "lists/sdn.csv"\n',
    )
    config, base = find_config(put(top / "a" / "b", "x", ""))
    assert base == top
    assert config.files("waivers", base) == (top / "w.yaml", Path("/abs.yaml"))
    assert config.files("sites", base) == (top / "s.yaml",)
    assert config.files("decisions", base) == (top / "d.yaml",)
    assert config.files("parties", base) == ()
    assert config.editions(base) == {"us-ofac-sdn": top / "lists" / "sdn.csv"}


def test_settings_that_were_read_are_kept_and_read_again_when_they_change(top: Path, tmp_path: Path) -> None:
    reference = Reference(tmp_path / "cache")
    put(top, "compliance.toml", 'policies = ["us-ear"]')
    assert find_config(top, reference)[0] == find_config(top, reference)[0] == Config(policies=("us-ear",))
    put(top, "compliance.toml", 'policies = ["us-ofac"]')
    assert find_config(top, reference)[0] == Config(policies=("us-ofac",))
    put(top / "a", "compliance.toml", "x = [")
    with pytest.raises(ComplianceError, match="is not TOML"):
        find_config(top / "a", reference)


@pytest.mark.parametrize("name", ["compliance.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("target", "message"),
    [("gone", "the link .* points to a missing file"), ("", "is not a file"), (".", "is not a file")],
)
def test_settings_that_are_no_file_are_never_passed_over(top: Path, name: str, target: str, message: str) -> None:
    put(top, "compliance.toml", 'policies = ["far"]')
    path = put(top / "a", "other", "") / name
    path.symlink_to(target) if target else path.mkdir()
    with pytest.raises(ComplianceError, match=f"{name}: {message}"):
        find_config(top / "a")


def test_settings_that_are_a_ring(top: Path) -> None:
    (top / "compliance.toml").symlink_to("compliance.toml")
    with pytest.raises(ComplianceError, match=r"compliance.toml: cannot be read: Too many levels of symbolic links"):
        find_config(top)


def test_settings_stop_at_the_root_of_the_repository(tmp_path: Path) -> None:
    put(tmp_path, "compliance.toml", 'policies = ["far"]')
    inner = put(tmp_path / "a" / "b", "x", "")
    assert find_settings(inner) == Settings(Config(), inner, None, tmp_path / "compliance.toml")
    assert "compliance.toml lies outside this repository or folder" in find_settings(inner).notes[0]
    (tmp_path / "a" / ".git").mkdir()
    assert find_settings(inner).file is None
    put(tmp_path / "a", "pyproject.toml", '[tool.compliance]\npolicies = ["near"]')
    near = find_settings(inner)
    assert (near.file, near.passed_over) == (tmp_path / "a" / "pyproject.toml", tmp_path / "compliance.toml")
    assert "further up than the settings taken" in near.notes[0]


def test_what_is_no_settings_further_up_is_not_named(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", "[tool]\nother = 1 # compliance")
    inner = put(tmp_path / "a", "x", "")
    assert find_settings(inner).passed_over is None
    put(tmp_path, "compliance.toml", "= broken")
    assert find_settings(inner).passed_over is None


def test_a_file_is_the_settings(tmp_path: Path) -> None:
    put(tmp_path, "compliance.toml", 'policies = ["far"]')
    lender = put(tmp_path / "lender", "limits.toml", 'policies = ["us-ear"]') / "limits.toml"
    assert find_settings(lender) == Settings(Config(policies=("us-ear",)), tmp_path / "lender", lender)
    with pytest.raises(ComplianceError, match=r"none\.toml"):
        find_settings(tmp_path / "none.toml")
    with pytest.raises(ComplianceError, match="File name too long"):
        find_settings(tmp_path / ("n" * 5000))
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    with pytest.raises(ComplianceError, match="Too many levels"):
        find_settings(tmp_path / "ring")


def test_settings_of_others_are_not_taken(tmp_path: Path) -> None:
    put(tmp_path, "compliance.toml", 'policies = ["ours"]')
    (tmp_path / ".git").mkdir()
    target = put(tmp_path / "target", "compliance.toml", 'policies = ["theirs"]')
    assert find_settings(target).config.policies == ("theirs",)
    assert find_settings(target, without=[target]).config.policies == ("ours",)


def test_facts_that_the_settings_state_are_said(top: Path) -> None:
    put(top, "compliance.toml", '[defaults]\nowner = "Example LLC"')
    assert find_settings(top).notes == (
        "The settings say of every unit of which the inventory records nothing else: owner Example LLC.",
    )


def test_a_note_is_written_where_the_working_directory_is_gone(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    assert (
        Settings(Config(), top, None, top / "compliance.toml")
        .notes[0]
        .startswith("Settings not taken: compliance.toml lies")
    )


def test_settings_of_spark_are_read_as_it_writes_them(top: Path) -> None:
    text = '[spark]\nspark.executor.memory = "4g"\n"spark.ui.enabled" = false\nspark.executor.cores = 2\n'
    config, _ = find_config(put(top, "compliance.toml", text))
    assert config.spark == {"spark.executor.memory": "4g", "spark.ui.enabled": "false", "spark.executor.cores": "2"}
    for wrong in ("spark = 3\n", "[spark]\nspark.jars = [1]\n"):
        with pytest.raises(ComplianceError, match="spark"):
            find_config(put(top, "compliance.toml", wrong))
