"""How a name and a listed one are compared in words."""

from __future__ import annotations

from compliance.screening.names.people import parse_person, person_likeness
from compliance.screening.wording import explain_person


def test_names_in_another_order_are_said_to_be() -> None:
    (ours,), (theirs,) = parse_person("Ahmad bin Hasan"), parse_person("Hasan bin Ahmad")
    assert explain_person(person_likeness(ours, theirs)).endswith("hasan: same; in another order")
    assert "in another order" not in explain_person(person_likeness(ours, ours))
