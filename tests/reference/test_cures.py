"""Cures are data: each is offered by rule, role and verdict, and cites what the file declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Evidence, Verdict
from compliance.io.resources import bundled
from compliance.policies.constraints import AnyKind
from compliance.reference.cures import Cures, load_cures
from compliance.workflows.policy_test import reference
from tests.reports.check.sample import finding

KINDS = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(get_args(AnyKind)[0])}


@pytest.fixture(scope="module")
def cures() -> Cures:
    return reference().cures()


def offered(cures: Cures, constraint: str, **said: Any) -> list[str]:
    return [cure.id for cure in cures.of(finding(**said), constraint)]


def test_conditions_name_what_there_is(cures: Cures) -> None:
    assert {kind for cure in cures.cures for kind in cure.constraints} <= KINDS
    assert {name for cure in cures.cures for name in cure.policies} <= bundled("policies").keys()
    assert len({cure.id for cure in cures.cures}) == len(cures.cures)


def test_every_kind_of_constraint_has_a_cure_for_a_breach_or_an_open_question(cures: Cures) -> None:
    curable = {kind for kind in KINDS for cure in cures.cures if kind in cure.constraints}
    assert curable == KINDS


def test_a_blocked_client_is_blocked_and_reported_and_nothing_is_handed_over(cures: Cures) -> None:
    blocked = {
        "verdict": Verdict.VIOLATION, "rule": "us-ofac/sdn", "effect": "prohibition", "concern": "listed-party",
        "evidence": (Evidence("hosting_client", "Blocked Co"),),
    }  # fmt: skip
    assert offered(cures, "listed-party", **blocked)[0] == "block-and-report"
    seller = {**blocked, "evidence": (Evidence("supplier", "Blocked Co"),)}
    assert offered(cures, "listed-party", **seller) == ["stop-dealing", "disclose", "leave-out"]


def test_the_cure_is_that_of_the_verdict(cures: Cures) -> None:
    contract = {"rule": "cleanspark-mineone/origin", "effect": "contract-condition"}
    broken = offered(cures, "country-of-origin", verdict=Verdict.VIOLATION, **contract)
    assert broken == ["relocate", "replace", "ask-for-a-waiver", "leave-out"]
    assert offered(cures, "country-of-origin", verdict=Verdict.UNDETERMINED, **contract) == [
        "origin",
        "replace",
    ]


def test_a_source_that_is_not_declared(tmp_path: Path) -> None:
    path = tmp_path / "cures.yaml"
    path.write_text("cures:\n  - id: a\n    addressee: us\n    sources: [nowhere]\n")
    with pytest.raises(ComplianceError, match=r"cures.yaml:4:5: source 'nowhere' is not declared"):
        load_cures(path)
