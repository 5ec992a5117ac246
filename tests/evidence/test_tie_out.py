"""Every state of a claim, and what it leaves of the units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.party import Known, Unlisted
from compliance.core.possible import UNKNOWN, one_of
from compliance.evidence.claims import State
from compliance.evidence.documents import Registered
from compliance.inventory.units import Lot, Unit
from tests.builders import lot
from tests.effort import examples
from tests.evidence.registers import claiming, document, one, tied, vouched

ENTRY = "customs_entry:E-1"
GOOD: dict[str, Any] = {"origin": "Malaysia", "quantity": 500, "maker": "Bitmain", "model": "Antminer S21"}


def test_a_line_that_says_the_same_vouches() -> None:
    fleet = tied([document("E-1", GOOD)], lot(claiming(ENTRY), 500))
    assert vouched(fleet) == [(500, ["customs_entry"], [])]
    (claim,) = fleet.result.claims
    assert (claim.document, claim.state, claim.units, claim.covered) == ("E-1", "vouched", 500, 500)
    assert fleet.result.used == {"E-1": 500}
    assert fleet.result.notes == ()


@pytest.mark.parametrize(
    ("line", "told", "state", "because"),
    [
        ({"origin": "CN"}, {}, "contradicted", "E-1, line 1 says origin China, the inventory Malaysia"),
        ({"model": "Whatsminer M60S", "maker": "MicroBT"}, {}, "contradicted", "is of another machine (MicroBT Whatsminer"),
        ({"model": "Antminer S19 XP"}, {}, "contradicted", "is of another machine"),
        ({"quantity": 1, "serials": ["A", "B"]}, {}, "contradicted", "says 1 machines and lists 2 serial numbers"),
        ({"importer": "Foo LLC"}, {"importer_of_record": Unlisted("FOO, LLC")}, "vouched", ""),
        ({"importer": "Foo Inc"}, {"importer_of_record": Unlisted("Bar Inc")}, "vouched", ""),
        ({"purchase_lot": "L-2"}, {"purchase_lot": "L-1"}, "not-covered", "is of purchase lot L-2"),
        ({"purchase_lot": "L 1"}, {"purchase_lot": "L-1"}, "vouched", ""),
        ({"purchase_lot": "L-1"}, {}, "unclear", "is of a purchase lot, and the inventory names none"),
        ({"origin": ""}, {}, "unclear", "says no origin"),
        ({"origin": "somewhere"}, {}, "unclear", "says an unclear origin (somewhere)"),
        ({"quantity": None}, {}, "unclear", "says no quantity"),
        ({}, {"country_of_origin": None}, "unclear", "no origin is recorded"),
        ({}, {"country_of_origin": "MY|TH"}, "unclear", "the recorded origin is not one country"),
        ({}, {"country_of_origin": "TH|VN"}, "contradicted", "says origin Malaysia, the inventory Thailand or Viet"),
        ({}, {"family": ""}, "unclear", "the maker or model is not recognised"),
        ({"model": "Antminer Foo 9"}, {}, "unclear", "the maker or model is not recognised"),
        ({"maker": "Nobody Knows Ltd", "model": ""}, {}, "unclear", "the maker or model is not recognised"),
        ({"maker": "", "model": ""}, {"family": "", "manufacturer": UNKNOWN}, "vouched", ""),
        ({"entry_date": date(2024, 11, 2)}, {"delivered": date(2024, 11, 1)}, "impossible-date", "after the delivery on 2024-11-01"),
        ({"entry_date": date(2024, 11, 1)}, {"delivered": date(2024, 11, 1)}, "vouched", ""),
        ({"entry_date": date(2016, 1, 1)}, {}, "impossible-date", "before the model was made"),
        ({"entry_date": date(2024, 2, 1)}, {"purchased": date(2025, 6, 1)}, "impossible-date", "more than 365 days before"),
        ({"entry_date": date(2024, 7, 1)}, {"purchased": date(2025, 6, 1)}, "vouched", ""),
        ({"entry_date": date(2026, 12, 1)}, {}, "impossible-date", "is of 2026-12-01, after the as-of date"),
    ],
)  # fmt: skip
def test_what_a_line_says(line: dict[str, Any], told: dict[str, Any], state: State, because: str) -> None:
    claim = one([document("E-1", {**GOOD, **line})], claiming(ENTRY, **told))
    assert claim.state == state
    assert because in claim.because
    assert claim.covered == (1 if state == "vouched" else 0)


def test_a_day_that_is_impossible_for_an_entry_only() -> None:
    line = {**GOOD, "entry_date": date(2024, 11, 2)}
    paper = document("E-1", line, kind="certificate")
    assert one([paper], claiming("certificate:E-1", delivered=date(2024, 11, 1))).state == "vouched"
    late = document("E-1", GOOD, issued_on=date(2026, 12, 1))
    assert "was issued on 2026-12-01, after the as-of date" in one([late], claiming(ENTRY)).because


@pytest.mark.parametrize(
    ("paper", "state", "because"),
    [
        (document("E-2", GOOD), "unread", "E-1 is not in the register"),
        (document("E-1", GOOD, read_by="es003"), "unread", "a proposal that nobody has confirmed"),
        (document("E-1", GOOD, read_by="es003", confirmed=True), "vouched", "says the same"),
        (document("E-1", GOOD, state="no file"), "missing", "names no file of it"),
        (document("E-1", GOOD, state="file missing"), "missing", "its file is not there"),
        (document("E-1", GOOD, state="file changed"), "missing", "has changed since it was registered"),
        (document("E-1"), "unclear", "has no lines"),
        (document("E-1", GOOD, kind="letter"), "not-covered", "registered as letter, which is no evidence"),
    ],
)  # fmt: skip
def test_what_a_document_is(paper: Registered, state: State, because: str) -> None:
    claim = one([paper], claiming(ENTRY))
    assert (claim.state, because in claim.because) == (state, True)


def test_a_contradiction_makes_facts_of_both_values() -> None:
    papers = [
        document("E-1", {**GOOD, "origin": "CN"}),
        document("C-1", {**GOOD, "origin": "TH"}, kind="certificate"),
    ]
    (part,) = tied(papers, lot(claiming(ENTRY, "certificate:C-1"), 5)).fleet.lots
    assert part.unit.country_of_origin == one_of(("CN", "MY", "TH"))
    assert part.unit.vouching
    assert len(part.unit.vouching.contradictions) == 2


def test_another_maker_and_model() -> None:
    paper = document("E-1", {**GOOD, "maker": "MicroBT", "model": "Whatsminer M60S"})
    (part,) = tied([paper], lot(claiming(ENTRY))).fleet.lots
    assert part.unit.family == ""
    assert part.unit.manufacturer == one_of((Known("bitmain"), Known("microbt")))


def test_another_importer() -> None:
    paper = document("E-1", {**GOOD, "importer": "Acme LLC"})
    assert one([paper], claiming(ENTRY, importer_of_record=Unlisted("Gamma LLC"))).state == "vouched"
    (part,) = tied([paper], lot(claiming(ENTRY, importer_of_record=Known("beta")))).fleet.lots
    assert part.unit.importer_of_record == one_of((Known("acme"), Known("beta")))
    assert str(part.unit.vouching) == "contradicted E-1, line 1 says importer Acme LLC, the inventory another"


def test_what_contradicts_is_not_made_good_by_another_paper() -> None:
    papers = [document("E-1", {**GOOD, "origin": "CN"}), document("E-2", GOOD)]
    fleet = tied(papers, lot(claiming(ENTRY, "customs_entry:E-2"), 5))
    assert vouched(fleet) == [(5, [], [])]
    assert {claim.document: claim.state for claim in fleet.result.claims} == {"E-1": "contradicted", "E-2": "vouched"}


def test_lines_of_the_recorded_origin_come_first() -> None:
    paper = document("E-1", {**GOOD, "origin": "CN"}, GOOD)
    assert vouched(tied([paper], lot(claiming(ENTRY), 500))) == [(500, ["customs_entry"], [])]


def test_a_row_that_is_covered_in_part_is_two_lots() -> None:
    fleet = tied([document("E-1", GOOD)], lot(claiming(ENTRY), 600))
    assert vouched(fleet) == [(500, ["customs_entry"], []), (100, [], [])]
    assert [part.rows for part in fleet.fleet.lots] == [1, 0]
    (claim,) = fleet.result.claims
    assert (claim.state, claim.units, claim.covered) == ("partly", 600, 500)
    assert fleet.result.notes == (
        "E-1, line 1: 600 units are claimed and 500 are covered; 100 among fleet.csv:2 must give way.",
    )
    (unit,) = fleet.units.values()
    assert unit.vouching
    assert not unit.vouching.vouched


def test_of_several_rows_nobody_knows_which_are_covered() -> None:
    rows = Lot(claiming(ENTRY), 600, 600, lot().locations)
    assert vouched(tied([document("E-1", GOOD)], rows)) == [(600, [], [])]


def test_gaps_of_two_papers_may_lie_apart() -> None:
    papers = [
        document("E-1", {**GOOD, "quantity": 8}),
        document("C-1", {**GOOD, "quantity": 7}, kind="certificate"),
    ]
    row = lot(claiming(ENTRY, "certificate:C-1"), 10)
    assert vouched(tied(papers, row)) == [(5, ["certificate", "customs_entry"], []), (5, [], [])]


def test_an_over_used_entry_names_what_must_give_way() -> None:
    lots = [lot(claiming(ENTRY), 3000, row=2), lot(claiming(ENTRY, delivered=date(2025, 1, 1)), 400, row=3)]
    fleet = tied([document("E-1", GOOD)], *lots)
    (over_use,) = fleet.result.over_uses
    assert (over_use.claimed, over_use.covered, over_use.excess) == (3400, 500, 2900)
    assert [place.row for place in over_use.locations] == [2, 3]
    assert {claim.state for claim in fleet.result.claims} == {"over-used"}
    assert vouched(fleet) == [(100, ["customs_entry"], []), (2900, [], []), (400, [], [])]


def test_a_contradicted_claim_uses_the_line_too() -> None:
    fleet = tied(
        [document("E-1", GOOD)], lot(claiming(ENTRY), 500), lot(claiming(ENTRY, country_of_origin="TH"), 500, row=3)
    )
    assert fleet.result.over_uses[0].excess == 500
    assert [claim.state for claim in fleet.result.claims] == ["contradicted", "over-used"]


def test_long_lists_of_rows_are_cut() -> None:
    lots = [lot(claiming(ENTRY, delivered=date(2025, 1, day)), 500, row=day) for day in range(2, 10)]
    (note,) = tied([document("E-1", GOOD)], *lots).result.notes
    assert note.endswith(
        "3,500 among fleet.csv:2, fleet.csv:3, fleet.csv:4, fleet.csv:5, fleet.csv:6, … must give way."
    )


def test_serial_numbers_come_first() -> None:
    paper = document("P-1", {**GOOD, "quantity": None, "serials": ["s1", "S2 "]}, kind="packing_list")
    names = ("S1", "s2", "S3", "S1")
    lots = [
        lot(claiming("invoice:P-1", serial_number=name, hashrate_ths=row), row=row) for row, name in enumerate(names, 2)
    ]
    fleet = tied([paper], *lots)
    assert [(row.unit.vouching and sorted(row.unit.vouching.vouched)) for row in fleet.fleet.lots] == [
        [],
        ["invoice"],
        [],
        [],
    ]
    states = {(claim.state, claim.units) for claim in fleet.result.claims}
    assert states == {("vouched", 1), ("over-used", 2), ("not-covered", 1)}
    (over_use,) = fleet.result.over_uses
    assert (over_use.excess, [place.row for place in over_use.locations]) == (1, [2, 5])


def test_units_without_a_serial_number_share_what_is_left() -> None:
    paper = document("P-1", {**GOOD, "quantity": 3, "serials": ["s1", "s2"]}, kind="packing_list")
    lots = [lot(claiming("invoice:P-1", serial_number="s1")), lot(claiming("invoice:P-1"), 3, row=3)]
    fleet = tied([paper], *lots)
    assert vouched(fleet) == [(1, ["invoice"], []), (2, ["invoice"], []), (1, [], [])]
    assert fleet.result.used == {"P-1": 3}


def test_a_line_without_serial_numbers_may_hold_any() -> None:
    paper = document("P-1", {**GOOD, "serials": ["s1"], "quantity": 1}, {**GOOD, "quantity": 1}, kind="packing_list")
    lots = [lot(claiming("invoice:P-1", serial_number=name), row=row) for row, name in enumerate(("s1", "s9"), 2)]
    assert vouched(tied([paper], *lots)) == [(1, ["invoice"], []), (1, ["invoice"], [])]


def test_one_paper_under_two_classes_counts_as_what_it_is() -> None:
    paper = document("E-1", GOOD)
    fleet = tied([paper], lot(claiming(ENTRY, "factory_record:E-1"), 5))
    assert vouched(fleet) == [(5, ["customs_entry"], [])]
    assert [claim.state for claim in fleet.result.claims] == ["vouched", "not-independent"]
    assert vouched(tied([paper], lot(claiming("factory_record:E-1"), 5))) == [(5, ["customs_entry"], [])]


def test_one_unread_paper_under_two_classes_counts_once() -> None:
    fleet = tied([document("X", GOOD)], lot(claiming("customs_entry:A-1", "factory_record:A 1"), 5))
    assert vouched(fleet) == [(5, [], ["customs_entry"])]


@pytest.mark.parametrize("same", [{"issuer": {"name": "Example Broker"}}, {"sha256": "0" * 64}])
def test_one_issuer_or_one_file_counts_once(same: dict[str, Any]) -> None:
    papers = [document("E-1", GOOD, **same), document("C-1", GOOD, **same, kind="certificate")]
    fleet = tied(papers, lot(claiming(ENTRY, "certificate:C-1"), 5))
    assert vouched(fleet) == [(5, ["customs_entry"], [])]
    assert any("are one file" in note for note in fleet.result.notes) == ("sha256" in same)


def test_papers_of_the_seller_are_marked() -> None:
    papers = [document("C-1", GOOD, issuer={"name": "S", "role": "seller"}, kind="certificate")]
    (part,) = tied(papers, lot(claiming("certificate:C-1"))).fleet.lots
    assert part.unit.vouching
    assert part.unit.vouching.by_dealer == {"certificate"}


def test_the_entry_number_names_the_entry() -> None:
    unit = claiming(entry_number="E-1")
    assert vouched(tied([document("E-1", GOOD)], lot(unit))) == [(1, ["customs_entry"], [])]
    assert vouched(tied([document("E-2", GOOD)], lot(unit))) == [(1, [], [])]
    assert len(tied([document("E-1", GOOD)], lot(claiming(ENTRY, entry_number="E 1"))).result.claims) == 1


def test_two_documents_of_one_reference_hold_together() -> None:
    papers = [document("A", GOOD, reference="E-1"), document("B", {**GOOD, "quantity": 100}, reference="E-1")]
    assert vouched(tied(papers, lot(claiming(ENTRY), 600))) == [(600, ["customs_entry"], [])]


def test_what_nobody_claims_is_said() -> None:
    fleet = tied([document("E-9", GOOD)], lot(claiming()))
    assert fleet.result.notes == ("documents.yaml: E-9 is claimed by no unit.",)
    assert list(fleet.result.states("E-9")) == ["unused"]


def test_what_is_odd_in_a_document_is_said() -> None:
    odd = replace(document("E-1", GOOD), doubts=("the check digit is wrong",), sha256="0" * 64)
    assert tied([odd], lot(claiming(ENTRY))).result.notes == ("documents.yaml: E-1: the check digit is wrong.",)


PAPERS = st.lists(
    st.builds(
        lambda name, origin, quantity, lots: document(
            f"E-{name}", *({"origin": origin, "quantity": quantity, **named} for named in lots)
        ),
        st.integers(1, 3),
        st.sampled_from(("MY", "CN", "")),
        st.integers(0, 4),
        st.lists(st.sampled_from(({}, {"purchase_lot": "A"}, {"model": "Antminer S21"})), max_size=2),
    ),
    unique_by=lambda entry: entry.id,
    max_size=3,
)
UNITS = st.builds(
    lambda names, origin, lot_name, count: (claiming(*names, country_of_origin=origin, purchase_lot=lot_name), count),
    st.sets(st.sampled_from([f"customs_entry:E-{name}" for name in (1, 2, 3)]), max_size=2),
    st.sampled_from(("MY", "CN", None)),
    st.sampled_from(("A", "B", "")),
    st.integers(1, 4),
)
FLEETS = st.lists(UNITS, min_size=1, max_size=3, unique_by=lambda pair: pair[0])


def counts(papers: Sequence[Registered], fleet: Sequence[tuple[Unit, int]]) -> list[tuple[int, int, int]]:
    """Of each row: how many units are vouched for, rest on somebody's word, and how many there are."""
    result = []
    lots = [lot(replace(unit, hashrate_ths=Decimal(row)), units, row=row) for row, (unit, units) in enumerate(fleet, 2)]
    for row in range(2, len(lots) + 2):
        parts = [part for part in tied(papers, *lots).fleet.lots if part.locations[0].row == row]
        sure = sum(part.units for part in parts if part.unit.vouching and part.unit.vouching.vouched)
        word = sum(part.units for part in parts if part.unit.vouching and part.unit.vouching.named)
        result.append((sure, word, sum(part.units for part in parts)))
    return result


@settings(max_examples=examples(40), deadline=None)
@given(PAPERS, FLEETS)
def test_claims_never_exceed_lines(papers: list[Registered], fleet: list[tuple[Unit, int]]) -> None:
    answer = tied(papers, *(lot(unit, units, row=row) for row, (unit, units) in enumerate(fleet, 2))).result
    for paper in papers:
        holds = sum(line.quantity or 0 for line in paper.document.lines)
        assert answer.used.get(paper.id, 0) <= holds
    for row, (_, units) in zip(counts(papers, fleet), fleet, strict=True):
        assert row[2] == units
    assert sum(sure for sure, _, _ in counts(papers, fleet)) <= sum(
        line.quantity or 0 for paper in papers for line in paper.document.lines
    )


@settings(max_examples=examples(40), deadline=None)
@given(PAPERS, FLEETS)
def test_the_order_of_rows_and_documents_does_not_matter(
    papers: list[Registered], fleet: list[tuple[Unit, int]]
) -> None:
    assert counts(papers, fleet) == counts(papers[::-1], fleet)
    assert counts(papers, fleet) == counts(papers, fleet[::-1])[::-1]


@settings(max_examples=examples(40), deadline=None)
@given(PAPERS, FLEETS)
def test_another_document_makes_no_claim_worse(papers: list[Registered], fleet: list[tuple[Unit, int]]) -> None:
    """Unless it contradicts, or does not reach: units that nobody claims it for are left as they were."""
    for place in range(len(papers)):
        fewer = [*papers[:place], *papers[place + 1 :]]
        name = papers[place].document.reference
        for before, after, (unit, _) in zip(counts(fewer, fleet), counts(papers, fleet), fleet, strict=True):
            if all(claim.reference != name for claim in unit.claims):
                assert after[0] >= before[0]
