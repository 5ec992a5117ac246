"""The tests beside the rules, themselves: what fails is said with subject, expected and got."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.policies.policy import Policy
from compliance.workflows import policy_test as policytest
from compliance.workflows.policy_test import Result, document_of, load_for_test, run_policy, run_rule, verdicts

POLICY = """\
id: p
title: P
authority: Somebody
why: To be tested
sources: [{id: s, title: S}]
sites: [{id: hall, names: [Hall]}]
"""
ORIGIN = """\
id: p/r
title: Nothing from Iran
because: So it is
sources: [s]
effect: prohibition
in_force: {2025-01-01: {is: true, by: s}}
constraint: {kind: country-of-origin, forbidden: {all: [IR]}}
"""
COVENANT = """\
id: p/r
title: No more than the limit
because: So it is
sources: [s]
effect: prohibition
parameters: {limit: per cent}
constraint: {kind: concentration, of: manufacturer}
"""
LISTED = """\
id: p/r
title: Nobody listed
because: So it is
sources: [s]
effect: prohibition
applies_to: {parties: [supplier]}
constraint: {kind: listed-party, lists: [LIST]}
"""
OWNED = """\
id: p/r
title: Nobody owned
because: So it is
sources: [s]
effect: prohibition
applies_to: {parties: [supplier]}
constraint: {kind: ownership-by-listed-parties, regime: REGIME}
"""
ONE = """\
- name: one
  as_of: 2025-06-01
  given: {units: {u1: {model: Antminer S21, country_of_origin: IR}, u2: {model: Antminer S21, country_of_origin: MY}}}
  expect: {u1: violation, u2: compliant}
"""


def policy(folder: Path, rule: str, tests: str | None) -> Policy:
    home = folder / "p"
    home.mkdir(exist_ok=True)
    (home / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (home / "r.yaml").write_text(rule, encoding="utf-8")
    if tests is not None:
        (home / "r.test.yaml").write_text(tests, encoding="utf-8")
    return load_for_test(str(home))


def run(folder: Path, rule: str, tests: str | None) -> list[Result]:
    return run_policy(policy(folder, rule, tests))


def test_what_holds_has_no_failure(tmp_path: Path) -> None:
    assert run(tmp_path, ORIGIN, ONE) == [Result("p/r", "one", ())]


def test_a_failure_names_subject_expected_and_got(tmp_path: Path) -> None:
    wrong = ONE.replace("u1: violation", "u1: compliant").replace("u2: compliant", "u3: flagged")
    assert run(tmp_path, ORIGIN, wrong) == [
        Result("p/r", "one", ("u1 should be compliant, is violation", "u3 should be flagged, is not there"))
    ]


def test_each_test_is_run_by_itself(tmp_path: Path) -> None:
    wrong = ONE.replace("one", "two").replace("u1: violation", "u1: compliant")
    assert [bool(result.failures) for result in run(tmp_path, ORIGIN, ONE + wrong + ONE)] == [False, True, False]


def test_a_rule_without_tests_fails(tmp_path: Path) -> None:
    assert run(tmp_path, ORIGIN, None) == [Result("p/r", "r.test.yaml", ("the rule has no tests",))]


def test_nothing_is_asked_while_the_rule_is_not_in_force(tmp_path: Path) -> None:
    before = ONE.replace("2025-06-01", "2024-12-31").replace("expect: {u1: violation, u2: compliant}", "expect: {}")
    [rule] = policy(tmp_path, ORIGIN, before).rules
    [test] = policytest.tests_of(rule, tmp_path / "p")
    assert verdicts(rule, test) == dict.fromkeys(("u1", "u2", "fleet"), Verdict.NOT_APPLICABLE)


def test_parameters(tmp_path: Path) -> None:
    tests = """\
- name: set
  as_of: 2025-06-01
  given: {parameters: {limit: 60}, units: {u1: {model: Antminer S21, quantity: 3}, u2: {model: Whatsminer M50}}}
  expect: {fleet: violation, u1: violation}
- name: missing
  as_of: 2025-06-01
  given: {units: {u1: {model: Antminer S21}}}
  expect: {fleet: violation}
- name: unknown
  as_of: 2025-06-01
  given: {parameters: {limits: 60}, units: {u1: {model: Antminer S21}}}
  expect: {fleet: violation}
"""
    first, missing, unknown = run(tmp_path, COVENANT, tests)
    assert first.failures == ()
    assert missing.failures[0].startswith("cannot be asked: p/r needs the parameter 'limit'")
    assert unknown.failures[0].startswith("cannot be asked: p/r has no parameter 'limits'")


def test_cells_may_be_numbers_days_or_empty(tmp_path: Path) -> None:
    tests = """\
- name: cells
  as_of: 2025-06-01
  given: {units: {u1: {model: Antminer S21, quantity: 2, purchase_date: 2025-01-02, country_of_origin: , strange: 1.50}}}
  expect: {u1: undetermined}
"""
    assert run(tmp_path, ORIGIN, tests)[0].failures == ()


def test_lists_and_parties_of_the_case(tmp_path: Path) -> None:
    tests = """\
- name: the whole of the list
  as_of: 2025-06-01
  given:
    listed: {LIST: [{name: Foo Ltd, country: CN, from: 2025-06-01}, {name: Bar Ltd, until: 2025-05-31}, {name: Baz Ltd}]}
    parties: {parties: [{id: other, name: Other Ltd, aliases: [Foo Ltd]}]}
    units:
      u1: {model: Antminer S21, supplier: Other Ltd}
      u2: {model: Antminer S21, supplier: Bar Ltd}
      u3: {model: Antminer S21, supplier: Baz Ltd}
      u4: {model: Antminer S21}
  expect: {u1: violation, u2: compliant, u3: violation, u4: undetermined}
"""
    assert run(tmp_path, LISTED, tests)[0].failures == ()


@pytest.mark.parametrize(
    ("rule", "what"),
    [
        (LISTED, "unknown list 'LIST'. Give it with --list LIST=FILE. Bundled: "),
        (OWNED, "unknown ownership regime 'REGIME'. Bundled: affiliates"),
        (
            ORIGIN.replace("[IR]", "[no-such-set]"),
            "unknown country set 'no-such-set'. Bundled: countries-of-concern",
        ),
    ],
)
def test_data_that_is_not_here(tmp_path: Path, rule: str, what: str) -> None:
    [result] = run(tmp_path, rule, ONE)
    assert result.failures[0].startswith(f"cannot be asked: {what}")


def test_a_regime_brings_its_lists(tmp_path: Path) -> None:
    tests = """\
- name: owned
  as_of: 2025-06-01
  given:
    listed: {us-ofac-sdn: [{name: Foo Ltd}]}
    parties: {interests: [{owner: Foo Ltd, owned: Other Ltd, share: 50}]}
    units: {u1: {model: Antminer S21, supplier: Other Ltd}, u2: {model: Antminer S21, supplier: Bar Ltd}}
  expect: {u1: violation, u2: compliant}
"""
    assert run(tmp_path, OWNED.replace("REGIME", "us-ofac-50"), tests)[0].failures == ()


def test_waivers_and_sites_of_the_case(tmp_path: Path) -> None:
    tests = """\
- name: waived
  as_of: 2025-06-01
  given:
    sites: [{id: h, name: House, aliases: [Hall]}, {id: barn, address: "EXAMPLE Way 1, Laramie"}]
    waivers:
      - {rule: p/r, subject: {asset: u1}, reason: R, approved_by: A, approved_on: 2025-01-01, expires: 2025-06-01, evidence: E}
    units:
      u1: {model: Antminer S21, country_of_origin: IR, site: House}
      u2: {model: Antminer S21, country_of_origin: IR, site: House}
      u3: {model: Antminer S21, country_of_origin: IR, site: Shed}
      u4: {model: Antminer S21, country_of_origin: IR, site: Barn}
  expect: {u1: waived, u2: violation, u3: undetermined, u4: not-applicable}
"""
    rule = ORIGIN.replace("constraint:", "applies_to: {sites: [hall]}\nconstraint:")
    assert run(tmp_path, rule, tests)[0].failures == ()


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("- name: a\n  as_of: 2025-06-01\n  given: {units: {}}\n", "r.test.yaml:1:3: field '0.expect' is missing"),
        (ONE.replace("violation", "broken"), "r.test.yaml:4:12: 0.expect.u1: "),
        (ONE.replace("given: {", "given: {unit: {}, "), "r.test.yaml:3:11: unknown field '0.given.unit'"),
        (ONE.replace("2025-06-01", "soon"), "r.test.yaml:2:3: 0.as_of: "),
        (ONE.replace("{model: Antminer S21, country_of_origin: IR}", "[S21]"), "r.test.yaml:3:19: 0.given.units.u1: "),
        ("- one\n", "r.test.yaml:1:3: 0: "),
        ("- {name: a, as_of: 2025-06-01, given: one, expect: {}}\n", "r.test.yaml:1:32: 0.given: "),
        ("- {name: a, as_of: 2025-06-01, given: {units: one}, expect: {}}\n", "r.test.yaml:1:40: 0.given.units: "),
        (ONE.replace("S21, country", "S21, quantity: [2], country"), "r.test.yaml:3:45: 0.given.units.u1.quantity: "),
        ("one: two\n", "r.test.yaml:1:1: "),
        ("- name: a\n  name: b\n", "r.test.yaml:2:3: key 'name' appears twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_with_its_line(tmp_path: Path, tests: str, message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        run(tmp_path, ORIGIN, tests)
    assert str(caught.value).startswith(message)


def test_a_case_that_cannot_be_asked_fails(tmp_path: Path) -> None:
    nothing = ONE.replace(
        "{u1: {model: Antminer S21, country_of_origin: IR}, u2: {model: Antminer S21, country_of_origin: MY}}", "{}"
    )
    nameless = ONE.replace("model: Antminer S21, country_of_origin: IR", "country_of_origin: IR")
    assert run(tmp_path, ORIGIN, nothing)[0].failures[0].startswith("cannot be asked: nothing was checked")
    assert "names neither manufacturer nor model" in run(tmp_path, ORIGIN, nameless)[0].failures[0]


def test_a_changed_document_keeps_its_places(tmp_path: Path) -> None:
    [rule] = policy(tmp_path, ORIGIN, ONE).rules
    changed = document_of(rule, {**rule.document.data, "title": "Another"})
    assert (changed.data["title"], changed.file) == ("Another", rule.document.file)
    assert changed.place(("effect",)) == (5, 1)


def test_every_bundled_policy_is_found_by_its_id() -> None:
    [rule] = load_for_test("riot-us-made").rules
    assert list(run_rule(rule, ())) == []
