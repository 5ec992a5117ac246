"""Counts how many families of companies bear each word: writes rules/names/families.csv and persons.csv.

    python -m tests.bench.families /path/to/data

A family is counted once, however many entries a list has of it (109 Huawei entries would make *huawei* look common):
the names that begin with the same telling word and stand in the same notice, programme or country. Words of the other
tables are left out, and so are words that only one or two families bear: those weigh most anyway.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from compliance.io.resources import RULES
from compliance.screening.list_formats import load_edition
from compliance.screening.names.people import parse_person
from compliance.screening.names.tokens import parse

LEAST = 3
MOST_OWN = 3


def names(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and what its family shares, of every entry and alias of every list."""
    for path in sorted((folder / "us-2026-07").glob("*.json")):
        found = json.loads(path.read_text("utf-8"))
        for entry in found["entities"] if isinstance(found, dict) else found:
            shared = str(entry.get("federal_register") or entry.get("country") or "")[:16]
            for name in (entry["name"], *(entry.get("aliases") or ())):
                yield name, shared
    primary: dict[str, str] = {}
    for path in (folder / "us-ofac" / "sdn.2021-07.csv", folder / "us-ofac" / "cons_prim.2025-12.csv"):
        for row in csv.reader(path.read_text("latin-1").splitlines()):
            if len(row) > 3 and row[2] != "individual":
                primary[row[0]] = row[3]
                yield row[1], row[3]
    for path in (folder / "us-ofac" / "alt.2021-07.csv", folder / "us-ofac" / "cons_alt.2025-12.csv"):
        for row in csv.reader(path.read_text("latin-1").splitlines()):
            if len(row) > 3 and row[0] in primary:
                yield row[3], primary[row[0]]
    for named in csv.DictReader((folder / "us-1260h-history.csv").read_text("utf-8").splitlines()):
        yield named["Clean Name"] or named["Name"], "1260H"
    with (folder / "us-bis-dpl" / "dpl.2022-09.txt").open(encoding="latin-1", newline="") as lines:
        for denied in csv.DictReader(lines, delimiter="\t"):
            yield denied["Name"], denied["Effective_Date"]


def families(word: str, found: set[tuple[str, str]]) -> int:
    """How many families these are; those that begin with the word itself are one, or a few where notices are many."""
    own = sum(first == word for first, _ in found)
    return len(found) - own + min(own, MOST_OWN)


def write_persons(folder: Path) -> None:
    """Writes rules/names/persons.csv: how many natural persons on the SDN List bear a word, where they are LEAST or more."""
    listed = load_edition("sdn", folder / "us-ofac" / "sdn.2021-07.csv").listings
    counts: Counter[str] = Counter()
    for listing in listed:
        if listing.kind == "individual":
            counts.update({word.text for name in parse_person(listing.name) for word in name.words if not word.initial})
    counted = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    with (RULES / "names" / "persons.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("word", "persons"), *counted])


def main() -> None:
    """Writes the tables and says how long the first is."""
    write_persons(Path(sys.argv[1]) / "lists")
    bearing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    """Word -> (word that the name begins with, where that is another word; notice, where it is the word itself)."""
    for text, shared in names(Path(sys.argv[1]) / "lists"):
        for name in parse(text)[:1]:
            telling = [token for token in name.tokens if token.kind == "word" and token.raw.isalpha()]
            for token in telling:
                first = telling[0].text
                bearing[token.text].add((first, shared if first == token.text else ""))
    counted = sorted((word, count) for word, found in bearing.items() if (count := families(word, found)) >= LEAST)
    with (RULES / "names" / "families.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("word", "families"), *counted])
    print(f"{len(bearing):,} words, {len(counted):,} of them in {LEAST} families or more")


if __name__ == "__main__":
    main()
