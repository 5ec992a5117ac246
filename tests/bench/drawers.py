"""How many listed names are found and decided, and how many others are alerted, on parties that no weight was learnt from.

    python -m tests.bench.drawers /path/to/data

The names are those of weights.py, of the half of the parties and of the issuers that is only measured, with all lists of the data
together. Persons: names of SDN individuals in disguise, names put together of two, and the labelled pairs of name_bench.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from random import Random

from compliance.screening.matching import Match, PartyDetails, screen_party
from compliance.screening.names.people import MIN_LIKENESS, parse_person, person_likeness
from tests.bench.weights import Case, clean_cases, listed_cases, lists, person_cases, same_party

EACH, COMPOSED, PEOPLE = 40, 800, 200


def f1(path: Path) -> float:
    """F1 of the labelled pairs of names of persons."""
    right = wrong = missed = 0
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["schema"] == "Person":
                alike = any(
                    person_likeness(one, other).score >= MIN_LIKENESS
                    for one in parse_person(row["name1"])
                    for other in parse_person(row["name2"])
                )
                same = row["is_match"] == "true"
                right, wrong, missed = (
                    right + (alike and same),
                    wrong + (alike and not same),
                    missed + (same and not alike),
                )
    return 2 * right / (2 * right + wrong + missed)


def main() -> None:
    """Measures and prints."""
    data = Path(sys.argv[1])
    party_lists = lists(data)
    entries = {(party_list.id, listing.entry): listing for party_list in party_lists for listing in party_list.listings}
    companies = [*listed_cases(party_lists, Random(3), EACH), *clean_cases(party_lists, Random(4), COMPOSED)]
    people = list(person_cases(party_lists, Random(5), PEOPLE))
    asked: list[tuple[Case, PartyDetails]] = [
        *((case, PartyDetails((case.query,), case.country)) for case in companies if not case.learnt),
        *(
            (case, PartyDetails((case.query,), case.country, kind="person", born=born))
            for case, born in people
            if not case.learnt
        ),
    ]
    names, found, decided, wrong, alerted, namesakes = (Counter[str]() for _ in range(6))
    for case, party in asked:
        kind = f"person: {case.kind}" if party.kind else case.kind
        matches = [match for party_list in party_lists for match in screen_party(party, party_list, None)]
        names[kind] += 1
        if case.entry:
            expected = entries[case.entry]
            right = [match for match in matches if same_party(match.listing, expected)]
            found[kind] += bool(right)
            decided[kind] += any(match.strength == "match" for match in right)
        else:
            wrong[kind] += any(match.strength == "match" for match in matches)
            alerted[kind] += any(not match.namesake for match in matches)
            namesakes[kind] += _only_namesakes(matches)
    print("| listed, in disguise | names | found | as a match |\n|---|---|---|---|")
    for kind in names:
        if kind in found or kind in decided:
            print(
                f"| {kind.replace('_', ' ')} | {names[kind]} | {found[kind] / names[kind]:.2f} | {decided[kind] / names[kind]:.2f} |"
            )
    print("\n| on no list | names | alerted | namesakes only | as a match |\n|---|---|---|---|---|")
    for kind in names:
        if not (kind in found or kind in decided):
            print(
                f"| {kind} | {names[kind]} | {alerted[kind] / names[kind]:.4f} | {namesakes[kind] / names[kind]:.4f} | {wrong[kind]} |"
            )
    print(f"\nname_bench, persons: F1 {f1(data / 'matching/name_bench_cases.csv'):.3f}")


def _only_namesakes(matches: list[Match]) -> bool:
    return bool(matches) and all(match.namesake for match in matches)


if __name__ == "__main__":
    main()
