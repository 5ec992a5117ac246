"""Whether enough independent classes of documents support a recorded origin, some of them strong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from compliance.core.finding import Judgement
from compliance.inventory.document_classes import CLASSES, STRONG
from compliance.inventory.units import Role, Unit
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing


@dataclass(frozen=True, slots=True)
class _Counted:
    """The classes of documents that count for a unit, those of them that nobody has read, and those that do not count."""

    counted: frozenset[str]
    unread: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


class OriginEvidence(BaseConstraint):
    """Kept where ``minimum_classes`` classes of documents are recorded, ``minimum_strong`` of them from customs or factory.

    A shortfall leaves the origin open; with ``shortfall: violation`` it breaks the rule. ``vouched`` says whether a document
    counts that is named in the inventory and that nobody has read into a documents register (``noted``, the default of a
    check), or not (``required``, the default of a dossier). What a register contradicts never counts. ``independent``: what
    the maker or the seller issued does not count.
    """

    kind: Literal["origin-evidence"]
    minimum_classes: Annotated[int, Field(ge=1, le=len(CLASSES))]
    minimum_strong: Annotated[int, Field(ge=0, le=len(STRONG))]
    shortfall: Literal["undetermined", "violation"] = "undetermined"
    vouched: Literal["required", "noted"] | None = None
    independent: bool = False

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The classes of documents recorded, and what the register says of them."""
        return ("origin_evidence", "vouching")

    def can_break(self) -> bool:
        """Only where a shortfall is a violation."""
        return self.shortfall == "violation"

    def can_doubt(self) -> bool:
        """Unless a shortfall is a violation."""
        return self.shortfall == "undetermined"

    def judge(self, question: Question) -> Judgement:
        """Counts the classes of documents."""
        unit = question.the_unit
        documents = self._documents(unit, self.vouched or question.facts.vouched)
        enough = self._suffice(documents.counted)
        return Judgement(
            False if enough else None if self.shortfall == "undetermined" else True,
            self._because(documents, enough=enough),
            evidence_of(unit, "origin_evidence"),
            unread=enough and not self._suffice(documents.counted - documents.unread),
            remedy="" if enough else self._remedy(documents),
            concern="papers",
        )

    def _documents(self, unit: Unit, vouched: Literal["required", "noted"]) -> _Counted:
        vouching = unit.vouching
        sure = vouching.vouched if vouching else frozenset()
        if vouching and self.independent:
            sure -= vouching.by_dealer
        unread = vouching.named - sure if vouching else unit.origin_evidence
        counted = sure | unread if vouched == "noted" else sure
        return _Counted(counted, unread & counted, unit.origin_evidence - counted)

    def _because(self, documents: _Counted, *, enough: bool) -> str:
        names = _words(documents.counted)
        if enough:
            return f"the origin is documented by {names}, as required"
        required = (
            f"this rule requires {self.minimum_classes} independent classes of documents, "
            f"{self.minimum_strong} of them from customs or the factory"
        )
        refused = (
            f" (nothing in the documents register vouches for {_words(documents.refused)})" if documents.refused else ""
        )
        if names:
            verb = "documents" if len(documents.counted) == 1 else "document"
            return f"only {names} {verb} the origin{refused}; {required}"
        nothing = "no recorded document of the origin counts" if refused else "no document of the origin is recorded"
        return f"{nothing}{refused}; {required}"

    def _suffice(self, classes: frozenset[str]) -> bool:
        return len(classes) >= self.minimum_classes and len(classes & set(STRONG)) >= self.minimum_strong

    def _remedy(self, documents: _Counted) -> str:
        if self._suffice(documents.counted | documents.refused):
            return "Read the documents into documents.yaml with compliance documents, and correct what they contradict."
        if len(documents.counted & set(STRONG)) < self.minimum_strong:
            return "Ask the seller or broker for the customs entry (CBP 7501) or the factory's SMT and test records of the lot."
        return "Add another, independent document: certificate of origin, affidavit, commercial papers or label."


def _words(classes: frozenset[str]) -> str:
    return listing(classes, "and").replace("_", " ")
