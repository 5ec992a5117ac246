"""Whether a licence in the documents register covers what a rule forbids without one."""

from __future__ import annotations

from dataclasses import replace

from compliance.core.finding import Judgement
from compliance.core.possible import Answer, any_of
from compliance.core.text import is_empty
from compliance.evidence.comparison import same_party
from compliance.evidence.documents import Line, Registered
from compliance.inventory.party_cells import named_parties
from compliance.policies.constraints.base import Question
from compliance.policies.engine import wording


def licensed(judgement: Judgement, question: Question) -> Judgement:
    """The judgement of what needs a licence and is forbidden without one, in the light of the documents register.

    Without a register nobody knows whether there is one. A licence covers what goes to the consignee that it names, where
    it names no machines or quantity; where it does, a person has to compare.
    """
    because = judgement.because
    if not question.facts.register:
        return _open(judgement, wording.unlicensed(because))
    entries = [entry for entry in question.facts.register.documents if entry.document.class_ == "licence"]
    answers = {entry.id: _covers(entry, question) for entry in entries}
    covered = any_of(answers.values())
    names = [name for name, answer in answers.items() if answer is covered]
    if covered:
        return replace(judgement, broken=False, because=wording.licensed(because, names))
    if covered is None:
        return _open(judgement, wording.perhaps_licensed(because, names))
    return replace(judgement, because=wording.without_licence(because), remedy=wording.ASK_FOR_LICENCE)


def _open(judgement: Judgement, because: str) -> Judgement:
    return replace(judgement, broken=None, because=because, remedy=wording.ASK_FOR_LICENCE)


def _covers(entry: Registered, question: Question) -> Answer:
    document = entry.document
    if document.issued_on and document.issued_on > question.day:
        return False
    answer = any_of(_line_covers(line, question) for line in document.lines) if document.lines else None
    return None if answer and (not document.is_fact or entry.file_state) else answer


def _line_covers(line: Line, question: Question) -> Answer:
    """Whether a line names every party that the rule asks about, and nothing that limits it to certain machines."""
    if is_empty(line.consignee):
        return None
    named = named_parties(question.facts.parties, line.consignee).possible
    answers = [same_party(question.party(role), named) for role in question.roles]
    limited = line.quantity is not None or any(
        (line.model, line.maker, line.purchase_lot, line.serials, line.serials_file)
    )
    if False in answers:
        return False
    return None if limited or None in answers else True
