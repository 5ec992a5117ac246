"""OFAC's advanced XML: words by number, documents and addresses before the parties, sanctions and relations behind."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import ofac_advanced
from tests.screening.list_formats.reading import given, read

XML = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>9</Month><Day>5</Day></DateOfIssue>
<ReferenceValueSets>
 <CountryValues><Country ID="11" ISO2="RU">Russia</Country><Country ID="12">Belarus</Country></CountryValues>
 <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
  <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType>
  <FeatureType ID="344">Digital Currency Address - XBT</FeatureType></FeatureTypeValues>
 <IDRegDocTypeValues><IDRegDocType ID="1596">Tax ID No.</IDRegDocType></IDRegDocTypeValues>
 <ListValues><List ID="1550">SDN List</List><List ID="91243">Consolidated List (Non-SDN)</List></ListValues>
 <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
  <NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
 <RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType></RelationTypeValues>
</ReferenceValueSets>
<Locations><Location ID="25"><LocationCountry CountryID="11"/><LocationPart><LocationPartValue><Value>Perm</Value></LocationPartValue></LocationPart></Location>
 <Location ID="26"><LocationCountry CountryID="12"/></Location><Location ID="27"/></Locations>
<IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1596" IdentityID="501" IssuedBy-CountryID="11"><IDRegistrationNo>5900000001</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
 <DistinctParty FixedRef="9001"><Profile ID="9001" PartySubTypeID="3"><Identity ID="501">
  <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="1">TW1</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="1">TINWAVE CIRCUITS LTD</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1525"/></MasterNamePartGroup></NamePartGroups></Identity>
  <Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="25"/></FeatureVersion></Feature>
  <Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="27"/></FeatureVersion></Feature>
  <Feature FeatureTypeID="344"><FeatureVersion><VersionDetail DetailTypeID="1432">1Boat5LM</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>
 <DistinctParty FixedRef="9002"><Profile ID="9002" PartySubTypeID="4"><Identity ID="502">
  <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart><NamePartValue NamePartGroupID="3">Anton</NamePartValue></DocumentedNamePart>
   <DocumentedNamePart><NamePartValue NamePartGroupID="2">QUILLFELD</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
  <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1520"/></MasterNamePartGroup>
   <MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
  <Feature FeatureTypeID="8"><FeatureVersion><DatePeriod><Start><From><Year>1970</Year><Month>2</Month><Day>1</Day></From></Start></DatePeriod></FeatureVersion></Feature>
  <Feature FeatureTypeID="9"><FeatureVersion><VersionLocation LocationID="25"/></FeatureVersion></Feature>
  <Feature FeatureTypeID="344"><FeatureVersion><DatePeriod><Start><From><Year>2020</Year></From></Start></DatePeriod></FeatureVersion></Feature>
  <Feature FeatureTypeID="10"><FeatureVersion><VersionLocation LocationID="26"/></FeatureVersion></Feature></Profile></DistinctParty>
</DistinctParties>
<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="9001" To-ProfileID="9002" RelationTypeID="15003"/>
 <ProfileRelationship ID="2" From-ProfileID="9002" To-ProfileID="9001" RelationTypeID="7"/></ProfileRelationships>
<SanctionsEntries>
 <SanctionsEntry ID="1" ProfileID="9001" ListID="1550"><EntryEvent><Date><Year>2024</Year><Month>6</Month><Day>12</Day></Date></EntryEvent>
  <SanctionsMeasure><Comment>RUSSIA-EO14024</Comment></SanctionsMeasure></SanctionsEntry>
 <SanctionsEntry ID="2" ProfileID="9002" ListID="91243"><SanctionsMeasure><Comment>NS-PLC</Comment></SanctionsMeasure></SanctionsEntry>
</SanctionsEntries>
</Sanctions>"""


def test_the_parties() -> None:
    found = read(ofac_advanced, given("SDN_ADVANCED.XML", XML))
    company, person = found.listings
    assert (found.edition, set(found.codes)) == (date(2026, 9, 5), {"SDN", "PLC"})
    assert (company.entry, company.name, company.kind) == ("9001", "TINWAVE CIRCUITS LTD", "entity")
    assert company.aliases == (("TW1", "weak"),)
    assert (company.addresses, company.countries) == (("Perm, RU",), ("RU",))
    assert company.identifiers == ("Tax ID No. 5900000001 (RU)", "Digital Currency Address - XBT 1Boat5LM")
    assert (company.programmes, company.since) == (("RUSSIA-EO14024",), date(2024, 6, 12))
    assert company.note == "Linked To: QUILLFELD, Anton (Owned or Controlled By)"
    assert (person.name, person.kind, person.countries) == ("QUILLFELD, Anton", "individual", ("BY",))
    assert (person.addresses, person.note) == ((), "DOB 1970-02-01; Linked To: TINWAVE CIRCUITS LTD")


def test_the_parties_of_one_list() -> None:
    assert [listing.entry for listing in read(ofac_advanced, given("x.xml", XML), "SDN").listings] == ["9001"]


def test_a_file_that_names_no_list_is_told_by_the_programmes() -> None:
    unnamed = XML.replace(' ListID="1550"', "").replace(' ListID="91243"', "")
    assert read(ofac_advanced, given("x.xml", unnamed)).codes == {"SDN"}


def test_a_relation_with_a_party_that_has_no_name_says_nothing() -> None:
    (listing,) = read(
        ofac_advanced,
        given(
            "x.xml",
            '<Sanctions><DistinctParties><DistinctParty><Profile ID="1"><Identity ID="2"><Alias><DocumentedName><DocumentedNamePart>'
            "<NamePartValue>A</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>"
            '</DistinctParties><ProfileRelationships><ProfileRelationship From-ProfileID="1" To-ProfileID="1"/>'
            "</ProfileRelationships></Sanctions>",
        ),
    ).listings
    assert (listing.name, listing.note, listing.kind) == ("A", "", "")
