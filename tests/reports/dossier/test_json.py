"""The dossier for programs."""

from __future__ import annotations

import json
from dataclasses import replace

from compliance.reports.dossier.json import write
from tests.dossiers import northgate, written


def test_the_form() -> None:
    data = json.loads(written(write, [northgate()]))
    assert list(data) == ["format", "tool", "as_of", "targets"]
    (target,) = data["targets"]
    assert list(target) == [
        "name", "verdict", "matter", "summary", "decisive", "fleet", "composition", "findings", "our_preparation", "documents_to_request", "remediation",
        "duty", "ahead", "sites", "parties", "holdings", "past_dealings", "claims", "not_assessed", "inputs", "documents", "notes", "redline",
    ]  # fmt: skip
    assert (data["format"], target["name"], target["verdict"]) == ("compliance-dossier/1", "northgate", "violation")
    assert target["remediation"]["changed"]["units"] == 273
    assert target["remediation"]["cheapest_by"] == "hashrate"
    assert sum(each["units"] for each in target["remediation"]["for_limits"]) == 273
    assert target["duty"]["format"] == "compliance-duty/1"
    near = target["sites"][0]["near"][0]
    assert (near["installation"], near["near"], near["limit_miles"]) == ("Francis E. Warren Air Force Base", None, "1")
    assert near["minimum_miles"] < 1 < near["maximum_miles"]
    assert len(target["documents"]) == 9


def test_without_documents_and_limits() -> None:
    found = northgate()
    data = json.loads(
        written(
            write,
            [
                replace(
                    found,
                    documents=None,
                    plan=replace(found.plan, certain=replace(found.plan.certain, cheapest_by="", chosen=())),
                )
            ],
        )
    )
    assert data["targets"][0]["documents"] is None
    assert data["targets"][0]["remediation"]["cheapest_by"] is None


def test_the_same_target_gives_the_same_bytes() -> None:
    assert written(write, [northgate()]) == written(write, [northgate()])
    assert len(json.loads(written(write, [northgate(), northgate()]))["targets"]) == 2
