"""Waivers: accepted exceptions with a reason, an approval and a last day. Reports name an expired one; it waives nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from pydantic import ConfigDict, model_validator

from compliance.core.party import Known, PartyRef
from compliance.core.possible import Possible
from compliance.core.record import Record, Text
from compliance.core.text import is_empty, squeeze
from compliance.inventory.units import Role, Unit
from compliance.ownership.parties import Parties
from compliance.screening.names.folding import fold

SUBJECT_FACTS = {"asset": "asset_id", "serial": "serial_number", "purchase_lot": "purchase_lot"}
"""Subjects of a waiver that name single units, each with the fact of a unit that it is compared with."""
PARTY_FACTS = ("manufacturer", "supplier", "owner", "operator", "site_owner", "hosting_client", "lender", "consignee")
"""Facts of a unit that name a party."""


class WaivedSubject(Record):
    """What a waiver covers. Exactly one field is set."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1, "patternProperties": {"": {"type": "string"}}}
    )

    asset: Text | None = None
    serial: Text | None = None
    purchase_lot: Text | None = None
    site: Text | None = None
    party: Text | None = None
    supplier: Text | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError where none or several are named."""
        if len(self._fields_set) != 1:
            raise ValueError("name exactly one of asset, serial, purchase_lot, site, party, supplier")
        return self

    @property
    def _fields_set(self) -> list[tuple[str, str]]:
        return [(kind, value) for kind, value in vars(self).items() if value is not None]

    @property
    def pair(self) -> tuple[str, str]:
        """Its kind and value."""
        return self._fields_set[0]

    @property
    def names_nothing(self) -> bool:
        """Whether the value is a placeholder (``?``, ``n/a``), which names no unit, site or party."""
        return is_empty(self.pair[1])


class Waiver(Record):
    """One exception; ``expires`` is the last day on which it is valid."""

    rule: Text
    subject: WaivedSubject
    reason: Text
    approved_by: Text
    approved_on: date
    expires: date
    evidence: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a waiver that is never valid."""
        if self.expires < self.approved_on:
            raise ValueError("the waiver expires before it is approved")
        return self

    def valid_on(self, day: date, longest: int | None = None) -> bool:
        """Whether it is approved and has not expired; it holds ``longest`` days after its approval at most."""
        return self.approved_on <= day <= self.last_day(longest)

    def last_day(self, longest: int | None = None) -> date:
        """The last day on which it holds, where a policy allows ``longest`` days after the approval."""
        if longest is None or (self.expires - self.approved_on).days <= longest:
            return self.expires
        return self.approved_on + timedelta(days=longest)

    def repeats(self, other: Waiver) -> bool:
        """Whether both waive the same rule for the same subject on a common day."""
        same_subject = (self.rule, self.subject) == (other.rule, other.subject)
        return same_subject and self.approved_on <= other.expires and other.approved_on <= self.expires

    def __str__(self) -> str:
        kind, value = self.subject.pair
        return f"waiver of {self.approved_by} for {kind} {value} ({self.approved_on} to {self.expires}): {self.reason}"


class WaiverFile(Record):
    """A ``waivers.yaml``."""

    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers of a check."""

    waivers: tuple[Waiver, ...] = ()

    def facts(self, rule: str) -> tuple[str, ...]:
        """The facts of a unit that waivers of this rule name."""
        kinds = {waiver.subject.pair[0] for waiver in self.waivers if waiver.rule == rule}
        facts = {SUBJECT_FACTS.get(kind, kind) for kind in kinds}
        if "party" in facts:
            facts = facts - {"party"} | set(PARTY_FACTS)
        return tuple(sorted(facts))

    def of_unit(self, rule: str, unit: Unit, parties: Parties) -> tuple[Waiver, ...]:
        """The waivers of this rule that cover the unit, valid today or not."""
        return tuple(waiver for waiver in self.waivers if waiver.rule == rule and _covers(waiver, unit, parties))

    def of_subject(self, rule: str, kind: str, names: Iterable[str]) -> tuple[Waiver, ...]:
        """The waivers of this rule that name a site or a party by one of ``names``."""
        folded = set(map(fold, names))
        return tuple(
            waiver
            for waiver in self.waivers
            if waiver.rule == rule
            and waiver.subject.pair[0] == kind
            and not waiver.subject.names_nothing
            and fold(waiver.subject.pair[1]) in folded
        )


def _covers(waiver: Waiver, unit: Unit, parties: Parties) -> bool:
    kind, value = waiver.subject.pair
    if waiver.subject.names_nothing:
        return False
    if kind in SUBJECT_FACTS:
        return bool(getattr(unit, SUBJECT_FACTS[kind]) == value.strip())
    if kind == "site":
        return squeeze(value) in unit.site.names
    facts = ("supplier",) if kind == "supplier" else PARTY_FACTS
    return any(_is_party(getattr(unit, fact), value, parties) for fact in facts)


def roles_waived(waiver: Waiver, unit: Unit, parties: Parties, roles: Iterable[Role]) -> frozenset[Role]:
    """The roles in which the party that a waiver names stands for the unit; none where it names no party."""
    kind, value = waiver.subject.pair
    if kind not in ("party", "supplier"):
        return frozenset()
    facts = ("supplier",) if kind == "supplier" else PARTY_FACTS
    return frozenset(role for role in roles if role in facts and _is_party(getattr(unit, role), value, parties))


def _is_party(fact: Possible[PartyRef], value: str, parties: Parties) -> bool:
    """Whether the fact is certainly this party: where it may be another one, nothing is waived."""
    party = fact.only
    if party is None:
        return False
    if waived := parties.find(value):
        return party == Known(waived.id)
    return fold(party.id if isinstance(party, Known) else party.name) == fold(value)
