"""The weights are those that the script learns, they reach what is said of them, and they can be said in words."""

from __future__ import annotations

import csv

import pytest

from compliance.io.resources import RULES
from compliance.screening.listings import Listing, NameMatch
from compliance.screening.probability import (
    COMPANY,
    MATCH_FROM,
    company_features,
    country_features,
    estimate,
    forms_differ,
    is_ordinary,
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
    assert sum(row.right for row in decided) >= 0.6 * sum(row.right for row in measured)
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


def test_a_name_without_a_word_has_nothing_in_common() -> None:
    match = NameMatch(Listing("e", "&"), "&", "strong", whole=True)
    features = company_features(match, "&", None)
    assert (features["rarity"], features["shared"], features["equal"]) == (0.0, 0.0, 1.0)
