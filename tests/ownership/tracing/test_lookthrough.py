"""Percentages multiplied along the chain: by hand, against every world of small graphs, and laws of the regimes."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.share import ONE, End, Part, Share
from compliance.ownership.parties import Interest, Link, collect
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.holdings import Holdings
from compliance.ownership.tracing.lookthrough import ALL, EFFORT, Effort, in_per_cent, parts
from compliance.ownership.tracing.reach import Reach, trace
from tests.effort import examples
from tests.ownership.tracing import laws
from tests.ownership.tracing.test_reach import held, regime
from tests.ownership.tracing.worlds import (
    DAY,
    EVERYBODY,
    NAMES,
    World,
    graphs,
    restricted,
    seeds,
    small,
    verdicts,
    worlds,
)

FIE, SFE, FEOC, LARGEST = (regime(name) for name in ("obbba-fie", "obbba-sfe", "doe-feoc", "largest-owners"))


def made(**more: Any) -> Regime:
    head = {"id": "t", "title": "T", "sources": (), "threshold": 25, "operator": ">="}
    return TypeAdapter(Regime).validate_python({**head, **more})


PLAIN = made(cascade="multiplied")
ENDS: tuple[End, End] = ("least", "most")


def run(text: str, listed: str = "X", rule: Regime = LARGEST, **more: Any) -> Mapping[str, Reach]:
    return trace(collect((), held(text)), rule, DAY, listed.split(), **more)


def least(text: str, rule: Regime = PLAIN, effort: Effort = EFFORT) -> dict[str, Part]:
    return parts(Holdings(held(text)), rule, ["X"], "least", effort)


def most(text: str, rule: Regime = PLAIN, effort: Effort = EFFORT) -> dict[str, Part]:
    return parts(Holdings(held(text)), rule, ["X"], "most", effort)


# By hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holdings", "party", "expected"),
    [
        ("X>A 80, A>B 70, B>C 60", "C", Fraction(336, 1000)),
        ("X>A 25, X>B 25, A>C 50, B>C 50", "C", Fraction(1, 4)),
        ("X>A 50, A>B 50, B>A 50", "A", Fraction(2, 3)),
        ("X>A 50, A>B 50, B>A 50", "B", Fraction(1, 3)),
        ("X>A 50, A>B 100, B>A 50", "A", Fraction(1)),
        ("X>A 10, A>B 90, B>A 90, B>C 50", "C", Fraction(9, 38)),
    ],
)
def test_parts_by_hand(holdings: str, party: str, expected: Fraction) -> None:
    assert least(holdings)[party] == most(holdings)[party] == Part(expected)


def test_a_ring_of_which_nobody_outside_holds_anything_belongs_to_nobody() -> None:
    assert set(least("X>C 50, A>B 100, B>A 100")) == {"X", "C"}
    assert set(most("X>A ?, A>B 100, B>A 100, A>C 10")) == {"X"}


def test_ends_that_are_left_out() -> None:
    above = collect((), [Interest("X", "A", Share.parse({"exclusive_minimum": 25})), *held("A>B 50")])
    found = parts(Holdings(above.interests), PLAIN, ["X"], "least")
    assert (found["A"], found["B"]) == (Part(Fraction(1, 4), open=True), Part(Fraction(1, 8), open=True))
    below = [Interest("X", "A", Share.parse({"exclusive_maximum": 50})), *held("A>B 50, Z>B ?")]
    found = parts(Holdings(below), PLAIN, ["X"], "most")
    assert (found["A"], found["B"]) == (Part(Fraction(1, 2), open=True), Part(Fraction(1, 4), open=True))


def test_ends_that_are_left_out_of_a_ring() -> None:
    ring = [*held("X>A ]30..40, A>B 50, B>A 50, B>C 10")]
    found = parts(Holdings(ring), PLAIN, ["X"], "least")
    assert found["A"] == Part(Fraction(4, 10), open=True)
    assert found["B"].open
    assert found["C"].open
    below = [Interest("X", "A", Share.parse({"exclusive_maximum": 30})), *held("A>B 50, B>A 50, Z>A 20")]
    assert parts(Holdings(below), PLAIN, ["X"], "most")["B"] == Part(Fraction(2, 10), open=True)


@pytest.mark.parametrize(
    ("holdings", "expected"),
    [
        ("X>A ?, Z>A ]50..100", Part(Fraction(1, 2), open=True)),
        ("X>A ?, Z>A 50", Part(Fraction(1, 2))),
        ("X>A 10..20, X>M 50, M>A 30..80", Part(Fraction(6, 10))),
        ("X>A ]10..20, X>M 50, M>A ]30..80", Part(Fraction(6, 10))),
        ("X>A ]10..90, X>M 50, M>A ]10..20", Part(Fraction(95, 100), open=True)),
        ("X>A ]10..90, X>M 50, M>A 10..90", Part(Fraction(95, 100))),
        ("X>A 0..60[, Z>A 0..50", Part(Fraction(6, 10), open=True)),
        ("X>A 0..60[, Z>A 0..30", Part(Fraction(6, 10), open=True)),
    ],
)
def test_the_most_that_the_others_leave(holdings: str, expected: Part) -> None:
    assert most(holdings)["A"] == expected


@pytest.mark.parametrize("share_of_c", ["?", "0..50"])
@pytest.mark.parametrize(("a", "b", "c"), sorted(itertools.permutations("ABC")))
def test_a_ring_may_hold_as_much_of_itself_as_a_listed_party_may(share_of_c: str, a: str, b: str, c: str) -> None:
    ring = f"{b}>{a} 0..25, {c}>{b} 100, {a}>{b} 0..25, {b}>{c} {share_of_c}, X>{c} {share_of_c}"
    found = most(ring)
    assert (found[b], found[a]) == (found[c], Part(Fraction(found[b].size, 4)))
    assert found[c] == ALL


def test_a_ring_of_two_kinds_holds_as_much_of_itself_as_a_listed_party() -> None:
    rule = made(cascade="multiplied", kinds=["ownership", "votes"], gate=50)
    both = [*held("B>A 100, A>B 100, B>C 60"), *held("X>A 50, C>B 20", "votes")]
    least, most = (parts(Holdings(both), rule, ["X"], end) for end in ENDS)
    assert least == most == {"X": ALL, "A": Part(Fraction(1, 2)), "B": Part(Fraction(1, 2)), "C": Part(Fraction(3, 10))}


def test_what_companies_hold_of_each_other_through_others_is_no_less_for_being_more_than_all() -> None:
    through = replace(held("B>A 100")[0], indirect=True)
    found = parts(Holdings([*held("X>A 50, A>B 100"), through]), PLAIN, ["X"], "most")
    assert found["A"] == found["B"] == ALL
    assert parts(Holdings([*held("X>A 50, A>B 100"), through]), PLAIN, ["X"], "least")["A"] == Part(Fraction(1, 2))


def test_the_most_is_reached_if_one_of_equal_owners_reaches_it() -> None:
    below = [Interest("X", "B", Share.parse({"exclusive_maximum": 50})), *held("X>C 50, B>A ?, C>A ?")]
    for interests in (below, below[::-1]):
        assert parts(Holdings(interests), PLAIN, ["X"], "most")["A"] == Part(Fraction(1, 2))


def test_kinds_are_counted_each_by_itself() -> None:
    both = [*held("X>A 20"), *held("X>A 40", "votes"), *held("A>B 50")]
    rule = made(cascade="multiplied", kinds=["ownership", "votes"])
    assert parts(Holdings(both), rule, ["X"], "least")["B"] == Part(Fraction(1, 5))


def test_a_gate_and_a_part_that_counts_in_full() -> None:
    gate = made(cascade="multiplied", gate=50)
    full = made(cascade="multiplied", full=50)
    text = "X>A 50, A>B 40, X>C 49, C>D 40"
    assert [least(text, rule).get(party, Part()).size for rule in (gate, full) for party in "BD"] == [
        Fraction(2, 10),
        Fraction(0),
        Fraction(4, 10),
        Fraction(196, 1000),
    ]


def test_a_gate_in_a_ring_is_not_opened_by_the_ring_itself() -> None:
    gate = made(cascade="multiplied", gate=50)
    assert least("X>A 25, A>B 100, B>A 75", gate) == {"X": Part(Fraction(1)), "A": Part(Fraction(1, 4))}
    assert least("X>A 50, A>B 100, B>A 50", gate)["B"] == Part(Fraction(1))


def test_very_long_chains_keep_both_ends_true() -> None:
    text = ", ".join(f"{'X' if n == 0 else n}>{n + 1} 33.333333" for n in range(40))
    low, high = least(text)["40"], most(text)["40"]
    assert 0 < high.size - low.size <= Fraction(1, 10**59)
    assert low.size < Fraction(33333333, 10**8) ** 40 < high.size


def test_a_large_ring_is_enclosed() -> None:
    text = "X>A 50, A>B 50, B>A 50"
    enclosed = Effort(ring=1)
    low, high = least(text, effort=enclosed)["A"].size, most(text, effort=enclosed)["A"].size
    assert low < Fraction(2, 3) < high
    assert high - low < Fraction(1, 10**9)


def test_a_large_ring_of_several_kinds_is_enclosed() -> None:
    rule = made(cascade="multiplied", kinds=["ownership", "votes"], gate=20, full=90)
    both = Holdings([*held("B>A 60, A>B 95, B>C 60, C>D 50"), *held("X>A 50, C>B 20, D>A 10, Z>C 5..30", "votes")])
    for end in ENDS:
        exact = parts(both, rule, ["X"], end)
        bounds = parts(both, rule, ["X"], end, Effort(ring=1))
        assert bounds.keys() == exact.keys()
        for party, part in exact.items():
            off = bounds[party].size - part.size
            assert 0 <= (off if end == "most" else -off) < Fraction(1, 10**8), party


def test_a_large_ring_that_settles_slowly_has_true_bounds_all_the_same() -> None:
    text = "X>A 0.001, A>B 100, B>A 99.999"
    low, high = least(text, effort=Effort(ring=1))["A"].size, most(text, effort=Effort(ring=1))["A"].size
    assert 0 < low < Fraction(1, 100)
    assert least(text)["A"].size == 1 == high


def test_a_large_ring_of_which_much_is_held_through_others_is_enclosed() -> None:
    ring = held("X>A 50, A>B 60, B>A ?")
    ring += [Interest("Y", "B", Share.exact(60), indirect=True), Interest("X", "B", Share.exact(30), indirect=True)]
    exact = parts(Holdings(ring), PLAIN, ["X"], "most")
    bounds = parts(Holdings(ring), PLAIN, ["X"], "most", Effort(ring=1))
    assert bounds.keys() == exact.keys()
    assert all(bounds[party].size >= part.size for party, part in exact.items())


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0.336", "0.336", "33.6 %"),
        ("1/3", "1/3", "about 33.333333 %"),
        ("0.1", "0.4", "10 % to 40 %"),
        ("1", "2/3", "100 % to about 66.666667 %"),
    ],
)
def test_in_words(low: str, high: str, expected: str) -> None:
    assert in_per_cent(Part(Fraction(low)), Part(Fraction(high))) == expected


# The regimes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holdings", "listed", "expected"),
    [
        pytest.param("S>T 25", "S", "ST", id="one holds a quarter"),
        pytest.param("S>T 24.999999", "S", "S", id="a millionth less"),
        pytest.param("S>T 20, R>T 19", "S R", "SR", id="39 together"),
        pytest.param("S>T 20, R>T 20", "S R", "SRT", id="40 together"),
        pytest.param("S>M 50, M>T 50", "S", "SMT", id="exactly half passes on in proportion"),
        pytest.param("S>M 49, M>T 60", "S", "SM", id="less than half passes on nothing"),
        pytest.param("S>M 60, M>T 25", "S", "SMT", id="more than half is such an entity itself"),
        pytest.param("S>M 50, M>T 49", "S", "SM", id="half of 49 is less than 25"),
        pytest.param("S>T 22, S>M 50, M>T 6", "S", "SMT", id="direct and attributed"),
        pytest.param("S>M 30, R>M 30, M>T 25", "S R", "SRMT", id="made one together"),
    ],
)
def test_foreign_influenced_entities(holdings: str, listed: str, expected: str) -> None:
    reaches = run(holdings, listed, FIE)
    assert restricted(reaches) == set(expected)
    for party in restricted(reaches) - set(listed.split()):
        assert reaches[party].proof


def test_an_officer_is_appointed_directly() -> None:
    parties = collect(
        (), [*held("S>T 5, T>U 60"), *held("S>T ?", "control"), *held("M>V ?", "control"), *held("S>M 50")]
    )
    reaches = trace(parties, FIE, DAY, ["S"])
    assert restricted(reaches) == {"S", "T", "M"}
    assert [each.kind for each in reaches["T"].proof] == ["control"]


def test_votes_make_an_entity_of_its_own_but_are_no_ownership() -> None:
    parties = collect((), [*held("S>A 60", "votes"), *held("A>T 25"), *held("S>B 40", "votes")])
    assert restricted(trace(parties, FIE, DAY, ["S"])) == {"S", "A", "T"}


@pytest.mark.parametrize(("share", "expected"), [("50", "clear"), ("50.000001", "restricted")])
def test_specified_foreign_entities(share: str, expected: str) -> None:
    assert run(f"S>T {share}", "S", SFE)["T"].verdict == expected


@pytest.mark.parametrize(
    ("holdings", "expected"),
    [
        ("G>A 25", "GA"),
        ("G>A 24.999999", "G"),
        ("G>A 40, A>B 50", "GA"),
        ("G>A 50, A>B 25", "GAB"),
        ("G>A 50, A>B 50, B>C 25", "GABC"),
        ("G>A 45, A>B 60", "GAB"),
        ("G>A 10, G>B 15, A>C 100, B>C 100", "GC"),
    ],
)
def test_a_government_holds_a_quarter(holdings: str, expected: str) -> None:
    if holdings.endswith("B>C 100"):
        holdings = "G>A 10, G>B 40, A>C 50, B>C 50"
    assert restricted(run(holdings, "G", FEOC)) == set(expected) | ({"B"} if "G>B 40" in holdings else set())


def test_seats_votes_and_equity_are_not_added() -> None:
    seats = [*held("G>A 24"), *held("G>A 24", "votes"), *held("G>A 24", "board"), *held("G>B 25", "board")]
    assert restricted(trace(collect((), seats), FEOC, DAY, ["G"])) == {"G", "B"}
    licence = collect((), held("G>A ?, A>B 25", "control"))
    assert restricted(trace(licence, FEOC, DAY, ["G"])) == {"G", "A"}
    everywhere = made(threshold=50, cascade="binary", limbs=["control"])
    assert restricted(trace(licence, everywhere, DAY, ["G"])) == {"G", "A", "B"}


def test_what_is_said_of_the_economic_interest() -> None:
    reaches = run("X>A 80, A>B 70, B>C 60, C>D 50")
    assert verdicts(reaches) == dict.fromkeys("XABC", "restricted") | {"D": "clear"}
    assert reaches["C"].because.startswith(
        "Multiplied along the chain, 33.6 % of C belongs to listed parties: X (listed) holds"
    )
    assert reaches["D"].because.endswith("C holds 50 % of D; this does not reach the threshold of at least 25 %.")
    assert reaches["D"].because.startswith("Multiplied along the chain, 16.8 % of D")
    assert reaches["D"].listed_owners == ("X",)
    assert reaches["D"].flags == ("listed-minority", "undisclosed-majority")
    open_one = run("X>A 30..60, A>B 60, Z>B 40")["B"]
    assert open_one.verdict == "possibly-restricted"
    assert open_one.because.startswith("Multiplied along the chain, 18 % to 36 % of B")
    assert [(each.owner, each.owned) for each in open_one.ask] == [("X", "A")]


def test_the_common_method_is_wrong_on_what_is_published() -> None:
    half = made(cascade="multiplied", threshold=50)
    assert restricted(run("X>A 50, A>B 50", rule=half)) == {"X", "A"}


def test_a_possible_seed() -> None:
    reaches = trace(collect((), held("M>A 30, X>A 20")), FIE, DAY, ["X"], ["M"])
    assert verdicts(reaches) == {"A": "possibly-restricted", "M": "possibly-restricted", "X": "restricted"}


def test_long_proofs_are_cut() -> None:
    middle = [Interest("X", f"M{n:03}", Share.exact(100)) for n in range(60)]
    last = [Interest(f"M{n:03}", "A", Share.exact("0.42")) for n in range(60)]
    reach = trace(collect((), [*middle, *last]), LARGEST, DAY, ["X"])["A"]
    assert "proof-cut" in reach.flags
    assert {each.owned for each in reach.proof} == {"A"}
    wide = [Interest(f"X{n:03}", "A", Share.exact("0.1")) for n in range(400)]
    reach = trace(collect((), wide), LARGEST, DAY, [each.owner for each in wide])["A"]
    assert (len(reach.proof), "proof-cut" in reach.flags) == (100, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"together": 40},
        {"joint": ["joint-arrangement"]},
        {"gate": 50},
        {"full": 50},
        {"joint": ["j"], "aggregation": "per-owner", "cascade": "multiplied"},
    ],
)
def test_settings_that_do_not_go_together(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"threshold of 0|together and joint|gate and full|joint needs"):
        made(**wrong)


# Joint arrangements -----------------------------------------------------------------------------------------------

UK = regime("uk-50")


def jointly(text: str, *pairs: str, listed: str = "X Y") -> Mapping[str, Reach]:
    links = [Link(pair[0], pair[1], "joint-arrangement") for pair in pairs]
    return trace(collect((), held(text), links), UK, DAY, listed.split())


def test_a_joint_arrangement_counts_as_one_holder() -> None:
    found = jointly("X>A 30, Y>A 30, A>B 60", "XY")
    assert verdicts(found) == dict.fromkeys("XYAB", "restricted")
    assert {(each.owner, each.owned) for each in found["B"].proof} == {("X", "A"), ("Y", "A"), ("A", "B")}
    assert found["A"].listed_owners == ("X", "Y")
    assert jointly("X>A 30, Y>A 30")["A"].flags == ("joint-arrangement-not-assessed", "listed-minority")


def test_with_somebody_who_is_not_listed() -> None:
    found = jointly("X>A 30, Z>A 30, X>C 60, C>D 30, W>D 30, V>E 30, X>E 30", "XZ", "CW", "YV", listed="X")
    assert verdicts(found) == {
        "A": "restricted", "C": "restricted", "D": "restricted", "E": "clear", "V": "clear", "W": "clear",
        "X": "restricted", "Y": "clear", "Z": "clear",
    }  # fmt: skip
    assert {(each.owner, each.owned) for each in found["D"].proof} == {("X", "C"), ("C", "D"), ("W", "D")}
    assert found["A"].listed_owners == ("X",)


def test_arrangements_do_not_chain() -> None:
    assert jointly("X>A 20, Y>A 20, Z>A 20", "XY", "YZ", listed="X")["A"].verdict == "clear"


def test_a_partner_that_is_reached_too() -> None:
    found = jointly("X>Z 60, Z>A 30, X>A 30", "XZ", listed="X")
    assert restricted(found) == {"X", "Z", "A"}
    unsure = jointly("X>A ?, Z>A 30", "XZ", listed="X")["A"]
    assert unsure.verdict == "possibly-restricted"
    assert [(each.owner, each.owned) for each in unsure.ask] == [("X", "A")]


# Against every world ----------------------------------------------------------------------------------------------

shapes: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "cascade": st.just("multiplied"),
        "threshold": st.sampled_from([25, 40, 50]),
        "gate": st.sampled_from([None, 25, 50]),
        "full": st.sampled_from([None, 50]),
        "aggregation": st.sampled_from(["aggregate", "per-owner"]),
        "status": st.sampled_from([None, {"threshold": 50, "operator": ">"}]),
    }
)
rules = st.builds(
    lambda shape, together: made(**shape, together=together if shape["aggregation"] == "per-owner" else None),
    shapes,
    st.sampled_from([None, 40]),
)
CLOSE = 1e-9


def true_reach(world: World, rule: Regime, listed: Collection[str]) -> set[str]:
    """By the definition: from nothing upwards until nothing moves."""
    seeds = set(listed)
    found = set(listed)
    if rule.status is not None:
        grown = True
        while grown:
            more = {party for party in NAMES if party not in seeds and direct(world, party, seeds) > 50}
            grown = bool(more)
            seeds |= more
        found |= seeds
    tests = [(seeds, rule.limit)] if rule.aggregation == "aggregate" else [({seed}, rule.limit) for seed in seeds]
    if rule.together is not None:
        tests.append((seeds, rule.together.low))
    for group, limit in tests:
        part = upwards(world, rule, group)
        found |= {party for party in NAMES if part[party] * 100 >= limit / ONE - CLOSE}
    return found


def direct(world: World, party: str, owners: Collection[str]) -> int:
    return sum(share for (owner, owned), share in world.items() if owned == party and owner in owners)


def upwards(world: World, rule: Regime, seeds: Collection[str]) -> dict[str, float]:
    part = {party: float(party in seeds) for party in NAMES}

    def passed(owner: str) -> float:
        if owner in seeds or (rule.full and part[owner] * 100 >= rule.full.low / ONE - CLOSE):
            return 1.0
        return part[owner] if not rule.gate or part[owner] * 100 >= rule.gate.low / ONE - CLOSE else 0.0

    while True:
        new = {
            party: 1.0
            if party in seeds
            else sum(share / 100 * passed(owner) for (owner, owned), share in world.items() if owned == party)
            for party in NAMES
        }
        if all(abs(new[party] - part[party]) < 1e-13 for party in NAMES):
            return new
        part = new


@settings(max_examples=examples(125))
@given(graphs().filter(lambda interests: small(interests, 60)), rules, seeds)
def test_verdicts_are_those_of_every_world(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    reaches = trace(collect(EVERYBODY, interests), rule, DAY, listed)
    outcomes = [true_reach(world, rule, listed) for world in worlds(interests)]
    for party, reach in reaches.items():
        always, ever = all(party in each for each in outcomes), any(party in each for each in outcomes)
        assert reach.verdict == ("restricted" if always else "possibly-restricted" if ever else "clear")


@settings(max_examples=examples(75))
@given(graphs(), rules, seeds)
def test_proofs_prove_and_are_minimal(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    laws.proofs_are_minimal(interests, rule, listed, true_reach)


@settings(max_examples=examples(50))
@given(graphs().filter(lambda interests: small(interests, 60)), rules, seeds)
def test_answers_to_what_is_asked_settle_it(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    laws.answers_settle(interests, rule, listed, 10)


@settings(max_examples=examples(75))
@given(graphs(), rules, seeds, seeds, st.data())
def test_laws(interests: list[Interest], rule: Regime, listed: set[str], more: set[str], data: st.DataObject) -> None:
    parties = collect((), interests)
    before, after = trace(parties, rule, DAY, listed), trace(parties, rule, DAY, listed | more)
    laws.never_fewer(before, after)
    lower = rule.model_copy(update={"threshold": Share.exact(10), "together": rule.together and Share.exact(10)})
    below = trace(parties, lower, DAY, listed)
    laws.never_fewer(before, below)
    laws.knowing_less_settles_nothing(interests, rule, listed, data)
    laws.names_do_not_matter(interests, rule, listed, data)


BINARY = [made(threshold=limit) for limit in (25, 50, 60)]


@settings(max_examples=examples(100))
@given(graphs(), st.sampled_from(BINARY), seeds)
def test_the_binary_cascade_is_a_case_of_it(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    """Multiplied, where an owner counts in full from the threshold on and not at all below it."""
    parties = collect((), interests)
    limit = rule.threshold.written()
    general = made(threshold=limit, cascade="multiplied", full=limit, gate=limit)
    assert not general.simple
    quick, slow = trace(parties, rule, DAY, listed), trace(parties, general, DAY, listed)
    assert verdicts(quick) == verdicts(slow)


@settings(max_examples=examples(75))
@given(graphs(), rules, seeds, st.booleans())
def test_what_is_only_enclosed_is_never_wrong(
    interests: list[Interest], rule: Regime, listed: set[str], controlled: bool
) -> None:
    if controlled:
        rule = rule.model_copy(update={"limbs": ("control",)})
        interests = [*interests, *held("A>B ?, B>A ?", "control")]
    parties = collect((), interests)
    exact = trace(parties, rule, DAY, listed)
    bounds = trace(parties, rule, DAY, listed, effort=Effort(ring=1))
    looked_at_little = trace(parties, rule, DAY, listed, effort=Effort(ring=1, companies=0))
    for party in parties.ids:
        assert bounds[party].verdict in (exact[party].verdict, "possibly-restricted")
        assert looked_at_little[party].verdict in (exact[party].verdict, "possibly-restricted")


def test_very_many_companies_below_many_listed_parties_are_not_looked_at_one_by_one() -> None:
    text = "X>A 30, A>B ?, X>C ?, Y>C 10, Y>D 20, Z>E 30"
    alone = verdicts(run(text, "X Y Z", rule=FIE))
    assert alone == {**alone, "A": "restricted", "B": "clear", "C": "possibly-restricted", "D": "clear"}
    few = Effort(companies=5)
    together = verdicts(run(text, "X Y Z", rule=FIE, effort=few))
    assert together == alone
    ring = "X>A ?, A>B ?, B>A 10, X>B 10, Y>A 10, Y>B 15, Y>C 30"
    assert verdicts(run(ring, "X Y", rule=FIE, effort=few))["C"] == "restricted"
