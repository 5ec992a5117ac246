"""FollowTheMoney: targets with their sanctions and addresses, which are entities of their own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from compliance.screening.list_formats import ftm
from compliance.screening.list_formats.base import ListFile
from tests.command_line import ROOT
from tests.screening.list_formats.reading import given, problems, read

EL = "Entity List (EL) - Bureau of Industry and Security"


def entity(key: str, schema: str, target: bool | None = None, caption: str = "", **found: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = {"id": key, "schema": schema, "properties": found, "datasets": ["x"], "caption": caption}
    return made | ({} if target is None else {"target": target}) | {"last_change": "2026-04-29T12:10:01"}


COMPANY = entity(
    "NK-1", "Company", True, "LLC CST", name=["LLC CST", "ЦСТ"], weakAlias=["CST"], alias=["Zala Aero"], previousName=["Old"],
    country=["ru"], jurisdiction=["ru"], leiCode=["253400WSS48YWMBUA688"], innCode=["5920040846"], address=["Izhevsk"],
    addressEntity=["addr-1", "addr-2"], notes=["Makes drones"],
)  # fmt: skip
LISTED = entity(
    "s-1",
    "Sanction",
    False,
    entity=["NK-1"],
    program=[EL],
    programId=["US-BIS-EL"],
    startDate=["2023-11-02"],
    authorityId=["88 FR 76128"],
)
BLOCKED = entity(
    "s-2", "Sanction", False, entity=["NK-1"], startDate=["2022-01-01"], endDate=["2024-01-01"]
) | {"datasets": ["us_ofac_sdn"]}  # fmt: skip
ADDRESS = entity("addr-1", "Address", False, full=["1 Road, Izhevsk"])
OTHER = entity("p-1", "Person", True, name=["Maria"], nationality=["Russia"])
OWNER = entity("p-2", "Person", False, name=["Not listed"])


def lines(*entities: Any) -> ListFile:
    return given("entities.ftm.json", "\n".join(json.dumps(each) for each in entities) + "\n")


def test_a_target_with_all_its_sanctions() -> None:
    found = read(ftm, lines(LISTED, COMPANY, BLOCKED, ADDRESS, OTHER, OWNER))
    company, maria = found.listings
    assert (set(found.codes), found.edition) == ({"EL", "SDN"}, date(2026, 4, 29))
    assert (company.entry, company.name, company.kind, company.row) == ("NK-1", "LLC CST", "entity", 2)
    assert company.aliases == (("ЦСТ", "strong"), ("Zala Aero", "strong"), ("Old", "strong"), ("CST", "weak"))
    assert (company.countries, company.addresses) == (("RU",), ("Izhevsk", "1 Road, Izhevsk"))
    assert company.identifiers == ("LEI 253400WSS48YWMBUA688", "INN 5920040846")
    assert (company.since, company.until) == (date(2022, 1, 1), None)
    assert (company.citation, company.programmes) == ("88 FR 76128", ("US-BIS-EL", EL))
    assert (maria.kind, maria.countries, maria.since, maria.programmes) == ("individual", ("RU",), None, ())


def test_of_one_list_its_own_days() -> None:
    (sdn,) = read(ftm, lines(LISTED, COMPANY, BLOCKED, OTHER), "SDN").listings
    assert (sdn.since, sdn.until) == (date(2022, 1, 1), date(2024, 1, 1))
    assert read(ftm, lines(LISTED, COMPANY, OTHER), "MEU").listings == ()


def test_a_file_that_names_no_target_is_all_targets() -> None:
    assert (
        len(read(ftm, lines(entity("a", "Company", name=["A"]), entity("b", "Organization", name=["B"]))).listings) == 2
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"id": "a", "schema": "Company", "properties": {"name": ["A"]',
            "is incomplete or damaged: not JSON",
        ),
        (f"{json.dumps(COMPANY)}\n{'[' * 100_000}", "is incomplete or damaged: line 2"),
        (f'{json.dumps(COMPANY)}\n["a"]', "entities.ftm.json:2: is not an object"),
        ('{"id": "a", "schema": "Company", "properties": {"name": "A"}}', "is not a FollowTheMoney entity"),
        ('{"id": "a", "schema": "Company", "properties": {}}', "entities.ftm.json:1: is a target without a name"),
    ],
)
def test_what_cannot_be_read_is_an_error(text: str, said: str) -> None:
    assert said in problems(ftm, given("entities.ftm.json", text))


def test_a_real_sample() -> None:

    path = ROOT.parent / "shared" / "data" / "matching" / "ftm_sample_zala.entities.ftm.json"
    if not path.exists():
        pytest.skip("real lists are not here")
    file = ListFile(path.name, path.name, path.read_bytes())
    assert len(read(ftm, file).listings) == 14
    (listing,) = read(ftm, file, "EL").listings
    assert listing.since == date(2023, 11, 2)


def test_entities_in_an_array_and_nested_ones() -> None:
    sanction = {
        **LISTED,
        "properties": {name: value for name, value in LISTED["properties"].items() if name != "entity"},
    }
    nested = json.loads(json.dumps(COMPANY))
    nested["properties"] |= {
        "sanctions": [sanction],
        "addressEntity": [ADDRESS],
        "ownershipAsset": [entity("own-1", "Ownership", owner=["NK-9"])],
    }
    for content in (json.dumps(nested), json.dumps([nested, OTHER]), json.dumps({"results": [nested]}, indent=2)):
        found = read(ftm, given("targets.nested.json", content))
        company = found.listings[0]
        assert (set(found.codes), company.name, company.since) == ({"EL"}, "LLC CST", date(2023, 11, 2))
        assert company.addresses == ("Izhevsk", "1 Road, Izhevsk")


@pytest.mark.parametrize(
    "properties", [{"name": [1]}, {"sanctions": ["x"]}, {"sanctions": [{"id": "s", "properties": 1}]}, {"name": "A"}]
)
def test_a_property_of_another_form(properties: dict[str, Any]) -> None:
    content = json.dumps({"id": "a", "schema": "Company", "properties": properties})
    assert "is not a FollowTheMoney entity" in problems(ftm, given("l.json", content))


@pytest.mark.parametrize(
    ("dataset", "code"), [("eu_fsf", "EU"), ("gb_fcdo_sanctions", "UK"), ("un_sc_sanctions", "UN")]
)
def test_sanctions_of_other_authorities(dataset: str, code: str) -> None:
    sanction = {**LISTED, "properties": {"entity": ["NK-1"]}, "datasets": [dataset]}
    assert read(ftm, lines(COMPANY, sanction)).codes == {code}
