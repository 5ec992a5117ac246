"""The questions that one rule asks: of which roles, and of which day: that of the dealing, that of the export, or today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from compliance.inventory.units import Role
from compliance.policies.acts import POSSESSION, When, when_of
from compliance.policies.policy import Rule

ROLES_BY_DAY: dict[When, frozenset[Role]] = {
    when: frozenset(role for role in get_args(Role) if when_of(role) == when) for when in get_args(When)
}
"""The roles that a rule which is judged on both days asks about each day."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a rule. ``roles`` is None for all roles; ``possession``: what is disposed of is not asked about.

    Nothing is asked of the roles ``without``.
    """

    when: When
    roles: frozenset[Role] | None = None
    possession: bool = False
    without: frozenset[Role] = frozenset()

    def roles_of(self, rule: Rule) -> tuple[Role, ...]:
        """The roles that a version of the rule asks about here."""
        roles = (role for role in rule.applies_to.parties if self.roles is None or role in self.roles)
        return tuple(role for role in roles if role not in self.without)


def parts_of(rule: Rule) -> tuple[Part, ...]:
    """The questions of a rule, at least one."""
    roles = frozenset(rule.applies_to.parties)
    if rule.judged_on == "as_of":
        return (Part("today", None, rule.act is None or rule.act in POSSESSION),)
    if rule.act == "export":
        return (Part("export"),)
    sent = roles & ROLES_BY_DAY["export"]
    held = roles & ROLES_BY_DAY["today"] if rule.judged_on == "both" else frozenset()
    dealt = roles - sent - held
    return (
        *((Part("dealing", dealt),) if dealt or not roles else ()),
        *((Part("export", sent),) if sent else ()),
        *((Part("today", held, possession=True),) if held else ()),
    )
