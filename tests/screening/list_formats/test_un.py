"""The UN's consolidated list: individuals and entities, with the quality of their aliases."""

from __future__ import annotations

from datetime import date

from compliance.screening.list_formats import un
from tests.screening.list_formats.reading import given, problems, read

XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-09-14T23:00:00.818Z">
 <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ANTON</FIRST_NAME><SECOND_NAME>PETER</SECOND_NAME><THIRD_NAME>QUILLFELD</THIRD_NAME>
  <UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>Антон Квилфелд</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Belarus</VALUE></NATIONALITY>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>a) Anton Quill; b) A. Feld</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Quill</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ADDRESS><CITY>Kigali</CITY><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
  <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X123</NUMBER></INDIVIDUAL_DOCUMENT>
  <COMMENTS1>A trader.</COMMENTS1></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>TINWAVE GROUP</FIRST_NAME>
  <ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Tinwave</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""


def test_a_list() -> None:
    found = read(un, given("consolidated.xml", XML))
    person, group = found.listings
    assert (found.edition, set(found.codes)) == (date(2026, 9, 14), {"UN"})
    assert (person.entry, person.name, person.kind) == ("CDi.901", "ANTON PETER QUILLFELD", "individual")
    assert person.aliases == (
        ("Антон Квилфелд", "strong"),
        ("Anton Quill", "strong"),
        ("A. Feld", "strong"),
        ("Quill", "weak"),
    )
    assert (person.countries, person.addresses) == (("RW", "BY"), ("Kigali, Rwanda",))
    assert (person.identifiers, person.programmes) == (("Passport X123",), ("DRC",))
    assert (person.since, person.note) == (date(2012, 12, 31), "DOB 1971; A trader.")
    assert (group.entry, group.kind, group.aliases) == ("2", "entity", (("Tinwave", "strong"),))


def test_an_entry_without_a_name() -> None:
    assert "is an entry without a name or an id" in problems(
        un,
        given(
            "c.xml", "<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>2</DATAID></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
        ),
    )


def test_another_list_of_that_name() -> None:
    assert not un.recognises(b"<CONSOLIDATED_LIST/>")
