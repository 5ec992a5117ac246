"""OFSI's list: one row for each name of a group."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import ofsi
from tests.screening.list_formats.reading import given, read

HEADER = (
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Nationality,Passport Number,Address 1,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID"
)
ROWS = (
    "TINWAVE CIRCUITS LTD,,,,,,,ООО Тинвейв,,,,1 Road,614000,Russia,makes boards,Entity,Primary name,,Russia,16/03/2022,15/03/2022,16/03/2022,9001",
    "TINWAVE,,,,,,,,,,,,,,,Entity,AKA,Low,Russia,16/03/2022,15/03/2022,16/03/2022,9001",
    "QUILLFELD,Anton,,,,,Mr,,01/02/1970,Belarus,P123,,,,,Individual,Primary name,,Belarus,,,16/03/2022,9002",
)
XML = """<?xml version="1.0"?>
<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
 <FinancialSanctionsTarget><Name6>TINWAVE CIRCUITS LTD</Name6><Address1>1 Road</Address1><PostCode>614000</PostCode><Country>Russia</Country>
  <GroupTypeDescription>Entity</GroupTypeDescription><AliasType>Primary name</AliasType><RegimeName>Russia</RegimeName>
  <DateListed>2022-03-16T00:00:00</DateListed><Entity_BusinessRegNumber>1025900000000</Entity_BusinessRegNumber><GroupID>9001</GroupID>
 </FinancialSanctionsTarget>
 <FinancialSanctionsTarget><Name6>STAR OF PERM</Name6><GroupTypeDescription>Ship</GroupTypeDescription><AliasType>Primary name</AliasType>
  <Ship_IMONumber>9123456</Ship_IMONumber><Ship_Flag>Russia</Ship_Flag><GroupID>9003</GroupID></FinancialSanctionsTarget>
</ArrayOfFinancialSanctionsTarget>"""


def test_csv() -> None:
    found = read(ofsi, given("ConList.csv", "\n".join(("Last Updated,28/01/2026", HEADER, *ROWS))))
    company, person = found.listings
    assert (found.edition, set(found.codes), found.description) == (
        date(2026, 1, 28),
        {"UK"},
        "OFSI's consolidated list (CSV)",
    )
    assert "the UK Sanctions List holds all" in found.notes[0]
    assert (company.entry, company.kind, company.since) == ("9001", "entity", date(2022, 3, 15))
    assert company.aliases == (("ООО Тинвейв", "strong"), ("TINWAVE", "weak"))
    assert (company.addresses, company.note) == (("1 Road, 614000, Russia",), "makes boards")
    assert (person.name, person.identifiers, person.note) == ("Anton QUILLFELD", ("Passport P123",), "DOB 01/02/1970")
    assert (person.countries, person.kind, person.since) == (("BY",), "individual", None)


def test_a_copy_without_the_day() -> None:
    assert read(ofsi, given("ConList.csv", "\n".join((HEADER, *ROWS)))).edition is None


def test_xml() -> None:
    found = read(ofsi, given("ConList.xml", XML))
    company, ship = found.listings
    assert (found.description, found.edition) == ("OFSI's consolidated list (XML)", None)
    assert (company.name, company.since, company.kind) == ("TINWAVE CIRCUITS LTD", date(2022, 3, 16), "entity")
    assert company.identifiers == ("Registration Number 1025900000000",)
    assert (ship.kind, ship.identifiers, ship.countries) == ("vessel", ("IMO 9123456",), ("RU",))
