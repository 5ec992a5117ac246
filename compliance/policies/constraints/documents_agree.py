"""Whether a registered document contradicts what the inventory records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from compliance.core.finding import Judgement
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of


class DocumentsAgree(BaseConstraint):
    """Broken where a document that is named for a unit says another origin, maker, model or importer, or fewer units.

    It asks nothing where no documents register is given.
    """

    kind: Literal["documents-agree"]

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """What the register says of the documents."""
        return ("vouching",)

    def can_doubt(self) -> bool:
        """A document contradicts or it does not: what is unclear is another rule's question."""
        return False

    def judge(self, question: Question) -> Judgement:
        """Whether any document contradicts."""
        vouching = question.the_unit.vouching
        if vouching is None:
            return Judgement(False, "no documents register is given", applies=False)
        if not vouching.contradictions:
            return Judgement(False, "no registered document contradicts what is recorded")
        return Judgement(
            True,
            "; ".join(sorted(vouching.contradictions)),
            evidence_of(question.the_unit, "origin_evidence"),
            concern="papers",
            remedy="Find out which of the two is wrong, and correct the inventory or the register.",
        )
