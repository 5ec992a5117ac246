"""How many classes of documents are enough."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from compliance.policies.constraints.origin_evidence import OriginEvidence
from tests.builders import ask, unit


def rule(classes: int = 2, strong: int = 1, **more: Any) -> OriginEvidence:
    return TypeAdapter(OriginEvidence).validate_python(
        {"kind": "origin-evidence", "minimum_classes": classes, "minimum_strong": strong, **more}
    )


@pytest.mark.parametrize(
    ("held", "enough"),
    [
        ((), False),
        (("customs_entry",), False),
        (("customs_entry", "label"), True),
        (("customs_entry", "factory_record"), True),
        (("certificate", "label", "invoice"), False),
    ],
)
@pytest.mark.parametrize("shortfall", ["undetermined", "violation"])
def test_two_classes_one_of_them_strong(held: tuple[str, ...], enough: bool, shortfall: str) -> None:
    found = ask(rule(shortfall=shortfall), unit(origin_evidence=frozenset(held)))
    assert found.broken is (False if enough else None if shortfall == "undetermined" else True)
    assert (found.remedy == "") is enough


def test_the_texts() -> None:
    found = ask(rule(), unit())
    assert found.because == (
        "no document of the origin is recorded; this rule requires 2 independent classes of documents, "
        "1 of them from customs or the factory"
    )
    assert "CBP 7501" in found.remedy
    found = ask(rule(), unit(origin_evidence=frozenset({"customs_entry"})))
    assert found.because.startswith("only customs entry documents the origin; ")
    assert found.remedy.startswith("Add another")
    found = ask(rule(), unit(origin_evidence=frozenset({"customs_entry", "label"})))
    assert found.because == "the origin is documented by customs entry and label, as required"
    assert [each.fact for each in found.evidence] == ["origin_evidence"]


def test_what_it_can_say_and_reads() -> None:
    assert (rule().can_break(), rule().can_doubt()) == (False, True)
    strict = rule(shortfall="violation")
    assert (strict.can_break(), strict.can_doubt()) == (True, False)
    assert strict.reads(()) == ("origin_evidence",)


@pytest.mark.parametrize(("classes", "strong"), [(0, 0), (8, 0), (1, 4), (1, -1)])
def test_there_are_seven_classes_three_of_them_strong(classes: int, strong: int) -> None:
    with pytest.raises(ValidationError):
        rule(classes, strong)
    assert rule(7, 3).minimum_strong == 3
