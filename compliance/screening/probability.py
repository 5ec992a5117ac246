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
from compliance.screening.names.folding import fold, keys
from compliance.screening.names.lexicon import (
    Kind,
    everyday_words,
    is_pinyin,
    ordinary_bearers,
    weight_rows,
)
from compliance.screening.names.likeness import SLIP, TRANSLITERATED, forms_compatible
from compliance.screening.names.people import INITIAL
from compliance.screening.names.person_words import SOUND, name_rarity
from compliance.screening.names.spans import is_marked_off, names_others
from compliance.screening.names.tokens import Name, parse

COMPANY, PERSON = "company", "person"
MATCH_FROM = 0.99
"""The least probability of a match."""
CANDIDATE_FROM = 0.35
"""The least probability of a candidate whose name is not equal to the listed one."""
FOUND_FROM = 0.05
"""The least probability of a person of whom every word asked for is found."""
ANYWHERE_FROM = 0.75
"""The least probability, the country aside, at which a company is a candidate in whatever country it is."""
ORDINARY_FROM = 3
"""The fewest unrelated companies that bear a word, from which on it is an ordinary one."""
COMMON_BELOW = 0.9
"""The rarity of all words shared, below which many people bear the name of a person."""
SHORT_NAME = 5
"""The most letters of a word that stands for a company alone and may be the initials of many."""

_BORN = re.compile(r"DOB:?\s*([^;]*)")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_SEAT = {"HK": "CN", "MO": "CN"}
"""Lists write Hong Kong and Macau under China, so these countries do not contradict each other."""
_NUMBERS: frozenset[Kind] = frozenset(("number", "series"))
_DISTINCTIVE: frozenset[Kind] = frozenset(("word", "common", "number", "series"))
_COMPANIES = 10_000
"""About as many companies as the tables of ordinary words were counted from."""
_CAP = 4.0
_BEARERS_OF_LENGTH = {1: 300, 2: 100, 3: 30, 4: 5}
"""Companies that bear a word of so few letters at least, whatever the tables show: it may be anybody's initials."""
_BEARERS_OF_EVERYDAY = 30
"""The same of a word of which companies everywhere make their names."""
_BEARERS_OF_PINYIN = 3
"""The same of a word that is two Chinese syllables or more."""
_MIN_SLIPPED = 6
"""The fewest letters of the only word of a name that may be taken for another with a slip."""
_FULL_WORDS = 3
"""The fewest words of a name that identifies a company together with its legal form, however ordinary they are."""
_FEW_WORDS = 3
"""The most words of a name that companies in several countries have."""
_LONG = 8
"""The fewest letters of a word in which a slip seldom makes another word."""
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
    our_rest, our_generic, our_place = _rest(ours)
    _, their_generic, their_place = _rest(theirs)
    slips = sum(words.weight * words.cost for words in distinctive)
    compared = match.span or text
    conflict = not _forms_agree(compared, match.name)
    slipped = [words for words in distinctive if words.how == SLIP]
    our_kinds, their_kinds = ({kind for kind, _ in rest} for rest in (ours, theirs))
    features = {
        "rarity": min(sum(map(_rarity, distinctive)), 2.0),
        "long_word": shares_long_word(match),
        "shared": min(sum(words.weight for words in distinctive), 6.0),
        "shared_generic": min(generic, 2.0),
        "single": len(distinctive) == 1,
        "only_ordinary": len(distinctive) == 1 and _rarity(distinctive[0]) < _ORDINARY_RARITY,
        "single_rest": min(our_generic + our_place + their_generic + their_place, 2.0)
        if len(distinctive) == 1
        else 0.0,
        "ours": min(our_rest, _CAP),
        "ours_generic": min(our_generic, 2.0),
        "ours_place": min(our_place, 1.0),
        "theirs_generic": min(their_generic, 2.0),
        "theirs_place": min(their_place, 1.0),
        "generic_only": not distinctive and not is_equal(match),
        "number_rest": len(_NUMBERS & our_kinds) + len(_NUMBERS & their_kinds),
        "other_place": "place" in our_kinds and "place" in their_kinds,
        "other_trade": "trade" in our_kinds and "trade" in their_kinds,
        "respelled": sum(words.how == TRANSLITERATED for words in distinctive),
        "slips": slips,
        "only_slip": len(distinctive) == 1 and any(len(words.text) < _MIN_SLIPPED for words in slipped),
        "slip_of_known": any(ordinary_bearers(words.text) for words in slipped),
        "initials": any(words.how == "initials" for words in shared),
        "listed_initials": any(words.how == "initials" and " " in words.text for words in shared),
        "equal": is_whole(match, text),
        "formless": is_equal(match) and not match.stands_in and not is_whole(match, text),
        "span": bool(match.span) and not match.stands_in,
        "beside_others": is_beside_others(match, text),
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
    rarity = sum(min(name_rarity(pair.ours), name_rarity(pair.theirs)) * pair.likeness for pair in whole)
    both = min(len(like.ours), len(like.theirs))
    # A patronymic that one side leaves out says nothing.
    our_rest, their_rest = (
        0 if both else sum(not (word.patronymic or word.initial) for word in words)
        for words in (like.ours, like.theirs)
    )
    years, their_years = birth_years(born), birth_years(match.listing.note, labelled=True)
    known = bool(years and their_years)
    features = {
        "words": min(len(whole), 4),
        "rarity": min(rarity, 2.5),
        "common_name": rarity < COMMON_BELOW,
        "rare_alone": len(like.pairs) == 1,
        "unsure": sum(1 - pair.likeness for pair in whole),
        "none_equal": all(pair.likeness < SOUND for pair in whole),
        "initial": len(like.pairs) - len(whole),
        "ours_only": min(our_rest, 3),
        "theirs_only": min(their_rest, 3),
        "family_only": any(word.family for word in like.theirs) and not any(pair.family for pair in like.pairs),
        "slip": any("slip" in pair.how for pair in whole),
        "differ": both,
        "exchanged": like.exchanged,
        "span": bool(match.span),
        "weak": match.quality == "weak",
        "same_birth": known and bool(years & their_years),
        "other_birth": known and not years & their_years,
        **country_features(country, match.listing),
    }
    features["common_alone"] = features["common_name"] and not (features["same_birth"] or features["same_country"])
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


@lru_cache(maxsize=1 << 13)
def is_common(name: str) -> bool:
    """Whether the name is an ordinary one that names no place either, so that companies anywhere have it."""
    tokens = [token for token in _first(name).tokens if token.kind != "small"]
    return len(tokens) <= _FEW_WORDS and all(
        token.raw in everyday_words() if token.kind == "word" else token.kind not in ("place", "number")
        for token in tokens
    )


def shares_rare_word(match: NameMatch) -> bool:
    """Whether both names have a word, letter by letter, that no other company is known to bear, and that is not just pinyin
    unless the place is the same as well.
    """
    if match.like is None:
        return False
    is_there = any(pair.kind == "place" for pair in match.like.pairs)
    return any(
        pair.kind == "word"
        and pair.ours == pair.theirs
        and len(pair.ours) >= _RARE_LETTERS
        and not ordinary_bearers(pair.ours)
        and (is_there or not is_pinyin(pair.ours))
        for pair in match.like.pairs
    )


def is_equal(match: NameMatch) -> bool:
    """Whether the names are equal but for the legal form and the script: no word differs, and none is left over."""
    like = match.like
    if like is None:
        return not match.cut
    return not any(pair.cost or pair.how == TRANSLITERATED for pair in like.pairs) and all(
        token.kind == "small" for token in (*like.ours, *like.theirs)
    )


def is_whole(match: NameMatch, text: str) -> bool:
    """Whether the text, or a part of it that is marked off from the rest, is the name with its legal form, in any script."""
    if match.like:
        ours, theirs = parse(match.span or text), parse(match.name)
        return is_equal(match) and any(set(one.forms) == set(other.forms) for one in ours for other in theirs)
    if match.cut or match.stands_in or not match.span:
        return match.whole
    return keys(match.span)[:1] == keys(match.name)[:1]


def is_full_name(match: NameMatch, text: str) -> bool:
    """Whether the text is a name of three words or more with its legal form."""
    name = _first(match.name)
    return bool(name.forms) and len(name.tokens) >= _FULL_WORDS and is_whole(match, text)


def is_beside_others(match: NameMatch, text: str) -> bool:
    """Whether the part of the text that is the name stands beside words that may belong to its name, or be another's."""
    return (
        bool(match.span)
        and not match.stands_in
        and names_others(text, match.span)
        and not is_marked_off(text, match.span)
    )


def is_full(name: str) -> bool:
    """Whether the name says a place, a trade and a word of its own."""
    return {"place", "trade", "word"} <= {token.kind for token in _first(name).tokens}


def is_short(match: NameMatch) -> bool:
    """Whether the name is an alias of a few capitals that its full name has not, which may be the initials of another company."""
    name = _first(match.name)
    if not match.name.isupper() or fold(match.name) in fold(match.listing.name).split():
        return False
    return len(name.tokens) == 1 and not name.forms and len(name.tokens[0].raw) <= SHORT_NAME


def shares_long_word(match: NameMatch) -> bool:
    """Whether both names have a word, however spelled, that is so long and rare that it is nobody else's."""
    shared, _, _ = _compared(match)
    return any(
        words.kind == "word" and words.how != SLIP and len(words.text) >= _LONG and _rarity(words) == 1.0
        for words in shared
    )


def slips_decide(match: NameMatch) -> bool:
    """Whether a word that differs by a slip may be another word: the only one, a short one, or one that others bear."""
    shared, _, _ = _compared(match)
    alone = sum(words.kind in _DISTINCTIVE for words in shared) == 1
    return any(
        words.how == SLIP
        and (
            alone
            or len(words.text) < _LONG
            or is_pinyin(words.text)
            or ordinary_bearers(words.text) > 0
            or words.kind != "word"
        )
        for words in shared
    )


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


def _rest(tokens: Iterable[tuple[Kind, float]]) -> tuple[float, float, float]:
    """The weight of the distinctive words, that of trades and small words, and that of places."""
    distinctive = generic = places = 0.0
    for kind, weight in tokens:
        if kind in _DISTINCTIVE:
            distinctive += weight
        elif kind == "place":
            places += weight
        else:
            generic += weight
    return distinctive, generic, places


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


def _bearers(word: str) -> int:
    """How many companies bear the word, those included that no table shows."""
    unseen = _BEARERS_OF_LENGTH.get(len(word), _BEARERS_OF_PINYIN if is_pinyin(word) else 0)
    everyday = _BEARERS_OF_EVERYDAY if word in everyday_words() else 0
    return max(ordinary_bearers(word), everyday, unseen if word.isascii() else 0)


def _rarity(words: _Shared) -> float:
    """From 0 (borne by everybody) to 1 (by nobody else)."""
    if words.kind != "word":
        return 0.0
    bearers = max(map(_bearers, words.text.split()), default=0)
    return 1 - math.log(1 + bearers) / math.log(_COMPANIES)
