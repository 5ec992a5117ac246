"""The kinds of constraint: one file each, one line each here."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from compliance.policies.constraints.concentration import Concentration
from compliance.policies.constraints.country_of_origin import CountryOfOrigin
from compliance.policies.constraints.documents_agree import DocumentsAgree
from compliance.policies.constraints.foreign_ownership import ForeignOwnership
from compliance.policies.constraints.listed_component import ListedComponent
from compliance.policies.constraints.listed_party import ListedParty
from compliance.policies.constraints.model_document import ModelDocument
from compliance.policies.constraints.ordered_divestment import OrderedDivestment
from compliance.policies.constraints.ordered_removal import OrderedRemoval
from compliance.policies.constraints.origin_evidence import OriginEvidence
from compliance.policies.constraints.origin_plausibility import OriginPlausibility
from compliance.policies.constraints.ownership_by_listed_parties import OwnershipByListedParties
from compliance.policies.constraints.party_country import PartyCountry
from compliance.policies.constraints.site_proximity import SiteProximity

AnyKind = Annotated[
    Concentration
    | CountryOfOrigin
    | DocumentsAgree
    | ForeignOwnership
    | ListedComponent
    | ListedParty
    | ModelDocument
    | OrderedDivestment
    | OrderedRemoval
    | OriginEvidence
    | OriginPlausibility
    | OwnershipByListedParties
    | PartyCountry
    | SiteProximity,
    Field(discriminator="kind"),
]
"""One of all kinds, told apart by the field ``kind``."""
