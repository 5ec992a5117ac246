"""The Consolidated Screening List: thirteen lists in one file, kept apart."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from compliance.screening.list_formats import csl
from compliance.screening.list_formats.base import ListFile
from tests.screening.list_formats.reading import given, problems, read, real

EL = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"
DPL = "Denied Persons List (DPL) - Bureau of Industry and Security"
COLUMNS = [
    "_id",
    "source",
    "entity_number",
    "type",
    "programs",
    "name",
    "title",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "license_requirement",
    "license_policy",
    "call_sign",
    "vessel_type",
    "gross_tonnage",
    "gross_registered_tonnage",
    "vessel_flag",
    "vessel_owner",
    "remarks",
    "source_list_url",
    "alt_names",
    "citizenships",
    "dates_of_birth",
    "nationalities",
    "places_of_birth",
    "source_information_url",
    "ids",
]
ENTITY = {
    "_id": "99ed",
    "source": EL,
    "name": " Example Semiconductor Co., Ltd.; and any successor, sub-unit, or subsidiary thereof",
    "addresses": "113 Hezuo Road, Shijiazhuang, China; and 21 Changsheng Street, Hebei, China, Hebei Province, CN",
    "federal_register_notice": "83 FR 37423; 87 FR 77505",
    "start_date": "2018-08-01",
    "license_requirement": "For all items subject to the EAR.",
    "alt_names": "Example Institute; HSRI; and Example 13; Fu Jirui. No. 2A Zhonghuan South Road, Chaoyang District, Beijing, China; Example Semiconductor Co., Ltd.",
}
PERSON = {
    "_id": "52291",
    "source": SDN,
    "entity_number": "52291",
    "type": "Individual",
    "programs": "NPWMD; IFSR",
    "name": "RIM, Ryong Nam",
    "addresses": "Shenyang, CN; Pyongyang, KP",
    "nationalities": "KP",
    "ids": "Passport, 836238033, KP; Gender, Male; Secondary sanctions risk:, sections 510.201 and 510.210",
}
DENIED = {"_id": "1", "source": DPL, "name": "JOHN DOE", "addresses": "1 Main St, TX, US", "start_date": "2020-01-02", "end_date": "2030-01-02",
          "federal_register_notice": "85 F.R. 1 1/2/20"}  # fmt: skip


def table(*rows: dict[str, str], columns: list[str] = COLUMNS) -> ListFile:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return given("consolidated.csv", out.getvalue())


def as_json(*results: Any) -> ListFile:
    return given("consolidated.json", json.dumps({"total": len(results), "results": list(results)}))


def test_a_row_of_the_entity_list() -> None:
    found = read(csl, table(ENTITY, PERSON), "EL")
    (entity,) = found.listings
    assert (set(found.codes), found.description) == ({"EL", "SDN"}, "the Consolidated Screening List (CSV)")
    assert (entity.entry, entity.name, entity.kind) == ("99ed", "Example Semiconductor Co., Ltd.", "")
    assert [name for name, _ in entity.aliases] == ["Example Institute", "HSRI", "Example 13", "Fu Jirui"]
    assert entity.countries == ("CN",)
    assert entity.addresses[0] == "113 Hezuo Road, Shijiazhuang, China"
    assert entity.addresses[-1].startswith("No. 2A Zhonghuan")
    assert (entity.citation, entity.since, entity.until) == ("83 FR 37423; 87 FR 77505", date(2018, 8, 1), None)
    assert entity.note.startswith("any successor, sub-unit, or subsidiary thereof; For all items")
    assert (entity.programmes, entity.row) == (("EL",), 2)


def test_a_row_of_the_sdn_list() -> None:
    (person,) = read(csl, table(ENTITY, PERSON), "SDN").listings
    assert (person.entry, person.kind, person.programmes) == ("52291", "individual", ("SDN", "NPWMD", "IFSR"))
    assert (person.countries, person.identifiers) == (("CN", "KP"), ("Passport 836238033 (KP)",))


@pytest.mark.parametrize(
    ("ids", "held"),
    [
        ("US, 80-0890696, Tax ID No.", ("Tax ID No. 80-0890696 (US)",)),
        ("Tax ID No., 80-0890696, US", ("Tax ID No. 80-0890696 (US)",)),
        ("IMO 8898831, Vessel Registration Identification", ("Vessel Registration Identification IMO 8898831",)),
        ("Registration ID, C122790; Email Address, a1@b.c", ("Registration ID C122790",)),
        ("Legal Entity Number, 253400WSS48YWMBUA688, RU", ("LEI 253400WSS48YWMBUA688",)),
        ("Website, x1.ru", ()),
        ("", ()),
    ],
)
def test_the_order_inside_ids_changed_with_the_years(ids: str, held: tuple[str, ...]) -> None:
    assert read(csl, table({**PERSON, "ids": ids})).listings[0].identifiers == held


def test_the_old_layout_has_no_id() -> None:
    old = [name for name in COLUMNS if name != "_id"]
    found = read(csl, table(ENTITY, ENTITY, columns=old)).listings
    assert [each.entry for each in found] == ["example-semiconductor-co-ltd", "example-semiconductor-co-ltd-2"]


def test_json_holds_the_same() -> None:
    entity = {
        **{name: None for name in COLUMNS if name != "_id"},
        **{name: value for name, value in ENTITY.items() if name != "_id"},
        "id": "99ed",
        "programs": [],
        "addresses": [
            {"address": "113 Hezuo Road", "city": "Shijiazhuang", "state": None, "postal_code": None, "country": "CN"},
            "no address",
        ],
        "alt_names": ["Example Institute", "HSRI; and Example 13"],
        "ids": [
            {"type": "Tax ID No.", "number": "77", "country": "RU", "issue_date": None},
            {"type": "Gender", "number": "Male"},
        ],
    }
    found = read(csl, as_json(entity))
    (listing,) = found.listings
    assert found.description == "the Consolidated Screening List (JSON)"
    assert (listing.entry, listing.addresses) == ("99ed", ("113 Hezuo Road, Shijiazhuang, CN",))
    assert [name for name, _ in listing.aliases] == ["Example Institute", "HSRI", "Example 13"]
    assert listing.identifiers == ("Tax ID No. 77 (RU)",)


def test_addresses_that_stand_in_a_name_or_lost_signs_of_bis() -> None:
    name = "People?s Gucheng Titanium, Xiyuan Industrial District, Hebei Province, China 253800"
    (listing,) = read(csl, table({**ENTITY, "name": name, "alt_names": ""})).listings
    assert listing.name == "People's Gucheng Titanium"
    assert listing.addresses[-1] == "Xiyuan Industrial District, Hebei Province, China 253800"


def test_a_denied_person_has_one_entry_for_all_addresses() -> None:
    other = {**DENIED, "_id": "2", "addresses": "2 Side St, TX, US", "federal_register_notice": "86 F.R. 9 1/2/21"}
    later = {**DENIED, "_id": "3", "start_date": "2025-01-02"}
    first, second = read(csl, table(DENIED, other, later), "DPL").listings
    assert (first.addresses, first.citation) == (("1 Main St, TX, US", "2 Side St, TX, US"), "85 FR 1; 86 FR 9")
    assert (second.since, second.until) == (date(2025, 1, 2), date(2030, 1, 2))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (table({**ENTITY, "name": " "}), "consolidated.csv:2: is an entry without a name"),
        (table({**ENTITY, "source": "Another List"}), "unknown source 'Another List'"),
        (table(ENTITY, columns=COLUMNS[:-1]), "has no column ids"),
        (given("c.csv", table(ENTITY).content.decode() + "a,b\n"), "has 2 cells, the header has 29"),
        (given("c.csv", table(ENTITY).content.decode() + '"a'), "is incomplete or damaged"),
        (given("c.json", '{"results": [{"source": "x"'), "is incomplete or damaged: not JSON"),
        (given("c.json", '{"results": {"source": "x"}}'), "it has no results"),
        (given("c.json", b'{"results": [{"source": "\xff"}]}'), "is not UTF-8 text"),
        (given("c.json", '{"results": [{"source": "x"}, ' + "[" * 100_000 + "]" * 100_000 + "]}"), "is incomplete or damaged"),
        (as_json({"source": EL, "name": "A"}, "B"), "c.json:2: a result has no source".replace("c.json", "consolidated.json")),
        (given("c.json", '{"a": {"results": [], "source": ""}}'), "it has no results"),
        (given("c.json", '["results", {"source": 1}]'), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error(file: ListFile, said: str) -> None:
    if said:
        assert said in problems(csl, file)
    else:
        assert not csl.recognises(file.content)


def test_blank_rows_are_no_entries() -> None:
    file = given("c.csv", table(ENTITY).content.decode() + "\r\n , \r\n")
    assert len(read(csl, file).listings) == 1


@pytest.mark.parametrize(
    ("name", "entries"), [("consolidated.2025-06.sample.csv", 13), ("csl.2019-12.sample.csv", 114)]
)
def test_the_real_samples(name: str, entries: int) -> None:
    found = read(csl, real(f"us-csl/{name}"))
    assert len(found.listings) == entries
    assert {"EL", "SDN", "UVL", "DPL", "ISN", "DTC", "PLC", "SSI"} <= found.codes
    for listing in found.listings:
        assert "successor" not in listing.name
        assert not any(alias.startswith("and ") for alias, _ in listing.aliases)


def test_endless_aliases_are_read_in_time() -> None:
    (listing,) = read(csl, table({**ENTITY, "alt_names": "a, b 1. " * 15_000})).listings
    assert len(listing.aliases[0][0]) > 100_000


def test_tab_separated() -> None:
    header = (
        "_id\tsource\tentity_number\ttype\tprograms\tname\ttitle\taddresses\tfederal_register_notice\tstart_date\tend_date\t"
        "license_requirement\tlicense_policy\tvessel_flag\tremarks\talt_names\tcitizenships\tnationalities\tids"
    )
    row = "x\tEntity List (EL) - Bureau of Industry and Security\t\t\t\tTinwave Ltd\t" + "\t" * 12
    found = read(csl, given("consolidated.tsv", f"{header}\n{row}\n"))
    assert ([listing.name for listing in found.listings], found.description) == (
        ["Tinwave Ltd"],
        "the Consolidated Screening List (TSV)",
    )
