"""What cures a finding, and who has to do it: data of ``rules/cures/``, each offered by rule, role and verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from compliance.core.errors import ComplianceError, Problem
from compliance.core.finding import Concern, Effect, Finding, Verdict
from compliance.core.record import NonEmpty, Record, Source, Text, validate
from compliance.io import yaml as strictyaml

Addressee = Literal["seller", "maker", "counterparty", "hosting-client", "registry", "counsel", "us"]
"""Who can do it: the seller, the maker, whoever set a condition, a client, a register of companies, counsel, the reader."""

Change = Literal["block", "relocate", "replace", "remove"]
"""What a cure does to the units of a finding."""


Answer = Literal["inventory", "parties", "sites"]
"""Where the answer to a request belongs."""


class Cure(Record):
    """One cure. A condition that is empty asks nothing; ``facts`` are roles, or other facts that the finding rests on.

    ``answer`` says where an answer belongs, in an inventory under which ``column``.
    """

    id: Text
    what: str = ""
    addressee: Addressee
    verdicts: tuple[Verdict, ...] = ()
    effects: tuple[Effect, ...] = ()
    concerns: tuple[Concern, ...] = ()
    policies: tuple[Text, ...] = ()
    constraints: tuple[Text, ...] = ()
    facts: tuple[Text, ...] = ()
    change: Change | None = None
    answer: Answer | None = None
    column: str = ""
    sources: tuple[Text, ...] = ()

    def fits(self, finding: Finding, constraint: str) -> bool:
        """Whether it is offered for ``finding``, which a rule of this kind of ``constraint`` gave."""
        conditions = (
            (self.verdicts, {finding.verdict}),
            (self.effects, {finding.effect}),
            (self.concerns, {finding.concern}),
            (self.policies, {finding.rule.split("/")[0]}),
            (self.constraints, {constraint}),
            (self.facts, {evidence.fact for evidence in finding.evidence}),
        )
        return all(not asked or not set(asked).isdisjoint(there) for asked, there in conditions)


class _CureFile(Record):
    """A file ``rules/cures/<name>.yaml``."""

    sources: tuple[Source, ...] = ()
    cures: NonEmpty[Cure]


@dataclass(frozen=True, slots=True)
class Cures:
    """All cures, in the order in which they are offered, and their sources."""

    cures: tuple[Cure, ...] = ()
    sources: tuple[Source, ...] = ()

    def of(self, finding: Finding, constraint: str) -> Sequence[Cure]:
        """What cures ``finding``, which a rule of this kind of ``constraint`` gave."""
        return [cure for cure in self.cures if cure.fits(finding, constraint)]


def load_cures(path: Path) -> Cures:
    """The cures in the YAML file ``path``.

    Raises ComplianceError with the line, also for a cure that cites a source that the file does not declare.
    """
    document = strictyaml.load(path)
    record = validate(_CureFile, document)
    declared = {source.id for source in record.sources}
    problems = [
        Problem(
            f"source {name!r} is not declared",
            "Declare it under sources.",
            document.file,
            *document.place(("cures", number, "sources")),
        )
        for number, cure in enumerate(record.cures)
        for name in cure.sources
        if name not in declared
    ]
    if problems:
        raise ComplianceError(problems)
    return Cures(record.cures, record.sources)
