"""The register, continued: proposals are added, and confirmed, and everything else stays as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.evidence.documents import Document, DocumentFile
from compliance.evidence.register_text import confirmed, with_documents
from compliance.io.yaml import parse

PROPOSAL = validate(
    Document,
    ParsedFile(
        "a",
        {
            "id": "E-1", "class": "customs_entry", "reference": "B76", "issued_on": date(2024, 5, 2), "read_by": "es003",
            "lines": [{"line": "1", "quantity": 5, "value_usd": Decimal("1.50"), "serials": ["a", "b: c"]}],
        },
    ),
)  # fmt: skip
OLDER = b"# mine\ndocuments:\n- id: X\n  class: letter  # kept\n"


def test_a_proposal_is_added_and_read_again() -> None:
    text = with_documents(OLDER, "documents.yaml", [PROPOSAL])
    assert text.startswith(OLDER)
    known = validate(DocumentFile, parse(text.decode())).documents
    assert known[1] == PROPOSAL
    assert not known[1].is_fact
    assert with_documents(None, "documents.yaml", []) == b""
    bare = PROPOSAL.model_copy(update={"lines": ()})
    assert validate(DocumentFile, parse(with_documents(None, "d", [bare]).decode())).documents == (bare,)


def test_a_proposal_is_confirmed_with_the_digest_of_its_file() -> None:
    text = with_documents(OLDER, "documents.yaml", [PROPOSAL, PROPOSAL.model_copy(update={"id": "E-2"})])
    first, second = validate(DocumentFile, parse(confirmed(text, "d", {"E-1": "ab"}).decode())).documents[1:]
    assert (first.is_fact, first.sha256, second.is_fact) == (True, "ab", False)
    _, second = validate(DocumentFile, parse(confirmed(text, "d", {"E-2": ""}).decode())).documents[1:]
    assert (second.is_fact, second.sha256) == (True, "")


@pytest.mark.parametrize("content", [OLDER, None, with_documents(None, "d", [PROPOSAL]).replace(b"false", b"true")])
def test_what_is_no_proposal(content: bytes | None) -> None:
    with pytest.raises(ComplianceError, match="document 'E-1' is no proposal of this file"):
        confirmed(content, "d", {"E-1": ""})
