"""Whether the documents register holds a document of a class for the model of the unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from compliance.core.finding import Judgement
from compliance.core.possible import Answer, any_of
from compliance.core.text import is_empty
from compliance.evidence.documents import DocumentClass, Line, Registered
from compliance.inventory.units import Role, Unit
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.facts import Facts


class ModelDocument(BaseConstraint):
    """Kept where a registered document of ``document_class`` names the model; open everywhere else.

    A document that nobody has confirmed, whose file is missing or changed, or that names no model, settles nothing.
    """

    kind: Literal["model-document"]
    document_class: DocumentClass

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """Maker and model family."""
        return ("manufacturer", "family")

    def can_break(self) -> bool:
        """What nobody registered may exist."""
        return False

    def judge(self, question: Question) -> Judgement:
        """Asks every registered document of the class."""
        facts, unit = question.facts, question.the_unit
        entries = [entry for entry in facts.register.documents if entry.document.class_ == self.document_class]
        answers = {entry.id: _covers(facts, entry, unit) for entry in entries}
        covered = any_of(answers.values())
        names = listing(name for name, answer in answers.items() if answer is covered)
        what = f"document of the class {self.document_class.replace('_', ' ')}"
        model = unit.family or "this model"
        because = {
            True: f"{names} is a {what} for {model}",
            None: f"{names} may be a {what} for {model}; a person has to compare them",
            False: f"no {what} for {model} is in the documents register",
        }[covered]
        return Judgement(
            False if covered else None,
            because,
            evidence_of(unit, "manufacturer", "family"),
            remedy=""
            if covered
            else f"Ask the maker or importer for it, and register it in documents.yaml as {self.document_class}, with the model.",
            concern="papers",
        )


def _covers(facts: Facts, entry: Registered, unit: Unit) -> Answer:
    document = entry.document
    if not document.lines:
        return None
    answer = any_of(_line_covers(facts, line, unit) for line in document.lines)
    return None if answer and (not document.is_fact or entry.file_state) else answer


def _line_covers(facts: Facts, line: Line, unit: Unit) -> Answer:
    """Whether a line is of the unit's model; None where one of the two is not recognised."""
    if is_empty(line.model) or not unit.family:
        return None
    family = facts.catalogue.recognise(line.maker, line.model).family.only
    return None if not family else family == unit.family
