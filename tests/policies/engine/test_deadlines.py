"""A duty with a deadline: flagged until it has passed; a time of grace is only for what was held before it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Finding, Verdict
from compliance.core.share import Share
from compliance.inventory.sites import Site, Sites
from compliance.io.resources import RULES
from compliance.ownership.interests import Interest
from compliance.ownership.parties import Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.engine.assessment import assess
from tests.builders import dated, facts, lot, policy

ORDER, DEADLINE = date(2024, 5, 13), date(2024, 8, 11)
FORCE = "in_force:\n  2024-05-13: {is: true, by: notice}\n"
CHINA = "constraint: {kind: country-of-origin, forbidden: {plain: [CN]}, hong_kong_and_macau: separate}\n"
OWNED = (
    "applies_to: {parties: [operator]}\n"
    "constraint: {kind: foreign-ownership, countries: [CN], readings: {any: any-interest}, undisclosed: note}\n"
)
GRACE = "grace: {held_before: 2024-08-01, until: 2025-08-01}\n"


def of_lot(text: str, day: date, origin: str | None = "CN") -> Finding:
    (finding,) = assess([policy(dated(text))], facts(lot(country_of_origin=origin), as_of=day)).report.findings
    return finding


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (ORDER, Verdict.FLAGGED),
        (DEADLINE, Verdict.FLAGGED),
        (date(2024, 8, 12), Verdict.VIOLATION),
    ],
)
def test_a_breach_is_flagged_until_the_deadline_has_passed(day: date, verdict: Verdict) -> None:
    finding = of_lot(f"{FORCE}deadline: 2024-08-11\n{CHINA}", day)
    assert finding.verdict is verdict
    assert ("The deadline for ending this is 2024-08-11; it has not passed" in finding.because) is (day <= DEADLINE)


def test_a_deadline_softens_no_other_answer() -> None:
    rule = f"{FORCE}deadline: 2024-08-11\n{CHINA}"
    assert of_lot(rule, ORDER, "MY").verdict is Verdict.COMPLIANT
    assert of_lot(rule, ORDER, None).verdict is Verdict.UNDETERMINED


def test_an_extension_is_a_change_of_the_deadline() -> None:
    moved = "deadline:\n  2024-05-13: {is: 2024-08-11, by: notice}\n  2024-08-01: {is: 2024-09-30, by: later}\n"
    rule = dated(f"{FORCE}{moved}{CHINA}")
    assert rule.days == {ORDER, date(2024, 8, 1), date(2024, 8, 12), date(2024, 10, 1)}
    assert of_lot(f"{FORCE}{moved}{CHINA}", date(2024, 8, 12)).verdict is Verdict.FLAGGED
    assert of_lot(f"{FORCE}{moved}{CHINA}", date(2024, 10, 1)).verdict is Verdict.VIOLATION


def of_site(day: date, *interests: Interest, operator: str = "op", rule: str = GRACE) -> Finding:
    parties = [
        Party("op", "Op LLC", country="US"),
        Party("cn", "A Co", country="CN"),
        Party("cn-two", "B Co", country="CN"),
        Party("mid", "Mid LLC", country="US"),
        Party("unknown", "Whoever"),
    ]
    known = facts(
        lot(),
        as_of=day,
        parties=collect(parties, interests),
        sites=Sites((Site(id="s", name="S", operator=operator),)),
        regimes={"any-interest": DatedRegime.load(RULES / "regimes" / "any-interest.yaml")},
    )
    text = f"in_force:\n  2024-08-01: {{is: true, by: notice}}\n{rule}{OWNED}"
    (finding,) = assess([policy(dated(text))], known).report.findings
    return finding


OLD: dict[str, Any] = {"since": date(2023, 1, 1)}
NEW: dict[str, Any] = {"since": date(2024, 11, 1)}
LATER = date(2025, 3, 5)


def held(owner: str, owned: str = "op", share: Any = 10, **days: Any) -> Interest:
    return Interest(owner, owned, share if isinstance(share, Share) else Share.exact(share), **days)


@pytest.mark.parametrize(
    ("interests", "verdict", "words"),
    [
        ([held("cn", **OLD)], Verdict.FLAGGED, "What was held before 2024-08-01 must be ended by 2025-08-01"),
        ([held("cn")], Verdict.FLAGGED, "must be ended by"),
        ([held("cn", **NEW)], Verdict.VIOLATION, "is only for what was held before 2024-08-01; this was not"),
        ([held("cn", since=date(2024, 8, 1))], Verdict.VIOLATION, "this was not"),
        ([held("cn", since=date(2024, 7, 31))], Verdict.FLAGGED, "must be ended by"),
        ([held("cn", **OLD), held("cn-two", **NEW)], Verdict.VIOLATION, "this was not"),
        ([held("cn", "mid", 100, **OLD), held("mid", "op", 50, **NEW)], Verdict.VIOLATION, "this was not"),
        (
            [
                held("cn", share=Share.parse({"maximum": 20}), since=date(2023, 1, 1), until=date(2024, 9, 30)),
                held("cn", share=10, since=date(2024, 10, 1)),
            ],
            Verdict.UNDETERMINED,
            "whether this was is not recorded",
        ),
        (
            [held("cn", **OLD), held("unknown", "mid", 100, **NEW), held("mid", "op", 50, **OLD)],
            Verdict.UNDETERMINED,
            "whether this was is not recorded",
        ),
        (
            [held("cn", share=20, since=date(2023, 1, 1), until=date(2024, 10, 31)), held("cn", share=51, **NEW)],
            Verdict.VIOLATION,
            "this was not",
        ),
        (
            [held("cn", share=51, since=date(2023, 1, 1), until=date(2024, 10, 31)), held("cn", share=20, **NEW)],
            Verdict.FLAGGED,
            "must be ended by",
        ),
        (
            [held("cn", share=20, kind="votes", **OLD), held("cn", share=20, **NEW)],
            Verdict.UNDETERMINED,
            "whether this was is not recorded",
        ),
        ([held("cn", **OLD), held("cn", "mid", 100, **NEW)], Verdict.FLAGGED, "must be ended by"),
        ([held("unknown", **OLD)], Verdict.UNDETERMINED, ""),
        ([], Verdict.COMPLIANT, ""),
    ],
)
def test_grace_is_for_what_was_held_before(interests: list[Interest], verdict: Verdict, words: str) -> None:
    finding = of_site(LATER, *interests)
    assert finding.verdict is verdict
    assert words in finding.because


def test_nobody_records_from_when_a_foreign_operator_has_operated() -> None:
    assert of_site(LATER, operator="cn").verdict is Verdict.UNDETERMINED
    assert of_site(date(2025, 8, 2), operator="cn").verdict is Verdict.VIOLATION


def test_grace_ends() -> None:
    assert of_site(date(2025, 8, 1), held("cn", **OLD)).verdict is Verdict.FLAGGED
    assert of_site(date(2025, 8, 2), held("cn", **OLD)).verdict is Verdict.VIOLATION


def test_grace_for_a_unit_asks_what_it_was_on_the_eve() -> None:
    rule = dated(f"{FORCE}grace: {{held_before: 2024-06-01, until: 2024-08-11}}\n{CHINA}")
    (finding,) = assess([policy(rule)], facts(lot(country_of_origin="CN"), as_of=DEADLINE)).report.findings
    assert finding.verdict is Verdict.FLAGGED


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"{FORCE}deadline: 2024-05-12\n{CHINA}",
            ("deadline 2024-05-12 is before 2024-05-13, the day from which the duty holds", "Correct one of the two days.", 8),
        ),
        (
            f"{FORCE}grace: {{held_before: 2024-01-01, until: 2024-05-12}}\n{CHINA}",
            ("grace 2024-05-12 is before 2024-05-13, the day from which the duty holds", "Correct one of the two days.", 8),
        ),
        (
            f"deadline: 2024-05-12\n{CHINA}",
            ("deadline 2024-05-12, but the rule does not say from which day its duty holds", "Write in_force with that day.", 6),
        ),
        (
            f"{FORCE}deadline:\n  2024-05-13: {{is: 2024-05-01, by: notice}}\n{CHINA}",
            ("deadline 2024-05-01 is before 2024-05-13, the day from which the duty holds", "Correct one of the two days.", 9),
        ),
    ],
)  # fmt: skip
def test_a_deadline_before_its_order(text: str, problem: tuple[str, str, int]) -> None:
    with pytest.raises(ComplianceError) as caught:
        dated(text)
    (found,) = caught.value.problems
    what, advice, line = problem
    assert (found.what, found.advice, found.file, found.row) == (what, advice, "rule.yaml", line)


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("grace: {held_before: 2024-08-01, until: 2024-07-31}\n", "until 2024-07-31 is before held_before 2024-08-01"),
        ("deadline: 2024-08-11\n" + GRACE, "give a deadline or a grace, not both"),
        ("deadline: soon\n", "deadline: "),
    ],
)
def test_deadlines_that_fit_nothing(lines: str, what: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        dated(f"{FORCE}{lines}{CHINA}")
    assert what in str(caught.value.problems[0])
