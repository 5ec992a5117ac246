"""OFAC's sdn.xml: the parties with aliases and documents; the number of records is checked."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import ofac_xml
from tests.screening.list_formats.reading import given, problems, read

XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML">
 <publshInformation><Publish_Date>09/16/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
 <sdnEntry><uid>9001</uid><lastName>TINWAVE CIRCUITS LTD</lastName><sdnType>Entity</sdnType>
  <programList><program>RUSSIA-EO14024</program></programList><remarks>Linked To: QUILLFELD, Anton.</remarks>
  <akaList><aka><uid>1</uid><type>a.k.a.</type><category>strong</category><lastName>TINWAVE</lastName></aka>
   <aka><uid>2</uid><type>a.k.a.</type><category>weak</category><lastName>TW</lastName></aka></akaList>
  <addressList><address><uid>3</uid><address1>1 Road</address1><city>Perm</city><country>Russia</country></address></addressList>
  <idList><id><uid>4</uid><idType>Tax ID No.</idType><idNumber>5900000001</idNumber><idCountry>Russia</idCountry></id>
   <id><uid>5</uid><idType>SWIFT/BIC</idType><idNumber>TINWRU2P</idNumber></id>
   <id><uid>6</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList></sdnEntry>
 <sdnEntry><uid>9002</uid><firstName>Anton</firstName><lastName>QUILLFELD</lastName><sdnType>Individual</sdnType>
  <programList><program>%s</program></programList>
  <nationalityList><nationality><country>Belarus</country></nationality></nationalityList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>01 Feb 1970</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>
</sdnList>"""


def test_the_parties() -> None:
    found = read(ofac_xml, given("sdn.xml", XML % "SDGT"))
    company, person = found.listings
    assert (found.edition, set(found.codes), found.description) == (date(2026, 9, 16), {"SDN"}, "OFAC's sdn.xml")
    assert (company.entry, company.name, company.kind) == ("9001", "TINWAVE CIRCUITS LTD", "entity")
    assert company.aliases == (("TINWAVE", "strong"), ("TW", "weak"))
    assert (company.addresses, company.countries) == (("1 Road, Perm, Russia",), ("RU",))
    assert company.identifiers == ("Tax ID No. 5900000001 (RU)", "SWIFT/BIC TINWRU2P")
    assert (company.programmes, company.note) == (("RUSSIA-EO14024",), "Linked To: QUILLFELD, Anton")
    assert (person.name, person.kind, person.countries) == ("QUILLFELD, Anton", "individual", ("BY",))
    assert person.note == "DOB 01 Feb 1970"


def test_one_party_under_another_programme_makes_no_other_list() -> None:
    assert read(ofac_xml, given("x.xml", XML % "NS-PLC")).codes == {"SDN"}
    consolidated = read(ofac_xml, given("x.xml", (XML % "NS-PLC").replace("RUSSIA-EO14024", "CMIC-EO13959")))
    assert (set(consolidated.codes), consolidated.description) == ({"PLC", "CMIC"}, "OFAC's consolidated.xml")
    listings = read(
        ofac_xml, given("x.xml", (XML % "NS-PLC").replace("RUSSIA-EO14024", "CMIC-EO13959")), "PLC"
    ).listings
    assert [listing.entry for listing in listings] == ["9002"]


def test_a_file_that_lacks_records() -> None:
    cut = (XML % "SDGT").replace("<Record_Count>2<", "<Record_Count>19082<")
    assert "is incomplete or damaged: it says that it has 19082 records, and has 2" in problems(
        ofac_xml, given("x.xml", cut)
    )


def test_without_a_day_and_a_count() -> None:
    assert (
        read(
            ofac_xml, given("x.xml", "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName></sdnEntry></sdnList>")
        ).edition
        is None
    )
