"""How many classes of documents are enough."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from compliance.inventory.vouching import Vouching
from compliance.policies.constraints.origin_evidence import OriginEvidence
from tests.builders import ask, facts, unit


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
    assert strict.reads(()) == ("origin_evidence", "vouching")


@pytest.mark.parametrize(("classes", "strong"), [(0, 0), (8, 0), (1, 4), (1, -1)])
def test_there_are_seven_classes_three_of_them_strong(classes: int, strong: int) -> None:
    with pytest.raises(ValidationError):
        rule(classes, strong)
    assert rule(7, 3).minimum_strong == 3


BOTH = frozenset({"customs_entry", "certificate"})


@pytest.mark.parametrize(
    ("vouching", "mode", "broken", "unread"),
    [
        (None, "noted", False, True),
        (None, "required", None, False),
        (Vouching(vouched=BOTH), "required", False, False),
        (Vouching(vouched=frozenset({"customs_entry"}), named=frozenset({"certificate"})), "noted", False, True),
        (Vouching(vouched=frozenset({"customs_entry"}), named=frozenset({"certificate"})), "required", None, False),
        (Vouching(), "noted", None, False),
    ],
)
def test_what_nobody_has_read_counts_only_where_it_may(
    vouching: Vouching | None, mode: str, broken: bool | None, unread: bool
) -> None:
    judged = unit(origin_evidence=BOTH, vouching=vouching)
    for judgement in (
        ask(rule(vouched=mode), judged),
        ask(rule(), judged, facts(vouched=mode)),
    ):
        assert (judgement.broken, judgement.unread) == (broken, unread)


def test_papers_of_the_seller_are_not_independent() -> None:
    vouching = Vouching(vouched=BOTH, by_dealer=frozenset({"certificate"}))
    judged = unit(origin_evidence=BOTH, vouching=vouching)
    assert ask(rule(), judged).broken is False
    assert ask(rule(independent=True), judged).broken is None


def test_what_the_register_does_not_vouch_for_is_named() -> None:
    judgement = ask(rule(), unit(origin_evidence=BOTH, vouching=Vouching()))
    assert judgement.because.startswith(
        "no recorded document of the origin counts (nothing in the documents register vouches for certificate and customs entry)"
    )
    assert judgement.remedy.startswith("Read the documents")
    one = ask(rule(), unit(origin_evidence=BOTH, vouching=Vouching(vouched=frozenset({"certificate"}))))
    assert one.because.startswith(
        "only certificate documents the origin (nothing in the documents register vouches for customs entry); "
    )
