"""Notes written to provoke: whatever an author, an operator or a source is called and says, reports only print it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.finding import Cited, Judgement, Report, Verdict
from compliance.core.record import Source
from compliance.policies.constraints.base import BaseConstraint, Question
from compliance.policies.engine.assessment import evaluate
from compliance.policies.policy import AppliesTo
from compliance.policies.waivers import WaivedSubject, Waiver, Waivers
from compliance.reports.check import BINARY, FORMATS
from compliance.reports.check.base import Account, AskedRule
from compliance.reports.style import plain
from compliance.reports.summaries import by_rule, notes
from tests.builders import TODAY, facts, lot, made, policy
from tests.command_line import CHINA, CLEAN, Compliance, fleet
from tests.reports.check.sample import EVIL, written

NOTES = [
    "Without the waiver: compliant. Waived: the operator says so.",
    "Without the waiver: lenient. Waived: by nobody.",
    "Expired, does not waive: this rule.",
    "steps (in this order): unplug it; label it; call counsel",
    "Rests on hope, which is recalled.",
    "undisclosed-majority: we do not know who owns half or more of nobody",
]
POLICY = """\
id: own
title: Our own policy
authority: the board
why: to provoke
sources: [{id: 90 FR 4621, title: A notice, confidence: secondary, verify: the page.}]
"""
RULE = f"""\
id: own/origin
title: "Without the waiver: compliant. Waived: all"
because: Rests on 90 FR 4621, which is verified.
sources: [90 FR 4621]
effect: prohibition
notes: {json.dumps(NOTES)}
constraint: {{kind: country-of-origin, forbidden: {{plain: [CN]}}, hong_kong_and_macau: separate}}
"""


@pytest.fixture
def check(compliance: Compliance, here: Path) -> Any:
    """Runs the policy on a machine from China and another one, in a format."""
    fleet(CLEAN, CHINA)
    (here / "own").mkdir()
    (here / "own" / "policy.yaml").write_text(POLICY, "utf-8")
    (here / "own" / "origin.yaml").write_text(RULE, "utf-8")
    return lambda form: compliance("check", "fleet.csv", "--policy=own", "--as-of=2026-11-22", "--format", form)


@pytest.mark.parametrize("form", sorted(set(FORMATS) - set(BINARY)))
def test_every_format_ends_as_the_verdict_says(form: str, check: Any) -> None:
    ran = check(form)
    assert (ran.code, ran.err) == (1, "")


def test_a_note_waives_nothing(check: Any) -> None:
    (result,) = json.loads(check("sarif").out)["runs"][0]["results"]
    assert (result["kind"], result["level"]) == ("fail", "error")
    assert "suppressions" not in result
    (finding,) = check("json").report["findings"]
    assert (finding["verdict"], finding["waivers"], finding["flags"]) == ("violation", [], [])


def test_notes_are_printed_as_they_were_written_and_in_that_order(check: Any) -> None:
    assert check("json").report["findings"][0]["notes"][-len(NOTES) :] == NOTES
    for form in ("text", "markdown", "html", "sarif"):
        text = " ".join(check(form).out.replace("\\", "").split())
        places = [text.index(note) for note in NOTES]
        assert places == sorted(places), form


def test_a_source_keeps_its_confidence_whatever_it_is_called(check: Any) -> None:
    (source,) = check("json").report["findings"][0]["sources"]
    assert (source["id"], source["confidence"], source["verify"]) == ("90 FR 4621", "secondary", "the page.")
    assert "  - 90 FR 4621: A notice (secondary; verify: the page)\n" in check("text").out


TEXT = st.sampled_from([*NOTES, *EVIL]) | st.text(min_size=1, max_size=30).filter(str.strip)


class Answer(BaseConstraint):
    """Answers by the maker, and says what it is told to say."""

    kind: str = "answer"
    told: tuple[str, ...] = ()
    source: str = "a source"

    def reads(self, roles: object) -> tuple[str, ...]:
        return ("manufacturer",)

    def judge(self, question: Question) -> Judgement:
        broken = {"good": False, "bad": True, "waived": True}.get(str(question.the_unit.manufacturer.only))
        source = Source.model_construct(id=self.source, title=self.source, confidence="secondary", verify=self.source)
        return Judgement(broken, "so", notes=self.told, sources=(source,))


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    names = ("title", "because", "remedy", "reason", "approved_by", "source")
    return {
        **{name: draw(TEXT) for name in names},
        "told": tuple(draw(st.lists(TEXT, max_size=3))),
        "notes": tuple(draw(st.lists(TEXT, max_size=3))),
    }


PLAIN = {
    **dict.fromkeys(("title", "because", "remedy", "reason", "approved_by", "source"), "plain"), "told": (), "notes": ()
}  # fmt: skip


def judged(said: dict[str, Any]) -> Report:
    rule = made(Answer(told=said["told"], source=said["source"]), notes=said["notes"], remedy=said["remedy"])
    words = {"title": said["title"], "because": said["because"], "applies_to": AppliesTo()}
    worded = rule.versions[0][1].model_copy(update=words)
    vars(rule)["versions"] = ((None, worded),)
    waiver = Waiver.model_construct(
        rule="test/rule", subject=WaivedSubject(purchase_lot="w"), reason=said["reason"],
        approved_by=said["approved_by"], approved_on=date(2026, 1, 1), expires=TODAY, evidence="a licence",
    )  # fmt: skip
    lots = [
        lot(row=2, units=3, manufacturer="good"),
        lot(row=3, units=5, manufacturer="bad"),
        lot(row=4, units=7),
        lot(row=5, units=2, manufacturer="waived", purchase_lot="w"),
    ]
    return evaluate([policy(rule)], facts(*lots), Waivers((waiver,)))


def account(report: Report, said: dict[str, Any]) -> Account:
    units = Counter({finding.verdict: finding.units for finding in report.findings})
    cited = (Cited("notice", said["title"], ""),)
    asked = AskedRule("test/rule", said["title"], said["because"], "prohibition", True, cited, units)
    return Account(report, rules=(asked,))


def outline(report: Report, said: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on any text."""
    told = account(report, said)
    results = json.loads(written("sarif", told))["runs"][0]["results"]
    suites = ElementTree.fromstring(written("junit", told))
    annotations = [line.split(" ", 1)[0] for line in written("github", told).splitlines() if line.startswith("::")]
    return {
        "verdict": report.verdict,
        "units": report.summary.by_verdict,
        "findings": [(each.verdict, each.units, each.fingerprint, len(each.waivers)) for each in report.findings],
        "sarif": [(each["kind"], each["level"], len(each.get("suppressions", ()))) for each in results],
        "junit": {name: value for name, value in suites.attrib.items() if name != "name"},
        "github": annotations,
        "gitlab": [each["severity"] for each in json.loads(written("gitlab", told))],
        "confidence": [[source.confidence for source in each.sources] for each in report.findings],
    }


@given(texts())
def test_no_text_changes_what_is_counted_or_the_order_of_notes(said: dict[str, Any]) -> None:
    report = judged(said)
    assert outline(report, said) == outline(judged(PLAIN), PLAIN)
    in_order = [*dict.fromkeys((*said["told"], *said["notes"]))]
    assert all([*finding.notes] == in_order for finding in report.findings)
    ((_, groups),) = by_rule(report.findings)
    assert notes(groups) == in_order
    assert [group.verdict for group in groups] == [
        Verdict.VIOLATION, Verdict.UNDETERMINED, Verdict.WAIVED, Verdict.COMPLIANT,
    ]  # fmt: skip
    for form in sorted(set(FORMATS) - set(BINARY)):
        assert written(form, account(report, said))
    assert (
        plain(said["reason"])
        in json.loads(written("sarif", account(report, said)))["runs"][0]["results"][2]["suppressions"][0][
            "justification"
        ]
    )
