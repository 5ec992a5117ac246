"""Reads ``rules/hardware``: makers with their brands, families and sellers, control boards, resellers, releases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import AfterValidator

from compliance.core.errors import ComplianceError, Problem
from compliance.core.record import Confidence, Record, Since, Source, Text, validate
from compliance.io import yaml as strictyaml
from compliance.reference.hardware.catalogue import AssemblySite, Board, Catalogue, Maker
from compliance.reference.hardware.names import Family, NameIndex
from compliance.reference.hardware.recogniser import Recogniser
from compliance.reference.hardware.variants import FILE as VARIANTS
from compliance.reference.hardware.variants import Release, Variants, load_variants

BOARDS, RESELLERS, SPECIFICATIONS = "control-boards.yaml", "resellers.yaml", "variants.yaml"


def _codes(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(\|[A-Z]{2})*", text):
        raise ValueError("write ISO codes, several as A|B")
    return text


Country = Annotated[str, AfterValidator(_codes)]


class BrandRecord(Record):
    """A brand of a maker and its model families."""

    names: tuple[Text, ...] = ()
    families: tuple[Text, ...]
    aliases: dict[Text, tuple[Text, ...]] = {}
    mining_os: str = ""
    optional_prefix: str = ""


class SellerRecord(Record):
    """A company that sells machines; it says nothing about who made them."""

    name: Text
    names: tuple[Text, ...] = ()
    country: Country | None = None
    source: Text
    confidence: Confidence = "recalled"


class AssemblyRecord(Record):
    """A country in which a maker assembles, and since when."""

    country: Country
    since: Since = None
    until: date | None = None
    source: Text
    confidence: Confidence = "recalled"
    note: str = ""


class MakerRecord(Record):
    """One file ``rules/hardware/<maker>.yaml``."""

    id: Text
    name: Text
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


class SpecificationsRecord(Record):
    """The file of what ``variants.csv`` rests on."""

    sources: tuple[Source, ...]


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in ``folder``: control boards, resellers, one file per maker, and the releases of ``variants.csv``.

    Raises ComplianceError for a file that does not fit, and for what cannot all be true.
    """
    documents = {path.name: strictyaml.load(path) for path in sorted(folder.glob("*.yaml"))}
    missing = [name for name in (BOARDS, RESELLERS, SPECIFICATIONS) if name not in documents]
    if missing:
        raise ComplianceError(Problem(f"{name} is missing", "Restore it.", str(folder)) for name in missing)
    boards = validate(BoardsRecord, documents.pop(BOARDS))
    resellers = validate(ResellersRecord, documents.pop(RESELLERS))
    specifications = validate(SpecificationsRecord, documents.pop(SPECIFICATIONS))
    makers = [validate(MakerRecord, document) for document in documents.values()]
    return catalogue_of(makers, resellers, boards, specifications, load_variants(folder), str(folder))


def catalogue_of(
    makers: Iterable[MakerRecord],
    resellers: ResellersRecord,
    boards: BoardsRecord,
    specifications: SpecificationsRecord,
    variants: Variants,
    file: str = "",
) -> Catalogue:
    """The catalogue of these records. Raises ComplianceError, naming ``file``, for what cannot all be true."""
    builder = _Builder()
    for maker in makers:
        builder.add_maker(maker)
    for seller in resellers.sellers:
        builder.names.add_seller(seller.name, seller.names)
    builder.check(RESELLERS, resellers.sources, resellers.sellers)
    tokens, carried = builder.boards(boards)
    releases = builder.releases(specifications, variants)
    if builder.problems:
        raise ComplianceError(Problem(problem.what, problem.advice, file) for problem in builder.problems)
    builder.names.finish()
    return Catalogue(builder.makers, Recogniser(builder.names), tokens, carried, releases)


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...


class _Builder:
    """Indexes records and collects what cannot all be true."""

    def __init__(self) -> None:
        self.makers: dict[str, Maker] = {}
        self.names = NameIndex()
        self.problems = self.names.problems
        self._families: set[str] = set()

    def add_maker(self, maker: MakerRecord) -> None:
        if maker.id in self.makers:
            self.problems.append(Problem(f"maker {maker.id} is defined in two files", "Keep one of them."))
        sites = tuple(
            AssemblySite(site.country, site.since, site.until, site.source, site.confidence, site.note)
            for site in maker.assembly
        )
        self.makers[maker.id] = Maker(maker.name, sites, maker.sources)
        self.check(maker.id, maker.sources, (*maker.sellers, *maker.assembly))
        self.names.add_maker(maker.id, maker.name, maker.names, maker.only_alone)
        for seller in maker.sellers:
            self.names.add_seller(seller.name, seller.names, maker.id)
        for brand, record in maker.brands.items():
            self._add_brand(maker, brand, record)

    def _add_brand(self, maker: MakerRecord, brand: str, record: BrandRecord) -> None:
        self.names.add_maker(maker.id, maker.name, record.names or (brand,))
        self.names.add_mining_os(record.mining_os, brand)
        for unknown in sorted(record.aliases.keys() - set(record.families)):
            what = f"{maker.id}: aliases of the unknown family {unknown!r}"
            self.problems.append(Problem(what, "Name a family of the brand."))
        for short in record.families:
            branded = f"{brand} {short}"
            name = branded if brand == maker.name else f"{maker.name} {branded}"
            aliases = record.aliases.get(short, ())
            family = Family(maker.id, name, frozenset((name, branded, short, *aliases)))
            self._families.add(name)
            self.names.add_family(family, short, aliases, record.optional_prefix)

    def boards(self, record: BoardsRecord) -> tuple[dict[str, frozenset[Board]], dict[str, tuple[Board, ...]]]:
        self.check(BOARDS, record.sources, record.boards)
        boards = {
            board.id: Board(board.id, board.soc, board.vendor, board.country, board.confidence)
            for board in record.boards
        }
        tokens: dict[str, frozenset[Board]] = {}
        for board in record.boards:
            for token in map(str.casefold, board.tokens):
                tokens[token] = tokens.get(token, frozenset()) | {boards[board.id]}
        for family, ids in record.families.items():
            if family not in self._families or not boards.keys() >= set(ids):
                what = f"{BOARDS}: the family {family} or one of its boards {', '.join(ids)} is not known"
                self.problems.append(Problem(what, "Check the names."))
        return tokens, {
            family: tuple(boards[board] for board in ids if board in boards) for family, ids in record.families.items()
        }

    def releases(self, record: SpecificationsRecord, variants: Variants) -> dict[str, Release]:
        """When the families were first sold; each variant is of a known family and from a declared source."""
        self.check(VARIANTS, record.sources, chain.from_iterable(variants.by_family.values()))
        for family in sorted(variants.by_family.keys() - self._families):
            self.problems.append(Problem(f"{VARIANTS}: {family} is not known", "Check the name."))
        return {} if self.problems else variants.releases({source.id: source for source in record.sources})

    def check(self, file: str, sources: Iterable[Source], users: Iterable[_Sourced]) -> None:
        for source in sorted({user.source for user in users} - {source.id for source in sources}):
            self.problems.append(Problem(f"{file}: source {source!r} is not declared", "Add it under sources."))
