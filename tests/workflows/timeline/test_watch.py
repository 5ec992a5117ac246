"""What is newly affected since a saved report, and the cause of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.finding import Input
from compliance.core.party import Unlisted
from compliance.policies.baseline import Baseline
from compliance.policies.waivers import Waivers
from compliance.screening.listings import Listing
from compliance.workflows.timeline.verdicts import history
from compliance.workflows.timeline.watch import Cause, watch
from tests.builders import TODAY, country_set, dated, facts, listed, lot, policy
from tests.command_line import Compliance, fleet

COLUMNS = "asset_id,model,country_of_origin,supplier,quantity,purchase_date,site"
UNITS = (
    "A1,Antminer S21,IR,Alpha Ltd,4,2024-02-01,North Range",
    "A2,Antminer S21,MY,Beta Ltd,5,2024-02-01,North Range",
    "A3,Antminer S21,MY,Gamma Ltd,6,2024-02-01,North Range",
)
PARTIES = """\
parties: [{id: beta, name: Beta Ltd, country: HK}]
interests: [{owner: xiamen-sophgo, owned: beta, share: 60, from: 2025-09-01, source: register}]
"""
WAIVER = """\
waivers:
  - {rule: us-ofac/origin, subject: {site: North Range}, reason: gone soon, approved_by: board, approved_on: 2025-01-01, expires: 2025-03-31, evidence: a licence}
"""
POLICIES = ("--policy", "own", "--policy", "us-ofac")
OWN = {
    "policy.yaml": """\
id: own
title: Own
authority: us
why: to test
sources: [{id: notice, title: A notice}]
""",
    "affiliates.yaml": """\
id: own/affiliates
title: No supplier owned by listed parties, asked today
because: to test
sources: [notice]
effect: prohibition
act: purchase
in_force:
  2025-09-29: {is: true, by: notice}
  2025-11-10: {is: false, by: notice}
  2026-11-10: {is: true, by: notice, status: announced}
applies_to: {parties: [supplier]}
constraint: {kind: ownership-by-listed-parties, regime: bis-affiliates}
""",
}
"""A policy that asks today what the bundled one asks of the day of the purchase."""


@pytest.fixture
def saved(compliance: Compliance) -> Any:
    """Saves a report of a day, and says what a later look at it tells."""
    fleet(*UNITS, header=COLUMNS)
    Path("parties.yaml").write_text(PARTIES, "utf-8")
    Path("own").mkdir()
    for name, text in OWN.items():
        (Path("own") / name).write_text(text, "utf-8")

    def look(as_of: str, to: str, *more: str) -> list[dict[str, Any]]:
        ran = compliance(
            "check", "fleet.csv", *POLICIES, "--as-of", as_of, "--format", "json", "--output", "saved.json"
        )
        assert ran.code in (1, 3), ran.err
        return again(to, *more)

    def again(to: str, *more: str) -> list[dict[str, Any]]:
        ran = compliance(
            "timeline", "fleet.csv", *POLICIES, "--watch", "saved.json", "--to", to, "--format", "json", *more
        )
        assert (ran.code, ran.err) == (0, "")
        found: list[dict[str, Any]] = ran.report["watch"]["affected"]
        return found

    look.again = again  # type: ignore[attr-defined]
    return look


def causes(found: list[dict[str, Any]], rule: str) -> list[tuple[str, str | None]]:
    return [(cause["kind"], cause["day"]) for each in found if each["rule"] == rule for cause in each["causes"]]


def test_nothing_new(saved: Any) -> None:
    assert saved("2025-12-01", "2025-12-01") == []


def test_the_law_changed(saved: Any) -> None:
    found = saved("2025-09-10", "2025-10-01")
    (one,) = (each for each in found if each["rule"] == "own/affiliates" and each["verdict"] == "violation")
    assert (one["units"], one["before"], one["units_before"]) == (5, None, 0)
    assert ("law", "2025-09-29") in causes([one], "own/affiliates")


def test_what_is_only_announced_says_so(saved: Any) -> None:
    found = [each for each in saved("2026-11-09", "2026-11-10") if each["verdict"] == "violation"]
    assert all(cause["what"].endswith("; announced only") for each in found for cause in each["causes"])
    assert ("law", "2026-11-10") in causes(found, "own/affiliates")


def test_ownership_changed(saved: Any) -> None:
    found = saved("2026-11-15", "2026-11-20")
    assert found == []
    Path("parties.yaml").write_text(PARTIES.replace("share: 60", "share: 20"), "utf-8")
    assert not [each for each in saved("2026-11-15", "2026-11-20") if each["verdict"] == "violation"]
    Path("parties.yaml").write_text(PARTIES, "utf-8")
    found = saved.again("2026-11-20")
    assert causes(found, "own/affiliates") == [("ownership", None)]
    Path("parties.yaml").write_text(PARTIES.replace("2025-09-01", "2026-11-18"), "utf-8")
    found = saved("2026-11-15", "2026-11-20")
    assert causes([each for each in found if each["verdict"] == "violation"], "own/affiliates") == [
        ("ownership", "2026-11-18")
    ]


def test_the_inventory_changed(saved: Any) -> None:
    saved("2025-05-01", "2025-05-01")
    fleet(*UNITS, "A4,Antminer S21,KP,Delta Ltd,7,2024-02-01,North Range", header=COLUMNS)
    found = [each for each in saved.again("2025-05-01") if each["verdict"] == "violation"]
    assert [(each["rule"], each["units"]) for each in found] == [("us-ofac/origin", 7)]
    assert causes(found, "us-ofac/origin") == [("inventory", None)]
    assert found[0]["causes"][0]["what"] == "fleet.csv: changed since the saved report"


def test_a_unit_was_exchanged_beyond_those_that_are_listed(saved: Any) -> None:
    rows = [f"B{number},Antminer S21,IR,Alpha Ltd,1,2024-02-01,North Range" for number in range(150)]
    fleet(*rows, header=COLUMNS)
    assert not [each for each in saved("2025-05-01", "2025-05-01") if each["rule"] == "us-ofac/origin"]
    fleet(*rows[:-1], rows[-1].replace("B149", "B900"), header=COLUMNS)
    (one,) = (each for each in saved.again("2025-05-01") if each["rule"] == "us-ofac/origin")
    assert (one["units"], one["units_before"]) == (150, 150)
    assert [cause["kind"] for cause in one["causes"]] == ["inventory"]


def test_a_list_edition_changed() -> None:
    """Only inputs that the rule reads are blamed: not another policy, and no list where the rule reads none."""
    by_list = dated("applies_to: {parties: [supplier]}\nconstraint: {kind: listed-party, lists: [l]}", name="by-list")
    by_origin = dated("constraint: {kind: country-of-origin, forbidden: {plain: [CN]}}", name="by-origin")
    ours = policy(by_list, by_origin)
    known = facts(lot(supplier=Unlisted("Gamma Ltd"), country_of_origin="CN"), lists=[listed("l", "Gamma Ltd")])
    told = history([ours], known, Waivers(), TODAY, TODAY)

    def read(edition: str, law: str) -> tuple[Input, ...]:
        return (
            Input("list", "l.csv", edition, 1, edition), Input("policy", "bundled:test", law), Input("fleet", "fleet.csv", "f"),
            Input("policy", "bundled:other", edition),
        )  # fmt: skip

    saved = Baseline("saved.json", TODAY, "0" * 64, {}, read("1", "same"))
    found = {each.rule: each.causes for each in watch(saved, [ours], told, read("2", "same")).affected}
    assert found["test/by-list"] == (Cause("list edition", "l.csv: changed since the saved report (editions 1, 2)"),)
    assert found["test/by-origin"] == ()
    found = {each.rule: each.causes for each in watch(saved, [ours], told, read("1", "new")).affected}
    assert found["test/by-origin"] == (Cause("law", "bundled:test: changed since the saved report"),)


def test_a_listing_began_and_a_set_changed() -> None:
    stay = Listing("e", "Gamma Ltd", since=date(2025, 1, 16))
    by_list = dated("applies_to: {parties: [supplier]}\nconstraint: {kind: listed-party, lists: [l]}", name="by-list")
    by_set = dated(
        "constraint: {kind: country-of-origin, forbidden: {plain: [the-set]}, hong_kong_and_macau: separate}",
        name="by-set",
    )
    known = facts(
        lot(supplier=Unlisted("Gamma Ltd"), country_of_origin="SY"), lists=[listed("l", stay)],
        country_sets=[country_set("the-set", SY=(date(2025, 2, 1), None))],
    )  # fmt: skip
    ours = policy(by_list, by_set)
    told = history([ours], known, Waivers(), date(2025, 1, 1), date(2025, 3, 1))
    saved = Baseline("saved.json", date(2025, 1, 1), "0" * 64, {}, ())
    found = {
        each.rule: [(cause.kind, str(cause.day)) for cause in each.causes]
        for each in watch(saved, [ours], told, ()).affected
    }
    assert found == {"test/by-list": [("list edition", "2025-01-16")], "test/by-set": [("law", "2025-02-01")]}


def test_a_waiver_ended(saved: Any) -> None:
    Path("waivers.yaml").write_text(WAIVER, "utf-8")
    found = saved("2025-03-01", "2025-05-01")
    (one,) = (each for each in found if each["rule"] == "us-ofac/origin")
    assert (one["verdict"], one["before"]) == ("violation", "waived")
    assert causes([one], "us-ofac/origin") == [("waivers", "2025-04-01")]


def test_a_law_changed_for_the_better_is_no_news(saved: Any) -> None:
    assert not [each for each in saved("2025-11-09", "2025-11-11") if each["rule"] == "own/affiliates"]
