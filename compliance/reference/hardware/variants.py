"""Variants of model families: hashrate, power, efficiency and release, each with its source.

Only the releases go into the catalogue, which every run loads; whoever needs the rest reads it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

from compliance.core.dates import NEVER_RECORDED, Period, period
from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.record import Confidence, Source

FILE = "variants.csv"
COLUMNS = (
    *("family", "variant", "algorithm", "hashrate_ths", "hashrate", "power_w", "efficiency_j_th"),
    *("released", "source", "confidence"),
)
YEARS_BEFORE: Mapping[Confidence, int] = {"verified": 1, "secondary": 1, "recalled": 2}
"""How many years before its release a machine may have been built: samples, stocks, and dates that are a little late."""


@dataclass(frozen=True, slots=True)
class Release:
    """When a family, or one of its variants, was first sold."""

    when: Period
    source: Source
    confidence: Confidence

    @property
    def made_since(self) -> date:
        """The first day on which a machine may have been made, prudently; the less is known, the earlier."""
        first = self.when.earliest or date.min
        return date(max(first.year - YEARS_BEFORE[self.confidence], 1), first.month, 1)


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a family. ``hashrate`` is written in its own unit where the algorithm is not SHA-256."""

    name: str
    algorithm: str
    hashrate_ths: Decimal | None
    hashrate: str
    power_w: Decimal | None
    rated: Decimal | None
    released: Period
    source: str
    confidence: Confidence

    @property
    def efficiency(self) -> Decimal | None:
        """Joules per terahash, as the maker rates it, else power by hashrate."""
        if self.rated is not None or self.hashrate_ths is None or self.power_w is None:
            return self.rated
        return (self.power_w / self.hashrate_ths).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Variants:
    """The known variants of each family."""

    by_family: Mapping[str, tuple[Variant, ...]]

    def of(self, family: str) -> tuple[Variant, ...]:
        """The known variants of a family, none for one that is not known."""
        return self.by_family.get(family, ())

    def releases(self, sources: Mapping[str, Source]) -> dict[str, Release]:
        """Of each family with a dated variant the release that lets its machines be oldest."""
        releases: dict[str, Release] = {}
        # Equal ones are one object, so that the kept catalogue stays small.
        equal: dict[Release, Release] = {}
        for family, variants in self.by_family.items():
            dated = [
                Release(variant.released, sources[variant.source], variant.confidence)
                for variant in variants
                if variant.released.known
            ]
            if dated:
                oldest = min(dated, key=lambda release: release.made_since)
                releases[family] = equal.setdefault(oldest, oldest)
        return releases


def load_variants(folder: Path) -> Variants:
    """The variants in ``folder``. Raises ComplianceError with every row that does not fit."""
    path = folder / FILE
    if not path.is_file():
        raise fail(f"{FILE} is missing", "Restore it.", file=str(folder))
    header, *rows = csv.reader(io.StringIO(path.read_text("utf-8"), newline=""), strict=True)
    if tuple(header) != COLUMNS:
        raise fail("does not have the expected columns", f"Write {','.join(COLUMNS)}.", file=str(path), row=1)
    problems: list[Problem] = []
    families: dict[str, dict[str, Variant]] = {}
    for number, row in enumerate(rows, 2):
        cells = dict(zip(COLUMNS, row, strict=False))
        faults = [*_faults(cells)] if len(row) == len(COLUMNS) else [f"{len(row)} cells, not {len(COLUMNS)}"]
        problems += [Problem(what, "Correct the row.", str(path), number) for what in faults]
        if faults:
            continue
        variants = families.setdefault(cells["family"], {})
        if cells["variant"] in variants:
            what = f"{cells['family']} {cells['variant']} has two rows"
            problems.append(Problem(what, "Delete one of them.", str(path), number))
        variants[cells["variant"]] = _variant(cells)
    if problems:
        raise ComplianceError(problems)
    return Variants({family: tuple(variants.values()) for family, variants in families.items()})


def _faults(cells: Mapping[str, str]) -> Iterator[str]:
    for column in ("family", "variant", "algorithm", "source"):
        if not cells[column].strip():
            yield f"{column} is empty"
    for column in ("hashrate_ths", "power_w", "efficiency_j_th"):
        if not re.fullmatch(r"([1-9]\d{0,5}|0(?=\.0*[1-9]))?(\.\d{1,3})?", cells[column]):
            yield f"{column} {cells[column]!r} is not a number above zero"
    if bool(cells["hashrate_ths"]) == bool(cells["hashrate"]):
        yield "give hashrate_ths for SHA-256, hashrate with its unit for other algorithms"
    if cells["confidence"] not in get_args(Confidence):
        yield f"confidence {cells['confidence']!r} is not one of {', '.join(get_args(Confidence))}"
    try:
        period(cells["released"])
    except ValueError as error:
        yield str(error)


def _variant(cells: Mapping[str, str]) -> Variant:
    rate, power, rated = (
        Decimal(cells[column]) if cells[column] else None for column in ("hashrate_ths", "power_w", "efficiency_j_th")
    )
    confidence: Confidence = next(level for level in YEARS_BEFORE if level == cells["confidence"])
    released = period(cells["released"]) if cells["released"] else NEVER_RECORDED
    return Variant(
        *(cells["variant"], cells["algorithm"], rate, cells["hashrate"], power, rated, released),
        *(cells["source"], confidence),
    )
