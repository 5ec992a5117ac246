"""Two states of a dossier compared."""

from __future__ import annotations

from typing import get_args

from compliance.core.bounds import exactly
from compliance.workflows.diligence.redline import Change, Fields, Name, Section, State, changes


def state(section: Section = "findings", facts: dict[Name, Fields] | None = None) -> State:
    return {name: (facts or {}) if name == section else {} for name in get_args(Section)}


def test_what_is_as_it_was_is_no_change() -> None:
    facts: dict[Name, Fields] = {("a", "b"): {"units": 3, "value": exactly(5)}, (): {"verdict": "flagged"}}
    assert [*changes(state(facts=facts), state(facts=dict(facts)))] == []


def test_only_fields_that_differ_are_told() -> None:
    before: dict[Name, Fields] = {("a",): {"units": 3, "country": None, "gone": "x"}}
    now: dict[Name, Fields] = {("a",): {"units": 4, "country": None, "new": 1}}
    assert [*changes(state(facts=before), state(facts=now))] == [
        Change("findings", ("a",), {"units": 3, "gone": "x"}, {"units": 4, "new": 1})
    ]


def test_what_speaks_of_the_same_stands_together_in_the_later_order() -> None:
    before: dict[Name, Fields] = {("rule", "old"): {}, ("other", "x"): {}, ("last", "z"): {}}
    now: dict[Name, Fields] = {("other", "y"): {}, ("rule", "new"): {}}
    found = [(change.name, change.now is None) for change in changes(state(facts=before), state(facts=now))]
    assert found == [
        (("other", "x"), True),
        (("other", "y"), False),
        (("rule", "old"), True),
        (("rule", "new"), False),
        (("last", "z"), True),
    ]


def test_sections_come_as_the_dossier_has_them() -> None:
    both: State = {**state("inputs", {("f",): {}}), "answer": {(): {"verdict": "flagged"}}}
    assert [change.section for change in changes(state(), both)] == ["answer", "inputs"]
