"""Learns the weights of the probability that a party is a listed one: writes rules/names/weights.csv and weights.md.

    python -m tests.bench.weights                    learns from the pairs in tests/bench/pairs.csv
    python -m tests.bench.weights /path/to/data      makes these pairs again first

Pairs are made here: names of one half of the parties of all lists, in disguise (disguises.py, texts.py), against every
entry that the comparison of names brings up; names of companies that are on no list (issuers of the SEC, and names that
are put together from the words of listed ones). The other half of the parties and of the issuers is only measured.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

import numpy

from compliance.io.resources import RULES
from compliance.screening.list_formats import load_edition
from compliance.screening.listings import Listing, NameMatch, PartyList
from compliance.screening.names.folding import fold, keys
from compliance.screening.names.lexicon import common_surnames, given_names, ordinary_bearers, ordinary_words
from compliance.screening.names.likeness import likeness
from compliance.screening.names.spans import cleaned
from compliance.screening.names.tokens import Name, parse
from compliance.screening.probability import (
    CANDIDATE_FROM,
    COMPANY,
    MATCH_FROM,
    PERSON,
    birth_years,
    company_features,
    person_features,
)
from tests.bench.disguises import DISGUISES, slip
from tests.bench.texts import TEXTS

LISTS = {
    "us-bis-entity-list": "us-2026-07/bis_entity_list.json",
    "us-bis-meu": "us-2026-07/bis_meu.json",
    "us-ofac-ns-cmic": "us-2026-07/ofac_nscmic.json",
    "1260h": "us-1260h-history.csv",
    "sdn": "us-ofac/sdn.2021-07.csv",
    "cons": "us-ofac/cons_prim.2025-12.csv",
    "dpl": "us-bis-dpl/dpl.2022-09.txt",
}
PAIRS = Path(__file__).with_name("pairs.csv")
EACH, COMPOSED = 110, 3_000
"""Pairs of each disguise, and names put together."""
PEOPLE = 500
"""Listed persons, of whom two names each are made."""
CONSTANT = "constant"
COMPANY_NAME = re.compile(
    r"(?i)ltd|limited|llc|corp|company|technolog|electronic|group|institute|gmbh|ooo|jsc|trading|industr|bank|co\b|university|factory|plant|shipping|airlines|center"
)
SAME_FROM = 0.9
"""The least likeness of names of one party on two lists."""
UNSPECIFIC = ("brand", "acronym", "cut", "shorter")
"""Disguises that fit relatives of a company as well as the company."""
SYLLABLES = [
    "hua",
    "xin",
    "tai",
    "sheng",
    "da",
    "heng",
    "tong",
    "yuan",
    "jin",
    "li",
    "bao",
    "long",
    "fu",
    "hong",
    "wei",
    "jia",
    "ming",
    "de",
    "feng",
    "hai",
    "rui",
    "an",
    "kang",
    "lian",
    "zhong",
    "guang",
    "dong",
    "xing",
    "chang",
    "ya",
    "bo",
    "ke",
    "qi",
    "ru",
    "shan",
    "yun",
    "zhi",
    "tian",
    "ba",
    "la",
    "mo",
    "ri",
    "so",
    "ka",
    "te",
    "no",
    "ver",
    "mar",
    "dal",
    "kor",
    "bel",
    "tan",
    "gal",
    "nor",
    "vik",
    "sol",
    "zen",
    "lum",
    "pra",
    "dor",
]
"""Of which names that nobody bears are made."""
RIDGE = 0.1
"""How strongly weights are drawn towards 0, so that a feature that few pairs have does not decide alone."""

SIGNS = {
    "words": 1, "common_name": -1, "common_alone": -1, "rare_alone": -1, "unsure": -1, "none_equal": -1, "initial": -1, "ours_only": -1, "theirs_only": -1,
    "family_only": -1, "differ": -1, "exchanged": -1, "listed_initials": -1, "slip": -1, "ours_place": -1, "theirs_place": -1, "respelled": -1, "beside_others": -1, "generic_only": -1, "number_rest": -1, "other_place": -1, "other_trade": -1,
    "slip_of_known": -1, "span": -1, "same_birth": 1, "other_birth": -1,
    "rarity": 1, "long_word": 1, "shared": 1, "shared_generic": 1, "equal": 1, "formless": 1, "same_country": 1, "single_rest": -1, "only_ordinary": -1, "ours": -1,
    "ours_generic": -1, "theirs_generic": -1, "slips": -1, "only_slip": -1, "stands_in": -1, "cut": -1, "weak": -1, "other_form": -1,
    "other_country": -1,
}  # fmt: skip
"""Whether a feature can only speak for (1) or against (-1) its being the same party."""
FIXED = {"same_number": 12.0, "other_number": -3.0}
"""Weights that are set, not learnt: of facts that no pair has."""
WORDS = {
    "company": {
        "constant": "before anything is compared",
        "rarity": "how rare the shared words are among companies",
        "long_word": "a long word that nobody else bears",
        "shared": "distinctive words shared",
        "shared_generic": "words of trades and places shared",
        "single": "only one distinctive word shared",
        "only_ordinary": "the only distinctive word shared is one of many companies",
        "single_rest": "only one distinctive word shared while trades or places differ",
        "ours": "distinctive words only in the query",
        "ours_generic": "trades only in the query",
        "ours_place": "a place only in the query",
        "theirs_generic": "trades only in the listed name",
        "theirs_place": "a place only in the listed name",
        "generic_only": "only words of trades and places shared",
        "number_rest": "a number that only one side has",
        "other_place": "another place",
        "other_trade": "another trade",
        "respelled": "words that only sound the same",
        "slips": "letters that differ",
        "only_slip": "the only distinctive word is short and differs in a letter",
        "slip_of_known": "the word that differs in a letter is that of another company",
        "listed_initials": "the listed name is only initials",
        "initials": "one name is the initials of the other",
        "equal": "equal names",
        "formless": "equal without the legal form",
        "span": "a part of a text is the name",
        "beside_others": "beside words that may belong to the name",
        "stands_in": "the name stands within other words",
        "cut": "the text is the beginning of the name",
        "weak": "a weak alias",
        "other_form": "another kind of legal form",
        "same_country": "the same country",
        "other_country": "another country",
        "same_number": "the same identification number",
        "other_number": "another identification number of the same kind",
    },
    "person": {
        "constant": "before anything is compared",
        "words": "words shared",
        "rarity": "how rare the shared names are",
        "common_name": "only common names shared",
        "common_alone": "only common names shared and no second fact known",
        "rare_alone": "only one name shared",
        "unsure": "spelled in another way",
        "slip": "a letter that differs",
        "none_equal": "no name spelled in the same way",
        "initial": "initials for names",
        "ours_only": "names only in the query",
        "theirs_only": "names only in the list",
        "family_only": "the listed family name is missing",
        "differ": "names that differ on both sides",
        "exchanged": "in another order",
        "span": "a part of a text is the name",
        "weak": "a weak alias",
        "same_birth": "the same year of birth",
        "other_birth": "another year of birth",
        "same_country": "the same country",
        "other_country": "another country",
        "same_number": "the same identification number",
        "other_number": "another identification number of the same kind",
    },
}  # fmt: skip


def brand(name: str, chance: Random) -> str | None:
    """The first distinctive word alone, as people name a company in short."""
    del chance
    words = [token.raw for token in parse(name)[0].tokens if token.kind == "word"] if parse(name) else []
    return words[0].title() if words and len(words[0]) > 5 and not ordinary_bearers(words[0]) else None


def shorter(name: str, chance: Random) -> str | None:
    """Without the legal form and without one word of a trade or a place."""
    tokens = parse(name)[0].tokens if parse(name) else ()
    generic = [place for place, token in enumerate(tokens) if token.kind in ("trade", "place")]
    if not generic or len(tokens) < 3 or not name.isascii():
        return None
    without = chance.choice(generic)
    return " ".join(token.raw.title() for place, token in enumerate(tokens) if place != without)


def plain(name: str, chance: Random) -> str:
    """As it is."""
    del chance
    return name


SHORTENED: dict[str, Callable[[str, Random], str | None]] = {"brand": brand, "shorter": shorter, "plain": plain}


@dataclass(frozen=True)
class Case:
    """A query with its country, and the entry that it is (list, entry), None where it is on no list."""

    kind: str
    query: str
    country: str | None
    entry: tuple[str, str] | None
    learnt: bool


class Pair(NamedTuple):
    """A case and an entry: whether it is the right one, and what both have in common."""

    case: Case
    match: NameMatch
    right: bool
    features: dict[str, float]


def lists(data: Path) -> list[PartyList]:
    """The lists that names are taken from."""
    return [load_edition(name, data / "lists" / path) for name, path in LISTS.items()]


def in_learnt_half(name: str) -> bool:
    """Whether a party is of the half that is learnt from; all names of a family are of one half."""
    words = [token.text for reading in parse(name)[:1] for token in reading.tokens if token.kind == "word"]
    return crc32((words[0] if words else name).encode()) % 2 == 0


def listed_cases(party_lists: Sequence[PartyList], chance: Random, each: int) -> Iterator[Case]:
    """Names of companies in disguise: ``each`` of every kind."""
    named = [
        (name, listing.countries, (party_list.id, listing.entry), in_learnt_half(listing.name))
        for party_list in party_lists
        for listing in party_list.listings
        if listing.kind in ("", "entity")
        for name, quality in listing.names()
        if COMPANY_NAME.search(name) and len(name) < 90 and quality == "strong"
    ]
    for kind, disguise in {**DISGUISES, **TEXTS, **SHORTENED}.items():
        count = 0
        for name, countries, entry, learnt in chance.sample(named, len(named)):
            text = disguise(name.title() if name.isupper() else name, chance)
            if text and count < each:
                count += 1
                yield Case(kind, text, _country(countries, chance), entry, learnt)


def _country(countries: Sequence[str], chance: Random) -> str | None:
    """Where a listed party is said to be: where the list says, somewhere else, or nothing."""
    draw = chance.random()
    return (
        chance.choice(countries)
        if countries and draw < 0.5
        else chance.choice(("AE", "HK", "TR", "US", "SG"))
        if draw > 0.97
        else None
    )


def clean_cases(party_lists: Sequence[PartyList], chance: Random, composed: int) -> Iterator[Case]:
    """Names of companies that are on no list."""
    with Path(__file__).with_name("issuers.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            country = "US" if chance.random() < 0.5 else None
            if not any(_has(party_list, row["name"]) for party_list in party_lists):
                yield Case("issuer", row["name"], country, None, row["part"] == "learnt")
    yield from composed_cases(party_lists, chance, composed)


def _has(party_list: PartyList, name: str) -> bool:
    """Whether the list has this very name: a few issuers are listed."""
    return any(True for key in keys(name) for _ in party_list.index.equal(key))


def composed_cases(party_lists: Sequence[PartyList], chance: Random, count: int) -> Iterator[Case]:
    """Names put together from the words of listed companies: as ordinary as those, but nobody's."""
    known = {fold(name) for party_list in party_lists for listing in party_list.listings for name, _ in listing.names()}
    by_kind: dict[str, list[str]] = {"trade": [], "place": []}
    for party_list in party_lists:
        for listing in party_list.listings:
            for reading in parse(listing.name)[:1]:
                for token in reading.tokens:
                    if token.kind in by_kind and len(token.raw) > 3 and COMPANY_NAME.search(listing.name):
                        by_kind[token.kind].append(token.raw)
    borne = [word for word, count in ordinary_words().items() if len(word) > 3 and count > 1]
    forms = ("Co., Ltd.", "LLC", "Ltd", "Limited", "Inc.", "GmbH", "Corp.", "FZE", "")
    for number in range(count):
        word = chance.choice(borne) if number % 2 else "".join(chance.sample(SYLLABLES, 2))
        words = [word, chance.choice(by_kind["trade"]), *([chance.choice(by_kind["trade"])] if number % 3 else [])]
        if number % 4:
            words.insert(0, chance.choice(by_kind["place"]))
        if number % 5 == 0:
            words.insert(-1, chance.choice(borne))
        name = " ".join((*map(str.title, words), chance.choice(forms))).strip()
        if fold(name) not in known:
            yield Case(
                "composed", name, chance.choice(("CN", "US", "AE", "DE", "RU", None, None)), None, number % 2 == 0
            )


def pairs(cases: Iterable[Case], party_lists: Sequence[PartyList]) -> Iterator[Pair]:
    """Each case with every entry that its name brings up; what is too short to tell relatives apart leaves them out."""
    entries = {(party_list.id, listing.entry): listing for party_list in party_lists for listing in party_list.listings}
    for case in cases:
        text = cleaned(case.query)
        own = case.kind == "issuer" and case.learnt
        for party_list in party_lists:
            for match in party_list.name_matches(case.query):
                right = _is_right(match.listing, entries[case.entry]) if case.entry else False
                if right is None and case.kind in UNSPECIFIC:
                    continue
                if match.listing.kind in ("", "entity") and not match.person:
                    with _uncounted(case.query if own else ""):
                        features = company_features(match, text, case.country)
                    yield Pair(case, match, bool(right), features)


@contextmanager
def _uncounted(name: str) -> Iterator[None]:
    """The table of ordinary words without the company of this name, which was counted there itself."""
    counts = ordinary_words()
    words = {token.raw for reading in parse(name)[:1] for token in reading.tokens} & counts.keys()
    for word in words:
        counts[word] -= 1
    yield
    for word in words:
        counts[word] += 1


def same_party(listing: Listing, expected: Listing) -> bool:
    """Whether both entries are certainly one party."""
    return _is_right(listing, expected) is True


def _is_right(listing: Listing, expected: Listing) -> bool | None:
    """Whether both entries are one party, perhaps of two lists; None where one may be a part of the other."""
    if listing is expected:
        return True
    return _same_party(_readings(listing.names()), _readings(expected.names()))


def _readings(names: Iterable[tuple[str, str]]) -> tuple[Name, ...]:
    return tuple(reading for name, _ in names for reading in parse(name))


@lru_cache(maxsize=1 << 14)
def _same_party(ours: tuple[Name, ...], theirs: tuple[Name, ...]) -> bool | None:
    if any(likeness(one, other).score >= SAME_FROM for one in ours for other in theirs):
        return True
    words, other_words = (
        {token.text for name in names for token in name.tokens if token.kind == "word"} for names in (ours, theirs)
    )
    return None if words & other_words else False


def person_cases(party_lists: Sequence[PartyList], chance: Random, count: int) -> Iterator[tuple[Case, str]]:
    """Names of listed persons in disguise, and names put together from those of two; each with a year of birth, or ""."""
    people = [
        (party_list.id, listing)
        for party_list in party_lists
        for listing in party_list.listings
        if listing.kind == "individual" and "," in listing.name
    ]
    for list_id, listing in chance.sample(people, count):
        for disguise in chance.sample(PERSON_DISGUISES, 2):
            if text := disguise(listing.name.title(), chance):
                years = sorted(birth_years(listing.note, labelled=True))
                born = chance.choice(years) if years and chance.random() < 0.3 else ""
                country = chance.choice(listing.countries) if listing.countries and chance.random() < 0.45 else None
                learnt = crc32(listing.name.partition(",")[0].encode()) % 2 == 0
                yield Case(disguise.__name__, text, country, (list_id, listing.entry), learnt), born
    for number in range(4 * count):
        (_, one), (_, other) = chance.sample(people, 2)
        family, given = one.name.partition(",")[0], other.name.partition(",")[2].split()
        text = f"{given[0] if given else ''} {family}".title()
        born = str(chance.randrange(1940, 2000)) if chance.random() < 0.3 else ""
        country = chance.choice((*other.countries, "US", "GB")) if chance.random() < 0.5 else None
        yield Case("composed", text, country, None, number % 2 == 0), born
    families, given_names_known = sorted(common_surnames()), [names[0] for names in given_names()]
    for number in range(2 * count):
        text = f"{chance.choice(given_names_known)} {chance.choice(families)}".title()
        country = chance.choice(("US", "GB", "CN", "RU", "MX", "AE")) if chance.random() < 0.3 else None
        yield Case("common", text, country, None, number % 2 == 0), ""


def person_pairs(cases: Iterable[tuple[Case, str]], party_lists: Sequence[PartyList]) -> Iterator[Pair]:
    """Each person with every entry that the name brings up."""
    for case, born in cases:
        for party_list in party_lists:
            for match in party_list.name_matches(case.query):
                if match.person:
                    right = case.entry == (party_list.id, match.listing.entry)
                    if right or case.entry is None:
                        yield Pair(case, match, right, person_features(match, case.country, born))


def in_order(name: str, chance: Random) -> str:
    """Given names first."""
    del chance
    family, _, given = name.partition(",")
    return f"{given.strip()} {family}"


def short(name: str, chance: Random) -> str | None:
    """The first given name and the family name."""
    family, _, given = name.partition(",")
    return in_order(f"{family.split()[0]}, {given.split()[0]}", chance) if len(given.split()) > 1 else None


def with_initial(name: str, chance: Random) -> str | None:
    """An initial for a given name: the first one, or the second."""
    family, _, given = name.partition(",")
    words = given.split()
    if not words:
        return None
    place = chance.randrange(len(words))
    words[place] = f"{words[place][0]}."
    return " ".join((*words, family))


def respelled(name: str, chance: Random) -> str | None:
    """Another transliteration of one sound."""
    options = [(old, new) for old, new in _RESPELLED if old in name.casefold()]
    if not options:
        return None
    old, new = chance.choice(options)
    return in_order(re.sub(old, new, name, count=1, flags=re.IGNORECASE).title(), chance)


def person_slip(name: str, chance: Random) -> str | None:
    """A letter wrong."""
    return slip(in_order(name, chance), chance)


def titled(name: str, chance: Random) -> str:
    """With a title."""
    return f"{chance.choice(('Mr.', 'Dr.', 'Sheikh', 'General', 'Hajji', 'Mrs'))} {in_order(name, chance)}"


_RESPELLED = (
    ("kh", "h"), ("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("sh", "sch"), ("v", "w"), ("dj", "j"), ("q", "k"), ("ei", "ey"), ("ks", "x"),
    ("aa", "a"), ("ck", "k"), ("zh", "j"), ("iy", "y"), ("ph", "f"), ("u", "ou"), ("ts", "tz"),
)  # fmt: skip
PERSON_DISGUISES = [in_order, short, with_initial, respelled, person_slip, titled]


def chosen(all_pairs: Iterable[Pair]) -> list[Pair]:
    """Of each case the best right pair and the worst mistake: a relative of a listed party, somebody else for a name on no list."""
    best: dict[tuple[Case, bool], tuple[tuple[float, float], Pair]] = {}
    for pair in all_pairs:
        like = pair.match.person or pair.match.like
        rank = (like.score if like else 1.0, pair.features.get("equal", 0.0))
        key = pair.case, pair.right
        if key not in best or rank > best[key][0]:
            best[key] = rank, pair
    return [pair for _, pair in best.values()]


class Row(NamedTuple):
    """A pair as a line of pairs.csv: no name, only what the regression sees."""

    model: str
    part: str
    right: bool
    features: dict[str, float]


def write_rows(rows: Iterable[Row]) -> None:
    """Writes pairs.csv; a feature that is 0 is left out."""
    with PAIRS.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(("model", "part", "right", "features"))
        for row in rows:
            features = ";".join(f"{name}={value:.3g}" for name, value in row.features.items() if value)
            lines.writerow((row.model, row.part, int(row.right), features))


def read_rows() -> list[Row]:
    """The pairs of pairs.csv."""
    rows = []
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            features = {
                name: float(value)
                for name, _, value in (text.partition("=") for text in line["features"].split(";"))
                if name
            }
            rows.append(Row(line["model"], line["part"], line["right"] == "1", features))
    return rows


def learn(model: str, rows: Iterable[Row]) -> dict[str, float]:
    """The weights of a model; a feature that would count against its meaning gets none."""
    learnt = [row for row in rows if (row.model, row.part) == (model, "learnt")]
    features = [name for name in WORDS[model] if name not in (CONSTANT, *FIXED)]
    used = list(features)
    while True:
        fitted = regression(
            [[row.features.get(name, 0.0) for name in used] for row in learnt], [row.right for row in learnt]
        )
        wrong = [name for name in used if fitted[1 + used.index(name)] * SIGNS.get(name, 0) < 0]
        if not wrong:
            weights = dict(zip((CONSTANT, *used), fitted, strict=True))
            return {name: FIXED.get(name, weights.get(name, 0.0)) for name in WORDS[model]}
        used.remove(max(wrong, key=lambda name: abs(fitted[1 + used.index(name)])))


def regression(rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> list[float]:
    """The weights of a logistic regression (the constant first), by Newton's method."""
    matrix = numpy.column_stack((numpy.ones(len(rows)), numpy.array(rows)))
    target = numpy.array(truth, dtype=float)
    weights = numpy.zeros(matrix.shape[1])
    pull = numpy.full(matrix.shape[1], RIDGE)
    pull[0] = 0.0
    for _ in range(50):
        chances = 1 / (1 + numpy.exp(-matrix @ weights))
        slope = matrix.T @ (target - chances) - pull * weights
        bend = (matrix.T * (chances * (1 - chances))) @ matrix + numpy.diag(pull)
        step = numpy.linalg.solve(bend, slope)
        weights = weights + step
        if numpy.abs(step).max() < 1e-9:
            break
    return [round(float(weight), 2) for weight in weights]


def chance_of(weights: Mapping[str, float], row: Row) -> float:
    """The probability of a pair under these weights."""
    odds = weights[CONSTANT] + sum(weights[name] * value for name, value in row.features.items())
    return 1 / (1 + math.exp(-odds))


def bins(weights: Mapping[str, float], rows: Iterable[Row]) -> list[tuple[int, float, float]]:
    """Ten bins of the probability: how many pairs, their mean probability, the share of those that are right."""
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for row in rows:
        chance = chance_of(weights, row)
        binned[min(int(chance * 10), 9)].append((chance, row.right))
    return [
        (len(pairs), sum(chance for chance, _ in pairs) / len(pairs), sum(right for _, right in pairs) / len(pairs))
        if pairs
        else (0, 0.0, 0.0)
        for pairs in binned
    ]


def report(rows: Sequence[Row]) -> str:
    """The weights with the figures that they reach on the pairs they were not learnt from."""
    lines = ["# The weights, and what they reach", "", "Written by `python -m tests.bench.weights`; do not edit.", ""]
    for model in WORDS:
        weights = learn(model, rows)
        measured = [row for row in rows if (row.model, row.part) == (model, "measured")]
        decided = [row for row in measured if chance_of(weights, row) >= MATCH_FROM]
        right = sum(row.right for row in measured)
        lines += [
            f"## {model.title()}",
            "",
            f"Learnt from {sum(row.model == model for row in rows) - len(measured):,} pairs; measured on {len(measured):,} others, "
            f"{right:,} of them of one party. Of these {sum(row.right for row in decided) / right:.1%} have a probability of "
            f"{MATCH_FROM} or more, and so have {sum(not row.right for row in decided)} of the {len(measured) - right} that are not; "
            f"{sum(row.right for row in measured if chance_of(weights, row) >= CANDIDATE_FROM) / right:.1%} and "
            f"{sum(not row.right for row in measured if chance_of(weights, row) >= CANDIDATE_FROM)} have {CANDIDATE_FROM} or more.",
            "",
            "| probability | pairs | mean probability | of one party |",
            "|---|---|---|---|",
            *(
                f"| {place / 10:.1f} to {(place + 1) / 10:.1f} | {count} | {mean:.2f} | {share:.2f} |"
                for place, (count, mean, share) in enumerate(bins(weights, measured))
            ),
            "",
        ]
    return "\n".join(lines)


def write_weights(rows: Sequence[Row]) -> None:
    """Writes weights.csv and weights.md."""
    with (RULES / "names" / "weights.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(("model", "feature", "weight", "words"))
        for model, words in WORDS.items():
            weights = learn(model, rows)
            lines.writerows((model, name, weights[name], text) for name, text in words.items())
    (RULES / "names" / "weights.md").write_text(report(rows), encoding="utf-8")


def main() -> None:
    """Makes pairs where data is given, learns, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    given = parser.parse_args()
    if given.data:
        party_lists = lists(given.data)
        cases = [*listed_cases(party_lists, Random(3), EACH), *clean_cases(party_lists, Random(4), COMPOSED)]
        people = person_cases(party_lists, Random(5), PEOPLE)
        made = {COMPANY: chosen(pairs(cases, party_lists)), PERSON: chosen(person_pairs(people, party_lists))}
        write_rows(
            Row(model, "learnt" if pair.case.learnt else "measured", pair.right, pair.features)
            for model, all_pairs in made.items()
            for pair in all_pairs
        )
    write_weights(read_rows())


if __name__ == "__main__":
    main()
