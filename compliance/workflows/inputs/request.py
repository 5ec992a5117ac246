"""What the user asked to be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from compliance.policies.policy import Parameters
from compliance.policies.waivers import Waiver
from compliance.workflows.reference import Reference


@dataclass(frozen=True, eq=False)
class Request:
    """What the user asked to be read. Paths as given; ``lists`` maps list ids to files; without ``waivers`` (None) none
    is considered, not even one that lies beside an inventory.

    ``facts`` of a unit are read even where no rule needs them. ``tell`` hears, while an inventory is being read, its
    name and how far reading has come.
    """

    fleets: Sequence[Path]
    as_of: date
    policies: Sequence[str]
    policy_base: Path = Path()
    parameters: Parameters = field(default_factory=dict)
    parties: Sequence[Path] = ()
    sites: Sequence[Path] = ()
    waivers: Sequence[Path] | None = ()
    more_waivers: Sequence[Waiver] = ()
    decisions: Sequence[Path] = ()
    mapping: Path | None = None
    codes: Literal["iso", "fips"] | None = None
    check_duplicates: bool = False
    lists: Mapping[str, Path] = field(default_factory=dict)
    max_age: int | None = None
    facts: Sequence[str] = ()
    installations: Sequence[Path] = ()
    reference: Reference = field(default_factory=Reference)
    tell: Callable[[str, str], None] = lambda file, done: None
