"""A waiver covers what it names, on the days on which it holds, and nothing that may be somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from compliance.core.dates import NEVER_RECORDED
from compliance.core.errors import ComplianceError
from compliance.core.party import Known, Unlisted
from compliance.core.possible import UNKNOWN, Possible, one, one_of
from compliance.core.record import validate
from compliance.inventory.sites import NOWHERE, Place
from compliance.inventory.units import Unit
from compliance.io.yaml import parse
from compliance.ownership.parties import Party, collect
from compliance.policies.waivers import SUBJECT_FACTS, Waiver, WaiverFile, Waivers

PARTIES = collect([Party("bitmain", "Bitmain Technologies Ltd.", aliases=("BITMAIN",))], [])
BLANK = Unit(
    "miner", "", NOWHERE, UNKNOWN, Possible(None), UNKNOWN, UNKNOWN, frozenset(), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
    NEVER_RECORDED, NEVER_RECORDED, None,
)  # fmt: skip


def waiver(rule: str = "p/r", **subject: str) -> Waiver:
    return TypeAdapter(Waiver).validate_python(
        {
            "rule": rule, "subject": subject, "reason": "Sold in May.", "approved_by": "CFO",
            "approved_on": date(2026, 1, 10), "expires": date(2026, 3, 31),
        }
    )  # fmt: skip


def covers(subject: dict[str, str], **facts: Any) -> bool:
    found = Waivers((waiver(**subject),))
    return bool(found.of_unit("p/r", replace(BLANK, **facts), PARTIES))


def test_both_of_its_days_belong_to_it() -> None:
    held = waiver(asset="A")
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 3, 31), date(2026, 4, 1)]
    assert [held.valid_on(day) for day in days] == [False, True, True, False]


def _written() -> dict[str, Any]:
    return {**vars(waiver(asset="A")), "subject": {"asset": "A"}, "evidence": ""}


def test_one_day_is_enough_but_not_less() -> None:
    data = _written()
    assert TypeAdapter(Waiver).validate_python({**data, "expires": data["approved_on"]}).valid_on(date(2026, 1, 10))
    with pytest.raises(ValidationError, match="expires before it is approved"):
        TypeAdapter(Waiver).validate_python({**data, "expires": date(2026, 1, 9)})


@pytest.mark.parametrize(
    "subject", [{}, {"asset": "A", "serial": "1"}, {"asset": " "}, {"colour": "red"}, {"asset": None}]
)
def test_exactly_one_subject(subject: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        waiver(**subject)


@pytest.mark.parametrize("field", ["rule", "subject", "reason", "approved_by", "approved_on", "expires"])
def test_all_but_evidence_is_required(field: str) -> None:
    data = _written()
    assert TypeAdapter(Waiver).validate_python(data).evidence == ""
    with pytest.raises(ValidationError):
        TypeAdapter(Waiver).validate_python({name: value for name, value in data.items() if name != field})
    if field in ("rule", "reason", "approved_by"):
        with pytest.raises(ValidationError):
            TypeAdapter(Waiver).validate_python({**data, field: "  "})


def test_the_file() -> None:
    text = "waivers:\n- {rule: p/r, subject: {site: north}, reason: why, approved_by: me, approved_on: 2026-01-10, expires: 2026-02-30x}\n- {}\n"
    with pytest.raises(ComplianceError) as caught:
        validate(WaiverFile, parse(text, file="waivers.yaml"))
    assert {problem.row for problem in caught.value.problems} == {2, 3}
    good = parse(text.replace("2026-02-30x", "2026-02-28").replace("\n- {}", ""), file="waivers.yaml")
    (found,) = validate(WaiverFile, good).waivers
    assert found.subject.pair == ("site", "north")
    assert str(found) == "waiver of me for site north (2026-01-10 to 2026-02-28): why"


@pytest.mark.parametrize(("kind", "fact"), SUBJECT_FACTS.items())
def test_single_units_are_named_exactly(kind: str, fact: str) -> None:
    assert covers({kind: " A-1 "}, **{fact: "A-1"})
    for other in ("a-1", "A-10", ""):
        assert not covers({kind: "A-1"}, **{fact: other})


def test_sites() -> None:
    assert covers({"site": "North Range"}, site=Place(frozenset({"north", "northrange"})))
    assert not covers({"site": "North"}, site=Place(frozenset({"northrange"})))
    assert not covers({"site": "North"})
    assert not covers({"site": "--"})


@pytest.mark.parametrize("fact", ["manufacturer", "supplier", "owner", "operator", "hosting_client"])
def test_parties_in_every_role(fact: str) -> None:
    for name in ("bitmain", "BITMAIN", "Bitmain Technologies Limited"):
        assert covers({"party": name}, **{fact: one(Known("bitmain"))})
        assert covers({"supplier": name}, **{fact: one(Known("bitmain"))}) == (fact == "supplier")
    assert covers({"party": "foo: bar, ltd"}, **{fact: one(Unlisted("Foo: Bar Ltd", "CN"))})
    assert not covers({"party": "Foo"}, **{fact: one(Unlisted("Foo Bar"))})
    assert not covers({"party": "Foo"}, **{fact: one(Known("bitmain"))})


def test_who_may_be_somebody_else_is_not_waived() -> None:
    for fact in (UNKNOWN, one_of((Known("bitmain"), Known("microbt"))), one(Known("microbt"))):
        assert not covers({"party": "bitmain"}, manufacturer=fact)
        assert not covers({"supplier": "bitmain"}, supplier=fact, manufacturer=one(Known("bitmain")))


def test_a_waiver_is_of_one_rule() -> None:
    held = Waivers((waiver(asset="A"), waiver("p/other", asset="A"), waiver(party="bitmain")))
    unit = replace(BLANK, asset_id="A", manufacturer=one(Known("bitmain")))
    assert held.of_unit("p/r", unit, PARTIES) == (held.waivers[0], held.waivers[2])
    assert held.of_unit("p/none", unit, PARTIES) == ()


def test_what_is_kept_apart_and_which_facts_are_read() -> None:
    held = Waivers(
        (waiver(asset=" A "), waiver("q/r", asset="B"), waiver(serial="1"), waiver(party="x"), waiver("q/r", supplier="y"), waiver("q/r", site="z"))
    )  # fmt: skip
    assert held.facts("p/r") == (
        "asset_id", "consignee", "hosting_client", "lender", "manufacturer", "operator", "owner", "serial_number", "site_owner",
            "supplier",
    )  # fmt: skip
    assert held.facts("q/r") == ("asset_id", "site", "supplier")
    assert held.facts("none") == ()


def test_waivers_of_a_whole_subject() -> None:
    held = Waivers((waiver(site="North Range"), waiver(party="Foo Ltd"), waiver("q/r", site="north range")))
    assert held.of_subject("p/r", "site", ("x", "NORTH range")) == (held.waivers[0],)
    assert held.of_subject("p/r", "party", ("foo limited",)) == (held.waivers[1],)
    assert held.of_subject("p/r", "party", ("north range",)) == ()
