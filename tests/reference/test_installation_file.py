"""Reading installations: the bundled table, an operator's own, and the public geocoding with its traps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES, bundled
from compliance.reference.installation_file import load_installations, read_table
from compliance.reference.installations import Installation

HEADER = "site_name,location,current_part,threshold_miles,regime_added,latitude,longitude,conus,mirta_match,boundary_buffer_mi"
BUNDLED = load_installations(bundled("installations")["us-cfius-appendix-a"], "bundled:us-cfius-appendix-a")
PUBLIC = RULES.parent.parent / "shared" / "data" / "installations"


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> tuple[Installation, ...]:
    path = tmp_path / "sites.csv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return read_table(path, "sites.csv")


def test_the_bundled_table() -> None:
    warren = next(each for each in BUNDLED.members if each.name == "Francis E. Warren Air Force Base")
    assert (warren.part, warren.latitude, warren.longitude) == (1, Decimal("41.164803"), Decimal("-104.863207"))
    assert warren.found
    assert warren.extent
    # The parcel of the order lies 3.2 miles from the point and at most one from the boundary.
    assert warren.extent.maximum >= Decimal("2.2")
    assert BUNDLED.doubt()
    assert all(each.extent or each.areas for each in BUNDLED.members)


def test_a_row(tmp_path: Path) -> None:
    (found,) = table(
        tmp_path, 'Camp Dodge,"Johnston, IA",2,100,2024,41.741476,-93.71471,Y,NG Camp Dodge Johnston TS,4.5'
    )
    assert (found.name, found.part, found.since, found.doubt) == ("Camp Dodge", 2, date(2024, 12, 9), "")
    assert found.extent
    assert found.extent.maximum == Decimal("4.5")
    assert found.source == "operator-file"


@pytest.mark.parametrize(
    ("row", "doubt"),
    [
        ('Kenai Radar,"Kenai, AK",1,1,2020,41.161972,-104.821155,N,Cheyenne Regional Airport,', "the coordinates are those of Cheyenne Regional Airport"),
        ('Kenai Radar,"Kenai, AK",1,1,2020,41.161972,-104.821155,N,,', "the coordinates lie outside the state that is recorded"),
        ('Army Research Office,"Durham, NC",1,1,2020,,,Y,,', "no coordinates are recorded"),
    ],
)  # fmt: skip
def test_where_the_point_is_doubtful_only_the_state_is_known(row: str, doubt: str, tmp_path: Path) -> None:
    (found,) = table(tmp_path, row)
    assert found.doubt == doubt
    assert found.extent
    assert found.extent.maximum > 100
    assert found.point


def test_without_a_state_nothing_is_known(tmp_path: Path) -> None:
    (found,) = table(tmp_path, "Somewhere,,1,,,,,,,")
    assert (found.point, found.extent, found.since) == (None, None, None)
    (other,) = table(tmp_path, "Somewhere,Ruritania,1,,,41,-104,,,")
    assert (other.doubt, other.point is not None) == ("", True)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('x,"Cheyenne, WY",1,1,2020,-104.86,41.16,Y,,', "is not in the United States; perhaps latitude and longitude are swapped"),
        ('x,"Cheyenne, WY",1,1,2020,41.16,104.86,Y,,', "is not in the United States"),
        ('x,"Cheyenne, WY",1,1,2020,0,0,Y,,', "is not in the United States"),
        ('x,"Cheyenne, WY",1,1,2020,41.16,,Y,,', "has only one of latitude and longitude"),
        ('x,"Cheyenne, WY",1,1,2020,north,-104,Y,,', "latitude 'north' is not a number"),
        ('x,"Cheyenne, WY",1,1,2020,nan,-104,Y,,', "latitude 'nan' is not a number that can be used"),
        ('x,"Cheyenne, WY",1,1,2020,41,-104,Y,,-1', "boundary_buffer_mi '-1' is not a number that can be used"),
        ('x,"Cheyenne, WY",3,1,2020,41,-104,Y,,', "current_part '3' is not 1 or 2"),
        ('x,"Cheyenne, WY",1,100,2020,41,-104,Y,,', "threshold_miles '100' does not fit part 1"),
        ('x,"Cheyenne, WY",1,1,1999,41,-104,Y,,', "regime_added '1999' is not one of"),
        (',"Cheyenne, WY",1,1,2020,41,-104,Y,,', "names no installation"),
    ],
)  # fmt: skip
def test_rows_that_are_refused(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as error:
        table(tmp_path, 'good,"Cheyenne, WY",1,1,2020,41,-104,Y,,', row)
    assert "sites.csv:3: " in str(error.value)
    assert said in str(error.value)


def test_files_that_are_refused(tmp_path: Path) -> None:
    for header, rows, said in (
        ("mirta_name,state,latitude,longitude", ["x,WY,41,-104"], "has no column site_name, location, current_part"),
        (HEADER, [], "has a header and no rows"),
        ("", [], "has no column"),
    ):
        with pytest.raises(ComplianceError) as error:
            table(tmp_path, *rows, header=header)
        assert said in str(error.value)
    with pytest.raises(ComplianceError, match="cannot be read: No such file"):
        read_table(tmp_path / "nowhere.csv", "nowhere.csv")
    (tmp_path / "odd.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ComplianceError, match="is not a CSV file in UTF-8"):
        read_table(tmp_path / "odd.csv", "odd.csv")


def test_every_bundled_source_is_declared(tmp_path: Path) -> None:
    text = bundled("installations")["us-cfius-appendix-a"].read_text("utf-8")
    (tmp_path / "x.yaml").write_text(text.replace("source: appendix-a", "source: rumour", 1), "utf-8")
    with pytest.raises(ComplianceError, match="'rumour', which is not a source of this file"):
        load_installations(tmp_path / "x.yaml", "x.yaml")


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public geocoding is not here")
def test_the_public_geocoding() -> None:
    found = {each.name: each for each in read_table(PUBLIC / "cfius_appendix_a_geocoded.csv", "geocoded.csv")}
    assert len(found) == 227
    # The public table puts this radar site in Alaska at the airport of Cheyenne, a mile from a base.
    assert found["Kenai Regional Radar Site"].doubt == "the coordinates are those of Cheyenne Regional Airport"
    assert found["Army Research Office"].doubt == "no coordinates are recorded"
    assert not found["Scott Air Force Base"].doubt
    doubtful = [name for name, each in found.items() if each.doubt]
    assert 20 < len(doubtful) < 35
    assert BUNDLED.with_more(found.values()).doubt() == ""
    without = read_table(PUBLIC / "cfius_appendix_a_all_regimes.csv", "all.csv")
    assert all(each.doubt == "no coordinates are recorded" for each in without)
    with pytest.raises(ComplianceError, match="has no column site_name"):
        read_table(PUBLIC / "dod_firrma_sites_geocoded.csv", "dod.csv")
