"""Digests over the names of all units, for findings on a fleet whose names were added up while its rows were counted."""

from __future__ import annotations

from collections import Counter

from compliance.inventory.units import Unit
from compliance.policies.engine.digests import UnitDigests
from compliance.workflows.inputs import Inputs


def unit_digests(inputs: Inputs) -> UnitDigests:
    """Digests for findings on this fleet, which was read with ``Request.numbered``."""
    numbers: Counter[Unit] = Counter()
    for read in inputs.tables:
        for key, unit in read.units.items():
            numbers[unit] += read.names[key]
    return UnitDigests({id(lot): numbers[lot.unit] for lot in inputs.facts.fleet.lots})
