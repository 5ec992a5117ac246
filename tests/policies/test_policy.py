"""Policies as folders: what is refused, and the rule as it stood on a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError, Problem
from compliance.policies.constraints.concentration import Concentration
from compliance.policies.constraints.country_of_origin import CountryOfOrigin
from compliance.policies.policy import DatedRule, Policy, load_policy

POLICY = """id: law
title: A law
authority: Somebody
why: To test.
sources:
  - {id: act, title: An act}
  - {id: later, title: A later act}
sites:
  - {id: north, names: [North Range]}
"""
RULE = """id: law/origin
title: No machine from there
because: It is written.
sources: [act]
effect: prohibition
in_force:
  2025-01-16: {is: true, by: act}
  2025-06-01: {is: false, by: later, status: announced}
applies_to:
  sites: [north]
constraint:
  kind: country-of-origin
  forbidden: {plain: [CN]}
"""
LIMIT = """id: law/limit
title: Not too many of one maker
because: It is agreed.
sources: [act]
effect: contract-condition
parameters: {limit: the greatest share in per cent}
constraint: {kind: concentration, of: manufacturer}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(**files: str) -> Path:
        folder = tmp_path / "law"
        folder.mkdir(exist_ok=True)
        for name, text in {"policy": POLICY, **files}.items():
            (folder / f"{name.replace('__', '.')}.yaml").write_text(text)
        return folder

    return written


def problems(folder: Path, parameters: Mapping[str, Mapping[str, Any]] | None = None) -> list[Problem]:
    with pytest.raises(ComplianceError) as caught:
        load_policy(folder, "law", {} if parameters is None else parameters)
    return list(caught.value.problems)


def the_rule(policy: Policy) -> DatedRule:
    (rule,) = policy.rules
    return rule


def test_a_policy_is_read(write: Write) -> None:
    folder = write(origin=RULE, origin__test="not: [read")
    policy = load_policy(folder, "law")
    assert (policy.id, policy.path, policy.folder) == ("law", "law", folder)
    rule = the_rule(policy)
    assert rule.id == "law/origin"
    assert [change.by for change in rule.changes] == ["act", "later"]
    assert rule.days == {date(2025, 1, 16), date(2025, 6, 1)}
    assert list(rule.sources) == ["act", "later"]
    assert [first for first, _ in rule.versions] == [None, date(2025, 1, 16), date(2025, 6, 1)]


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2025-01-15", False), ("2025-01-16", True), ("2025-05-31", True), ("2025-06-01", False), ("0001-01-01", False)],
)
def test_a_rule_on_the_eve_and_on_the_day(write: Write, day: str, in_force: bool) -> None:
    assert the_rule(load_policy(write(origin=RULE), "law")).on(date.fromisoformat(day)).in_force is in_force


def test_a_rule_that_says_nothing_of_force_has_always_been_in_force(write: Write) -> None:
    head, tail = RULE.split("in_force:", maxsplit=1)[0], RULE[RULE.index("applies_to") :]
    rule = the_rule(load_policy(write(origin=head + tail), "law"))
    assert rule.on(date.min).in_force
    assert rule.versions[0][0] is None
    assert len(rule.versions) == 1


def test_a_value_inside_the_constraint_changes_too(write: Write) -> None:
    text = RULE.replace("plain: [CN]", "plain: [CN, {2025-03-01: {is: RU, by: later}}]")
    rule = the_rule(load_policy(write(origin=text), "law"))
    found = [rule.on(date.fromisoformat(day)).constraint for day in ("2025-02-28", "2025-03-01")]
    assert [each.forbidden for each in found if isinstance(each, CountryOfOrigin)] == [
        {"plain": ("CN",)}, {"plain": ("CN", "RU")},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("id: law/origin", "id: law/orgin", "the id 'law/orgin' differs from the rule's path", 1),
        ("id: law/origin\n", "", "field 'id' is missing", 1),
        ("sources: [act]", "sources: [act, acht]", "source 'acht' is not declared", 4),
        ("by: act}", "by: acht}", "source 'acht' is not declared", 7),
        ("sites: [north]", "sites: [south]", "site 'south' is not declared", 9),
        ("title: No", "titel: No", "field 'title' is missing", 1),
        ("effect: prohibition", "effect: ban", "effect: must be", 5),
        ("kind: country-of-origin", "kind: origin", "constraint: 'kind' must be one of", 11),
        ("  forbidden: {plain", "  forbiden: {plain", "unknown field 'constraint.forbiden'", 13),
        ("  sites: [north]", "  parties: [friend]", "applies_to.parties.0: must be", 10),
        ("2025-06-01: {is: false,", "2025-06-01: {was: false,", "in_force.2025-06-01 is not a timeline entry", 8),
        ("constraint:\n  kind: country-of-origin\n  forbidden: {plain: [CN]}", "constraint: x", "the rule has no constraint", 1),
        ("kind: country-of-origin\n  forbidden: {plain: [CN]}", "kind: listed-party\n  lists: [l]",
         "a rule of the kind listed-party must name the parties", 1),
        ("kind: country-of-origin\n  forbidden: {plain: [CN]}", "kind: ownership-by-listed-parties\n  regime: r",
         "a rule of the kind ownership-by-listed-parties must name the parties", 1),
        ("  sites: [north]\nconstraint:\n  kind: country-of-origin\n  forbidden: {plain: [CN]}", "  parties: [supplier]\nconstraint:\n  kind: ordered-divestment\n  lists: [l]",
         "a rule of the kind ordered-divestment asks about sites, which have an owner and an operator", 1),
        ("effect: prohibition", "effect: licence-required\njudged_on: acquisition", "the effect licence-required does not fit a purchase", 5),
        ("effect: prohibition", "effect: licence-required\nact: purchase", "the effect licence-required does not fit a purchase", 5),
        ("effect: prohibition", "effect: import-bar\nact: holding", "the effect import-bar does not fit the act holding", 5),
        ("effect: prohibition", "effect: prohibition\nact: sale", "act: must be", 6),
        ("effect: prohibition", "effect: prohibition\njudged_on: both", "judged_on: both asks parties", 1),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_rule(write: Write, old: str, new: str, what: str, line: int) -> None:
    assert old in RULE
    found = [problem for problem in problems(write(origin=RULE.replace(old, new))) if problem.what.startswith(what)]
    assert found
    assert (found[0].file, found[0].row) == ("law/origin.yaml", line)
    assert found[0].advice


LIMITATION = "limitation:\n  - {years: 5, by: act}\n  - {dealings_after: 2019-04-24, years: 10, by: later}\n"


@pytest.mark.parametrize(("day", "years"), [("2019-04-24", 5), ("2019-04-25", 10)])
def test_the_limitation_of_a_dealing_is_that_of_its_day(write: Write, day: str, years: int) -> None:
    policy = load_policy(write(policy=POLICY + LIMITATION, origin=RULE), "law")
    period = policy.file.limitation_of(date.fromisoformat(day))
    assert period is not None
    assert period.years == years


def test_a_policy_need_not_say_how_long_a_breach_is_pursued(write: Write) -> None:
    since = "limitation: [{dealings_after: 2019-04-24, years: 10, by: act}]\n"
    for text, day in (("", date(2024, 1, 1)), (since, date(2019, 4, 24))):
        assert load_policy(write(policy=POLICY + text, origin=RULE), "law").file.limitation_of(day) is None


@pytest.mark.parametrize(
    ("limitation", "what"),
    [
        ("{years: 5, by: acht}", "source 'acht' is not declared"),
        ("{by: act}", "limitation.0: give years, or a note that says which law sets them"),
        ("{years: 0, by: act}", "limitation.0.years: "),
        ("{years: 5}", "field 'limitation.0.by' is missing"),
    ],
)
def test_a_limitation_that_says_nothing(write: Write, limitation: str, what: str) -> None:
    (problem,) = problems(write(policy=f"{POLICY}limitation: [{limitation}]\n", origin=RULE))
    assert problem.what.startswith(what)
    assert problem.file == "law/policy.yaml"


def test_an_undeclared_source_is_named_once(write: Write) -> None:
    found = problems(write(origin=RULE.replace("sources: [act]", "sources: [acht]")))
    assert [problem.what for problem in found] == ["source 'acht' is not declared"]


def test_a_file_that_is_no_rule(write: Write) -> None:
    assert problems(write(origin="- a\n"))[0].what.startswith("the rule has no constraint")


def test_what_is_wrong_in_a_policy(write: Write) -> None:
    found = problems(write(policy=POLICY.replace("id: law", "id: other", 1), origin=RULE.replace("law/", "other/")))
    assert [(problem.what, problem.file, problem.row) for problem in found] == [
        ("the id 'other' differs from the folder's name", "law/policy.yaml", 1)
    ]
    (problem,) = problems(write(policy=POLICY + "whim: 1\n", origin=RULE))
    assert (problem.what, problem.row) == ("unknown field 'whim'", 10)


def test_a_policy_without_rules_checks_nothing(write: Write) -> None:
    (problem,) = problems(write())
    assert (problem.what, problem.file) == ("the policy has no rules", "law")
    (problem,) = problems(write(origin__test="- 1"))
    assert problem.what == "the policy has no rules"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "law")
    assert (problem.what, problem.file) == ("cannot be read: No such file or directory", "law/policy.yaml")


def test_the_problems_of_all_files_are_named(write: Write) -> None:
    found = problems(write(origin=RULE.replace("[act]", "[x]"), second="a: 1\n"), {"law/third": {}})
    assert [problem.what for problem in found] == [
        "source 'x' is not declared",
        "the rule has no constraint",
        "parameters are set for 'law/third', but there is no such rule",
    ]


def limit_of(policy: Policy) -> Decimal:
    constraint = the_rule(policy).on(date.max).constraint
    assert isinstance(constraint, Concentration)
    return constraint.limit


@pytest.mark.parametrize(("value", "limit"), [(40, "40"), (33.33, "33.33"), (0.1, "0.1"), ("12.5", "12.5")])
def test_the_operators_values_are_exact(write: Write, value: Any, limit: str) -> None:
    policy = load_policy(write(limit=LIMIT), "law", {"law/limit": {"limit": value}, "other/rule": {"x": 1}})
    assert limit_of(policy) == Decimal(limit)
    assert str(the_rule(policy).parameters["limit"]) == limit


def test_a_missing_parameter_is_asked_for(write: Write) -> None:
    (problem,) = problems(write(limit=LIMIT))
    assert problem.what == "law/limit needs the parameter 'limit': the greatest share in per cent"
    assert '[tool.compliance.parameters."law/limit"]' in problem.advice


def test_a_missing_parameter_may_be_left_open(write: Write) -> None:
    rule = the_rule(load_policy(write(limit=LIMIT.replace("[act]", "[act]")), "law"))
    assert (rule.open, rule.parameters) == (("limit",), {})


def test_a_parameter_with_a_value_in_the_rule_is_a_default(write: Write) -> None:
    text = LIMIT.replace("of: manufacturer", "of: manufacturer, limit: 60")
    assert the_rule(load_policy(write(limit=text), "law", {})).parameters == {"limit": 60}
    assert limit_of(load_policy(write(limit=text), "law", {"law/limit": {"limit": 5}})) == 5


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"limits": 5}, "law/limit has no parameter 'limits'"),
        ({"limit": 5, "of": "owner"}, "law/limit has no parameter 'of'"),
        ({"limit": 101}, "parameter 'limit' of law/limit: must be at most 100"),
        ({"limit": 0}, "parameter 'limit' of law/limit: must be more than 0"),
        ({"limit": "half"}, "parameter 'limit' of law/limit: must be a number"),
        ({"limit": float("nan")}, "parameter 'limit' of law/limit: must be a finite number"),
    ],
)
def test_a_parameter_that_does_not_fit(write: Write, given: dict[str, Any], what: str) -> None:
    (problem,) = problems(write(limit=LIMIT), {"law/limit": given})
    assert problem.what.startswith(what)
    assert problem.advice


def test_of_two_parameters_the_one_that_does_not_fit_is_named(write: Write) -> None:
    text = LIMIT.replace("parameters: {", "parameters: {measure: what is counted, ")
    (problem,) = problems(write(limit=text), {"law/limit": {"measure": "units", "limit": 101}})
    assert problem.what == "parameter 'limit' of law/limit: must be at most 100"


def test_a_rule_that_offers_nothing_takes_nothing(write: Write) -> None:
    (problem,) = problems(write(origin=RULE), {"law/origin": {"produced": "both"}})
    assert problem.advice == "Its parameters: none."


def test_parameters_that_are_no_mapping(write: Write) -> None:
    (problem,) = problems(write(limit=LIMIT.replace("{limit: the greatest share in per cent}", "[limit]")))
    assert (problem.what, problem.row) == ("parameters is not a mapping", 6)


def test_the_digest_covers_rules_and_not_their_tests(write: Write) -> None:
    first = load_policy(write(origin=RULE), "law").sha256
    assert load_policy(write(origin__test="x"), "other name").sha256 == first
    assert load_policy(write(origin=RULE + "# more\n"), "law").sha256 != first
    assert load_policy(write(origin=RULE, policy=POLICY + "# more\n"), "law").sha256 != first
    assert load_policy(write(policy=POLICY), "law").sha256 == first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "effect: prohibition",
            "effect: {2025-01-16: {is: red-flag, by: act}, 2025-03-01: {is: prohibition, by: later}}",
        ),
        (
            "constraint:\n  kind: country-of-origin\n  forbidden: {plain: [CN]}\n",
            "constraint:\n  2025-01-16: {is: {kind: country-of-origin, forbidden: {plain: [CN]}}, by: act}\n"
            "  2025-03-01: {is: {kind: country-of-origin, forbidden: {plain: [RU]}}, by: later}\n",
        ),
        (
            "forbidden: {plain: [CN]}",
            "forbidden: {plain: {2025-01-16: {is: [CN], by: act}, 2025-03-01: {is: [RU], by: later}}}",
        ),
        ("title: No machine from there", "title: {2025-01-16: {is: A, by: act}, 2025-03-01: {is: B, by: later}}"),
    ],
)
def test_any_value_may_change_and_need_not_be_there_before_the_rule_is(write: Write, old: str, new: str) -> None:
    rule = the_rule(load_policy(write(origin=RULE.replace(old, new)), "p"))
    before, first, second, after = (
        rule.on(date.fromisoformat(day)) for day in ("2025-01-15", "2025-01-16", "2025-03-01", "2025-06-01")
    )
    assert [each.in_force for each in (before, first, second, after)] == [False, True, True, False]
    assert first != second
    assert before.model_copy(update={"in_force": True}) == first


def test_a_rule_that_never_comes_into_force_is_still_read(write: Write) -> None:
    never = RULE.replace("is: true", "is: false")
    assert not the_rule(load_policy(write(origin=never), "p")).on(date(2025, 2, 1)).in_force
    (problem,) = problems(write(origin=never.replace("effect: prohibition", "effect: bad")))
    assert problem.what.startswith("effect")


def test_a_parameter_goes_into_every_entry_of_a_dated_constraint(write: Write) -> None:
    text = LIMIT.replace(
        "constraint: {kind: concentration, of: manufacturer}",
        "constraint:\n  2024-01-01: {is: {kind: concentration, of: manufacturer}, by: act}\n"
        "  2025-01-01: {is: {kind: concentration, of: country_of_origin}, by: later}\n"
        "in_force: {2024-01-01: {is: true, by: act}}",
    )
    rule = the_rule(load_policy(write(limit=text), "p", {"law/limit": {"limit": 40}}))
    assert {getattr(version.constraint, "limit") for _, version in rule.versions} == {Decimal(40)}  # noqa: B009


def test_sources_and_sites_stand_once(write: Write) -> None:
    twice = POLICY.replace("  - {id: act, title: An act}\n", "  - {id: act, title: An act}\n" * 2)
    assert problems(write(policy=twice, origin=RULE))[0].what == "source 'act' is declared twice"
