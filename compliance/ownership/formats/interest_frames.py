"""Very many interests at once, by columns. What is not clean is left to whoever reads row by row and says what is wrong.

Imports Polars: only who has a large file or Parquet imports this.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from compliance.io.frames import DAMAGE, stripped, text_frame
from compliance.io.sniffing import Sniffer
from compliance.io.tables import Scan
from compliance.ownership.formats.table import TERMS, Terms, terms_in
from compliance.ownership.parties import Interest, Parties, collect
from compliance.ownership.tracing.table import InterestTable, positions_in

_BETWEEN = "\x1f"


def read_csv(path: Path, header: list[str], file: str) -> Parties | None:
    """What a CSV file says; None where only reading row by row tells. Raises ComplianceError for contradictions."""
    with Sniffer(path, ",") as sniffer:
        if not sniffer.clean:
            return None
    table = table_in(Scan(path, tuple(header), separator=","), header, file)
    return None if table is None else collect((), table)


def table_in(scan: Scan, header: list[str], file: str) -> InterestTable | None:
    """The interests of a file; None where some row cannot be read."""
    cells = {name: stripped(position) for position, name in enumerate(header)}
    # Columns that nobody asks for are not parsed, and then a row that is too long goes unnoticed: all are asked for.
    terms_text = pl.concat_str([cells.get(name, pl.lit("")) for name in TERMS], separator=_BETWEEN).alias("said")
    texts = text_frame(scan).select(cells["owner"].alias("owner"), cells["owned"].alias("owned"), terms_text)
    texts = texts.with_row_index("row", scan.first)
    texts = texts.filter(
        pl.any_horizontal(pl.col("owner", "owned") != "", pl.col("said") != _BETWEEN * (len(TERMS) - 1))
    )
    try:
        # Several readings, so that the texts need never be there all at once.
        names = pl.concat([texts.select("owner"), texts.select(owner="owned")]).unique().collect(engine="streaming")
        distinct_terms = texts.select("said").unique(maintain_order=True).collect(engine="streaming")["said"]
        terms = [_terms(text, file) for text in distinct_terms.to_list()]
        if not terms or None in terms or (names["owner"] == "").any():
            return None
        parties = names["owner"].sort()
        places = texts.select(
            positions_in(pl.Enum(parties), "owner", "owned"),
            positions_in(pl.Enum(distinct_terms), "said").alias("terms"),
            "row",
        )
        return InterestTable(parties, places.collect(engine="streaming"), [term for term in terms if term])
    except DAMAGE:
        return None


def _terms(text: str, file: str) -> Interest | None:
    parts = text.split(_BETWEEN)
    parsed = terms_in(*parts) if len(parts) == len(TERMS) else None
    if not isinstance(parsed, Terms):
        return None
    return Interest("", "", parsed.share, parsed.kind, parsed.since, parsed.until, "", file)
