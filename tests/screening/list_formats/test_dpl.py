"""The Denied Persons List: one entry per party and order, whatever the number of its addresses."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.screening.list_formats import dpl
from tests.screening.list_formats.reading import given, problems, read, real

HEADER = "\t".join(
    f'"{name}"'
    for name in (
        "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
        "Standard_Order", "Last_Update", "Action", "FR_Citation",
    )
)  # fmt: skip


def row(name: str = "JOHN DOE", street: str = "1 MAIN ST", days: tuple[str, str] = ("06/19/2003", "06/29/2056")) -> str:
    cells = (name, street, "DALLAS", "TX", "US", "75159", *days, "Y", "2007-01-31", "50 YEAR DENIAL", "68 F.R. 38290 6/27/03 71 F.R. 9 7/10/06")  # fmt: skip
    return "\t".join(f'"{cell}"' for cell in cells)


def test_rows_of_one_order_are_one_entry() -> None:
    text = "\r\n".join((HEADER, row(), row(street="2 SIDE ST"), row(days=("01/01/2001", "")), row(" I. ASH"), "\t", ""))
    found = read(dpl, given("dpl.txt", text))
    first, second, third = found.listings
    assert found.codes == {"DPL"}
    assert (first.entry, first.name, first.row) == ("john-doe", "JOHN DOE", 2)
    assert first.addresses == ("1 MAIN ST, DALLAS, TX, 75159, US", "2 SIDE ST, DALLAS, TX, 75159, US")
    assert (first.countries, first.citation) == (("US",), "68 FR 38290; 71 FR 9")
    assert (first.since, first.until, first.note) == (date(2003, 6, 19), date(2056, 6, 29), "50 YEAR DENIAL")
    assert (second.entry, second.until) == ("john-doe-2", None)
    assert third.name == "I. ASH"


def test_the_csv_of_today() -> None:
    text = (
        "Name_and_Address,Effective_Date,Expiration_Date,Appropriate Federal Register Citations,Type of Denial\n"
        '"THANE-COAT, INC, 12725 ROYAL DRIVE, STAFFORD, TX, US, 77477",1/24/2002,1/24/2027,67 F.R. 7351 2/19/02,Standard\n'
        '"UNITED AFRICAN AIRLINES, , , , LU, ",9/1/1981,,46 F.R. 44803 9/8/81,Standard\n'
        "ALONE,9/1/1981,,46 F.R. 44803 9/8/81,Standard\n"
    )
    inc, air, alone = read(dpl, given("dpl.csv", text)).listings
    assert (inc.name, inc.countries, inc.addresses) == (
        "THANE-COAT, INC",
        ("US",),
        ("12725 ROYAL DRIVE, STAFFORD, TX, US, 77477",),
    )
    assert (air.name, air.countries, air.addresses, air.since) == (
        "UNITED AFRICAN AIRLINES",
        ("LU",),
        ("LU",),
        date(1981, 9, 1),
    )
    assert (alone.name, alone.countries) == ("ALONE", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEADER}\n{row('')}\n", "dpl.txt:2: is an entry without a name"),
        (
            f"{HEADER}\n{row(days=('13/45/2003', ''))}\n",
            "dpl.txt:2:Effective_Date: '13/45/2003' is not a date",
        ),
        (f'{HEADER}\n"A"\t"B"\n', "dpl.txt:2: has 2 cells, the header has 12"),
        (f'{HEADER}\n"A"\t"B', "is incomplete or damaged"),
        (HEADER.replace('"\t"', "\t"), "its header cannot be read"),
    ],
)
def test_what_cannot_be_read_is_an_error(text: str, said: str) -> None:
    assert said in problems(dpl, given("dpl.txt", text))


def test_the_real_list() -> None:
    found = read(dpl, real("us-bis-dpl/dpl.2022-09.txt"))
    assert len(found.listings) == 461
    assert all(listing.since for listing in found.listings)
