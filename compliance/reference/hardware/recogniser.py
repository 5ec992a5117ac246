"""Who may have made a machine, and which model family it is, from what two cells of an inventory say.

Whole words only, nothing fuzzy: exact spelling, then folded spelling, then the brand alone, then nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from compliance.core.party import Known, PartyRef, Unlisted
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.text import one_line
from compliance.reference.hardware.model_text import (
    COOLING,
    DOUBTS,
    GENERIC,
    HEDGES,
    NOBODY,
    VARIANT,
    Token,
    key_of,
    names_nothing,
)
from compliance.reference.hardware.names import Family, FamilySpan, NameIndex, NameSpan

How = Literal["exact", "folded", "brand", "none"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a manufacturer and a model text say: the makers it may be, and the family."""

    makers: Recognition[PartyRef]
    family: Recognition[str]
    variant: str
    how: How
    seller: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one cell says: the makers of the catalogue that it may name, and a name that may be none of theirs."""

    makers: frozenset[str] = frozenset()
    unlisted: str = ""
    families: frozenset[Family] = frozenset()
    variant: str = ""
    seller: str = ""
    contradictory: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Recogniser:
    """Recognises makers and families by the names of an index."""

    index: NameIndex

    def recognise(self, manufacturer: str, model: str) -> Recognised:
        """Who made the machine and which family it is, as far as both texts say so without guessing."""
        by_maker = self._manufacturer(manufacturer)
        by_model = self._model(model, by_maker.makers)
        makers, unlisted, notes = by_maker.makers, by_maker.unlisted, [*by_maker.notes, *by_model.notes]
        common = by_maker.makers & by_model.makers
        if (by_maker.makers or unlisted) and by_model.makers and (not common or by_model.contradictory):
            # A company that is named and is no maker we know stays what is recorded: it may be a listed one.
            makers |= by_model.makers if by_maker.makers else frozenset()
            titles = [self.index.titles[maker] for maker in by_maker.makers | by_model.makers]
            notes.append(_contradiction(manufacturer, model, [*titles, unlisted] if unlisted else titles))
        elif by_model.makers:
            makers, unlisted = common or by_model.makers, ""
        how: How = "brand" if makers else "none"
        if len(by_model.families) == 1:
            how = "exact" if any(model.strip() in family.spellings for family in by_model.families) else "folded"
        possible: list[PartyRef] = [*map(Known, makers), *([Unlisted(unlisted)] if unlisted else ())]
        families = [family.name for family in by_model.families]
        written = model if names_nothing(manufacturer) else manufacturer
        return Recognised(
            makers=_recognition(written, possible),
            family=_recognition(model, families),
            variant=by_model.variant,
            how=how,
            seller=by_maker.seller,
            notes=tuple(notes),
        )

    def _manufacturer(self, text: str) -> _Reading:
        index = self.index
        tokens = index.tokens(text)
        words = {token.word for token in tokens}
        whole = "".join(token.word for token in tokens)
        if not any(character.isalpha() for character in whole) or words <= NOBODY or whole in NOBODY:
            return _Reading()
        if whole in index.only_alone:
            return _Reading(frozenset((index.only_alone[whole],)))
        spans = list(index.name_spans(tokens))
        makers = frozenset(span.meaning.maker for span in spans if span.meaning.maker)
        sellers = [span for span in spans if span.meaning.seller]
        if sellers:
            seller = max(sellers, key=lambda span: span.end - span.start).meaning.seller
            return _Reading(makers, seller=seller, notes=(f"{seller} is a seller, not a maker",))
        if not makers:
            return _Reading(unlisted=one_line(text))
        idle = GENERIC | (NOBODY - DOUBTS) | {key for key, maker in index.only_alone.items() if maker in makers}
        rest = [token.word for token in _outside(tokens, spans) if not token.measure]
        if all(word in idle or word in index.families or VARIANT.fullmatch(word) for word in rest):
            return _Reading(makers)
        return _Reading(makers, one_line(text), notes=(_among_other_words(text),))

    def _model(self, text: str, makers_named: frozenset[str]) -> _Reading:
        """What a model text says beside a manufacturer cell that names ``makers_named``."""
        index = self.index
        tokens = index.tokens(index.without_mining_os(text))
        names = list(index.name_spans(tokens))
        brands = frozenset(span.meaning.maker for span in names if span.meaning.maker)
        spans = list(index.family_spans(tokens, brands | makers_named))
        if len(spans) > 1:
            spans = [span for span in spans if not self._is_title(tokens, span)] or spans
        families = frozenset(family for span in spans for family in span.families)
        makers = frozenset(family.maker for family in families)
        rest = _outside(tokens, [*names, *spans])
        modifiers = HEDGES.union(*(index.modifiers[maker] for maker in makers))
        strange = [
            token
            for token in rest
            if not (token.word in modifiers or token.measure or token.word in COOLING or VARIANT.fullmatch(token.word))
        ]
        if strange and not makers & (brands | makers_named):
            return _Reading(brands)
        if makers and brands and not makers & brands:
            note = f"model {one_line(text)!r} names different makers"
            return _Reading(makers | brands, contradictory=True, notes=(note,))
        if len(families) > 1 and len(spans) == 1:
            return _Reading(brands or makers, families=families, notes=(_several_families(text, families),))
        modified = any(token.word in modifiers for token in rest)
        coded = any(not token.word.isalpha() or len(token.word) < 4 for token in strange)
        if len(families) != 1 or modified or coded:
            return _Reading(brands or makers)
        numbered = rest[:1] == tokens[:1] and re.fullmatch(r"\d+x?", tokens[0].word)
        notes = (_no_quantity(text),) if numbered else ()
        return _Reading(makers, "", families, " ".join(token.text for token in rest), notes=notes)

    def _is_title(self, tokens: list[Token], span: FamilySpan) -> bool:
        """Whether what may be a family is what its maker is called."""
        key = "".join(token.word for token in tokens[span.start : span.end])
        return any(key == key_of(self.index.titles[family.maker]) for family in span.families)


def _recognition(text: str, values: Collection[T]) -> Recognition[T]:
    return blank(text) if not values and names_nothing(text) else recognised(text, values)


def _outside(tokens: list[Token], spans: Iterable[NameSpan | FamilySpan]) -> list[Token]:
    """The tokens outside the spans."""
    inside = {index for span in spans for index in range(span.start, span.end)}
    return [token for index, token in enumerate(tokens) if index not in inside]


# --- wording


def _contradiction(manufacturer: str, model: str, titles: list[str]) -> str:
    cells = f"manufacturer {one_line(manufacturer)!r} and model {one_line(model)!r}"
    return f"{cells} name different makers: {' or '.join(sorted(titles))}"


def _among_other_words(text: str) -> str:
    return f"manufacturer {one_line(text)!r} names a known maker among other words: it may be another company"


def _several_families(text: str, families: Iterable[Family]) -> str:
    return f"model {one_line(text)!r} may be {' or '.join(sorted(family.name for family in families))}"


def _no_quantity(text: str) -> str:
    return f"model {one_line(text)!r} begins with a number, which is not taken as a quantity: use the column quantity"
