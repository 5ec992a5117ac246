"""Makers, their brands, model families and control boards, and who made a machine that is called so.

Maker, seller and origin are three things: a seller says nothing about the maker's country, and a model says
nothing about its control board but the set of those it may carry. What is not recognised stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from compliance import strictyaml
from compliance.errors import ComplianceError, Problem
from compliance.modeltext import NOBODY, parse_hashrate
from compliance.possible import Possible, some
from compliance.recogniser import Family, Recognised, Recogniser
from compliance.record import Checked, Confidence, Record, Source, Text, validate

__all__ = ["AssemblySite", "Board", "Catalogue", "Recognised", "load_catalogue", "parse_hashrate"]

BOARDS, RESELLERS = "control-boards.yaml", "resellers.yaml"
_DENIED = re.compile(r"\b(?:not|non|no|or|ex|was|formerly|replaced|without)\b|\?")


def _codes(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(\|[A-Z]{2})*", text):
        raise ValueError("write ISO codes, several as A|B")
    return text


Country = Annotated[str, Checked(_codes)]


class BrandRecord(Record):
    """A brand of a maker and its model families."""

    names: tuple[Text, ...] = ()
    families: tuple[Text, ...]
    aliases: dict[Text, tuple[Text, ...]] = field(default_factory=dict)
    mining_os: str = ""
    optional_prefix: str = ""


class SellerRecord(Record):
    """A company that sells machines; which one it made does not follow."""

    name: Text
    names: tuple[Text, ...] = ()
    country: Country | None = None
    source: Text
    confidence: Confidence = "recalled"


class AssemblyRecord(Record):
    """A country in which a maker assembles, and since when."""

    country: Country
    since: date | None = None
    until: date | None = None
    source: Text
    confidence: Confidence = "recalled"
    note: str = ""


class MakerRecord(Record):
    """One file ``rules/hardware/<maker>.yaml``."""

    id: Text
    name: Text
    party: Text
    names: tuple[Text, ...]
    only_alone: tuple[Text, ...] = ()
    brands: dict[Text, BrandRecord]
    sellers: tuple[SellerRecord, ...] = ()
    assembly: tuple[AssemblyRecord, ...] = ()
    sources: tuple[Source, ...]


class ResellersRecord(Record):
    """The file of companies that sell machines of several makers."""

    sellers: tuple[SellerRecord, ...]
    sources: tuple[Source, ...]


class BoardRecord(Record):
    """A kind of control board and the texts by which devices and people name it."""

    id: Text
    tokens: tuple[Text, ...]
    soc: Text
    vendor: Text
    country: Country
    source: Text
    confidence: Confidence = "recalled"


class BoardsRecord(Record):
    """The file of control boards and of the families that may carry them."""

    boards: tuple[BoardRecord, ...]
    families: dict[Text, tuple[Text, ...]]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A control board; ``country`` is the seat of the SoC's vendor (``A|B``: one of them), not of the board's maker."""

    id: str
    soc: str
    vendor: str
    country: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class AssemblySite:
    """A country in which a maker assembles, on the days from ``since`` to ``until``, both included."""

    country: str
    since: date | None
    until: date | None
    source: str
    confidence: Confidence
    note: str = ""


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in ``folder``: control boards, resellers, and one file per maker. Raises ComplianceError."""
    documents = {path.name: strictyaml.load(path) for path in sorted(folder.glob("*.yaml"))}
    missing = [name for name in (BOARDS, RESELLERS) if name not in documents]
    if missing:
        raise ComplianceError(Problem(f"{name} is missing", "Restore it.", str(folder)) for name in missing)
    boards = validate(BoardsRecord, documents.pop(BOARDS))
    resellers = validate(ResellersRecord, documents.pop(RESELLERS))
    makers = [validate(MakerRecord, document) for document in documents.values()]
    return Catalogue(makers, resellers, boards, str(folder))


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...


class Catalogue:
    """Everything known of mining hardware."""

    def __init__(
        self, makers: Iterable[MakerRecord], resellers: ResellersRecord, boards: BoardsRecord, file: str = ""
    ) -> None:
        """Index the records. Raises ComplianceError, naming ``file``, for what cannot all be true."""
        self._makers: dict[str, MakerRecord] = {}
        self._families: set[str] = set()
        self._recogniser = Recogniser()
        self._problems = self._recogniser.problems
        for maker in makers:
            self._add(maker)
        for seller in resellers.sellers:
            self._recogniser.add_seller(seller.name, seller.names)
        self._check(RESELLERS, resellers.sources, resellers.sellers)
        self._add_boards(boards)
        if self._problems:
            raise ComplianceError(Problem(p.what, p.advice, file) for p in self._problems)
        self._recogniser.finish()

    def _add(self, maker: MakerRecord) -> None:
        if maker.id in self._makers:
            self._problems.append(Problem(f"maker {maker.id} stands in two files", "Keep one of them."))
        self._makers[maker.id] = maker
        self._check(maker.id, maker.sources, (*maker.sellers, *maker.assembly))
        self._recogniser.add_maker(maker.id, maker.name, maker.names, maker.only_alone)
        for seller in maker.sellers:
            self._recogniser.add_seller(seller.name, seller.names, maker.id)
        for brand, record in maker.brands.items():
            self._add_brand(maker, brand, record)

    def _add_brand(self, maker: MakerRecord, brand: str, record: BrandRecord) -> None:
        self._recogniser.add_maker(maker.id, maker.name, record.names or (brand,))
        self._recogniser.add_mining_os(record.mining_os, brand)
        for stray in sorted(record.aliases.keys() - set(record.families)):
            self._problems.append(
                Problem(f"{maker.id}: aliases of the unknown family {stray!r}", "Name a family of the brand.")
            )
        for short in record.families:
            branded = f"{brand} {short}"
            name = branded if brand == maker.name else f"{maker.name} {branded}"
            aliases = record.aliases.get(short, ())
            family = Family(maker.id, name, frozenset((name, branded, short, *aliases)))
            self._families.add(name)
            self._recogniser.add_family(family, short, aliases, record.optional_prefix)

    def _add_boards(self, record: BoardsRecord) -> None:
        self._check(BOARDS, record.sources, record.boards)
        made = {b.id: Board(b.id, b.soc, b.vendor, b.country, b.confidence) for b in record.boards}
        self._tokens: dict[str, set[Board]] = {}
        for board in record.boards:
            for token in board.tokens:
                self._tokens.setdefault(token.casefold(), set()).add(made[board.id])
        for family, ids in record.families.items():
            if family not in self._families or not made.keys() >= set(ids):
                self._problems.append(
                    Problem(f"{BOARDS}: {family} or one of {', '.join(ids)} is not known", "Check the names.")
                )
        self._carried = {
            family: [made[board] for board in ids if board in made] for family, ids in record.families.items()
        }

    def _check(self, where: str, sources: Iterable[Source], users: Iterable[_Sourced]) -> None:
        for source in sorted({user.source for user in users} - {source.id for source in sources}):
            self._problems.append(Problem(f"{where}: source {source!r} is not declared", "Add it under sources."))

    def recognise(self, manufacturer: str, model: str) -> Recognised:
        """Who made the machine and which family it is, as far as both texts say so without guessing."""
        return self._recogniser.recognise(manufacturer, model)

    def title(self, maker: str) -> str:
        """The maker's name as people write it; an unlisted one's as it was written."""
        record = self._makers.get(maker)
        return record.name if record else maker.removeprefix("name:")

    def party(self, maker: str) -> str:
        """The id of the maker in ``rules/parties``; an unlisted one stays ``name:…``."""
        record = self._makers.get(maker)
        return record.party if record else maker

    def sources(self, maker: str) -> tuple[Source, ...]:
        """Where what is said of the maker comes from."""
        record = self._makers.get(maker)
        return record.sources if record else ()

    def assembly(self, maker: str) -> tuple[AssemblySite, ...]:
        """The countries in which the maker is known to assemble; none: nothing is known."""
        record = self._makers.get(maker)
        sites = record.assembly if record else ()
        return tuple(AssemblySite(s.country, s.since, s.until, s.source, s.confidence, s.note) for s in sites)

    def boards(self, control_board: str, family: str | None) -> tuple[Possible[Board], str]:
        """The control boards that a machine may carry, and a remark (or "") on how that is known."""
        text = unicodedata.normalize("NFKC", control_board).casefold().strip()
        words = re.split(r"[\s,;()/|]+", text)
        if text in NOBODY or not any(character.isalnum() for character in text):
            return some(self._carried.get(family or "", ())), ""
        found = [boards for boards in map(self._token, words) if boards]
        if not found or _DENIED.search(text):
            return Possible(None), f"control board {control_board.strip()!r} is not known"
        return some(frozenset.intersection(*found) or frozenset.union(*found)), ""

    def _token(self, word: str) -> frozenset[Board]:
        starts = (self._tokens[t] for t in self._tokens if t.endswith("*") and word.startswith(t[:-1]))
        return frozenset(self._tokens.get(word, ())).union(*starts)
