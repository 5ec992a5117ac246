"""Settings are continued: what a person wrote stays, and what would be no settings is never written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.settings_file import Keys, Setting, set_settings, with_settings

OLD = """\
# ours
policies = [   # two
  "us-ear",
  "us-ofac",
]
fail-on = "never" # for now

[parameters."supply-concentration/maker"]
limit = 70

[lists]
"us-ofac-sdn" = "sdn.csv"
"""


def changed(values: dict[Keys, Setting], old: str = OLD) -> str:
    return with_settings(old.encode(), "x", values).decode()


@pytest.mark.parametrize(
    ("values", "new"),
    [
        ({("policies",): ["us-ear"]}, OLD.replace('[   # two\n  "us-ear",\n  "us-ofac",\n]', '["us-ear"]')),
        ({("max-age",): 30}, OLD.replace("now\n", "now\nmax-age = 30\n")),
        ({("fail-on",): None}, OLD.replace('fail-on = "never" # for now\n', "")),
        ({("parties",): None, ("parameters", "a/b", "c"): None}, OLD),
        ({("parameters", "supply-concentration/maker", "limit"): 2.5}, OLD.replace("= 70", "= 2.5")),
        (
            {("parameters", "supply-concentration/maker", "measure"): "units"},
            OLD.replace("= 70\n", '= 70\nmeasure = "units"\n'),
        ),
        (
            {("parameters", "us-ear/affiliates", "x y"): True},
            f'{OLD}\n[parameters."us-ear/affiliates"]\n"x y" = true\n',
        ),
        ({("lists", "us-bis-uvl"): "uvl.csv"}, f'{OLD}us-bis-uvl = "uvl.csv"\n'),
    ],
)
def test_single_values_change(values: dict[Keys, Setting], new: str) -> None:
    assert changed(values) == new
    tomllib.loads(new)


def test_a_new_file(here: Path) -> None:
    path = set_settings(here, {("lists", "us-ofac-sdn"): "sdn.csv"})
    assert path.read_text() == '[lists]\nus-ofac-sdn = "sdn.csv"\n'


@pytest.mark.parametrize(
    ("old", "values", "what"),
    [
        ("x = [", {("policies",): ["us-ear"]}, "is no valid TOML"),
        ("\xff", {("policies",): ["us-ear"]}, "is no valid TOML"),
        ("", {("colour",): "red"}, "unknown field 'colour'"),
        ('parameters = {"a/b" = {c = 1}}\n', {("parameters", "a/b", "c"): 2}, "cannot be continued"),
        ('[parameters]\n"a/b" = {c = 1}\n', {("parameters", "a/b", "c"): 2}, "cannot be continued"),
        ("", {("policies",): []}, "policies"),
    ],
)
def test_what_is_not_written(old: str, values: Any, what: str) -> None:
    with pytest.raises(ComplianceError, match=what):
        with_settings(old.encode("latin-1"), "x", values)


def test_settings_in_pyproject_stay_there(here: Path) -> None:
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    set_settings(here, {("fail-on",): "never"})
    (here / "compliance.toml").unlink()
    (here / "pyproject.toml").write_text("[tool.compliance]\nfail-on = 'never'\n")
    with pytest.raises(ComplianceError, match="holds the settings of this folder"):
        set_settings(here, {("fail-on",): "never"})
