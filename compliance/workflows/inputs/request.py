"""Which inventories, policies and companion files a check reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from compliance.inventory.formats.table import Table
from compliance.inventory.grouping.limits import CountingLimits
from compliance.inventory.serials import MAX_SERIALS
from compliance.io.limits import ReadingLimits
from compliance.io.paths import stated_day
from compliance.policies.policy import Parameters
from compliance.policies.waivers import Waiver
from compliance.workflows.reference import Reference
from compliance.workflows.settings import Settings

if TYPE_CHECKING:
    from compliance.io.cluster import Cluster


@dataclass(frozen=True, eq=False)
class Request:
    """Which files and policies are read, and for which day. Paths as written; ``lists`` maps list ids to files; without ``waivers`` (None) none
    is considered, not even one that lies beside an inventory; without ``clearing_decisions``, only those that confirm a match.

    ``facts`` of a unit are read even where no rule needs them. ``progress`` is called with the name of
    an inventory and how far reading it has come. ``max_serials``: how many serial numbers are compared;
    ``numbered``: the names of all units are added up, so that exchanged ones are noticed;
    ``tie_out``: documents are tied out even where no register is given;
    ``trusting``: waivers and decisions beside the inventories are considered; else they are read as claims of the audited party;
    ``leave_out_open``: rules whose parameters are not set are left out, and said;
    ``all_inventories``: those beside an operator's ``fleet.*`` are read too;
    ``vouched``: whether documents that nobody has read count where a rule does not say it.
    ``completed`` puts in what is known of the machines besides; ``reading``: how much of an inventory is read at a time; ``counting``: which engine counts an inventory of which size.
    A ``cluster`` reads the inventories, also those at ``urls``, which only it can reach.
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
    documents: Sequence[Path] = ()
    vouched: Literal["required", "noted"] = "noted"
    tie_out: bool = False
    clearing_decisions: bool = True
    mapping: Path | None = None
    codes: Literal["iso", "fips"] | None = None
    check_duplicates: bool = False
    max_serials: int = MAX_SERIALS
    lists: Mapping[str, Path] = field(default_factory=dict)
    max_age: int | None = None
    facts: Sequence[str] = ()
    installations: Sequence[Path] = ()
    reading: ReadingLimits = ReadingLimits()
    counting: CountingLimits = CountingLimits()
    reference: Reference = field(default_factory=Reference)
    progress: Callable[[str, str], None] = lambda file, done: None
    completed: Callable[[list[Table]], list[Table]] = lambda tables: tables
    all_inventories: bool = False
    settings: Settings | None = None
    trusting: bool = True
    leave_out_open: bool = False
    cluster: Cluster | None = None
    urls: Sequence[str] = ()
    numbered: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """What is read as something else than an inventory."""
        named = (self.parties, self.sites, self.waivers or (), self.decisions, self.documents, self.installations)
        mapping = () if self.mapping is None else (self.mapping,)
        return (
            *(path for paths in named for path in paths),
            *(stated_day(path)[0] for path in self.lists.values()),
            *mapping,
        )
