"""``waivers.yaml`` is read whole or not at all, and what is wrong in it is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.policies.waiver_file import checked_waivers, read_waivers, with_waiver
from compliance.policies.waivers import WaivedSubject, Waiver

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
    said = "waivers.yaml:3:3: this waiver covers the same rule, subject and days as the one in line 2. Delete one of the two."
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


WAIVER = Waiver(
    rule="p/evidence", subject=WaivedSubject(site='Hall "A": 1 # 北'), reason="- no\\yes", approved_by="*CFO",
    approved_on=date(2026, 5, 1), expires=date(2026, 6, 1), evidence="{minutes}",
)  # fmt: skip


@pytest.mark.parametrize(
    "before",
    [
        None,
        "waivers: []\n",
        "waivers:   [ ] # none yet\n",
        "# kept by legal\nwaivers:\n" + entry() + "# the end\n",
        "waivers:\n" + entry().rstrip("\n"),
        "waivers:\n    " + entry(),
        "waivers:\n  -\n    " + entry()[2:],
        "waivers:\n- rule: p/origin # why\n  subject:\n    asset: A\n  reason: >-\n    a - b\n    c\n  approved_by: x\n"
        "  approved_on: 2026-01-10\n  expires: 2026-03-31\n",
        "",
        "# kept by legal\n",
        "---\n# none yet\nwaivers:\n",
        "waivers: null  # none yet",
        "\ufeffwaivers: []\r\n",
        "\ufeffwaivers:\r\n" + entry().replace("\n", "\r\n"),
    ],
)
def test_a_file_is_continued_and_keeps_what_stands_there(before: str | None, tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    if before is not None:
        path.write_bytes(before.encode())
    older = () if before is None or "rule" not in before else read_waivers(path, "w")
    after = with_waiver(None if before is None else before.encode(), "w", WAIVER, RULES).decode()
    path.write_bytes(after.encode())
    assert read_waivers(path, "w") == (*older, WAIVER)
    if older:
        assert before is not None
        assert after.startswith(before)
        assert ("\r\n" in after) == ("\r\n" in before)
        assert "\n" not in after.replace("\r\n", "") or "\r\n" not in before


@pytest.mark.parametrize("before", ["waivers: [" + entry()[2:].strip() + "]\n", '{"waivers": []}'])
def test_a_file_that_cannot_be_continued(before: str) -> None:
    with pytest.raises(ComplianceError, match=r"w: no entry can be added to its waivers\. Write them as a list"):
        with_waiver(before.encode(), "w", WAIVER, RULES)


def test_what_is_not_added(tmp_path: Path) -> None:
    older = written(tmp_path, entry(expires="2026-05-01", rule="p/evidence", subject="{site: Hall}")).read_bytes()
    with pytest.raises(ComplianceError, match=r"there is no rule 'p/evidence'\. Did you mean 'p/evidense'"):
        with_waiver(older, "w", WAIVER, {"p/evidense"})
    again = WAIVER.model_copy(update={"subject": WaivedSubject(site="Hall")})
    with pytest.raises(ComplianceError, match="w: the file has this waiver already: waiver of CFO"):
        with_waiver(older, "w", again, RULES)
    assert b"site" in with_waiver(older, "w", again.model_copy(update={"approved_on": date(2026, 5, 2)}), RULES)
    for wrong, message in ((b"waivers: 3", "must be a list"), (b"waivers: \xff", "w:1: is not UTF-8 text")):
        with pytest.raises(ComplianceError, match=message):
            with_waiver(wrong, "w", WAIVER, RULES)
