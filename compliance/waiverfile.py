"""``waivers.yaml``: read, checked against the rules there are, and continued by one entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from compliance.document import Document
from compliance.errors import ComplianceError, Problem, nearest
from compliance.record import validate
from compliance.strictyaml import load
from compliance.waiver import Waiver, WaiverFile

ADVICE = "See the schema: compliance rules schema waivers"


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


def _problems(document: Document, waivers: tuple[Waiver, ...], rules: Collection[str]) -> Iterator[Problem]:
    for index, waiver in enumerate(waivers):
        line, column = document.place(("waivers", index))
        if waiver.rule not in rules:
            advice = nearest(waiver.rule, sorted(rules)) or "See compliance rules list."
            yield Problem(f"there is no rule {waiver.rule!r}", advice, document.file, line, column)
        for other, earlier in enumerate(waivers[:index]):
            if waiver.repeats(earlier):
                first = document.place(("waivers", other))[0]
                what = f"waives what line {first} waives on the same days"
                yield Problem(what, "Keep one of the two.", document.file, line, column)
