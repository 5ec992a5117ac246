"""Why a name does not identify a party, however much it is like the listed one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.screening.listings import NameMatch


def company_weaknesses(name: str, name_match: NameMatch, features: Mapping[str, float]) -> Iterator[str]:
    """Why the name does not identify the party, however much it is like the listed one."""
    from compliance.screening.names.lexicon import registered_names
    from compliance.screening.names.romanising import registered_in
    from compliance.screening.probability import (
        forms_differ,
        is_common,
        is_full_name,
        is_short,
        is_whole,
        shares_long_word,
        slips_decide,
    )

    if name_match.quality == "weak":
        yield "a weak alias, which does not identify a party by itself"
    if name_match.stands_in or features["beside_others"]:
        yield "the text holds other words that may be a name"
    elif name_match.cut:
        yield "the text may be cut: the listed name begins with it"
    if is_short(name_match) and name_match.quality == "strong":
        yield "a word of so few letters may be the initials of another company"
    # So many words with their legal form are a register's full name.
    if is_common(name_match.name) and not features["same_country"] and not is_full_name(name_match, name):
        yield "many companies have this name, and no second fact is known"
    if (chinese := registered_in(name_match.span or name)) and not registered_names()[chinese].is_sourced:
        yield "no source was read for what the Chinese name is in English"
    if is_whole(name_match, name):
        return
    if slips_decide(name_match):
        yield "the letter that differs may be that of another name"
    if features["other_form"] or forms_differ(name_match.span or name, name_match.name):
        yield "the legal forms differ"
    if features["single"] and not (
        features["shared_generic"] or features["same_country"] or shares_long_word(name_match)
    ):
        yield "only one word is in common"


def person_weaknesses(name: str, name_match: NameMatch, features: Mapping[str, float]) -> Iterator[str]:
    """Why the name does not identify the person, however much it is like the listed one."""
    from compliance.screening.names.spans import is_marked_off, names_others

    if name_match.quality == "weak":
        yield "a weak alias, which does not identify a party by itself"
    if name_match.span and names_others(name, name_match.span) and not is_marked_off(name, name_match.span):
        yield "the text holds other words that may be a name"
    if features["common_name"] and not (features["same_country"] or features["same_birth"]):
        yield "many people have this name, and no second fact is known"
    if features["words"] < 2:
        yield "only one word is in common"
    if features["slip"]:
        yield "the letter that differs may be that of another name"
