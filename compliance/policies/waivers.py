"""Accepted exceptions: reasoned, approved, and only until a day. An expired one does not waive, and is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import ConfigDict, model_validator

from compliance.core.party import Known, PartyRef
from compliance.core.possible import Possible
from compliance.core.record import Record, Text
from compliance.core.text import squeeze
from compliance.inventory.units import Unit
from compliance.ownership.parties import Parties
from compliance.screening.names.folding import fold

SUBJECT_FACTS = {"asset": "asset_id", "serial": "serial_number", "purchase_lot": "purchase_lot"}
"""Subjects of a waiver that name single units, and the fact that says it."""
PARTY_FACTS = ("manufacturer", "supplier", "owner", "operator", "hosting_client")
"""Facts of a unit that name a party."""


class WaivedSubject(Record):
    """What a waiver covers: exactly one of these."""

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
        if len(self._named) != 1:
            raise ValueError("name exactly one of asset, serial, purchase_lot, site, party, supplier")
        return self

    @property
    def _named(self) -> list[tuple[str, str]]:
        return [(kind, value) for kind, value in vars(self).items() if value is not None]

    @property
    def pair(self) -> tuple[str, str]:
        """Its kind and value."""
        return self._named[0]


class Waiver(Record):
    """One exception; ``expires`` is the last day on which it holds."""

    rule: Text
    subject: WaivedSubject
    reason: Text
    approved_by: Text
    approved_on: date
    expires: date
    evidence: str = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """Raises ValueError for a waiver that never holds."""
        if self.expires < self.approved_on:
            raise ValueError("expires before it is approved")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it is approved and has not expired."""
        return self.approved_on <= day <= self.expires

    def repeats(self, other: Waiver) -> bool:
        """Whether both waive the same rule of the same subject on some day."""
        same = (self.rule, self.subject) == (other.rule, other.subject)
        return same and self.approved_on <= other.expires and other.approved_on <= self.expires

    def __str__(self) -> str:
        kind, value = self.subject.pair
        return f"waiver of {self.approved_by} for {kind} {value} ({self.approved_on} to {self.expires}): {self.reason}"


class WaiverFile(Record):
    """A ``waivers.yaml``."""

    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers that were given."""

    waivers: tuple[Waiver, ...] = ()

    def facts(self, rule: str) -> tuple[str, ...]:
        """The facts of a unit by which waivers of this rule pick it."""
        kinds = {waiver.subject.pair[0] for waiver in self.waivers if waiver.rule == rule}
        picked = {SUBJECT_FACTS.get(kind, kind) for kind in kinds}
        if "party" in picked:
            picked = picked - {"party"} | set(PARTY_FACTS)
        return tuple(sorted(picked))

    def of_unit(self, rule: str, unit: Unit, parties: Parties) -> tuple[Waiver, ...]:
        """The waivers of this rule that cover the unit, holding or not."""
        return tuple(waiver for waiver in self.waivers if waiver.rule == rule and _covers(waiver, unit, parties))

    def of_subject(self, rule: str, kind: str, names: Iterable[str]) -> tuple[Waiver, ...]:
        """The waivers of this rule that name a site or a party by one of ``names``."""
        folded = set(map(fold, names))
        return tuple(
            waiver
            for waiver in self.waivers
            if waiver.rule == rule and waiver.subject.pair[0] == kind and fold(waiver.subject.pair[1]) in folded
        )


def _covers(waiver: Waiver, unit: Unit, parties: Parties) -> bool:
    kind, value = waiver.subject.pair
    if kind in SUBJECT_FACTS:
        return bool(getattr(unit, SUBJECT_FACTS[kind]) == value.strip())
    if kind == "site":
        return squeeze(value) in unit.site
    facts = ("supplier",) if kind == "supplier" else PARTY_FACTS
    return any(_is_party(getattr(unit, fact), value, parties) for fact in facts)


def _is_party(fact: Possible[PartyRef], value: str, parties: Parties) -> bool:
    """Whether the fact is settled and is this party: who may be somebody else is not waived."""
    who = fact.only
    if who is None:
        return False
    if waived := parties.find(value):
        return who == Known(waived.id)
    return fold(who.id if isinstance(who, Known) else who.name) == fold(value)
