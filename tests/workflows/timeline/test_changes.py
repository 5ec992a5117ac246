"""What changes, found in the data."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.core.party import Known, Unlisted
from compliance.core.possible import one_of
from compliance.core.share import Share
from compliance.inventory.sites import Site, Sites
from compliance.io.yaml import parse
from compliance.ownership.formats.native import parties_in
from compliance.ownership.parties import Interest, InterestKind, Parties, Party, collect
from compliance.policies.facts import Facts
from compliance.policies.policy import Policy
from compliance.policies.waivers import WaivedSubject, Waiver, Waivers
from compliance.reference.installations import Installation, Installations
from compliance.screening.decision_file import Decision, fingerprint
from compliance.screening.decisions import Decisions
from compliance.screening.listings import Listing
from compliance.workflows.policy_test import load_for_test, reference
from compliance.workflows.timeline.changes import Event, change_days_of, events
from tests.builders import SOURCE, country_set, dated, facts, listed, lot, policy

EVER = (date(2000, 1, 1), date(2030, 1, 1))


def told(known: Facts, *policies: Policy, waivers: Waivers = Waivers()) -> list[tuple[str, str, str]]:
    return [(str(event.day), event.kind, event.what) for event in events(policies, known, waivers, *EVER)]


def test_a_rule_that_comes_and_goes() -> None:
    rule = dated(
        "in_force:\n  2025-01-01: {is: true, by: notice}\n  2026-01-01: {is: false, by: later, status: announced, verify: read it}\n"
        "constraint: {kind: country-of-origin, forbidden: {a: [CN]}, produced: {2025-06-01: {is: both, by: notice}}}"
    )
    found = events([policy(rule)], facts(lot()), Waivers(), *EVER)
    assert [(str(each.day), each.what, each.why) for each in found] == [
        ("2025-01-01", "test/rule: in force", "A notice"),
        ("2025-06-01", "test/rule: constraint.produced is both", "A notice"),
        ("2026-01-01", "test/rule: not in force", "A later notice"),
    ]
    assert (found[-1].announced, found[-1].verify) == (True, "read it")


def test_a_deadline_that_passes() -> None:
    rule = dated(
        "in_force:\n  2025-01-01: {is: true, by: notice}\ndeadline: 2025-03-31\nconstraint: {kind: origin-plausibility}"
    )
    assert told(facts(lot()), policy(rule))[-1] == (
        "2025-04-01", "rule", "test/rule: the deadline of 2025-03-31 has passed",
    )  # fmt: skip


def test_the_span_begins_after_its_first_day_and_ends_with_its_last() -> None:
    rule = dated("in_force:\n  2025-01-01: {is: true, by: notice}\nconstraint: {kind: origin-plausibility}")
    for first, last, many in (
        ("2024-12-31", "2025-01-01", 1),
        ("2025-01-01", "2026-01-01", 0),
        ("2024-01-01", "2024-12-31", 0),
    ):
        span = date.fromisoformat(first), date.fromisoformat(last)
        assert len(events([policy(rule)], facts(lot()), Waivers(), *span)) == many


def test_sets_lists_and_ages() -> None:
    stay = Listing("e1", "Alpha", since=date(2025, 1, 16), until=date(2025, 3, 1), citation="90 FR 1")
    many = [Listing(f"m{each}", f"Beta {each}", since=date(2025, 1, 16)) for each in range(8)]
    held = listed("a-list", stay, *many, Listing("e2", "Ever", until=date.max), edition=date(2025, 1, 1), max_age=30)
    known = facts(
        lot(), lists=[held, listed("b-list", "Nobody", edition="undated", max_age=3)],
        country_sets=[country_set("a-set", SY=(date(2011, 8, 17), date(2025, 6, 30)))],
    )  # fmt: skip
    assert told(known) == [
        ("2011-08-17", "set", "Syria joins a-set"),
        ("2025-01-16", "list", "a-list: Alpha, Beta 0, Beta 1, Beta 2, Beta 3, Beta 4 and 3 more listed"),
        ("2025-02-01", "age", "a-list: the edition of 2025-01-01 is older than 30 days"),
        ("2025-03-02", "list", "a-list: Alpha taken off"),
        ("2025-07-01", "set", "Syria leaves a-set"),
    ]
    assert events([], known, Waivers(), *EVER)[1].why == "90 FR 1"
    assert not any(kind == "age" and "b-list" in what for _, kind, what in told(known))
    assert any(what.endswith("older than 90 days") for _, _, what in told(facts(lot(), lists=[held], max_age=90)))
    assert not any(kind == "age" for _, kind, _ in told(facts(lot(), lists=[held], max_age=4_000_000)))


def test_regimes_and_interests() -> None:
    given = parties_in(parse(
        "parties: [{id: x, name: X}, {id: y, name: Y}]\n"
        "interests: [{owner: x, owned: y, share: 60, from: 2024-01-01, until: 2025-12-31, source: register}]", file="p.yaml",
    ))  # fmt: skip
    both = Parties.merged([given], [])
    known = facts(lot(), parties=both, regimes={"bis-affiliates": reference().regime("bis-affiliates")})
    assert [each for each in told(known) if each[1] == "interest"] == [
        ("2024-01-01", "interest", "X holds 60 % of Y from this day"),
        ("2026-01-01", "interest", "X no longer holds 60 % of Y"),
    ]
    assert [each[0] for each in told(known) if each[1] == "regime"] == ["2025-09-29", "2025-11-10", "2026-11-10"]
    assert told(facts(lot(), parties=both)) == []


def test_bundled_interests_are_told_of_parties_of_the_fleet_and_of_those_above_them() -> None:
    def interest(owner: str, owned: str, day: int, file: str, kind: InterestKind = "ownership") -> Interest:
        until = date(2025, 12, 31) if kind == "control" else None
        return Interest(owner, owned, Share.exact(60), kind, date(2025, 1, day), until, file=file)

    parties = collect(
        [Party("sold", "Sold Ltd"), Party("site", "Site Ltd"), Party("other", "Other Ltd")],
        [
            interest("above", "sold", 1, "bundled:p"),
            interest("top", "above", 2, "bundled:p", "votes"),
            interest("above", "top", 3, "bundled:p", "control"),
            interest("x", "site", 4, "bundled:p"),
            interest("x", "other", 5, "bundled:p"),
            interest("y", "other", 6, "p.yaml"),
            interest("sold", "below", 7, "bundled:p"),
        ],
    )
    known = facts(
        lot(supplier=one_of([Known("sold")])),
        parties=parties,
        sites=Sites((Site(id="hall", operator="Site Ltd"),)),
        regimes={"us-ofac-50": reference().regime("us-ofac-50")},
    )
    assert [(day, what) for day, kind, what in told(known) if kind == "interest"] == [
        ("2025-01-01", "above holds 60 % of Sold Ltd from this day"),
        ("2025-01-02", "top holds 60 % of the votes of above from this day"),
        ("2025-01-03", "above controls top from this day"),
        ("2025-01-04", "x holds 60 % of Site Ltd from this day"),
        ("2025-01-06", "y holds 60 % of Other Ltd from this day"),
        ("2026-01-01", "no longer true: above controls top"),
    ]


def a_waiver(**more: Any) -> Waiver:
    return Waiver(
        rule="test/rule", subject=WaivedSubject(site="x"), reason="r", approved_by="b", approved_on=date(2025, 1, 1),
        **{"expires": date(2025, 6, 30), **more},
    )  # fmt: skip


def test_waivers_and_installations() -> None:
    waivers = Waivers((a_waiver(), a_waiver(expires=date.max)))
    assert [(day, what) for day, _, what in told(facts(lot()), waivers=waivers)] == [
        ("2025-01-01", "test/rule: waived from this day"),
        ("2025-01-01", "test/rule: waived from this day"),
        ("2025-07-01", "test/rule: no longer waived"),
    ]
    rule = dated("constraint: {kind: country-of-origin, forbidden: {a: [CN]}}\n")
    ends = [day for day, kind, _ in told(facts(lot()), policy(rule), waivers=waivers) if kind == "waiver"]
    # Two years after the approval, which is all that a policy allows where it does not say otherwise.
    assert ends == ["2025-01-01", "2025-01-01", "2025-07-01", "2027-01-03"]
    member = Installation(name="Base", part=1, since=date(2020, 2, 13), until=date(2024, 12, 8), source="notice")
    table = Installations(
        "table", 1, (SOURCE,), "verified", (member, Installation(name="Old", part=1, source="notice"))
    )
    assert told(facts(lot(), installations={"table": table})) == [
        ("2020-02-13", "installation", "Base: listed in part 1"),
        ("2024-12-09", "installation", "Base: no longer listed in part 1"),
    ]


def test_the_days_that_tell_something_of_this_fleet() -> None:
    (rule,) = (each for each in load_for_test("us-ofac").rules if each.id == "us-ofac/sdn")
    stays = [Listing("e1", "Seller", since=date(2025, 1, 16)), Listing("e2", "Stranger", since=date(2025, 2, 2))]
    known = facts(
        lot(supplier=Unlisted("Seller")), lists=[listed("us-ofac-sdn", *stays, edition=date(2025, 1, 1), max_age=10)]
    )
    found = change_days_of(rule, known, Waivers((a_waiver(),)))
    assert {date(2025, 1, 16), date(2025, 1, 12)} <= found
    assert date(2025, 2, 2) not in found
    assert date(2025, 1, 1) not in found


def test_sites_are_asked_too() -> None:
    (rule,) = load_for_test("us-cfius-real-estate").rules
    known = facts(
        lot(),
        sites=Sites((Site(id="s"),)),
        installations={"us-cfius-appendix-a": reference().installations("us-cfius-appendix-a")},
    )
    assert date(2024, 12, 9) in change_days_of(rule, known, Waivers())
    assert isinstance(events([], known, Waivers(), *EVER)[0], Event)
    assert collect((), ()) is not None


def test_decisions_hold_for_a_time() -> None:
    entry = Listing("e1", "Seller", since=date(2025, 1, 16))
    taken = Decisions((
        Decision(
            party="Seller", list="us-ofac-sdn", entry="e1", fingerprint=fingerprint(entry), decision="not-the-same-party",
            reason="another seat", decided_by="b", decided_on=date(2025, 2, 1), expires=date(2025, 3, 1),
        ),
        Decision(
            party="Other", list="us-ofac-sdn", entry="e1", fingerprint="x", decision="not-the-same-party",
            reason="r", decided_by="b", decided_on=date(2025, 2, 1), expires=date.max,
        ),
    ))  # fmt: skip
    known = facts(lot(supplier=Unlisted("Seller")), lists=[listed("us-ofac-sdn", entry)], decisions=taken)
    assert [each for each in told(known) if each[1] == "decision"] == [
        ("2025-02-01", "decision", "Other and e1 of us-ofac-sdn count as two parties from this day"),
        ("2025-02-01", "decision", "Seller and e1 of us-ofac-sdn count as two parties from this day"),
        ("2025-03-02", "decision", "Seller and e1 of us-ofac-sdn no longer count as two parties"),
    ]
    (rule,) = (each for each in load_for_test("us-ofac").rules if each.id == "us-ofac/sdn")
    assert {date(2025, 1, 16), date(2025, 2, 1), date(2025, 3, 2)} <= change_days_of(
        rule, known.on(date(2025, 2, 10)), Waivers()
    )
