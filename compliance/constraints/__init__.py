"""The kinds of constraint: one file each, one line each here. Imported where a rule file is read, not before."""

from __future__ import annotations

from typing import Annotated, Any


def any_kind() -> Any:
    """The typed union of all kinds, told apart by the field ``kind``."""
    from compliance.constraints.concentration import Concentration
    from compliance.constraints.country_of_origin import CountryOfOrigin
    from compliance.constraints.foreign_ownership import ForeignOwnership
    from compliance.constraints.listed_component import ListedComponent
    from compliance.constraints.listed_party import ListedParty
    from compliance.constraints.ordered_removal import OrderedRemoval
    from compliance.constraints.origin_evidence import OriginEvidence
    from compliance.constraints.origin_plausibility import OriginPlausibility
    from compliance.constraints.ownership_by_listed_parties import OwnershipByListedParties
    from compliance.constraints.site_proximity import SiteProximity
    from compliance.record import Tagged

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
