"""Bounds on what belongs to listed parties in a large ring of companies: all at once, by columns of whole numbers.

Imports Polars: only who has a large ring imports this.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction

import polars as pl

from compliance.core.share import WHOLE, End, Share
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Pool

MAX_ROUNDS = 200
"""Steps from either side; after fewer the bounds are true too, only wider."""
_FINE = 60_000_000_000
"""All of a company. Times WHOLE it fits in 64 bits, and a share of six decimals is a whole number of it."""
_SETTLED = 6
"""In parts of _FINE: bounds that move by no more are good enough."""


def enclosed(
    ring: Sequence[str],
    edges: Iterable[tuple[Pool, str, Share]],
    passed: Callable[[str], Fraction],
    regime: Regime,
    end: End,
    indirect: Collection[str],
) -> list[Fraction]:
    """For each of ``ring`` no more than what is held of it at least, or no less than what is held at most.

    ``edges`` are all interests in it, pool by pool in the order of the ring; ``passed`` is what an owner outside passes
    on. What is held of one in ``indirect`` leaves no less room.
    """
    return _Enclosure(ring, edges, passed, regime, end, indirect).sizes()


class _Enclosure:
    def __init__(
        self,
        ring: Sequence[str],
        edges: Iterable[tuple[Pool, str, Share]],
        passed: Callable[[str], Fraction],
        regime: Regime,
        end: End,
        indirect: Collection[str],
    ) -> None:
        self._regime, self._end, self._ring = regime, end, len(ring)
        places = {party: place for place, party in enumerate(ring)}
        outside: list[int] = []
        owners, lows, highs = array("q"), array("q"), array("q")
        starts, parties, shared = array("q"), array("q"), array("b")
        before: Pool | None = None
        for pool, owner, share in edges:
            if pool != before:
                before = pool
                starts.append(len(owners))
                parties.append(places[pool[0]])
                shared.append(pool[0] in indirect)
            if owner not in places:
                places[owner] = len(places)
                size = passed(owner) * _FINE
                outside.append(int(size if end == "least" else -(-size // 1)))
            owners.append(places[owner])
            lows.append(share.low)
            highs.append(share.high)
        starts.append(len(owners))
        self._owner = pl.Series(owners, dtype=pl.Int64)
        self._low, self._high = pl.Series(lows, dtype=pl.Int64), pl.Series(highs, dtype=pl.Int64)
        self._starts = pl.Series(starts, dtype=pl.Int64)
        self._party = pl.Series("party", parties, dtype=pl.Int64)
        self._limited = pl.Series(shared, dtype=pl.Int8) == 0
        self._outside = pl.Series(outside, dtype=pl.Int64)

    def sizes(self) -> list[Fraction]:
        """The bounds, of each of the ring."""
        size = pl.Series([0 if self._end == "least" else _FINE], dtype=pl.Int64).new_from_index(0, self._ring)
        for _ in range(MAX_ROUNDS):
            after = self._step(pl.concat([self._passed_on(size), self._outside]).gather(self._owner))
            moved = (after - size).abs().max()
            size = after
            if moved is None or moved <= _SETTLED:  # type: ignore[operator]
                break
        return [Fraction(number, _FINE) for number in size.to_list()]

    def _step(self, worth: pl.Series) -> pl.Series:
        """The bounds that follow from what each owner passes on."""
        if self._end == "least":
            return self._greatest(self._sums(worth * self._low // WHOLE))
        most = self._sums(-(-worth * self._high // WHOLE))
        # What others hold at least, and do not pass on, is not left for it.
        free = self._sums((_FINE - worth) * self._low // WHOLE)
        room = pl.select(pl.when(self._limited).then(_FINE - free).otherwise(_FINE)).to_series()
        return self._greatest(pl.select(pl.min_horizontal(most, room, _FINE)).to_series())

    def _passed_on(self, size: pl.Series) -> pl.Series:
        """What companies pass on of which so much is held."""
        frame = pl.DataFrame({"size": size})
        passed = pl.col("size")
        if self._regime.gate:
            passed = pl.when(pl.col("size") * WHOLE < self._regime.gate.low * _FINE).then(0).otherwise(passed)
        if self._regime.full:
            passed = pl.when(pl.col("size") * WHOLE >= self._regime.full.low * _FINE).then(_FINE).otherwise(passed)
        return frame.select(passed.cast(pl.Int64)).to_series()

    def _sums(self, terms: pl.Series) -> pl.Series:
        """The terms added up pool by pool."""
        sums = pl.concat([pl.Series([0], dtype=pl.Int64), terms.cum_sum()])
        return sums.gather(self._starts).diff().slice(1)

    def _greatest(self, of_pools: pl.Series) -> pl.Series:
        """Of each company the greatest of its pools."""
        if len(of_pools) == self._ring:
            return of_pools
        frame = pl.DataFrame({"party": self._party, "size": of_pools})
        return frame.group_by("party", maintain_order=True).max()["size"]
