"""Near, not near, and what cannot be told without the boundary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from compliance.core.finding import Judgement
from compliance.inventory.sites import Site
from compliance.ownership.parties import Party, collect
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.site_proximity import SiteProximity
from compliance.reference.installation_file import read_table
from compliance.reference.installations import Extent, Installation, Installations
from compliance.reference.named_areas import Area
from tests.builders import SOURCE, TODAY, facts
from tests.reference.test_installation_file import BUNDLED, PUBLIC
from tests.reference.test_installations import WARREN

RULE = SiteProximity(
    kind="site-proximity", installations="table", close_miles=Decimal(1), extended_miles=Decimal(99), extent_miles=Decimal(15)
)  # fmt: skip


def at(latitude: str = "", longitude: str = "", name: str = "") -> Site:
    place = (Decimal(latitude), Decimal(longitude)) if latitude else (None, None)
    return Site(id="s", name=name, latitude=place[0], longitude=place[1])


def ask(site: Site, *members: Installation, full: int = 0, day: date = TODAY) -> Judgement:
    table = Installations("table", full, (SOURCE,), "verified", members, ("A note.",))
    return RULE.judge(Question(facts(installations={"table": table}), day, site=site))


def base(**more: object) -> Installation:
    known = {"name": "Base", "part": 1, "latitude": Decimal(40), "longitude": Decimal(-100), "source": "notice"}
    return Installation(**{**known, **more})  # type: ignore[arg-type]


def test_a_centroid_three_miles_away_does_not_clear_the_mineone_site() -> None:
    near = ask(at("41.128", "-104.900"), WARREN.model_copy(update={"found": ()}))
    assert near.broken is None
    assert "0.0 to 3.0 mi from the boundary; the limit is 1 mi" in near.because
    found = ask(at("41.128", "-104.900", name="North Range"), WARREN)
    assert found.broken is True
    assert "found the site to be within 1 mi of the boundary (notice)" in found.because
    assert "CFIUS" in found.remedy
    assert [source.id for source in found.sources] == ["notice"]
    assert found.evidence[0].value == "41.128, -104.900"


def test_a_finding_needs_no_coordinates() -> None:
    assert ask(at(name="North Range"), WARREN).broken is True
    assert ask(at(), WARREN).broken is None
    assert ask(at(), WARREN).because == "no coordinates of the site are recorded, so no distance can be measured"
    assert ask(at(), WARREN).remedy == "Record latitude and longitude of the site."


@pytest.mark.parametrize(
    ("part", "extent", "latitude", "answer"),
    [
        (1, None, "40.001", True),
        (1, None, "40.1", None),
        (1, None, "40.3", False),
        (1, Extent(maximum=Decimal(2)), "40.1", False),
        (1, Extent(minimum=Decimal(7), maximum=Decimal(8)), "40.1", True),
        (2, Extent(maximum=Decimal(2)), "41.4", True),
        (2, Extent(maximum=Decimal(2)), "41.46", None),
        (2, Extent(maximum=Decimal(2)), "41.6", False),
        (3, Extent(maximum=Decimal(50)), "40.5", None),
        (3, Extent(minimum=Decimal(50), maximum=Decimal(60)), "40.5", True),
        (3, Extent(maximum=Decimal(50)), "41.5", False),
    ],
)
def test_parts_and_extents(part: int, extent: Extent | None, latitude: str, answer: bool | None) -> None:
    assert ask(at(latitude, "-100"), base(part=part, extent=extent)).broken is answer


def test_a_part_of_the_list_clears_nobody_but_finds() -> None:
    far = ask(at("30", "-90"), base(), full=9)
    assert far.broken is None
    assert far.because.startswith("we hold only 1 of about 9 installations of table; the nearest that are known: Base:")
    assert far.remedy == "Give the complete list of installations with --installations FILE."
    assert ask(at("40.001", "-100"), base(), full=9).broken is True
    assert ask(at("30", "-90"), base()).because.startswith(
        "the site is near no listed military installation; the nearest: Base:"
    )
    assert ask(at("30", "-90")).because == "the site is near no listed military installation"


def test_that_our_list_is_a_part_is_our_own_preparation() -> None:
    far = ask(at("30", "-80"), base(), full=9)
    assert (far.broken, far.concern) == (None, "preparation")
    assert (
        ask(at("40", "-100"), base(extent=Extent(minimum=Decimal(3), maximum=Decimal(3))), full=9).concern == "breach"
    )
    assert ask(at("30", "-80"), base()).concern == "breach"


def test_an_installation_that_nobody_can_place_keeps_it_open() -> None:
    lost = Installation(name="Lost", part=1, doubt="no coordinates are recorded", source="notice")
    found = ask(at("30", "-90"), base(), lost)
    assert found.broken is None
    assert "Lost: its position is not known (no coordinates are recorded)" in found.because


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        ("-80", "40", "swapped"),
        ("40", "100", "a longitude west of Greenwich"),
        ("80", "40", "both swapped and a longitude west of Greenwich"),
        ("-40", "-100", "a latitude north of the equator"),
        ("-40", "100", "both signs changed"),
        ("0", "0", "0, 0 are a placeholder"),
    ],
)
def test_coordinates_that_lead_abroad(latitude: str, longitude: str, said: str) -> None:
    found = ask(at(latitude, longitude), base(longitude=Decimal(-80)) if abs(Decimal(longitude)) == 40 else base())
    assert found.broken is None
    assert said in found.because
    assert found.remedy == "Check latitude and longitude of the site."


def test_coordinates_against_the_address() -> None:
    here = at("40", "-100").model_copy(update={"address": "EXAMPLE Way 1, Cheyenne, WY"})
    found = ask(here, base())
    assert (found.broken, found.because) == (
        None, "the recorded coordinates 40, -100 lie outside Wyoming, which the address names",
    )  # fmt: skip
    assert ask(here.model_copy(update={"address": "EXAMPLE Way 1, McCook, NE"}), base()).broken is True


def test_a_site_abroad_is_near_none() -> None:
    assert ask(at("60", "8"), base()).broken is False


def test_only_what_is_listed_on_the_day_counts() -> None:
    stay = base(since=date(2020, 2, 13), until=date(2024, 12, 8))
    assert ask(at("40", "-100"), stay, day=date(2024, 12, 8)).broken is True
    assert ask(at("40", "-100"), stay, day=date(2024, 12, 9)).broken is False
    table = Installations("table", 0, (SOURCE,), "verified", (stay,))
    question = Question(facts(installations={"table": table}), TODAY, site=at("40", "-100"))
    assert RULE.change_days(question) == {date(2020, 2, 13), date(2024, 12, 9)}
    assert RULE.reads(()) == ()


def test_notes_and_what_to_verify() -> None:
    found = ask(at("40.1", "-100"), base(verify="the boundary"))
    assert found.notes == ("A note.", "Verify for Base: the boundary.")


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public geocoding is not here")
def test_the_whole_appendix_as_an_operator_gives_it() -> None:
    whole = BUNDLED.with_more(read_table(PUBLIC / "cfius_appendix_a_geocoded.csv", "geocoded.csv"))
    known = facts(installations={"table": whole})

    def asked(site: Site) -> Judgement:
        return RULE.judge(Question(known, TODAY, site=site))

    assert asked(at("41.128", "-104.900", name="North Range")).broken is True
    assert asked(at("41.128", "-104.900")).broken is None
    assert "Kenai" not in asked(at("41.161", "-104.82")).because
    # Some 30 miles from White Sands.
    assert asked(at("32.3", "-106.77")).broken is True
    # Colorado Springs is far from Alaska, and from what only its state is known.
    assert "Kenai" not in asked(at("38.8", "-104.8")).because


FIELD = Installation(
    name="Field", part=3, source="notice",
    areas=(
        Area(place="Whole County", covers="whole", outline=((40, -100), (41, -100), (41, -101), (40, -101))),
        Area(place="Part County", covers="part", outline=((40, -101), (41, -101), (41, -102), (40, -102))),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("longitude", "answer", "said"),
    [
        ("-100.5", True, "Field: it covers the place where the site lies, in Whole County"),
        ("-101.5", None, "Field: it covers a part of Part County, and the site may lie in it"),
        ("-101", None, "Field: it covers a part of Part County or Whole County, and the site may lie in it"),
        ("-103", False, "Field: 51 mi or more from every area that it covers"),
    ],
)
def test_a_field_is_the_areas_that_the_law_names(longitude: str, answer: bool | None, said: str) -> None:
    found = ask(at("40.5", longitude), FIELD)
    assert found.broken is answer
    assert said in found.because


def test_areas_and_no_coordinates() -> None:
    found = ask(at(), FIELD)
    assert found.broken is None
    assert "Field: where the site lies is not known" in found.evidence[0].value


TOWNS = RULE.model_copy(update={"urban_exception": True})


def town(latitude: str, urban: bool | None, *members: Installation, name: str = "") -> Judgement:
    table = Installations("table", 0, (SOURCE,), "verified", members)
    site = at(latitude, "-100.5", name).model_copy(update={"urban_area": urban})
    return TOWNS.judge(Question(facts(installations={"table": table}), TODAY, site=site))


WIDE = base(part=2, longitude=Decimal("-100.5"), extent=Extent(minimum=Decimal(2), maximum=Decimal(2)))
OPEN = base(part=2, longitude=Decimal("-100.5"), extent=Extent(minimum=Decimal(0), maximum=Decimal(15)))
FOUND = WARREN.model_copy(update={"part": 2})


@pytest.mark.parametrize(
    ("latitude", "urban", "installation", "answer"),
    [
        ("40.5", None, FIELD, None),
        ("40.5", False, FIELD, True),
        ("40.5", True, FIELD, False),
        ("43.5", None, FIELD, False),
        ("40.5", None, WIDE, None),
        ("40.5", False, WIDE, True),
        ("40.5", True, WIDE, False),
        ("40.04", True, WIDE, True),
        ("40.04", None, WIDE, True),
        ("40.1", True, OPEN, None),
        ("40.1", None, OPEN, None),
        ("40.1", False, OPEN, True),
        ("40.001", True, base(longitude=Decimal("-100.5")), True),
    ],
)
def test_towns_are_excepted_beyond_one_mile(
    latitude: str, urban: bool | None, installation: Installation, answer: bool | None
) -> None:
    assert town(latitude, urban, installation).broken is answer


def test_what_is_said_of_towns() -> None:
    asked = town("40.5", None, WIDE)
    assert asked.because.startswith(
        "the site is near a listed military installation unless it lies in an urbanized area"
    )
    assert asked.remedy.startswith("Say in sites.yaml, with urban_area,")
    excepted = town("40.5", True, WIDE)
    assert excepted.because.startswith("the site lies in an urbanized area or urban cluster, and near no listed")
    assert any("802.216(c)" in note for note in excepted.notes)
    assert not any("802.216(c)" in note for note in asked.notes)


def test_what_an_authority_found_of_a_parcel_in_a_town_stands() -> None:
    assert town("45", True, WARREN, name="North Range").broken is True


@pytest.mark.parametrize(
    ("latitude", "longitude", "answer"),
    [
        ("41.2358", "-103.6630", True),  # Kimball, NE
        ("40.5853", "-105.0844", False),  # Fort Collins, CO
        ("41.30", "-104.80", True),  # north of Cheyenne
        ("41.05", "-104.90", False),  # south of it
        ("41.128", "-104.900", None),  # on the line of the townships
        ("41.05", "-104.70", None),  # on the line of the ranges
        ("41.05", "-104.20", True),  # Pine Bluffs side
        ("40.4233", "-104.7091", None),  # Greeley, CO: a part of Weld County
        ("42.8501", "-106.3252", False),  # Casper, WY
    ],
)
def test_the_missile_field_of_warren(latitude: str, longitude: str, answer: bool | None) -> None:
    known = facts(installations={"table": BUNDLED})
    field = "Francis E. Warren Air Force Base missile field"
    (near,) = (near for near in RULE.nearness(known, at(latitude, longitude), TODAY) if near.installation.name == field)
    assert near.near is answer
    assert ("leaves out the part of the county" in str(near)) is (latitude == "41.05" and answer is False)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "answer"),
    [
        ("Malmstrom Air Force Base missile field", "47.05", "-109.43", None),
        ("Malmstrom Air Force Base missile field", "44.80", "-106.95", False),  # Sheridan, WY
        ("Minot Air Force Base missile field", "48.0", "-101.0", None),
        ("Minot Air Force Base missile field", "45.46", "-98.49", False),  # Aberdeen, SD
    ],
)
def test_of_the_other_fields_the_state_alone_is_known(
    name: str, latitude: str, longitude: str, answer: bool | None
) -> None:
    known = facts(installations={"table": BUNDLED})
    (near,) = (near for near in RULE.nearness(known, at(latitude, longitude), TODAY) if near.installation.name == name)
    assert near.near is answer


HELD = RULE.model_copy(update={"home": "US"})
PARTIES = collect(
    [
        Party("wei", "Wei Li", country="CN"),
        Party("jane", "Jane Roe", country="US"),
        Party("inc", "Some Inc.", country="US"),
    ],
    [],
)


def held(site: Site, *members: Installation) -> Judgement:
    table = Installations("table", 0, (SOURCE,), "verified", members)
    known = facts(installations={"table": table}, parties=PARTIES)
    return HELD.judge(Question(known, TODAY, ("owner", "operator"), site=site))


@pytest.mark.parametrize(
    ("owner", "operator", "broken", "applies"),
    [
        ("wei", "", True, True),
        ("jane", "wei", True, True),
        ("jane", "jane", False, False),
        ("", "jane", False, False),
        ("inc", "jane", None, True),
        ("", "", None, True),
    ],
)
def test_only_a_foreign_person_is_asked_about(owner: str, operator: str, broken: bool | None, applies: bool) -> None:
    site = Site(id="s", name="North Range", owner=owner, operator=operator)
    judgement = held(site, WARREN)
    assert (judgement.broken, judgement.applies) == (broken, applies)
    assert judgement.because.startswith("the site is near a listed military installation")
    assert ("who owns the owner and the operator" in judgement.remedy) is (broken is None)


def test_where_distance_and_holder_are_open_both_are_asked_for() -> None:
    judgement = held(Site(id="s", operator="inc"), base())
    assert judgement.broken is None
    assert judgement.remedy.startswith(
        "Record latitude and longitude of the site. Record in a file of parties who owns"
    )
    assert held(Site(id="s", operator="wei"), base()).remedy == "Record latitude and longitude of the site."


def test_where_our_list_is_a_part_nobody_is_asked_who_he_is() -> None:
    table = Installations("table", 9, (SOURCE,), "verified", (base(),))
    known = facts(installations={"table": table}, parties=PARTIES)
    site = Site(id="s", latitude=Decimal(30), longitude=Decimal(-80), operator="inc")
    judgement = HELD.judge(Question(known, TODAY, ("owner", "operator"), site=site))
    assert (judgement.broken, judgement.concern) == (None, "preparation")
    assert judgement.remedy == "Give the complete list of installations with --installations FILE."


def test_how_far_a_boundary_may_be_nearer_than_remembered_is_said() -> None:
    recalled = base(extent=Extent(maximum=Decimal(10)), confidence="recalled")
    assert "so that its boundary may be nearer" in ask(at("40.20", "-100"), recalled).because
    assert "nearer" not in ask(at("40.10", "-100"), recalled).because


def test_far_away_nobody_is_asked_about() -> None:
    site = at("44.0", "-100.0")
    assert held(site, base()).because == ask(site, base()).because


@pytest.mark.parametrize(("latitude", "answer"), [("40.001", True), ("40.10", None), ("40.20", None), ("40.35", False)])
def test_an_extent_that_is_only_remembered_clears_nobody_close_by(latitude: str, answer: bool | None) -> None:
    ten = Extent(maximum=Decimal(10))
    assert ask(at(latitude, "-100"), base(extent=ten, confidence="recalled")).broken is answer
    if latitude == "40.20":
        assert ask(at(latitude, "-100"), base(extent=ten, confidence="secondary")).broken is False
