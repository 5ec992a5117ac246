"""How well a recorded origin is documented: enough independent classes of documents, some of them strong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from compliance.core.finding import Judgement
from compliance.inventory.document_classes import CLASSES, STRONG
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing


class OriginEvidence(BaseConstraint):
    """At least ``minimum_classes`` classes of documents, ``minimum_strong`` of them at customs or factory level.

    Too little leaves the origin open; with ``shortfall: violation`` it breaks the rule.
    """

    kind: Literal["origin-evidence"]
    minimum_classes: Annotated[int, Field(ge=1, le=len(CLASSES))]
    minimum_strong: Annotated[int, Field(ge=0, le=len(STRONG))]
    shortfall: Literal["undetermined", "violation"] = "undetermined"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The classes of documents recorded."""
        return ("origin_evidence",)

    def can_break(self) -> bool:
        """Only where a shortfall is a violation."""
        return self.shortfall == "violation"

    def can_doubt(self) -> bool:
        """Unless a shortfall is a violation."""
        return self.shortfall == "undetermined"

    def judge(self, question: Question) -> Judgement:
        """Counts classes."""
        held = question.the_unit.origin_evidence
        strong = held & set(STRONG)
        enough = len(held) >= self.minimum_classes and len(strong) >= self.minimum_strong
        names = listing(held, "and").replace("_", " ")
        told = f"the origin is documented by {names}" if names else "no document of origin is recorded"
        need = (
            f"{self.minimum_classes} independent classes of documents are needed, "
            f"{self.minimum_strong} of them at customs or factory level"
        )
        return Judgement(
            False if enough else None if self.shortfall == "undetermined" else True,
            told if enough else f"{told}; {need}",
            evidence_of(question.the_unit, "origin_evidence"),
            remedy="" if enough else self._ask(len(strong) < self.minimum_strong),
        )

    def _ask(self, strong: bool) -> str:
        if strong:
            return "Ask the seller or broker for the customs entry (CBP 7501) or the factory's SMT and test records of the lot."
        return "Add a second, independent document: certificate of origin, affidavit, commercial papers or label."
