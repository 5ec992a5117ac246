"""Very many interests as columns of numbers: each becomes an ``Interest`` only where somebody looks at it.

Imports Polars: only who reads a large table or Parquet imports this.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cached_property
from typing import Any, overload

import polars as pl

from compliance.core.errors import ComplianceError, Problem
from compliance.core.share import WHOLE
from compliance.ownership.interests import ADDING, changing_hands, excesses, may_be_held
from compliance.ownership.parties import INTEREST_KINDS, Indexed, Interest
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Holdings

MAX_ROUNDS = 60
"""So often all companies at once are asked whether they stand, before the rest is asked one by one."""
MAX_KEPT = 500_000
"""So many interests that were looked at are kept."""
SLICE = 100_000
"""So many numbers are objects of Python at a time."""
_COLUMNS = ("owner", "owned", "terms", "row")
_TYPES = (pl.String, pl.String, pl.Int32, pl.Int32)


class InterestTable(Indexed):
    """Interests in the order of what is held; ``terms`` are their different shares, kinds, days and sources."""

    def __init__(self, names: pl.Series, frame: pl.DataFrame, terms: Sequence[Interest]) -> None:
        """``names`` are the parties, sorted; ``frame`` has the columns owner and owned (places in ``names``), terms
        (places in ``terms``) and row.
        """
        self.terms = terms
        self._term_values: list[tuple[Any, Any]] = [
            ([getattr(term, name) for name in _BEFORE_ROW], [getattr(term, name) for name in _AFTER_ROW])
            for term in terms
        ]
        ordered = frame.select(pl.col(*_COLUMNS).cast(pl.Int32)).with_row_index("order").sort("owned", "order")
        self.frame = ordered.select(_COLUMNS)
        self._names: list[str] = names.to_list()
        self._owner, self._owned, self._terms, self._row = (_numbers(self.frame[name]) for name in _COLUMNS)
        self._into = self._starts(self.frame["owned"])
        by_owner = ordered.select(pl.arg_sort_by("owner", "order")).to_series()
        self._of = self._starts(self.frame["owner"].gather(by_owner))
        self._held_by = _numbers(by_owner)

    @classmethod
    def joined(cls, parts: Iterable[Iterable[Interest]]) -> InterestTable:
        """All of ``parts`` in one table."""
        terms: dict[Interest, int] = {}
        frames = []
        for part in parts:
            if isinstance(part, InterestTable):
                frames.append(part._texts([terms.setdefault(term, len(terms)) for term in part.terms]))
            else:
                rows = [
                    (interest.owner, interest.owned, terms.setdefault(_terms(interest), len(terms)), interest.row or 0)
                    for interest in part
                ]
                frames.append(pl.DataFrame(rows, dict(zip(_COLUMNS, _TYPES, strict=True)), orient="row"))
        texts = pl.concat(frames)
        names = pl.concat([texts["owner"], texts["owned"]]).unique().sort()
        return cls(names, texts.with_columns(positions_in(pl.Enum(names), "owner", "owned")), list(terms))

    def _texts(self, places: list[int]) -> pl.DataFrame:
        names = pl.Series(self._names, dtype=pl.String)
        parties = (names.gather(self.frame[name]).alias(name) for name in ("owner", "owned"))
        terms = pl.Series("terms", places, dtype=pl.Int32).gather(self.frame["terms"])
        return pl.DataFrame([*parties, terms, self.frame["row"]])

    @property
    def ids(self) -> Sequence[str]:
        """Every party, sorted."""
        return self._names

    def names(self, party: str) -> bool:
        """Whether a party holds or is held."""
        return self.position_of(party) is not None

    def position_of(self, party: str) -> int | None:
        """The place of a party among ``ids``; None for a stranger."""
        position = bisect_left(self._names, party)
        return position if position < len(self._names) and self._names[position] == party else None

    def __len__(self) -> int:
        return len(self._row)

    @overload
    def __getitem__(self, position: int) -> Interest: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Interest]: ...
    def __getitem__(self, position: int | slice) -> Interest | Sequence[Interest]:
        if isinstance(position, slice):
            return [self.interest(index) for index in range(*position.indices(len(self)))]
        return self.interest(range(len(self))[position])

    def interest(self, position: int) -> Interest:
        """The interest at this place."""
        before, after = self._term_values[self._terms[position]]
        owner, owned = self._names[self._owner[position]], self._names[self._owned[position]]
        values: list[Any] = [owner, owned, *before, self._row[position] or None, *after]
        return Interest(*values)

    def into(self, party: str) -> Iterable[Interest]:
        """What is held of a party, on any day."""
        return map(self.interest, self.held_of(party))

    def ended_before(self, day: date) -> Iterable[Interest]:
        """Those that are held no longer on a day."""
        if not any(term.last < day for term in self.terms):
            return []
        ended = self._of_terms([term.last < day for term in self.terms])
        return map(self.interest, ended.arg_true().to_list())

    def days(self) -> Iterable[Interest]:
        """Interests that begin and end on every day on which one does."""
        return self.terms

    def suspects(self) -> Iterable[Interest]:
        """Those that might contradict each other, and no other one: the rest is looked through as columns."""
        return map(self.interest, self._suspected())

    def without(self, interests: Collection[Interest]) -> InterestTable:
        """All but some of the suspects."""
        places = [position for position in self._suspected() if self.interest(position) in interests]
        left = self.frame.with_row_index("place").filter(~pl.col("place").is_in(places))
        return InterestTable(pl.Series(self._names, dtype=pl.String), left, self.terms)

    def _suspected(self) -> list[int]:
        owner, owned = self.frame["owner"], self.frame["owned"]
        suspected = self._of_terms([term.until is not None and term.last < term.first for term in self.terms])
        kind = self._of_terms([_KINDS[term.kind] * 2 + term.indirect for term in self.terms])
        pair = (owned.cast(pl.Int64) * len(self._names) + owner) * 32 + kind
        ordered = pair.sort()
        suspected |= pair.is_in(ordered.filter(ordered == ordered.shift(1)).implode())
        always = self._of_terms([term.since is None and term.until is None for term in self.terms])
        for counted_kind in ("ownership", "votes"):
            adding = (kind == _KINDS[counted_kind] * 2) & (owner != owned) & always
            low = self._totals(adding, [term.share.low for term in self.terms])
            opened = self._totals(adding, [int(term.share.low_open) for term in self.terms])
            full = (low > WHOLE) | ((low == WHOLE) & (opened > 0))
            suspected |= owned.is_in(full.arg_true().cast(pl.Int32).implode()) & adding
        positions: list[int] = suspected.arg_true().to_list()
        return positions

    @cached_property
    def self_held(self) -> Sequence[Interest]:
        """What parties hold of themselves, on any day."""
        return [
            self.interest(position) for position in (self.frame["owner"] == self.frame["owned"]).arg_true().to_list()
        ]

    def held_on(self, day: date, kinds: Collection[str]) -> Holdings:
        """What is held on a day of certain kinds. Raises ComplianceError where that is more than the whole of a company."""
        holdings = TableHoldings(self, day, kinds)
        if problems := [*holdings.excesses()]:
            raise ComplianceError(problems)
        return holdings

    def held_by(self, owner: str) -> Iterator[int]:
        """The places of what ``owner`` holds."""
        party = self.position_of(owner)
        yield from () if party is None else self._held_by[self._of[party] : self._of[party + 1]]

    def held_of(self, owned: str) -> Iterator[int]:
        """The places of what is held of ``owned``."""
        party = self.position_of(owned)
        yield from () if party is None else range(self._into[party], self._into[party + 1])

    def terms_of(self, position: int) -> int:
        """Which terms the interest at this place has."""
        return self._terms[position]

    def _totals(self, adding: pl.Series, values: list[int]) -> pl.Series:
        """For each party, the sum of what its terms say of each interest in it that is to be added."""
        # The sum up to nothing stands at the end, where the place -1 is.
        sums = (self._of_terms(values) * adding).cum_sum().extend_constant(0, 1)
        return sums.gather(pl.Series(self._into, dtype=pl.Int64) - 1).diff().slice(1)

    def _of_terms(self, values: list[int] | list[bool]) -> pl.Series:
        """What is said of the terms of each interest."""
        return pl.Series(values).gather(self.frame["terms"])

    def _with_terms(self, **columns: list[int] | list[bool]) -> pl.DataFrame:
        """The frame with what holds of each one's terms."""
        return self.frame.with_columns(**{name: self._of_terms(values) for name, values in columns.items()})

    def _starts(self, ordered: pl.Series) -> array[int]:
        places = pl.int_range(0, len(self._names) + 1, eager=True, dtype=pl.Int32)
        return _numbers(ordered.search_sorted(places))


class TableHoldings(Holdings):
    """The interests of a table that are held on a day, of certain kinds."""

    def __init__(self, table: InterestTable, day: date, kinds: Collection[str]) -> None:
        self._table, self._day = table, day
        self._whole = {}
        self._counted = [term.kind in kinds and term.held_on(day) and term.share.high > 0 for term in table.terms]
        held_terms = [term for term, counted in zip(table.terms, self._counted, strict=True) if counted]
        self._moving = frozenset(self._change_hands())
        self.changing_hands = {table.interest(position).owned for position in self._moving}
        self.exact = not (self._moving or any(term.open for term in held_terms))
        self.kinds = {term.kind for term in held_terms}
        self._any = bool(held_terms)
        self._known: dict[int, Interest] = {}
        self._disclosing: dict[object, frozenset[str]] = {}

    @cached_property
    def indirect(self) -> Collection[str]:
        """Of whom somebody holds something that may be counted twice, or may be no share at all."""
        loose = pl.col("indirect") | (pl.col("kind") == _KINDS["beneficiary"])
        if not (self._some_indirect or "beneficiary" in self.kinds):
            return frozenset()
        return self._named(self._frame.filter(loose)["owned"])

    @property
    def _some_indirect(self) -> bool:
        return any(term.indirect for term, counted in zip(self._table.terms, self._counted, strict=True) if counted)

    def _change_hands(self) -> Iterable[int]:
        """The places of what may be held by one holder or by another on the day."""
        table, day = self._table, self._day
        at_an_end = [
            counted and day in (term.since, term.until)
            for term, counted in zip(table.terms, self._counted, strict=True)
        ]
        if not any(at_an_end):
            return []
        places = table._of_terms(at_an_end).arg_true().to_list()
        interests = {table.interest(position): position for position in places}
        return [interests[interest] for interest in changing_hands(interests, day)]

    def excesses(self) -> Iterable[Problem]:
        """Where what is held on the day is more than the whole."""
        if not self._any:
            return
        whole = self._frame.filter(~pl.col("indirect") & pl.col("kind").is_in([_KINDS[kind] for kind in ADDING]))
        sums = whole.group_by("owned", "kind").agg(pl.col("low").sum(), pl.col("open").any())
        full = (pl.col("low") > WHOLE) | ((pl.col("low") == WHOLE) & pl.col("open"))
        for owned in sorted(self._named(sums.filter(full)["owned"])):
            yield from excesses(self.into(owned), self._day)

    def only(self, kinds: Collection[str]) -> Holdings:
        """Those of certain kinds."""
        return TableHoldings(self._table, self._day, kinds)

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self._made(self._table.held_by(owner))

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self._made(self._table.held_of(owned))

    def _made(self, places: Iterable[int]) -> list[Interest]:
        if not self._any:
            return []
        table = self._table
        interests = [
            self._known.get(position) or self._interest(position)
            for position in places
            if self._counted[table.terms_of(position)]
        ]
        return [interest for interest in interests if interest.owner != interest.owned]

    def _interest(self, position: int) -> Interest:
        """The interest at this place; it is kept, for it is looked at from either end and more than once."""
        interest = self._table.interest(position)
        if position in self._moving:
            interest = may_be_held(interest)
        if len(self._known) < MAX_KEPT:
            self._known[position] = interest
        return interest

    def self_holders(self) -> Collection[str]:
        """Who holds a part of itself on the day, in any kind."""
        return {interest.owner for interest in self._table.self_held if interest.held_on(self._day)}

    def support_candidates(self, regime: Regime, beside: Collection[str]) -> Collection[str]:
        """At least whoever is held enough by others of them and of those ``beside``; see ``Holdings.support_candidates``."""
        places = [position for party in beside if (position := self._table.position_of(party)) is not None]
        anchors = pl.Series(places, dtype=pl.Int32)
        edges = self._frame.filter(~pl.col("owned").is_in(anchors.implode()))
        alive = -1
        while edges.height != alive:
            alive = edges.height
            enough = self._enough(edges, regime)
            there = pl.concat([enough, anchors])
            edges = edges.filter(pl.col("owner").is_in(there.implode()) & pl.col("owned").is_in(enough.implode()))
            self._rounds += 1
            if self._rounds > MAX_ROUNDS:
                break
        return self._named(edges["owned"])

    _rounds = 0

    def _enough(self, edges: pl.DataFrame, regime: Regime) -> pl.Series:
        reached = pl.col("low") >= regime.limit if regime.operator == ">=" else pl.col("low") > regime.limit
        reached |= (pl.col("low") == regime.limit) & pl.col("open")
        shares = {*regime.kinds, *regime.majority}
        if not self.kinds <= shares:
            edges = edges.filter(pl.col("kind").is_in([_KINDS[kind] for kind in shares]))
        return self._pools(edges).filter(reached)["owned"].unique()

    def discloses(self, party: str, regime: Regime) -> bool:
        """Whether so much of it is described that the rest would not reach the threshold."""
        return self.disclosing(regime)(party)

    def disclosing(self, regime: Regime) -> Callable[[str], bool]:
        """``discloses`` for very many parties: all are asked at once."""
        law = regime.limit, regime.operator, regime.kinds
        if law not in self._disclosing:
            rest = WHOLE - pl.col("low")
            short = rest < regime.limit
            if regime.operator == ">":
                short |= rest == regime.limit
            else:
                short |= (rest == regime.limit) & pl.col("open")
            counted = self._frame.filter(pl.col("kind").is_in([_KINDS[kind] for kind in regime.kinds]))
            self._disclosing[law] = self._named(self._pools(counted).filter(short)["owned"])
        return self._disclosing[law].__contains__

    def _pools(self, edges: pl.DataFrame) -> pl.DataFrame:
        sums = pl.col("low").sum(), pl.col("open").any()
        if self._some_indirect:
            return edges.group_by("owned", "kind", "beside").agg(*sums).select("owned", "low", "open")
        # The edges are in the order of what is owned, which needs no memory to group.
        kinds = edges["kind"].unique().to_list()
        return pl.concat(
            [edges.head(0).select("owned", "low", "open")]
            + [edges.filter(pl.col("kind") == kind).group_by("owned").agg(*sums) for kind in kinds]
        )

    @cached_property
    def _frame(self) -> pl.DataFrame:
        terms = self._table.terms
        moving = pl.int_range(pl.len()).is_in(list(self._moving))
        return (
            self._table._with_terms(
                held=self._counted,
                low=[term.share.low for term in terms],
                open=[term.share.low_open for term in terms],
                kind=[_KINDS[term.kind] for term in terms],
                indirect=[term.indirect for term in terms],
            )
            .with_columns(low=pl.when(moving).then(0).otherwise("low"), open=pl.col("open") & ~moving)
            .filter(pl.col("held") & (pl.col("owner") != pl.col("owned")))
            .with_columns(pl.when("indirect").then("owner").otherwise(-1).alias("beside"))
            .drop("terms", "row", "held")
            .with_columns(pl.col("owned").set_sorted())
        )

    def _named(self, places: pl.Series) -> frozenset[str]:
        names = self._table.ids
        return frozenset(names[position] for position in places.unique().to_list())


_FIELDS = [column.name for column in fields(Interest)]
_BEFORE_ROW, _AFTER_ROW = _FIELDS[2 : _FIELDS.index("row")], _FIELDS[_FIELDS.index("row") + 1 :]
_KINDS: Mapping[str, int] = {kind: position for position, kind in enumerate(INTEREST_KINDS)}


def positions_in(names: pl.Enum, *columns: str) -> pl.Expr:
    """For columns of texts: the places of these among ``names``, where all of them are."""
    return pl.col(columns).cast(names).to_physical()


def _terms(interest: Interest) -> Interest:
    """The interest without its parties and its row."""
    return replace(interest, owner="", owned="", row=None)


def _numbers(series: pl.Series) -> array[int]:
    numbers = array("i")
    for start in range(0, len(series), SLICE):
        numbers.extend(series.slice(start, SLICE).to_list())
    return numbers
