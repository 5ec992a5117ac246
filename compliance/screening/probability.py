"""How probable it is that a party is the listed one, given what both have in common and what speaks against it.

The probability comes from a logistic regression over few features, each of which can be said in words. The weights are data
(``rules/names/weights.csv``) that ``tests/bench/weights.py`` learns from names in disguise and from names of companies that
are on no list; ``docs/screening-quality.md`` has the figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from compliance.screening.listings import Listing, NameMatch
from compliance.screening.names.lexicon import Kind, is_pinyin, ordinary_bearers, weight_rows
from compliance.screening.names.likeness import forms_compatible
from compliance.screening.names.people import INITIAL
from compliance.screening.names.person_words import is_rare_name
from compliance.screening.names.tokens import Name, parse

COMPANY, PERSON = "company", "person"
MATCH_FROM = 0.99
"""The least probability of a match."""
CANDIDATE_FROM = 0.45
"""The least probability of a candidate whose name is not equal to the listed one."""
ANYWHERE_FROM = 0.9
"""The least probability, the country aside, at which a company is a candidate in whatever country it is."""
ORDINARY_FROM = 3
"""The fewest unrelated companies that bear a word, from which on it is an ordinary one."""

_BORN = re.compile(r"DOB:?\s*([^;]*)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_SEAT = {"HK": "CN", "MO": "CN"}
"""Lists write Hong Kong and Macau under China, so these countries do not contradict each other."""
_DISTINCTIVE: frozenset[Kind] = frozenset(("word", "common", "number", "series"))
_COMPANIES = 10_000
"""About as many companies as the tables of ordinary words were counted from."""
_CAP = 4.0
_RARE_LETTERS = 6
_ORDINARY_RARITY = 1 - math.log(1 + ORDINARY_FROM) / math.log(_COMPANIES)


class Reason(NamedTuple):
    """One feature of a comparison: its name, its value, what it adds to the logarithm of the odds, and the words for it."""

    feature: str
    value: float
    adds: float
    words: str


class Estimate(NamedTuple):
    """The probability that a party is the listed one, with the reasons, the weightiest first."""

    probability: float
    reasons: tuple[Reason, ...]


class _Shared(NamedTuple):
    """Words that both names have: as they are written in the query, their kind, weight, and the cost of the difference."""

    text: str
    kind: Kind
    weight: float
    cost: float
    how: str


@cache
def _weights(model: str) -> Mapping[str, tuple[float, str]]:
    return {feature: (float(weight), words) for name, feature, weight, words in weight_rows() if name == model}


def estimate(model: str, features: Mapping[str, float]) -> Estimate:
    """The probability that the weights of ``model`` give to these features."""
    weights = _weights(model)
    reasons = [
        Reason(feature, value, round(value * weights[feature][0], 2), weights[feature][1])
        for feature, value in features.items()
        if value
    ]
    odds = weights["constant"][0] + sum(value * weights[feature][0] for feature, value in features.items())
    probability = 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0
    ordered = sorted(
        (reason for reason in reasons if reason.adds), key=lambda reason: (-abs(reason.adds), reason.feature)
    )
    return Estimate(round(probability, 4), tuple(ordered))


def company_features(match: NameMatch, text: str, country: str | None) -> dict[str, float]:
    """What the name ``text`` of a company in ``country`` and the listed name have in common, and what differs."""
    shared, ours, theirs = _compared(match)
    distinctive = [words for words in shared if words.kind in _DISTINCTIVE]
    generic = sum(words.weight for words in shared if words.kind not in _DISTINCTIVE)
    our_rest, our_generic = _rest(ours)
    _, their_generic = _rest(theirs)
    slips = sum(words.weight * words.cost for words in distinctive)
    compared = match.span or text
    conflict = not _forms_agree(compared, match.name)
    features = {
        "rarity": min(sum(map(_rarity, distinctive)), 2.0),
        "shared": min(sum(words.weight for words in distinctive), 6.0),
        "shared_generic": min(generic, 2.0),
        "single": len(distinctive) == 1,
        "only_ordinary": len(distinctive) == 1 and _rarity(distinctive[0]) < _ORDINARY_RARITY,
        "single_rest": min(our_generic + their_generic, 2.0) if len(distinctive) == 1 else 0.0,
        "ours": min(our_rest, _CAP),
        "ours_generic": min(our_generic, 2.0),
        "theirs_generic": min(their_generic, 2.0),
        "slips": slips,
        "only_slip": len(distinctive) == 1 and slips > 0,
        "initials": any(words.how == "initials" for words in shared),
        "equal": match.whole,
        "formless": _is_equal(match) and not match.whole and not match.span,
        "span": bool(match.span) and not match.stands_in,
        "stands_in": match.stands_in,
        "cut": match.cut,
        "weak": match.quality == "weak",
        "other_form": conflict,
        **country_features(country, match.listing),
    }
    return {name: float(value) for name, value in features.items()}


def person_features(match: NameMatch, country: str | None, born: str) -> dict[str, float]:
    """What the name of a person, born in a year or on a day (``born``) in some ``country``, and a listed person's have in common."""
    like = match.person
    assert like is not None
    whole = [pair for pair in like.pairs if pair.how != INITIAL]
    rare = [pair for pair in whole if is_rare_name(pair.ours) or is_rare_name(pair.theirs)]
    both = min(len(like.ours), len(like.theirs))
    # A patronymic that one side leaves out says nothing.
    patronymics = 0 if both else sum(word.patronymic for word in (*like.ours, *like.theirs))
    years, their_years = birth_years(born), birth_years(match.listing.note, labelled=True)
    known = bool(years and their_years)
    features = {
        "words": min(len(whole), 4),
        "rare_words": min(len(rare), 2),
        "common_name": not rare,
        "rare_alone": len(like.pairs) == 1,
        "unsure": sum(1 - pair.likeness for pair in whole),
        "initial": len(like.pairs) - len(whole),
        "one_sided": min(max(len(like.ours), len(like.theirs)) - both - patronymics, 3),
        "one_sided_common": 0 if rare else min(max(len(like.ours), len(like.theirs)) - both, 3),
        "differ": both,
        "exchanged": like.exchanged,
        "span": bool(match.span),
        "weak": match.quality == "weak",
        "same_birth": known and bool(years & their_years),
        "other_birth": known and not years & their_years,
        **country_features(country, match.listing),
    }
    features["common_alone"] = not rare and not (features["same_birth"] or features["same_country"])
    return {name: float(value) for name, value in features.items()}


@lru_cache(maxsize=1 << 12)
def birth_years(text: str, *, labelled: bool = False) -> frozenset[str]:
    """The years in a date of birth; ``labelled``: those behind *DOB* in the notes of a listing."""
    texts = _BORN.findall(text) if labelled else [text]
    return frozenset(year for part in texts for year in _YEAR.findall(part))


def country_features(country: str | None, listing: Listing) -> dict[str, float]:
    """Whether the party's country is one of the listed one's; both 0 where one of them is unknown."""
    if not (country and listing.countries):
        return {"same_country": 0.0, "other_country": 0.0}
    same = seat(country) in map(seat, listing.countries)
    return {"same_country": float(same), "other_country": float(not same)}


def seat(country: str) -> str:
    """The country as lists write it."""
    return _SEAT.get(country, country)


@lru_cache(maxsize=1 << 13)
def is_ordinary(name: str) -> bool:
    """Whether unrelated companies bear every word of the name."""
    words = [token for reading in parse(name)[:1] for token in reading.tokens if token.kind == "word"]
    return all(ordinary_bearers(token.raw) >= ORDINARY_FROM for token in words)


def shares_rare_word(match: NameMatch) -> bool:
    """Whether both names have a word, letter by letter, that no other company is known to bear and that is not just pinyin."""
    return match.like is not None and any(
        pair.kind == "word"
        and pair.ours == pair.theirs
        and len(pair.ours) >= _RARE_LETTERS
        and not ordinary_bearers(pair.ours)
        and not is_pinyin(pair.ours)
        for pair in match.like.pairs
    )


def _is_equal(match: NameMatch) -> bool:
    return match.like is None and not match.cut


def _compared(
    match: NameMatch,
) -> tuple[list[_Shared], list[tuple[Kind, float]], list[tuple[Kind, float]]]:
    """The words of both names, then those of the query alone, and those of the listed name alone, by kind and weight."""
    if match.like:
        shared = [_Shared(pair.ours, pair.kind, pair.weight, pair.cost, pair.how) for pair in match.like.pairs]
        return (
            shared,
            [(token.kind, token.weight) for token in match.like.ours],
            [(token.kind, token.weight) for token in match.like.theirs],
        )
    # Of equal names, every word is shared; of a text that was cut, its own.
    words = _first(match.span if match.cut else match.name)
    return [_Shared(token.raw, token.kind, token.weight, 0.0, "same") for token in words.tokens], [], []


_EMPTY = Name((), (), frozenset(), frozenset(), frozenset())


def _first(text: str) -> Name:
    return next(iter(parse(text)), _EMPTY)


def _rest(tokens: Iterable[tuple[Kind, float]]) -> tuple[float, float]:
    """The weight of the distinctive words, and that of trades, places and small words."""
    distinctive = generic = 0.0
    for kind, weight in tokens:
        if kind in _DISTINCTIVE:
            distinctive += weight
        else:
            generic += weight
    return distinctive, generic


def forms_differ(ours: str, theirs: str) -> bool:
    """Whether both names state a legal form, and none in common (*LLC* and *Ltd.*)."""
    our_forms, their_forms = (
        [{word for form in name.forms for word in form.split()} for name in parse(text)] for text in (ours, theirs)
    )
    return bool(our_forms and their_forms) and all(
        one and other and not one & other for one in our_forms for other in their_forms
    )


def _forms_agree(ours: str, theirs: str) -> bool:
    return not parse(ours) or any(forms_compatible(one, other) for one in parse(ours) for other in parse(theirs))


def _rarity(words: _Shared) -> float:
    """From 0 (borne by everybody) to 1 (by nobody else)."""
    if words.kind != "word":
        return 0.0
    bearers = max(map(ordinary_bearers, words.text.split()), default=0)
    return 1 - math.log(1 + bearers) / math.log(_COMPANIES)
