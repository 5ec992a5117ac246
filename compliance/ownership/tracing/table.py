"""Very many interests as columns of whole numbers: each becomes an ``Interest`` only where somebody looks at it.

Imports Polars: only who reads a large table or Parquet imports this.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import overload

import polars as pl

from compliance.core.errors import ComplianceError, Problem
from compliance.core.share import WHOLE
from compliance.ownership.interests import ADDING, changing_hands, excesses, may_be_held
from compliance.ownership.parties import INTEREST_KINDS, Indexed, Interest
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.columns import (
    COLUMNS,
    CONTRADICTED,
    HIGH_OPEN,
    INDIRECT,
    KIND,
    KINDS,
    LOW_OPEN,
    NO_END,
    NO_START,
    Origin,
    bytes_of,
    numbers_of,
    positions_in,
    row_of,
    share_of,
)
from compliance.ownership.tracing.holdings import Holdings

MAX_ROUNDS = 60
"""So often all companies at once are asked whether they stand, before the rest is asked one by one."""
MAX_KEPT = 500_000
"""So many interests that were looked at are kept."""


class InterestTable(Indexed):
    """Interests in the order of what is held."""

    def __init__(self, names: pl.Series, frame: pl.DataFrame, origins: Sequence[Origin]) -> None:
        """``names`` are the parties, sorted; ``frame`` has the columns owner and owned (places in ``names``) and COLUMNS,
        of which origin is a place in ``origins``.
        """
        every = ("owner", "owned", *COLUMNS)
        ordered = frame.select(pl.col(*every).cast(pl.Int32)).with_row_index("order").sort("owned", "order")
        self.frame = ordered.select(every)
        self._origins = list(origins)
        self._names: list[str] = names.to_list()
        self._columns = [numbers_of(self.frame[name]) for name in every]
        self._into = self._starts(self.frame["owned"])
        by_owner = ordered.select(pl.arg_sort_by("owner", "order")).to_series()
        self._of = self._starts(self.frame["owner"].gather(by_owner))
        self._held_by = numbers_of(by_owner)

    @classmethod
    def joined(cls, parts: Iterable[Iterable[Interest]]) -> InterestTable:
        """All of ``parts`` in one table."""
        origins: dict[Origin, int] = {}
        frames = []
        for part in parts:
            if isinstance(part, InterestTable):
                places = [origins.setdefault(origin, len(origins)) for origin in part._origins]
                frames.append(part._texts(places))
            else:
                rows = [row_of(interest, origins) for interest in part]
                types = {"owner": pl.String, "owned": pl.String, **dict.fromkeys(COLUMNS, pl.Int32)}
                frames.append(pl.DataFrame(rows, types, orient="row"))
        texts = pl.concat(frames)
        names = pl.concat([texts["owner"], texts["owned"]]).unique().sort()
        return cls(names, texts.with_columns(positions_in(pl.Enum(names), "owner", "owned")), list(origins))

    def _texts(self, origins: list[int]) -> pl.DataFrame:
        names = pl.Series(self._names, dtype=pl.String)
        parties = (names.gather(self.frame[name]).alias(name) for name in ("owner", "owned"))
        origin = pl.Series("origin", origins, dtype=pl.Int32).gather(self.frame["origin"])
        return pl.DataFrame([*parties, *(self.frame[name] for name in COLUMNS[:-1]), origin])

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
        return self.frame.height

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
        owner, owned, row, low, high, since, until, marks, origin = (column[position] for column in self._columns)
        source, file, confidence = self._origins[origin]
        return Interest(
            self._names[owner],
            self._names[owned],
            share_of(low, high, marks & (LOW_OPEN | HIGH_OPEN)),
            INTEREST_KINDS[marks & KIND],
            date.fromordinal(since) if since else None,
            date.fromordinal(until) if until != NO_END else None,
            source,
            file,
            row or None,
            confidence,
            bool(marks & INDIRECT),
            bool(marks & CONTRADICTED),
        )

    def into(self, party: str) -> Iterable[Interest]:
        """What is held of a party, on any day."""
        return map(self.interest, self.held_of(party))

    def ended_before(self, day: date) -> Iterable[Interest]:
        """Those that are held no longer on a day."""
        return map(self.interest, (self.frame["until"] < day.toordinal()).arg_true().to_list())

    def days(self) -> Iterable[Interest]:
        """Interests that begin and end on every day on which one does."""
        places = self.frame.with_row_index("place").group_by("since", "until").agg(pl.col("place").min())["place"]
        return [self.interest(place) for place in places.to_list()]

    def suspects(self) -> Iterable[Interest]:
        """Those that might contradict each other, and no other one: the rest is looked through as columns."""
        return map(self.interest, self._suspected())

    def without(self, interests: Collection[Interest]) -> InterestTable:
        """All but some of the suspects."""
        places = [position for position in self._suspected() if self.interest(position) in interests]
        left = self.frame.with_row_index("place").filter(~pl.col("place").is_in(places))
        return InterestTable(pl.Series(self._names, dtype=pl.String), left, self._origins)

    def _suspected(self) -> list[int]:
        frame = self.frame.select(
            "owned",
            pl.col("low").cast(pl.Int64),
            kind=pl.col("marks") & KIND,
            opened=(pl.col("marks") & LOW_OPEN).cast(pl.Int64),
            reversed=pl.col("until") < pl.col("since"),
            adding=(pl.col("since") == NO_START)
            & (pl.col("until") == NO_END)
            & (pl.col("marks") & INDIRECT == 0)
            & (pl.col("owner") != pl.col("owned")),
            pair=(pl.col("owned").cast(pl.Int64) * len(self._names) + pl.col("owner")) * 256
            + (pl.col("marks") & (KIND | INDIRECT)),
        )
        ordered = frame["pair"].sort()
        suspected = frame["reversed"] | frame["pair"].is_in(ordered.filter(ordered == ordered.shift(1)).implode())
        for kind in sorted(ADDING):
            adding = frame["adding"] & (frame["kind"] == KINDS[kind])
            low, opened = (self._totals(frame[name] * adding) for name in ("low", "opened"))
            full = (low > WHOLE) | ((low == WHOLE) & (opened > 0))
            suspected |= frame["owned"].is_in(full.arg_true().cast(pl.Int32).implode()) & adding
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

    def _totals(self, terms: pl.Series) -> pl.Series:
        """For each party, the sum of the terms of the interests in it."""
        # The sum up to nothing stands at the end, where the place -1 is.
        sums = terms.cast(pl.Int64).cum_sum().extend_constant(0, 1)
        return sums.gather(pl.Series(self._into, dtype=pl.Int64) - 1).diff().slice(1)

    def _starts(self, ordered: pl.Series) -> array[int]:
        places = pl.int_range(0, len(self._names) + 1, eager=True, dtype=pl.Int32)
        return numbers_of(ordered.search_sorted(places))


class TableHoldings(Holdings):
    """The interests of a table that are held on a day, of certain kinds."""

    max_kept = MAX_KEPT

    def __init__(self, table: InterestTable, day: date, kinds: Collection[str]) -> None:
        self._table, self._day = table, day
        self._whole = {}
        wanted = [number for kind, number in KINDS.items() if kind in kinds]
        held = (
            (pl.col("since") <= day.toordinal())
            & (pl.col("until") >= day.toordinal())
            & (pl.col("high") > 0)
            & (pl.col("marks") & KIND).is_in(wanted)
        )
        self._held = table.frame.select(held=held)["held"]
        frame = table.frame.filter(self._held)
        inexact = (pl.col("low") != pl.col("high")) | (pl.col("marks") & INDIRECT > 0)
        self._any = frame.height > 0
        self._some_indirect = bool(frame.select((pl.col("marks") & INDIRECT > 0).any()).item())
        self._moving = frozenset(self._change_hands())
        self.changing_hands = {table.interest(position).owned for position in self._moving}
        self.exact = not (self._moving or frame.select(inexact.any()).item())
        numbers = frame.select((pl.col("marks") & KIND).unique()).to_series().to_list()
        self.kinds = {INTEREST_KINDS[number] for number in numbers}
        self._counted = bytes_of(self._held)
        self._known: dict[int, Interest] = {}
        self._into: dict[str, list[Interest]] = {}
        self._of: dict[str, list[Interest]] = {}
        self._disclosing: dict[object, frozenset[str]] = {}

    @cached_property
    def indirect(self) -> Collection[str]:
        """Of whom somebody holds something that may be counted twice, or may be no share at all."""
        loose = pl.col("indirect") | (pl.col("kind") == KINDS["beneficiary"])
        if not (self._some_indirect or "beneficiary" in self.kinds):
            return frozenset()
        return self._named(self._frame.filter(loose)["owned"])

    def _change_hands(self) -> Iterable[int]:
        """The places of what may be held by one holder or by another on the day."""
        day = self._day.toordinal()
        at_an_end = self._held & ((self._table.frame["since"] == day) | (self._table.frame["until"] == day))
        interests = {self._table.interest(position): position for position in at_an_end.arg_true().to_list()}
        return [interests[interest] for interest in changing_hands(interests, self._day)]

    def excesses(self) -> Iterable[Problem]:
        """Where what is held on the day is more than the whole."""
        whole = self._frame.filter(~pl.col("indirect") & pl.col("kind").is_in([KINDS[kind] for kind in sorted(ADDING)]))
        sums = whole.group_by("owned", "kind").agg(pl.col("low").sum(), pl.col("open").any())
        full = (pl.col("low") > WHOLE) | ((pl.col("low") == WHOLE) & pl.col("open"))
        for owned in sorted(self._named(sums.filter(full)["owned"])):
            yield from excesses(self.into(owned), self._day)

    def only(self, kinds: Collection[str]) -> Holdings:
        """Those of certain kinds."""
        return TableHoldings(self._table, self._day, kinds)

    def of(self, owner: str) -> Collection[Interest]:
        """What ``owner`` holds."""
        return self._looked_up(owner, self._of, self._table.held_by)

    def into(self, owned: str) -> Collection[Interest]:
        """What is held of ``owned``."""
        return self._looked_up(owned, self._into, self._table.held_of)

    def _looked_up(
        self, party: str, known: dict[str, list[Interest]], places: Callable[[str], Iterable[int]]
    ) -> list[Interest]:
        interests = known.get(party)
        if interests is None:
            interests = self._made(places(party))
            if len(known) < self.max_kept:
                known[party] = interests
        return interests

    def _made(self, places: Iterable[int]) -> list[Interest]:
        if not self._any:
            return []
        counted, known = self._counted, self._known
        interests = [known.get(position) or self._interest(position) for position in places if counted[position]]
        return [interest for interest in interests if interest.owner != interest.owned]

    def _interest(self, position: int) -> Interest:
        """The interest at this place; it is kept, for it is looked at from either end and more than once."""
        interest = self._table.interest(position)
        if position in self._moving:
            interest = may_be_held(interest)
        if len(self._known) < self.max_kept:
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
            edges = edges.filter(pl.col("kind").is_in([KINDS[kind] for kind in shares]))
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
            counted = self._frame.filter(pl.col("kind").is_in([KINDS[kind] for kind in regime.kinds]))
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
        moving = pl.int_range(pl.len()).is_in(list(self._moving))
        marks = pl.col("marks")
        return (
            self._table.frame.with_columns(
                low=pl.when(moving).then(0).otherwise("low").cast(pl.Int64),
                open=(marks & LOW_OPEN > 0) & ~moving,
                kind=marks & KIND,
                indirect=marks & INDIRECT > 0,
            )
            .filter(self._held & (pl.col("owner") != pl.col("owned")))
            .select(
                "owner",
                "owned",
                "low",
                "open",
                "kind",
                "indirect",
                pl.when("indirect").then("owner").otherwise(-1).alias("beside"),
            )
            .with_columns(pl.col("owned").set_sorted())
        )

    def _named(self, places: pl.Series) -> frozenset[str]:
        names = self._table.ids
        return frozenset(names[position] for position in places.unique().to_list())
