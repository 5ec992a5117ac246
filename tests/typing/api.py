# pyright: standard
"""What type checkers see of the public interface: run by tests/test_api.py under mypy and basedpyright."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, assert_type

from compliance import (
    CheckResult,
    ConvertResult,
    DiligenceResult,
    DutyResult,
    Finding,
    Policy,
    Report,
    ScreenResult,
    TimelineResult,
    TraceResult,
    Verdict,
    WaiveResult,
    check,
    convert,
    diligence,
    duty,
    evaluate,
    load_policy,
    screen,
    timeline,
    trace,
    waive,
    write_report,
)

DAY = date(2026, 11, 22)


def uses() -> None:
    """Each use, with one path or several, as text or as a path."""
    checked = check("fleet.csv", as_of=DAY, policies=["us-ear", Path("mine")], parties="parties.yaml", max_age=30)
    assert_type(checked, CheckResult)
    assert_type(checked.report, Report)
    assert_type(checked.report.verdict, Verdict)
    assert_type(checked.report.findings, tuple[Finding, ...])
    assert_type(checked.settings.fail_on, Literal["violation", "flagged", "undetermined", "never"])
    assert_type(screen("Foo", as_of=DAY), ScreenResult)
    assert_type(screen(["Foo", "Bar"], as_of=DAY, lists={"mine": "list.csv"}), ScreenResult)
    traced = trace("Foo", as_of=DAY, parties=[Path("parties.yaml")], regimes=("us-ofac-50", "uk-50"))
    assert_type(traced, TraceResult)
    assert_type(traced.worst, Literal["restricted", "possibly-restricted", "clear"])
    assert_type(convert(["a.csv", "b.xlsx"], country_codes="iso"), ConvertResult)
    assert_type(duty("fleet.csv", as_of=DAY, contested=["MY"]), DutyResult)
    assert_type(timeline("fleet.csv", first=DAY, last=DAY), TimelineResult)
    assert_type(diligence("target", as_of=DAY), DiligenceResult)
    excepted = waive(
        rule="us-ear/sophgo",
        subject={"asset": "A"},
        reason="r",
        approved_by="b",
        approved_on=DAY,
        expires=DAY,
        as_of=DAY,
    )
    assert_type(excepted, WaiveResult)
    policy = load_policy("us-ear")
    assert_type(policy, Policy)
    assert_type(evaluate([policy], checked.inputs.facts, checked.inputs.waivers), Report)
    for result in (checked, traced):
        write_report(result, "report.json", "json")


def mistakes() -> None:
    """What a checker must refuse: an error that is gone makes its comment an error."""
    check("fleet.csv")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    check("fleet.csv", as_of="2026-11-22")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    check("fleet.csv", as_of=DAY, policy="us-ear")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    duty("fleet.csv", as_of=DAY, country_codes="nato")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
