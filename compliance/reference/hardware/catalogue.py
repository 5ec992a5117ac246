"""Makers, model families and control boards, and who made a machine that is called so.

Maker, seller and origin are three things: a seller says nothing about the maker's country, and a model says
nothing about its control board but the set of those it may carry. What is not recognised stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

from compliance.core.party import Known, PartyRef
from compliance.core.recognition import Recognition, blank, recognised
from compliance.core.record import Confidence, Source
from compliance.core.text import normal
from compliance.reference.hardware.model_text import names_nothing, parse_hashrate
from compliance.reference.hardware.recogniser import Recognised, Recogniser
from compliance.reference.hardware.variants import Release

__all__ = ["AssemblySite", "Board", "Catalogue", "Maker", "Recognised", "parse_hashrate"]

_DENIED = re.compile(r"\b(?:not|non|no|or|ex|was|formerly|replaced|without)\b|\?")


@dataclass(frozen=True, slots=True)
class Board:
    """A control board; ``country`` is the seat of the SoC's vendor (``A|B``: one of them), not of the board's maker."""

    id: str
    soc: str
    vendor: str
    country: str
    confidence: Confidence

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class AssemblySite:
    """A country in which a maker assembles, on the days from ``since`` to ``until``, both included."""

    country: str
    since: date | None
    until: date | None
    source: str
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker: its name for people and where it is known to assemble."""

    name: str
    assembly: tuple[AssemblySite, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Catalogue:
    """Everything known of mining hardware; made by ``hardwarefile.load_catalogue``.

    ``tokens``: what a ``control_board`` cell may hold -> boards; ``carried``: family -> the boards it may carry;
    ``releases``: family -> when it was first sold.
    """

    makers: Mapping[str, Maker]
    recogniser: Recogniser
    tokens: Mapping[str, frozenset[Board]]
    carried: Mapping[str, tuple[Board, ...]]
    releases: Mapping[str, Release]

    def recognise(self, manufacturer: str, model: str) -> Recognised:
        """Who made the machine and which family it is, as far as both texts say so without guessing."""
        return self.recogniser.recognise(manufacturer, model)

    def spellings(self) -> Iterator[str]:
        """Everything by which a maker, a seller, a family or a control board may be known, folded."""
        return chain(self.recogniser.index.spellings(), self.tokens)

    def beginnings(self) -> Iterator[str]:
        """The words by whose beginning a control board is known, as far as they begin; folded."""
        return (token[:-1] for token in self.tokens if token.endswith("*"))

    def title(self, maker: Known) -> str:
        """The maker's name as people write it; the id of one that is not here."""
        known = self.makers.get(maker.id)
        return known.name if known else maker.id

    def maker(self, party: PartyRef) -> Maker | None:
        """The maker that the party is; None for any other."""
        return self.makers.get(party.id) if isinstance(party, Known) else None

    def sources(self, party: PartyRef) -> tuple[Source, ...]:
        """The sources of what the catalogue says about the party as a maker."""
        maker = self.maker(party)
        return maker.sources if maker else ()

    def assembly(self, party: PartyRef) -> tuple[AssemblySite, ...]:
        """The countries in which the party is known to assemble as a maker; none: nothing is known."""
        maker = self.maker(party)
        return maker.assembly if maker else ()

    def released(self, family: str) -> Release | None:
        """When the family was first sold; None where no date is known."""
        return self.releases.get(family)

    def boards(self, control_board: str, family: str | None) -> Recognition[Board]:
        """The control boards that a machine may carry; where no board is recorded, those that its family may carry."""
        text = normal("NFKC", control_board)
        if names_nothing(text):
            return blank(control_board, self.carried.get(family or "", ()))
        words = re.split(r"[\s,;()/|]+", text.casefold())
        named = [boards for boards in map(self._token, words) if boards]
        if not named or _DENIED.search(text.casefold()):
            return recognised(control_board, ())
        return recognised(control_board, frozenset.intersection(*named) or frozenset.union(*named))

    def _token(self, word: str) -> frozenset[Board]:
        starts = (self.tokens[f"{start}*"] for start in self.beginnings() if word.startswith(start))
        return frozenset(self.tokens.get(word, ())).union(*starts)
