"""Which documents on origin are recorded."""

from __future__ import annotations

from tests.inventory.facts.reading import doubts, normalised, told_apart, value


def test_classes_of_documents() -> None:
    assert value("origin_evidence", origin_evidence="coo:C-7; 12345", origin_basis="customs_entry") == {
        "certificate",
        "customs_entry",
    }
    (text,) = normalised([{"model": "Antminer S19", "origin_evidence": "hearsay:12345"}])[1].unknown
    assert (text.column, text.text) == ("origin_evidence", "hearsay:12345")
    assert text.remedy == "write the class of the document and its reference, as in customs_entry:113-3478-4"


def test_a_paper_that_names_another_origin_does_not_count() -> None:
    row = {"origin_evidence": "customs_ruling:HQ 301619 China; coo:12345", "country_of_origin": "MY"}
    assert value("origin_evidence", **row) == {"certificate"}
    assert doubts(**row) == [
        "'customs_ruling:HQ 301619 China' names China, not the recorded origin, so it does not count"
    ]
    assert value("origin_evidence", **{**row, "country_of_origin": "CN"}) == {"certificate", "customs_ruling"}


def test_documents_of_the_same_classes_mean_the_same() -> None:
    texts = ["coo:12345", "certificate:23456", "coo:pending 3", "paper 12345", "paper 23456", "TBD", "coo:China 12345"]
    assert told_apart("origin_evidence", texts) == 4


def test_one_paper_under_two_classes_counts_once() -> None:
    row = {"origin_evidence": "factory_record:ABC-1234567-6; customs_entry:ABC1234567-6", "country_of_origin": "MY"}
    assert value("origin_evidence", **row) == {"customs_entry"}
    _, normal = normalised([{"model": "Antminer S21", **row}])
    assert any(
        "is named as factory record and as customs entry: it is one paper and counts once" in note
        for note in normal.notes
    )
    two = "factory_record:1234567; customs_entry:7654321"
    assert value("origin_evidence", origin_evidence=two) == {"customs_entry", "factory_record"}


def test_grouping_keeps_one_paper_apart_from_two() -> None:
    texts = [
        "factory_record:1234567; customs_entry:7654321",
        "factory_record:2234567; customs_entry:8654321",
        "factory_record:1234567; customs_entry:1234567",
        "factory_record:1234567",
    ]
    assert told_apart("origin_evidence", texts) == 3
