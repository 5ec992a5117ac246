"""A registered document that contradicts the inventory."""

from __future__ import annotations

from compliance.inventory.vouching import Vouching
from compliance.policies.constraints.documents_agree import DocumentsAgree
from tests.builders import ask, unit

RULE = DocumentsAgree(kind="documents-agree")


def test_without_a_register_nothing_is_asked() -> None:
    assert not ask(RULE, unit()).applies


def test_what_contradicts_is_named() -> None:
    judgement = ask(RULE, unit(vouching=Vouching(contradictions=frozenset(("E-2 says B", "E-1 says A")))))
    assert judgement.broken is True
    assert judgement.because == "E-1 says A; E-2 says B"
    assert judgement.remedy


def test_what_agrees_is_kept() -> None:
    judgement = ask(RULE, unit(vouching=Vouching(vouched=frozenset(("customs_entry",)))))
    assert (judgement.broken, judgement.applies) == (False, True)


def test_it_never_doubts() -> None:
    assert not RULE.can_doubt()
    assert RULE.can_break()
    assert RULE.reads(()) == ("vouching",)
