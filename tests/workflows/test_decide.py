"""A decision on a match: named by its finding or by party and listing, and what it changes from then on."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError, ParameterError
from compliance.core.finding import Finding, Verdict
from compliance.screening.decision_file import read_decisions
from compliance.workflows.check import check
from compliance.workflows.decide import DecideResult, decide

DAY = date(2026, 11, 22)
WHY: dict[str, Any] = {"reason": "The same address", "decided_by": "CCO", "decided_on": DAY}
DAYS: dict[str, Any] = {"expires": date(2027, 12, 31), "as_of": DAY}
SOPHGO = "us-bis-90fr4621:sophgo-technologies-ltd"
POLICIES = ("us-ear",)
ROWS = "asset_id,model,manufacturer,supplier,purchase_date,quantity\n"


def fleet(supplier: str = "Sopgho Technology Ltd", folder: str = "hall", bought: str = "2025-06-01") -> Path:
    """Ten machines from a seller whose name resembles those of listed companies, five from another."""
    path = Path(folder) / "fleet.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{ROWS}A,S21,Bitmain,{supplier},{bought},10\nB,S21,Bitmain,Good Seller LLC,{bought},5\n")
    return path.parent


def finding(folder: Path, rule: str = "us-ear/sophgo", **options: Any) -> Finding:
    """The finding of a rule on units."""
    report = check(folder, policies=POLICIES, as_of=DAY, **options).report
    return min((one for one in report.findings if one.rule == rule), key=lambda one: one.verdict.severity)


def decided(folder: Path, mark: str, *, same_party: bool, **more: Any) -> DecideResult:
    options: dict[str, Any] = {**WHY, **DAYS, "policies": POLICIES, **more}
    return decide(folder, finding=mark, same_party=same_party, **options)


def test_the_same_party_is_a_match_from_then_on(here: Path) -> None:
    folder = fleet()
    before = finding(folder)
    assert before.verdict is Verdict.UNDETERMINED
    result = decided(folder, before.fingerprint[:8], same_party=True, listing=SOPHGO)
    assert [(was.verdict, now.verdict, now.units) for was, now in result.changes if now.rule == "us-ear/sophgo"] == [
        (Verdict.UNDETERMINED, finding(folder).verdict, 10)
    ]
    assert finding(folder).verdict is not Verdict.UNDETERMINED
    assert finding(folder, no_waivers=True).verdict is finding(folder).verdict, "it clears nobody, so it holds"
    assert "'Sopgho Technology Ltd' is 'Sophgo Technologies Ltd.'" in " ".join(finding(folder).notes)
    assert read_decisions(folder / "decisions.yaml", "d") == pickle.loads(pickle.dumps(result)).decisions


def test_another_party_is_no_candidate_unless_an_auditor_asks(here: Path) -> None:
    folder = fleet()
    before = finding(folder)
    result = decided(folder, before.fingerprint, same_party=False, every=True)
    assert len(result.decisions) > 1
    assert {one.decision for one in result.decisions} == {"not-the-same-party"}
    marks = {one.fingerprint for one in check(folder, policies=POLICIES, as_of=DAY).report.findings}
    assert before.fingerprint not in marks
    assert finding(folder, no_waivers=True) == before
    with pytest.raises(ComplianceError, match=r"there is no such match to decide on\. See compliance screen NAME\.$"):
        decided(folder, before.fingerprint, same_party=True, listing=SOPHGO)


def test_one_match_is_decided_at_a_time(here: Path) -> None:
    folder = fleet()
    mark = finding(folder).fingerprint
    for same_party in (True, False):
        with pytest.raises(ComplianceError, match="matches are meant: 'Sopgho Technology Ltd' as us-bis-90fr4621:"):
            decided(folder, mark, same_party=same_party, every=same_party)
    with pytest.raises(ComplianceError, match=r"there is no such match to decide on.*Its matches: 'Sopgho"):
        decided(folder, mark, same_party=True, party="Good Seller LLC")
    with pytest.raises(ComplianceError, match="0 findings have a fingerprint that begins with 'no such'"):
        decided(folder, "no such", same_party=True)
    assert not (folder / "decisions.yaml").exists()


def test_an_owner_who_may_be_listed_is_decided_on(here: Path) -> None:
    folder = fleet("Good Hosting LLC", bought="2025-10-01")
    (folder / "parties.yaml").write_text(
        "parties:\n- {id: seller, name: Good Hosting LLC, country: CN}\n- {id: owner, name: Sopgho Technology Ltd, country: CN}\n"
        "interests:\n- {owner: owner, owned: seller, share: 60}\n"
    )
    findings = check(folder, policies=POLICIES, as_of=DAY).report.findings
    (before,) = (one for one in findings if one.rule == "us-ear/affiliates" and "Good Hosting LLC:" in one.because)
    listing = "us-bis-entity-list:sophgo-technologies-ltd"
    result = decided(folder, before.fingerprint, same_party=True, listing=listing)
    assert (result.decisions[0].party, result.decisions[0].country) == ("Sopgho Technology Ltd", "CN")
    findings = check(folder, policies=POLICIES, as_of=DAY).report.findings
    (after,) = (one for one in findings if one.rule == "us-ear/affiliates" and "Good Hosting LLC:" in one.because)
    assert (before.verdict, after.verdict) == (Verdict.UNDETERMINED, Verdict.FLAGGED)


def test_by_party_and_listing_without_an_inventory(here: Path) -> None:
    result = decide(party="Sophgo Technologie", country="CN", listing=SOPHGO, same_party=True, **WHY, **DAYS)
    assert (result.path, result.changes) == (Path("decisions.yaml"), ())
    (decision,) = read_decisions(Path("decisions.yaml"), "d")
    assert (decision.party, decision.country, decision.decision) == ("Sophgo Technologie", "CN", "same-party")
    with pytest.raises(ComplianceError, match="there is no such match to decide on"):
        decide(party="Nobody Whosoever", listing=SOPHGO, same_party=True, **WHY, **DAYS)


def test_what_contradicts_itself_is_refused(here: Path) -> None:
    named: dict[str, Any] = {"party": "Sophgo Technologie", "listing": SOPHGO, "same_party": True}
    with pytest.raises(ParameterError, match="is over before it can hold"):
        decide(**named, **WHY, **{**DAYS, "as_of": date(2028, 1, 1)})
    with pytest.raises(ParameterError, match="no match is named"):
        decide(**{**named, "listing": ""}, **WHY, **DAYS)
    with pytest.raises(ParameterError, match="no match is named"):
        decide(fleet(), **named, **WHY, **DAYS)
    with pytest.raises(ParameterError, match="--decisions hall is not a file"):
        decide(**named, **WHY, **DAYS, decisions="hall")
    said = decide(**named, **WHY, **DAYS, write=False)
    assert not said.written
    assert not Path("decisions.yaml").exists()


def test_an_inventory_with_a_map(here: Path) -> None:
    folder = fleet()
    inventory = folder / "fleet.csv"
    inventory.write_text(inventory.read_text().replace("supplier", "Woher so"))
    Path("m.yaml").write_text("columns: {supplier: Woher so}\n")
    mark = finding(folder, mapping="m.yaml").fingerprint[:8]
    result = decided(folder, mark, same_party=True, listing=SOPHGO, mapping="m.yaml")
    assert result.changes[0][1].units == 10
