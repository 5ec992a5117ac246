"""``waivers.yaml``: read, checked against the rules there are, and continued by one entry."""

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
LISTED = "See compliance rules list."


def read_waivers(path: Path, name: str) -> tuple[Waiver, ...]:
    """The waivers in the file ``path``, called ``name`` in messages. Raises ComplianceError."""
    return validate(WaiverFile, load(path, name=name), advice=ADVICE).waivers


def checked_waivers(path: Path, name: str, rules: Collection[str]) -> tuple[Waiver, ...]:
    """As ``read_waivers``, for a person who keeps the file.

    Raises ComplianceError too for a waiver of no rule of ``rules``, and for two that waive the same at the same time.
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
            advice = nearest(waiver.rule, sorted(rules)) or LISTED
            yield Problem(f"there is no rule {waiver.rule!r}", advice, document.file, line, column)
        for other, earlier in enumerate(waivers[:index]):
            if waiver.repeats(earlier):
                first = document.place(("waivers", other))[0]
                what = f"waives what line {first} waives on the same days"
                yield Problem(what, "Keep one of the two.", document.file, line, column)


def continued(older: bytes | None, name: str, waiver: Waiver, rules: Collection[str]) -> bytes:
    """What the file says when ``waiver`` is added to what it says now: everything that stands there stays, comments too.

    Messages call the file ``name``; ``older`` is None where there is none yet. Raises ComplianceError for a file that
    cannot be used or continued, and where the waiver is one of no rule of ``rules`` or repeats one that is there.
    """
    if waiver.rule not in rules:
        raise fail(f"there is no rule {waiver.rule!r}", nearest(waiver.rule, sorted(rules)) or LISTED)
    waivers = () if older is None else _parsed(decoded(older, name), name)
    for there in waivers:
        if waiver.repeats(there):
            raise fail(
                f"has this waiver already: {there}", "Change its last day there, or begin when it ends.", file=name
            )
    # Put in as text: ruamel.yaml would write the whole file anew, with other spaces and line ends than the person's.
    now = "waivers:\n" if older is None else older.decode()
    end = "\r\n" if "\r\n" in now else "\n"
    kept = re.sub(r"^waivers:[ \t]*\[[ \t]*\]", "waivers:", now, count=1, flags=re.MULTILINE)
    kept += "" if kept.endswith("\n") else end
    first = re.search(r"^([ \t]*)-(?:[ \t]|$)", kept, re.MULTILINE)
    text = kept + "".join(f"{first[1] if first else '  '}{line}{end}" for line in entry(waiver))
    try:
        whole = _parsed(text.removeprefix("\ufeff"), name)
    except ComplianceError:
        whole = ()
    if whole != (*waivers, waiver):
        raise fail("cannot be continued", "Write its waivers as a list with one '- rule:' each.", file=name)
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
