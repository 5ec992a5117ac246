"""Which documents on origin are recorded."""

from __future__ import annotations

from tests.inventory.facts.reading import doubts, told_apart, value


def test_classes_of_documents() -> None:
    assert value("origin_evidence", origin_evidence="coo:7; 12345", origin_basis="customs_entry") == {
        "certificate",
        "customs_entry",
    }
    assert doubts(origin_evidence="hearsay:1") == [
        "origin evidence 'hearsay:1' names no document that we know, so it does not count"
    ]


def test_documents_of_the_same_classes_mean_the_same() -> None:
    assert (
        told_apart("origin_evidence", ["coo:1", "certificate:2", "coo:pending 3", "paper 12345", "paper 23456", "TBD"])
        == 3
    )
