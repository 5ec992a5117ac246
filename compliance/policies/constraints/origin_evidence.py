"""Whether enough independent classes of documents support a recorded origin, some of them strong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from compliance.core.finding import Judgement
from compliance.inventory.document_classes import CLASSES, STRONG
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing


class OriginEvidence(BaseConstraint):
    """Kept where ``minimum_classes`` classes of documents are recorded, ``minimum_strong`` of them from customs or factory.

    A shortfall leaves the origin open; with ``shortfall: violation`` it breaks the rule.
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
        """Counts the classes of documents."""
        documents = question.the_unit.origin_evidence
        strong = documents & set(STRONG)
        enough = len(documents) >= self.minimum_classes and len(strong) >= self.minimum_strong
        return Judgement(
            False if enough else None if self.shortfall == "undetermined" else True,
            self._because(documents, enough=enough),
            evidence_of(question.the_unit, "origin_evidence"),
            remedy="" if enough else self._remedy(needs_strong=len(strong) < self.minimum_strong),
            concern="papers",
        )

    def _because(self, documents: frozenset[str], *, enough: bool) -> str:
        names = listing(documents, "and").replace("_", " ")
        if enough:
            return f"the origin is documented by {names}, as required"
        required = (
            f"this rule requires {self.minimum_classes} independent classes of documents, "
            f"{self.minimum_strong} of them from customs or the factory"
        )
        return (
            f"only {names} {'documents' if len(documents) == 1 else 'document'} the origin; {required}"
            if names
            else f"no document of the origin is recorded; {required}"
        )

    def _remedy(self, *, needs_strong: bool) -> str:
        if needs_strong:
            return "Ask the seller or broker for the customs entry (CBP 7501) or the factory's SMT and test records of the lot."
        return "Add another, independent document: certificate of origin, affidavit, commercial papers or label."
