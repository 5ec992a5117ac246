"""A text that names a site becomes an alias or a described site; the file stays as its author wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.workflows.site_entries import known_sites, settle_site

OLD = """\
# ours
sites:
  - id: north   # by the road
    aliases: [A, B]
    address: 1 Main Street, Cheyenne
  - name: South
    id: south
    address: 2 Main Street, Cheyenne
"""


def test_aliases_and_new_sites(here: Path) -> None:
    path = here / "sites.yaml"
    assert known_sites(path) == ()
    path.write_text(OLD)
    settle_site(path, "Hall: 1", known="north")
    settle_site(path, "Hall 2", known="south")
    settle_site(path, "East", address="3 Main Street, Cheyenne", operator="Ex LLC")
    settle_site(path, "West", address="4 Main Street, Cheyenne")
    assert path.read_text() == OLD.replace("[A, B]", '["A", "B", "Hall: 1"]').replace(
        "id: south\n", 'id: south\n    aliases: ["Hall 2"]\n'
    ) + (
        '  - id: "East"\n    address: "3 Main Street, Cheyenne"\n    operator: "Ex LLC"\n'
        '  - id: "West"\n    address: "4 Main Street, Cheyenne"\n'
    )
    assert [site.id for site in known_sites(path)] == ["north", "south", "East", "West"]


@pytest.mark.parametrize(
    ("old", "given", "what"),
    [
        (OLD, {}, "nothing describes the site"),
        (OLD, {"known": "none"}, "there is no site 'none'"),
        (None, {"known": "north"}, "there is no site 'north'"),
        (OLD, {"address": "tbc"}, "'tbc' is no address"),
        (OLD.replace("[A, B]", "\n      - A\n      - B"), {"known": "north"}, "no alias can be added"),
        (OLD.replace("[A, B]", "[A,\n     B]"), {"known": "north"}, "no alias can be added"),
        ("sites: [{id: north, address: 1 Main Street}]", {"known": "north"}, "no alias can be added"),
    ],
)
def test_what_is_not_written(old: str | None, given: dict[str, str], what: str, here: Path) -> None:
    path = here / "sites.yaml"
    if old is not None:
        path.write_text(old)
    with pytest.raises(ComplianceError, match=what):
        settle_site(path, "Hall", **given)
    assert (path.read_text() if path.exists() else None) == old
