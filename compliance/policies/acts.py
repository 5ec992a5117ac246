"""What a rule is about: a purchase, a holding, a hosting, an export or an import; and which day of it is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from compliance.core.finding import Effect
from compliance.inventory.units import Role

Act = Literal["purchase", "holding", "hosting", "export", "import"]
"""What somebody does with a unit, or through it."""
When = Literal["dealing", "export", "today"]
"""The day that a question asks about: those of the purchase and the delivery, that of the export, or the as-of date."""

POSSESSION: frozenset[Act] = frozenset({"holding", "hosting"})
"""The acts that end when a unit is disposed of."""
_ACT_OF_ROLE: Mapping[Role, Act] = {
    "manufacturer": "purchase",
    "supplier": "purchase",
    "component_vendor": "purchase",
    "consignee": "export",
    "owner": "holding",
    "operator": "holding",
    "site_owner": "holding",
    "hosting_client": "hosting",
    "lender": "holding",
}
_WHEN: Mapping[Act, When] = {
    "purchase": "dealing",
    "import": "dealing",
    "export": "export",
    "holding": "today",
    "hosting": "today",
}


def when_of(role: Role) -> When:
    """The day on which a rule that is judged on both days asks a role."""
    return _WHEN[_ACT_OF_ROLE[role]]


def derived_acts(effect: Effect, roles: Iterable[Role], *, dealing: bool) -> tuple[Act, ...]:
    """The acts of a rule that names none: those of its roles; ``dealing`` says that the rule is judged on the dealing."""
    if effect == "import-bar":
        return ("import",)
    of_roles = dict.fromkeys(_ACT_OF_ROLE[role] for role in roles)
    return tuple(of_roles) or (("purchase",) if dealing else ("holding",))


def misfit(effect: Effect, acts: Iterable[Act]) -> tuple[str, str] | None:
    """What is wrong where no rule can have this effect on these acts, and what to do; None where it can."""
    if effect == "licence-required" and "purchase" in acts:
        return (
            "the effect licence-required does not fit a purchase: a licence is for what is sent or done, not for buying",
            "Use red-flag for buying from these parties, or name the act that needs the licence: act: export.",
        )
    if effect == "import-bar" and set(acts) != {"import"}:
        return (
            f"the effect import-bar does not fit the act {', '.join(acts)}",
            "Write act: import, or use the effect prohibition.",
        )
    return None
