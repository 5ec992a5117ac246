"""GLEIF Level 2 in its three forms."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.io.resources import RULES
from compliance.ownership.formats import read_parties
from compliance.ownership.formats.gleif_records import GleifRecords
from compliance.ownership.parties import Link, Parties
from compliance.ownership.tracing.reach import load_regime, trace
from tests.command_line import ROOT

COLLECTED = ROOT.parent / "shared" / "data" / "ownership" / "gleif"


def relation(child: str, parent: str, kind: str = "IS_DIRECTLY_CONSOLIDATED_BY", **more: Any) -> dict[str, Any]:
    registration = {"LastUpdateDate": "2023-01-01T00:00:00Z", "RegistrationStatus": "PUBLISHED"}
    registration |= more.pop("registration", {})
    found = {"StartNode": {"NodeID": child}, "EndNode": {"NodeID": parent}, "RelationshipType": kind, **more}
    return {"Relationship": found, "Registration": registration}


def period(start: str | None, end: str | None = None, kind: str = "RELATIONSHIP_PERIOD") -> dict[str, Any]:
    return {"PeriodType": kind} | ({"StartDate": start} if start else {}) | ({"EndDate": end} if end else {})


def read(tmp_path: Path, *records: dict[str, Any], text: str = "", name: str = "g.json") -> Parties:
    path = tmp_path / name
    path.write_text(text or json.dumps(records), "utf-8")
    return read_parties(path, name)


def told(parties: Parties) -> list[tuple[str, str, str, str]]:
    return [(each.owner, each.owned, each.kind, str(each.share)) for each in parties.interests]


def test_the_child_stands_first_and_no_share_is_read(tmp_path: Path) -> None:
    quantified = {"MeasurementMethod": "ACCOUNTING_CONSOLIDATION", "QuantifierAmount": "100.00"}
    parties = read(
        tmp_path,
        relation("C", "P", RelationshipQuantifiers=[quantified]),
        relation("C", "P", "IS_ULTIMATELY_CONSOLIDATED_BY"),
    )
    assert told(parties) == [
        ("P", "C", "control", "an unknown share"),
        ("P", "C", "ownership", "an unknown share"),
    ]
    assert parties.interests[0].source == "IS_DIRECTLY_CONSOLIDATED_BY; IS_ULTIMATELY_CONSOLIDATED_BY"
    assert parties["C"].identifiers == (("lei", "C"),)
    day = date(2026, 11, 22)
    answers = trace(parties, load_regime(RULES / "regimes" / "us-ofac-50.yaml", day), day, ["P"])
    assert (answers["C"].verdict, "control-tie" in answers["C"].flags) == ("possibly-restricted", True)
    assert [(each.owner, each.owned) for each in answers["C"].ask] == [("P", "C")]


def test_branches_funds_and_feeders(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        relation("B", "H", "IS_INTERNATIONAL_BRANCH_OF"),
        relation("F", "M", "IS_FUND-MANAGED_BY"),
        relation("S", "U", "IS_SUBFUND_OF"),
        relation("X", "Y", "IS_FEEDER_TO"),
        relation("N", "O", "IS_NEW_TO"),
    )
    assert told(parties) == [
        ("H", "B", "ownership", "100 %"),
        ("M", "F", "control", "an unknown share"),
        ("U", "S", "control", "an unknown share"),
        ("X", "Y", "ownership", "an unknown share"),
    ]
    assert parties.links == (Link("N", "O", "IS_NEW_TO"),)
    assert parties.notes == ("g.json: relationships of type IS_NEW_TO are taken as ties that are not ownership.",)


def test_the_relationship_period_counts_and_no_other(tmp_path: Path) -> None:
    accounting = period("2018-01-01", "2018-12-31", "ACCOUNTING_PERIOD")
    parties = read(
        tmp_path,
        relation("A", "P", "IS_FUND-MANAGED_BY", RelationshipPeriods=[accounting, period("2018-02-06T08:00:00+02:00")]),
        relation("B", "P", "IS_FUND-MANAGED_BY", RelationshipPeriods=[accounting]),
        relation("C", "P", "IS_FUND-MANAGED_BY", RelationshipPeriods=[period("2018", "2019-06-30T00:00:00Z")]),
        relation("D", "P", "IS_FUND-MANAGED_BY", RelationshipStatus="INACTIVE", RelationshipPeriods=[period("2018")]),
        relation("E", "P", "IS_FUND-MANAGED_BY") | {"Extension": {"Deletion": {"DeletedAt": "2023-11-01T01:39:19Z"}}},
    )
    assert {each.owned: (each.since, each.until) for each in parties.interests} == {
        "A": (date(2018, 2, 6), None),
        "B": (None, None),
        "C": (date(2018, 1, 1), date(2019, 6, 30)),
        "D": (date(2018, 1, 1), date(2023, 1, 1)),
        "E": (None, date(2023, 11, 1)),
    }


def test_the_latest_update_holds(tmp_path: Path) -> None:
    kind = "IS_FUND-MANAGED_BY"
    ended = {"RelationshipPeriods": [period("2018", "2020-12-31")]}
    parties = read(
        tmp_path,
        relation("C", "P", kind, registration={"LastUpdateDate": "2024"}, **ended),
        relation("C", "P", kind, registration={"LastUpdateDate": "2022"}),
        relation("D", "P", kind, registration={"RegistrationStatus": "ANNULLED"}),
        relation("E", "P", kind, registration={"RegistrationStatus": "LAPSED"}),
    )
    assert [(each.owned, each.until) for each in parties.interests] == [("C", date(2020, 12, 31)), ("E", None)]


def test_exceptions_are_unknown_owners(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        {"LEI": "C", "ExceptionCategory": "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT", "ExceptionReason": "NO_LEI"},
        {"LEI": "C", "ExceptionCategory": "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT", "ExceptionReason": "NO_LEI"},
    )
    assert told(parties) == [("unknown-owner:C:NO_LEI", "C", "ownership", "an unknown share")]
    assert parties["unknown-owner:C:NO_LEI"].name == "Unknown owner (NO_LEI)"


def test_names_of_level_one(tmp_path: Path) -> None:
    entity = {"LegalName": "Alpha Ltd", "LegalJurisdiction": "US-DE", "LegalAddress": {"Country": "US"}}
    parties = read(
        tmp_path,
        relation("A", "P"),
        {"LEI": "A", "Entity": entity},
        {"LEI": "B", "Entity": {"LegalName": {"name": "Beta"}, "LegalAddress": {"Country": "NG"}}},
    )
    assert (parties["A"].name, parties["A"].country) == ("Alpha Ltd", "US")
    assert (parties["B"].name, parties["B"].country) == ("Beta", "NG")


def test_json_of_the_golden_copy(tmp_path: Path) -> None:
    wrapped = {
        "RelationshipRecord": {
            "Relationship": {
                "StartNode": {"NodeID": {"$": "C"}, "NodeIDType": {"$": "LEI"}},
                "EndNode": {"NodeID": {"$": "P"}},
                "RelationshipType": {"$": "IS_FUND-MANAGED_BY"},
                "RelationshipPeriods": {
                    "RelationshipPeriod": [
                        {"StartDate": {"$": "2018-01-01"}, "PeriodType": {"$": "ACCOUNTING_PERIOD"}},
                        {"StartDate": {"$": "2019-01-01"}, "PeriodType": {"$": "RELATIONSHIP_PERIOD"}},
                    ]
                },
            },
            "Registration": {"RegistrationStatus": {"$": "PUBLISHED"}},
        }
    }
    parties = read(tmp_path, text=json.dumps({"relations": [wrapped]}))
    assert [(each.owner, each.owned, each.since) for each in parties.interests] == [("P", "C", date(2019, 1, 1))]
    exception = {"LEI": {"$": "C"}, "ExceptionCategory": {"$": "D"}, "ExceptionReason": {"$": "NO_LEI"}}
    assert told(read(tmp_path, text=json.dumps({"exceptions": [exception]})))[0][0] == "unknown-owner:C:NO_LEI"


XML = """<?xml version="1.0" encoding="UTF-8"?>
<rr:RelationshipData xmlns:rr="http://www.gleif.org/data/schema/rr/2016"><rr:Header><rr:RecordCount>1</rr:RecordCount></rr:Header>
<rr:RelationshipRecords>
<rr:RelationshipRecord><rr:Relationship>
<rr:StartNode><rr:NodeID>C</rr:NodeID></rr:StartNode><rr:EndNode><rr:NodeID>P &amp; Q</rr:NodeID></rr:EndNode>
<rr:RelationshipType>IS_FUND-MANAGED_BY</rr:RelationshipType>
<rr:RelationshipPeriods>
<rr:RelationshipPeriod><rr:StartDate>2018-01-01</rr:StartDate><rr:PeriodType>ACCOUNTING_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
<rr:RelationshipPeriod><rr:StartDate>2019-01-01</rr:StartDate><rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
<rr:RelationshipPeriod><rr:StartDate>2016-01-01</rr:StartDate><rr:EndDate>2016-05-01</rr:EndDate><rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod>
</rr:RelationshipPeriods></rr:Relationship></rr:RelationshipRecord>
</rr:RelationshipRecords></rr:RelationshipData>
"""


@pytest.mark.parametrize("chunk", [7, 100_000])
def test_xml(tmp_path: Path, chunk: int) -> None:
    path = tmp_path / "g.xml"
    path.write_text(XML, "utf-8")
    records = GleifRecords(path, path.name, "xml", chunk=chunk)
    assert [row for row, _ in records] == [4]
    assert not records.problems


def test_records_in_xml(tmp_path: Path) -> None:
    parties = read(tmp_path, text=XML, name="g.xml")
    assert [(each.owner, each.owned, each.since, each.row) for each in parties.interests] == [
        ("P & Q", "C", date(2016, 1, 1), 4),
        ("P & Q", "C", date(2019, 1, 1), 4),
    ]


CSV = (
    "Relationship.StartNode.NodeID,Relationship.EndNode.NodeID,Relationship.RelationshipType,"
    "Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,"
    "Relationship.Period.1.periodType,Relationship.Period.2.startDate,Relationship.Period.2.endDate,"
    "Relationship.Period.2.periodType,Registration.LastUpdateDate,Registration.RegistrationStatus\n"
    "C,P,IS_FUND-MANAGED_BY,ACTIVE,2018-01-01,2018-12-31,ACCOUNTING_PERIOD,2019-01-01,,RELATIONSHIP_PERIOD,2024,PUBLISHED\n"
)


def test_csv(tmp_path: Path) -> None:
    parties = read(tmp_path, text=CSV, name="g.csv")
    assert [(each.owner, each.owned, each.since, each.until, each.row) for each in parties.interests] == [
        ("P", "C", date(2019, 1, 1), None, 2)
    ]
    exceptions = "LEI,Exception.Category,Exception.Reason.1\nC,DIRECT,NATURAL_PERSONS\n"
    assert told(read(tmp_path, text=exceptions, name="x.csv"))[0][0] == "unknown-owner:C:NATURAL_PERSONS"


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(
            tmp_path,
            relation("C", ""),
            relation("C", "P", RelationshipPeriods=[period("some day")]),
            {"ExceptionCategory": "D"},
            {"name": "x"},
            relation("D", "P", "IS_FUND-MANAGED_BY", RelationshipPeriods=[period("2020", "2019")]),
        )
    assert [str(each).partition(". ")[0] for each in caught.value.problems] == [
        "g.json:1: a relationship lacks a node or a type",
        "g.json:1: 'some day' is not a date; write it as 2025-09-29",
        "g.json:1: an exception has no LEI",
        "g.json:1: a record is neither a relationship nor an exception",
        "g.json:1: the interest of 'P' in 'D' ends before it begins",
    ]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (XML[:-60], "g.xml", "g.xml:11: is not XML from here on. Download it again."),
        (XML.replace("<rr:R", '<!DOCTYPE x [<!ENTITY a "b">]><rr:R', 1), "g.xml",
         "g.xml:2: is refused: it declares a document type. Download it again from GLEIF."),
        (XML.replace("<rr:StartNode>", "<a>" * 50, 1), "g.xml",
         "g.xml:5: is refused: it is nested too deeply. Download it again from GLEIF."),
        *(
            (f"<?xml version='1.0' encoding='{encoding}'?>" + XML.partition("?>")[2], "g.xml",
             "g.xml:1: is not XML from here on. Download it again.")
            for encoding in ("klingon", "shift_jis", "EUC-JP", "utf-7")
        ),
        (CSV + 'C,"P" x,', "g.csv", "g.csv:2: is not CSV in UTF-8 from here on. Download it again."),
    ],
)  # fmt: skip
def test_what_cannot_be_read(tmp_path: Path, text: str, name: str, expected: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(tmp_path, text=text, name=name)
    assert str(caught.value) == expected


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected data is not here")
def test_collected_files() -> None:
    from_json, from_xml = (read_parties(COLLECTED / name, "g") for name in ("rr-data.json", "rr-data.xml"))
    assert told(from_json) == told(from_xml)
    assert ("ZZG38T0MDR3QY1ETUA76", "010CMKZ3VON21WF2ZD45", "ownership", "an unknown share") in told(from_json)
    updates = read_parties(COLLECTED / "rr-updates-data2-new.json", "g")
    ended = [each.until for each in updates.interests if each.owned == "98450051BS9C610A8T78" and each.until]
    assert ended == [date(2023, 11, 1)] * 2
    for name in ("repex-data.json", "repex-updates-data2-new.json"):
        assert all(each.owner.startswith("unknown-owner:") for each in read_parties(COLLECTED / name, "g").interests)
    named = read_parties(COLLECTED / "relationship-update-data.json", "g")
    assert named["0292003540H0S4VA7A50"].name == "FBNQUEST ASSET MANAGEMENT LIMITED"
