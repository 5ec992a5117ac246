"""What kind of unit it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.text import is_empty
from compliance.reference.unit_kinds import KINDS, unit_kind
from tests.inventory.facts.reading import doubts, normalised, told_apart, value


@pytest.mark.parametrize(
    ("kind", "model", "means"),
    [
        ("ASIC", "Antminer S19", "miner"),
        ("", "Antminer S19", "miner"),
        ("n/a", "Antminer S19", "miner"),
        ("", "nobody knows", "miner"),
        ("thing", "Antminer S19", "miner"),
        ("thing", "nobody knows", ""),
        ("psu?", "nobody knows", ""),
        ("psu?", "APW12", "psu"),
        ("Other", "Antminer S19", "miner|other"),
        ("Cooling", "Antminer S19", "cooling|miner"),
        ("miner", "APW12", "miner|psu"),
        ("", "APW12", "psu"),
        ("", "Control board CV1835", "control_board"),
        ("", "Antminer S19 fan", "cooling"),
        ("cooling", "Antminer S19 fan", "cooling"),
        ("", "Antminer S19 with PSU", "miner"),
        ("", "Antminer S19 hydro cooling", "miner"),
        ("PSUs", "nobody knows", "psu"),
        ("PSUs", "Antminer S19", "psu"),
    ],
)
def test_kinds(kind: str, model: str, means: str) -> None:
    assert value("kind", kind=kind, model=model) == means


def test_a_category_that_contradicts_the_model_is_said() -> None:
    assert doubts(kind="Cooling") == ["kind 'Cooling' and model 'Antminer S19' contradict each other: both count"]


def test_a_kind_that_nobody_knows_is_reported_with_what_settles_it() -> None:
    (text,) = normalised([{"model": "Antminer S19", "kind": "psu?"}])[1].unknown
    assert (text.column, text.text, text.units, text.remedy) == ("kind", "psu?", 1, f"write one of {', '.join(KINDS)}")


@given(st.text(max_size=12))
def test_no_unknown_word_makes_a_known_machine_something_else(text: str) -> None:
    kind = value("kind", kind=text)
    assert "miner" in kind.split("|")
    if not unit_kind(text).recorded or is_empty(text):
        assert kind == "miner"


def test_words_for_the_same_kind_mean_the_same() -> None:
    assert told_apart("kind", ["ASIC", "miner", "thing 1", "thing 2", "psu"]) == 4
