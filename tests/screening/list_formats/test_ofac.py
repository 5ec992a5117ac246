"""OFAC's comma-separated files: joined by number, with what is missing said."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats import ofac
from compliance.screening.list_formats.base import ListFile
from tests.screening.list_formats.reading import given, problems, read, real

NOTHING = ",".join(["-0- "] * 7)
SDN = (
    f'36,"EXAMPLE AIR",-0- ,"CUBA",{NOTHING},"a.k.a. \'BNC\'; Tax ID No. 7744001497 (Russia); Legal Entity Number 253400WSS48YWMBUA688; '
    'Linked To: PARENT CO."\r\n'
    f'173,"DOE, Jane","individual","IRAN] [SDGT",{NOTHING},"DOB 1960; nationality Iran; Passport A10472263 (Malaysia) issued 1 Jan 2001."\r\n'
    f'174,"STAR","vessel","IRAN","Ship, the","EPXX","Tanker","100","50","Panama","Owner",-0- \r\n\x1a'
)
ALT = '36,12,"aka","EXAMPLE-AIR",-0- \r\n36,13,"fka","-0- ",-0- \r\n36,14,"aka","BNC",-0- \r\n\x1a'
ADD = '36,25,-0- ,"Havana","Cuba",-0- \r\n36,26,"Main St 1","Tbilisi","Georgia",-0- \r\n173,27,-0- ,-0- ,-0- ,-0- \r\n\x1a'


def sdn(**beside: str) -> ListFile:
    return given(
        "sdn.csv", SDN, {"alt.csv": ALT, "add.csv": ADD} | {f"{name}.csv": text for name, text in beside.items()}
    )


def test_the_files_are_joined_by_number() -> None:
    found = read(ofac, sdn())
    air, jane, star = found.listings
    assert (found.description, set(found.codes), found.limit) == ("OFAC's sdn.csv with alt.csv, add.csv", {"SDN"}, "")
    assert [name for name, _ in found.companions] == ["add", "alt"]
    assert found.notes == ("sdn.csv: companion files missing: sdn_comments.csv",)
    assert (air.entry, air.name, air.kind, air.row) == ("36", "EXAMPLE AIR", "entity", 1)
    assert air.aliases == (("EXAMPLE-AIR", "strong"), ("BNC", "strong"))
    assert (air.countries, air.addresses) == (("CU", "GE"), ("Havana, Cuba", "Main St 1, Tbilisi, Georgia"))
    assert air.identifiers == ("Tax ID No. 7744001497 (RU)", "LEI 253400WSS48YWMBUA688")
    assert "Linked To: PARENT CO" in air.note
    assert (jane.kind, jane.programmes, jane.countries) == ("individual", ("IRAN", "SDGT"), ("IR",))
    assert jane.identifiers == ("Passport A10472263 (MY)",)
    assert (star.kind, star.countries, star.aliases) == ("vessel", ("PA",), ())


def test_a_name_in_the_remarks_is_a_weak_alias() -> None:
    found = read(ofac, given("sdn.csv", SDN, {"alt.csv": "\x1a"}))
    assert found.listings[0].aliases == (("BNC", "weak"),)


def test_remarks_go_on_in_the_comments_in_the_middle_of_a_word() -> None:
    cut = f'17,"BANK",-0- ,"CUBA",{NOTHING},"Registration Numbe"\r\n\x1a'
    more = "17,\"r 1027700167110 (Russia); a.k.a. 'BK'.\"\r\n\x1a"
    found = read(ofac, given("sdn.csv", cut, {"alt.csv": "\x1a", "add.csv": "\x1a", "sdn_comments.csv": more}))
    assert found.listings[0].identifiers == ("Registration Number 1027700167110 (RU)",)
    assert found.listings[0].aliases == (("BK", "weak"),)
    assert found.notes == ()


def test_companions_carry_the_same_date() -> None:
    found = read(ofac, given("SDN.2021-07.csv", SDN, {"alt.2021-07.csv": ALT, "ADD.2021-07.csv": ADD, "alt.csv": "x"}))
    assert [name for name, _ in found.companions] == ["add", "alt"]


def test_without_aliases_it_clears_nobody() -> None:
    found = read(ofac, given("sdn.csv", SDN, {"add.csv": ADD}))
    assert found.limit == "sdn.csv was read without alt.csv, so the aliases are missing"


def test_without_its_end_mark_it_clears_nobody() -> None:
    found = read(ofac, given("sdn.csv", SDN.rstrip("\x1a"), {"alt.csv": ALT}))
    assert found.limit == "sdn.csv does not end with OFAC's end mark (0x1A) and may be incomplete"


def test_files_of_two_days_are_told() -> None:
    found = read(ofac, sdn(alt=ALT.replace("36,13", "99,13")))
    assert any("1 parties in the file of aliases are missing here" in note for note in found.notes)


def test_an_edited_copy_with_a_header_and_a_row_of_commas() -> None:
    header = "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,Vess_flag,Vess_owner,Remarks\r\n"
    found = read(ofac, given("sdn.csv", header + SDN.replace("\x1a", "," * 11 + "\r\n\x1a"), {"alt.csv": ALT}))
    assert len(found.listings) == 3


def test_old_bytes_are_read() -> None:
    content = SDN.replace("EXAMPLE", "EXÉMPLE").encode("cp1252")
    assert read(ofac, given("sdn.csv", content, {"alt.csv": ALT})).listings[0].name == "EXÉMPLE AIR"


@pytest.mark.parametrize(
    ("programme", "codes"),
    [
        ("NS-PLC", {"PLC"}),
        ("SDGT] [NS-PLC", {"PLC"}),
        ("CMIC-EO13959", {"CMIC"}),
        ("UKRAINE-EO13662", {"SSI"}),
        ("FSE-IR", {"FSE"}),
        ("561-Related", {"CAP"}),
        ("RUSSIA-EO14024", {"NS-MBS", "CAP"}),
    ],
)
def test_the_lists_of_the_non_sdn_file(programme: str, codes: set[str]) -> None:
    row = f'1,"PARTY",-0- ,"{programme}",{NOTHING},"Listing Date (CMIC) 03 Jun 2021; Listing Date (X 2): 04 Jun 2021."\r\n\x1a'
    found = read(ofac, given("cons_prim.csv", row, {"cons_alt.csv": "\x1a"}))
    assert found.codes == codes
    assert found.listings[0].since == date(2021, 6, 3)
    for code in codes:
        assert len(read(ofac, given("cons_prim.csv", row), code).listings) == 1
    assert read(ofac, given("cons_prim.csv", row), "SDN").listings == ()


def test_a_main_file_of_another_name() -> None:
    assert read(ofac, given("list.csv", SDN, {"alt.csv": ALT})).codes == {"SDN"}
    row = f',"PARTY",-0- ,"%s",{NOTHING},-0- \r\n'
    most = "".join(f"{number}{row % ('NS-PLC' if number < 12 else 'SDGT')}" for number in range(1, 21)) + "\x1a"
    few = "".join(f"{number}{row % ('NS-PLC] [SDGT' if number < 3 else 'SDGT')}" for number in range(1, 21)) + "\x1a"
    assert read(ofac, given("list.csv", most)).codes >= {"PLC"}
    assert read(ofac, given("list.csv", few)).codes == {"SDN"}
    # With that many parties, their programmes say more than a name that a browser or a person gave.
    assert read(ofac, given("cons_prim.csv", few)).codes == {"SDN"}


def test_a_name_that_a_browser_gave() -> None:
    assert read(ofac, given("sdn (1).csv", SDN, {"alt (1).csv": ALT})).description == "OFAC's sdn.csv with alt.csv"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ALT, "has only aliases, not the parties"),
        (ADD, "has only addresses, not the parties"),
        (SDN.replace('"STAR",', ""), "sdn.csv:3: has 11 cells, not 12"),
        (SDN.replace("174,", "X74,"), "sdn.csv:3: 'X74' is not an entry number"),
        (SDN.replace('"STAR"', "-0- "), "sdn.csv:3: is an entry without a name"),
        (SDN.replace('2001."', "2001."), "sdn.csv:2: a quote is not closed"),
    ],
)
def test_what_cannot_be_read_is_an_error(content: str, said: str) -> None:
    assert said in problems(ofac, given("sdn.csv", content, {"alt.csv": ALT}))


def test_the_comments_alone_are_an_error() -> None:
    assert "has only comments" in problems(ofac, given("sdn_comments.csv", '36,"and so on."\r\n\x1a'))


def test_what_is_wrong_in_a_companion_is_an_error() -> None:
    assert "alt.csv:1: has 3 cells, not 5" in problems(ofac, sdn(alt='36,12,"aka"\r\n'))


def test_the_real_editions() -> None:
    found = read(ofac, real("us-ofac/sdn.2021-07.csv"))
    assert (len(found.listings), found.limit) == (8976, "")
    by_entry = {listing.entry: listing for listing in found.listings}
    assert by_entry["306"].name == "BANCO NACIONAL DE CUBA"
    assert dict(by_entry["306"].aliases) == {"NATIONAL BANK OF CUBA": "strong", "BNC": "weak"}
    assert {"CH", "ES", "JP", "PA"} <= set(by_entry["306"].countries)
    assert not any("-0- " in repr(listing) for listing in found.listings)
    cons = real("us-ofac/cons_prim.2025-12.csv")
    assert [len(read(ofac, cons, code).listings) for code in ("", "CMIC", "PLC", "SSI")] == [442, 68, 78, 286]


def test_too_many_unreadable_rows_are_not_all_told() -> None:
    rows = "".join(f'{number},"A"\r\n' for number in range(200))
    with pytest.raises(ComplianceError) as caught:
        ofac.read(given("sdn.csv", f"{SDN[:-1]}{rows}"), "")
    assert len(caught.value.problems) == 50


def test_endless_remarks_are_read_in_time() -> None:
    row = f'1,"A",-0- ,"X",{NOTHING},"{"No. 1 " * 20_000}; Tax ID No. 77 (Russia)."\r\n\x1a'
    assert read(ofac, given("sdn.csv", row)).listings[0].identifiers == ("Tax ID No. 77 (RU)",)


def test_a_cell_larger_than_csv_allows() -> None:
    before = csv.field_size_limit(25_000)
    try:
        file = given("sdn.csv", SDN.replace("PARENT", "PARENT" * 5_000), {"alt.csv": ALT})
        assert "is incomplete or damaged: line 1 is not CSV" in problems(ofac, file)
    finally:
        csv.field_size_limit(before)
