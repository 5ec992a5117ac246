"""One answer on duty that shows everything: known, open, hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from compliance.core.dates import Period
from compliance.core.finding import Input
from compliance.core.party import Unlisted
from compliance.workflows.duty import DutyResult, dues
from tests.builders import facts
from tests.command_line import EVIL
from tests.reference.test_tariffs import MINERS
from tests.workflows.test_duty import miners


def answer() -> DutyResult:
    known = facts(
        miners(10, "3500.10", country_of_origin="MY"),
        miners(5, None, country_of_origin="TH", supplier=Unlisted(f"{EVIL} # <b> Ltd")),
        miners(2, country_of_origin="US"),
        miners(1, delivered=Period(), purchased=date(2026, 1, 1)),
    )
    return replace(dues(known, MINERS), inputs=(Input("fleet", "fleet.csv", "0" * 64, 4),))


def nothing() -> DutyResult:
    return dues(facts(miners(country_of_origin="MY", kind="psu")), MINERS)
