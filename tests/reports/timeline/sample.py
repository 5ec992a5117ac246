"""A short history with everything that is told: an announcement, a name that would be obeyed, something newly affected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.core.finding import Input, Subject, Verdict
from compliance.policies.waivers import Waivers
from compliance.screening.listings import Listing
from compliance.workflows.timeline.verdicts import History, history
from compliance.workflows.timeline.watch import Affected, Cause, Watched
from tests.builders import country_set, dated, facts, listed, lot, policy
from tests.command_line import EVIL

RULE = dated(
    "in_force:\n  2024-06-01: {is: true, by: notice}\n  2025-11-10: {is: true, by: later, status: announced, verify: read it}\n"
    "constraint: {kind: country-of-origin, forbidden: {plain: [the-set]}, hong_kong_and_macau: separate}"
)


def course() -> History:
    known = facts(
        lot(units=3, country_of_origin="SY"),
        lot(units=2, row=3, country_of_origin="MY"),
        country_sets=[country_set("the-set", SY=(None, date(2025, 6, 30)))],
        lists=[listed("l", Listing("e", f"{EVIL}<b>", since=date(2025, 1, 16)))],
    )
    found = history([policy(RULE)], known, Waivers(), date(2024, 1, 1), date(2026, 1, 1))
    return replace(found, inputs=(Input("fleet", "fleet.csv", "0" * 64, 2),), notes=("A note.",))


def news(*, any_: bool = True) -> Watched:
    one = Affected(
        "test/rule", Subject("lot", "x"), Verdict.VIOLATION, Verdict.WAIVED, 3, 2, f"{EVIL}<b>",
        (Cause("law", "test/rule: in force", date(2024, 6, 1)), Cause("inventory", "fleet.csv: changed since the saved report")),
    )  # fmt: skip
    fresh = replace(one, before=None)
    return Watched("saved.json", date(2024, 1, 1), (one, fresh) if any_ else ())
