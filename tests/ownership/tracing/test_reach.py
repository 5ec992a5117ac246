"""Regimes on small graphs: the worked cases of the law, then laws of the engine itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from compliance.core.share import ONE, Share
from compliance.ownership.interests import changing_hands
from compliance.ownership.parties import Interest, InterestKind, Link, Party, collect
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import Reach, load_regime, trace
from tests.command_line import ROOT
from tests.effort import examples
from tests.ownership.tracing import laws
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

CASES = ROOT.parent / "shared" / "data" / "ownership" / "cases.json"


def regime(name: str, day: date = DAY) -> Regime:
    return load_regime(ROOT / "rules" / "regimes" / f"{name}.yaml", day)


OFAC, BIS, UK = regime("us-ofac-50"), regime("bis-affiliates"), regime("uk-50")


def held(text: str, kind: InterestKind = "ownership") -> list[Interest]:
    """``X>A 50, A>B ?, Z>A 10..20`` as interests."""
    found = []
    for part in text.split(", ") if text else ():
        pair, _, share = part.partition(" ")
        owner, owned = pair.split(">")
        low, ranged, high = share.partition("..")
        value: Any = share if not ranged else {"minimum": low, "maximum": high}
        if low.startswith("]"):
            value = {"exclusive_minimum": low[1:], "maximum": high}
        if high.endswith("["):
            value = {"minimum": low, "exclusive_maximum": high[:-1]}
        found.append(Interest(owner, owned, Share() if share == "?" else Share.parse(value), kind))
    return found


def run(text: str, listed: str = "X", rule: Regime = OFAC, day: date = DAY, **more: Any) -> Mapping[str, Reach]:
    return trace(collect((), held(text)), rule, day, listed.split(), **more)


@pytest.mark.parametrize(
    ("holdings", "listed", "expected"),
    [
        pytest.param("X>A 50, A>B 50", "X", "XAB", id="401-1"),
        pytest.param("X>A 50, X>B 50, A>C 25, B>C 25", "X", "XABC", id="401-2"),
        pytest.param("X>A 50, X>B 10, A>C 25, B>C 25", "X", "XA", id="401-3"),
        pytest.param("X>A 50, X>B 10, A>C 40, B>C 40, X>C 10", "X", "XAC", id="401-4"),
        pytest.param("X>A 25, X>B 25, A>C 50, B>C 50", "X", "X", id="401-5"),
        pytest.param("X>A 25, Y>A 25", "X Y", "XYA", id="399"),
        pytest.param("X>A 40", "X", "X", id="398"),
        pytest.param("P>S 100, P>T 100", "S", "S", id="upward"),
        pytest.param("X>A 80, A>B 70, B>C 60", "X", "XABC", id="never multiplied"),
        pytest.param("X>A 16.67, Y>A 16.67, Z>A 16.66", "X Y Z", "XYZA", id="exact decimals"),
        pytest.param("X>A 16.67, Y>A 16.67, Z>A 16.659999", "X Y Z", "XYZ", id="a millionth less"),
        pytest.param("X>A 25, A>B 50, B>A 25", "X", "X", id="a ring does not support itself"),
        pytest.param("X>A 50, A>B 50, B>A 50", "X", "XAB", id="a ring passes on"),
        pytest.param("X>A 30, A>A 40", "X", "X", id="self-holding supports nothing"),
        pytest.param("", "X", "", id="nothing"),
    ],
)
def test_ofac_cases(holdings: str, listed: str, expected: str) -> None:
    assert restricted(run(holdings, listed)) == set(expected)


def test_ofac_402_a_holding_ends() -> None:
    parties = collect((), [Interest("X", "A", Share.exact(50), until=date(2024, 6, 30))])
    assert trace(parties, OFAC, date(2024, 6, 30), ["X"])["A"].verdict == "restricted"
    assert trace(parties, OFAC, date(2024, 7, 1), ["X"])["A"].verdict == "clear"


def test_a_restricted_party_gets_its_chain() -> None:
    parties = collect([Party("X", "Alpha Holding"), Party("B", "Gamma")], held("X>A 50, A>B 50"))
    reach = trace(parties, OFAC, DAY, ["X"])["B"]
    assert reach.because == "Alpha Holding (listed) holds 50 % of A, A holds 50 % of Gamma."
    assert reach.proof == parties.interests
    assert reach.listed_owners == ("X",)
    assert reach.ask == ()


def test_a_listed_party_is_restricted_by_itself() -> None:
    reach = run("X>A 50")["X"]
    assert reach == Reach("restricted", "X is itself listed.", ("X",))


@pytest.mark.parametrize(
    ("holdings", "expected"),
    [
        ("X>A ?, Z>A 30", "possibly-restricted"),
        ("X>A ?, Z>A ]75..100", "clear"),
        ("X>A ?, Z>A 50", "possibly-restricted"),
        ("X>A ?, Z>A ]50..100", "clear"),
        ("X>A ]25..50", "possibly-restricted"),
        ("X>A 20..40", "clear"),
        ("X>A 50..60", "restricted"),
    ],
)
def test_ranges(holdings: str, expected: str) -> None:
    assert run(holdings)["A"].verdict == expected


def test_an_open_upper_end_is_not_reached() -> None:
    below = collect((), [Interest("X", "A", Share.parse({"exclusive_maximum": 50}))])
    assert trace(below, OFAC, DAY, ["X"])["A"].verdict == "clear"
    assert trace(below, UK, DAY, ["X"])["A"].verdict == "clear"


def test_open_lower_ends_add_up_to_more() -> None:
    assert run("X>A 50", rule=UK)["A"].verdict == "clear"
    assert run("X>B 60, X>A ]25..30, B>A ]25..30", rule=UK)["A"].verdict == "restricted"
    assert run("X>B 60, X>A 25, B>A 25", rule=UK)["A"].verdict == "clear"


def test_what_is_to_be_asked_settles_it() -> None:
    reaches = run("X>A ?, A>B ]40..60, X>B 10, Z>B 1..5, Y>Q ?")
    assert [(each.owner, each.owned) for each in reaches["B"].ask] == [("A", "B"), ("X", "A")]
    assert reaches["B"].listed_owners == ("X",)
    assert reaches["A"].because == "Listed parties may hold at least 50 % of A: X (listed) holds an unknown share of A."


def test_owners_that_may_be_listed() -> None:
    reaches = trace(collect((), held("M>A 60")), OFAC, DAY, [], ["M"])
    assert verdicts(reaches) == {"M": "possibly-restricted", "A": "possibly-restricted"}
    assert reaches["M"].because.startswith("M may be listed")
    assert reaches["A"].because.endswith("M (may be listed) holds 60 % of A.")
    assert reaches["A"].ask == ()
    uk = trace(collect((), held("M>A 60, X>A 30")), UK, DAY, ["X"], ["M"])
    assert uk["A"].verdict == "possibly-restricted"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-09-28", "clear"),
        ("2025-09-29", "restricted"),
        ("2025-11-09", "restricted"),
        ("2025-11-10", "clear"),
        ("2026-11-09", "clear"),
        ("2026-11-10", "restricted"),
    ],
)
def test_the_affiliates_rule_has_three_intervals(day: str, expected: str) -> None:
    on = date.fromisoformat(day)
    parties = collect([Party("A", "A", country="SG")], held("X>A 60"))
    rule = regime("bis-affiliates", on)
    reaches = trace(parties, rule, on, ["X"])
    assert reaches["A"].verdict == expected
    assert reaches["X"].verdict == "restricted"
    assert rule.in_force == (expected == "restricted")
    assert rule.announced == (
        ("90 FR 50857, one-year suspension of the Affiliates Rule, through 2026-11-09",) if day == "2026-11-10" else ()
    )
    if day == "2026-11-10":
        assert any("90 FR 50857" in note and "September 2026" in note for note in rule.notes)
    if day == "2025-11-10":
        assert rule.notes[-1].startswith("BIS Affiliates Rule is not in force on 2025-11-10: 90 FR 50857")
        assert reaches["A"].because == "BIS Affiliates Rule is not in force on 2025-11-10."
    if day == "2025-09-28":
        assert rule.notes[-1] == "BIS Affiliates Rule is not in force on 2025-09-28."


def test_only_foreign_companies_are_restricted() -> None:
    parties = collect(
        [Party("A", "A", country="US"), Party("B", "B", country="SG"), Party("D", "D", country="US")],
        held("X>A 50, A>B 50, B>C 50, X>D ?"),
    )
    reaches = trace(parties, BIS, DAY, ["X"])
    assert verdicts(reaches) == {
        "X": "restricted",
        "A": "clear",
        "B": "restricted",
        "C": "possibly-restricted",
        "D": "clear",
    }
    assert reaches["A"].because.endswith("does not restrict companies of US; a company that it owns may be restricted.")
    assert reaches["C"].flags == ("country-unknown",)
    assert reaches["C"].because.endswith("restricts foreign companies only.")
    assert (reaches["C"].ask, reaches["C"].proof) == ((), ())
    possible = trace(parties, BIS, DAY, [], ["A"])
    assert possible["A"].verdict == "possibly-restricted"


@dataclass(frozen=True)
class Found:
    strength: str


def test_a_party_that_no_file_describes() -> None:
    assert Reach.alone([Found("candidate"), Found("match")]).verdict == "restricted"
    assert Reach.alone([Found("candidate")]).verdict == "possibly-restricted"
    alone = Reach.alone([])
    assert (alone.verdict, alone.flags) == ("clear", ("undisclosed-majority",))


def test_eu_threshold_changes_on_a_day() -> None:
    eve, day = date(2024, 7, 2), date(2024, 7, 3)
    assert run("X>A 50", rule=regime("eu-50", eve), day=eve)["A"].verdict == "clear"
    assert run("X>A 50", rule=regime("eu-50", day), day=day)["A"].verdict == "restricted"
    assert str(regime("eu-50", eve)) == "more than 50 %"


def test_uk_asks_for_each_listed_party_by_itself() -> None:
    reaches = run("X>A 30, Y>A 30, A>B 100", "X Y", UK)
    assert verdicts(reaches) == {"X": "restricted", "Y": "restricted", "A": "clear", "B": "clear"}
    assert reaches["A"].flags == ("joint-arrangement-not-assessed", "listed-minority")
    assert run("X>C 60, X>A 30, C>A 30", rule=UK)["A"].verdict == "restricted"


def test_uk_proof_starts_at_the_listed_party_that_suffices() -> None:
    reaches = run("X>Y 60, X>A 1, Y>A 55, A>B 60", "X Y", UK)
    assert [(each.owner, each.owned) for each in reaches["A"].proof] == [("Y", "A")]
    near = run("X>Y 60, Y>A 40, X>A 20, Y>B 30, Q>B 60, X>Q 60, A>B 5", "X Y", UK)
    assert {(each.owner, each.owned) for each in near["B"].proof} == {("X", "Q"), ("Q", "B")}
    over = run("A>B 60, X>Y 60, Y>A 60, Z>Z1 60, Z1>Z2 60", "X Y Z", UK)
    assert [(each.owner, each.owned) for each in over["B"].proof] == [("Y", "A"), ("A", "B")]
    assert over["B"].listed_owners == ("X", "Y")


def test_uk_proof_leaves_out_what_leads_to_a_listed_party() -> None:
    """X reaches B sooner by count of parties, yet over Y, which suffices by itself."""
    reaches = run("X>Y 60, Y>B 60, Y>C1 60, Y>C2 60, X>B 1", "X Y", UK)
    assert [(each.owner, each.owned) for each in reaches["B"].proof] == [("Y", "B")]


def test_votes_and_shares_are_not_added() -> None:
    both = collect((), [*held("X>A 40"), *held("X>A 40", "votes"), *held("X>B 60", "votes")])
    reaches = trace(both, UK, DAY, ["X"])
    assert verdicts(reaches) == {"X": "restricted", "A": "clear", "B": "restricted"}
    assert "60 % of the votes of B" in reaches["B"].because


def test_votes_of_several_owners() -> None:
    both = collect((), [*held("X>B 60"), *held("X>A 30, B>A 30", "votes"), *held("X>A 20")])
    assert [(each.owner, each.kind) for each in trace(both, UK, DAY, ["X"])["A"].proof] == [
        ("X", "ownership"),
        ("X", "votes"),
        ("B", "votes"),
    ]


def test_red_flag_29_where_the_share_of_a_listed_owner_is_open() -> None:
    parties = collect([Party("A", "A", country="SG")], held("X>A ?"))
    because = trace(parties, BIS, DAY, ["X"])["A"].because
    assert because == (
        "Listed parties may hold at least 50 % of A: X (listed) holds an unknown share of A. "
        "Red Flag 29 (Supplement No. 3 to 15 CFR part 732): find out the share, or have a licence."
    )


def test_a_stranger_has_no_answer_while_nothing_is_in_force() -> None:
    asleep = run("X>A 50", rule=regime("us-ofac-50", date(2014, 8, 12)), day=date(2014, 8, 12))
    assert (asleep["A"].verdict, asleep["X"].verdict, len(asleep)) == ("clear", "restricted", 2)
    assert "B" not in asleep


def test_answers_are_a_mapping() -> None:
    reaches = run("X>A 50")
    assert (len(reaches), list(reaches)) == (2, ["A", "X"])
    assert "B" not in reaches


def flags(
    interests: Iterable[Interest], listed: str = "X", rule: Regime = OFAC, links: Iterable[Link] = ()
) -> dict[str, tuple[str, ...]]:
    parties = collect((), interests, links)
    return {party: reach.flags for party, reach in trace(parties, rule, DAY, listed.split()).items()}


def test_flags_of_relatives() -> None:
    found = flags(held("P>X 30, P>T 36..100, Q>P 100"))
    assert found == {
        "P": ("owner-of-listed",),
        "Q": ("undisclosed-majority",),
        "T": ("sister-of-listed", "undisclosed-majority"),
        "X": (),
    }


def test_flags_of_minority_control_and_rings() -> None:
    board = [
        *held("X>A 35, Z>A 65"),
        *held("X>A 10", "board"),
        *held("X>B 60", "votes"),
        *held("X>C 10", "votes"),
        *held("X>E 90", "other"),
    ]
    found = flags(board)
    assert found["A"] == ("control-tie", "listed-minority")
    assert found["B"] == ("control-tie", "undisclosed-majority")
    assert found["C"] == found["E"] == found["Z"] == ("undisclosed-majority",)
    ring = flags(held("X>A 25, B>A 30, A>B 60, B>C 60, B>B 10"))
    assert ring["A"] == ("circular-support", "listed-minority")
    assert ring["B"] == ("circular-support", "self-holding")
    assert ring["C"] == ()


def test_a_ring_that_cannot_stand_is_no_circular_support() -> None:
    found = flags(held("Z>A 60, A>B 20, B>A 30, A>C 60, C>B 30"))
    assert not any("circular-support" in each for each in found.values())


def test_flags_of_links() -> None:
    links = [Link("B", "X", "common-founder"), Link("C", "X", "shared director"), Link("D", "Q", "sister")]
    found = flags(held("Z>B 60, Z>C 60, Z>D 60"), links=links)
    assert found["B"] == ("sister-of-listed",)
    assert found["C"] == ("control-tie",)
    assert found["D"] == ()


@pytest.mark.parametrize(
    ("holdings", "rule", "expected"),
    [
        ("Z>A 50", OFAC, True),
        ("Z>A ]50..100", OFAC, False),
        ("Z>A 50.000001", OFAC, False),
        ("Z>A 50", UK, False),
        ("Z>A 49", UK, True),
        ("Z>A ?", OFAC, True),
        ("X>A 50", OFAC, False),
    ],
)
def test_undisclosed_majority(holdings: str, rule: Regime, expected: bool) -> None:
    assert ("undisclosed-majority" in run(holdings, rule=rule)["A"].flags) == expected


def test_open_ends_leave_less_than_half_undisclosed() -> None:
    found = flags([Interest("Y", "A", Share.parse({"exclusive_minimum": 50}))])
    assert found["A"] == ()


def test_a_long_proof_is_cut() -> None:
    chain = [Interest(f"{n:03}", f"{n + 1:03}", Share.exact(50)) for n in range(103)]
    reaches = trace(collect((), chain), OFAC, DAY, ["000"])
    assert len(reaches["100"].proof) == 100
    assert reaches["100"].flags == ()
    assert reaches["101"].proof == (chain[100],)
    assert reaches["101"].flags == ("proof-cut",)
    assert reaches["101"].listed_owners == ()
    assert reaches["101"].because.startswith("At the end of a longer chain, 100 holds")
    assert reaches["102"].proof == (chain[101],)
    assert reaches["100"].because.endswith(" and 92 more.")


def test_many_owners_are_cut() -> None:
    few = Share.exact("0.5")
    many = [Interest(f"{n:03}", "A", few) for n in range(150)]
    reach = trace(collect((), many), OFAC, DAY, [each.owner for each in many])["A"]
    assert len(reach.listed_owners) == 100
    assert len(reach.proof) == 100
    assert reach.flags == ("owners-cut",)


def test_wide_and_deep_proofs_are_cut() -> None:
    middle = [Interest("X", f"M{n}", Share.exact(50)) for n in range(60)]
    chains = [Interest(f"M{n}", f"N{n}", Share.exact(50)) for n in range(60)]
    last = [Interest(f"N{n}", "A", Share.exact(1)) for n in range(60)]
    reach = trace(collect((), [*middle, *chains, *last]), OFAC, DAY, ["X"])["A"]
    assert "proof-cut" in reach.flags
    assert len(reach.proof) == 50
    assert {each.owned for each in reach.proof} == {"A"}


def test_many_questions_are_cut() -> None:
    many = [Interest("X", f"{n:03}", Share()) for n in range(110)]
    into = [Interest(f"{n:03}", "A", Share.exact("0.9")) for n in range(110)]
    reach = trace(collect((), [*many, *into]), OFAC, DAY, ["X"])["A"]
    assert len(reach.ask) == 100
    assert "ask-cut" in reach.flags


def test_long_chains_need_no_recursion() -> None:
    length = 5_000
    chain = [Interest(str(n), str(n + 1), Share.exact(50) if n % 3 else Share()) for n in range(length)]
    reaches = trace(collect((), chain), OFAC, DAY, ["0"])
    assert reaches[str(length)].verdict == "possibly-restricted"


def test_without_interests_networkx_is_not_imported() -> None:
    code = (
        "import sys, datetime, pathlib\n"
        "from compliance.ownership.tracing.reach import load_regime, trace\n"
        "from compliance.ownership.parties import Link, collect\n"
        "regime = load_regime(pathlib.Path('rules/regimes/us-ofac-50.yaml'), datetime.date(2026, 1, 1))\n"
        "trace(collect((), (), [Link('a', 'b', 'tie')]), regime, datetime.date(2026, 1, 1), ['a'])\n"
        "assert 'networkx' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def indirectly(owner: str, owned: str, share: int) -> Interest:
    return Interest(owner, owned, Share.exact(share), indirect=True)


def test_what_may_be_held_through_others_is_not_added_to_it() -> None:
    chain = held("X>B 60, B>A 30")
    assert verdicts(trace(collect((), chain), OFAC, DAY, ["X"]))["A"] == "clear"
    declared = collect((), [*chain, indirectly("X", "A", 30)])
    assert verdicts(trace(declared, OFAC, DAY, ["X"]))["A"] == "possibly-restricted"
    assert verdicts(trace(declared, UK, DAY, ["X"]))["A"] == "possibly-restricted"
    (asked,) = trace(declared, OFAC, DAY, ["X"])["A"].ask
    assert (asked.owner, asked.owned, asked.indirect) == ("X", "A", True)


def test_what_is_held_indirectly_suffices_by_itself() -> None:
    twice = collect((), [*held("B>A 76.5, C>A 23.5"), indirectly("X", "A", 100), indirectly("Y", "A", 100)])
    reach = trace(twice, OFAC, DAY, ["X"])["A"]
    assert reach.verdict == "restricted"
    assert [(each.owner, each.indirect) for each in reach.proof] == [("X", True)]
    assert reach.because == "X (listed) holds, directly or indirectly, 100 % of A."
    assert trace(twice, OFAC, DAY, ["C"])["A"].verdict == "clear"
    assert "undisclosed-majority" not in trace(twice, OFAC, DAY, ["C"])["A"].flags
    unknown = collect((), [*held("B>A 90, X>A ?"), indirectly("Y", "A", 60)])
    # Of Y's 60 per cent nobody knows whether B holds them for it.
    assert trace(unknown, OFAC, DAY, ["X"])["A"].verdict == "possibly-restricted"


def test_companies_that_hold_each_other_indirectly() -> None:
    ring = collect((), [indirectly("A", "B", 60), indirectly("B", "A", 60), *held("X>B 10")])
    assert flags(ring.interests, "X")["A"] == ("circular-support",)


# Laws, on small graphs -------------------------------------------------------------------------------------------

rules = st.builds(
    lambda operator, aggregation, threshold: TypeAdapter(Regime).validate_python(
        {
            "id": "t",
            "title": "T",
            "sources": (),
            "threshold": threshold,
            "operator": operator,
            "aggregation": aggregation,
        }
    ),
    st.sampled_from([">=", ">"]),
    st.sampled_from(["aggregate", "per-owner"]),
    st.sampled_from([25, 50, 60]),
)


def true_reach(world: World, rule: Regime, listed: Iterable[str]) -> set[str]:
    """By the definition, again and again until nothing changes."""
    groups = [set(listed)] if rule.aggregation == "aggregate" else [{each} for each in listed]
    for group in groups:
        grown = True
        while grown:
            grown = False
            for party in set(NAMES) - group:
                held_by = sum(share for (owner, owned), share in world.items() if owned == party and owner in group)
                if held_by * ONE > rule.limit or (held_by * ONE == rule.limit and rule.operator == ">="):
                    group.add(party)
                    grown = True
    return set().union(*groups)


@settings(max_examples=examples(150))
@given(graphs().filter(small), rules, seeds)
def test_verdicts_are_those_of_every_world(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    reaches = trace(collect(EVERYBODY, interests), rule, DAY, listed)
    outcomes = [true_reach(world, rule, listed) for world in worlds(interests)]
    # Between the grid's points nothing else happens unless the threshold lies there.
    exact = rule.limit != 60 * ONE
    for party, reach in reaches.items():
        always, ever = all(party in each for each in outcomes), any(party in each for each in outcomes)
        if reach.verdict == "restricted":
            assert always
        if reach.verdict == "clear":
            assert not ever
        if exact and rule.operator == ">=" and not always and reach.verdict == "possibly-restricted":
            assert ever


@settings(max_examples=examples(150))
@given(graphs(), rules, seeds)
def test_proofs_prove_and_are_minimal(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    laws.proofs_are_minimal(interests, rule, listed, true_reach)


@settings(max_examples=examples(100))
@given(graphs().filter(small), rules, seeds)
def test_answers_to_what_is_asked_settle_it(interests: list[Interest], rule: Regime, listed: set[str]) -> None:
    laws.answers_settle(interests, rule, listed, 30)


@settings(max_examples=examples(100))
@given(graphs(), rules, seeds, seeds)
def test_more_listed_parties_never_reach_fewer(
    interests: list[Interest], rule: Regime, listed: set[str], more: set[str]
) -> None:
    parties = collect((), interests)
    before, after = trace(parties, rule, DAY, listed), trace(parties, rule, DAY, listed | more)
    laws.never_fewer(before, after)


@settings(max_examples=examples(100))
@given(graphs(), rules, seeds, st.integers(1, 60))
def test_a_lower_threshold_never_reaches_fewer(
    interests: list[Interest], rule: Regime, listed: set[str], less: int
) -> None:
    parties = collect((), interests)
    threshold = max(rule.limit - less * ONE, ONE)
    lower = rule.model_copy(update={"threshold": Share(threshold, threshold)})
    before, after = trace(parties, rule, DAY, listed), trace(parties, lower, DAY, listed)
    laws.never_fewer(before, after)


@settings(max_examples=examples(100))
@given(graphs(), rules, seeds, st.data())
def test_only_what_is_held_on_the_day_counts(
    interests: list[Interest], rule: Regime, listed: set[str], data: st.DataObject
) -> None:
    days = st.sampled_from([None, date(2025, 9, 30), DAY, date(2025, 10, 2)])
    dated = [replace(each, since=data.draw(days), until=data.draw(days)) for each in interests]
    dated = [each for each in dated if each.first <= each.last]
    for day in (date(2025, 9, 30), DAY, date(2025, 10, 2)):
        assume(not changing_hands(dated, day))
        then = [replace(each, since=None, until=None) for each in dated if each.held_on(day)]
        of_all = trace(collect(EVERYBODY, dated), rule, day, listed)
        of_then = trace(collect(EVERYBODY, then), rule, day, listed)
        for name in NAMES:
            assert of_all[name].verdict == of_then[name].verdict
            assert {*of_all[name].flags} - {"recent-divestment"} == {*of_then[name].flags}


@settings(max_examples=examples(100))
@given(graphs(), rules, seeds, st.data())
def test_knowing_less_never_settles(
    interests: list[Interest], rule: Regime, listed: set[str], data: st.DataObject
) -> None:
    laws.knowing_less_settles_nothing(interests, rule, listed, data)


@settings(max_examples=examples(100))
@given(graphs(), rules, seeds, st.data())
def test_not_knowing_how_something_is_held_never_settles(
    interests: list[Interest], rule: Regime, listed: set[str], data: st.DataObject
) -> None:
    before = trace(collect((), interests), rule, DAY, listed)
    loose = [replace(each, indirect=data.draw(st.booleans())) for each in interests]
    after = trace(collect((), loose), rule, DAY, listed)
    for party, reach in before.items():
        if reach.verdict == "possibly-restricted":
            assert after[party].verdict == "possibly-restricted"
        elif reach.verdict == "restricted":
            assert after[party].verdict != "clear"
        else:
            assert after[party].verdict != "restricted"
    for party in restricted(after) - listed:
        for each in after[party].proof:
            rest = trace(collect((), [one for one in after[party].proof if one is not each]), rule, DAY, listed)
            assert party not in rest or rest[party].verdict != "restricted"


# The cases that were collected from the sources ----------------------------------------------------------------------

REGIMES = {"OFAC": "us-ofac-50", "BIS": "bis-affiliates", "EU": "eu-50", "UK": "uk-50", "OBBBA-FIE": "obbba-fie"}
ENDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
}


def collected() -> list[Any]:
    cases = json.loads(CASES.read_text(encoding="utf-8")) if CASES.exists() else []
    return [pytest.param(case, id=case["id"]) for case in cases]


@pytest.mark.parametrize("case", collected())
def test_collected_cases(case: dict[str, Any]) -> None:
    interests = []
    for edge in case["edges"]:
        share = edge["exact"] if "exact" in edge else {ENDS[key]: value for key, value in edge.items() if key in ENDS}
        until = date.fromisoformat(edge["endDate"]) if "endDate" in edge else None
        interests.append(Interest(edge["owner"], edge["owned"], Share.parse(share), until=until))
    interests += [Interest(owner, owned, Share(), "control") for owner, owned, _ in case.get("control", ())]
    names = {party for each in interests for party in (each.owner, each.owned)}
    day = date.fromisoformat(case.get("as_of", "2025-10-01"))
    links = [Link(a, b, "joint-arrangement") for a, b in case.get("joint", ())]
    parties = collect([Party(name, name, country="SG") for name in names], interests, links)
    reaches = trace(parties, regime(REGIMES[case["rule"]], day), day, case["seeds"])
    found = {party: reaches[party].verdict for party in case["expect"]}
    assert found == {party: verdict.replace("_", "-") for party, verdict in case["expect"].items()}


limb_kinds: st.SearchStrategy[InterestKind] = st.sampled_from(["control", "general-partner", "votes", "board", "veto"])


@settings(max_examples=examples(100))
@given(graphs(), graphs(), limb_kinds, st.sampled_from(["limbs", "possible_limbs", "majority"]), rules, seeds)
def test_a_limb_never_lowers_a_verdict(
    interests: list[Interest], others: list[Interest], kind: InterestKind, limb: str, rule: Regime, listed: set[str]
) -> None:
    parties = collect(EVERYBODY, [*interests, *(replace(each, kind=kind) for each in others)])
    fewer = rule.model_copy(
        update={name: tuple(k for k in getattr(rule, name) if k != kind) for name in ("limbs", "possible_limbs", "majority", "kinds")}
    )  # fmt: skip
    more = fewer.model_copy(update={limb: (*getattr(fewer, limb), kind)})
    laws.never_fewer(trace(parties, fewer, DAY, listed), trace(parties, more, DAY, listed))
    if limb == "possible_limbs":
        certain = fewer.model_copy(update={"limbs": (*fewer.limbs, kind)})
        laws.never_fewer(trace(parties, more, DAY, listed), trace(parties, certain, DAY, listed))


@pytest.mark.parametrize(
    ("limb", "expected"),
    [("limbs", "restricted"), ("possible_limbs", "possibly-restricted"), ("majority", "restricted"), ("", "clear")],
)
def test_one_limb(limb: str, expected: str) -> None:
    rule = OFAC.model_copy(update={limb: ("board",)} if limb else {})
    found = trace(collect((), [*held("X>A 60", "board"), *held("A>B 50, Z>A 100")]), rule, DAY, ["X"])
    assert found["A"].verdict == found["B"].verdict == expected
    if expected == "possibly-restricted":
        assert [(each.owner, each.owned, each.kind) for each in found["B"].ask] == [("X", "A", "board")]
        assert "or control it: X (listed) holds 60 % of the board of A" in found["A"].because


def test_the_proof_of_control_is_one_interest() -> None:
    rule = OFAC.model_copy(update={"limbs": ("control",), "majority": ("votes",)})
    interests = [*held("X>A 40, Y>A 5, X>B 5"), *held("X>A ?", "control"), *held("X>B 55, Y>B 10", "votes")]
    found = trace(collect((), interests), rule, DAY, ["X", "Y"])
    assert [(each.owner, each.kind) for each in found["A"].proof] == [("X", "control")]
    assert [(each.owner, each.kind) for each in found["B"].proof] == [("X", "votes")]


def test_a_majority_of_several_is_only_possible() -> None:
    rule = OFAC.model_copy(update={"majority": ("votes",)})
    parties = collect((), [*held("X>A 30, Y>A 30", "votes"), *held("X>C 60"), *held("C>B 30, X>B 25", "votes")])
    found = trace(parties, rule, DAY, ["X", "Y"])
    assert verdicts(found) == {"X": "restricted", "Y": "restricted", "C": "restricted"} | dict.fromkeys(
        "AB", "possibly-restricted"
    )
    each_alone = UK.model_copy(update={"kinds": ("ownership",), "majority": ("votes",)})
    assert verdicts(trace(parties, each_alone, DAY, ["X"]))["B"] == "restricted"


@pytest.mark.parametrize("name", ["us-ofac-50", "uk-50", "largest-owners", "obbba-fie"])
def test_a_beneficiary_may_own_what_the_trust_holds(name: str) -> None:
    rule = regime(name)
    parties = collect((), [*held("X>T ?, X>S 20", "beneficiary"), *held("T>A 100, X>S 10, Z>S 90")])
    found = trace(parties, rule, DAY, ["X"])
    assert found["T"].verdict == found["A"].verdict == "possibly-restricted"
    assert [(each.owner, each.owned) for each in found["T"].ask] == [("X", "T")]
    # What a beneficiary has needs no room beside the shares of others.
    assert found["S"].verdict == ("possibly-restricted" if rule.limit <= 30_000_000 else "clear")
