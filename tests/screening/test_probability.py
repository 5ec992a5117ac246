"""The weights are those that the script learns, they reach what is said of them, and they can be said in words."""

from __future__ import annotations

import csv

import pytest

from compliance.core.record import Source
from compliance.io.resources import RULES
from compliance.screening.listings import Listing, NameMatch, PartyList
from compliance.screening.names.likeness import likeness
from compliance.screening.names.person_words import name_rarity
from compliance.screening.names.tokens import parse
from compliance.screening.probability import (
    COMPANY,
    MATCH_FROM,
    company_features,
    country_features,
    estimate,
    forms_differ,
    is_common,
    is_ordinary,
    is_short,
    is_whole,
    slips_decide,
)
from tests.bench.weights import WORDS, bins, chance_of, learn, read_rows, report

ROWS = read_rows()


@pytest.mark.parametrize("model", WORDS)
def test_the_weights_are_those_that_the_script_gives(model: str) -> None:
    with (RULES / "names" / "weights.csv").open(encoding="utf-8", newline="") as lines:
        kept = {row["feature"]: float(row["weight"]) for row in csv.DictReader(lines) if row["model"] == model}
    assert kept == pytest.approx(learn(model, ROWS), abs=0.011)
    assert (RULES / "names" / "weights.md").read_text("utf-8").startswith(report(ROWS)[:200])


@pytest.mark.parametrize("model", WORDS)
def test_what_they_reach_on_pairs_that_they_never_saw(model: str) -> None:
    weights = learn(model, ROWS)
    measured = [row for row in ROWS if (row.model, row.part) == (model, "measured")]
    decided = [row for row in measured if chance_of(weights, row) >= MATCH_FROM]
    assert sum(row.right for row in decided) >= 0.55 * sum(row.right for row in measured)
    # Persons that are put together bear the very names of listed ones, which those of the world seldom do.
    assert sum(not row.right for row in decided) <= len(decided) / (200 if model == COMPANY else 100)
    off = sum(count * abs(mean - share) for count, mean, share in bins(weights, measured)) / len(measured)
    assert off <= 0.05


def test_every_feature_of_a_pair_has_a_weight() -> None:
    assert all(row.features.keys() <= WORDS[row.model].keys() for row in ROWS)


def test_an_estimate_says_why() -> None:
    probability, reasons = estimate(COMPANY, {"same_number": 1.0, "other_country": 1.0})
    assert probability > 0.99
    assert [reason.words for reason in reasons] == ["the same identification number", "another country"]
    assert estimate(COMPANY, {"ours": 4.0, "other_country": 400.0}).probability == 0.0


def test_countries_of_a_party_and_a_listing() -> None:
    chinese, nowhere = Listing("c", "C", countries=("CN",)), Listing("n", "N")
    assert country_features("HK", chinese) == {"same_country": 1.0, "other_country": 0.0}
    assert country_features("DE", chinese) == {"same_country": 0.0, "other_country": 1.0}
    assert set(country_features(None, chinese).values()) | set(country_features("DE", nowhere).values()) == {0.0}


def test_ordinary_names_and_forms() -> None:
    assert is_ordinary("Global Trading")
    assert is_ordinary("Delta Electronics")
    assert not is_ordinary("Quillstar Delta")
    assert forms_differ("Quillstar LLC", "Quillstar Ltd")
    assert not forms_differ("Quillstar Co., Ltd.", "Quillstar Limited")
    assert not forms_differ("Quillstar", "Quillstar Limited")
    assert not forms_differ("", "Quillstar Limited")


@pytest.mark.parametrize(
    ("query", "listed", "whole", "decides", "common", "short"),
    [
        ("Quillstar Metals Ltd", "Quillstar Metals Ltd", True, False, False, False),
        ("Квиллстар Метал ООО", "Kvillstar Metal OOO", True, False, False, False),
        ("Quillstar Metals", "Quillstar Metals Ltd", False, False, False, False),
        ("Quellstar Metals Ltd", "Quillstar Metals Ltd", False, True, False, False),
        ("Global Star Trading LLC", "Global Star Trading LLC", True, False, True, False),
        ("QSTR", "QSTR", True, False, False, False),
    ],
)
def test_what_keeps_an_equal_name_from_being_a_match(
    query: str, listed: str, whole: bool, decides: bool, common: bool, short: bool
) -> None:
    (match,) = _list_of(listed).name_matches(query)
    assert is_whole(match, query) is whole
    assert slips_decide(match) is decides
    assert is_common(listed) is common
    assert is_short(match) is short


@pytest.mark.parametrize(
    ("text", "listed", "beside"),
    [
        ("SHIPPER: Quillstar Metals Ltd; NOTIFY: Wren Cargo GmbH", "Quillstar Metals Ltd", 0.0),
        ("Quillstar Metals Ltd Wren Cargo", "Quillstar Metals Ltd", 1.0),
        ("Quillstar Metals Ltd 9th Academy", "Quillstar Metals Ltd", 1.0),
    ],
)
def test_words_beside_a_name(text: str, listed: str, beside: float) -> None:
    match = next(match for match in _list_of(listed).name_matches(text) if not match.stands_in)
    assert company_features(match, text, None)["beside_others"] == beside


@pytest.mark.parametrize(
    ("query", "listed", "feature", "value"),
    [
        ("Quillstarina Trading (Dubai)", "Quillstarina Trading", "ours_place", 0.5),
        ("Quillstarina Works 5", "Quillstarina Works 8", "number_rest", 2.0),
        ("Quillstarina Dubai", "Quillstarina Shenzhen", "other_place", 1.0),
        ("Quillstarina Shipping", "Quillstarina Electronics", "other_trade", 1.0),
        ("Quillstarina", "Quilstarina", "only_slip", 0.0),
        ("Quillstarina 5", "Quillstarina 5 Works", "rarity", 1.0),
        ("Qsuil", "Qsail", "only_slip", 1.0),
    ],
)
def test_what_differs_between_names_of_companies(query: str, listed: str, feature: str, value: float) -> None:
    like = max((likeness(one, other) for one in parse(query) for other in parse(listed)), key=lambda like: like.score)
    match = NameMatch(Listing("e", listed), listed, "strong", whole=False, like=like)
    assert company_features(match, query, None)[feature] == value


def test_a_few_capitals_are_an_alias_of_many() -> None:
    for alias, short in (("QSTR", True), ("Qstr", False), ("QSTR LLC", False), ("QUILLSTAR", False), ("METAL", False)):
        listing = Listing("e", "Quillstar Metal Works", ((alias, "strong"),))
        assert is_short(NameMatch(listing, alias, "strong", whole=True)) is short


def _list_of(name: str) -> PartyList:
    source = Source(id="s", title="A source")
    return PartyList("l", "", "", "1", "complete", (Listing("e", name, kind="entity"),), (source,), "", "l.csv")


@pytest.mark.parametrize(
    ("word", "rarity"),
    [("wang", 0.0), ("ivanov", 0.1), ("ivanovich", 0.25), ("arkady", 0.25), ("wrenfield", 1.0), ("xiu", 0.3)],
)
def test_how_rare_a_name_of_a_person_is(word: str, rarity: float) -> None:
    assert name_rarity(word) == rarity


def test_a_name_without_a_word_has_nothing_in_common() -> None:
    match = NameMatch(Listing("e", "&"), "&", "strong", whole=True)
    features = company_features(match, "&", None)
    assert (features["rarity"], features["shared"], features["equal"]) == (0.0, 0.0, 1.0)
