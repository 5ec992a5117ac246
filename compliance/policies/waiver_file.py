"""Reads ``waivers.yaml``, checks it against the rules, and adds a waiver to it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail, nearest
from compliance.core.located import ParsedFile
from compliance.core.record import validate
from compliance.io.yaml import decoded, load, parse
from compliance.policies.waivers import Waiver, WaiverFile

ADVICE = "See the schema: compliance rules schema waivers"
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
    waivers = () if content is None else _parsed(decoded(content, name), name)
    for existing in waivers:
        if waiver.repeats(existing):
            raise fail(
                f"the file has this waiver already: {existing}",
                "Change its expiry date in the file, or let the new one begin after it.",
                file=name,
            )
    # Put in as text: ruamel.yaml would write the whole file anew, with other spaces and line ends than the person's.
    text = "waivers:\n" if content is None else content.decode()
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = re.sub(r"^waivers:[ \t]*\[[ \t]*\]", "waivers:", text, count=1, flags=re.MULTILINE)
    text += "" if text.endswith("\n") else line_end
    first_entry = re.search(r"^([ \t]*)-(?:[ \t]|$)", text, re.MULTILINE)
    indent = first_entry[1] if first_entry else "  "
    text += "".join(f"{indent}{line}{line_end}" for line in entry(waiver))
    try:
        result = _parsed(text.removeprefix("\ufeff"), name)
    except ComplianceError:
        result = ()
    if result != (*waivers, waiver):
        raise fail(
            "no waiver can be added to this file", "Write its waivers as a list with one '- rule:' each.", file=name
        )
    return text.encode()


def _parsed(text: str, name: str) -> tuple[Waiver, ...]:
    return validate(WaiverFile, parse(text, file=name), advice=ADVICE).waivers


def entry(waiver: Waiver) -> Iterator[str]:
    """The waiver as lines of YAML."""
    kind, value = waiver.subject.pair
    yield f"- rule: {waiver.rule}"
    yield f"  subject: {{{kind}: {_quoted(value)}}}"
    yield f"  reason: {_quoted(waiver.reason)}"
    yield f"  approved_by: {_quoted(waiver.approved_by)}"
    yield f"  approved_on: {waiver.approved_on}"
    yield f"  expires: {waiver.expires}"
    if waiver.evidence:
        yield f"  evidence: {_quoted(waiver.evidence)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
