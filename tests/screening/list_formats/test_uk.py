"""The UK Sanctions List: a row for each name and address of an entry, below the day of the report."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import uk
from tests.screening.list_formats.reading import given, problems, read

HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,"
    "Name non-latin script,Regime Name,Designation Type,Sanctions Imposed,Address Line 1,Address Country,Date Designated,D.O.B,"
    "Nationality(/ies),Business registration number (s),IMO number"
)
ROWS = (
    "04/08/2026,RUS9001,1,,TINWAVE CIRCUITS LTD,,,,,,Primary Name,,ООО Тинвейв,Russia,Entity,Asset freeze,1 Road,Russia,15/03/2022,,,1025900000000,",
    "04/08/2026,RUS9001,1,,TINWAVE,,,,,,Alias,Low quality a.k.a,,Russia,Entity,Asset freeze,,,15/03/2022,,,,",
    "04/08/2026,BEL9002,2,,QUILLFELD,Anton,Petrovich,,,,Primary name,,,Belarus,Individual,,,,,00/00/1970,Belarus,,",
    "04/08/2026,RUS9003,3,,STAR OF PERM,,,,,,Primary name,,,Russia,Ship,,,,,,,,9123456",
)
CSV = "\n".join(("Report Date: 08-Oct-2026", HEADER, *ROWS))
XML = """<?xml version="1.0"?>
<Designations><DateGenerated>21/09/2026</DateGenerated>
 <Designation><DateDesignated>15/03/2022</DateDesignated><UniqueID>RUS9001</UniqueID>
  <Names><Name><Name6>Tinwave</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
   <Name><Name6>TINWAVE CIRCUITS LTD</Name6><NameType>Primary Name</NameType></Name></Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>ООО Тинвейв</NameNonLatinScript></NonLatinName></NonLatinNames>
  <RegimeName>Russia</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip><SanctionsImposed>Asset freeze</SanctionsImposed>
  <Addresses><Address><AddressLine1>1 Road</AddressLine1><AddressCountry>Russia</AddressCountry></Address></Addresses>
  <EntityDetails><BusinessRegistrationNumber>1025900000000</BusinessRegistrationNumber></EntityDetails>
 </Designation>
 <Designation><UniqueID>BEL9002</UniqueID><Names><Name><Name1>Anton</Name1><Name6>QUILLFELD</Name6><NameType>Primary Name</NameType></Name></Names>
  <IndividualEntityShip>Individual</IndividualEntityShip>
  <IndividualDetails><Individual><DOBs><DOB>dd/mm/1970</DOB></DOBs><Nationalities><Nationality>Belarus</Nationality></Nationalities>
  <PassportDetails><Passport><PassportNumber>P123</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails>
 </Designation>
</Designations>"""


def test_csv() -> None:
    found = read(uk, given("list.csv", CSV))
    company, person, ship = found.listings
    assert (found.edition, set(found.codes), found.description) == (
        date(2026, 10, 8),
        {"UK"},
        "the UK Sanctions List (CSV)",
    )
    assert (company.entry, company.kind, company.name) == ("RUS9001", "entity", "TINWAVE CIRCUITS LTD")
    assert company.aliases == (("ООО Тинвейв", "strong"), ("TINWAVE", "weak"))
    assert (company.countries, company.addresses) == (("RU",), ("1 Road, Russia",))
    assert (company.identifiers, company.since) == (("Registration Number 1025900000000",), date(2022, 3, 15))
    assert (company.programmes, company.note) == (("Russia",), "Sanctions imposed: Asset freeze")
    assert (person.name, person.kind, person.countries) == ("Anton Petrovich QUILLFELD", "individual", ("BY",))
    assert (person.note, person.since) == ("DOB 00/00/1970", None)
    assert (ship.kind, ship.identifiers) == ("vessel", ("IMO 9123456",))


def test_a_copy_without_the_day() -> None:
    found = read(uk, given("list.csv", "\n".join((HEADER, *ROWS))))
    assert (found.edition, len(found.listings)) == (None, 3)


def test_xml() -> None:
    found = read(uk, given("list.xml", XML))
    company, person = found.listings
    assert (found.edition, found.description) == (date(2026, 9, 21), "the UK Sanctions List (XML)")
    assert (company.name, company.aliases) == ("TINWAVE CIRCUITS LTD", (("Tinwave", "weak"), ("ООО Тинвейв", "strong")))
    assert (company.kind, company.since, company.identifiers) == (
        "entity",
        date(2022, 3, 15),
        ("Registration Number 1025900000000",),
    )
    assert (company.addresses, company.note) == (("1 Road, Russia",), "Sanctions imposed: Asset freeze")
    assert (person.name, person.note, person.countries) == ("Anton QUILLFELD", "DOB dd/mm/1970", ("BY",))
    assert person.identifiers == ("Passport P123",)


def test_a_file_without_entries_or_columns() -> None:
    assert not uk.recognises(b"<Designations><Designation></Designation></Designations>")
    assert "has no column Designation Type" in problems(
        uk, given("l.csv", CSV.replace("Designation Type,", "Designation Type X,"))
    )
