"""Statements and envelopes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.signing import Signer
from compliance.evidence.statement import Asked, Predicate, enveloped, is_signed_by, read_statement, signed, statement
from tests.evidence.test_signing import ED25519

PREDICATE = Predicate(
    program={"name": "p", "version": "1"}, libraries={}, as_of=date(2026, 11, 30), verdict="compliant",
    asked=Asked(fleets=("a",), policies=("us-ear",)), inputs=(),
)  # fmt: skip
SIGNER = Signer(ED25519)


def test_a_statement_is_read_again() -> None:
    raw = statement({"b": b"", "a": b"x"}, PREDICATE)
    again = read_statement(raw, "statement.json")
    assert [subject.name for subject in again.subject] == ["a", "b"]
    assert again.predicate == PREDICATE
    assert json.loads(raw)["_type"] == "https://in-toto.io/Statement/v1"
    with pytest.raises(ComplianceError, match="is no JSON"):
        read_statement(b"{", "statement.json")
    with pytest.raises(ComplianceError, match="unknown field"):
        read_statement(raw.replace(b'"subject"', b'"more": 1, "subject"', 1), "statement.json")


def test_type_and_length_are_signed_too() -> None:
    # The example of DSSE's protocol.
    assert (
        signed(b"hello world", "http://example.com/HelloWorld")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_an_envelope_holds_its_payload_signed() -> None:
    raw = enveloped(b"payload", SIGNER)
    assert is_signed_by(SIGNER.public, raw, b"payload", "e")
    assert not is_signed_by(SIGNER.public, raw, b"other", "e")
    assert not is_signed_by(
        SIGNER.public, enveloped(b"other", SIGNER).replace(b"b3RoZXI=", b"cGF5bG9hZA=="), b"payload", "e"
    )
    with pytest.raises(ComplianceError, match="is no envelope"):
        is_signed_by(SIGNER.public, raw.replace(b"cGF5bG9hZA==", b"!"), b"payload", "e")
