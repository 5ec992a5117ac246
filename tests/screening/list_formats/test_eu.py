"""The EU's consolidated list: the CSV repeats an entity for everything it has, the XML nests it."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import eu
from tests.screening.list_formats.reading import given, problems, read

HEADER = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_DesignationDate;Entity_Remark;Entity_SubjectType;"
    "Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_WholeName;Address_City;Address_CountryIso2Code;"
    "Address_CountryDescription;BirthDate_BirthDate;BirthDate_Year;Identification_Number;Identification_TypeDescription;"
    "Identification_CountryIso2Code;Citizenship_CountryIso2Code"
)
CSV = "\ufeff" + "\r\n".join(
    (
        HEADER,
        "05/08/2026;77;EU.77.1;2022-03-15;makes boards;E;enterprise;UKR;Tinwave Circuits OOO;Perm;RU;RUSSIAN FEDERATION;;;;;;",
        '05/08/2026;77;EU.77.1;2022-03-15;;E;enterprise;UKR;"ООО ""Тинвейв""";;00;UNKNOWN;;;1025900000000;Registration Number;RU;',
        "05/08/2026;78;EU.78.1;;;P;person;BLR;Anton Quillfeld;;00;;1970-02-01;1970;;;;BY;;",
        ";" * 17,
    )
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T11:43:32.000+02:00" globalFileId="1">
  <sanctionEntity designationDate="2022-03-15" euReferenceNumber="EU.77.1" logicalId="77">
    <remark>makes boards</remark>
    <regulation programme="UKR" publicationDate="2022-03-15"/>
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Tinwave Circuits OOO" strong="true"/>
    <nameAlias wholeName="TINWAVE" strong="false"/>
    <address city="Perm" street="1 Road" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION"/>
    <identification number="1025900000000" identificationTypeDescription="Registration Number" countryIso2Code="00" countryDescription="UNKNOWN"/>
  </sanctionEntity>
  <sanctionEntity logicalId="78">
    <subjectType code="person" classificationCode="P"/><nameAlias wholeName="Anton Quillfeld"/>
    <birthdate birthdate="1970-02-01"/><birthdate year="1971"/><citizenship countryIso2Code="" countryDescription="BELARUS"/>
  </sanctionEntity>
</export>"""


def test_csv() -> None:
    found = read(eu, given("list.csv", CSV))
    company, person = found.listings
    assert (found.edition, set(found.codes), found.description) == (
        date(2026, 8, 5),
        {"EU"},
        "the EU's consolidated list (CSV)",
    )
    assert (company.entry, company.kind, company.name) == ("77", "entity", "Tinwave Circuits OOO")
    assert company.aliases == (('ООО "Тинвейв"', "strong"),)
    assert (company.countries, company.addresses) == (("RU",), ("Perm, RU",))
    assert company.identifiers == ("Registration Number 1025900000000 (RU)",)
    assert (company.programmes, company.citation, company.since) == (("UKR",), "EU.77.1", date(2022, 3, 15))
    assert (person.kind, person.countries, person.note, person.since) == ("individual", ("BY",), "DOB 1970-02-01", None)


def test_xml() -> None:
    found = read(eu, given("list.xml", XML))
    company, person = found.listings
    assert (found.edition, found.description) == (date(2026, 8, 5), "the EU's consolidated list (XML)")
    assert (company.name, company.aliases) == ("Tinwave Circuits OOO", (("TINWAVE", "weak"),))
    assert (company.addresses, company.identifiers) == (("1 Road, Perm, RU",), ("Registration Number 1025900000000",))
    assert (company.note, company.since) == ("makes boards", date(2022, 3, 15))
    assert (person.kind, person.note, person.countries) == ("individual", "DOB 1970-02-01; DOB 1971", ("BY",))


def test_xml_of_something_else_is_none_of_it() -> None:
    assert not eu.recognises(b"<export><row/></export>")
    assert not eu.recognises(b"fileGenerationDate;name")


def test_a_cut_file_is_an_error() -> None:
    assert "has 3 cells, the header has 18" in problems(eu, given("list.csv", f"{HEADER}\n05/08/2026;77;EU.77.1\n"))
