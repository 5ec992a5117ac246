"""JUnit XML, for CI servers: a test suite per policy, a test case per rule, what was found inside its failure.

What is only waived passes, with the waivers in its output; a rule that asks nothing of anybody is skipped.
There is no standard; this is what Jenkins and GitLab read: one failure or skip per case.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TextIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from compliance.core.finding import Verdict
from compliance.reports.check.base import Account, AskedRule
from compliance.reports.style import plain
from compliance.reports.summaries import FindingGroup, by_rule

OPEN = (Verdict.VIOLATION, Verdict.UNDETERMINED, Verdict.FLAGGED)


def write(account: Account, out: TextIO) -> None:
    """The test suites, in the order of the policies."""
    report = account.report
    groups_of = dict(by_rule(report.findings))
    root = Element("testsuites", name=report.tool.name)
    totals = {"tests": 0, "failures": 0, "skipped": 0}
    for policy, rules in groupby(account.rules, key=lambda rule: rule.id.split("/", maxsplit=1)[0]):
        suite = SubElement(root, "testsuite", name=plain(policy))
        properties = SubElement(suite, "properties")
        SubElement(properties, "property", name="as-of", value=str(report.as_of))
        for rule in rules:
            _case(suite, rule, groups_of.get(rule.id, ()), str(report.as_of))
        counts = {
            "tests": len(suite.findall("testcase")),
            "failures": len(suite.findall("testcase/failure")),
            "skipped": len(suite.findall("testcase/skipped")),
        }
        for name, number in counts.items():
            totals[name] += number
            suite.set(name, str(number))
        suite.set("errors", "0")
    for name, number in (*totals.items(), ("errors", 0)):
        root.set(name, str(number))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(ElementTree.tostring(root, encoding="unicode") + "\n")


def _case(suite: Element, rule: AskedRule, groups: Sequence[FindingGroup], day: str) -> None:
    case = SubElement(suite, "testcase", classname=plain(rule.id.replace("/", ".")), name=plain(rule.title))
    broken = [group for group in groups if group.verdict in OPEN]
    waived = [group for group in groups if group.verdict is Verdict.WAIVED]
    if broken:
        message = f"{broken[0].verdict}: {broken[0].subject}: {broken[0].sentence}"
        failure = SubElement(case, "failure", type=broken[0].verdict.value, message=plain(message))
        failure.text = "\n".join(map(_line, broken))
    elif not rule.in_force or rule.units.keys() <= {Verdict.NOT_APPLICABLE}:
        why = "no unit is covered" if rule.in_force else f"not in force on {day}"
        SubElement(case, "skipped", message=why)
    if waived:
        SubElement(case, "system-out").text = "\n".join(map(_line, waived))


def _line(group: FindingGroup) -> str:
    return plain(f"{group.verdict}: {group.whole}")
