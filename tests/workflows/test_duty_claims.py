"""Whose a claim of duty is, whether it can still be raised, and what is refunded until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from compliance.core.bounds import NOTHING, Bounds, exactly
from compliance.core.dates import Period
from compliance.core.party import Unlisted
from compliance.workflows.duty_claims import (
    BARRED,
    CLOSED,
    DECLARATION,
    FINAL,
    NOT_FINAL,
    PROTEST,
    UNSETTLED,
    Refund,
    claim_state,
    debtor,
    refund_state,
    split,
)
from tests.builders import facts, unit
from tests.reference.test_tariffs import MINERS

ENTRY = date(2025, 6, 20)
DAY = Period(ENTRY, ENTRY)
BARE = MINERS.file.model_copy(update={"limitation": None, "liquidation": None, "refunds": None})


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2025-06-20", NOT_FINAL), ("2026-09-18", NOT_FINAL), ("2026-09-19", FINAL), ("2030-06-20", FINAL),
        ("2030-06-21", BARRED),
    ],
)  # fmt: skip
def test_the_state_of_a_claim_by_day(as_of: str, state: str) -> None:
    assert claim_state(MINERS.file, DAY, date.fromisoformat(as_of)) == state


def test_days_that_differ_are_not_settled() -> None:
    as_of = date(2030, 6, 21)
    assert claim_state(MINERS.file, Period(ENTRY, ENTRY + timedelta(days=1)), as_of) == UNSETTLED
    assert claim_state(MINERS.file, Period(date(2020, 1, 1), ENTRY), as_of) == BARRED
    assert claim_state(MINERS.file, Period(None, ENTRY), as_of) == UNSETTLED
    assert claim_state(MINERS.file, Period(ENTRY, None), as_of) == UNSETTLED
    assert claim_state(BARE, DAY, as_of) == NOT_FINAL


@pytest.mark.parametrize(
    ("as_of", "how", "until"),
    [
        ("2026-09-08", DECLARATION, "2026-09-08"), ("2026-09-09", PROTEST, "2026-12-17"),
        ("2026-12-17", PROTEST, "2026-12-17"), ("2026-12-18", CLOSED, "None"),
    ],
)  # fmt: skip
def test_the_way_of_a_refund_by_day(as_of: str, how: str, until: str) -> None:
    told, day = refund_state(MINERS.file, DAY, date.fromisoformat(as_of))
    assert (told, str(day)) == (how, until)


def test_refunds_of_which_nothing_is_known() -> None:
    assert refund_state(BARE, DAY, ENTRY) == (UNSETTLED, None)
    assert refund_state(MINERS.file, Period(None, ENTRY), ENTRY) == (UNSETTLED, None)


def test_refunds_add_up_to_the_first_day() -> None:
    one = Refund("A", DECLARATION, 1, exactly(5), ENTRY)
    two = Refund("A", DECLARATION, 2, exactly(7), ENTRY - timedelta(days=1))
    assert one + two == Refund("A", DECLARATION, 3, exactly(12), ENTRY - timedelta(days=1))
    closed = Refund("A", CLOSED, 1, exactly(1), None)
    assert (closed + closed).until is None


def test_what_is_barred_is_split_off() -> None:
    assert split(exactly(5), FINAL) == (exactly(5), NOTHING)
    assert split(exactly(5), BARRED) == (NOTHING, exactly(5))
    assert split(exactly(5), UNSETTLED) == (Bounds(exactly(0).least, exactly(5).most),) * 2


def test_the_debtor_is_the_importer_of_record() -> None:
    us, client, other = Unlisted("Us LLC"), Unlisted("Client LLC"), Unlisted("Broker Inc")
    known = facts()
    assert debtor(known, unit(importer_of_record=us, owner=us)) == "Us LLC (owner)"
    assert (
        debtor(known, unit(importer_of_record=client, owner=us, hosting_client=client)) == "Client LLC (hosting client)"
    )
    assert debtor(known, unit(importer_of_record=other, supplier=other)) == "Broker Inc (seller)"
    assert debtor(known, unit(importer_of_record=other, owner=us)) == "Broker Inc"
    assert debtor(known, unit(owner=us)) == "unknown"
    assert debtor(known, unit(owner=us, hosting_client=client)) == "unknown"
    hosted = "unknown (machines of the hosting client Client LLC)"
    assert debtor(known, unit(owner=client, hosting_client=client)) == hosted
    assert debtor(known, unit(hosting_client=client)) == hosted
