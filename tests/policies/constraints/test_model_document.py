"""A registered document for a model."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from compliance.core.finding import Judgement
from compliance.evidence.documents import Document, FileState, Register, Registered
from compliance.policies.constraints.model_document import ModelDocument
from tests.builders import ask, facts, unit

RULE = TypeAdapter(ModelDocument).validate_python({"kind": "model-document", "document_class": "authorisation"})
S21 = {"maker": "Bitmain", "model": "Antminer S21"}


def registered(
    *lines: dict[str, Any], state: FileState = "", of_class: str = "authorisation", **more: Any
) -> Registered:
    data = {"id": "SDOC-1", "class": of_class, "lines": lines, **more}
    document = TypeAdapter(Document).validate_python(data)
    return Registered(document, "documents.yaml", file_state=state, serials=(frozenset(),) * len(lines))


def asked(*entries: Registered, family: str = "Bitmain Antminer S21") -> Judgement:
    return ask(RULE, unit(manufacturer="bitmain", family=family), facts(register=Register(entries)))


@pytest.mark.parametrize(
    ("entries", "broken", "because"),
    [
        ((), None, "no document of the class authorisation for Bitmain Antminer S21 is in the documents register"),
        ((registered(S21),), False, "SDOC-1 is a document of the class authorisation for Bitmain Antminer S21"),
        ((registered({"model": "Whatsminer M60S"}, S21),), False, "SDOC-1 is"),
        ((registered({"model": "Whatsminer M60S"}),), None, "no document of the class"),
        ((registered(S21, of_class="licence"),), None, "no document of the class"),
        ((registered({"model": "Enigma 1"}),), None, "SDOC-1 may be a document"),
        ((registered({"maker": "Bitmain"}),), None, "SDOC-1 may be a document"),
        ((registered(),), None, "SDOC-1 may be a document"),
        ((registered(S21, read_by="pdf"),), None, "SDOC-1 may be a document"),
        ((registered(S21, read_by="pdf", confirmed=True),), False, "SDOC-1 is"),
        ((registered(S21, state="file missing"),), None, "SDOC-1 may be a document"),
    ],
)
def test_what_is_registered(entries: tuple[Registered, ...], broken: bool | None, because: str) -> None:
    judgement = asked(*entries)
    assert judgement.broken is broken
    assert judgement.because.startswith(because)
    assert (judgement.remedy == "") is (broken is False)
    assert judgement.concern == "papers"


def test_a_model_that_is_not_known() -> None:
    assert asked(registered(S21), family="").broken is None
    assert asked(family="").because.startswith("no document of the class authorisation for this model")
    assert not RULE.can_break()
    assert RULE.reads(()) == ("manufacturer", "family")
