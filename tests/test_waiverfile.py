"""``waivers.yaml`` is read whole or not at all, and what is wrong in it is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.errors import ComplianceError
from compliance.waiverfile import checked_waivers, read_waivers

RULES = {"p/origin", "p/evidence"}


def entry(**change: str) -> str:
    fields = {
        "rule": "p/origin", "subject": "{asset: A}", "reason": "why", "approved_by": "CFO", "approved_on": "2026-01-10",
        "expires": "2026-03-31", **change,
    }  # fmt: skip
    return "- {" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}\n"


def written(folder: Path, *entries: str) -> Path:
    path = folder / "waivers.yaml"
    path.write_text("waivers:\n" + "".join(entries), "utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(ComplianceError) as caught:
        checked_waivers(path, path.name, RULES)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_file(tmp_path: Path) -> None:
    path = written(tmp_path, entry(), entry(rule="p/evidence"), entry(subject="{asset: B}"))
    assert checked_waivers(path, path.name, RULES) == read_waivers(path, path.name)
    assert len(read_waivers(path, path.name)) == 3


def test_a_rule_that_is_none(tmp_path: Path) -> None:
    assert problems(written(tmp_path, entry(), entry(rule="p/orign"), entry(rule="else"))) == [
        "waivers.yaml:3:3: there is no rule 'p/orign'. Did you mean 'p/origin'?",
        "waivers.yaml:4:3: there is no rule 'else'. See compliance rules list.",
    ]


def test_the_same_twice_on_the_same_days(tmp_path: Path) -> None:
    said = "waivers.yaml:3:3: waives what line 2 waives on the same days. Keep one of the two."
    assert problems(written(tmp_path, entry(), entry(reason="again", expires="2026-01-20"))) == [said]
    renewed = written(tmp_path, entry(), entry(approved_on="2026-04-01", expires="2026-09-30"))
    assert len(checked_waivers(renewed, "w", RULES)) == 2


def test_fields_that_are_wrong(tmp_path: Path) -> None:
    path = written(tmp_path, entry(expire="2026-04-01"), entry(expires="2026-01-09"), entry(subject="{}"))
    unknown, early, nothing = problems(path)
    assert unknown.startswith("waivers.yaml:2")
    assert "unknown field 'waivers.0.expire'" in unknown
    assert early.startswith("waivers.yaml:3")
    assert "expires before it is approved" in early
    assert nothing.startswith("waivers.yaml:4")
    assert "name exactly one of asset, serial" in nothing
