"""Sites as a table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.sites import read_sites


def test_a_row_is_a_site(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(
        "id,name,aliases,address,latitude,longitude\nnorth,North,Hall A; Hall B;,,41.1,-104.8\nsouth,,,1 Main St\n\n"
    )
    north, south = read_sites(path, "sites.csv")
    assert (north.aliases, north.latitude, north.described) == (("Hall A", "Hall B"), Decimal("41.1"), True)
    assert (south.id, south.name, south.address) == ("south", "", "1 Main St")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,colour\na,red\n", "sites.csv:2:1: unknown field 'sites.0.colour'"),
        ("id\na,b\n", "sites.csv:2: has more cells than the header"),
        ("name\nA\n", "sites.csv:2"),
    ],
)
def test_what_is_no_site_is_named_with_its_row(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "sites.csv").write_text(text)
    with pytest.raises(ComplianceError) as caught:
        read_sites(tmp_path / "sites.csv", "sites.csv")
    assert str(caught.value).startswith(message)


def test_an_empty_table_has_no_site(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("\n")
    assert read_sites(tmp_path / "sites.csv", "sites.csv") == ()
