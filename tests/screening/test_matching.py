"""Who is met by which names, and what makes a match a candidate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.record import Source
from compliance.screening import matching
from compliance.screening.listings import Listing, PartyList
from compliance.screening.matching import PartyDetails, screen, screen_all

DAY, EVE = date(2025, 1, 16), date(2025, 1, 15)
LIST = PartyList(
    "l",
    "A list",
    "",
    DAY,
    "complete",
    (
        Listing(
            "sophgo", "Sophgo Technologies Ltd.", (("Sophgo", "strong"), ("Sage", "weak")), ("CN",), since=DAY, row=2
        ),
        Listing("sg", "Sophgo Technologies Pte. Ltd.", countries=("SG",), since=DAY, row=3),
        Listing("mixer", "Tornado Cash", since=date(2022, 8, 8), until=EVE, row=4),
    ),
    (Source(id="s", title="A source"),),
    "0" * 64,
    "l.csv",
)


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("SOPHGO TECHNOLOGIES LIMITED", "CN", [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo", None, [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo", "HK", [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo", "MO", [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo", "VN", [("sophgo", "candidate"), ("sg", "candidate")]),
        ("Sopgho Tech", "CN", [("sophgo", "candidate")]),
        ("Шэньчжэнь Софго", None, []),
        ("Sage", "CN", [("sophgo", "candidate")]),
        ("Sophgo Technologies", "CN", [("sophgo", "match"), ("sg", "candidate")]),
        ("Sophgo LLC", "CN", [("sophgo", "match"), ("sg", "candidate")]),
        ("Tornado Cash", None, []),
        ("Bitmain", "CN", []),
    ],
)
def test_one_name(name: str, country: str | None, found: list[tuple[str, str]]) -> None:
    assert [(match.entry, match.strength) for match in screen([name], country, LIST, DAY)] == found


def test_a_candidate_says_what_is_to_be_confirmed() -> None:
    (match,) = screen(["Sage"], "VN", LIST, DAY)
    assert match.because == (
        "'Sage' is listed as 'Sage', entry sophgo of l; a person must confirm it: a weak alias, which does not identify a party by itself; "
        "the party is in VN, the listed one in CN"
    )
    (match, other) = screen(["Sophgo Technologies Pte Ltd"], "SG", LIST, DAY)
    assert match.because == "'Sophgo Technologies Pte Ltd' is listed as 'Sophgo Technologies Pte. Ltd.', entry sg of l"
    assert "equal only without the legal form" in other.because
    assert (match.list, match.file, match.score, match.listing.row) == ("l", "l.csv", 1.0, 3)


def test_an_alike_name_says_word_by_word_why() -> None:
    match, *_ = screen(["Shenzhen S0PHGO Tech"], "CN", LIST, DAY)
    assert (match.entry, match.strength, match.name) == ("sophgo", "candidate", "Sophgo Technologies Ltd.")
    assert match.because == (
        "'Shenzhen S0PHGO Tech' resembles 'Sophgo Technologies Ltd.', entry sophgo of l; a person must confirm it: the names are "
        "similar, not equal (sophgo: written in disguise; tech = technologies: another spelling of it; "
        "only in the query: shenzhen (place))"
    )
    assert 0.7 < match.score < 1


def test_the_best_of_several_names_counts() -> None:
    for names in (["Sage", "Sophgo"], ["Sophgo", "Sage"]):
        first = screen(names, None, LIST, DAY)[0]
        assert (first.name, first.strength) == ("Sophgo", "match")


def test_an_identifier_decides() -> None:
    held = replace(
        LIST, listings=(Listing("a", "Delta Electronic", countries=("IR",), identifiers=("USCC 91440300-X1",)),)
    )
    (same,) = screen(["Quite Another"], "TW", held, DAY, ["91440300x1"])
    assert (same.strength, same.score) == ("match", 1.0), "whatever the name and the country"
    (same,) = screen(["Quite Another"], None, held, DAY, ["USCC 91440300X1"])
    assert (same.strength, same.score) == ("match", 1.0)
    assert same.because == "the identifier 'USCC 91440300X1' is that of 'Delta Electronic', entry a of l"
    (other,) = screen(["Delta Electronic"], "IR", held, DAY, ["USCC 555555555X"])
    assert other.strength == "candidate"
    assert "different USCC numbers" in other.because
    (same,) = screen(["Delta Electronic"], "IR", held, DAY, ["USCC 91440300-X1", "nothing", "LEI 529900T8BM49AURSDO55"])
    assert same.strength == "match"
    assert screen(["Quite Another"], None, held, DAY, ["12", "foo", ""]) == ()


def test_a_company_is_no_ship_of_a_name_alike() -> None:
    held = replace(
        LIST, listings=(Listing("a", "MARANFOO", kind="vessel"), Listing("b", "Maran Foobar", kind="entity"))
    )
    assert [match.entry for match in screen(["Maranfoo Trading"], None, held, DAY)] == ["a"]
    assert screen(["Maranfoo Trading Ltd."], None, held, DAY) == ()
    assert [match.entry for match in screen(["Maranfoo Ltd."], None, held, DAY)] == ["a"], (
        "but of the same name it may be"
    )
    assert [match.entry for match in screen(["Maran Foobar Trading Ltd."], None, held, DAY)] == ["b"]


def test_many_are_screened_at_once() -> None:
    asked = [PartyDetails(("Sophgo",), "CN"), PartyDetails(("Bitmain",)), PartyDetails(("Sophgo",), "CN")]
    first, nobody, again = screen_all(asked, [LIST, LIST], DAY)
    assert first is again
    assert first == (screen(["Sophgo"], "CN", LIST, DAY),) * 2
    assert nobody == ((), ())


def test_a_day_outside_the_listing_finds_nothing_and_no_day_finds_all() -> None:
    assert screen(["Sophgo"], "CN", LIST, EVE) == ()
    assert [match.entry for match in screen(["Tornado Cash"], None, LIST, EVE)] == ["mixer"]
    assert [match.listing.until for match in screen(["Tornado Cash"], None, LIST, None)] == [EVE]


@given(st.lists(st.text(), max_size=3), st.none() | st.text(max_size=2), st.none() | st.dates())
def test_screening_never_raises(names: list[str], country: str | None, day: date | None) -> None:
    for match in screen(names, country, LIST, day):
        assert match.because


@pytest.mark.parametrize(
    ("text", "part", "doubt"),
    [
        (
            "SHIPPER: Sophgo Technologies Ltd., 12 Harbour Road",
            "'Sophgo Technologies Ltd.' in 'SHIPPER: Sophgo Technologies Ltd., 12 Harbour Road' is listed as 'Sophgo Technologies Ltd.'",
            "",
        ),
        (
            "Machines sold in autumn by Sophgo Technologies to nobody whosoever",
            "'sophgo technologies' in 'Machines sold in autumn by Sophgo Technologies to nobody whosoever' is listed as 'Sophgo Technologies Ltd.'",
            "only a part of the text is that name",
        ),
        (
            "Tinwave Autonomous Circuits an",
            "'Tinwave Autonomous Circuits an' is the beginning of 'Tinwave Autonomous Circuits and Harbour Machinery Wholesale Company'",
            "the text may be cut: the listed name begins with it",
        ),
        (
            "Kessler Freight GmbH c/o Sophgo Technologies Ltd.",
            "'Sophgo Technologies Ltd' in 'Kessler Freight GmbH c/o Sophgo Technologies Ltd.' is listed as 'Sophgo Technologies Ltd.'",
            "",
        ),
        (
            "Sophgo Technologies Ltd. Wrenfield Cargo",
            "'Sophgo Technologies Ltd.' in 'Sophgo Technologies Ltd. Wrenfield Cargo' is listed as 'Sophgo Technologies Ltd.'",
            "the text holds other words that may be a name; only a part of the text is that name",
        ),
    ],
)
def test_a_listed_name_in_a_text_is_found_and_shown(text: str, part: str, doubt: str) -> None:
    long = Listing("long", "Tinwave Autonomous Circuits and Harbour Machinery Wholesale Company")
    found = [
        match
        for match in screen([text], "CN", replace(LIST, listings=(*LIST.listings, long)), DAY)
        if match.because.startswith(part)
    ]
    assert found
    assert {match.strength for match in found if match.entry != "sg"} == {"candidate" if doubt else "match"}
    assert all(doubt in match.because for match in found)


def test_an_everyday_word_within_a_text_is_no_listed_name() -> None:
    everyday = replace(
        LIST, listings=(Listing("a", "Global Trading"), Listing("b", "Chips Ltd", (("Chips", "strong"),)))
    )
    assert screen(["Northern Global Trading House of Chips and Boards"], None, everyday, DAY) == ()


def test_a_text_of_many_companies_is_read_to_the_end() -> None:
    text = "; ".join([f"Wrenfield {number} Partners Ltd" for number in range(40)] + ["Sophgo Technologies Ltd."])
    assert len(text) > 1_000
    assert [match.entry for match in screen([text], None, LIST, DAY)][:1] == ["sophgo"]


def test_the_country_decides_on_ordinary_names_only() -> None:
    held = replace(
        LIST,
        listings=(
            Listing("delta", "Delta Electronic", countries=("IR",)),
            Listing("q", "Quillstar Electronic", countries=("IR",)),
        ),
    )
    drawers = {
        (name, country): [
            (match.entry, match.strength, match.namesake) for match in screen([name], country, held, None)
        ]
        for name in ("Delta Electronics", "Quillstar Electronics")
        for country in ("IR", "TW", None)
    }
    assert drawers["Delta Electronics", "TW"] == [("delta", "candidate", True)]
    assert drawers["Delta Electronics", None] == [("delta", "candidate", False)]
    assert drawers["Quillstar Electronics", "TW"] == [("q", "candidate", False)], (
        "its whole distinctive name, in any country"
    )
    assert drawers["Quillstar Electronics", "IR"] == [("q", "match", False)]


def test_a_match_is_complete_and_nothing_contradicts_it() -> None:
    held = replace(LIST, listings=(Listing("q", "Quillstar Tarnweld Circuits Ltd", countries=("CN",)),))
    for name, strength in (
        ("Quillstar Tarnweld Circuits", "match"),
        ("Tarnweld Quillstar Circuits Ltd", "match"),
        ("Quillstar Tarnweld Circuits LLC", "candidate"),
        ("Quillstar Tarnweld Circuits Shanghai Ltd", "candidate"),
    ):
        (match,) = screen([name], "CN", held, None)
        assert (match.strength, match.probability >= 0.99) == (strength, True), name
    (match,) = screen(["Quillstar Tarnweld Circuits"], "DE", held, None)
    assert (match.strength, match.namesake) == ("candidate", False)
    (match,) = screen(["Tarnweld Quillstar Circuits Ltd"], "CN", held, None)
    assert match.because.endswith("of l (quillstar: same; tarnweld: same; circuits: same)")


def test_a_probability_is_the_sum_of_its_reasons() -> None:
    for name, country in (("Sophgo Technologies", "CN"), ("Sopgho Tech", "VN"), ("Sage", None)):
        for match in screen([name], country, LIST, DAY):
            assert 0 < match.probability <= 1
            assert match.reasons
            assert list(match.reasons) == sorted(match.reasons, key=lambda reason: (-abs(reason.adds), reason.feature))


PEOPLE = replace(
    LIST,
    listings=(
        Listing(
            "t",
            "TARNOVSKY, Arkady Viktorovich",
            (("CRANE", "weak"),),
            ("RU",),
            kind="individual",
            note="DOB 21 Nov 1964",
        ),
        Listing("z", "WANG, Wei", countries=("CN",), kind="individual", note="DOB 1970"),
        Listing("b", "Alexander Tarnweld", countries=("RU",)),
        Listing("s", "Tarnovsky Shipping LLC", countries=("RU",), kind="entity"),
    ),
)


@pytest.mark.parametrize(
    ("party", "found"),
    [
        (PartyDetails(("Arkady Tarnovsky",), "RU"), [("t", "match", False)]),
        (PartyDetails(("Tarnovsky A.V.",), "RU"), [("t", "candidate", False)]),
        (PartyDetails(("Arkady Tarnovsky",), "US"), [("t", "candidate", True)]),
        (PartyDetails(("Arkady Tarnovsky",), "US", born="1964-11-21"), [("t", "candidate", False)]),
        (PartyDetails(("Arkady Tarnovsky",), "RU", born="1981"), [("t", "candidate", False)]),
        (PartyDetails(("Arkady Tarnovsky",), kind="person"), [("t", "candidate", False)]),
        (PartyDetails(("Arkady Tarnovsky",), kind="organisation"), []),
        (PartyDetails(("Wei Wang",)), [("z", "candidate", False)]),
        (PartyDetails(("Wang Wei",), "CN", born="1970-02-03"), [("z", "match", False)]),
        (PartyDetails(("Sasha Tarnweld",), "RU"), [("b", "match", False)]),
        (PartyDetails(("Attn: Arkady Tarnovsky",), "RU"), [("t", "match", False)]),
        (PartyDetails(("Crane Crane",)), []),
        (PartyDetails(("Boris Tarnovsky",), "RU"), []),
        (PartyDetails(("Tarnovsky Shipping LLC",), "RU", kind="person"), []),
        (PartyDetails(("Tarnovsky Shipping LLC",), "RU"), [("s", "match", False)]),
    ],
)
def test_persons_are_compared_as_persons(party: PartyDetails, found: list[tuple[str, str, bool]]) -> None:
    (matches,) = screen_all([party], [PEOPLE], None)[0]
    assert [(match.entry, match.strength, match.namesake) for match in matches] == found


def test_a_place_with_its_chinese_word_is_shown_whatever_the_trade() -> None:
    held = replace(LIST, listings=(Listing("x", "Xiamen Suanneng Technologies Limited", countries=("CN",)),))
    (match,) = screen(["Xiamen Suanneng Trading"], None, held, None)
    assert match.strength == "candidate"
    assert screen(["Suanneng Trading"], None, held, None) == ()


def test_who_is_called_by_a_weak_alias_is_known_by_nothing_else_that_it_resembles() -> None:
    weak = Listing("w", "Quillstar Metals Ltd", (("Quillstar Metals", "weak"),), ("CN",))
    (match,) = screen(["Quillstar Metals"], "CN", replace(LIST, listings=(weak,)), None)
    assert (match.name, match.strength) == ("Quillstar Metals", "candidate")


def test_a_short_name_and_a_slip_in_a_persons_name_are_never_a_match() -> None:
    held = replace(LIST, listings=(Listing("s", "Quillstar Metals", (("QSTR", "strong"),), ("CN",)),))
    (match,) = screen(["QSTR"], "CN", held, None)
    assert match.strength == "candidate"
    assert "may be the initials of another company" in match.because
    (match, *_) = screen(["Arkady Tarnovskyl"], "RU", PEOPLE, None, kind="person", born="1964")
    assert match.strength == "candidate"
    assert "the letter that differs may be that of another name" in match.because


def test_a_person_is_explained_word_by_word() -> None:
    (match,) = screen(["A. Tarnovskii"], None, PEOPLE, None, kind="person")
    assert "'A. Tarnovskii' resembles 'TARNOVSKY, Arkady Viktorovich'" in match.because
    assert (
        "the names are similar, not equal (a = arkady: an initial; tarnovskii = tarnovsky: sounds the same; "
        in match.because
    )
    assert "only in the listed name: viktorovich" in match.because
    (weak,) = screen(["Crane"], None, PEOPLE, None)
    assert "a weak alias" in weak.because
    (common,) = screen(["Wei Wang"], None, PEOPLE, None)
    assert "many people have this name, and no second fact is known" in common.because
    assert common.probability < 0.9
    (other,) = screen(["Wei Wang"], None, PEOPLE, None, born="1981")
    assert "the dates of birth differ" in other.because
    (alone,) = screen(["Tarnovsky"], None, PEOPLE, None, kind="person")
    assert "only one word is in common" in alone.because
    (noted,) = screen(
        ["Tarnovsky, Kessler and Hollis Arkady Tarnovsky"], None, replace(PEOPLE, listings=PEOPLE.listings[:1]), None
    ) or [None]
    assert noted is None or noted.strength == "candidate"


def test_a_word_that_nobody_else_bears_is_at_least_a_question() -> None:
    held = replace(LIST, listings=(Listing("q", "Quillstarn"), Listing("h", "Haiheng"), Listing("s", "Solid")))
    found = {
        name: [(match.entry, match.strength) for match in screen([name], None, held, None)]
        for name in (
            "Quillstarn Semiconductor Manufacturing (Shanghai) Co",
            "Haiheng Semiconductor Manufacturing (Shanghai) Co",
            "Solid Semiconductor Manufacturing (Shanghai) Co",
        )
    }
    assert [*found.values()] == [[("q", "candidate")], [], []], "pinyin and ordinary words are others' too"


def test_a_person_elsewhere_with_a_part_of_a_common_name_is_no_match() -> None:
    held = replace(
        LIST, listings=(Listing("w", "WANG, Wei Long", countries=("CN",), kind="individual", note="DOB 1970"),)
    )
    assert [match.name for match in held.name_matches("Wei Wang")] == ["WANG, Wei Long"]
    assert screen(["Wei Wang"], "US", held, None, kind="person") == ()
    (match,) = screen(["Wang Wei Long"], "CN", held, None, kind="person")
    assert match.entry == "w"


@pytest.mark.parametrize(
    ("name", "strength"), [("商汤集团有限公司", "match"), ("浙江亿邦通信科技股份有限公司", "candidate")]
)
def test_a_chinese_name_known_from_memory_alone_identifies_nobody(name: str, strength: str) -> None:
    listings = (
        Listing("a", "SenseTime Group Limited", row=1),
        Listing("b", "Zhejiang Ebang Communication Co., Ltd.", row=2),
    )
    (match,) = screen([name], "CN", replace(LIST, listings=listings), None)
    assert match.strength == strength
    assert ("no source was read" in match.because) == (strength == "candidate")


def test_many_parties_are_shared_out_among_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "MIN_SHARE", 2)
    parties = [PartyDetails((name,)) for name in ("Sophgo", "Nobody", "Sophgo", "Tornado Cash", "Sophgo Technologies")]
    alone = screen_all(parties, [LIST], None)
    together = screen_all(parties, [LIST], None, processes=2)
    assert together == alone
    assert together[1][0] == ()
    assert all(match.listing in LIST.listings for by_list in together for matches in by_list for match in matches)
    assert together[0][0][0].listing is LIST.listings[0]


@pytest.mark.parametrize("name", ["Co., Ltd.", "GmbH & Co. KG", "有限公司", "ООО", "S. A.", "J. Q.", "S&P"])
def test_legal_forms_and_initials_name_nobody(name: str) -> None:
    listings = (
        Listing("a", "Wrenfield Energy, Co. Ltd.", row=1),
        Listing("b", "(OOO) Quillstar (JS) GmbH & Co. KG", row=2),
        Listing("c", "Inmuebles Vida, S.A.", row=3),
    )
    assert screen([name], None, replace(LIST, listings=listings), None) == ()


@pytest.mark.parametrize(
    "name",
    [
        "Soph\u200bgo Tech\u202enologies Ltd.",
        "S\u043e\u0440hgo Technologies Ltd.",
        "50phg0 T3chn0l0g135 Ltd",
        "BILL OF LADING No. M123 SHIPPER: SOPHGO TECHNOLOGIES LTD. 88 KEYUAN RD TEL: 0592-123 CONSIGNEE: WRENFIELD LLC HOUSTON",
    ],
)
def test_a_name_in_disguise_or_in_a_long_cell_is_found(name: str) -> None:
    assert "sophgo" in [match.entry for match in screen([name], None, LIST, DAY)]


@pytest.mark.parametrize("text", ["MV QUILLSTAR, IMO 9187629", "Quillstar (IMO No. 9187629)", "imo:9187629"])
def test_a_ship_is_found_by_its_number_under_any_name(text: str) -> None:
    ship = Listing(
        "s", "TARNWELD", identifiers=("Vessel Registration Identification IMO 9187629",), kind="vessel", row=1
    )
    (match,) = screen([text], None, replace(LIST, listings=(ship,)), None)
    assert (match.entry, match.strength) == ("s", "match")
    assert screen(["Quillstar 9187629"], None, replace(LIST, listings=(ship,)), None) == ()
