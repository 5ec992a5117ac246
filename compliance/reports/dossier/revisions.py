"""A redline in words: what was there and is gone, what is there now, below the heading of its section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compliance.core.bounds import Bounds, dollars
from compliance.workflows.diligence.redline import Change, Fields, Redline, Section, Value

TITLES: Mapping[Section, str] = {
    "answer": "Short answer",
    "decisive": "What decides",
    "fleet": "What is being bought",
    "composition": "Parts of the fleet",
    "findings": "Findings",
    "parties": "Counterparties",
    "holdings": "Who holds whom",
    "past_dealings": "Past dealings",
    "sites": "Sites",
    "requests": "Requests",
    "preparation": "Our preparation",
    "remediation": "Remediation",
    "duty": "Duty",
    "claims": "What the target says of itself",
    "not_assessed": "Laws not assessed",
    "documents": "Documents in the data room",
    "inputs": "What was read",
}
MAX_CHANGES = 60
"""So many changes of a section are named; JSON and the workbook have them all."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A line of a redline: what is as it was, then what is gone, then what is new."""

    kept: str
    removed: str
    added: str


def lead(redline: Redline) -> str:
    """What is compared with what, and how to read it."""
    with_what = f"{redline.name} of {redline.as_of} (SHA-256 {redline.sha256[:16]})"
    if not redline.changes:
        return f"Nothing has changed since {with_what}."
    return f"Compared with {with_what}: what is struck through is gone, what is marked is new."


def revisions(redline: Redline) -> dict[str, list[Revision]]:
    """The lines of each section in which something changed, by its title."""
    by_title: dict[str, list[Revision]] = {}
    left_out: dict[str, int] = {}
    for change in redline.changes:
        title = TITLES[change.section]
        lines = by_title.setdefault(title, [])
        if len(lines) < MAX_CHANGES:
            lines.append(_revision(change))
        else:
            left_out[title] = left_out.get(title, 0) + 1
    for title, number in left_out.items():
        by_title[title].append(Revision(f"and {number:,} more; --format json has them all", "", ""))
    return by_title


def _revision(change: Change) -> Revision:
    name, before, now = name_words(change), fields_words(change.before), fields_words(change.now)
    if change.before is None or change.now is None:
        whole = _joined(name, now or before)
        return Revision("", whole, "") if change.now is None else Revision("", "", whole)
    return Revision(f"{name}: " if name else "", before, now)


def name_words(change: Change) -> str:
    """Of what a change is."""
    return _joined(*change.name)


def fields_words(fields: Fields | None) -> str:
    """``units 40; value USD 5.00``; nothing of what is not there."""
    return "; ".join(_words(fields or {}))


def _words(fields: Fields) -> Iterator[str]:
    for key, value in fields.items():
        if value is not None:
            yield f"{key.replace('_', ' ')} {_value(value)}"


def _value(value: Value) -> str:
    if isinstance(value, Bounds):
        return dollars(value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _joined(*parts: str) -> str:
    return ": ".join(filter(None, parts))
