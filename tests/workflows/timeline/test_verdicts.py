"""The verdicts over a span are those of a check on every day of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.core.party import Unlisted
from compliance.core.timeline import DAY
from compliance.inventory.sites import Site, Sites
from compliance.io.yaml import parse
from compliance.ownership.formats.native import parties_in
from compliance.ownership.parties import Parties, Party
from compliance.policies.engine.assessment import evaluate
from compliance.policies.facts import Facts
from compliance.policies.waivers import WaivedSubject, Waiver, Waivers
from compliance.screening.decision_file import Decision, fingerprint
from compliance.screening.decisions import Decisions
from compliance.screening.listings import Listing
from compliance.workflows.policy_test import load_for_test, reference
from compliance.workflows.timeline.verdicts import by_rule, history
from tests.builders import CV1835, country_set, dated, facts, listed, lot, policy
from tests.effort import examples

FIRST, LAST = date(2024, 1, 1), date(2027, 1, 1)
V = Verdict
POLICIES = [
    load_for_test(name) for name in ("us-ear", "us-ofac", "cleanspark-mineone", "origin-claims", "us-cfius-real-estate")
]

days = st.dates(FIRST, LAST)
maybe_days = st.none() | days
stays: st.SearchStrategy[Any] = st.tuples(maybe_days, maybe_days).map(
    lambda pair: pair if None in pair else tuple(sorted(pair))
)
spans: st.SearchStrategy[Any] = st.tuples(days, days).map(lambda pair: tuple(sorted(pair)))
origins = st.sampled_from(("CN", "SY", "MY", "RU", "HK", "", "MY|SY"))
names = st.sampled_from((Unlisted("Sophgo Technologies Ltd."), Unlisted("Alpha"), "a", "b", "", "bitmain"))


def decisions(entry: Listing, spans: list[tuple[Any, Any]]) -> Decisions:
    """That Alpha, known or unlisted, is not the Alpha of the list, for some time each."""
    return Decisions(
        tuple(
            Decision(
                party="Alpha", list="us-ofac-sdn", entry=entry.entry, fingerprint=fingerprint(entry), decision="not-the-same-party",
                reason="r", decided_by="b", decided_on=begin, expires=end,
            )
            for begin, end in spans
        )
    )  # fmt: skip


def known(
    lots: list[Any],
    alpha: tuple[Any, Any],
    shares: list[tuple[Any, Any]],
    max_age: int | None,
    spans: list[tuple[Any, Any]],
) -> Facts:
    """A world in which a listing, interests and editions come and go."""
    held = {
        name: reference().party_list(name)
        for name in ("us-bis-90fr4621", "us-mineone-order", "us-bis-entity-list", "us-bis-meu", "us-ofac-sdn")
    }
    entry = Listing("alpha", "Alpha", since=alpha[0], until=alpha[1])
    decided = decisions(entry, spans)
    held["us-ofac-sdn"] = listed("us-ofac-sdn", entry, edition=date(2025, 1, 1))
    held["us-bis-entity-list"] = listed("us-bis-entity-list", entry, edition=date(2025, 6, 1))
    lines = [
        f"{{owner: alpha, owned: {owned}, share: 60{f', from: {stay[0]}' if stay[0] else ''}{f', until: {stay[1]}' if stay[1] else ''}}}"
        for owned, stay in zip("ab", shares, strict=True)
    ]
    own = "parties: [{id: alpha, name: Alpha, country: CN}, {id: a, name: A, country: HK}, {id: b, name: B, country: US}]\n"
    given = parties_in(parse(f"{own}interests: [{', '.join(lines)}]", file="parties.yaml"))
    return facts(
        *lots,
        decisions=decided,
        parties=Parties.merged([reference().parties], [given]),
        lists=held,
        country_sets={
            name: reference().country_set(name)
            for name in ("us-ear-746", "us-ofac-comprehensive", "us-ofac-import-bans", "us-ofac-programmes")
        },
        regimes={name: reference().regime(name) for name in ("bis-affiliates", "us-ofac-50", "mineone-affiliates")},
        installations={"us-cfius-appendix-a": reference().installations("us-cfius-appendix-a")},
        sites=Sites((Site(id="north-range", name="North Range"),)),
        max_age=max_age,
    )


class World:
    """Facts and waivers, too large to be shown."""

    def __init__(self, facts_: Facts, waivers: Waivers) -> None:
        self.facts, self.waivers = facts_, waivers

    def __repr__(self) -> str:
        return f"World({[each.unit for each in self.facts.fleet.lots]}, {self.waivers})"


@st.composite
def worlds(draw: st.DrawFn) -> World:
    lots = [
        lot(
            units=number + 1, row=number + 2, manufacturer=draw(names) or None, supplier=draw(names) or None,
            owner=draw(names) or None, country_of_origin=draw(origins) or None, purchased=draw(days) if draw(st.booleans()) else Period(),
            site="North Range", purchase_lot=f"L{number}", control_board=CV1835,
        )
        if draw(st.booleans())
        else lot(units=number + 1, row=number + 2, supplier=draw(names) or None, country_of_origin=draw(origins) or None)
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    lots = list({each.unit: each for each in lots}.values())
    waivers = [
        Waiver(
            rule="cleanspark-mineone/origin", subject=WaivedSubject(site="North Range"), reason="r", approved_by="b",
            approved_on=begin, expires=max(begin, draw(days)),
        )
        for begin in draw(st.lists(days, max_size=2))
    ]  # fmt: skip
    world = known(
        lots,
        draw(stays),
        [draw(stays), draw(stays)],
        draw(st.none() | st.integers(0, 500)),
        draw(st.lists(spans, max_size=2)),
    )
    return World(world, Waivers(tuple(waivers)))


@settings(max_examples=examples(25))
@given(worlds(), days, days)
def test_it_equals_a_check_on_every_change_day_and_its_eve(world: World, one: date, other: date) -> None:
    facts_, waivers = world.facts, world.waivers
    first, last = sorted((one, other))
    found = history(POLICIES, facts_, waivers, first, last)
    asked = {moment.day for moment in found.entries} | {last}
    for day in sorted(asked | {day - DAY for day in asked if day > first}):
        report = evaluate(POLICIES, facts_.with_decisions(facts_.decisions).on(day), waivers)
        moment = found.on(day)
        assert (moment.verdict, dict(moment.by_verdict)) == (report.verdict, report.summary.by_verdict), day
        assert by_rule(found.reports[moment.answered].findings) == by_rule(report.findings), day


def simple(**more: Any) -> Facts:
    sets = [country_set("the-set", SY=(None, date(2025, 6, 30)))]
    return facts(
        lot(units=3, country_of_origin="SY"), lot(units=2, row=3, country_of_origin="MY"), country_sets=sets, **more
    )


RULE = dated(
    "in_force:\n  2024-06-01: {is: true, by: notice}\nconstraint: {kind: country-of-origin, forbidden: {plain: [the-set]}, hong_kong_and_macau: separate}"
)


def test_moments_say_what_changed_and_what_that_did() -> None:
    found = history([policy(RULE)], simple(), Waivers(), date(2024, 1, 1), date(2026, 1, 1))
    assert [str(moment.day) for moment in found.entries] == ["2024-01-01", "2024-06-01", "2025-07-01"]
    before, during, after = found.entries
    assert (before.in_force, before.verdict, before.events) == (False, V.NOT_APPLICABLE, ())
    assert (during.in_force, during.verdict, during.by_verdict[V.VIOLATION]) == (True, V.VIOLATION, 3)
    assert [event.kind for event in during.events] == ["rule"]
    (shift,) = during.shifts
    assert (shift.rule, shift.before, shift.after) == ("test/rule", {}, {V.VIOLATION: 3, V.COMPLIANT: 2})
    assert (after.verdict, [event.what for event in after.events]) == (V.COMPLIANT, ["Syria leaves the-set"])
    assert (found.units, found.on(date(2025, 6, 30))) == (5, during)


def test_a_list_that_changes_for_strangers_is_told_and_not_asked() -> None:
    strange = listed("l", Listing("e", "Stranger", since=date(2025, 1, 16)))
    found = history([policy(RULE)], simple(lists=[strange]), Waivers(), date(2025, 1, 1), date(2025, 2, 1))
    assert [str(moment.day) for moment in found.entries] == ["2025-01-01", "2025-01-16"]
    assert found.entries[1].answered == date(2025, 1, 1)
    assert found.entries[1].by_verdict == found.entries[0].by_verdict
    assert found.entries[1].shifts == ()


def test_what_cannot_be_asked() -> None:
    with pytest.raises(ComplianceError, match="the span ends on 2024-01-01, before it begins on 2024-01-02"):
        history([policy(RULE)], simple(), Waivers(), date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(ComplianceError, match="no rule is in force from 2024-01-01 to 2024-01-31"):
        history([policy(RULE)], simple(), Waivers(), date(2024, 1, 1), date(2024, 1, 31))
    with pytest.raises(ComplianceError, match="the inventories contain no unit"):
        history([policy(RULE)], facts(), Waivers(), date(2025, 1, 1), date(2025, 1, 1))


def test_findings_without_units_count_as_one() -> None:
    (rule,) = load_for_test("us-cfius-real-estate").rules
    table = {"us-cfius-appendix-a": reference().installations("us-cfius-appendix-a")}
    site = Site(id="x", name="North Range", operator="abroad")
    near = facts(
        lot(), installations=table, sites=Sites((site,)), parties=[Party("abroad", "Abroad Ltd.", country="CN")]
    )
    report = evaluate([policy(rule)], near)
    assert by_rule(report.findings) == {"us-cfius-real-estate/proximity": Counter({V.FLAGGED: 1})}
