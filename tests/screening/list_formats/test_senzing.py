"""Senzing's records: attributes in the record or in lists of features."""

from __future__ import annotations

import json
from typing import Any

from compliance.screening.list_formats import senzing
from compliance.screening.list_formats.base import ListFile
from tests.screening.list_formats.reading import given, problems, read

COMPANY = {
    "DATA_SOURCE": "OS_EU_FSF", "RECORD_ID": "NK-1", "RECORD_TYPE": "ORGANIZATION", "RISKS": [{"TOPIC": "sanction"}],
    "NAMES": [
        {"NAME_TYPE": "ALIAS", "NAME_ORG": "Tinwave"}, {"NAME_TYPE": "PRIMARY", "NAME_ORG": "Tinwave Circuits OOO"},
        {"NAME_TYPE": "WEAK", "NAME_FULL": "TW"},
    ],
    "ADDRESSES": [{"ADDR_FULL": "1 Road, Perm"}], "COUNTRIES": [{"REGISTRATION_COUNTRY": "ru"}],
    "IDENTIFIERS": [{"LEI_NUMBER": "253400WSS48YWMBUA688"}, {"TAX_ID_TYPE": "INN", "TAX_ID_NUMBER": "5900000001", "TAX_ID_COUNTRY": "RU"}],
    "URL": "https://example.org",
}  # fmt: skip
PERSON = {
    "DATA_SOURCE": "MINE", "RECORD_ID": "2",
    "FEATURES": [
        {"RECORD_TYPE": "PERSON"}, {"PRIMARY_NAME_LAST": "Quillfeld", "PRIMARY_NAME_FIRST": "Anton"}, {"DATE_OF_BIRTH": "1970-02-01"},
        {"NATIONALITY": "by"}, {"ADDR_LINE1": "1 Road", "ADDR_CITY": "Minsk", "ADDR_COUNTRY": "BY"}, {"PHONE_NUMBER": "123456"},
    ],
}  # fmt: skip


def lines(*records: Any) -> ListFile:
    return given("senzing.json", "\n".join(map(json.dumps, records)))


def test_features_in_lists() -> None:
    found = read(senzing, lines(COMPANY))
    (company,) = found.listings
    assert (set(found.codes), company.entry, company.kind) == ({"EU"}, "NK-1", "entity")
    assert (company.name, company.aliases) == ("Tinwave Circuits OOO", (("Tinwave", "strong"), ("TW", "weak")))
    assert (company.countries, company.addresses) == (("RU",), ("1 Road, Perm",))
    assert company.identifiers == ("LEI 253400WSS48YWMBUA688", "INN 5900000001 (RU)")


def test_a_person() -> None:
    (person,) = read(senzing, lines(PERSON)).listings
    assert (person.name, person.kind, person.countries) == ("Anton Quillfeld", "individual", ("BY",))
    assert (person.addresses, person.note, person.identifiers) == (("1 Road, Minsk, BY",), "DOB 1970-02-01", ())


def test_records_without_a_risk_and_of_other_lists_are_left_out() -> None:
    free = {**COMPANY, "RECORD_ID": "NK-2", "RISKS": []}
    assert [listing.entry for listing in read(senzing, lines(COMPANY, free, PERSON)).listings] == ["NK-1"]
    assert read(senzing, lines(COMPANY), "SDN").listings == ()


def test_a_record_that_is_none() -> None:
    assert "is an entry without a name or an id" in problems(
        senzing, lines(PERSON, {"DATA_SOURCE": "MINE", "RECORD_ID": "3"})
    )
