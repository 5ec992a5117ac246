"""The counting interface: parts of an inventory are counted and joined by processes that know nothing of each other."""

from __future__ import annotations

import pickle
from functools import cache
from multiprocessing import get_context

import pytest

from compliance.inventory import (
    FactsRead,
    Grouping,
    Key,
    Reader,
    RowLine,
    RowVerdict,
    Tally,
    UnknownRowError,
    join,
    merge,
    normalise,
    partial,
)
from compliance.inventory.columns import layout
from compliance.inventory.sites import Sites
from compliance.inventory.units import Fleet
from compliance.io.tables import Chunk
from compliance.ownership.parties import Party, collect
from compliance.policies.engine.assessment import assess
from compliance.policies.facts import Facts
from compliance.policies.facts_read import facts_read
from compliance.policies.waivers import Waivers
from tests.builders import TODAY, catalogue, countries, dated, listed, policy

HEADER = ["model", "manufacturer", "supplier", "country_of_origin", "origin_evidence", "serial_number"]
RULES = policy(
    dated("constraint: {kind: country-of-origin, forbidden: {text: [CN]}}", name="origin"),
    dated("applies_to: {parties: [supplier]}\nconstraint: {kind: listed-party, lists: [some]}", name="seller"),
    dated("constraint: {kind: origin-evidence, minimum_classes: 1, minimum_strong: 0}", name="papers"),
)


def rows(first: int, count: int) -> Chunk:
    """Rows that all differ, of a few meanings."""
    return first, [
        [
            "Antminer S19",
            "" if number % 2 else "比特大陆",
            ("Foo Ltd", "Listed Ltd", f"Stranger {number} Ltd")[number % 3],
            ("CN", "China", "MY", f"Landia {number}")[number % 4],
            f"customs_entry:7501-{number}" if number % 5 else f"paper {number}",
            f"EXAMPLE-{number}",
        ]
        for number in range(first, first + count)
    ]


@cache
def grouping() -> Grouping:
    parties = collect([Party("foo", "Foo Ltd")], [])
    reader = Reader(catalogue(), countries(), parties, Sites(), lists=(listed("some", "Listed Ltd"),))
    return Grouping(layout(HEADER, {}, file="fleet.csv"), facts_read([RULES], Waivers()), reader)


def counted(job: tuple[Grouping, Chunk, int]) -> Tally:
    """What a worker counts of its part."""
    group, (first, part), many = job
    return partial(group, ((first + start, part[start : start + 10]) for start in range(0, len(part), 10)), many)


def joined(job: tuple[Grouping, Chunk, dict[Key, RowVerdict]]) -> list[RowLine]:
    """The lines of a part."""
    group, part, verdicts = job
    return list(join(group, [part], verdicts))


def verdicts_of(tally: Tally) -> dict[Key, RowVerdict]:
    """What is judged of the sum of all parts."""
    group = grouping()
    assert group.reader
    result = normalise(tally, group, group.reader, "fleet.csv")
    facts = Facts(
        TODAY, group.reader.countries, group.reader.catalogue, Fleet(result.lots), group.reader.parties,
        lists={names.id: names for names in group.reader.lists},
    )  # fmt: skip
    units = assess([RULES], facts).units
    return {key: (1, units[unit].verdict.value, ";".join(units[unit].rules)) for key, unit in result.units.items()}


def test_two_processes_count_and_join_what_the_other_one_counted() -> None:
    parts = [rows(2, 60), rows(62, 12)]
    with get_context("spawn").Pool(2) as workers:
        many, few = workers.map(counted, [(grouping(), parts[0], 20), (grouping(), parts[1], 20)])
        assert (many.canonical, few.canonical) == (True, False)
        whole = merge(grouping(), (few, many))
        verdicts = verdicts_of(whole)
        group = grouping().in_form_of(whole)
        crosswise = workers.map(joined, [(group, parts[1], verdicts), (group, parts[0], verdicts)])
    alone = partial(grouping(), parts)
    assert not alone.canonical
    assert whole.rows == alone.rows == 72
    assert len(whole.counts) < 40 < len(alone.counts)
    expected = list(join(grouping(), parts, verdicts_of(alone)))
    assert crosswise[1] + crosswise[0] == expected
    assert {line[4] for line in expected} > {"violation", "undetermined"}


@pytest.mark.parametrize("many", [1, 10_000])
def test_a_row_that_no_worker_counted_is_an_error_that_says_so(many: int) -> None:
    first, part = rows(2, 40)
    tally = counted((grouping(), (first, part), many))
    verdicts, group = verdicts_of(tally), grouping().in_form_of(tally)
    stranger = [*part[0][:3], "Malaysia", *part[0][4:]]
    with pytest.raises(UnknownRowError, match="row 90: the row was not counted") as caught:
        joined((group, (90, [stranger]), verdicts))
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_what_is_sent_between_processes_says_what_it_said() -> None:
    tally = counted((grouping(), rows(2, 40), 1))
    assert pickle.loads(pickle.dumps(tally)) == tally
    group: Grouping = pickle.loads(pickle.dumps(grouping().in_form_of(tally)))
    _, part = rows(2, 40)
    assert group.keys(part) == grouping().in_form_of(tally).keys(part)
    assert group.read == grouping().read
    assert FactsRead.exactly("site") | FactsRead() == FactsRead.exactly("site")


def test_cells_that_are_too_long_are_told_apart_by_no_more_than_their_length() -> None:
    understanding = grouping()
    names = understanding.columns
    long = [tuple(letter * 3000 if name == "supplier" else "S19" for name in names) for letter in "ab"]
    short = tuple("" if name == "supplier" else "S19" for name in names)
    first, second, third = understanding.canonicalise([*long, short])
    assert first == second == third
