"""People with significant control of UK companies."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.formats import psc, read_parties
from compliance.ownership.formats.psc import nature
from compliance.ownership.parties import Parties
from compliance.ownership.tracing.reach import load_regime, trace
from tests.command_line import ROOT

COLLECTED = ROOT.parent / "shared" / "data" / "ownership"
SHARES, VOTES = "ownership-of-shares-{}-percent", "voting-rights-{}-percent"


def control(company: str, name: str, *natures: str, kind: str = "individual", **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": f"{kind}-person-with-significant-control", "name": name}
    data["natures_of_control"] = list(natures)
    data["links"] = {"self": f"/company/{company}/persons-with-significant-control/{kind}/{name}"}
    return {"company_number": company, "data": data | more}


def corporate(
    company: str, name: str, number: str, *natures: str, where: str = "England", **more: Any
) -> dict[str, Any]:
    found = {"registration_number": number, "country_registered": where, **more}
    return control(company, name, *natures, kind="corporate-entity", identification=found)


def told(parties: Parties) -> list[tuple[str, str, str, bool]]:
    return [(each.owner.rpartition("/")[2], str(each.share), each.kind, each.indirect) for each in parties.interests]


def read(tmp_path: Path, *records: dict[str, Any], text: str = "") -> Parties:
    path = tmp_path / "p.txt"
    path.write_text(text or "\n".join(map(json.dumps, records)), "utf-8")
    return read_parties(path, "p.txt")


def verdict(parties: Parties, company: str, *listed: str, regime: str = "us-ofac-50") -> str:
    day = date(2026, 11, 22)
    ids = [each.id for each in parties if each.name in listed]
    return trace(parties, load_regime(RULES / "regimes" / f"{regime}.yaml", day), day, ids)[company].verdict


def test_bands_are_open_where_the_register_says_more_than(tmp_path: Path) -> None:
    natures = [SHARES.format(band) for band in ("25-to-50", "50-to-75", "75-to-100")]
    parties = read(tmp_path, *(control(f"0000000{n}", "P", each) for n, each in enumerate(natures)))
    assert [str(each.share) for each in parties.interests] == [
        "more than 25 % and at most 50 %",
        "more than 50 % and at most 75 %",
        "more than 75 %",
    ]
    assert [verdict(parties, f"0000000{n}", "P") for n in range(3)] == [
        "possibly-restricted",
        "restricted",
        "restricted",
    ]


def test_every_code_of_the_register_is_known() -> None:
    table = COLLECTED / "enumerations" / "psc_descriptions.yml"
    if not table.is_file():
        pytest.skip("collected data is not here")
    text = table.read_text("utf-8").partition("statement_description:")[0]
    codes = set(re.findall(r"^    '([a-z0-9-]+)'", text, re.M))
    assert len(codes) > 80
    assert not [code for code in codes if nature(code) is None]


@pytest.mark.parametrize(
    ("code", "share", "kind", "how"),
    [
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", "more than 25 %", "ownership", "either"),
        ("ownership-of-shares-75-to-100-percent-as-trust", "an unknown share", "ownership", "indirect"),
        ("ownership-of-shares-25-to-50-percent-as-firm", "at most 50 %", "ownership", "indirect"),
        ("voting-rights-25-to-50-percent-limited-liability-partnership", "more than 25 % and at most 50 %", "votes", "either"),
        ("right-to-share-surplus-assets-75-to-100-percent-limited-liability-partnership", "more than 75 %", "ownership", "either"),
        ("right-to-appoint-and-remove-directors", "more than 50 %", "board", "either"),
        ("right-to-appoint-and-remove-members-as-firm-limited-liability-partnership", "an unknown share", "board", "indirect"),
        ("significant-influence-or-control-as-trust", "an unknown share", "control", "direct"),
        ("registered-owner-as-nominee-person-scotland-registered-overseas-entity", "an unknown share", "other", "direct"),
    ],
)  # fmt: skip
def test_natures_of_control(code: str, share: str, kind: str, how: str) -> None:
    found = nature(code)
    assert found is not None
    assert (str(found[0]), found[1], found[2]) == (share, kind, how)


def test_a_nature_that_nobody_knows_is_an_unknown_share(tmp_path: Path) -> None:
    parties = read(tmp_path, control("00000001", "P", "ownership-of-shares-10-to-25-percent", "owns-it"))
    assert [each.share for each in parties.interests] == [Share()]
    assert len(parties.notes) == 2
    assert parties.notes[1] == "p.txt: the nature of control 'owns-it' is not known; it is read as an unknown share."
    assert read(tmp_path, control("00000001", "P")).interests[0].share == Share()


def test_shares_votes_and_boards_are_apart_and_dated(tmp_path: Path) -> None:
    person = control(
        "00000001", "P", SHARES.format("25-to-50"), VOTES.format("50-to-75"), "right-to-appoint-and-remove-directors",
        notified_on="2016-04-06", ceased_on="2020-10-11",
    )  # fmt: skip
    parties = read(tmp_path, person)
    assert [each.kind for each in parties.interests] == ["ownership", "votes", "board"]
    assert {(each.since, each.until) for each in parties.interests} == {(date(2016, 4, 6), date(2020, 10, 11))}


def test_surplus_assets_are_what_is_owned_of_a_partnership(tmp_path: Path) -> None:
    surplus = "right-to-share-surplus-assets-50-to-75-percent-limited-liability-partnership"
    assert verdict(read(tmp_path, control("OC000001", "P", surplus)), "OC000001", "P") == "restricted"


def test_who_they_are(tmp_path: Path) -> None:
    individual = control("00000001", "", nationality="British", country_of_residence="France")
    individual["data"] |= {"name_elements": {"forename": "Joe", "surname": "Bloggs"}}
    parties = read(
        tmp_path,
        individual,
        corporate("00000001", "H", "686734", legal_form="Limited"),
        corporate("00000001", "S", "SC 123", where="", place_registered="Companies House, Edinburgh"),
        corporate("00000001", "G", "123", where="", place_registered="Companies House Gibraltar"),
        corporate("00000001", "I", "123", where="Ireland"),
        control("OE000001", "state", kind="legal-person", address={"country": "China"}, is_sanctioned=True),
        {"company_number": "00000002", "data": {"kind": "individual-person-with-significant-control", "name": "Q"}},
    )
    by_name = {each.name: each for each in parties}
    assert (by_name["Joe Bloggs"].country, by_name["H"].id, by_name["S"].id) == ("GB", "00686734", "SC000123")
    assert by_name["H"].identifiers == (("gb-coh", "00686734"),)
    assert by_name["G"].id.endswith("/G")
    assert (by_name["I"].country, by_name["I"].identifiers) == ("IE", (("registration", "123"),))
    assert by_name["state"].country == "CN"
    assert by_name["Q"].id == "00000002:Q"
    assert (parties["00000001"].country, parties["OE000001"].country) == ("GB", None)
    assert parties.notes == ("p.txt: state is marked as sanctioned (is_sanctioned): check the lists.",)


# Directly or indirectly ------------------------------------------------------------------------------------------


def test_two_holders_are_added(tmp_path: Path) -> None:
    parties = read(tmp_path, *(control("00000001", name, SHARES.format("25-to-50")) for name in "PQ"))
    assert verdict(parties, "00000001", "P", "Q") == "restricted"


def test_one_stake_at_two_levels(tmp_path: Path) -> None:
    most = SHARES.format("75-to-100")
    parties = read(
        tmp_path,
        corporate("00000001", "H", "2", most),
        control("00000001", "P", most),
        control("00000002", "P2", most),
    )
    # More than the whole: one of the two holds through the other.
    assert told(parties)[:2] == [
        ("00000002", "more than 75 %", "ownership", True),
        ("P", "more than 75 %", "ownership", True),
    ]
    assert [verdict(parties, "00000001", each) for each in ("P", "H", "P2")] == ["restricted"] * 3


def test_a_holder_above_another_is_not_added_to_it(tmp_path: Path) -> None:
    some, most = SHARES.format("25-to-50"), SHARES.format("75-to-100")
    top = control("00000002", "P", most)
    below = control("00000001", "P", some)
    below["data"]["links"] = top["data"]["links"]
    parties = read(tmp_path, top, below, corporate("00000001", "H", "2", some))
    assert told(parties)[1:] == [
        ("P", "more than 25 % and at most 50 %", "ownership", True),
        ("00000002", "more than 25 % and at most 50 %", "ownership", False),
    ]
    assert verdict(parties, "00000001", "P") == "possibly-restricted"


def test_a_very_long_way_up_is_taken_to_lead_there(tmp_path: Path) -> None:
    most, some = SHARES.format("75-to-100"), SHARES.format("25-to-50")
    chain = [corporate(f"{n:08}", f"C{n}", str(n + 1), most) for n in range(2, 1100)]
    parties = read(tmp_path, corporate("00000001", "H", "2", some), control("00000001", "P", some), *chain)
    assert [each.indirect for each in parties.interests[:2]] == [False, True]


# Who is not told --------------------------------------------------------------------------------------------------


def test_unknown_owners(tmp_path: Path) -> None:
    def statement(said: str) -> dict[str, Any]:
        return {
            "company_number": "1",
            "data": {"kind": "persons-with-significant-control-statement", "statement": said},
        }

    exemption = {
        "exemption_type": "psc-exempt-as-shares-admitted-on-market",
        "items": [{"exempt_from": "2016-10-29", "exempt_to": "2018"}],
    }
    parties = read(
        tmp_path,
        statement("no-individual-or-entity-with-signficant-control"),
        statement("all-beneficial-owners-identified"),
        {"company_number": "2", "data": {"kind": "super-secure-person-with-significant-control"}},
        {"company_number": "3", "data": {"kind": "exemptions", "exemptions": {"a": exemption, "b": {}}}},
        {"data": {"kind": "totals#persons-of-significant-control-snapshot", "exemptions_count": 77}},
    )  # fmt: skip
    assert [(each.owner, each.owned, each.since, each.until) for each in parties.interests] == [
        ("unknown-owner:1:no-individual-or-entity-with-signficant-control", "1", None, None),
        ("unknown-owner:2", "2", None, None),
        ("unknown-owner:3:psc-exempt-as-shares-admitted-on-market", "3", date(2016, 10, 29), date(2018, 12, 31)),
        ("unknown-owner:3:exempt", "3", None, None),
    ]
    assert {each.share for each in parties.interests} == {Share()}
    assert "1" in parties


def test_answers_of_the_api(tmp_path: Path) -> None:
    item = control("00000001", "P", SHARES.format("25-to-50"))["data"]
    answer = json.dumps({"items_per_page": 25, "items": [item], "links": {}}, indent=1)
    for text, row in ((answer, 4), (json.dumps(item), 1)):
        assert [(each.owned, each.row) for each in read(tmp_path, text=text).interests] == [("00000001", row)]


def test_a_native_file_may_speak_of_company_numbers(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"parties": [{"id": "a", "identifiers": {"company_number": "1"}}]}', "utf-8")
    assert read_parties(path, "p.json")["a"].identifiers == (("company_number", "1"),)


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    nobody = {"company_number": "1", "data": {"kind": "individual-person-with-significant-control"}}
    with pytest.raises(ComplianceError) as caught:
        read(
            tmp_path,
            {"data": {"kind": "individual-person-with-significant-control"}},
            control("1", "P", notified_on="the day before"),
            nobody,
            control("1", "P", notified_on="2020-01-02", ceased_on="2020-01-01"),
        )
    assert [str(each).partition(". ")[0] for each in caught.value.problems] == [
        "p.txt:1: a controller does not name its company",
        "p.txt:2: 'the day before' is not a date; write it as 2025-09-29",
        "p.txt:3: a controller has neither a name nor links.self",
        "p.txt:4: the interest of '/company/1/persons-with-significant-control/individual/P' in '1' ends before it begins",
    ]


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected data is not here")
def test_collected_files() -> None:
    files = sorted((COLLECTED / "uk_psc").glob("*.json"))
    found = {path.stem: read_parties(path, path.name) for path in files}
    assert [each.owner for each in found["psc-data-2"].interests] == ["00686734", "00686734"]
    assert str(found["psc-data-6"].interests[0].share) == "more than 25 %"
    assert found["psc-data-5"].interests[0].owner.endswith("I9Y9flc5ndlcZRtXPL03fjn2hDo")
    assert all(each.interests for each in found.values())


EMPTY = {
    "items": [], "total_results": 0, "active_count": 0, "links": {"self": "/company/09999999/persons-with-significant-control"},
}  # fmt: skip


def test_an_answer_without_controllers_names_its_company(tmp_path: Path) -> None:
    assert [party.id for party in read(tmp_path, EMPTY)] == ["09999999"]
    other = {**EMPTY, "links": {"self": "/company/08888888/persons-with-significant-control"}, "total_results": None}
    assert {party.id for party in read(tmp_path, EMPTY, other, EMPTY)} == {"09999999", "08888888"}


def test_one_page_of_an_answer_is_not_the_answer(tmp_path: Path) -> None:
    items = [control("09999999", name, SHARES.format("25-to-50"))["data"] for name in "ab"]
    first = {**EMPTY, "items": items[:1], "total_results": 2}
    second = {**first, "items": items[1:], "start_index": 1}
    with pytest.raises(ComplianceError, match="is one page of an answer: 1 of 2 controllers of /company/09999999/"):
        read(tmp_path, first)
    assert len(read(tmp_path, first, second).interests) == 2


def test_a_large_file_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(EMPTY), "utf-8")
    assert list(psc.read_answers(path, largest=10)) == []
