"""What decides a purchase, beside the findings of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from compliance.core.bounds import NOTHING
from compliance.core.finding import Evidence, Finding, Subject, Verdict
from compliance.core.share import Share
from compliance.ownership.interests import Interest
from compliance.policies.constraints.site_proximity import Nearness
from compliance.reference.geodesy import Point
from compliance.reference.installations import Installation
from compliance.workflows.diligence.deciding_facts import Standing, deciding_facts
from compliance.workflows.diligence.diligence import diligence
from compliance.workflows.diligence.holdings import Chain, Holding
from tests.dossiers import NORTHGATE, northgate

DAY = date(2026, 11, 22)
BASE = Installation(name="A Base", part=1, latitude=Decimal(40), longitude=Decimal(-100), source="s")
NEAR, FAR = Nearness(BASE, Decimal(1), 0.1, 0.5), Nearness(BASE, Decimal(1), 200, 300)
MAYBE, UNPLACED = Nearness(BASE, Decimal(1), 0.5, 2), Nearness(BASE, Decimal(1))
NOBODY = Standing((), {}, (), "", {})


def finding(rule: str, because: str, **more: object) -> Finding:
    given = {
        "verdict": Verdict.VIOLATION,
        "effect": "contract-condition",
        "subject": Subject("fleet", "fleet"),
        "units": 3,
    }
    return Finding(**{**given, "rule": rule, "because": because, **more})  # type: ignore[arg-type]


def decided(*findings: Finding, standing: Standing = NOBODY, disposed: int = 0, claim: bool = False) -> tuple[str, ...]:
    found = northgate()
    summary = replace(found.report.summary, units=100, disposed=disposed)
    total = found.duty.total if claim else replace(found.duty.total, exposure=NOTHING)
    still = replace(found.ahead, entries=found.ahead.entries[:1])
    report = replace(found.report, findings=findings, summary=summary)
    return deciding_facts(report, {}, replace(found.duty, total=total), still, standing)


def chain(*names: str, kind: str = "ownership") -> Chain:
    """From the company up: each is held to 45 % by the next."""
    steps = tuple(
        Holding(owned, owner, "CN", Interest(owner, owned, Share.parse(45), kind), tier)  # type: ignore[arg-type]
        for tier, (owned, owner) in enumerate(pairwise(names), 1)
    )
    return Chain(names[0], "China", steps)


def standing(*chains: Chain, near: Mapping[str, Nearness] = {}, acquirer: str = "") -> Standing:
    return Standing(chains, {site: [nearness] for site, nearness in near.items()}, {"c/near"}, acquirer, {})


def test_each_policy_leads_with_its_gravest_and_a_listed_party_is_told_once() -> None:
    seller = (Evidence("supplier", "Listed Ltd"),)
    facts = decided(
        finding("ofac/sdn", "the seller is listed", concern="listed-party", evidence=seller),
        finding("ofac/fifty", "it is itself listed", concern="listed-party", evidence=seller),
        finding("limits/maker", "one maker has 90 %", units=9),
        finding("limits/origin", "one country has 80 %"),
        finding("contract/origin", "made in China", units=1),
    )
    assert [fact.partition(".")[0] for fact in facts] == ["The seller is listed", "One maker has 90 %", "Made in China"]


def test_a_foreign_adversary_is_told_with_its_chain_and_what_is_near() -> None:
    (fact, _) = decided(standing=standing(chain("Target LLC", "Fund LP", "Jade Sea"), near={"north": MAYBE}))
    assert fact == (
        "A foreign adversary (15 CFR 791.4) stands above the target: Jade Sea (China) holds 45 % of Fund LP, which holds 45 % "
        "of Target LLC. Site north may lie near a listed military installation (A Base: 0.5 to 2.0 mi from the boundary; the "
        "limit is 1 mi)."
    )
    (fact, _) = decided(standing=standing(chain("Target LLC"), *(chain("T", f"X{n}", kind="votes") for n in range(4))))
    assert fact.endswith(
        "Target LLC is of China; X0 (China) holds 45 % of T (votes); X1 (China) holds 45 % of T (votes); and 2 more."
    )


@pytest.mark.parametrize(("near", "told"), [(NEAR, "lies near"), (FAR, ""), (UNPLACED, "")])
def test_only_what_is_near_or_may_be_is_told(near: Nearness, told: str) -> None:
    (fact, _) = decided(standing=standing(chain("Target LLC"), near={"north": near}))
    assert (f"Site north {told} a listed" in fact) is bool(told)


def test_an_adversary_beside_a_base_comes_before_broken_contracts_and_stands_for_the_finding_on_the_site() -> None:
    findings = (finding("limits/maker", "one maker has 90 %"), finding("c/near", "the site is near", effect="review"))
    facts = decided(*findings, standing=standing(chain("Target LLC"), near={"north": NEAR}))
    assert [fact[:9] for fact in facts] == ["A foreign", "One maker"]
    facts = decided(*findings, standing=standing(chain("Target LLC"), near={"north": MAYBE}))
    assert [fact[:9] for fact in facts] == ["One maker", "A foreign"]
    facts = decided(*findings, standing=standing(chain("Target LLC"), near={"north": FAR}))
    assert [fact[:9] for fact in facts] == ["The site ", "One maker", "A foreign"] or "The site is near" in " ".join(
        facts
    )


def test_an_acquirer_that_is_a_foreign_person_beside_a_base() -> None:
    (fact, _) = decided(standing=standing(near={"north": NEAR}, acquirer="Buyer Ltd"))
    assert fact.startswith("The acquirer Buyer Ltd is a foreign person (31 CFR 802.221). Site north lies near")
    assert decided(standing=standing(near={"north": FAR}, acquirer="Buyer Ltd")) == (
        "No unit is known to break a rule.",
    )
    foreign = diligence(
        NORTHGATE, acquirer="Jade Gate Components Limited", as_of=DAY, policies=["us-cfius-real-estate"]
    )
    assert "The acquirer Jade Gate Components Limited is a foreign person" in " ".join(foreign.dossiers[0].decisive)


def test_what_is_not_the_targets_to_sell() -> None:
    owners = {"Client LP": 20, "Target LLC": 70, "Other LLC": 5}
    (fact, _) = decided(standing=replace(NOBODY, owners=owners), disposed=5)
    assert fact == (
        "Of 100 units, 25 units are recorded as owned by others than Target LLC (Client LP 20, Other LLC 5) and 5 units are "
        "disposed of: they are not the target's to sell."
    )
    assert decided(disposed=1)[0] == "Of 100 units, 1 unit are disposed of: they are not the target's to sell."
    assert decided(standing=replace(NOBODY, owners={"Target LLC": 100})) == ("No unit is known to break a rule.",)


def test_the_claim_comes_after_violations_and_holders() -> None:
    facts = decided(finding("limits/maker", "one maker has 90 %"), claim=True, standing=standing(chain("Target LLC")))
    assert [fact[:9] for fact in facts] == ["One maker", "A foreign", "If custom"]


def test_a_place_that_an_installation_may_cover() -> None:
    field = Nearness(BASE, Decimal(0), places=("a county",))
    (fact, _) = decided(standing=standing(chain("Target LLC"), near={"north": field}))
    assert "Site north may lie near" in fact
    assert BASE.point == Point(Decimal(40), Decimal(-100))
