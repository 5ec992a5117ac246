"""Guards over the bundled rules: nothing in them that decides a verdict can change without a test beside them failing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict, verdict_of
from compliance.core.located import ParsedFile
from compliance.core.text import squeeze
from compliance.core.timeline import DAY, is_timeline
from compliance.inventory.units import Role
from compliance.io.resources import bundled
from compliance.ownership.regimes import DatedRegime
from compliance.policies.constraints import AnyKind
from compliance.policies.engine.parts import parts_of
from compliance.policies.facts import Facts
from compliance.policies.policy import AppliesTo, DatedRule, Policy, PolicySite, Rule, load_rule
from compliance.reference.country_sets import CountrySet, load_set
from compliance.reference.unit_kinds import KINDS
from compliance.workflows import policy_test as policytest
from compliance.workflows.inputs import needed
from compliance.workflows.policy_test import Needs, PolicyTest, document_of, facts_for, load_for_test, run_rule

POLICIES = {name: load_for_test(name) for name in bundled("policies")}
RULES = {rule.id: (policy, rule) for policy in POLICIES.values() for rule in policy.rules}
every_rule = pytest.mark.parametrize("rule_id", RULES)

SECTIONS = ("effect", "act", "in_force", "deadline", "grace", "judged_on", "applies_to", "constraint")
"""The fields of a rule file that can decide a verdict; the others are words, sources and names of parameters."""

ORIGINS = [name for name in bundled("countries") if name not in ("us-itar-126-1-2024", "us-ear-746")]
"""The country sets that a rule on origin may name; the others are of laws on owners and on destinations."""

# The two lists of makers of network equipment stand in the rules on such equipment alone.
OPEN_WORDS: dict[str, Iterable[str]] = {
    "home": ["US", "CN"],
    "agents": ("agent", "customer", "fiduciary", "trustee"),
    "affiliates": ["mineone-affiliates", "us-ofac-50"],
    "sites": (),  # a policy declares few sites: an item can only be taken away
    "kinds": KINDS,
    "demand": (),  # a clause of the reason, no verdict hangs on it
    "statuses": ("in use", "disposed"),
    "kind": [get_args(get_type_hints(each)["kind"])[0] for each in get_args(get_args(AnyKind)[0])],
    "vendors": ("cvitek", "amlogic", "amd-xilinx"),
    "socs": ("CVITEK CV1835 / CV183x", "Amlogic A113D"),
    "forbidden": ("MY", "TW", *ORIGINS),
    "required": ("MY", "TH", *ORIGINS),
    "installations": bundled("installations"),
    "lists": [name for name in bundled("lists") if name not in ("us-section-889", "us-fcc-covered")],
    "regime": bundled("regimes"),
    "countries": ("US", "TH"),
    "readings": bundled("regimes"),
    "state": ("AR", "LA", "WY"),
    "enjoined_for": ("jones-eagle", "arkansas-cryptomining-association", "bitmain"),
}
"""What else may stand in a field whose words the schema leaves open. A field that is missing here fails the guard."""

_WIDE = "constraint.forbidden.every country that has an OFAC programme"
_SUBSET = "its countries have a programme anyway, on every day of the rule; see test_what_the_wide_reading_holds_anyway"
_NARROW = "constraint.forbidden.countries under a comprehensive programme"
_NAMED = "the set names Hong Kong and Macau"
_SAME_TEST = "the same test under another law"
_COMPLETE = "its list is complete as to names"
_NO_CHINA = "no reading names China, as which Hong Kong and Macau could count"

EQUIVALENT = {
    ("cleanspark-mineone/origin", f"{_WIDE}.1: us-ofac-comprehensive taken away"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_WIDE}.1: us-ofac-comprehensive -> countries-of-concern"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_WIDE}.1: us-ofac-comprehensive -> us-ofac-programmes"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_WIDE}.more: countries-of-concern added"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_WIDE}.1: us-ofac-comprehensive -> us-ofac-import-bans"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_WIDE}.more: us-ofac-import-bans added"): _SUBSET,
    ("cleanspark-mineone/origin", f"{_NARROW}.more: us-ofac-import-bans added"): _SUBSET,
    ("us-ear/sophgo", "constraint.incomplete: not-applicable added"): _COMPLETE,
    ("us-fcc/covered-list", "constraint.incomplete: not-applicable added"): _COMPLETE,
    ("us-federal-contracts/section-889", "constraint.incomplete: not-applicable added"): _COMPLETE,
    ("us-ear/consignees", "constraint.unrecorded: not-applicable added"): "a consignee need not be recorded anyway",
    ("us-fcc/covered-affiliates", "constraint.regime: affiliates -> texas-majority"): _SAME_TEST,
    ("us-federal-contracts/section-805-affiliates", "constraint.regime: affiliates -> texas-majority"): _SAME_TEST,
    ("us-federal-contracts/section-5949", "constraint.regime: affiliates -> texas-majority"): _SAME_TEST,
    ("texas/lone-star", "constraint.readings.majority held or controlled: texas-majority -> affiliates"): _SAME_TEST,
    ("texas/sb-17", "constraint.readings.majority held or controlled: texas-majority -> affiliates"): _SAME_TEST,
    (
        "us-tax-credits/specified-foreign-entity",
        "constraint.readings.more than half by vote or value: obbba-sfe -> mineone-affiliates",
    ): _SAME_TEST,
    (
        "us-mined-in-america-bill/origin",
        "constraint.forbidden.foreign adversaries of 15 CFR 791.4.more: countries-of-concern added",
    ): "they are foreign adversaries anyway",
    ("us-mined-in-america-bill/origin", "constraint.hong_kong_and_macau: separate -> china"): _NAMED,
    ("us-mined-in-america-bill/origin", "constraint.hong_kong_and_macau: separate -> either"): _NAMED,
    ("us-ofac/origin", "constraint.hong_kong_and_macau: separate -> china"): _NO_CHINA,
    ("us-ofac/origin", "constraint.hong_kong_and_macau: separate -> either"): _NO_CHINA,
    ("riot-us-made/made-in-us", "constraint.hong_kong_and_macau: separate -> china"): _NO_CHINA,
    ("riot-us-made/made-in-us", "constraint.hong_kong_and_macau: separate -> either"): _NO_CHINA,
    ("cleanspark-mineone/evidence", "constraint.vouched: noted added"): "the default of a check",
}
"""Changes that no test can notice because they change no verdict: (rule, change) -> why."""


@cache
def beside(rule_id: str) -> tuple[PolicyTest, ...]:
    policy, rule = RULES[rule_id]
    return policytest.tests_of(rule, policy.folder)


# The rules and their tests ----------------------------------------------------------------------------------------


@every_rule
def test_tests_pass(rule_id: str) -> None:
    tests = beside(rule_id)
    assert tests
    assert [result for result in run_rule(RULES[rule_id][1], tests) if result.failures] == []


@every_rule
def test_tests_have_names_of_their_own_and_expect_something(rule_id: str) -> None:
    tests = beside(rule_id)
    assert len({test.name for test in tests}) == len(tests)
    assert all(test.expect for test in tests)


@every_rule
def test_a_test_gives_only_lists_that_the_rule_reads(rule_id: str) -> None:
    assert {name for test in beside(rule_id) for name in test.given.listed} <= lists_of(*RULES[rule_id])


def lists_of(policy: Policy, rule: DatedRule) -> set[str]:
    """The lists that a rule reads, also through its regime."""
    alone = [replace(policy, rules=(completed(rule),))]
    regimes = [DatedRegime.load(bundled("regimes")[name]) for name in needed(alone, "regimes")]
    return {*needed(alone, "lists"), *(name for regime in regimes for name in regime.lists)}


@every_rule
def test_id_is_the_path(rule_id: str) -> None:
    policy, rule = RULES[rule_id]
    assert (policy.folder / f"{rule.document.data['id'].removeprefix(f'{policy.folder.name}/')}.yaml").is_file()
    assert rule.document.data["id"] == rule_id


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_sources_are_declared_and_used(policy: Policy) -> None:
    cited = {name for rule in policy.rules for name in rule.document.data["sources"]}
    cited |= {change.by for rule in policy.rules for change in rule.changes}
    cited |= {period.by for period in policy.file.limitation}
    assert {source.id for source in policy.file.sources} == cited


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_one_legal_test_by_name_and_by_ownership_asks_the_same_roles(policy: Policy) -> None:
    """A party that is blocked by its owners is blocked as one that is listed: whom a law asks about does not hang on that."""
    asked: dict[tuple[str, str, str], set[Role]] = {}
    for rule in policy.rules:
        newest = completed(rule).versions[-1][1]
        for name in lists_of(policy, rule):
            asked.setdefault((newest.constraint.kind, newest.effect, name), set()).update(newest.applies_to.parties)
    for (kind, effect, name), roles in asked.items():
        by_name = asked.get(("listed-party", effect, name))
        if kind == "ownership-by-listed-parties" and by_name:
            assert roles == by_name


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
def test_no_test_file_without_a_rule(policy: Policy) -> None:
    named = {path.name.removesuffix(".test.yaml") for path in policy.folder.glob("*.test.yaml")}
    assert named == {rule.id.split("/")[1] for rule in policy.rules}


@every_rule
def test_every_day_of_change_and_its_eve_are_tested(rule_id: str) -> None:
    rule = RULES[rule_id][1]
    tested = {day for test in beside(rule_id) for day in days_asked(rule, test)}
    assert {day for change in rule.days for day in (change - DAY, change)} <= tested


def days_asked(rule: DatedRule, test: PolicyTest) -> Iterator[date]:
    yield test.as_of
    if completed(rule).on(test.as_of).judged_on != "as_of":
        for cells in test.given.units.values():
            for text in (cells.get(name, "") for name in ("purchase_date", "delivery_date", "export_date")):
                if len(text) == len("2025-01-16"):
                    yield date.fromisoformat(text)


@every_rule
def test_every_possible_verdict_is_shown(rule_id: str) -> None:
    possible: set[Verdict] = set()
    for _, rule in completed(RULES[rule_id][1]).versions:
        possible |= {verdict_of(False, rule.effect)} if rule.constraint.can_keep() else set()
        possible |= {verdict_of(True, rule.effect)} if rule.constraint.can_break() else set()
        possible |= {verdict_of(None, rule.effect)} if rule.constraint.can_doubt() else set()
        possible |= {Verdict.FLAGGED} if rule.due else set()
        covers = rule.applies_to
        possible |= {Verdict.NOT_APPLICABLE} if covers.sites or covers.kinds or covers.statuses else set()
    if "in_force" in RULES[rule_id][1].document.data:
        possible.add(Verdict.NOT_APPLICABLE)
    assert possible <= {verdict for test in beside(rule_id) for verdict in test.expect.values()}


# Nothing can change unnoticed -------------------------------------------------------------------------------------


@every_rule
def test_no_change_of_a_rule_goes_unnoticed(rule_id: str) -> None:
    rule = RULES[rule_id][1]
    changed = list(mutations(rule))
    assert len(dict(changed)) == len(changed) > 0
    KEPT.clear()
    unnoticed = {label for label, data in changed if not noticed(rule, data)}
    assert unnoticed == {label for name, label in EQUIVALENT if name == rule_id}


@every_rule
def test_the_guard_notices_changes_only(rule_id: str) -> None:
    rule = RULES[rule_id][1]
    assert not noticed(rule, {**rule.document.data})


def noticed(rule: DatedRule, data: dict[str, Any]) -> bool:
    """Whether some test of the rule fails with this content, or it is no rule at all."""
    try:
        changed = load_rule(document_of(rule, data), rule.policy, rule.id, None)
    except ComplianceError:
        return True
    return any(result.failures for result in run_rule(changed, beside(rule.id), kept_facts))


KEPT: list[tuple[PolicyTest, Needs, Facts]] = []


def kept_facts(test: PolicyTest, needs: Needs) -> Facts:
    """The facts of a test, kept for the next change of the rule: whom its lists name and who owns whom is found once."""
    of_test = [(what, facts) for known, what, facts in KEPT if known is test]
    for what, facts in of_test:
        if what == needs:
            return facts
    facts = facts_for(test, needs)
    if of_test:
        # A test says who the parties are and what the lists hold, whatever the rule reads.
        facts = replace(facts, _screened=of_test[0][1]._screened)
    KEPT.append((test, needs, facts))
    return facts


def mutations(rule: DatedRule) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every change of one value of the rule: what is done, and the rule's content with it."""
    data = rule.document.data
    for section in SECTIONS:
        if section in data:
            for path, what, changed in changes(rule, (section,), data[section]):
                yield f"{'.'.join(map(str, path))}: {what}", {**data, section: changed}
    constraint = completed(rule).versions[-1][1].constraint
    if "judged_on" not in data:
        for word in other_days(rule, "judged_on"):
            yield f"judged_on: {word} added", {**data, "judged_on": word}
    types = get_type_hints(type(constraint))
    for name, field in type(constraint).model_fields.items():
        if name not in completed(rule).document.data["constraint"] and not field.is_required():
            for word in literals(types[name]):
                if word != field.default:
                    yield f"constraint.{name}: {word} added", {**data, "constraint": {**data["constraint"], name: word}}


def changes(rule: DatedRule, path: tuple[Any, ...], value: Any) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    """Every change of one thing inside ``value``, which stands at ``path``."""
    if is_timeline(value):
        yield from moved(path, value)
        for day, entry in value.items():
            for where, what, changed in changes(rule, (*path, day), entry["is"]):
                yield where, what, {**value, day: {**entry, "is": changed}}
    elif isinstance(value, dict):
        for key, inner in value.items():
            if path[-1] in ("forbidden", "required", "readings"):
                yield (*path, key), "reading taken away", {name: value[name] for name in value if name != key}
            for where, what, changed in changes(rule, (*path, key), inner):
                yield where, what, {**value, key: changed}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*path, index), f"{inner} taken away", [*value[:index], *value[index + 1 :]]
            for where, what, changed in changes(rule, (*path, index), inner):
                yield where, what, [*value[:index], changed, *value[index + 1 :]]
        for word in words(rule, path):
            if word not in value:
                yield (*path, "more"), f"{word} added", [*value, word]
    else:
        for changed in others(rule, path, value):
            yield path, f"{value} -> {changed}", changed


def moved(path: tuple[Any, ...], value: dict[date, Any]) -> Iterator[tuple[tuple[Any, ...], str, Any]]:
    for day in value:
        for other in (day - DAY, day + DAY):
            yield (*path, day), f"moved to {other}", {(other if each == day else each): value[each] for each in value}


def others(rule: DatedRule, path: tuple[Any, ...], value: Any) -> Iterable[Any]:
    """What else may stand where ``value`` stands."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | Decimal):
        return [value - 1, value + 1]
    if isinstance(value, date):
        return [value - DAY, value + DAY]
    if path[0] == "effect":
        # Only what gives another verdict where the rule is broken; the rest is what a report says of it.
        breaks = completed(rule).versions[-1][1].constraint.can_break()
        every = literals(get_type_hints(Rule)["effect"]) if breaks else ()
        return [word for word in every if verdict_of(True, word) is not verdict_of(True, value)]  # type: ignore[arg-type]
    if path[0] in ("act", "judged_on"):
        return other_days(rule, path[0])
    assert isinstance(value, str), f"{path}: a value of a kind that this guard does not know"
    return [word for word in words(rule, path) if word != value]


def other_days(rule: DatedRule, field: str) -> list[str]:
    """The words for ``act`` or ``judged_on`` by which the rule asks something else; sites are asked about as they are."""
    newest = completed(rule).versions[-1][1]
    if newest.constraint.subject == "site":
        return []
    every = literals(get_type_hints(Rule)[field])
    return [word for word in every if asked(newest.model_copy(update={field: word})) != asked(newest)]


def asked(rule: Rule) -> list[tuple[object, ...]]:
    """What the rule asks: which roles, on which day, and whether also of what is disposed of."""
    return [(part.when, part.roles_of(rule), part.possession) for part in parts_of(rule)]


def words(rule: DatedRule, path: tuple[Any, ...]) -> Iterable[str]:
    """The words that may stand at ``path``: those of the schema, else those of OPEN_WORDS."""
    newest = completed(rule).versions[-1][1]
    model = {"applies_to": AppliesTo, "constraint": type(newest.constraint)}.get(path[0], Rule)
    field = path[0] if model is Rule else path[1]
    found = literals(get_type_hints(model, include_extras=False)[field])
    return OPEN_WORDS[field] if field == "kind" or not found else found


def literals(annotation: Any) -> list[str]:
    """The words of the literal types in an annotation."""
    return [word for part in get_args(annotation) for word in ([part] if isinstance(part, str) else literals(part))]


@cache
def _completed(rule_id: str) -> DatedRule:
    rule = RULES[rule_id][1]
    if not rule.open:
        return rule
    given = next(test.given.parameters for test in beside(rule_id) if set(rule.open) <= set(test.given.parameters))
    return load_rule(rule.document, rule.policy, rule.id, given)


def completed(rule: DatedRule) -> DatedRule:
    """The rule with some operator's values where it needs them."""
    return _completed(rule.id)


SITES = [
    (policy.id, site, field, name)
    for policy in POLICIES.values()
    for site in policy.file.sites
    for field in ("names", "vague_names")
    for name in getattr(site, field)
    if squeeze(name) != squeeze(site.id)  # the id is one of the names
]


@pytest.mark.parametrize(("policy_id", "site", "field", "name"), SITES)
def test_no_name_of_a_site_goes_missing_unnoticed(policy_id: str, site: PolicySite, field: str, name: str) -> None:
    names: Any = tuple(each for each in getattr(site, field) if each != name)
    less = site.model_copy(update={field: names})
    policy = POLICIES[policy_id]
    sites = tuple(less if each is site else each for each in policy.file.sites)
    file = policy.file.model_copy(update={"sites": sites})
    assert any(
        result.failures for rule in policy.rules for result in run_rule(replace(rule, policy=file), beside(rule.id))
    )


def test_every_exemption_is_of_a_rule() -> None:
    assert {name for name, _ in EQUIVALENT} <= set(RULES)


# The data that rules read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["us-ofac-comprehensive", "countries-of-concern"])
def test_what_the_wide_reading_holds_anyway(name: str) -> None:
    narrow, wide = (load_set(bundled("countries")[each]) for each in (name, "us-ofac-programmes"))
    first = min(RULES["cleanspark-mineone/origin"][1].days)
    for day in {first, *(day for each in (narrow, wide) for day in each.changes() if day > first)}:
        assert narrow.on(day) <= wide.on(day) | {"CN"}


def test_what_bars_goods_is_a_comprehensive_programme() -> None:
    first = min(RULES["cleanspark-mineone/origin"][1].days)
    comprehensive = load_set(bundled("countries")["us-ofac-comprehensive"])
    for day in {first, *(day for each in (BARRED, comprehensive) for day in each.changes() if day > first)}:
        assert BARRED.on(day) <= comprehensive.on(day)


BARRED = load_set(bundled("countries")["us-ofac-import-bans"])


def set_changes() -> Iterator[tuple[str, CountrySet]]:
    for code, stays in BARRED.members.items():
        rest = {name: stay for name, stay in BARRED.members.items() if name != code}
        yield f"{code} taken away", replace(BARRED, members=rest)
        for index, stay in enumerate(stays):
            for name in ("since", "until"):
                day = getattr(stay, name)
                for other in (day - DAY, day + DAY) if day else ():
                    new = (*stays[:index], replace(stay, **{name: other}), *stays[index + 1 :])
                    yield f"{code} {name} {other}", replace(BARRED, members={**rest, code: new})


@pytest.mark.parametrize("changed", [pytest.param(changed, id=name) for name, changed in set_changes()])
def test_no_change_of_the_programmes_that_bar_goods_goes_unnoticed(
    changed: CountrySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policytest.reference(), "country_set", lambda name: changed)
    tests = beside("us-ofac/origin")
    assert any(result.failures for result in run_rule(RULES["us-ofac/origin"][1], tests))


REGIMES_OF = {
    "us-ear/affiliates": ["bis-affiliates"],
    "us-ear/consignee-affiliates": ["bis-affiliates"],
    "us-ofac/fifty-percent": ["us-ofac-50"],
    "us-fcc/covered-affiliates": ["affiliates"],
    "us-federal-contracts/section-5949": ["affiliates"],
    "us-federal-contracts/section-805-affiliates": ["affiliates"],
    "us-federal-contracts/section-889-affiliates": ["affiliates"],
    "eu-sanctions/ownership": ["eu-50"],
    "cleanspark-mineone/mineone-order": ["mineone-affiliates"],
    "foreign-ownership/mineone": ["mineone-affiliates"],
    "no-listed-vendors/vendors": ["half"],
    "foreign-ownership/arkansas": ["any-interest", "any-interest-through-control"],
    "foreign-ownership/louisiana": ["any-interest", "any-interest-through-control"],
    "texas/lone-star": ["texas-majority"],
    "texas/sb-17": ["texas-majority"],
    "uk-sanctions/ownership": ["uk-50"],
    "us-tax-credits/foreign-influenced-entity": ["obbba-fie"],
    "us-tax-credits/specified-foreign-entity": ["obbba-sfe"],
}
SAME = [("any-interest", "aggregation", "per-owner"), ("any-interest", "cascade", "multiplied")]
"""Changes of a regime that change no answer: any interest is more than nothing, added or not, multiplied or not."""


def _other_kinds(now: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    control = {kind for name in ("majority", "limbs", "possible_limbs") for kind in now.get(name, ())}
    if "votes" not in control:
        yield from (("kinds", [*now["kinds"], "votes"]), ("kinds", ["votes"]))
    if "control" not in control:
        yield "limbs", ["control"]
    yield from ((name, []) for name in ("majority", "limbs", "possible_limbs") if name in now)


def regime_changes() -> Iterator[tuple[str, str, str, Any]]:
    for rule_id, names in REGIMES_OF.items():
        for name in names:
            now = DatedRegime.load(bundled("regimes")[name]).document.data
            changed: list[tuple[str, Any]] = [
                *(
                    (field, now[field] + by)
                    for field in ("threshold", "gate", "full")
                    if field in now
                    for by in (-1, 1)
                ),
                ("operator", "<"),
                ("operator", ">=" if now["operator"] == ">" else ">"),
                ("aggregation", "per-owner"),
                *((name, value) for name, value in _other_kinds(now) if now.get(name) != value),
                ("scope", "foreign" if now["scope"] == "any" else "any"),
                ("cascade", "binary" if now.get("cascade") == "multiplied" else "multiplied"),
                *((("home", "HK"),) if "home" in now else ()),
                *(("lists", [each for each in now["lists"] if each != listed]) for listed in now["lists"]),
            ]
            given = {"control": "flag", **now}
            changed = [
                (field, value) for field, value in changed if value != given.get(field) and not is_doubled(value)
            ]
            yield from ((rule_id, name, *each) for each in changed if (name, *each) not in SAME)


def is_doubled(value: Any) -> bool:
    return isinstance(value, list) and len({*value}) < len(value)


@pytest.mark.parametrize(("rule_id", "name", "field", "value"), list(regime_changes()))
def test_no_change_of_a_regime_goes_unnoticed(
    rule_id: str, name: str, field: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    regime = DatedRegime.load(bundled("regimes")[name])
    data = {**regime.document.data, field: value}
    changed = replace(regime, document=ParsedFile(regime.document.file, data, regime.document.marks))
    usual = policytest.reference().regime
    monkeypatch.setattr(policytest.reference(), "regime", lambda each: changed if each == name else usual(each))
    assert any(result.failures for result in run_rule(RULES[rule_id][1], beside(rule_id)))


def test_every_regime_of_a_rule_is_guarded() -> None:
    used = {
        rule_id: needed([replace(policy, rules=(completed(rule),))], "regimes")
        for rule_id, (policy, rule) in RULES.items()
    }
    assert {rule_id: sorted(ids) for rule_id, ids in REGIMES_OF.items()} == {
        name: sorted(ids) for name, ids in used.items() if ids
    }
