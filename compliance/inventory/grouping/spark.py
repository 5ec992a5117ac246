"""Counting by Spark itself: Parquet files whose cells it reads as Polars does, in one query over all of them.

The first rows of each combination are known from the beginning of each file; what stands further down is looked up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from compliance.core.finding import MAX_LOCATIONS
from compliance.inventory.grouping.base import IDS, Grouping, Key, Tally
from compliance.inventory.serials import MAX_DUPLICATES, Repeated, lines
from compliance.io.cluster import Cluster, ClusterFile, told

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyspark.sql import Column, DataFrame

_BLANKS = "".join(filter(str.isspace, map(chr, (*range(0x100), *range(0x1680, 0x3001)))))
"""What ``str.strip`` takes away."""


@dataclass(frozen=True, slots=True)
class Head:
    """A file and what was counted of its first rows."""

    file: ClusterFile
    tally: Tally


def partial(cluster: Cluster, grouping: Grouping, heads: Sequence[Head], most: int) -> list[Tally | None]:
    """Counts the combinations of files of one layout; None for a file with more than ``most``, or with blank ones.

    Of combinations that files before it have shown often enough, only the first row of a file is known.
    """
    from pyspark.sql import functions as f

    keys = _keys(grouping)
    counts: defaultdict[str, Counter[Key]] = defaultdict(Counter)
    with told("the cluster"):
        rows = _rows(cluster, grouping, [head.file for head in heads])
        # One row more than can be meant says that some are missing, and nobody knows of which file.
        limit = most * len(heads) + 1
        lines = rows.groupBy("file", *keys).agg(f.count("*").alias("rows")).limit(limit).collect()
        if len(lines) == limit:
            return [None] * len(heads)
        for line in lines:
            counts[line.file][_key(line, keys)] = line.rows
        tallies = [_tally(counts[cluster.metadata_path(head.file)], head.tally, most) for head in heads]
        _look_up(cluster, grouping, [(head.file, tally) for head, tally in zip(heads, tallies, strict=True) if tally])
    return tallies


def _tally(counts: Counter[Key], head: Tally, most: int) -> Tally | None:
    if len(counts) > most or any(not any(key) for key in counts):
        return None
    return Tally(counts, {key: list(places) for key, places in head.places.items()})


def _look_up(cluster: Cluster, grouping: Grouping, parts: Sequence[tuple[ClusterFile, Tally]]) -> None:
    """Adds the first rows that lie beyond the beginnings of the files; then combinations stand in the order of these."""
    tally_of = {cluster.metadata_path(file): tally for file, tally in parts}
    known: Counter[Key] = Counter()
    firsts, several = set[tuple[str, Key]](), set[tuple[str, Key]]()
    for file, tally in sorted(parts, key=lambda part: part[0].name):
        for key, rows in tally.counts.items():
            enough, places = min(MAX_LOCATIONS, rows), len(tally.places.get(key, ()))
            if known[key] < MAX_LOCATIONS and places < enough:
                several.add((cluster.metadata_path(file), key))
            elif not places:
                firsts.add((cluster.metadata_path(file), key))
            known[key] += enough
    for wanted, most in ((firsts, 1), (several, MAX_LOCATIONS)):
        files = [file for file, _ in parts if any(file_of == cluster.metadata_path(file) for file_of, _ in wanted)]
        for file_of, key, place in _first_rows(cluster, grouping, files, wanted, most) if wanted else ():
            places_of = tally_of[file_of].places
            places_of[key] = [*(at for at in places_of.get(key, ()) if at < place), place]
    for _, tally in parts:
        order = sorted(tally.counts, key=lambda key: tally.places[key][0])
        counts, places_of = dict(tally.counts), dict(tally.places)
        tally.counts.clear()
        tally.counts.update({key: counts[key] for key in order})
        tally.places.clear()
        tally.places.update({key: places_of[key] for key in order})


def _first_rows(
    cluster: Cluster, grouping: Grouping, files: Sequence[ClusterFile], wanted: Iterable[tuple[str, Key]], most: int
) -> Iterator[tuple[str, Key, tuple[int, str]]]:
    """File, combination and place of the first ``most`` rows of each, in order."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    keys = _keys(grouping)
    names = {cluster.metadata_path(file) for file in files}
    schema = ", ".join(f"`{name}` string" for name in ("file", *keys))
    broadcast = cluster.session.createDataFrame([(file, *key) for file, key in wanted if file in names], schema)
    rows = _rows(cluster, grouping, files)
    lines = rows.join(f.broadcast(broadcast), ["file", *keys])
    if most == 1:
        lines = lines.groupBy("file", *keys).agg(f.min("row").alias("row"), f.lit("").alias("id"))
    else:
        ranked = f.row_number().over(Window.partitionBy("file", *keys).orderBy("row"))
        lines = lines.withColumn("rank", ranked).filter(f.col("rank") <= most).orderBy("row")
    for line in lines.collect():
        yield line["file"], _key(line, keys), (line.row, line.id)


def _keys(grouping: Grouping) -> list[str]:
    return [f"key {name}" for name in grouping.names]


def _key(line: Any, keys: Iterable[str]) -> Key:
    return tuple(line[name] for name in keys)


def _rows(cluster: Cluster, grouping: Grouping, files: Sequence[ClusterFile]) -> DataFrame:
    """File, row, id and combination of every row: the same texts as ``Grouping.keys`` gives."""
    from pyspark.sql import functions as f

    index = grouping.layout.index
    frame = cluster.parquet(files)

    def text(native: str) -> Column:
        return _text(frame, index[native])

    def stripped(native: str) -> Column:
        return f.btrim(text(native), f.lit(_BLANKS))

    ids = [f.nullif(stripped(name), f.lit("")) for name in IDS if name in index]
    keys = {name: text(name) for name in grouping.columns}
    for name, values in grouping.picked.items():
        keys[name] = f.when(stripped(name).isin(sorted(values)), stripped(name)).otherwise("")
    return frame.select(
        f.col("_metadata.file_path").alias("file"),
        (f.col("_metadata.row_index") + 2).alias("row"),
        f.coalesce(*ids, f.lit("")).alias("id"),
        *(column.alias(f"key {name}") for name, column in keys.items()),
    )


SERIALS = "number int, row long, text string, destroyed boolean"
"""Number of the file, row, serial number without the marks of spreadsheets, whether one destroyed it."""
_PLAIN = r"^[0-9A-Za-z._/:-]*[0-9][0-9A-Za-z._/:-]*\z"
"""Serial numbers without marks that are no word for nothing: most are."""
_ROWS = 2**40
"""More rows than a file has."""


@dataclass(frozen=True, slots=True)
class SerialColumn:
    """Where the serial numbers of a file stand, the ``number`` of the file, and how many are compared (None: all)."""

    number: int
    file: ClusterFile
    place: int
    compared: int | None


@dataclass(frozen=True, slots=True)
class SerialNumbers:
    """The serial numbers of all files that were destroyed, and those that appear twice: the first ones, and how many."""

    destroyed: Mapping[str, tuple[int, int, str]]
    repeated: Mapping[str, Repeated]
    numbers: int


def serials(cluster: Cluster, columns: Sequence[SerialColumn]) -> DataFrame:
    """The serial numbers in files of equal columns, as Spark itself reads them."""
    from pyspark.sql import functions as f

    frame = cluster.parquet([column.file for column in columns])
    numbers = [(cluster.metadata_path(each.file), each.number, each.compared) for each in columns]
    files = cluster.session.createDataFrame(numbers, "`file` string, number int, compared long")
    found = (
        frame.select(
            f.col("_metadata.file_path").alias("file"),
            f.col("_metadata.row_index").alias("index"),
            _text(frame, columns[0].place).alias("text"),
        )
        .join(f.broadcast(files), "file")
        .filter("text != '' and (compared is null or index < compared)")
        .select("number", (f.col("index") + 2).alias("row"), "text")
    )
    plain = f.col("text").rlike(_PLAIN)
    certain = found.filter(plain).withColumn("destroyed", f.lit(False))
    return certain.unionByName(found.filter(~plain).mapInArrow(without_marks, SERIALS))


def without_marks(batches: Iterable[RecordBatch]) -> Iterator[RecordBatch]:
    """Serial numbers as they are compared."""
    for batch in batches:
        columns = (batch[name].to_pylist() for name in ("number", "row", "text"))
        yield serial_batch(
            (number, *line) for number, row, text in zip(*columns, strict=True) for line in lines(row, [text], 1)
        )


def serial_batch(found: Iterable[tuple[int, int, str, bool]]) -> RecordBatch:
    """Lines of ``SERIALS`` as Arrow."""
    import pyarrow as pa

    schema = pa.schema([("number", pa.int32()), ("row", pa.int64()), ("text", pa.string()), ("destroyed", pa.bool_())])
    names = schema.names
    return pa.RecordBatch.from_pylist([dict(zip(names, line, strict=True)) for line in found], schema)


def repeated(names: Sequence[str], frames: Sequence[DataFrame]) -> SerialNumbers:
    """What is doubtful in the serial numbers of files of these names, which are in ``frames`` of ``SERIALS``."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    if not frames:
        return SerialNumbers({}, {}, 0)
    found: DataFrame = reduce(lambda one, other: one.unionByName(other), frames)
    # One number for the place of a row: the least of structures would be found by sorting all rows.
    found = found.withColumn("at", f.col("number").cast("long") * _ROWS + f.col("row"))
    # Those that were destroyed are counted by file, the others by what they say: in one go, for reading costs most.
    same = f.when(f.col("destroyed"), f.col("number").cast("string")).otherwise(f.col("text"))
    lines = found.groupBy("destroyed", same.alias("same")).agg(f.count("*").alias("rows"), f.min("at").alias("at"))
    doubtful = lines.filter("destroyed or rows > 1")
    with told("the serial numbers"):
        first = doubtful.orderBy(f.desc("destroyed"), "at").limit(len(names) + MAX_DUPLICATES + 1).collect()
        lost = {line.at: line.rows for line in first if line.destroyed}
        twice = {line.same: Repeated(line.rows) for line in first if not line.destroyed}
        numbers = len(twice) if len(twice) <= MAX_DUPLICATES else doubtful.filter("not destroyed").count()
        repeated = {text: twice[text] for text in [*twice][:MAX_DUPLICATES]}
        destroyed: dict[str, tuple[int, int, str]] = {}
        if lost or repeated:
            ranked = f.row_number().over(Window.partitionBy("destroyed", "text").orderBy("at"))
            named = f.col("at").isin(list(lost)) | (~f.col("destroyed") & f.col("text").isin(list(repeated)))
            rows = found.filter(named).withColumn("rank", ranked).filter(f.col("rank") <= MAX_DUPLICATES)
            for line in rows.orderBy("at").collect():
                if line.destroyed:
                    destroyed[names[line.number]] = line.row, lost[line.at], line.text
                else:
                    repeated[line.text].rows.append(f"{names[line.number]}:{line.row}")
    return SerialNumbers(destroyed, repeated, numbers)


def _text(frame: DataFrame, place: int) -> Column:
    """The cells of a column as texts, an absent one as no text."""
    from pyspark.sql import functions as f

    quoted = frame.columns[place].replace("`", "``")
    return f.coalesce(f.col(f"`{quoted}`").cast("string"), f.lit(""))
