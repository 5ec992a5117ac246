"""Supplements to part 744 as the eCFR serves them: rows, inherited countries, names apart from aliases and addresses."""

from __future__ import annotations

import json
from datetime import date
from xml.sax.saxutils import escape

import pytest

from compliance.screening.list_formats import ecfr
from compliance.screening.list_formats.base import ListFile
from tests.screening.list_formats.reading import given, problems, read, shared

HEAD = "<TR><TH>Country</TH><TH>Entity</TH><TH>License requirement</TH><TH>License review policy</TH><TH>Citation</TH></TR>"
SOPHGO = (
    "Example Technologies Ltd., a.k.a., the following two aliases:<br/>—Beijing Example;<br/>—Example Suanneng Technology Co., Ltd.; "
    "<I>and</I><br/>—SAMPLE.<br/>901, 9th Floor, Building 8, Beijing, China; and Building 6, Yard 9, Haidian District, Beijing, China."
)


def row(*cells: str) -> str:
    return f"<TR>{''.join(f'<TD>{cell}</TD>' for cell in cells)}</TR>"


def entity(country: str, text: str, citation: str = "90 FR 4622, 1/16/25.") -> str:
    return row(country, text, "For all items subject to the EAR.", "Presumption of denial", citation)


def supplement(*rows: str, number: int = 4) -> str:
    table = f"<DIV width='100%'><DIV class='gpotbl_div'><TABLE><THEAD>{HEAD}</THEAD><TBODY>{''.join(rows)}</TBODY></TABLE></DIV></DIV>"
    return (
        f'<DIV9 N="Supplement No. {number} to Part 744" TYPE="APPENDIX"><HEAD>x</HEAD><P>To Part 744</P>{table}</DIV9>'
    )


def part(*supplements: str) -> ListFile:
    return given(
        "part-744.xml", f'<?xml version="1.0" encoding="UTF-8"?><DIV5 N="744" TYPE="PART">{"".join(supplements)}</DIV5>'
    )


def test_an_entry_with_aliases_and_two_addresses() -> None:
    found = read(ecfr, part(supplement(entity("CHINA, PEOPLE&apos;S REPUBLIC OF", SOPHGO))))
    (listing,) = found.listings
    assert (set(found.codes), found.limit) == ({"EL"}, "")
    assert listing.name == "Example Technologies Ltd."
    assert [name for name, _ in listing.aliases] == [
        "Beijing Example",
        "Example Suanneng Technology Co., Ltd.",
        "SAMPLE",
    ]
    assert listing.addresses == (
        "901, 9th Floor, Building 8, Beijing, China",
        "Building 6, Yard 9, Haidian District, Beijing, China",
    )
    assert (listing.countries, listing.citation, listing.since) == (("CN",), "90 FR 4622", date(2025, 1, 16))
    assert listing.note == "For all items subject to the EAR.; Presumption of denial"


def test_an_empty_country_is_the_one_above() -> None:
    rows = (
        entity("CHINA", "One Ltd., 1 Road, Beijing, China."),
        entity("", "Two Ltd., 2 Road, Xian, China."),
        row("One Ltd., rowspan 3, Xian, China.", "x", "y", "90 FR 4622, 1/16/25."),
        row("CRIMEA REGION OF UKRAINE"),
        entity("", "Three Ltd., 3 Road, Yalta."),
        row("RUSSIA", "[Reserved]", "", "", ""),
        row("", "", "", "", ""),
    )
    found = read(ecfr, part(supplement(*rows)))
    assert [(each.name, each.countries) for each in found.listings] == [
        ("One Ltd.", ("CN",)), ("Two Ltd.", ("CN",)), ("One Ltd.", ("CN",)), ("Three Ltd.", ("UA",)),
    ]  # fmt: skip
    assert [each.entry for each in found.listings] == ["one-ltd", "two-ltd", "one-ltd-2", "three-ltd"]


def test_the_three_supplements_are_kept_apart() -> None:
    three = row("CHINA", "Soldier Co., 3 Road, Beijing, China.", "85 FR 83799, 12/23/2020.")
    file = part(
        supplement(entity("CHINA", "One Ltd., 1 Road, Beijing, China.")),
        supplement(row("RUSSIA", "Not asked", "x"), number=5),
        supplement(three, number=6),
        supplement(three, number=7),
    )
    assert read(ecfr, file).codes == {"EL", "UVL", "MEU"}
    assert [each.name for each in read(ecfr, file, "EL").listings] == ["One Ltd."]
    for code in ("UVL", "MEU"):
        (listing,) = read(ecfr, file, code).listings
        assert (listing.name, listing.since, listing.note) == ("Soldier Co.", date(2020, 12, 23), "")


@pytest.mark.parametrize(
    ("cell", "name", "aliases", "addresses"),
    [
        ("Huawei Paraguay S.A., Asuncion, Paraguay.", "Huawei Paraguay S.A.", [], ["Asuncion, Paraguay"]),
        ("Wong Yuh Lan, (a.k.a., Huang Yulan; and Jancy Wong), Blk 109B Edgedale Plains, Singapore 822109",
         "Wong Yuh Lan", ["Huang Yulan", "Jancy Wong"], ["Blk 109B Edgedale Plains, Singapore 822109"]),
        ("Zhipu Co., Ltd., a.k.a., the following one alias: —Zhipu AI. Floor 10, Building 9, Beijing, China.",
         "Zhipu Co., Ltd.", ["Zhipu AI"], ["Floor 10, Building 9, Beijing, China"]),
        ("Old Name Ltd., f.k.a., Former Ltd., 1 Road, Moscow, Russia.", "Old Name Ltd.", ["Former Ltd"], ["1 Road, Moscow, Russia"]),
        ("A Plant, a.k.a., the following two aliases:<br/>—B Plant; and<br/>—C Plant; and f.k.a., the following one alias:<br/>—D Plant.<br/>1 Road, Minsk, Belarus",
         "A Plant", ["B Plant", "C Plant", "D Plant"], ["1 Road, Minsk, Belarus"]),
        ("One Name<br/>1 Road, Minsk, Belarus. (See alternate address under Russia).", "One Name", [], ["1 Road, Minsk, Belarus"]),
        ("Iran Electronics, 1 Road, a.k.a. Lane, Tehran, Iran", "Iran Electronics", [], ["1 Road, a.k.a. Lane, Tehran, Iran"]),
        ("Same Works, a.k.a., the following two aliases:<br/>—Same Works; and<br/>—Other Works.<br/>1 Road, Minsk, Belarus",
         "Same Works", ["Other Works"], ["1 Road, Minsk, Belarus"]),
        ("Some Great Works, Minsk, Belarus.", "Some Great Works", [], ["Minsk, Belarus"]),
        ("Same Ltd., a.k.a., the following one alias:<br/>—Same Ltd.<br/>", "Same Ltd.", ["Same Ltd"], []),
    ],
)  # fmt: skip
def test_name_aliases_and_addresses(cell: str, name: str, aliases: list[str], addresses: list[str]) -> None:
    (listing,) = read(ecfr, part(supplement(entity("IRAN", cell)))).listings
    assert (listing.name, [alias for alias, _ in listing.aliases], list(listing.addresses)) == (
        name,
        aliases,
        addresses,
    )


def test_a_row_of_another_form_makes_the_list_partial() -> None:
    good = entity("CHINA", "One Ltd., 1 Road, Beijing, China.")
    for strange in (row("Some Company Ltd."), entity("", "…")):
        found = read(ecfr, part(supplement(good, strange)))
        assert len(found.listings) == 1
        assert found.limit.startswith("part-744.xml has 1 rows that could not be read (the first is row 2")
    assert read(ecfr, part(supplement(good, row("3 For this entity, see the note.")))).limit == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<DIV5><DIV9 N='Supplement No. 4 to Part 744'>", "is incomplete or damaged: line 1 is not XML"),
        *(
            (
                f"<?xml version='1.0' encoding='{encoding}'?><DIV5 N='to Part 744'/>",
                "is incomplete or damaged: line 1 is not XML",
            )
            for encoding in ("klingon", "shift_jis", "EUC-JP", "utf-7")
        ),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><DIV5>to Part 744</DIV5>", ""),
        ("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><DIV5>to Part 744</DIV5>", "declares a document type"),
        ("<DIV5>to Part 744" + "<A>" * 300, "is nested more than 200 deep"),
    ],
)
def test_what_cannot_be_read_is_an_error(text: str, said: str) -> None:
    if said:
        assert said in problems(ecfr, given("x.xml", text))
    else:
        assert not ecfr.recognises(text.encode())


def test_the_july_edition_put_into_this_form() -> None:
    entities = json.loads(shared("us-2026-07/bis_entity_list.json").read_text("utf-8"))["entities"]

    def cell(each: dict[str, object]) -> str:
        name, address = (escape(" ".join(str(each[field] or "").split())) for field in ("name", "address"))
        if not each["aliases"]:
            return f"{name}, {address}"
        aliases = [f"—{escape(str(alias))}" for alias in each["aliases"]]  # type: ignore[attr-defined]
        return f"{name}, a.k.a., the following aliases:<br/>{';<br/>'.join(aliases)}.<br/>{address}"

    rows = (
        entity(escape(str(each["country"])), cell(each), escape(str(each["federal_register"]))) for each in entities
    )
    found = read(ecfr, part(supplement(*rows)))
    assert (len(found.listings), found.limit) == (3409, "")

    def bare(text: str) -> str:
        return " ".join(text.split()).strip(" .,;")

    same = sum(bare(each["name"]) == bare(listing.name) for each, listing in zip(entities, found.listings, strict=True))
    assert same > 0.95 * len(entities)
    assert all(listing.countries for listing in found.listings)
