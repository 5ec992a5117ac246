"""What holds for every declaration of a fact, found from the index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_type_hints

from hypothesis import HealthCheck, given, settings

from compliance.core.errors import ComplianceError
from compliance.inventory.facts import COLUMNS, FACTS, NATIVE, READINGS
from compliance.inventory.units import Unit
from tests.effort import examples
from tests.inventory.facts.reading import normalised
from tests.inventory.varied import ROWS


def test_every_fact_of_a_unit_is_declared_once_and_made_of_declared_columns() -> None:
    declared = [fact.name for reading in READINGS for fact in reading.facts]
    assert sorted(declared) == sorted(get_type_hints(Unit))
    assert len(NATIVE) == len(set(NATIVE)) == len(COLUMNS)
    for fact in FACTS.values():
        assert set(fact.columns) <= set(NATIVE)
        assert not fact.verbatim or fact.columns == (fact.name,)


@given(rows=ROWS)
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(150))
def test_cells_of_one_form_give_equal_facts(rows: list[Mapping[str, str]]) -> None:
    """Read exactly, rows that are told by one of them have the same facts: for any rule, not for those of today."""
    try:
        _, apart = normalised([{**row, "model": row["model"] or "S19"} for row in rows])
    except ComplianceError:
        return
    together, merged = normalised([{**row, "model": row["model"] or "S19"} for row in rows], canonical=True)
    written = list(apart.units)
    for key, form in zip(written, together.canonicalise(written), strict=True):
        assert merged.units[form] == apart.units[key]
