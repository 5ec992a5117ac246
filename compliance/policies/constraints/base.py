"""The base of the constraint kinds: parameters from a rule file and one pure function, ``judge``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from compliance.reference.country_sets import CountrySet

if TYPE_CHECKING:
    from compliance.ownership.tracing.reach import Reach

SubjectKind = Literal["lot", "site", "party", "fleet"]


@dataclass(frozen=True, slots=True)
class Question:
    """One subject on one day. Exactly one of ``unit``, ``site``, ``counterparty`` and ``lots`` is set."""

    facts: Facts
    day: date
    roles: tuple[Role, ...] = ()
    unit: Unit | None = None
    site: Site | None = None
    counterparty: PartyRef | None = None
    lots: tuple[Lot, ...] = ()

    def party(self, role: Role) -> Possible[PartyRef]:
        """The possible parties of the subject in this role; a party as subject has every role itself."""
        if self.counterparty:
            return one(self.counterparty)
        if self.site:
            return named_parties(self.facts.parties, self.site.party(role)).possible
        assert self.unit is not None
        return party_of(self.unit, role)

    @property
    def the_unit(self) -> Unit:
        """The unit, where the subject is a lot."""
        assert self.unit is not None
        return self.unit


def party_of(unit: Unit, role: Role) -> Possible[PartyRef]:
    """The possible parties of a unit in this role."""
    if role == "component_vendor":
        boards = unit.control_board.values
        return UNKNOWN if boards is None else one_of(Known(board.vendor) for board in boards)
    recorded: Possible[PartyRef] = getattr(unit, role)
    return recorded


REACHED: dict[str, Answer] = {"restricted": True, "possibly-restricted": None, "clear": False}
"""Whether a party is restricted through ownership, by the verdict of its ``Reach``."""


def broken_by(reach: Reach, undisclosed: Literal["note", "undetermined"]) -> Answer:
    """Whether a party with this reach breaks a rule on ownership.

    ``undisclosed`` says what follows where the party is not restricted, but the owners of half or more of it are unknown.
    """
    hidden = undisclosed == "undetermined" and "undisclosed-majority" in reach.flags
    answer = REACHED[reach.verdict]
    return None if hidden and answer is False else answer


FACT_OF_ROLE: dict[Role, str] = {"component_vendor": "control_board"}
MAY_BE_NOBODY: frozenset[Role] = frozenset({"hosting_client", "consignee", "site_owner", "lender"})
"""Roles that need not be filled: where nobody is recorded in one of them, nobody is asked about. In every other, somebody is unknown."""
ROLE_NAMES: dict[Role, str] = {
    "component_vendor": "component vendor",
    "hosting_client": "hosting client",
    "site_owner": "owner of the site",
}
"""What roles are called, where it is not the word itself."""


def fact_of(role: Role) -> str:
    """The fact of a unit that names its party in this role."""
    return FACT_OF_ROLE.get(role, role)


class BaseConstraint(Record):
    """A checkable condition. ``judge`` reads only what ``reads`` names, so that equal lots are judged once."""

    subject: ClassVar[SubjectKind] = "lot"

    kind: str
    needs_roles: ClassVar[bool] = False
    """Whether it asks about parties: a rule without roles would then check nothing and pass every unit."""

    def judge(self, question: Question) -> Judgement:
        """Whether the condition is broken (True), kept (False) or open (None), and why."""
        raise NotImplementedError

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        """The facts of a unit that ``judge`` reads."""
        raise NotImplementedError

    def tells_apart(self, fact: str) -> Distinction:
        """Which values of a fact that it reads may be judged differently: any two, unless a kind says otherwise.

        Large inventories are grouped by it: values that no rule distinguishes are judged once.
        """
        return EXACT

    def broken_since(self, question: Question, day: date) -> Answer:
        """Whether what breaks the condition today broke it already on ``day``, an earlier one."""
        return self.judge(replace(question, day=day)).broken

    def change_days(self, question: Question) -> frozenset[date]:
        """The days on which the answer for this subject may change while the rule stays the same."""
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
        """Country codes in its parameters; each must exist."""
        return ()

    def parties_named(self) -> tuple[str, ...]:
        """Ids of parties in its parameters; each must exist."""
        return ()

    def can_keep(self) -> bool:
        """Whether it can ever be kept; some apply to nobody but those who break them, or may."""
        return True

    def can_break(self) -> bool:
        """Whether its condition can be broken at all; a kind may only ever ask for more documents."""
        return True

    def can_doubt(self) -> bool:
        """Whether it can leave its condition open."""
        return True


def evidence_of(unit: Unit, *facts: str) -> tuple[Evidence, ...]:
    """The facts as evidence; the engine adds the row and the text of the cell."""
    return tuple(Evidence(fact, _text_of(getattr(unit, fact))) for fact in facts)


def _text_of(value: object) -> str:
    if isinstance(value, Possible):
        return "" if value.values is None else " | ".join(sorted(map(str, value.values)))
    if isinstance(value, frozenset):
        return "; ".join(sorted(map(str, value)))
    return "" if value is None else str(value)


def country_set_note(country_set: CountrySet) -> str:
    """What to verify before relying on a country set; "" for one that is verified."""
    if country_set.confidence == "verified":
        return ""
    basis = {"secondary": "from secondary sources", "recalled": "from memory"}[country_set.confidence]
    return f'The list "{country_set.title}" was compiled {basis}. Verify it before you rely on it.'


def listing(names: Iterable[str], word: str = "or") -> str:
    """``a``, ``a or b``, ``a, b or c``, sorted."""
    ordered = sorted(names)
    return f" {word} ".join(filter(None, (", ".join(ordered[:-1]), *ordered[-1:])))
