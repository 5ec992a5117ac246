"""Counts how many ordinary companies bear each word, and draws names of companies that are on no list.

    python -m tests.bench.ordinary company_tickers.json

The file is that of the SEC (https://www.sec.gov/files/company_tickers.json): the names of all issuers. Writes
tests/bench/issuers.csv, a sample in two parts, and rules/names/ordinary.csv, how many issuers bear each word;
the part ``measured`` is not counted, so that what is measured on it was not learnt from it.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path
from random import Random

from compliance.io.resources import RULES
from compliance.screening.names.tokens import parse

EACH, LEARNT = 1_500, 4_000


def issuers(path: Path) -> list[str]:
    """The names of all issuers, each once, in an order that is the same each time but random."""
    rows = json.loads(path.read_text("utf-8")).values()
    names = sorted({" ".join(row["title"].split()) for row in rows})
    Random(15).shuffle(names)
    return names


def bearers(names: list[str]) -> Counter[str]:
    """Word -> companies that bear it; words of the other tables are left out."""
    counts: Counter[str] = Counter()
    for name in names:
        counts.update({token.raw for reading in parse(name)[:1] for token in reading.tokens if token.kind == "word"})
    return counts


def main() -> None:
    """Writes both tables."""
    names = issuers(Path(sys.argv[1]))
    measured, learnt = names[:EACH], names[EACH : EACH + LEARNT]
    with Path(__file__).with_name("issuers.csv").open("w", encoding="utf-8", newline="") as out:
        rows = [*((name, "measured") for name in measured), *((name, "learnt") for name in learnt)]
        csv.writer(out, lineterminator="\n").writerows([("name", "part"), *rows])
    counted = sorted((word, count) for word, count in bearers(names[EACH:]).items() if word.isalnum())
    with (RULES / "names" / "ordinary.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("word", "companies"), *counted])
    print(f"{len(names):,} issuers, {len(counted):,} words")


if __name__ == "__main__":
    main()
