"""What an earlier report knew is left out; what grew or got worse is new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Finding, Location, Report, Subject, Verdict
from compliance.policies.baseline import Baseline, read_baseline
from tests.reports.check import sample

V = Verdict


def finding(
    fingerprint: str = "f", verdict: V = V.UNDETERMINED, units: int = 2, *ids: str, omitted: int = 0, digest: str = ""
) -> Finding:
    places = tuple(Location("fleet.csv", row, name or f"fleet.csv#{row}") for row, name in enumerate(ids, 2))
    more = {"units": units, "locations": places, "locations_omitted": omitted, "fingerprint": fingerprint}
    return sample.finding(verdict, units_digest=digest, **more)


def report(*findings: Finding) -> Report:
    return sample.report(*findings, verdict=V.VIOLATION)


def baseline(folder: Path, *findings: Finding) -> Baseline:
    path = folder / "base.json"
    path.write_text(sample.written("json", report(*findings)), "utf-8")
    return read_baseline(path, "base.json")


@pytest.mark.parametrize(
    ("then", "now", "is_new"),
    [
        (finding(), finding(), False),
        (finding(), finding("other"), True),
        (finding(), finding(units=1), False),
        (finding(), finding(units=3), True),
        (finding(verdict=V.VIOLATION), finding(verdict=V.UNDETERMINED), False),
        (finding(verdict=V.WAIVED), finding(verdict=V.VIOLATION), True),
        (finding("f", V.FLAGGED, 2, "A", "B"), finding("f", V.FLAGGED, 2, "B", "A"), False),
        (finding("f", V.FLAGGED, 2, "A", "B"), finding("f", V.FLAGGED, 2, "A", "C"), True),
        (finding("f", V.FLAGGED, 2, "", "B"), finding("f", V.FLAGGED, 2, "B", ""), False),
        (finding("f", V.FLAGGED, 200, "A", omitted=199), finding("f", V.FLAGGED, 200, "C", omitted=199), False),
    ],
)  # fmt: skip
def test_what_is_new(then: Finding, now: Finding, is_new: bool, tmp_path: Path) -> None:
    shown = baseline(tmp_path, then).only_new(report(now))
    assert shown.findings == ((now,) if is_new else ())
    assert shown.verdict is V.VIOLATION


def big(digest: str = "", units: int = 200) -> Finding:
    """Of many units, of which one is listed."""
    return finding(units=units, omitted=units - 1, digest=digest)


@pytest.mark.parametrize(
    ("then", "now", "is_new"),
    [
        (big("a"), big("a"), False),
        (big("a"), big("b"), True),
        (big(), big("b"), False),
        (big("a"), big(), False),
        (big("a"), big("b", 199), False),
        (finding(digest="a"), finding(digest="b"), False),
    ],
)  # fmt: skip
def test_units_beyond_those_that_are_listed_are_seen(then: Finding, now: Finding, is_new: bool, tmp_path: Path) -> None:
    assert baseline(tmp_path, then).only_new(report(now)).findings == ((now,) if is_new else ())


def test_another_operator_of_a_site_is_new(tmp_path: Path) -> None:
    def on_site(because: str, kind: Literal["site", "lot"] = "site") -> Finding:
        return replace(finding(), subject=Subject(kind, "north"), because=because)

    then = baseline(tmp_path, on_site("A operates it"))
    assert then.only_new(report(on_site("A operates it"))).findings == ()
    assert then.only_new(report(on_site("B operates it"))).findings == (on_site("B operates it"),)
    lots = baseline(tmp_path, on_site("one", "lot"))
    assert lots.only_new(report(on_site("other words", "lot"))).findings == ()


def test_it_says_where_it_cannot_see_whether_units_were_exchanged(tmp_path: Path) -> None:
    old = baseline(tmp_path, big("a"))
    (note,) = old.only_new(report(big("b", 199))).notes
    assert note.endswith("1 finding left out covers fewer units now, and more than the earlier report lists: "
                         "other units may be among them.")  # fmt: skip
    (note,) = old.only_new(report(big("a"))).notes
    assert note.endswith("count all findings.")


def test_findings_of_one_fingerprint_count_together(tmp_path: Path) -> None:
    then, now = [finding(units=2), finding(units=3)], [finding(units=4), finding(units=1)]
    assert baseline(tmp_path, *then).only_new(report(*now)).findings == ()
    assert len(baseline(tmp_path, *then).only_new(report(*now, finding())).findings) == 3


def test_what_is_left_out_and_gone_is_counted(tmp_path: Path) -> None:
    old = baseline(tmp_path, finding("a"), finding("b"), finding("c"))
    shown = old.only_new(replace(report(finding("a"), finding("d")), notes=("kept",)))
    note, kept = shown.notes
    assert note.startswith("This report was compared with base.json of 2026-11-22 (SHA-256 ")
    assert "1 known finding left out, 1 new, 2 gone" in note
    assert kept == "kept"


BAD: dict[str, tuple[Any, str]] = {
    "cut": (b'{"format": "compliance-report/1", "find', r"base\.json:1:\d+: the file is not complete JSON"),
    "empty": (b"", "the file is not complete JSON"),
    "a list": (b"[]", "the file is not a report"),
    "no report": (b'{"format": 3}', "the file is not a report"),
    "a package": (b'{"name": "x"}', "the file is not a report"),
    "a trace": (b'{"format": "compliance-trace/1"}', "has the format 'compliance-trace/1', not compliance-report/1"),
    "of another version": (
        b'{"format": "compliance-report/2"}',
        "has the format 'compliance-report/2', not compliance-report/1",
    ),
    "without findings": (b'{"format": "compliance-report/1"}', "field 'findings' is missing"),
    "wrong fields": (b'{"format": "compliance-report/1", "findings": [{"verdict": "bad"}]}', "findings"),
    "bytes": (b"\xff\xfe\x00", "the file is not JSON"),
    "deep": (b"[" * 200_000, "the file is not JSON"),
    "a huge number": (b'{"format": ' + b"1" * 10_000 + b"}", "the file is not JSON"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_baseline(case: str, tmp_path: Path) -> None:
    content, said = BAD[case]
    path = tmp_path / "base.json"
    path.write_bytes(content)
    with pytest.raises(ComplianceError, match=said) as caught:
        read_baseline(path, "base.json")
    assert all(problem.file == "base.json" and "--format json" in problem.advice for problem in caught.value.problems)


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match=r"base\.json: cannot be read"):
        read_baseline(tmp_path / "base.json", "base.json")
    with pytest.raises(ComplianceError, match=r"base: is not a file"):
        read_baseline(tmp_path, "base")
