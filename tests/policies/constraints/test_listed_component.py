"""Boards by their SoC, by their vendor, and by a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from compliance.core.possible import Possible, one_of
from compliance.ownership.parties import Party
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.listed_component import ListedComponent
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.facts import Facts
from compliance.screening.listings import Listing
from tests.builders import CV1835, TODAY, ZYNQ, ask, facts, listed, unit

DAY = date(2025, 1, 16)


def known(**more: Any) -> Facts:
    entry = Listing("c", "CVITEK Ltd", since=DAY, until=date(2025, 12, 31), row=2)
    return facts(
        lists=[listed("l", entry, **more), listed("weak", "CVITEK GmbH")],
        parties=[Party("cvitek", "Cvitek Limited"), Party("amd-xilinx", "AMD")],
    )


def rule(**named: Any) -> ListedComponent:
    return TypeAdapter(ListedComponent).validate_python({"kind": "listed-component", **named})


@pytest.mark.parametrize("named", [{"vendors": ["cvitek"]}, {"socs": ["cvitek cv1835/CV183X"]}, {"lists": ["l"]}])
@pytest.mark.parametrize(
    ("boards", "broken"),
    [
        ((CV1835,), True),
        ((ZYNQ,), False),
        ((CV1835, ZYNQ), None),
        (None, None),
    ],
)
def test_a_board(named: dict[str, Any], boards: tuple[Any, ...] | None, broken: bool | None) -> None:
    held: Possible[Any] = one_of(boards or ())
    found = ask(rule(**named), unit(control_board=held), known(), day=DAY)
    assert found.broken is broken
    assert found.pending == ""


def test_a_board_that_nobody_recorded_is_a_missing_paper() -> None:
    asked = rule(vendors=["cvitek"])
    boards: tuple[tuple[Any, ...], ...] = ((), (CV1835, ZYNQ), (CV1835,))
    concerns = [ask(asked, unit(control_board=one_of(several)), known(), day=DAY).concern for several in boards]
    assert concerns == ["papers", "breach", "listed-party"]


def test_the_texts() -> None:
    found = ask(rule(vendors=["cvitek"]), unit(control_board=CV1835), known())
    assert found.because == "the control board carries CVITEK CV1835 / CV183x (Cvitek Limited), which this rule names"
    assert "not a ban on buying" in found.remedy
    assert found.notes == ("Board data is secondary.",)
    found = ask(rule(vendors=["cvitek"]), unit(control_board=ZYNQ), known())
    assert found.because == "the control board carries Xilinx Zynq-7000 (AMD), which this rule does not name"
    assert (found.remedy, found.notes, found.sources) == ("", (), ())
    found = ask(rule(vendors=["cvitek"]), unit(control_board=one_of((CV1835, ZYNQ))), known())
    assert found.because.endswith("CVITEK CV1835 / CV183x (Cvitek Limited) or Xilinx Zynq-7000 (AMD)")
    found = ask(rule(lists=["l"]), unit(), known())
    assert found.because == "no control board is recorded, and the model does not determine it"
    assert found.remedy.startswith("Read the board from the device")
    assert [source.id for source in found.sources] == ["l-source"]
    assert [each.fact for each in found.evidence] == ["control_board"]


def test_a_candidate_settles_nothing() -> None:
    assert ask(rule(lists=["weak"]), unit(control_board=CV1835), known()).broken is None


@pytest.mark.parametrize(("day", "broken"), [("2025-01-15", False), ("2025-01-16", True), ("2026-01-01", False)])
def test_the_list_is_read_on_the_day(day: str, broken: bool) -> None:
    assert ask(rule(lists=["l"]), unit(control_board=CV1835), known(), day=date.fromisoformat(day)).broken is broken


def test_a_part_of_a_list_clears_nobody() -> None:
    part = known(coverage="partial")
    found = ask(rule(lists=["l"]), unit(control_board=ZYNQ), part)
    assert (found.broken, found.remedy, found.pending) == (None, WHOLE_LIST, part.doubt("l"))
    assert ask(rule(lists=["l"]), unit(control_board=CV1835), part, day=DAY).broken is True
    assert ask(rule(lists=["l"]), unit(), part).pending == ""


def test_what_it_reads_needs_and_when_it_changes() -> None:
    both = rule(lists=["l"], vendors=["x"])
    assert (both.reads(()), both.lists_needed()) == (("control_board",), ("l",))
    days = both.change_days(Question(known(), TODAY, unit=unit(control_board=CV1835)))
    assert days == {DAY, date(2026, 1, 1)}
    assert both.change_days(Question(known(), TODAY, unit=unit())) == frozenset()


def test_it_must_name_something() -> None:
    with pytest.raises(ValidationError, match="give vendors, socs or lists"):
        rule()


@given(st.none() | st.frozensets(st.sampled_from([CV1835, ZYNQ]), min_size=1), st.sampled_from(["complete", "partial"]))
def test_to_forget_the_board_never_clears_nor_accuses(boards: Any, coverage: str) -> None:
    asked = rule(lists=["l"])
    held = known(coverage=coverage)
    before = ask(asked, unit(control_board=one_of(boards or ())), held, day=DAY).broken
    after = ask(asked, unit(), held, day=DAY).broken
    assert after is None
    assert before is not True or CV1835 in boards
