"""A file as Polars reads it: every cell a text, columns called by their places, rows in the order of the file.

Imports Polars: only who has a large file or Parquet imports this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO

import polars as pl
from polars import selectors as cs
from polars.io.plugins import register_io_source

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.io.parquet_footer import ParquetLimits, damaged, survey
from compliance.io.tables import BATCH_ROWS, Chunk, Scan

SPACE = "".join(filter(str.isspace, map(chr, chain(range(0x100), range(0x1680, 0x3001)))))
"""What ``str.strip`` takes away."""
DAMAGE = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
"""What Polars raises over a file that it cannot read; its panics are no Exception."""


def column(place: int) -> str:
    """What the column at this place is called."""
    return str(place)


def text_frame(scan: Scan, quotes: bool = True) -> pl.LazyFrame:
    """All cells of a file as text, an absent one as no text. Without ``quotes`` that sign is like any other."""
    names = [column(place) for place in range(len(scan.columns))]
    if scan.separator:
        return pl.scan_csv(
            scan.path,
            infer_schema=False,
            new_columns=names,
            separator=scan.separator,
            quote_char='"' if quotes else None,
            empty_string_is_null=False,
            glob=False,
        )
    frame = pl.scan_parquet(scan.path, glob=False, hive_partitioning=False)
    frame = frame.rename(dict(zip(scan.columns, names, strict=True)))
    when = cs.datetime()
    return frame.with_columns(
        when.dt.to_string("iso:strict"),
        cs.by_dtype(pl.Date, pl.Time).cast(pl.String),
        (~(when | cs.by_dtype(pl.Date, pl.Time, pl.String))).cast(pl.String),
    ).with_columns(pl.all().fill_null(""))


def batches(frame: pl.LazyFrame, rows: int = BATCH_ROWS) -> Iterator[pl.DataFrame]:
    """The rows of ``frame`` in order, so many at a time."""
    return iter(frame.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming"))


def parquet_schema(path: Path, file: str, limits: ParquetLimits = ParquetLimits()) -> pl.Schema:
    """The columns of a Parquet file, called ``file``. Raises ComplianceError for one that is cut off or damaged, or would burst."""
    long = survey(path, file, limits)
    try:
        # By its path it would be taken for a pattern.
        with path.open("rb") as handle:
            schema = pl.Schema(pl.read_parquet_schema(handle))
        if long:
            _refuse_long_cells(path, file, limits.longest_cell)
    except DAMAGE:
        raise damaged(file) from None
    return schema


def _refuse_long_cells(path: Path, file: str, longest: int) -> None:
    lengths = pl.scan_parquet(path, glob=False, hive_partitioning=False).select(cs.string().str.len_bytes().max())
    for name, length in lengths.collect(engine="streaming").row(0, named=True).items():
        if length is not None and length > longest:
            what = f"column {name!r} has a cell of {length:,} bytes"
            raise fail(what, "Write what describes a machine, in a few words.", file=file)


def read_alike(scan: Scan, file: str, columns: Collection[str], rows: int) -> tuple[tuple[str, str], ...]:
    """The kinds of all columns of a Parquet file of more ``rows``, where Spark writes the cells of these columns as Polars does.

    Else nothing.
    """
    schema = parquet_schema(scan.path, file)
    alike = all(schema[name] in (pl.String, pl.Boolean, pl.Date) or schema[name].is_integer() for name in columns)
    frame = pl.scan_parquet(scan.path, glob=False, hive_partitioning=False)
    long = alike and frame.select(pl.len()).collect().item() > rows
    return tuple((name, str(kind)) for name, kind in schema.items()) if long else ()


def refuse_nested(schema: pl.Schema, file: str, advice: str, *others: type[pl.DataType]) -> None:
    """Raises ComplianceError with ``advice`` for every column that holds more than plain cells, or is of ``others``."""
    problems = [
        Problem(f"column {name!r} does not hold plain cells: {kind}", advice, file, 1, name)
        for name, kind in schema.items()
        if kind.is_nested() or kind in (pl.Binary, pl.Object, pl.Duration, *others)
    ]
    if problems:
        raise ComplianceError(problems)


def parquet_chunks(scan: Scan, file: str, rows: int = BATCH_ROWS) -> Iterator[Chunk]:
    """The rows of a Parquet file, ``rows`` at a time, every cell a text. Raises ComplianceError where it is damaged."""
    number = scan.first
    try:
        for batch in batches(text_frame(scan), rows):
            yield number, list(map(list, batch.iter_rows()))
            number += batch.height
    except DAMAGE:
        raise damaged(file) from None


def first_rows(scan: Scan, most: int, file: str) -> list[list[str]]:
    """The first rows of a Parquet file, every cell a text. Raises ComplianceError where it is damaged."""
    try:
        return list(map(list, text_frame(scan).head(most).collect().iter_rows()))
    except DAMAGE:
        raise damaged(file) from None


def stripped(place: int) -> pl.Expr:
    """The cell at this place as ``str.strip`` leaves it."""
    return pl.col(column(place)).str.strip_chars(SPACE)


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of a column in the order of the file, the first of which stands in row ``first``. A ``Column``."""

    first: int
    texts: pl.Series
    batch_rows: int = BATCH_ROWS

    def unlike(self, signs: Iterable[str]) -> bool:
        """Whether no two of them are alike, and none of them holds one of ``signs``."""
        # Hashes of two texts may be alike, but of two like texts they are.
        differ = self.texts.hash().n_unique() == len(self.texts)
        return differ and not self.texts.str.contains_any(list(signs)).any()

    def parts(self) -> Iterator[tuple[int, list[str]]]:
        """``batch_rows`` of them at a time, with the number of the first row."""
        for start in range(0, len(self.texts), self.batch_rows):
            yield self.first + start, self.texts.slice(start, self.batch_rows).to_list()


def line_frame(lines: Iterable[Sequence[str | int]], kinds: Mapping[str, type]) -> pl.DataFrame:
    """Some lines that were made row by row."""
    return pl.DataFrame(list(lines), _schema(kinds), orient="row")


def labelled(frame: pl.DataFrame, file: str, ids: Sequence[str], formula: str) -> pl.DataFrame:
    """``frame`` of a ``Line``'s columns, with the ``file`` first; an id that matches ``formula`` gets a quote before it."""
    inert_ids = (
        pl.when(pl.col(name).str.contains(formula)).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
        for name in ids
    )
    return frame.select(pl.lit(file).alias("file"), "row", *inert_ids, pl.exclude("row", *ids))


def as_csv(frame: pl.DataFrame) -> str:
    """The lines of a frame as ``csv.writer`` would write them."""
    # A text without a letter would be written as two quotes; nothing is written as nothing.
    return frame.with_columns(cs.string().replace("", None)).write_csv(include_header=False)


def write_parquet(out: IO[bytes], kinds: Mapping[str, type], frames: Iterator[pl.DataFrame]) -> None:
    """Writes frames of these columns one after the other; memory does not grow with their number."""
    register_io_source(lambda *_: frames, schema=_schema(kinds)).sink_parquet(out, engine="streaming")


def _schema(kinds: Mapping[str, type]) -> pl.Schema:
    return pl.Schema({name: pl.Int64 if kind is int else pl.String for name, kind in kinds.items()})
