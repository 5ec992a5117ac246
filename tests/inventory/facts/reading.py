"""Rows read by the declared facts, and what stands for their cells where there are very many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from compliance.inventory import FactsRead, Grouping, Normalised, Reader, normalise, partial
from compliance.inventory.columns import layout
from compliance.inventory.facts import FACTS
from compliance.inventory.sites import Site, Sites
from compliance.ownership.parties import Party, collect
from tests.builders import catalogue, countries, listed

ALL = FactsRead.exactly(*FACTS)


@cache
def reader() -> Reader:
    parties = collect([Party("foo", "Foo Ltd", country="CN")], [])
    sites = Sites((
        Site(id="north", name="North Range", operator="Foo Ltd"),
        Site(id="south", aliases=("Yard",), owner="Foo Ltd", operator="-"),
        Site(id="west", aliases=("Yard",)),
    ))  # fmt: skip
    return Reader(catalogue(), countries(), parties, sites, lists=(listed("some", "Listed Ltd"),))


def normalised(
    rows: Sequence[Mapping[str, str]], read: FactsRead = ALL, canonical: bool = False
) -> tuple[Grouping, Normalised]:
    """The rows as lots, told apart by what is ``read``."""
    header = list(dict.fromkeys(("model", *(name for row in rows for name in row))))
    grouping = Grouping(layout(header, {}, file="f.csv"), read, reader(), canonical)
    cells = [[row.get(name, "") for name in header] for row in rows]
    return grouping, normalise(partial(grouping, [(2, cells)]), grouping, reader(), "f.csv")


def value(fact: str, **row: str) -> Any:
    """The value of a fact in a row of a known machine."""
    _, result = normalised([{"model": "Antminer S19", **row}])
    return getattr(result.lots[0].unit, fact)


def doubts(**row: str) -> list[str]:
    """What is said of a row of a known machine."""
    return [note.removeprefix("f.csv:2: ") for note in normalised([{"model": "Antminer S19", **row}])[1].notes]


def told_apart(column: str, texts: Sequence[str], read: FactsRead = ALL) -> int:
    """How many cells of a column are told apart where there are very many rows."""
    rows = [{"model": "Antminer S19", column: text} if column != "model" else {"model": text} for text in texts]
    return len(normalised(rows, read, canonical=True)[1].units)
