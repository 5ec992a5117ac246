"""The engine: pure, honest where a day or a site is open, each distinct case judged once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar, cast

import pytest
from pydantic import TypeAdapter

from compliance.core.dates import Period
from compliance.core.errors import ComplianceError
from compliance.core.finding import (
    MAX_LOCATIONS,
    AppliedWaiver,
    Evidence,
    Finding,
    Flag,
    FlaggedParty,
    Judgement,
    Location,
    PolicyCoverage,
    Report,
    Verdict,
    WaivedPart,
    fingerprint,
)
from compliance.core.party import Unlisted
from compliance.core.possible import Answer, one_of
from compliance.core.record import Source
from compliance.core.share import Share
from compliance.inventory.sites import Place, Site, Sites
from compliance.inventory.units import Fleet, Lot, Role, Unit
from compliance.io.name_numbers import sum_of
from compliance.io.resources import RULES
from compliance.ownership.parties import Interest, Party, collect
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints.base import BaseConstraint, Question, SubjectKind, fact_of
from compliance.policies.constraints.concentration import Concentration
from compliance.policies.constraints.country_of_origin import CountryOfOrigin
from compliance.policies.constraints.listed_component import ListedComponent
from compliance.policies.constraints.listed_party import ListedParty
from compliance.policies.constraints.ordered_removal import OrderedRemoval
from compliance.policies.constraints.origin_evidence import OriginEvidence
from compliance.policies.constraints.origin_plausibility import OriginPlausibility
from compliance.policies.constraints.ownership_by_listed_parties import OwnershipByListedParties
from compliance.policies.engine import wording
from compliance.policies.engine.assessment import assess, evaluate
from compliance.policies.engine.digests import UnitDigests
from compliance.policies.facts_read import facts_read
from compliance.policies.policy import AppliesTo, DatedRule
from compliance.policies.waivers import Waiver, Waivers
from compliance.screening.listings import Listing
from tests.builders import CV1835, TODAY, ZYNQ, country_set, dated, facts, listed, lot, made, policy, unit

CHINA = "constraint: {kind: country-of-origin, forbidden: {plain: [CN]}, hong_kong_and_macau: separate}\n"
V = Verdict

LARAMIE = Place(frozenset({"laramie"}), described=True)


class Probe(BaseConstraint):
    """Answers as told, and remembers what it was asked."""

    kind: str = "probe"
    facts_read: tuple[str, ...] = ("manufacturer",)
    answer: Callable[[Question], Judgement]
    asked: list[Any] = field(default_factory=list)
    days: frozenset[date] = frozenset()

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        return self.facts_read

    def change_days(self, question: Question) -> frozenset[date]:
        return self.days

    def judge(self, question: Question) -> Judgement:
        self.asked.append(question.unit or question.site or question.counterparty or question.lots)
        return self.answer(question)


class SiteProbe(Probe):
    subject: ClassVar[SubjectKind] = "site"


class PartyProbe(Probe):
    subject: ClassVar[SubjectKind] = "party"


class FleetProbe(Probe):
    subject: ClassVar[SubjectKind] = "fleet"


def says(broken: Answer, because: str = "so", **more: Any) -> Callable[[Question], Judgement]:
    return lambda _: Judgement(broken, because, **more)


def by_day(**answers: Judgement) -> Callable[[Question], Judgement]:
    """The judgement of the latest of the days ``d20250116=…`` that is not after the question's."""
    found = {date.fromisoformat(f"{key[1:5]}-{key[5:7]}-{key[7:]}"): value for key, value in answers.items()}
    return lambda question: found[max(day for day in found if day <= question.day)]


def run(rule: DatedRule, *lots: Lot, waivers: Iterable[Waiver] = (), **more: Any) -> Report:
    return evaluate([policy(rule)], facts(*lots, **more), Waivers(tuple(waivers)))


def only(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


def counted(report: Report) -> dict[str, int]:
    return {str(verdict): n for verdict, n in report.summary.by_verdict.items() if n}


# Purity, verdicts, order --------------------------------------------------------------------------------------------


def test_the_same_question_has_the_same_answer() -> None:
    lots = [lot(units=3, country_of_origin="CN"), lot(units=2, row=3)]
    first, second = (run(dated(CHINA), *lots) for _ in range(2))
    assert first == second
    assert [each.units for each in lots] == [3, 2]


@pytest.mark.parametrize(
    ("origins", "verdict", "counts"),
    [
        (["CN", "MY", None], "violation", {"violation": 1, "compliant": 1, "undetermined": 1}),
        (["MY", None], "undetermined", {"compliant": 1, "undetermined": 1}),
        (["MY"], "compliant", {"compliant": 1}),
    ],
)
def test_the_report_says_the_worst(origins: list[str | None], verdict: str, counts: dict[str, int]) -> None:
    report = run(dated(CHINA), *(lot(row=n, country_of_origin=code) for n, code in enumerate(origins, 2)))
    assert report.verdict == verdict
    assert counted(report) == counts
    assert (report.summary.units, report.summary.lots) == (len(origins), len(origins))
    assert sum(report.summary.by_verdict.values()) == report.summary.units


def test_findings_are_ordered_by_verdict_rule_and_subject() -> None:
    rules = [dated(CHINA, name="b"), dated(CHINA, name="a")]
    lots = [lot(row=2), lot(row=3, country_of_origin="MY"), lot(row=4, country_of_origin="CN"),
            lot(row=5, country_of_origin="CN|MY")]  # fmt: skip
    found = evaluate([policy(*rules)], facts(*lots)).findings
    keys = [(each.verdict.severity, each.rule, each.subject.id) for each in found]
    assert keys == sorted(keys)
    assert len(found) == 8
    assert [each.rule for each in found[2:6]] == ["test/a", "test/a", "test/b", "test/b"]


def test_a_unit_has_the_worst_verdict_of_all_rules_and_the_rules_that_gave_it() -> None:
    clean, dirty = lot(row=2, manufacturer="microbt", country_of_origin="MY"), lot(row=3, country_of_origin="CN")
    rules = [dated(CHINA, name=name) for name in ("b", "a")]
    rules.append(made(Probe(answer=says(None)), name="c"))
    result = assess([policy(*rules)], facts(clean, dirty))
    assert result.units[dirty.unit].verdict is V.VIOLATION
    assert result.units[dirty.unit].rules == ("test/a", "test/b")
    assert result.units[clean.unit].rules == ("test/c",)
    ok = assess([policy(dated(CHINA))], facts(clean))
    assert (ok.units[clean.unit].verdict, ok.units[clean.unit].rules) == (V.COMPLIANT, ())


def test_a_red_flag_never_accuses() -> None:
    report = run(made(Probe(answer=says(True)), effect="red-flag"), lot())
    assert (report.verdict, only(report).effect) == (V.FLAGGED, "red-flag")


def test_nothing_checked_is_an_error() -> None:
    with pytest.raises(ComplianceError, match="contain no unit"):
        run(dated(CHINA))
    with pytest.raises(ComplianceError, match="no rule is in force on 2026-11-22"):
        run(dated(f"in_force: {{2026-11-23: {{is: true, by: notice}}}}\n{CHINA}"), lot())
    with pytest.raises(ComplianceError, match="no rule is in force"):
        evaluate([], facts(lot()))


# Lots ---------------------------------------------------------------------------------------------------------------


def test_units_that_a_rule_cannot_tell_apart_are_judged_once() -> None:
    probe = Probe(answer=says(True), asked=[])
    lots = [lot(row=n, units=n, manufacturer="ab"[n % 2], country_of_origin=f"C{n}") for n in range(2, 10)]
    report = run(made(probe), *lots)
    assert Counter(str(each.manufacturer.only) for each in probe.asked) == {"a": 1, "b": 1}
    assert [each.units for each in report.findings] == [2 + 4 + 6 + 8, 3 + 5 + 7 + 9]
    assert [each.subject.id for each in report.findings] == ["manufacturer=a", "manufacturer=b"]
    assert report.summary.lots == 8


def test_a_lot_is_called_by_what_the_rule_reads() -> None:
    told = unit(
        manufacturer="b|a", owner=None, site="North Range", status="idle", purchased=Period(date(2025, 1, 1), TODAY),
        delivered=TODAY, origin_evidence=frozenset({"label", "invoice"}),
    )  # fmt: skip
    reads = (
        "manufacturer",
        "owner",
        "site",
        "purchased",
        "delivered",
        "origin_evidence",
        "hashrate_ths",
        "serial_number",
    )
    found = only(run(made(Probe(answer=says(True), facts_read=reads)), lot(told)))
    assert found.subject.id == (
        "manufacturer=a|b; owner=?; site=northrange; purchased=2025-01-01..2026-11-22; "
        "delivered=2026-11-22; origin_evidence=invoice+label"
    )
    bare = only(run(made(Probe(answer=says(True), facts_read=("site", "purchased"))), lot()))
    assert bare.subject.id == "site=-; purchased=?"
    assert only(run(made(Probe(answer=says(True), facts_read=())), lot())).subject.id == "all units"


def test_status_kind_and_site_only_say_whether_a_rule_covers_a_unit() -> None:
    rule = "applies_to: {sites: [north], kinds: [miner, psu]}\n" + CHINA
    lots = [
        lot(row=2, country_of_origin="CN", status="in service"),
        lot(row=3, country_of_origin="CN", kind="psu", site="north"),
        lot(row=4, country_of_origin="CN", site="northern hall"),
        lot(row=5, country_of_origin="CN", status="disposed"),
        lot(row=6, country_of_origin="MY", status="disposed"),
        lot(row=7, country_of_origin="CN", site=LARAMIE),
        lot(row=8, country_of_origin="CN", site="Hall A"),
    ]
    found = run(dated(rule), *lots).findings
    assert [(each.verdict, each.subject.id, [at.row for at in each.locations]) for each in found] == [
        (V.VIOLATION, "country_of_origin=CN", [2, 3]),
        (V.UNDETERMINED, "country_of_origin=CN; site=?", [4, 8]),
        (V.NOT_APPLICABLE, "the unit is disposed of", [5, 6]),
        (V.NOT_APPLICABLE, "the unit stands at another site", [7]),
    ]


def test_a_fingerprint_stays_when_rows_move_and_other_units_come() -> None:
    before = only(run(dated(CHINA), lot(row=2, country_of_origin="CN")))
    after = run(
        dated(CHINA), lot(row=2, country_of_origin="MY"), lot(row=99, units=7, country_of_origin="CN")
    ).findings[0]
    assert before.fingerprint == after.fingerprint == fingerprint("test/rule", before.subject)
    assert before.locations != after.locations


def test_the_first_hundred_rows_are_listed_and_the_rest_is_counted() -> None:
    places = [Location("b.csv", n, str(n)) for n in range(2, 2 + MAX_LOCATIONS)]
    big = Lot(unit(country_of_origin="CN"), 500, 250, places)
    early = Lot(unit(country_of_origin="CN", owner="x"), 1, 1, [Location("a.csv", 9, "first")])
    found = only(run(dated(CHINA), big, early))
    assert (found.units, len(found.locations), found.locations_omitted) == (501, 100, 151)
    assert [place.id for place in found.locations[:2]] == ["first", "2"]


def test_evidence_is_placed_where_it_is_written() -> None:
    late = lot(row=9, country_of_origin="CN", written={"country_of_origin": ("Herkunft", "P.R.C.")})
    first = lot(
        row=4, country_of_origin="CN", owner="x", written={"country_of_origin": ("Origin", " Made in\n China ")}
    )
    found = only(run(dated(CHINA), late, first))
    assert found.evidence == (Evidence("country_of_origin", "Made in China", "fleet.csv", 4, "Origin"),)


@pytest.mark.parametrize(
    ("written", "column", "value"),
    [
        ({"manufacturer": ("Maker", "Bitmain"), "model": ("Model", "S19")}, "Maker", "Bitmain"),
        ({"manufacturer": ("Maker", " "), "model": ("Model", "S19")}, "Model", "S19"),
        ({"model": ("Model", "S19")}, "Model", "S19"),
    ],
)
def test_a_fact_made_of_several_cells(written: dict[str, tuple[str, str]], column: str, value: str) -> None:
    probe = Probe(answer=says(True, evidence=(Evidence("manufacturer", "bitmain"),)))
    found = only(run(made(probe), lot(row=5, manufacturer="bitmain", written=written)))
    assert found.evidence == (Evidence("manufacturer", value, "fleet.csv", 5, column),)


@pytest.mark.parametrize(
    ("fact", "value", "written"),
    [
        ("manufacturer", "bitmain", {"manufacturer": ("Maker", ""), "model": ("Model", "")}),
        ("manufacturer", "bitmain", {}),
        ("country_of_assembly", "", {"country_of_origin": ("Origin", "CN")}),
        ("supplier", "acme", {"supplier": ("Seller", " "), "supplier_country": ("Seat", "CN")}),
        ("supplier", "", {"manufacturer": ("Maker", "Bitmain")}),
        ("interest", " ", {}),
    ],
)
def test_an_absent_fact_has_no_evidence(fact: str, value: str, written: dict[str, tuple[str, str]]) -> None:
    probe = Probe(answer=says(True, evidence=(Evidence(fact, value),)))
    assert only(run(made(probe), lot(written=written))).evidence == ()


def test_what_is_written_and_not_understood_is_evidence() -> None:
    written = {"country_of_assembly": ("Assembled in", "Shenzhen?")}
    probe = Probe(answer=says(None, evidence=(Evidence("country_of_assembly", ""),)))
    assert only(run(made(probe), lot(written=written))).evidence == (
        Evidence("country_of_assembly", "Shenzhen?", "fleet.csv", 2, "Assembled in"),
    )


def test_a_fact_of_a_site_is_not_looked_up_in_a_lot() -> None:
    probe = SiteProbe(answer=says(True, evidence=(Evidence("owner", "The landlord"),)))
    here = lot(site="North Range", written={"owner": ("Owner", "A client")})
    assert run(made(probe), here, sites=SITES).findings[0].evidence == (Evidence("owner", "The landlord"),)


def test_evidence_that_is_not_of_a_row_stays_as_it_is() -> None:
    given = (Evidence("listing", "Foo", "l.csv", 3, "e"), Evidence("interest", "a owns b"))
    assert only(run(made(Probe(answer=says(True, evidence=given))), lot())).evidence == given


# What a rule covers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("applies", "told", "verdict"),
    [
        ({}, {"status": "disposed"}, "not-applicable"),
        ({}, {"status": "idle"}, "violation"),
        ({"statuses": ("installed",)}, {"status": "installed"}, "violation"),
        ({"statuses": ("installed",)}, {"status": "in storage"}, "not-applicable"),
        ({"statuses": ("installed",)}, {"status": ""}, "violation"),
        ({"kinds": ("miner",)}, {"kind": "miner"}, "violation"),
        ({"kinds": ("miner",)}, {"kind": "psu"}, "not-applicable"),
        ({"kinds": ("miner",)}, {"kind": ""}, "violation"),
        ({"sites": ("north",)}, {}, "violation"),
        ({"sites": ("north",)}, {"site": "north range"}, "violation"),
        ({"sites": ("north",)}, {"site": "NORTH"}, "violation"),
        ({"sites": ("north",)}, {"site": LARAMIE}, "not-applicable"),
        ({"sites": ("north",)}, {"site": "Laramie"}, "undetermined"),
        ({"sites": ("north",)}, {"site": "Cheyenne"}, "undetermined"),
        ({}, {"site": "Laramie"}, "violation"),
    ],
)
def test_what_a_rule_covers(applies: dict[str, Any], told: dict[str, Any], verdict: str) -> None:
    rule = made(Probe(answer=says(True)), applies_to=AppliesTo(**applies))
    written = {"site": ("Site", told["site"])} if isinstance(told.get("site"), str) else {}
    found = only(run(rule, lot(written=written, **told)))
    assert found.verdict == verdict
    if verdict == "undetermined":
        assert found.because.endswith(
            "This rule names one site, and the recorded site may be that one or another, because nobody describes where it is"
        )
        assert found.remedy == (
            "Record the exact site of these units, or describe it in sites.yaml by an address or coordinates."
        )
        assert found.evidence == (Evidence("site", told["site"], "fleet.csv", 2, "Site"),)
    kept = made(Probe(answer=says(False)), applies_to=AppliesTo(**applies))
    assert only(run(kept, lot(**told))).verdict == ("not-applicable" if verdict == "not-applicable" else "compliant")


@pytest.mark.parametrize(
    ("applies", "facts", "verdict", "because"),
    [
        ({}, {"status": "disposed?"}, "undetermined", wording.STATUS_OPEN),
        ({"statuses": ("installed",)}, {"status": "gone fishing"}, "undetermined", wording.STATUS_OPEN),
        ({"kinds": ("miner",)}, {"kind": "cooling|miner"}, "undetermined", wording.KIND_OPEN),
        ({"kinds": ("miner", "cooling")}, {"kind": "cooling|miner"}, "violation", ""),
        ({"kinds": ("psu",)}, {"kind": "cooling|miner"}, "not-applicable", "the unit is a cooling or a miner"),
    ],
)
def test_a_rule_that_may_cover_a_unit_leaves_a_breach_open(
    applies: dict[str, Any], facts: dict[str, Any], verdict: str, because: str
) -> None:
    rule = made(Probe(answer=says(True)), applies_to=AppliesTo(**applies))
    assert only(run(rule, lot(**facts))).verdict == verdict
    assert only(run(rule, lot(**facts))).because.endswith(because)


def test_a_limit_on_the_fleet_is_open_where_it_rests_on_units_that_may_not_count() -> None:
    limit = TypeAdapter(Concentration).validate_python({"kind": "concentration", "of": "manufacturer", "limit": 60})
    rule = made(limit, applies_to=AppliesTo(kinds=("miner",)))
    a, b = lot(manufacturer="a", units=6), lot(row=3, manufacturer="b", units=4)
    either = [
        lot(row=4, manufacturer="a", units=4, kind="cooling|miner"),
        lot(row=5, manufacturer="b", units=9, kind="cooling|miner"),
    ]
    assert only(run(rule, a, b)).verdict == "compliant"
    report = run(rule, a, b, *either)
    assert only(report).verdict == "undetermined"
    assert only(report).because.endswith(wording.KIND_OPEN)
    assert only(run(rule, either[0])).verdict == "undetermined"
    assert only(run(rule, a, b, lot(row=6, manufacturer="c", kind="cooling|miner"))).verdict == "compliant"
    assert only(run(rule, lot(row=7, kind="psu"))).verdict == "not-applicable"


@pytest.mark.parametrize(
    ("applies", "told", "because"),
    [
        ({}, {"status": "disposed"}, "the unit is disposed of"),
        ({"statuses": ("installed",)}, {"status": "in storage"}, "the unit's status is in storage"),
        ({"kinds": ("miner",)}, {"kind": "psu"}, "the unit is a psu"),
        ({"sites": ("north",)}, {"site": LARAMIE}, "the unit stands at another site"),
    ],
)
def test_why_a_rule_does_not_cover(applies: dict[str, Any], told: dict[str, Any], because: str) -> None:
    found = only(run(made(Probe(answer=says(True)), applies_to=AppliesTo(**applies)), lot(**told)))
    assert (found.because, found.remedy) == (because, "")


def test_units_that_only_the_cover_tells_apart_are_judged_apart() -> None:
    rule = made(Probe(answer=says(True)), applies_to=AppliesTo(sites=("north",), kinds=("miner",)))
    report = run(rule, lot(site="north"), lot(row=3, site=LARAMIE), lot(row=4, site="north", kind="psu"))
    assert counted(report) == {"violation": 1, "not-applicable": 2}


@pytest.mark.parametrize(
    ("in_force", "told", "covered"),
    [
        ("{2026-01-01: {is: true, by: notice}}", {"purchased": date(2025, 1, 1)}, True),
        ("{2026-01-01: {is: true, by: notice}}", {"purchased": date(2025, 1, 1), "kind": "psu"}, False),
        ("{2020-01-01: {is: true, by: notice}, 2026-01-01: {is: false, by: notice}}", {"kind": "psu"}, False),
    ],
)
def test_a_rule_that_did_not_bind_a_dealing_on_its_day_was_asked(
    in_force: str, told: dict[str, Any], covered: bool
) -> None:
    text = f"judged_on: acquisition\nin_force: {in_force}\napplies_to: {{kinds: [miner]}}\n{CHINA}"
    answer = assess([policy(dated(text))], facts(lot(**told)), any_day=True)
    assert (answer.covered, answer.report.verdict) == (covered, V.NOT_APPLICABLE)


def test_a_rule_that_sleeps_beside_one_that_is_awake() -> None:
    asleep = dated(f"in_force: {{2027-01-01: {{is: true, by: notice}}}}\n{CHINA}", name="asleep")
    report = evaluate([policy(asleep, dated(CHINA))], facts(lot(country_of_origin="CN")))
    assert [(each.rule, each.verdict) for each in report.findings] == [
        ("test/rule", "violation"), ("test/asleep", "not-applicable"),
    ]  # fmt: skip
    assert report.findings[1].because == "this rule is not in force on 2026-11-22"
    assert "test/asleep is not in force on 2026-11-22." in report.notes


def test_what_has_nobody_to_be_asked_of_does_not_apply() -> None:
    assert only(run(made(Probe(answer=says(False, applies=False))), lot())).verdict is V.NOT_APPLICABLE


# The day of acquisition ---------------------------------------------------------------------------------------------

LISTED = listed("l", Listing("f", "Foo", since=date(2025, 1, 16), until=date(2025, 12, 31), row=2))
SUPPLIED = """judged_on: acquisition
in_force: {2025-01-01: {is: true, by: notice}}
applies_to: {parties: [supplier]}
constraint: {kind: listed-party, lists: [l]}
"""


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({"purchased": date(2025, 1, 15)}, "compliant"),
        ({"purchased": date(2025, 1, 16)}, "violation"),
        ({"purchased": date(2025, 12, 31)}, "violation"),
        ({"purchased": date(2026, 1, 1)}, "compliant"),
        ({"purchased": date(2024, 12, 31)}, "not-applicable"),
        ({"purchased": Period(date(2025, 1, 1), date(2025, 1, 31))}, "undetermined"),
        ({"purchased": Period(date(2025, 2, 1), date(2025, 2, 28))}, "violation"),
        ({"purchased": Period(date(2025, 1, 1), date(2025, 1, 15))}, "compliant"),
        ({"purchased": Period(date(2024, 12, 1), date(2025, 1, 15))}, "compliant"),
        ({"purchased": Period(date(2024, 1, 1), date(2024, 12, 31))}, "not-applicable"),
        ({"delivered": date(2025, 1, 15)}, "compliant"),
        ({"delivered": date(2025, 1, 16)}, "violation"),
        ({"purchased": date(2025, 1, 15), "delivered": date(2025, 1, 16)}, "violation"),
        ({"purchased": date(2025, 12, 31), "delivered": date(2026, 1, 1)}, "violation"),
        ({"purchased": date(2025, 1, 15), "delivered": date(2026, 1, 1)}, "undetermined"),
        ({"purchased": date(2025, 1, 14), "delivered": date(2025, 1, 15)}, "compliant"),
        ({"purchased": date(2025, 1, 16), "predates_model": "purchase_date"}, "undetermined"),
        ({}, "undetermined"),
        ({"status": "disposed", "purchased": date(2025, 1, 16)}, "violation"),
    ],
)
def test_the_law_of_the_day_of_purchase(told: dict[str, Any], verdict: str) -> None:
    found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Foo"), **told), lists=[LISTED]))
    assert found.verdict == verdict


ALWAYS_LISTED = "from 2025-01-16 to 2025-12-31"


@pytest.mark.parametrize(
    ("told", "what", "missing", "span"),
    [
        (
            {"purchased": Period(date(2025, 1, 1), date(2025, 1, 31))},
            "purchase",
            "is not known to the day",
            "on or after 2025-01-16",
        ),
        (
            {"purchased": date(2024, 12, 31), "delivered": Period(date(2025, 12, 1), date(2026, 1, 31))},
            "delivery",
            "is not known to the day",
            "before 2026-01-01",
        ),
        ({}, "purchase", "is not recorded", ALWAYS_LISTED),
        (
            {"purchased": date(2025, 1, 16), "predates_model": "purchase_date"},
            "purchase",
            "is recorded before any machine of this model was made",
            ALWAYS_LISTED,
        ),
        (
            {"delivered": date(2025, 1, 16), "predates_model": "purchase_date delivery_date"},
            "delivery",
            "is recorded before any machine of this model was made",
            ALWAYS_LISTED,
        ),
    ],
)
def test_what_hangs_on_a_day_that_is_not_settled_says_so(
    told: dict[str, Any], what: str, missing: str, span: str
) -> None:
    found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Foo"), **told), lists=[LISTED]))
    assert (found.verdict, found.judged_on) == (V.UNDETERMINED, None)
    assert found.because == (
        f"supplier Foo is listed (l: Foo). Whether this breaks the rule depends on the {what} date, "
        f"which {missing}: it is a breach if the {what} was {span}"
    )
    source = {"purchase": "contract", "delivery": "delivery note"}[what]
    assert found.remedy == f"Record the {what} date from the {source}."


def test_what_was_forbidden_only_between_purchase_and_delivery_is_open() -> None:
    days: dict[str, Any] = {"purchased": date(2025, 1, 15), "delivered": date(2026, 1, 1)}
    found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Foo"), **days), lists=[LISTED]))
    assert (found.verdict, found.judged_on) == (V.UNDETERMINED, None)
    assert found.because == (
        "the dealing was allowed on 2025-01-15 and on 2026-01-01, but not on every day between them: from 2025-01-16, "
        "supplier Foo is listed (l: Foo)"
    )
    assert "have counsel say which day decides" in found.remedy


def test_a_breach_names_the_days_on_which_it_was_one() -> None:
    def because(**told: Any) -> tuple[str, date | None]:
        found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Foo"), **told), lists=[LISTED]))
        assert found.verdict is V.VIOLATION
        return found.because.removeprefix("supplier Foo is listed (l: Foo) "), found.judged_on

    first, last = date(2025, 1, 16), date(2025, 12, 31)
    both = f"(on the days of the purchase, {first}, and of the delivery, {last})"
    assert because(purchased=first, delivered=last) == (both, first)
    assert because(purchased=last, delivered=date(2026, 1, 1)) == (f"(on the day of the purchase, {last})", last)
    assert because(purchased=date(2025, 1, 1), delivered=first) == (f"(on the day of the delivery, {first})", first)
    month = Period(date(2025, 2, 1), date(2025, 2, 28))
    assert because(purchased=month) == ("(on the day of the purchase, whichever it was)", None)


def test_the_day_whose_law_answered_is_named() -> None:
    bought = only(run(dated(SUPPLIED), lot(supplier="name:Good", purchased=date(2025, 3, 1)), lists=[LISTED]))
    assert bought.judged_on == date(2025, 3, 1)
    unsettled = only(run(dated(SUPPLIED), lot(supplier="name:Good"), lists=[LISTED]))
    assert (unsettled.verdict, unsettled.judged_on) == (V.COMPLIANT, None)
    assert only(run(dated(CHINA), lot(country_of_origin="CN"))).judged_on == TODAY
    assert only(run(made(FleetProbe(answer=says(True))), lot())).judged_on == TODAY


@pytest.mark.parametrize(("second", "day"), [(date(2025, 3, 1), date(2025, 3, 1)), (date(2025, 4, 1), None)])
def test_what_is_pending_for_lots_of_several_days_has_no_day(second: date, day: date | None) -> None:
    rule = made(Probe(answer=says(None, pending="part")), judged_on="acquisition")
    lots = [
        lot(row=2, manufacturer="a", purchased=date(2025, 3, 1)),
        lot(row=3, manufacturer="b", purchased=second),
    ]
    assert only(run(rule, *lots)).judged_on == day


def test_flags_of_what_is_pending_are_merged() -> None:
    def answer(question: Question) -> Judgement:
        name = str(question.the_unit.manufacturer.only)
        return Judgement(None, "part", pending="part", flags=(Flag("self-holding", (FlaggedParty(None, name),)),))

    merged = only(run(made(Probe(answer=answer)), lot(manufacturer="b"), lot(row=3, manufacturer="a")))
    assert merged.flags == (Flag("self-holding", (FlaggedParty(None, "a"), FlaggedParty(None, "b"))),)


def test_without_a_day_the_answer_is_open_only_where_the_days_differ() -> None:
    assert only(run(dated(SUPPLIED), lot(supplier=Unlisted("Good")), lists=[LISTED])).verdict is V.COMPLIANT
    assert only(run(dated(SUPPLIED), lot(), lists=[LISTED])).verdict is V.UNDETERMINED
    always = SUPPLIED.replace("2025-01-01", "2020-01-01").replace(
        "in_force: {2020-01-01: {is: true, by: notice}}\n", ""
    )
    ever = listed("l", Listing("f", "Foo", row=2))
    found = only(run(dated(always), lot(supplier=Unlisted("Foo")), lists=[ever]))
    assert (found.verdict, "depends on" in found.because) == (V.VIOLATION, False)


def test_a_partial_list_hides_neither_a_hit_of_another_day_nor_a_doubt() -> None:
    part = replace(LISTED, coverage="partial")
    found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Foo")), lists=[part]))
    assert (found.verdict, found.subject.kind) == (V.UNDETERMINED, "lot")
    assert found.because.startswith(
        "supplier Foo is listed (l: Foo). Whether this breaks the rule depends on the purchase date"
    )
    merged = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Good")), lists=[part]))
    assert (merged.verdict, merged.subject.kind) == (V.UNDETERMINED, "fleet")
    pending, open_ = Judgement(None, "part", pending="part"), Judgement(None, "who is it")
    doubt = Probe(answer=by_day(d00010101=open_, d20250101=pending), days=frozenset({date(2025, 1, 1)}))
    found = only(run(made(doubt, judged_on="acquisition"), lot()))
    assert (found.because, found.subject.kind) == ("who is it", "lot")


def test_a_rule_that_was_not_in_force_then_and_is_kept_now_is_kept() -> None:
    found = only(run(dated(SUPPLIED), lot(supplier=Unlisted("Good")), lists=[LISTED]))
    assert found.because == "supplier Good is not listed"


# Pending ------------------------------------------------------------------------------------------------------------


def test_what_only_the_list_keeps_open_is_said_once_and_counted_everywhere() -> None:
    rule = dated("applies_to: {parties: [supplier]}\nconstraint: {kind: listed-party, lists: [l]}\n")
    lots = [lot(row=n, units=n, supplier=Unlisted(f"Good {n}")) for n in range(2, 6)]
    bad, unknown = lot(row=7, supplier=Unlisted("Foo")), lot(row=8)
    part = listed("l", "Foo", coverage="partial")
    report = run(rule, *lots, bad, unknown, lists=[part])
    merged = next(each for each in report.findings if each.subject.kind == "fleet")
    assert (merged.units, merged.verdict, merged.evidence) == (2 + 3 + 4 + 5, V.UNDETERMINED, ())
    assert merged.because.startswith("we found no match, but this is not a clearance: we hold only part of l")
    assert [place.row for place in merged.locations] == [2, 3, 4, 5]
    assert counted(report) == {"undetermined": 15, "violation": 1}
    assert len(report.findings) == 3


def test_reasons_that_differ_are_not_merged_and_notes_are_kept() -> None:
    def answer(question: Question) -> Judgement:
        maker = str(question.the_unit.manufacturer.only)
        return Judgement(None, "part", pending="b" if maker == "b" else "a", notes=("all", f"of {maker}"))

    lots = [lot(row=n, manufacturer=maker) for n, maker in enumerate("abc", 2)]
    report = run(made(Probe(answer=answer)), *lots)
    assert sorted((each.units, each.notes) for each in report.findings) == [
        (1, ("all", "of b")), (2, ("all", "of a", "of c")),
    ]  # fmt: skip


# Waivers ------------------------------------------------------------------------------------------------------------


def waiver(
    subject: dict[str, str], *, until: date = date(2027, 12, 31), since: date = date(2026, 1, 1), **more: Any
) -> Waiver:
    fields = {"rule": "test/rule", "reason": "agreed", "approved_by": "CCO", "evidence": "a licence", **more}
    return TypeAdapter(Waiver).validate_python({**fields, "subject": subject, "approved_on": since, "expires": until})


BITMAIN = {"party": "bitmain"}


def test_a_waiver_that_holds() -> None:
    rule = made(Probe(answer=says(True, remedy="Mend it.")))
    held = waiver(BITMAIN)
    report = run(rule, lot(manufacturer="bitmain"), waivers=[held])
    found = only(report)
    assert (found.verdict, found.remedy, report.verdict) == (V.WAIVED, "", V.WAIVED)
    assert found.waivers == (
        AppliedWaiver("applied", V.VIOLATION, WaivedPart(*held.subject.pair), held.reason, held.approved_by, held.approved_on, held.expires, held.evidence),
    )  # fmt: skip
    assert found.notes == ()
    assert not any("No finding needed" in note or "soon" in note for note in report.notes)
    assert counted(report) == {"waived": 1}


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (date(2026, 1, 1), TODAY - timedelta(1), "expired"),
        (TODAY + timedelta(1), date(2027, 1, 1), "not-yet"),
    ],
)
@pytest.mark.parametrize("pending", ["", "only a part"])
def test_a_waiver_that_does_not_hold(since: date, until: date, state: str, pending: str) -> None:
    asleep = waiver(BITMAIN, since=since, until=until)
    rule = made(Probe(answer=says(None, remedy="Mend it.", pending=pending)))
    report = run(rule, lot(manufacturer="bitmain"), waivers=[asleep])
    found = only(report)
    assert (found.verdict, found.remedy) == (V.UNDETERMINED, "Mend it.")
    assert [(each.state, each.would_be, each.expires) for each in found.waivers] == [(state, V.UNDETERMINED, until)]
    assert not any("No finding needed" in note for note in report.notes)


@pytest.mark.parametrize("until", [TODAY, TODAY + timedelta(30)])
def test_a_waiver_holds_through_its_last_day_and_is_announced(until: date) -> None:
    ending = waiver(BITMAIN, until=until)
    report = run(made(Probe(answer=says(True))), lot(manufacturer="bitmain"), waivers=[ending])
    assert only(report).verdict is V.WAIVED
    assert f"This waiver expires soon: {ending}" in report.notes
    later = waiver(BITMAIN, until=TODAY + timedelta(31))
    report = run(made(Probe(answer=says(True))), lot(manufacturer="bitmain"), waivers=[later])
    assert not any("soon" in note for note in report.notes)


def test_a_waiver_that_nobody_needs_is_said() -> None:
    needless = [waiver(BITMAIN), waiver({"asset": "u9"}), waiver(BITMAIN, rule="test/other")]
    report = run(made(Probe(answer=says(False))), lot(manufacturer="bitmain"), waivers=needless)
    assert only(report).verdict is V.COMPLIANT
    assert [note for note in report.notes if "aiver" in note] == sorted(
        (
            *(f"No finding needed this waiver: {each}" for each in needless[:2]),
            f"test/other is no rule of this check, so this waiver was not used: {needless[2]}",
        )
    )


def test_who_may_be_somebody_else_is_not_waived() -> None:
    report = run(made(Probe(answer=says(True))), lot(manufacturer="bitmain|microbt"), waivers=[waiver(BITMAIN)])
    assert only(report).verdict is V.VIOLATION


def test_a_waiver_of_one_asset_splits_the_lot() -> None:
    one = lot(row=2, manufacturer="bitmain", asset_id="u1")
    rest = lot(row=3, units=9, manufacturer="bitmain")
    report = run(made(Probe(answer=says(True))), one, rest, waivers=[waiver({"asset": "u1"})])
    assert [(each.verdict, each.units) for each in report.findings] == [(V.VIOLATION, 9), (V.WAIVED, 1)]
    assert report.findings[1].subject.id.endswith("asset=u1")


def test_a_waiver_changes_the_fingerprint_of_nothing_but_what_it_covers() -> None:
    lots = [lot(row=2, manufacturer="bitmain", supplier="acme"), lot(row=3, manufacturer="bitmain", supplier="other")]
    before = run(made(Probe(answer=says(True))), *lots)
    after = run(made(Probe(answer=says(True))), *lots, waivers=[waiver({"supplier": "acme"})])
    assert [(each.verdict, each.units) for each in before.findings] == [(V.VIOLATION, 2)]
    assert [(each.verdict, each.units) for each in after.findings] == [(V.VIOLATION, 1), (V.WAIVED, 1)]
    assert after.findings[0].fingerprint == before.findings[0].fingerprint != after.findings[1].fingerprint


@pytest.mark.parametrize("evidence", ["", "n/a", "?", " "])
def test_a_waiver_of_a_statute_counts_only_with_evidence(evidence: str) -> None:
    lots, held = [lot(manufacturer="bitmain")], waiver(BITMAIN, evidence=evidence)
    report = run(made(Probe(answer=says(True))), *lots, waivers=[held])
    assert only(report).verdict is V.VIOLATION
    assert only(report).waivers[0].state == "not-yet"
    assert any(note.startswith("Does not count, for a waiver of a statute") for note in report.notes)
    contract = made(Probe(answer=says(True)), effect="contract-condition")
    assert only(run(contract, *lots, waivers=[held])).verdict is V.WAIVED


def test_a_waiver_holds_no_longer_than_its_policy_allows() -> None:
    lots = [lot(manufacturer="bitmain")]
    endless = waiver(BITMAIN, since=TODAY - timedelta(days=731), until=date(9999, 12, 31))
    report = run(made(Probe(answer=says(True))), *lots, waivers=[endless])
    assert only(report).verdict is V.WAIVED
    assert only(report).waivers[0].expires == TODAY
    older = waiver(BITMAIN, since=TODAY - timedelta(days=732), until=date(9999, 12, 31))
    report = run(made(Probe(answer=says(True))), *lots, waivers=[older])
    assert (only(report).verdict, only(report).waivers[0].state) == (V.VIOLATION, "expired")
    assert any("its policy allows 731 days from the approval" in note for note in report.notes)


@pytest.mark.parametrize(
    "subject", [{"purchase_lot": "?"}, {"party": "n/a"}, {"site": "tbc"}, {"supplier": "-"}, {"serial": "unknown"}]
)
def test_a_placeholder_names_nothing(subject: dict[str, str]) -> None:
    ((kind, value),) = subject.items()
    fact = {"party": "owner", "serial": "serial_number"}.get(kind, kind)
    report = run(
        made(Probe(answer=says(True))), lot(**cast("dict[str, Any]", {fact: value})), waivers=[waiver(subject)]
    )
    assert only(report).verdict is V.VIOLATION
    assert any(note.startswith(f"Waives nothing, for {value!r} names no {kind}") for note in report.notes)
    assert Waivers((waiver(subject),)).of_subject("test/rule", kind, (value,)) == ()


def test_a_serial_number_names_one_machine() -> None:
    rule, held = made(Probe(answer=says(True))), waiver({"serial": "S-1"})
    assert only(run(rule, lot(units=1000, serial_number="S-1"), waivers=[held])).verdict is V.VIOLATION
    assert only(run(rule, lot(units=1, serial_number="S-1"), waivers=[held])).verdict is V.WAIVED
    assert only(run(rule, lot(units=1000, asset_id="A-1"), waivers=[waiver({"asset": "A-1"})])).verdict is V.WAIVED


def breaks(*parties: str) -> Callable[[Question], Judgement]:
    """A rule that these parties break."""

    def judge(question: Question) -> Judgement:
        names = [str(party) for role in question.roles for party in question.party(role).values or ()]
        return Judgement(any(party in names for party in parties), f"broken by {names}")

    return judge


def test_a_waiver_for_a_party_waives_only_what_that_party_breaks() -> None:
    applies = AppliesTo(parties=("owner", "supplier"))
    unit_lot = lot(owner="acme", supplier="bitmain")
    both, one = (
        made(Probe(answer=breaks(*names)), applies_to=applies) for names in (("acme", "bitmain"), ("bitmain",))
    )
    assert only(run(one, unit_lot, waivers=[waiver(BITMAIN)])).verdict is V.WAIVED
    found = only(run(both, unit_lot, waivers=[waiver(BITMAIN)]))
    assert (found.verdict, found.waivers) == (V.VIOLATION, ())
    assert any(note.startswith("Waived only as far as bitmain breaks it") for note in found.notes)
    assert only(run(both, unit_lot, waivers=[waiver(BITMAIN), waiver({"party": "acme"})])).verdict is V.WAIVED
    assert only(run(both, unit_lot, waivers=[waiver(BITMAIN), waiver({"site": "north"})])).verdict is V.VIOLATION


def test_a_waiver_for_a_party_that_the_rule_does_not_ask_about_waives_nothing() -> None:
    rule = made(Probe(answer=breaks("bitmain")), applies_to=AppliesTo(parties=("supplier",)))
    unit_lot = lot(owner="acme", supplier="bitmain")
    assert only(run(rule, unit_lot, waivers=[waiver({"party": "acme"})])).verdict is V.VIOLATION
    assert only(run(rule, unit_lot, waivers=[waiver({"supplier": "bitmain"})])).verdict is V.WAIVED


def test_what_is_left_open_beyond_a_waived_party_is_told_with_what_is_pending() -> None:
    def judge(question: Question) -> Judgement:
        return Judgement(True, "listed") if "supplier" in question.roles else Judgement(None, "open", pending="part")

    rule = made(Probe(answer=judge), applies_to=AppliesTo(parties=("owner", "supplier")))
    report = run(rule, lot(owner="acme", supplier="bitmain"), waivers=[waiver(BITMAIN)])
    assert (only(report).verdict, only(report).subject.kind) == (V.UNDETERMINED, "fleet")


def test_a_waiver_that_holds_takes_a_unit_out_of_what_is_pending() -> None:
    lots = [lot(row=2, manufacturer="bitmain"), lot(row=3, manufacturer="microbt")]
    report = run(made(Probe(answer=says(None, pending="part"))), *lots, waivers=[waiver(BITMAIN)])
    assert counted(report) == {"waived": 1, "undetermined": 1}


# Fleet, sites, parties ----------------------------------------------------------------------------------------------


def test_a_rule_on_the_fleet() -> None:
    probe = FleetProbe(answer=says(True), asked=[])
    rule = made(probe, applies_to=AppliesTo(kinds=("miner",)))
    lots = [lot(units=3), lot(row=3, kind="psu"), lot(row=4, units=2, status="idle")]
    report = run(rule, *lots)
    found = only(report)
    assert (found.subject.kind, found.subject.id, found.units, found.verdict) == ("fleet", "fleet", 5, V.VIOLATION)
    assert [each.units for each in probe.asked[0]] == [3, 2]
    assert report.verdict is V.VIOLATION
    assert counted(report) == {"not-applicable": 6}


def test_a_rule_on_a_fleet_without_a_unit_that_it_covers() -> None:
    rule = made(FleetProbe(answer=says(True)), applies_to=AppliesTo(kinds=("miner",)))
    found = only(run(rule, lot(kind="psu")))
    assert (found.verdict, found.because, found.locations) == (
        V.NOT_APPLICABLE,
        "this rule covers no unit of the fleet",
        (),
    )


SITES = Sites((Site(id="north", name="North Range", operator="Op"), Site(id="south", aliases=("Campstool",))))


def test_a_rule_on_sites() -> None:
    probe = SiteProbe(answer=says(True), asked=[])
    lots = [lot(units=2, site="North Range"), lot(row=3, site="campstool"), lot(row=4)]
    lots += [lot(row=5, site="Hall A", written={"site": ("Site", "Hall A")}), lot(row=6, site="x", status="disposed")]
    report = run(made(probe), *lots, sites=SITES, waivers=[waiver({"site": "Campstool"})])
    assert [(each.subject.kind, each.subject.id, each.verdict, each.units) for each in report.findings] == [
        ("site", "north", V.VIOLATION, 2), ("fleet", "fleet", V.UNDETERMINED, 2), ("site", "south", V.WAIVED, 1),
    ]  # fmt: skip
    assert report.findings[1].because == (
        "sites.yaml does not describe where these units stand, so this rule was not asked about it: "
        "no recorded site, 'Hall A'"
    )
    assert report.findings[1].remedy == (
        "Describe these sites in sites.yaml, or add their names to the aliases of the site that they are."
    )
    assert probe.asked == list(SITES.sites)


def test_a_rule_on_one_site() -> None:
    rule = made(SiteProbe(answer=says(True)), applies_to=AppliesTo(sites=("north",)))
    south = Site(id="south", latitude=Decimal(30), longitude=Decimal(-90))
    found = run(rule, lot(), lot(row=3, site="Hall A"), sites=Sites((SITES.sites[0], south))).findings
    assert [(each.subject.id, each.verdict, each.because) for each in found] == [
        ("north", V.VIOLATION, "so"), ("south", V.NOT_APPLICABLE, "this rule covers other sites"),
    ]  # fmt: skip


def test_a_rule_on_one_site_that_nobody_describes() -> None:
    rule = made(SiteProbe(answer=says(True)), applies_to=AppliesTo(sites=("north",)))
    named = Site(id="north range hall 2")
    elsewhere = Site(id="south", latitude=Decimal(30), longitude=Decimal(-90))
    lots = [lot(site="Hall A"), lot(row=3, site=LARAMIE), lot(row=4, site=Place(elsewhere.names, described=True))]
    found = run(rule, *lots, sites=Sites((named, elsewhere))).findings
    assert [(each.subject.id, each.verdict, each.units) for each in found] == [
        ("fleet", V.UNDETERMINED, 1), ("north range hall 2", V.UNDETERMINED, 0), ("south", V.NOT_APPLICABLE, 1),
    ]  # fmt: skip
    assert found[1].because.startswith("so. This rule names one site")
    assert "Hall" in found[0].because or "no recorded site" in found[0].because


def test_units_without_a_site_stand_at_the_only_one_that_is_described() -> None:
    rule = made(SiteProbe(answer=says(False)))
    assert run(rule, lot(), sites=Sites(SITES.sites[:1])).verdict is V.COMPLIANT
    assert run(rule, lot(), lot(row=3, site="North"), sites=Sites(SITES.sites[:1])).verdict is V.UNDETERMINED
    assert run(rule, lot(), sites=SITES).verdict is V.UNDETERMINED


def test_of_very_many_sites_only_some_are_named() -> None:
    lots = [lot(row=row, site=f"Hall {row}", written={"site": ("Site", f"Hall {row}")}) for row in range(10, 23)]
    found = run(made(SiteProbe(answer=says(False))), *lots, sites=SITES).findings[0]
    assert found.because.endswith("'Hall 18', 'Hall 19' and 3 more")


def test_a_rule_on_sites_that_nobody_describes_is_open() -> None:
    report = run(made(SiteProbe(answer=says(False))), lot(units=4))
    found = only(report)
    assert (found.verdict, found.because, found.units) == (
        V.UNDETERMINED,
        "this rule asks about sites, and no site is described",
        4,
    )
    assert found.remedy == "Describe the sites in sites.yaml."


@pytest.mark.parametrize("probe", [SiteProbe, PartyProbe, FleetProbe])
@pytest.mark.parametrize("sites", [SITES, Sites()])
def test_a_rule_on_anything_that_is_not_in_force_says_nothing(probe: type[Probe], sites: Sites) -> None:
    asleep = made(probe(answer=says(True)), name="asleep", in_force=False, applies_to=AppliesTo(parties=("supplier",)))
    report = evaluate([policy(asleep, dated(CHINA))], facts(lot(country_of_origin="MY"), sites=sites))
    assert {each.verdict for each in report.findings if each.rule == "test/asleep"} <= {V.NOT_APPLICABLE}
    assert report.verdict is V.COMPLIANT


def test_a_rule_on_parties_asks_of_each_once() -> None:
    probe = PartyProbe(answer=says(True), asked=[])
    rule = made(probe, applies_to=AppliesTo(parties=("manufacturer", "supplier")))
    lots = [
        lot(row=2, units=5, manufacturer="bitmain", supplier="bitmain"),
        lot(row=3, units=2, manufacturer="bitmain", supplier="acme|zeta"),
        lot(row=4, manufacturer="bitmain", supplier="acme", status="disposed"),
    ]
    report = run(rule, *lots, waivers=[waiver({"party": "Acme, Inc."})], parties=[Party("acme", "Acme, Inc.")])
    assert [(each.subject.kind, each.subject.id, each.verdict, each.units) for each in report.findings] == [
        ("party", "bitmain", V.VIOLATION, 7), ("party", "zeta", V.VIOLATION, 2), ("party", "acme", V.WAIVED, 2),
    ]  # fmt: skip
    assert sorted(map(str, probe.asked)) == ["acme", "bitmain", "zeta"]


def test_parties_that_are_not_recorded_are_not_cleared() -> None:
    rule = made(PartyProbe(answer=says(False)), applies_to=AppliesTo(parties=("manufacturer", "supplier")))
    report = run(rule, lot(units=3), lot(row=3, manufacturer="bitmain"), lot(row=4, manufacturer="a", supplier="a"))
    assert [(each.subject.kind, each.verdict, each.units) for each in report.findings] == [
        ("fleet", V.UNDETERMINED, 4), ("party", V.COMPLIANT, 1), ("party", V.COMPLIANT, 1),
    ]  # fmt: skip
    nobody = run(rule, lot(status="disposed"))
    assert (only(nobody).verdict, only(nobody).because) == (V.NOT_APPLICABLE, "this rule covers no unit of the fleet")


# What a finding rests on --------------------------------------------------------------------------------------------


def test_sources_and_doubts_are_told() -> None:
    text = (
        "in_force: {2026-01-01: {is: true, by: later, status: announced, verify: look again.}}\n"
        "notes: [A note.]\nremedy: Do so.\n"
    )
    rule = dated(text + CHINA, head="title: T\nbecause: B\nsources: [notice, rumour]\neffect: prohibition\n")
    found = only(run(rule, lot(country_of_origin="MY")))
    assert [source.id for source in found.sources] == ["notice", "rumour", "later"]
    assert found.sources[0].url == "https://example.org/notice"
    assert [(source.confidence, source.verify) for source in found.sources] == [
        ("verified", ""), ("recalled", "read it."), ("verified", ""),
    ]  # fmt: skip
    assert found.notes[-2:] == (
        "A note.",
        "This rule rests on what has only been announced: A later notice. Verify: look again.",
    )
    assert found.remedy == ""


def test_an_announcement_without_more_and_a_weak_source_of_the_judgement() -> None:
    rule = dated(f"in_force: {{2026-01-01: {{is: true, by: later, status: announced}}}}\n{CHINA}")
    assert "This rule rests on what has only been announced: A later notice." in only(run(rule, lot())).notes
    weak = Source(id="weak", title="Weak", confidence="secondary")
    found = only(run(made(Probe(answer=says(True, sources=(weak,), notes=("n", "n")))), lot()))
    assert found.notes == ("n",)
    assert [(source.id, source.confidence) for source in found.sources] == [
        ("notice", "verified"),
        ("weak", "secondary"),
    ]


def test_the_rules_remedy_stands_in_for_the_judgements() -> None:
    assert only(run(made(Probe(answer=says(True)), remedy="Ask."), lot())).remedy == "Ask."
    assert only(run(made(Probe(answer=says(True, remedy="Mend.")), remedy="Ask."), lot())).remedy == "Mend."
    assert only(run(made(Probe(answer=says(False, remedy="Mend.")), remedy="Ask."), lot())).remedy == ""


def test_the_operators_values_are_echoed() -> None:
    text = "parameters: {limit: how much}\nconstraint: {kind: concentration, of: manufacturer}\n"
    report = run(dated(text, given={"limit": 40}), lot(manufacturer="bitmain"))
    assert "Parameter of test/rule: limit = 40." in report.notes
    assert only(report).verdict is V.VIOLATION


def test_the_report_says_who_made_the_fleet() -> None:
    lots = [lot(units=1500, manufacturer="bitmain", country_of_origin="MY"), lot(row=3, units=2000),
            lot(row=4, manufacturer="microbt|canaan", country_of_origin="CN|MY")]  # fmt: skip
    report = run(dated(CHINA), *lots)
    assert report.notes[:2] == (
        "Makers, in units: Bitmain 1,500, Canaan or MicroBT 1, unknown 2,000.",
        "Origins, in units: Malaysia 1,500, China or Malaysia 1, unknown 2,000.",
    )
    many = [lot(row=n, manufacturer=Unlisted(f"M{n:02}")) for n in range(15)]
    assert run(dated(CHINA), *many).notes[0].endswith("M11 1 and 3 more.")


def test_the_report_says_which_lists_were_used_and_what_the_fleet_brought() -> None:
    held = [
        listed("z", coverage="partial"),
        listed("a", "Foo", edition=TODAY - timedelta(5)),
        listed("m", edition="spring"),
    ]
    fleet = Fleet((lot(),), ("fleet.csv:2: odd",))
    report = evaluate([policy(dated(CHINA))], facts(fleet=fleet, lists=held))
    assert report.notes[2:] == (
        "List a: edition 2026-11-17, 5 days old, 1 entries, complete.",
        "List m: edition spring, 0 entries, complete.",
        "List z: edition 2026-11-22, 0 entries, a part of the publisher's list, which can find a party but cannot rule one out.",
        "fleet.csv:2: odd",
    )


# What a judgement may look at ---------------------------------------------------------------------------------------


class Watched:
    """A unit that remembers which of its facts were looked at."""

    def __init__(self, inner: Unit) -> None:
        self.inner = inner
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(name)
        return getattr(self.inner, name)


ROLES: tuple[Role, ...] = ("manufacturer", "supplier", "component_vendor")
FULL = unit(
    manufacturer="canaan", supplier=Unlisted("Foo"), owner=Unlisted("Foo"), country_of_origin="US", country_of_assembly="CN",
    control_board=one_of((CV1835, ZYNQ)), purchased=date(2025, 1, 1), origin_evidence=frozenset({"label"}),
)  # fmt: skip
KINDS: list[tuple[type[BaseConstraint], dict[str, Any]]] = [
    (CountryOfOrigin, {"kind": "country-of-origin", "forbidden": {"a": ["CN", "set"]}, "produced": "both"}),
    (CountryOfOrigin, {"kind": "country-of-origin", "required": {"a": ["US"]}}),
    (ListedComponent, {"kind": "listed-component", "lists": ["l"], "vendors": ["x"], "socs": ["y"]}),
    (ListedParty, {"kind": "listed-party", "lists": ["l"]}),
    (OrderedRemoval, {"kind": "ordered-removal", "lists": ["l"], "delivered_before": "2024-09-12"}),
    (OriginEvidence, {"kind": "origin-evidence", "minimum_classes": 2, "minimum_strong": 1}),
    (OriginPlausibility, {"kind": "origin-plausibility"}),
    (OwnershipByListedParties, {"kind": "ownership-by-listed-parties", "regime": "us-ofac-50"}),
    (Concentration, {"kind": "concentration", "of": "manufacturer", "limit": 5}),
    (Concentration, {"kind": "concentration", "of": "country_of_origin", "measure": "hashrate", "limit": 5}),
]


@pytest.mark.parametrize(("kind", "fields"), KINDS, ids=lambda each: "")
@pytest.mark.parametrize("of", [FULL, unit()], ids=["full", "empty"])
def test_a_judgement_looks_only_at_what_it_says_it_reads(
    kind: type[BaseConstraint], fields: dict[str, Any], of: Unit
) -> None:
    constraint = TypeAdapter(kind).validate_python(fields)
    watched: Any = Watched(of)
    regime = DatedRegime.load(RULES / "regimes" / "us-ofac-50.yaml")
    known = facts(
        lists=[listed("l", "Foo"), listed("us-ofac-sdn")], country_sets=[country_set("set")],
        regimes={"us-ofac-50": regime},
    )  # fmt: skip
    lots = (Lot(watched, 1, 1, []),) if constraint.subject == "fleet" else ()
    question = Question(known, TODAY, ROLES, unit=None if lots else watched, lots=lots)
    constraint.judge(question)
    constraint.change_days(question)
    assert watched.seen
    assert watched.seen <= set(constraint.reads(ROLES))
    assert set(map(fact_of, ROLES)) <= set(constraint.reads(ROLES)) or not constraint.needs_roles


def test_what_an_inventory_must_be_grouped_by() -> None:
    text = "judged_on: acquisition\napplies_to: {sites: [north], kinds: [miner]}\n" + CHINA
    found = facts_read(
        [policy(dated(text))], Waivers((waiver({"serial": "S1"}), waiver({"site": "x"}, rule="test/other")))
    )
    assert set(found.names) == {
        "status", "country_of_origin", "site", "kind", "purchased", "delivered", "predates_model",
        "serial_number",
    }  # fmt: skip


# What the report says of policies and of units beyond those listed ---------------------------------------------------


def test_a_policy_covers_the_units_that_one_of_its_rules_was_asked_about() -> None:
    rules = [
        made(Probe(answer=says(True)), name="miners", applies_to=AppliesTo(kinds=("miner",))),
        made(Probe(answer=says(False)), name="supplies", applies_to=AppliesTo(kinds=("psu",))),
    ]
    lots = [lot(units=5), lot(row=3, units=2, kind="psu"), lot(row=4, kind="container")]
    assert run(rules[0], *lots).policies == (PolicyCoverage("test", 5, 3),)
    assert evaluate([policy(*rules)], facts(*lots)).policies == (PolicyCoverage("test", 7, 1),)


def test_a_policy_on_sites_covers_the_units_that_stand_there() -> None:
    lots = [lot(units=2, site="North Range"), lot(row=3, site=LARAMIE)]
    rule = made(SiteProbe(answer=says(True)), applies_to=AppliesTo(sites=("north",)))
    assert run(rule, *lots, sites=SITES).policies == (PolicyCoverage("test", 2, 1),)


def named(*ids: str) -> Lot:
    places = [Location("fleet.csv", row, name) for row, name in enumerate(ids, 2)]
    return replace(lot(manufacturer="bitmain"), units=len(ids), rows=len(ids), locations=places)


def test_the_digest_is_of_the_names_of_the_units_and_of_nothing_else() -> None:
    def digest(*lots: Lot) -> str:
        return only(run(made(Probe(answer=says(True))), *lots)).units_digest

    other = replace(named("b"), unit=unit(manufacturer="bitmain", hashrate_ths=Decimal(1)))
    whole = digest(named("a", "b"))
    assert len(whole) == 32
    assert whole == digest(named("b", "a")) == digest(named("a"), other)
    assert len({whole, digest(named("a")), digest(named("a", "c")), digest(named("a", "b", "b"))}) == 4
    assert digest(named("fleet.csv#2")) == "0" * 32
    assert digest(named("a"), replace(other, rows=2)) == ""


def test_the_number_of_a_large_lot_may_be_known_from_elsewhere() -> None:
    whole, cut = named("a", "b"), replace(named("a"), rows=2)
    known = UnitDigests({id(cut): sum_of(("b", "a"))})
    assert known.of([cut]) == UnitDigests().of([whole])


def test_caveats_survive_a_clean_verdict() -> None:
    bis = DatedRegime.load(RULES / "regimes" / "bis-affiliates.yaml")
    constraint = TypeAdapter(OwnershipByListedParties).validate_python(
        {"kind": "ownership-by-listed-parties", "regime": "bis-affiliates"}
    )
    lists = [listed("us-bis-entity-list", Listing("b", "Bad")), listed("us-bis-meu"), listed("us-ofac-sdn")]
    owned = collect(
        [Party("bad", "Bad"), Party("fund", "Fund", country="MY"), Party("shop", "Shop", country="MY")],
        [Interest("bad", "fund", Share(), "control"), Interest("fund", "shop", Share.exact(60))],
    )
    asked = made(constraint, applies_to=AppliesTo(parties=("supplier",)))
    report = run(asked, lot(supplier="shop"), parties=owned, lists=lists, regimes={"bis-affiliates": bis})
    assert report.verdict is Verdict.COMPLIANT
    assert [note for note in report.notes if "red flags" in note or "control-tie" in note] == [
        "BIS Affiliates Rule: Control and a minority of a listed party are red flags, not ownership; they are flagged.",
        "No rule is broken by this, but a listed party has a tie of control, which is not ownership, to Shop "
        "or to a company above it (control-tie).",
    ]
    known: dict[str, Any] = {"parties": owned, "lists": lists, "regimes": {"bis-affiliates": bis}}
    other_kind = made(constraint, applies_to=AppliesTo(parties=("supplier",), statuses=("installed",)))
    assert not any(
        "red flags" in note for note in run(other_kind, lot(supplier="shop", status="in storage"), **known).notes
    )
