"""Inventories in which nearly every row is its own combination: told by cells that mean the same, they are judged alike."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from compliance.inventory.facts.base import MARK, FactsRead, Reader
from compliance.inventory.facts.site import UNKNOWN_SITE
from compliance.inventory.facts.status import OTHER
from compliance.inventory.facts.unlisted import STRANGER
from compliance.inventory.grouping.canonical import canonicaliser
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.sites import Site, Sites
from compliance.io.limits import ReadingLimits
from compliance.policies.engine.assessment import Assessment, assess
from compliance.policies.facts_read import facts_read
from compliance.policies.waivers import Waivers
from compliance.reports.check.unit_verdicts import write_unit_verdicts
from compliance.workflows.inputs import Inputs, Request, read_inputs
from compliance.workflows.reference import Reference
from tests.builders import listed
from tests.effort import examples
from tests.inventory.varied import CELLS, ROWS

REFERENCE = Reference()
POLICIES = ("cleanspark-mineone", "us-ear", "us-ofac", "origin-claims")
WAIVERS = """waivers:
- {rule: us-ear/sophgo, subject: {supplier: Waived Ltd}, reason: r, approved_by: b, approved_on: 2025-01-01, expires: 2027-01-01}
- {rule: us-ear/affiliates, subject: {party: Acme 3 llc}, reason: r, approved_by: b, approved_on: 2025-01-01, expires: 2027-01-01}
- {rule: us-ofac/origin, subject: {serial: S1}, reason: r, approved_by: b, approved_on: 2025-01-01, expires: 2027-01-01}
- {rule: us-ofac/sdn, subject: {site: Hall 1}, reason: r, approved_by: b, approved_on: 2025-01-01, expires: 2027-01-01}
"""


def asked(
    folder: Path, many: int, policies: Sequence[str] = POLICIES, chunk_rows: int = 3
) -> tuple[Inputs, Assessment]:
    counting = CountingLimits(max_combinations=many)
    request = Request(
        [folder / "fleet.csv"],
        date(2026, 11, 22),
        policies,
        reading=ReadingLimits(chunk_rows=chunk_rows),
        counting=counting,
        reference=REFERENCE,
    )
    inputs = read_inputs(request)
    return inputs, assess(inputs.policies, inputs.facts, inputs.waivers)


def told(inputs: Inputs, assessment: Assessment) -> dict[str, Any]:
    """What must not depend on how rows are grouped."""
    lines = io.StringIO()
    write_unit_verdicts(lines, inputs.tables, assessment.units)
    units: Counter[tuple[str, str]] = Counter()
    for finding in assessment.report.findings:
        units[finding.rule, finding.verdict] += finding.units
    return {"lines": lines.getvalue(), "summary": assessment.report.summary.by_verdict, "units": +units}


def write(folder: Path, rows: Iterable[Mapping[str, str]]) -> None:
    with (folder / "fleet.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, CELLS)
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("many", [-1, 2])
@given(rows=ROWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(60))
def test_however_rows_are_told_apart_the_verdicts_are_the_same(
    tmp_path: Path, many: int, rows: list[dict[str, str]]
) -> None:
    (tmp_path / "waivers.yaml").write_text(WAIVERS, "utf-8")
    write(tmp_path, rows)
    plain = told(*asked(tmp_path, 1000))
    inputs, assessment = asked(tmp_path, many)
    assert told(inputs, assessment) == plain
    assert inputs.tables[0].grouping.canonical or many > 0


LISTED = listed("some", "Listed Ltd", "Listed 2024 Ltd", "Mine 4444")
READER = Reader(REFERENCE.catalogue, REFERENCE.countries, REFERENCE.parties, Sites(), lists=(LISTED,))


@cache
def read_by(*policies: str) -> FactsRead:
    loaded = [REFERENCE.policy(Path("rules/policies") / name, name, {}) for name in policies]
    return facts_read(loaded, Waivers())


def stand_ins(column: str, texts: Sequence[str], *policies: str) -> list[str]:
    """What stands for each text; in place of a mark that names a meaning, the first text of that meaning."""
    canonicalise = canonicaliser([column, "quantity"], READER, read_by(*policies or POLICIES))
    forms = [form for form, _ in canonicalise([(text, "1") for text in texts])]
    first = dict(zip(reversed(forms), reversed(texts), strict=True))
    return [first[form] if form.startswith(MARK) else form for form in forms]


def test_what_no_rule_can_tell_apart_is_one() -> None:
    assert stand_ins("owner", ["Acme 1", "Acme 2", "Listed Limited", "eBay", "n/a", "", "bitmain"]) == [
        STRANGER, STRANGER, "Listed Limited", "eBay", "n/a", "", "bitmain",
    ]  # fmt: skip
    names = ["Acme 1001", "Acme\n1002 é", "Listed 2024 Ltd", "Listed 2025 Ltd", "Mine 4444", "Mine 44445"]
    assert stand_ins("owner", names, "us-ofac") == [
        STRANGER,
        STRANGER,
        "Listed 2024 Ltd",
        *stand_ins("owner", names[3:4]),
        "Mine 4444",
        STRANGER,
    ]
    assert stand_ins("manufacturer", ["Maker 1", "Bitmain", "Maker 2", "Kaboomracks"]) == [
        STRANGER, "Bitmain", STRANGER, "Kaboomracks",
    ]  # fmt: skip
    assert stand_ins("status", ["idle", "sold", "", "s-o-l-d"]) == [OTHER, "sold", "", "s-o-l-d"]
    assert stand_ins("site", ["Hall 1", "Old North Range", "TBD", "Cheyenne"]) == [
        "Hall 1", "Old North Range", "TBD", "Cheyenne",
    ]  # fmt: skip
    assert stand_ins("site", ["Hall 1", "Hall 2"]) == ["Hall 1", "Hall 1"]
    assert stand_ins("model", ["S19 104T", "S19 110T", "Mode 1", "Mode 2"]) == [
        "S19 104T",
        "S19 104T",
        "Mode 1",
        "Mode 1",
    ]
    assert stand_ins("kind", ["fan 1", "fan 2", "psu", "PSU"]) == ["fan 1", "fan 2", "psu", "psu"]
    assert stand_ins("origin_evidence", ["coo:C-1", "certificate:CO-2", "coo:pending 3"]) == [
        "coo:C-1",
        "coo:C-1",
        "coo:pending 3",
    ]
    assert stand_ins("country_of_origin", ["Landia 1", "Landia 2", "China", "PRC", "CN", "CN|MY", "not China 1"]) == [
        "Landia 1", "Landia 1", "China", "China", "CN", "CN|MY", "not China 1",
    ]  # fmt: skip
    assert stand_ins("purchase_date", ["2024-05-06 10:00", "2024-05-06T11:00", "2024-05-06", "2024-05-06 noon"]) == [
        "2024-05-06 10:00", "2024-05-06 10:00", "2024-05-06", "2024-05-06 noon",
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["status", "site", "kind", "owner", "purchase_date", "origin_evidence", "model"])
def test_blank_cells_and_hard_spaces_stand_for_themselves(column: str) -> None:
    texts = ["a b", "a\u00a0b", "", "asic", "asic\u00a0", "2024-05-06 10:00", "2024-05-06\u00a010:00", ""]
    for some in (texts, texts[::-1]):
        found = stand_ins(column, some)
        assert [each for each in found if "\u00a0" in each or not each] == [
            each for each in some if "\u00a0" in each or not each
        ]
        assert [not each for each in found] == [not each for each in some]


def test_a_number_that_stands_in_nothing_known_is_any_number() -> None:
    assert stand_ins("owner", ["sup12345", "sup98765", "M1ne 4444", "Mine44444", "Mine 4444"], "us-ofac") == [
        STRANGER, STRANGER, "M1ne 4444", STRANGER, "Mine 4444",
    ]  # fmt: skip
    assert len(set(stand_ins("model", ["Antminer S19 x12345", "Antminer S19 x23456", "Avalon 1246"]))) == 2
    boards = ["cb12345", "cb23456", "am12345", "am23456", "am98765", "CV1835-12345", "CV1835 23456", "n/a"]
    assert stand_ins("control_board", boards) == [
        "cb12345", "cb12345", "am12345", "am23456", "cb12345", "CV1835-12345", "CV1835-12345", "n/a",
    ]  # fmt: skip
    assert len(set(stand_ins("origin_evidence", ["paper 12345", "paper 23456", "customs entry no. 23456"]))) == 2


def test_where_every_plain_digit_is_listed_numbers_stay_as_they_are() -> None:
    names = [f"Company {digit * 4}" for digit in "24679"]
    reader = replace(READER, lists=(listed("some", *names),))
    canonicalise = canonicaliser(["owner", "quantity"], reader, FactsRead())
    assert canonicalise([("Company 7777", "1"), ("Other 12345", "1")]) == [("Company 7777", "1"), (STRANGER, "1")]


def test_parties_stay_apart_where_their_number_counts() -> None:
    policy = REFERENCE.policy(
        Path("rules/policies/supply-concentration"),
        "x",
        {"supply-concentration/maker": {"limit": 50}, "supply-concentration/origin": {"limit": 50}},
    )
    canonicalise = canonicaliser(["manufacturer", "model"], READER, facts_read([policy], Waivers()))
    keys: list[tuple[str, ...]] = [("Maker 1", "a"), ("Maker 2", "b"), ("Bitmain", "S19"), ("比特大陆", "S19 104T")]
    assert [len(set(canonicalise(keys[:count]))) for count in (1, 2, 3, 4)] == [1, 2, 3, 3]
    assert canonicalise([]) == []


def test_a_fact_that_does_not_say_when_cells_mean_the_same_is_never_merged() -> None:
    columns = ("hashrate_ths", "power_w", "unit_price_usd", "purchase_lot", "quantity")
    keys: list[tuple[str, ...]] = [("110", "3250", "100", "a", "1"), ("110 TH/s", "3.25 kW", "$100", "A", "1.0")]
    assert canonicaliser(columns, READER, FactsRead.exactly(*columns[:4]))(keys) == keys


def test_what_is_read_exactly_is_never_merged() -> None:
    names = ("status", "site", "owner", "supplier", "hosting_client")
    keys: list[tuple[str, ...]] = [(f"a {number}",) * 5 for number in range(3)]
    assert canonicaliser(names, READER, FactsRead.exactly(*names))(keys) == keys
    assert len(set(canonicaliser(names, READER, FactsRead())(keys))) == 1


def test_a_site_that_is_described_is_told_apart() -> None:
    reader = replace(READER, sites=Sites((Site(id="north", name="North Range"),)))
    canonicalise = canonicaliser(["site"], reader, FactsRead())
    assert canonicalise([("North Range",), ("Hall 1",), ("old north",)]) == [
        ("North Range",),
        (UNKNOWN_SITE,),
        ("old north",),
    ]


def test_a_cell_that_looks_like_a_meaning_is_none() -> None:
    one = canonicaliser(["country_of_origin"], READER, FactsRead())
    assert one([(f"{MARK}A|B",), ("A|B",), ("",)]) == [(f"{MARK}{MARK}{MARK}A|B",), ("A|B",), ("",)]
    two = canonicaliser(["manufacturer", "model"], READER, FactsRead())
    assert two([(f"{MARK}a", "b\u00a0c"), ("", "")]) == [(f"{MARK}{MARK}{MARK}a", "b\u00a0c"), ("", "")]


def test_forgetting_what_was_understood_changes_nothing() -> None:
    keys: list[tuple[str, ...]] = [
        ("Maker 1", "S19", "a"),
        ("Maker 12", "S19", "b"),
        ("Bitmain", "S19", "sold"),
        ("eBay", "X", "c"),
    ]
    columns = ["manufacturer", "model", "status"]
    whole = canonicaliser(columns, READER, read_by(*POLICIES))(keys)
    canonicalise = canonicaliser(columns, READER, read_by(*POLICIES), remembered=0)
    assert [canonicalise([key])[0] for key in keys] == whole
    assert whole[0] == whole[1]
    assert whole[2][2] == "sold"


def test_the_evidence_is_what_stands_in_the_row(tmp_path: Path) -> None:
    write(
        tmp_path, [{"model": "S19", "country_of_origin": f"Landia {row}", "owner": f"Acme {row}"} for row in range(9)]
    )
    inputs, assessment = asked(tmp_path, 2, ["us-ofac"], chunk_rows=2)
    (lot,) = inputs.facts.fleet.lots
    assert (lot.units, lot.written["owner"][1], lot.locations[-1].row) == (9, "Acme 0", 10)
    assert "fleet.csv: has very many distinct rows; of cells that mean the same the report shows one." in [
        note.removeprefix(f"{tmp_path.name}/") for note in assessment.report.notes
    ]
