"""Registers and units for tests of the tie-out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from compliance.evidence.documents import Document, FileState, Register, Registered
from compliance.evidence.serial_lists import serial_of
from compliance.evidence.tie_out import ClaimResult, TiedFleet, tie_out
from compliance.inventory.facts.base import Reader
from compliance.inventory.sites import Sites
from compliance.inventory.units import Fleet, Lot, Unit
from compliance.inventory.vouching import Claim
from compliance.ownership.parties import Party, collect
from tests.builders import catalogue, countries, lot, unit

TODAY = date(2026, 11, 30)
READER = Reader(
    catalogue(),
    countries(),
    collect([Party("acme", "Acme LLC"), Party("beta", "Beta LLC")], ()),
    Sites(),
    "iso",
    claims=True,
)


def document(
    name: str = "E-1",
    *lines: dict[str, Any],
    kind: str = "customs_entry",
    state: FileState = "",
    sha256: str = "",
    **more: Any,
) -> Registered:
    """A registered document with these lines, an entry unless it is said otherwise."""
    data = {"id": name, "class": kind, "reference": name, "lines": lines, **more}
    made = TypeAdapter(Document).validate_python(data)
    serials = tuple(frozenset(map(serial_of, line.serials)) for line in made.lines)
    return Registered(made, "documents.yaml", 1, state, sha256, serials)


def claiming(*claims: str, **told: Any) -> Unit:
    """A Malaysian S21 that names these documents, each ``class:reference``."""
    named = frozenset(Claim(*claim.split(":")) for claim in claims)
    facts: dict[str, Any] = {"country_of_origin": "MY", "manufacturer": "bitmain", "family": "Bitmain Antminer S21"}
    return unit(**{**facts, **told}, claims=named, origin_evidence=frozenset(claim.document_class for claim in named))


def tied(documents: Sequence[Registered], *lots: Lot, as_of: date = TODAY) -> TiedFleet:
    """The lots, tied out with the documents."""
    return tie_out(Register(tuple(documents)), Fleet(lots), READER, as_of)


def one(documents: Sequence[Registered], of: Unit, units: int = 1) -> ClaimResult:
    """What came of the one claim of units that stand in one row."""
    (claim,) = tied(documents, lot(of, units)).result.claims
    return claim


def vouched(fleet: TiedFleet) -> list[tuple[int, list[str], list[str]]]:
    """Of each lot: how many units, which classes vouch for it, which are only named."""
    return [
        (part.units, sorted(part.unit.vouching.vouched), sorted(part.unit.vouching.named))
        for part in fleet.fleet.lots
        if part.unit.vouching
    ]
