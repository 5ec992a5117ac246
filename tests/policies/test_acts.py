"""What a rule is about, and on which day each role of it is asked."""

from __future__ import annotations

from typing import get_args

import pytest

from compliance.core.finding import Effect
from compliance.inventory.units import Role
from compliance.policies.acts import Act, derived_acts, misfit, when_of


def test_every_role_is_asked_on_one_day() -> None:
    by_day = {
        when: {role for role in get_args(Role) if when_of(role) == when} for when in ("dealing", "export", "today")
    }
    assert by_day == {
        "dealing": {"manufacturer", "supplier", "component_vendor"},
        "export": {"consignee"},
        "today": {"owner", "operator", "site_owner", "hosting_client", "lender"},
    }


@pytest.mark.parametrize(
    ("effect", "roles", "dealing", "acts"),
    [
        ("prohibition", ("supplier", "manufacturer"), False, ("purchase",)),
        ("prohibition", ("supplier", "owner", "hosting_client"), False, ("purchase", "holding", "hosting")),
        ("prohibition", (), True, ("purchase",)),
        ("prohibition", (), False, ("holding",)),
        ("licence-required", ("consignee",), True, ("export",)),
        ("import-bar", ("supplier",), True, ("import",)),
    ],
)
def test_the_act_follows_from_the_roles(
    effect: Effect, roles: tuple[Role, ...], dealing: bool, acts: tuple[Act, ...]
) -> None:
    assert derived_acts(effect, roles, dealing=dealing) == acts


@pytest.mark.parametrize("act", get_args(Act))
@pytest.mark.parametrize("effect", get_args(Effect))
def test_a_licence_is_not_for_a_purchase_and_an_import_bar_for_an_import_only(effect: Effect, act: Act) -> None:
    fits = {"licence-required": act != "purchase", "import-bar": act == "import"}.get(effect, True)
    assert (misfit(effect, (act,)) is None) is fits


def test_of_several_acts_one_that_does_not_fit_is_enough() -> None:
    assert misfit("licence-required", ("export", "purchase")) is not None
