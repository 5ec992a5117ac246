"""What a constraint kind is: parameters from a rule file, and one pure question, ``judge``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from compliance.core.finding import Evidence, Judgement
from compliance.core.party import Known, PartyRef
from compliance.core.possible import UNKNOWN, Answer, Possible, one, one_of
from compliance.core.record import Record
from compliance.inventory.facts.base import EXACT, Distinction
from compliance.inventory.party_cells import named_parties
from compliance.inventory.sites import Site
from compliance.inventory.units import Lot, Role, Unit
from compliance.policies.facts import Facts

if TYPE_CHECKING:
    from compliance.ownership.tracing.reach import Reach

SubjectKind = Literal["lot", "site", "party", "fleet"]


@dataclass(frozen=True, slots=True)
class Question:
    """One subject on one day. Exactly one of ``unit``, ``site``, ``counterparty`` and ``lots`` is the subject."""

    facts: Facts
    day: date
    roles: tuple[Role, ...] = ()
    unit: Unit | None = None
    site: Site | None = None
    counterparty: PartyRef | None = None
    lots: tuple[Lot, ...] = ()

    def party(self, role: Role) -> Possible[PartyRef]:
        """Who may stand to the subject in this role; for a party as subject, itself in every role."""
        if self.counterparty:
            return one(self.counterparty)
        if self.site:
            name = {"operator": self.site.operator, "owner": self.site.owner}.get(role, "")
            return named_parties(self.facts.parties, name).possible
        assert self.unit is not None
        return party_of(self.unit, role)

    @property
    def the_unit(self) -> Unit:
        """The unit, where the subject is a lot."""
        assert self.unit is not None
        return self.unit


def party_of(unit: Unit, role: Role) -> Possible[PartyRef]:
    """Who may be the party of a unit in this role."""
    if role == "component_vendor":
        boards = unit.control_board.values
        return UNKNOWN if boards is None else one_of(Known(board.vendor) for board in boards)
    recorded: Possible[PartyRef] = getattr(unit, role)
    return recorded


REACHED: dict[str, Answer] = {"restricted": True, "possibly-restricted": None, "clear": False}
"""Whether a party is reached, by the verdict of its ``Reach``."""


def broken_by(reach: Reach, undisclosed: Literal["note", "undetermined"]) -> Answer:
    """Whether a party of this reach breaks a rule on ownership.

    ``undisclosed`` says what follows where it is not reached, but too much of it belongs to nobody known.
    """
    hidden = undisclosed == "undetermined" and "undisclosed-majority" in reach.flags
    answer = REACHED[reach.verdict]
    return None if hidden and answer is False else answer


FACT_OF_ROLE: dict[Role, str] = {"component_vendor": "control_board"}


def fact_of(role: Role) -> str:
    """The fact of a unit that names its party in this role."""
    return FACT_OF_ROLE.get(role, role)


class BaseConstraint(Record):
    """A checkable condition. ``judge`` reads only what ``reads`` names, so that equal lots are judged once."""

    subject: ClassVar[SubjectKind] = "lot"

    kind: str
    needs_roles: ClassVar[bool] = False
    """Whether it asks for parties, so that a rule without roles would ask nothing and pass everybody."""

    def judge(self, question: Question) -> Judgement:
        """Whether the condition is broken (True), kept (False) or not settled (None), and why."""
        raise NotImplementedError

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The facts of a unit that ``judge`` looks at."""
        raise NotImplementedError

    def tells_apart(self, fact: str) -> Distinction:
        """Which values of a fact that it reads may be judged differently: any two, unless a kind says otherwise.

        In huge inventories values that no rule tells apart are judged as one.
        """
        return EXACT

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which the answer for this subject may change although the rule does not."""
        return frozenset()

    def lists_needed(self) -> tuple[str, ...]:
        """Ids of the party lists it needs."""
        return ()

    def country_sets_needed(self) -> tuple[str, ...]:
        """Ids of the country sets it needs."""
        return ()

    def regimes_needed(self) -> tuple[str, ...]:
        """Ids of the ownership regimes it needs."""
        return ()

    def installations_needed(self) -> tuple[str, ...]:
        """Ids of the installations it needs."""
        return ()

    def codes_named(self) -> tuple[str, ...]:
        """Country codes in its parameters, which must exist."""
        return ()

    def parties_named(self) -> tuple[str, ...]:
        """Ids of parties in its parameters, which must exist."""
        return ()

    def can_break(self) -> bool:
        """Whether it can find its condition broken at all: some only ever ask for more."""
        return True

    def can_doubt(self) -> bool:
        """Whether it can leave its condition unsettled."""
        return True


def evidence_of(unit: Unit, *facts: str) -> tuple[Evidence, ...]:
    """The facts as evidence; the engine adds where they stand and how they are written."""
    return tuple(Evidence(fact, _show(getattr(unit, fact))) for fact in facts)


def _show(value: object) -> str:
    if isinstance(value, Possible):
        return "" if value.values is None else " | ".join(sorted(map(str, value.values)))
    if isinstance(value, frozenset):
        return "; ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def listing(names: Iterable[str], word: str = "or") -> str:
    """``a``, ``a or b``, ``a, b or c``, sorted."""
    ordered = sorted(names)
    return f" {word} ".join(filter(None, (", ".join(ordered[:-1]), *ordered[-1:])))
