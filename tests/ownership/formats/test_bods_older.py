"""Statements of BODS 0.2 and 0.3 say the same as those of 0.4."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.ownership.formats import read_parties
from compliance.ownership.parties import Parties


def statement(key: str, kind: str, *replaced: str, version: str = "0.2", **fields: Any) -> dict[str, Any]:
    more = {"replacesStatements": list(replaced)} if replaced else {}
    return {
        "statementID": key, "statementType": f"{kind}Statement", "isComponent": False,
        "publicationDetails": {"bodsVersion": version}, **more, **fields,
    }  # fmt: skip


def company(key: str, name: str, *replaced: str, **fields: Any) -> dict[str, Any]:
    return statement(key, "entity", *replaced, name=name, entityType="registeredEntity", **fields)


def held(key: str, owner: dict[str, Any], owned: str, *replaced: str, **fields: Any) -> dict[str, Any]:
    subject = {"describedByEntityStatement": owned}
    return statement(key, "ownershipOrControl", *replaced, interestedParty=owner, subject=subject, **fields)


def read(tmp_path: Path, *statements: dict[str, Any]) -> Parties:
    path = tmp_path / "b.json"
    path.write_text(json.dumps(statements), "utf-8")
    return read_parties(path, "b.json")


def entity(key: str) -> dict[str, str]:
    return {"describedByEntityStatement": key}


@pytest.mark.parametrize(
    ("version", "interest"),
    [
        ("0.2", {"type": "voting-rights", "interestLevel": "direct"}),
        ("0.3", {"type": "votingRights", "directOrIndirect": "direct"}),
    ],
)
def test_interests_of_either_version(tmp_path: Path, version: str, interest: dict[str, Any]) -> None:
    share = {"minimum": 25, "exclusiveMinimum": True, "maximum": 50, "exclusiveMaximum": False}
    parties = read(
        tmp_path,
        company("a", "A Ltd", incorporatedInJurisdiction={"name": "Latvia", "code": "LV"}, statementDate="2020-01-01"),
        statement(
            "p",
            "person",
            version=version,
            personType="knownPerson",
            names=[{"fullName": "P"}],
            statementDate="2020-01-01",
        ),
        held("o", {"describedByPersonStatement": "p"}, "a", interests=[{**interest, "share": share}], version=version),
    )
    (found,) = parties.interests
    assert (found.owner, found.owned, found.kind, str(found.share)) == (
        "p",
        "a",
        "votes",
        "more than 25 % and at most 50 %",
    )
    assert [(party.id, party.name, party.country) for party in parties] == [("a", "A Ltd", "LV"), ("p", "P", None)]


def test_a_later_statement_replaces_earlier_ones(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        company("a1", "Old Name", statementDate="2020-01-01"),
        company("b", "B"),
        company("c", "C"),
        held("o1", entity("b"), "a1", interests=[{"type": "shareholding", "share": {"exact": 60}}], statementDate="2020-01-01"),
        held("x1", entity("c"), "a1", interests=[{"type": "shareholding", "share": {"exact": 30}}], statementDate="2020-01-01"),
        company("a2", "New Name", "a1", statementDate="2022-01-01"),
        held(
            "o2", entity("b"), "a2", "o1", "x1", statementDate="2022-01-01",
            interests=[{"type": "shareholding", "share": {"exact": 40}}],
        ),
    )  # fmt: skip
    assert [(i.owner, i.owned, str(i.share), i.since, i.until) for i in parties.interests] == [
        ("b", "a1", "60 %", None, date(2021, 12, 31)),
        ("b", "a1", "40 %", date(2022, 1, 1), None),
        ("c", "a1", "30 %", None, date(2021, 12, 31)),
    ]
    assert [party.aliases for party in parties if party.id == "a1"] == [("Old Name",)]


def test_unknown_owners_trusts_and_components(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        company("a", "A"),
        company("b", "B"),
        held("o", {"unspecified": {"reason": "no-beneficial-owners"}}, "a"),
        held(
            "o2", entity("b"), "a", componentStatementIDs=["z"],
            interests=[{"type": "settlor-of-trust", "interestLevel": "unknown"}],
        ),
    )  # fmt: skip
    assert [(i.kind, i.indirect) for i in parties.interests if i.owner == "b"] == [("control", True)]


def test_an_older_file_may_not_say_its_version(tmp_path: Path) -> None:
    plain = {name: value for name, value in company("a", "A").items() if name != "publicationDetails"}
    assert [party.id for party in read(tmp_path, {**plain, "entityType": {"type": "registeredEntity"}})] == ["a"]


def test_what_is_no_statement(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="recordType 'noStatement' is unknown"):
        read(tmp_path, statement("a", "no"))
