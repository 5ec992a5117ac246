"""OpenSanctions' simple table of targets, of 15 and of 16 columns."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.screening.list_formats import targets_simple
from tests.screening.list_formats.reading import given, problems, read

OLD = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change"
NEW = OLD.replace(",dataset,", ",program_ids,dataset,")
ROW = (
    'NK-1,Company,LLC CST,"CST;""Zala; Aero"";LLC CST",,ru;cn,"1 Road, Izhevsk",5920040846,"Entity List (EL) - Bureau - 2023-11-02",,,'
    "{}US Trade Consolidated Screening List (CSL),2023-01-01,2026-04-29T00:00:00,2025-06-02T12:10:03\n"
)


@pytest.mark.parametrize(("header", "programme"), [(OLD, ""), (NEW, "US-BIS-EL;US-RUSHAR,")])
def test_a_target(header: str, programme: str) -> None:
    found = read(targets_simple, given("targets.simple.csv", f"{header}\n{ROW.format(programme)}\n"), "EL")
    (listing,) = found.listings
    assert (set(found.codes), found.edition) == ({"EL"}, date(2025, 6, 2))
    assert (listing.entry, listing.name, listing.kind, listing.row) == ("NK-1", "LLC CST", "entity", 2)
    assert listing.aliases == (("CST", "strong"), ("Zala; Aero", "strong"))
    assert (listing.countries, listing.addresses) == (("RU", "CN"), ("1 Road, Izhevsk",))
    assert listing.identifiers == ("ID 5920040846",)
    assert listing.programmes == (("US-BIS-EL", "US-RUSHAR") if programme else ())
    assert read(targets_simple, given("t.csv", f"{header}\n{ROW.format(programme)}"), "SDN").listings == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{OLD}\n{ROW.format('').replace(',LLC CST,', ',,', 1)}", "t.csv:2: is a target without a name or an id"),
        (f"{OLD}\na,b\n", "t.csv:2: has 2 cells, the header has 15"),
        (f'{OLD}\n"a', "is incomplete or damaged"),
        (f"{OLD.replace(',sanctions', '')}\n", "has no column sanctions"),
    ],
)
def test_what_cannot_be_read_is_an_error(text: str, said: str) -> None:
    assert said in problems(targets_simple, given("t.csv", text))
