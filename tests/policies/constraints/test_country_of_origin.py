"""Forbidden and required countries, the readings of the text, Hong Kong and Macau."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from compliance.core.finding import Judgement
from compliance.policies.constraints.base import Question
from compliance.policies.constraints.country_of_origin import CountryOfOrigin
from tests.builders import TODAY, ask, country_set, facts, unit

SETS = [
    country_set(
        "embargo", IR=(None, None), SY=(date(2011, 8, 18), date(2025, 6, 30)), UA_43=(date(2014, 12, 19), None)
    ),
    country_set("programmes", RU=(None, None), HK=(date(2020, 7, 14), None)),
]
FACTS = facts(country_sets=SETS)


def forbid(*members: str, **more: Any) -> CountryOfOrigin:
    return TypeAdapter(CountryOfOrigin).validate_python(
        {"kind": "country-of-origin", "forbidden": {"plain": members}, "hong_kong_and_macau": "separate", **more}
    )


def require(*members: str, **more: Any) -> CountryOfOrigin:
    return TypeAdapter(CountryOfOrigin).validate_python(
        {"kind": "country-of-origin", "required": {"plain": members}, "hong_kong_and_macau": "separate", **more}
    )


def origin(text: str | None) -> Any:
    return unit(country_of_origin=text)


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("CN", True),
        ("IR", True),
        ("CN|IR", True),
        ("IR-07", True),
        ("MY", False),
        ("MY|TH", False),
        ("CN|MY", None),
        (None, None),
    ],
)
def test_forbidden_is_the_mirror_of_required(text: str | None, forbidden: bool | None) -> None:
    assert ask(forbid("CN", "embargo"), origin(text), FACTS).broken is forbidden
    assert ask(require("CN", "embargo"), origin(text), FACTS).broken is (None if forbidden is None else not forbidden)


@pytest.mark.parametrize(("day", "broken"), [("2025-06-30", True), ("2025-07-01", False), ("2011-08-17", False)])
def test_a_set_is_read_on_the_day(day: str, broken: bool) -> None:
    assert ask(forbid("embargo"), origin("SY"), FACTS, day=date.fromisoformat(day)).broken is broken


def test_a_region_is_its_own_country_and_also_a_part_of_one() -> None:
    assert ask(forbid("embargo"), origin("UA-43"), FACTS).broken is True
    assert ask(forbid("UA"), origin("UA-43"), FACTS).broken is True
    assert ask(require("UA"), origin("UA-43"), FACTS).broken is False


@pytest.mark.parametrize("code", ["HK", "MO"])
@pytest.mark.parametrize(("meaning", "broken"), [("china", True), ("separate", False), ("either", None)])
def test_hong_kong_and_macau(code: str, meaning: str, broken: bool | None) -> None:
    found = ask(forbid("CN", hong_kong_and_macau=meaning), origin(code), FACTS)
    assert found.broken is broken
    assert any(f"(hong_kong_and_macau: {meaning})" in note for note in found.notes)
    if broken is None:
        assert found.because.endswith(
            "breaks this rule only if Hong Kong and Macau count as China (hong_kong_and_macau: either)"
        )
    wanted = None if broken is None else not broken
    assert ask(require("CN", hong_kong_and_macau=meaning), origin(code), FACTS).broken is wanted


def test_where_china_is_not_meant_neither_is_hong_kong() -> None:
    found = ask(forbid("IR", hong_kong_and_macau="either"), origin("HK"), FACTS)
    assert found.broken is False
    assert not any("Hong Kong" in note for note in found.notes)


def readings(**more: tuple[str, ...]) -> CountryOfOrigin:
    return TypeAdapter(CountryOfOrigin).validate_python({"kind": "country-of-origin", "forbidden": more})


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        ("RU", "Russia, which breaks this rule if the text means wide; but not if the text means narrow"),
        ("HK", "Hong Kong, which breaks this rule if the text means wide; only with Hong Kong and Macau counted as China if the text means narrow"),
    ],
)  # fmt: skip
def test_readings_that_differ_leave_it_open_and_are_named(code: str, ending: str) -> None:
    found = ask(readings(narrow=("CN",), wide=("CN", "programmes")), origin(code), FACTS)
    assert found.broken is None
    assert found.because == f"the recorded country of origin is {ending}"
    assert found.remedy == "Have counsel decide how this rule is to be read."


def test_readings_that_agree_settle_it() -> None:
    both = readings(narrow=("CN",), wide=("CN", "programmes"))
    assert ask(both, origin("CN"), FACTS).broken is True
    assert ask(both, origin("MY"), FACTS).broken is False
    assert ask(both, origin("RU|MY"), FACTS).broken is None


def test_a_required_country_in_readings() -> None:
    rule = TypeAdapter(CountryOfOrigin).validate_python(
        {"kind": "country-of-origin", "required": {"narrow": ["US"], "wide": ["US", "PR"]}}
    )
    found = ask(rule, origin("PR"), FACTS)
    assert found.because == (
        "the recorded country of origin is Puerto Rico, which breaks this rule if the text means narrow; "
        "but not if the text means wide"
    )


@pytest.mark.parametrize(
    ("produced", "made", "assembled", "broken"),
    [
        ("origin", "MY", "CN", False),
        ("assembly", "MY", "CN", True),
        ("assembly", "CN", None, None),
        ("both", "MY", "CN", True),
        ("both", None, "CN", True),
        ("both", "MY", None, None),
        ("both", "MY", "TH", False),
    ],
)
def test_what_counts_as_production(produced: str, made: str | None, assembled: str | None, broken: bool | None) -> None:
    found = ask(forbid("CN", produced=produced), unit(country_of_origin=made, country_of_assembly=assembled), FACTS)
    assert found.broken is broken
    assert found.notes[0].endswith(f"(produced: {produced}).")
    assert len(found.evidence) == (2 if produced == "both" else 1)


def told(found: Judgement) -> tuple[str, str]:
    return found.because, found.remedy


def test_the_texts() -> None:
    assert told(ask(forbid("CN"), origin("MY"), FACTS)) == (
        "the recorded country of origin is Malaysia, which this rule does not forbid",
        "",
    )
    because, remedy = told(ask(forbid("CN"), origin("CN"), FACTS))
    assert because == "the recorded country of origin is China, which this rule forbids"
    assert remedy == "Stop using these units, unless customs or factory records prove another origin."
    assert (
        ask(forbid("CN"), origin("CN|MY"), FACTS).remedy
        == "Settle the origin of these units with customs or factory records."
    )
    because, remedy = told(ask(forbid("CN"), origin(None), FACTS))
    assert because == "no country of origin is recorded, so whether this rule is kept cannot be decided"
    assert remedy.startswith("Record the origin from the customs entry")
    assert ask(require("US"), origin("MY"), FACTS).because == (
        "the recorded country of origin is Malaysia, but this rule requires United States"
    )
    assert ask(require("US"), origin("US"), FACTS).because == (
        "the recorded country of origin is United States, as this rule requires"
    )
    assert ask(forbid("CN"), origin("CN|MY"), FACTS).because == (
        "the recorded country of origin is China or Malaysia, so whether this rule is kept cannot be decided"
    )


def test_only_what_bears_on_the_answer_is_cited() -> None:
    assert [source.id for source in ask(forbid("CN", "embargo"), origin("IR"), FACTS).sources] == ["notice"]
    assert ask(forbid("CN", "embargo"), origin("MY"), FACTS).sources == ()
    assert ask(forbid("embargo"), origin("SY"), FACTS).sources == ()


def test_a_set_that_is_not_verified_says_so() -> None:
    weak = facts(country_sets=[country_set("embargo")])
    object.__setattr__(weak.country_set("embargo"), "confidence", "secondary")
    note = 'The list "embargo" was compiled from secondary sources. Verify it before you rely on it.'
    assert note in ask(forbid("embargo"), origin("MY"), weak).notes
    assert not any("Verify" in note for note in ask(forbid("embargo"), origin("MY"), FACTS).notes)


def test_what_it_needs_and_when_it_changes() -> None:
    rule = forbid("CN", "embargo")
    assert rule.country_sets_needed() == ("embargo",)
    days = rule.change_days(Question(FACTS, TODAY, unit=unit()))
    assert days == {date(2011, 8, 18), date(2014, 12, 19), date(2025, 7, 1)}
    assert rule.reads(()) == ("country_of_origin",)


@pytest.mark.parametrize("lists", [{}, {"forbidden": {"a": ["CN"]}, "required": {"a": ["US"]}}])
def test_either_forbidden_or_required(lists: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give either forbidden or required countries"):
        TypeAdapter(CountryOfOrigin).validate_python({"kind": "country-of-origin", **lists})


CODES = st.none() | st.lists(st.sampled_from(["CN", "HK", "MY", "IR", "SY", "UA-43", "RU"]), min_size=1).map("|".join)
RULES = st.builds(
    lambda produced, hong_kong, wide: TypeAdapter(CountryOfOrigin).validate_python(
        {
            "kind": "country-of-origin", "produced": produced, "hong_kong_and_macau": hong_kong,
            "forbidden": {"narrow": ["CN", "embargo"], **({"wide": ["CN", "programmes"]} if wide else {})},
        }
    ),
    st.sampled_from(["origin", "assembly", "both"]),
    st.sampled_from(["china", "separate", "either"]),
    st.booleans(),
)  # fmt: skip


@given(RULES, CODES, CODES, st.sampled_from(["country_of_origin", "country_of_assembly"]))
def test_to_forget_a_fact_never_clears_and_never_accuses(
    rule: CountryOfOrigin, made: str | None, assembled: str | None, forgotten: str
) -> None:
    recorded = {"country_of_origin": made, "country_of_assembly": assembled}
    before = ask(rule, unit(**recorded), FACTS).broken
    after = ask(rule, unit(**{**recorded, forgotten: None}), FACTS).broken
    assert after is None or after is before


@pytest.mark.parametrize(
    ("origin", "assembly", "broken"),
    [
        ("US", "US", False),
        ("CN", "TH", True),
        ("US", "TH", None),
        ("CN", "US", None),
        ("US", None, None),
        (None, "US", None),
        (None, None, None),
    ],
)
def test_origin_and_assembly_as_two_readings(origin: str | None, assembly: str | None, broken: bool | None) -> None:
    rule = CountryOfOrigin(kind="country-of-origin", required={"the contract": ("US",)}, produced="each")
    judgement = ask(rule, unit(country_of_origin=origin, country_of_assembly=assembly))
    assert judgement.broken is broken
    assert ("the two readings of produced do not agree" in judgement.because) is (broken is None)
    assert (
        "Produced means: recorded origin, and recorded assembly, as two readings (produced: each)." in judgement.notes
    )
