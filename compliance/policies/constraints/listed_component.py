"""Whether a component that is named, or comes from a named or listed vendor, is in the unit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from compliance.core.finding import Judgement
from compliance.core.party import Known
from compliance.core.possible import Answer
from compliance.core.record import Text
from compliance.core.text import squeeze
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, Question, evidence_of, listing
from compliance.policies.constraints.listed_party import WHOLE_LIST
from compliance.policies.facts import Facts
from compliance.reference.hardware.catalogue import Board


class ListedComponent(BaseConstraint):
    """Broken where the control board's SoC is one of ``socs``, its vendor one of ``vendors`` or on one of ``lists``."""

    kind: Literal["listed-component"]
    vendors: tuple[Text, ...] = ()
    socs: tuple[Text, ...] = ()
    lists: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a rule that names nothing."""
        if not (self.vendors or self.socs or self.lists):
            raise ValueError("give vendors, socs or lists")
        return self

    def parties_named(self) -> tuple[str, ...]:
        """The vendors that the rule names."""
        return self.vendors

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The control board."""
        return ("control_board",)

    def lists_needed(self) -> tuple[str, ...]:
        """The lists that the rule names."""
        return self.lists

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which a listing of a possible vendor begins or has ended."""
        return frozenset(
            day
            for board in question.the_unit.control_board.values or ()
            for day in question.facts.listing_days(Known(board.vendor), self.lists)
        )

    def judge(self, question: Question) -> Judgement:
        """Asks every board that the unit may carry."""
        facts, boards = question.facts, question.the_unit.control_board
        named = boards.ask(lambda board: self._named(facts, board, question.day))
        doubts = facts.doubt(*self.lists)
        open_by_lists = bool(doubts) and named is False
        if boards.values is None:
            because = "no control board is recorded, and the model does not determine it"
        else:
            which = listing(f"{board.soc} ({facts.title(Known(board.vendor))})" for board in boards.values)
            because = f"the control board carries {which}{'' if named is None else ', which this rule names' if named else ', which this rule does not name'}"
        return Judgement(
            None if open_by_lists else named,
            because,
            evidence_of(question.the_unit, "control_board"),
            remedy=WHOLE_LIST if open_by_lists else _REMEDY[named],
            notes=tuple(
                sorted(
                    {
                        f"Board data is {board.confidence}."
                        for board in boards.values or ()
                        if board.confidence != "verified"
                    }
                )
            ),
            sources=tuple(facts.party_list(name).source for name in self.lists),
            pending=doubts if open_by_lists else "",
            concern="listed-party" if named else "papers" if boards.values is None else "breach",
        )

    def _named(self, facts: Facts, board: Board, day: date) -> Answer:
        if board.vendor in self.vendors or squeeze(board.soc) in map(squeeze, self.socs):
            return True
        return facts.is_listed(Known(board.vendor), self.lists, day)


_REMEDY: dict[Answer, str] = {
    True: "Have a responsible person decide what to do about these boards; the listing is an export control, not a ban on buying.",
    False: "",
    None: "Read the board from the device (/etc/subtype or the miner's API) and record it in control_board.",
}
