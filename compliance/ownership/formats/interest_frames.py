"""Very many interests at once, by columns. What is not clean is left to whoever reads row by row and says what is wrong.

Imports Polars: only who has a large file or Parquet imports this.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from compliance.core.share import ONE, WHOLE
from compliance.io.frames import DAMAGE, stripped, text_frame
from compliance.io.sniffing import Sniffer
from compliance.io.tables import Scan
from compliance.ownership.formats.table import TERMS
from compliance.ownership.parties import Parties, collect
from compliance.ownership.tracing.columns import (
    COLUMNS,
    HIGH_OPEN,
    KINDS,
    LOW_OPEN,
    NO_END,
    NO_START,
    positions_in,
)
from compliance.ownership.tracing.table import InterestTable

_EPOCH = date(1970, 1, 1).toordinal()


def read_csv(path: Path, header: list[str], file: str) -> Parties | None:
    """What a CSV file says; None where only reading row by row tells. Raises ComplianceError for contradictions."""
    with Sniffer(path, ",") as sniffer:
        if not sniffer.clean:
            return None
    table = table_in(Scan(path, tuple(header), separator=","), header, file)
    return None if table is None else collect((), table)


def table_in(scan: Scan, header: list[str], file: str) -> InterestTable | None:
    """The interests of a file; None where some row cannot be read."""
    cells = {name: stripped(position).alias(name) for position, name in enumerate(header)}
    # Columns that nobody asks for are not parsed, and then a row that is too long goes unnoticed: all are asked for.
    texts = text_frame(scan).select(cells[name] for name in header).with_row_index("row", scan.first)
    texts = texts.filter(pl.any_horizontal(pl.col(*header) != ""))
    texts = texts.with_columns(pl.lit("").alias(name) for name in TERMS if name not in cells)
    try:
        # Two readings, so that the texts need never be there all at once.
        names = pl.concat([texts.select("owner"), texts.select(owner="owned")]).unique().collect(engine="streaming")
        if not names.height or (names["owner"] == "").any():
            return None
        parties = names["owner"].sort()
        numbers = texts.select("row", *_parties(parties), *_terms()).collect(engine="streaming")
    except DAMAGE:
        return None
    if numbers.select(pl.any_horizontal(pl.all().is_null().any(), ~pl.col("sound").all())).item():
        return None
    return InterestTable(parties, numbers.with_columns(origin=0).select("owner", "owned", *COLUMNS), [("", file, None)])


def _parties(names: pl.Series) -> tuple[pl.Expr, ...]:
    return (positions_in(pl.Enum(names), "owner", "owned"),)


def _terms() -> tuple[pl.Expr, ...]:
    """The columns of InterestTable as ``table.terms_in`` reads them, null where it would complain; and what else is ``sound``."""
    written = {name: pl.col(name) != "" for name in TERMS}
    number = {name: _micro(pl.col(name)) for name in TERMS[:5]}
    low = _first_of(written, number, ("share", "minimum", "exclusive_minimum"), 0)
    high = _first_of(written, number, ("share", "maximum", "exclusive_maximum"), WHOLE)
    low_open, high_open = written["exclusive_minimum"], written["exclusive_maximum"]
    ends = [written[name] for name in TERMS[1:5]]
    sound = ~(written["share"] & pl.any_horizontal(ends))
    sound &= ~(written["minimum"] & low_open) & ~(written["maximum"] & high_open)
    sound &= (low < high) | ((low == high) & ~low_open & ~high_open)
    kind = pl.when(written["kind"]).then(pl.col("kind")).otherwise(pl.lit("ownership"))
    marks = kind.replace_strict(KINDS, default=None, return_dtype=pl.Int32)
    return (
        low.alias("low"),
        high.alias("high"),
        _ordinal("from", NO_START).alias("since"),
        _ordinal("until", NO_END).alias("until"),
        (marks + low_open * LOW_OPEN + high_open * HIGH_OPEN).alias("marks"),
        sound.alias("sound"),
    )


def _first_of(written: dict[str, pl.Expr], number: dict[str, pl.Expr], names: tuple[str, ...], default: int) -> pl.Expr:
    """The number in the first of the cells that is not empty."""
    found = pl.lit(default, pl.Int64)
    for name in reversed(names):
        found = pl.when(written[name]).then(number[name]).otherwise(found)
    return found


def _micro(text: pl.Expr) -> pl.Expr:
    """Micro-per-cent, null for what is no number from 0 to 100 with at most six decimals."""
    whole = text.str.extract(r"^([0-9]{1,3})(?:\.[0-9]{0,6})?$", 1).cast(pl.Int64)
    decimals = text.str.extract(r"\.([0-9]{0,6})$", 1).fill_null("").str.pad_end(6, "0").cast(pl.Int64, strict=False)
    micro = whole * ONE + decimals
    return pl.when(micro <= WHOLE).then(micro)


def _ordinal(name: str, absent: int) -> pl.Expr:
    """The ordinal of a day, null for what is no day."""
    text = pl.col(name)
    day = text.str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$", 1).str.to_date("%Y-%m-%d", strict=False)
    ordinal = pl.when(~text.str.starts_with("0000")).then(day.to_physical() + _EPOCH)
    return pl.when(text == "").then(pl.lit(absent)).otherwise(ordinal)
