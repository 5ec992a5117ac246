"""The kinds of constraint: one file each, one line each here. Imported where a rule file is read, not before."""

from __future__ import annotations

from typing import Annotated, Any


def any_kind() -> Any:
    """The typed union of all kinds, told apart by the field ``kind``."""
    from compliance.core.record import Tagged
    from compliance.policies.constraints.concentration import Concentration
    from compliance.policies.constraints.country_of_origin import CountryOfOrigin
    from compliance.policies.constraints.foreign_ownership import ForeignOwnership
    from compliance.policies.constraints.listed_component import ListedComponent
    from compliance.policies.constraints.listed_party import ListedParty
    from compliance.policies.constraints.ordered_removal import OrderedRemoval
    from compliance.policies.constraints.origin_evidence import OriginEvidence
    from compliance.policies.constraints.origin_plausibility import OriginPlausibility
    from compliance.policies.constraints.ownership_by_listed_parties import OwnershipByListedParties
    from compliance.policies.constraints.site_proximity import SiteProximity

    return Annotated[
        Concentration
        | CountryOfOrigin
        | ForeignOwnership
        | ListedComponent
        | ListedParty
        | OrderedRemoval
        | OriginEvidence
        | OriginPlausibility
        | OwnershipByListedParties
        | SiteProximity,
        Tagged("kind"),
    ]
