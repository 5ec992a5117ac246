"""Reads ``waivers.yaml``, checks it against the rules, and adds a waiver to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail, nearest
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.io import yaml_list
from compliance.io.yaml import load, parse
from compliance.io.yaml_list import quoted
from compliance.policies.waivers import Waiver, WaiverFile

ADVICE = "See the schema: compliance rules schema waivers"
KEY = "waivers"
LIST_RULES = "See compliance rules list."


def read_waivers(path: Path, name: str) -> tuple[Waiver, ...]:
    """The waivers in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    return validate(WaiverFile, load(path, name=name), advice=ADVICE).waivers


def checked_waivers(path: Path, name: str, rules: Collection[str]) -> tuple[Waiver, ...]:
    """As ``read_waivers``, with the checks for a person who maintains the file.

    Raises ComplianceError also for a waiver whose rule is not in ``rules``, and for two that waive the same on one day.
    """
    document = load(path, name=name)
    waivers = validate(WaiverFile, document, advice=ADVICE).waivers
    problems = list(_problems(document, waivers, rules))
    if problems:
        raise ComplianceError(problems)
    return waivers


def _problems(document: ParsedFile, waivers: tuple[Waiver, ...], rules: Collection[str]) -> Iterator[Problem]:
    for index, waiver in enumerate(waivers):
        line, column = document.place(("waivers", index))
        if waiver.rule not in rules:
            advice = nearest(waiver.rule, sorted(rules)) or LIST_RULES
            yield Problem(f"there is no rule {waiver.rule!r}", advice, document.file, line, column)
        for earlier_index, earlier in enumerate(waivers[:index]):
            if waiver.repeats(earlier):
                earlier_line = document.place(("waivers", earlier_index))[0]
                what = f"this waiver covers the same rule, subject and days as the one in line {earlier_line}"
                yield Problem(what, "Delete one of the two.", document.file, line, column)


def with_waiver(content: bytes | None, name: str, waiver: Waiver, rules: Collection[str]) -> bytes:
    """The content of the file with ``waiver`` added at the end; everything in it stays as it is, comments too.

    Messages call the file ``name``; ``content`` is None where it does not exist yet. Raises ComplianceError for a file
    that cannot be read or extended, for a waiver whose rule is not in ``rules``, and for one that the file has already.
    """
    if waiver.rule not in rules:
        raise fail(f"there is no rule {waiver.rule!r}", nearest(waiver.rule, sorted(rules)) or LIST_RULES)

    def parsed(text: str) -> tuple[Waiver, ...]:
        return validate(WaiverFile, parse(text, file=name), advice=ADVICE).waivers

    for existing in yaml_list.entries(content, name, KEY, parsed):
        if waiver.repeats(existing):
            raise fail(
                f"the file has this waiver already: {existing}",
                "Change its expiry date in the file, or let the new one begin after it.",
                file=name,
            )
    return yaml_list.with_entry(content, name, KEY, entry(waiver), parsed, waiver)


def entry(waiver: Waiver) -> Iterator[str]:
    """The waiver as lines of YAML."""
    kind, value = waiver.subject.pair
    yield f"- rule: {waiver.rule}"
    yield f"  subject: {{{kind}: {quoted(value)}}}"
    yield f"  reason: {quoted(waiver.reason)}"
    yield f"  approved_by: {quoted(waiver.approved_by)}"
    yield f"  approved_on: {waiver.approved_on}"
    yield f"  expires: {waiver.expires}"
    if waiver.evidence:
        yield f"  evidence: {quoted(waiver.evidence)}"
