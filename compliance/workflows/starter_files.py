"""The files that a new folder begins with, as texts: settings, sites, a map of columns, the hook, the job of a CI."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from compliance import __version__
from compliance.core.text import counted
from compliance.io.yaml_list import quoted

SOURCE = "https://github.com/example/mining-compliance"
"""Where pre-commit and the CI fetch the program from."""


def settings(
    policies: Sequence[str], fail_on: str, inventories: Sequence[str], open_parameters: Mapping[str, Mapping[str, str]]
) -> str:
    """``compliance.toml``. ``open_parameters``: rule -> parameter that the operator must set -> what it means."""
    lines = [
        "# What holds for this folder where the command line does not say it: docs/reference/settings.md.",
        f"policies = [{', '.join(map(quoted, policies))}]",
        "# What makes a check fail: violation, flagged, undetermined or never.",
        f'fail-on = "{fail_on}"',
    ]
    if inventories:
        lines += [
            "# What is an inventory in this repository.",
            f"inventories = [{', '.join(map(quoted, inventories))}]",
        ]
    for rule, parameters in open_parameters.items():
        lines += ["", "# This rule cannot answer before you set its values.", f'# [parameters."{rule}"]']
        lines += [f"# {name} =   # {meaning}" for name, meaning in parameters.items()]
    return _text(lines)


def sites(texts: Mapping[str, int], left_out: int = 0) -> str:
    """``sites.yaml`` with an entry for each text, commented out. ``texts``: what inventories call a site -> units."""
    lines = [
        "# Where the machines stand. A name describes nothing: take the # away before an entry, and the [] behind sites,",
        "# once you have written its address, or latitude and longitude. Texts that mean the same site are its aliases.",
        "sites: []",
    ]
    for text, units in texts.items():
        lines += [
            f"#  - id: {quoted(text)}   # {counted(units, 'row')}",
            "#    aliases: []",
            '#    address: ""',
            "#    latitude:",
            "#    longitude:",
            '#    operator: ""',
            '#    owner: ""',
        ]
    if left_out:
        lines.append(f"# and {left_out:,} more texts in the inventories")
    return _text(lines)


HOOK = f"""\
# What git runs before a commit: pip install pre-commit, then pre-commit install.
repos:
  - repo: {SOURCE}
    rev: v{__version__}
    hooks:
      - id: fleet-compliance
      - id: fleet-rules
"""


def github(fleets: Sequence[str]) -> str:
    """A workflow of GitHub that checks the inventories; policies are those of the settings."""
    return f"""\
name: compliance
on: [push, pull_request]
permissions:
  contents: read
  security-events: write
jobs:
  fleet:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: example/mining-compliance/.github/actions/check@v{__version__}
        with:
          fleets: {quoted(chr(10).join(fleets))}
"""


def gitlab(fleets: Sequence[str]) -> str:
    """A job of GitLab that checks the inventories."""
    check = f"compliance check {shlex.join(fleets)}"
    return f"""\
fleet-compliance:
  image: python:3.13
  script:
    - {quoted(f"pip install git+{SOURCE}@v{__version__}")}
    - {quoted(f"{check} --format junit --output junit.xml --fail-on never")}
    - {quoted(f"{check} --format gitlab --output gl-code-quality.json --fail-on violation")}
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality.json
      junit: junit.xml
"""


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
