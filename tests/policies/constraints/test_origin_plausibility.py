"""A declared origin against what is known of the maker's sites."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.dates import Period
from compliance.core.party import Known, Unlisted
from compliance.core.possible import one_of
from compliance.policies.constraints.origin_plausibility import OriginPlausibility
from tests.builders import ask, catalogue, facts, unit

RULE = TypeAdapter(OriginPlausibility).validate_python({"kind": "origin-plausibility"})
FIRST = next(site.since for site in catalogue().assembly(Known("canaan")) if site.country == "US")
assert date(2025, 6, 1) == FIRST


@pytest.mark.parametrize(
    ("maker", "origin", "delivered", "strange"),
    [
        ("canaan", "MY", None, False),
        ("canaan", "KZ", None, True),
        ("canaan", "US", date(2025, 5, 31), True),
        ("canaan", "US", date(2025, 6, 1), False),
        ("canaan", "US", Period(date(2025, 5, 1), date(2025, 5, 31)), True),
        ("canaan", "US", Period(date(2025, 1, 1), date(2025, 12, 31)), None),
        ("canaan", "US", None, None),
        ("canaan", "CN|MY", None, None),
        ("canaan", "CN|KZ", None, None),
        ("canaan", "KZ|DE", None, True),
        (Unlisted("Nobody"), "CN", None, None),
        (one_of((Known("canaan"), Unlisted("Nobody"))), "KZ", None, None),
        (None, "CN", None, None),
        ("canaan", None, None, None),
    ],
)
def test_an_origin(maker: str | None, origin: str | None, delivered: Any, strange: bool | None) -> None:
    found = ask(RULE, unit(manufacturer=maker, country_of_origin=origin, delivered=delivered or Period()))
    assert found.broken is strange
    assert (found.remedy == "") is (strange is False)


def test_without_a_delivery_the_purchase_counts() -> None:
    one = unit(manufacturer="canaan", country_of_origin="US", purchased=date(2025, 5, 31))
    found = ask(RULE, one)
    assert found.broken is True
    assert [each.fact for each in found.evidence] == ["manufacturer", "country_of_origin", "purchased"]
    both = unit(manufacturer="canaan", country_of_origin="US", purchased=date(2025, 5, 31), delivered=FIRST)
    assert ask(RULE, both).broken is False
    assert ask(RULE, both).evidence[2].fact == "delivered"


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ({"manufacturer": "canaan"}, "no origin is recorded, so the origin cannot be checked"),
        ({}, "no maker and no origin is recorded, so the origin cannot be checked"),
        ({"manufacturer": "canaan", "country_of_origin": "KZ", "delivered": FIRST},
         "the declared origin is Kazakhstan, but Canaan is not known to have assembled there on 2025-06-01"),
        ({"manufacturer": "canaan", "country_of_origin": "MY"},
         "Canaan is known to have assembled in Malaysia on the day of delivery, which is not recorded"),
        ({"manufacturer": "canaan", "country_of_origin": "US", "delivered": Period(date(2025, 1, 1), date(2025, 12, 31))},
         "our records do not show whether Canaan assembled in United States at that time"),
        ({"manufacturer": Unlisted("Foo"), "country_of_origin": "MY"},
         "we know no assembly site of Foo, so its declared origin Malaysia cannot be checked"),
    ],
)  # fmt: skip
def test_the_texts(told: dict[str, Any], because: str) -> None:
    assert ask(RULE, unit(**told)).because == because


def test_the_known_sites_are_told_with_their_days_and_sources() -> None:
    found = ask(RULE, unit(manufacturer=one_of((Known("canaan"), Unlisted("Foo"))), country_of_origin="CN"))
    assert found.notes == ("Known assembly of Canaan: China, Malaysia, United States from 2025-06-01.",)
    assert {source.id for source in found.sources} >= {"press-2025", "memory"}


def test_what_it_reads() -> None:
    assert RULE.reads(()) == ("manufacturer", "family", "country_of_origin", "purchased", "delivered")


S21 = "Bitmain Antminer S21"
MADE = catalogue().releases[S21].made_since
assert date(2023, 2, 1) == MADE


@pytest.mark.parametrize(
    ("family", "origin", "told", "strange"),
    [
        ("", "MY", {}, None),
        (S21, "MY", {}, False),
        ("Bitmain Antminer S9", "MY", {}, None),
        (S21, "US", {}, True),
        (S21, "MY", {"delivered": Period(date(2017, 1, 1), date(2024, 12, 31))}, False),
        (S21, "MY", {"delivered": Period(date(2017, 1, 1), MADE)}, False),
        (S21, "MY", {"delivered": date(2023, 1, 31)}, None),
        (S21, "CN", {"delivered": date(2016, 1, 1)}, None),
        (S21, "DE", {"delivered": MADE}, True),
        (S21, "MY", {"purchased": date(2016, 1, 1)}, False),
        (S21, "US", {"purchased": date(2016, 1, 1)}, True),
        (S21, "US", {"purchased": date(2023, 6, 1)}, True),
    ],
)
def test_no_machine_is_older_than_its_family(
    family: str, origin: str, told: dict[str, Any], strange: bool | None
) -> None:
    found = ask(RULE, unit(manufacturer="bitmain", family=family, country_of_origin=origin, **told))
    assert found.broken is strange


def test_the_release_is_told_with_what_it_rests_on() -> None:
    found = ask(RULE, unit(manufacturer="bitmain", family=S21, country_of_origin="MY"))
    assert found.because == (
        "Bitmain is known to have assembled in Malaysia on the day of delivery, which is not recorded (from 2023-02-01 on)"
    )
    assert found.notes[1] == (
        "The Bitmain Antminer S21 has been on the market since 2024-02 (secondary); "
        "we assume that none was made before 2023-02-01, 1 year earlier."
    )
    assert [each.fact for each in found.evidence] == ["manufacturer", "family", "country_of_origin", "purchased"]
    assert "asicminervalue" in {source.id for source in found.sources}


def test_a_release_that_changes_no_day_is_not_told() -> None:
    found = ask(RULE, unit(manufacturer="bitmain", family=S21, country_of_origin="MY", delivered=MADE))
    assert len(found.notes) == 1
    assert "family" not in {each.fact for each in found.evidence}
    assert "asicminervalue" not in {source.id for source in found.sources}


def test_a_model_whose_maker_is_in_doubt_narrows_nothing() -> None:
    found = ask(RULE, unit(manufacturer="bitmain|canaan", family=S21, country_of_origin="MY"))
    assert found.broken is None
    assert not any("on the market" in note for note in found.notes)


def test_a_recalled_release_is_given_a_year_more() -> None:
    found = ask(RULE, unit(manufacturer="bitmain", family="Bitmain Antminer S19i", country_of_origin="MY"))
    assert found.notes[1].endswith("(recalled); we assume that none was made before 2019-01-01, 2 years earlier.")


def test_delivered_before_the_family_existed_is_no_answer() -> None:
    found = ask(RULE, unit(manufacturer="bitmain", family=S21, country_of_origin="CN", delivered=date(2016, 1, 1)))
    assert found.because == (
        "the delivery date is before 2023-02-01, when no Bitmain Antminer S21 was made yet: "
        "the model or the date is recorded wrongly"
    )
    assert found.remedy


MAKERS = st.none() | st.lists(
    st.sampled_from([*map(Known, ("canaan", "bitmain", "microbt")), Unlisted("Foo")]), min_size=1
).map(one_of)
CODES = st.none() | st.lists(st.sampled_from(["CN", "US", "KZ", "MY"]), min_size=1).map("|".join)
DAYS = st.dates(date(2018, 1, 1), date(2026, 11, 22))
PERIODS = st.just(Period()) | st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))


FAMILIES = st.sampled_from(["", S21, "Bitmain Antminer S9", "MicroBT Whatsminer M60S++"])


@given(MAKERS, FAMILIES, CODES, PERIODS, st.sampled_from(["manufacturer", "family", "country_of_origin", "delivered"]))
def test_to_forget_a_fact_never_clears_and_never_accuses(
    maker: str | None, family: str, origin: str | None, delivered: Period, forgotten: str
) -> None:
    release = catalogue().releases.get(family)
    assume(not (release and delivered.latest and delivered.latest < release.made_since))
    recorded = {"manufacturer": maker, "family": family, "country_of_origin": origin, "delivered": delivered}
    known = facts()
    before = ask(RULE, unit(**recorded), known).broken
    blank = {"delivered": Period(), "family": ""}.get(forgotten)
    after = ask(RULE, unit(**{**recorded, forgotten: blank}), known).broken
    assert after is None or after is before


def test_a_site_that_is_only_remembered_clears_nobody() -> None:
    """Canaan's lines in China are remembered, those in Malaysia were read of."""
    remembered = ask(RULE, unit(manufacturer="canaan", country_of_origin="CN", delivered=date(2025, 8, 1)))
    assert remembered.broken is None
    assert remembered.because.startswith("our records do not show whether Canaan assembled in China")
    assert ask(RULE, unit(manufacturer="canaan", country_of_origin="MY", delivered=date(2025, 8, 1))).broken is False
