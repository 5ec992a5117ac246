"""What rules and waivers read is known before an inventory is read; a kind that says nothing more reads it exactly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from compliance.inventory.facts.base import EXACT, KNOWN_ONLY
from compliance.inventory.units import Role
from compliance.policies.constraints.base import BaseConstraint, SubjectKind
from compliance.policies.facts_read import facts_read
from compliance.policies.policy import AppliesTo
from compliance.policies.waivers import Waivers
from tests.builders import dated, made, policy


class OfParties(BaseConstraint):
    subject: ClassVar[SubjectKind] = "party"

    kind: Literal["of-parties"] = "of-parties"

    def reads(self, roles: Iterable[Role]) -> tuple[str, ...]:
        return ("site",)


def test_a_kind_tells_everything_apart_unless_it_says_otherwise() -> None:
    read = facts_read(
        [policy(made(OfParties(), applies_to=AppliesTo(parties=("component_vendor", "owner"))))], Waivers()
    )
    assert read.of("site").exact
    assert read.of("control_board") == read.of("owner") == EXACT
    assert read.of("supplier") == KNOWN_ONLY


def test_what_one_rule_tells_apart_is_told_apart() -> None:
    text = "applies_to: {parties: [supplier], sites: [north]}\nconstraint: {kind: listed-party, lists: [some]}"
    read = facts_read([policy(dated(text))], Waivers())
    assert (read.of("supplier"), read.of("site").exact) == (KNOWN_ONLY, False)
    assert {"North Range", "Cheyenne"} <= read.of("site").words
    assert "disposed" in read.of("status").words
