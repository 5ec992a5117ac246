"""Two dossiers of a target compared: what is new in the later one, what is gone, and what says something else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from compliance.core.bounds import Bounds

Section = Literal[
    "answer", "decisive", "fleet", "composition", "findings", "parties", "holdings", "past_dealings", "sites", "requests",
    "preparation", "remediation", "duty", "claims", "not_assessed", "documents", "inputs",
]  # fmt: skip
"""The parts of a dossier that are compared, in the order in which it has them."""
Name = tuple[str, ...]
"""Of what something is said, within a section: a rule and its reason, a party, a file; empty where the section says one thing."""
Value = str | int | Bounds | None
Fields = Mapping[str, Value]
State = Mapping[Section, Mapping[Name, Fields]]
"""What a dossier says, section by section, as far as it is compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was.

    ``before`` is None for what is new, ``now`` for what is gone; else both hold the fields that differ.
    """

    section: Section
    name: Name
    before: Fields | None
    now: Fields | None


@dataclass(frozen=True, slots=True)
class Redline:
    """What changed since an earlier dossier, the file ``name``, in the order of the dossier."""

    name: str
    as_of: date
    sha256: str
    changes: tuple[Change, ...]


def changes(before: State, now: State) -> Iterator[Change]:
    """What differs between two states; within a section what speaks of the same stands together, what is gone first."""
    for section in get_args(Section):
        old, new = before[section], now[section]
        for first in dict.fromkeys(name[:1] for name in (*new, *old)):
            for name, fields in old.items():
                if name[:1] == first and name not in new:
                    yield Change(section, name, fields, None)
            for name, fields in new.items():
                if name[:1] == first and name not in old:
                    yield Change(section, name, None, fields)
                elif name[:1] == first and fields != old[name]:
                    differ = [
                        key for key in dict.fromkeys((*old[name], *fields)) if old[name].get(key) != fields.get(key)
                    ]
                    yield Change(section, name, _of(old[name], differ), _of(fields, differ))


def _of(fields: Fields, keys: list[str]) -> Fields:
    return {key: fields[key] for key in keys if key in fields}
