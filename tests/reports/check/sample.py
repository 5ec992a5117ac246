"""Reports for the tests of report formats."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

from hypothesis import strategies as st

from compliance.core.finding import (
    AppliedWaiver,
    Cited,
    Evidence,
    Finding,
    Flag,
    FlaggedParty,
    Input,
    Location,
    Report,
    Subject,
    Summary,
    Tool,
    Verdict,
    WaivedPart,
    worst,
)
from compliance.reports import writer
from compliance.reports.check.base import Account, AskedRule, Inventory, JudgedLot
from compliance.reports.style import Style


def finding(verdict: Verdict = Verdict.VIOLATION, **said: Any) -> Finding:
    """A finding of a rule on origin, but for what is said."""
    whole: dict[str, Any] = {
        "rule": "example/origin",
        "effect": "contract-condition",
        "subject": Subject("lot", "country_of_origin=CN"),
        "units": 12,
        "because": "the recorded origin is China: forbidden",
        "evidence": (Evidence("country_of_origin", "CN", "fleet.csv", 2, "country_of_origin"),),
        "locations": (Location("fleet.csv", 2, "A-1"),),
        "sources": (Cited("contract", "A contract", "https://example.org"),),
        "notes": ("Its text is not public.",),
        "remedy": "Check the papers.",
        "fingerprint": "0" * 32,
    }
    return Finding(verdict=verdict, **{**whole, **said})


def waiver(**said: Any) -> AppliedWaiver:
    """A waiver that holds, but for what is said."""
    whole: dict[str, Any] = {
        "state": "applied",
        "would_be": Verdict.VIOLATION,
        "subject": WaivedPart("asset", "B"),
        "reason": "because",
        "approved_by": "A",
        "approved_on": date(2026, 1, 1),
        "expires": date(2026, 12, 31),
    }
    return AppliedWaiver(**{**whole, **said})


WAIVED = "Without the waiver: violation. Waived: waiver of A for asset B (2026-01-01 to 2026-12-31): because"
"""What reports say of it."""


def report(*findings: Finding, **said: Any) -> Report:
    """A report on these findings; every unit of them counts once."""
    counts = dict.fromkeys(Verdict, 0)
    for each in findings:
        counts[each.verdict] += each.units
    whole: dict[str, Any] = {
        "tool": Tool("mining-compliance", "0"),
        "as_of": date(2026, 11, 22),
        "verdict": worst(each.verdict for each in findings),
        "summary": Summary(sum(counts.values()), len(findings), counts),
        "findings": findings,
        "inputs": (Input("fleet", "fleet.csv", "0" * 64, 12),),
    }
    return Report(**{**whole, **said})


def written(form: str, of: Report | Account, style: Style = Style()) -> str:
    """What a text format says."""
    out = StringIO()
    writer("compliance.reports.check", form)(of if isinstance(of, Account) else Account(of, style), out)
    return out.getvalue()


def account(*findings: Finding, **said: Any) -> Account:
    """All that may be told of these findings: their rules, and a lot of each finding's units."""
    told = report(*findings, **said)
    rules: dict[str, AskedRule] = {}
    for each in findings:
        known = rules.get(each.rule)
        units = Counter({each.verdict: each.units}) + Counter(known.units if known else {})
        rules[each.rule] = AskedRule(
            each.rule, "No hardware from China", "A contract says so.", each.effect, True, each.sources, units
        )
    lots = [
        JudgedLot(each.verdict, (each,), _maker(each), "Antminer S21", "China", "North Range", each.units, 1, each.locations)
        for each in findings
    ]  # fmt: skip
    rows = [(at.row, [at.id, "Antminer S21"], 1, lot) for lot in lots for at in lot.locations]
    inventory = Inventory("fleet.csv", ("Asset", "Model"), {"asset_id": 0, "model": 1}, len(rows), lambda: iter(rows))
    return Account(told, Style(), [*rules.values()], lambda: lots, lambda: [inventory])


def _maker(of: Finding) -> str:
    return of.subject.id if of.subject.kind == "party" else "Bitmain"


EVIL = [
    "=cmd|' /C calc'!A0", "@SUM(1)", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x1b]0;owned\x07\x1b[2J",
    "@import url(https://evil.example)", "[a](https://evil.example)", "![a](https://evil.example)", "https://evil.example",
    "www.evil.example", "]]>", "::error file=x::y", "x\n::add-mask::y", "##[error]x", "a,b:c%0A", "# x", "- x", "1. x", "| x |",
    "> x", "```", "&lt;b&gt;", "\u202etxt.exe", "\ufffe\uffff\x00\x0b", "\udcff", "@someone", "#12", "</script><!--", "${x}",
]  # fmt: skip
HOSTILE = st.sampled_from(EVIL) | st.text(max_size=20) | st.lists(st.sampled_from(EVIL), max_size=3).map("".join)
"""What an inventory may hold that a report must not obey."""


@st.composite
def hostile(draw: st.DrawFn) -> Account:
    """Findings in which every text that may come from outside is hostile."""
    found = [
        finding(
            draw(st.sampled_from(Verdict)),
            subject=Subject(draw(st.sampled_from(("lot", "party"))), draw(HOSTILE)),
            because=draw(HOSTILE),
            evidence=(Evidence("country_of_origin", draw(HOSTILE), draw(HOSTILE), 2, draw(HOSTILE)),),
            locations=(Location(draw(HOSTILE), draw(st.integers(2, 9)), draw(HOSTILE)),),
            sources=(Cited(draw(HOSTILE), draw(HOSTILE), draw(HOSTILE), "recalled", draw(HOSTILE)),),
            waivers=(
                waiver(reason=draw(HOSTILE), approved_by=draw(HOSTILE), subject=WaivedPart("site", draw(HOSTILE))),
            ),
            flags=(Flag("control-tie", (FlaggedParty(None, draw(HOSTILE)),)),),
            notes=(draw(HOSTILE), f"Without the waiver: violation. Waived: {draw(HOSTILE)}"),
            remedy=draw(HOSTILE),
        )
        for _ in range(draw(st.integers(1, 2)))
    ]
    return account(*found, notes=(draw(HOSTILE),), inputs=(Input("fleet", draw(HOSTILE), "0" * 64, 12),))
