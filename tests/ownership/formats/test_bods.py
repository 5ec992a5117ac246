"""Beneficial Ownership Data Standard 0.4."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.ownership.formats import bods, read_parties
from compliance.ownership.parties import Interest, Parties, contradictions
from compliance.ownership.tracing.reach import load_regime, trace
from tests.command_line import ROOT

COLLECTED = ROOT.parent / "shared" / "data" / "ownership" / "bods_0_4"
DAY = date(2026, 11, 22)


def entity(record: str, name: str = "", **more: Any) -> dict[str, Any]:
    details: dict[str, Any] = {"isComponent": False, "entityType": {"type": "registeredEntity"}}
    if name:
        details["name"] = name
    return statement(record, "entity", {**details, **more})


def person(record: str, **more: Any) -> dict[str, Any]:
    return statement(record, "person", {"isComponent": False, "personType": "knownPerson", **more})


def statement(record: str, kind: str, details: dict[str, Any], day: str = "2020-01-01", **more: Any) -> dict[str, Any]:
    return {"recordId": record, "recordType": kind, "recordDetails": details, "statementDate": day, **more}


def held(owner: Any, owned: Any, *interests: dict[str, Any], record: str = "", **more: Any) -> dict[str, Any]:
    known: dict[str, Any] = {name: more.pop(name) for name in ("isComponent", "componentRecords") if name in more}
    details: dict[str, Any] = {"isComponent": False, "interestedParty": owner, "subject": owned, **known}
    if interests:
        details["interests"] = list(interests)
    return statement(record or f"{owner}-{owned}", "relationship", details, **more)


def shares(exact: Any = None, kind: str = "shareholding", how: str = "direct", **more: Any) -> dict[str, Any]:
    share = {"share": {"exact": exact}} if exact is not None else {}
    return {"type": kind, "directOrIndirect": how, **share, **more}


def read(tmp_path: Path, *statements: dict[str, Any], lines: bool = False) -> Parties:
    path = tmp_path / "b.json"
    text = "\n".join(map(json.dumps, statements)) if lines else "[" + ",\n".join(map(json.dumps, statements)) + "]"
    path.write_text(text, "utf-8")
    return read_parties(path, "b.json")


def problems(tmp_path: Path, *statements: dict[str, Any]) -> list[str]:
    with pytest.raises(ComplianceError) as caught:
        read(tmp_path, *statements)
    return [str(each) for each in caught.value.problems]


def told(interests: Iterable[Interest]) -> list[tuple[str, str, str, str]]:
    return [(each.owner, each.owned, str(each.share), each.kind) for each in interests]


def verdicts(parties: Parties, *listed: str, regime: str = "us-ofac-50", day: date = DAY) -> dict[str, str]:
    law = load_regime(RULES / "regimes" / f"{regime}.yaml", day)
    return {party: reach.verdict for party, reach in trace(parties, law, day, listed).items()}


def collected(name: str) -> Parties:
    path = COLLECTED / "examples" / f"{name}.json"
    if not path.is_file():
        pytest.skip("collected data is not here")
    return read_parties(path, path.name)


# What is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [False, True])
def test_parties_and_interests(tmp_path: Path, lines: bool) -> None:
    parties = read(
        tmp_path,
        entity(
            "a",
            "Alpha Oy",
            alternateNames=["Alpha Ab"],
            jurisdiction={"name": "Finland", "code": "FI"},
            identifiers=[{"scheme": "FI-PRO", "id": "1-2"}, {"schemeName": "VAT", "id": "3"}, {"scheme": "none"}],
        )
        | {"publicationDetails": {"bodsVersion": "0.4", "publisher": {"name": "Register X"}}},
        person(
            "p",
            names=[
                {"type": "alternative", "fullName": "Pete"},
                {"type": "legal", "givenName": "Peter", "familyName": "Person"},
            ],
            nationalities=[{"name": "British"}],
        ),
        person("q", nationalities=[{"code": "CN"}, {"code": "US"}]),
        held("p", "a", shares(76.5, startDate="2019-02-03", endDate="2022-02"), statementId="s1"),
        held("q", "a", shares(kind="votingRights")),
        lines=lines,
    )
    alpha, peter, q = (parties[each] for each in ("a", "p", "q"))
    assert (alpha.name, alpha.aliases, alpha.country) == ("Alpha Oy", ("Alpha Ab",), "FI")
    assert (alpha.identifiers, alpha.sources) == ((("FI-PRO", "1-2"), ("VAT", "3")), ("Register X",))
    assert (peter.name, peter.aliases, peter.country) == ("Peter Person", ("Pete",), "GB")
    assert (q.name, q.country) == ("q", None)
    first, second = parties.interests
    assert first == Interest(
        "p", "a", Share.exact("76.5"), "ownership", date(2019, 2, 3), date(2022, 2, 28), "statement s1", "b.json", 4
    )
    assert (second.share, second.kind, second.source) == (Share(), "votes", "")


def test_every_code_of_the_standard_has_a_kind() -> None:
    table = COLLECTED / "schema" / "interestType.csv"
    if not table.is_file():
        pytest.skip("collected data is not here")
    codes = [line.split(",")[0] for line in table.read_text("utf-8").splitlines()[1:]]
    assert set(codes) == set(bods.KINDS) | set(bods.UNTOLD) - {""}


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({"exclusiveMinimum": 25, "maximum": 50}, "more than 25 % and at most 50 %"),
        ({"minimum": 75, "exclusiveMaximum": 100}, "at least 75 % and less than 100 %"),
        ({"exclusiveMinimum": 50}, "more than 50 %"),
        ({"exact": 100, "minimum": 100, "maximum": 100}, "100 %"),
        ({"exact": None, "minimum": 10}, "at least 10 %"),
        ({"exact": 33.333333333}, "more than 33.333333 % and less than 33.333334 %"),
        ({"minimum": 33.3333333, "maximum": 66.6666666}, "at least 33.333333 % and at most 66.666667 %"),
        ({}, "an unknown share"),
    ],
)
def test_shares(tmp_path: Path, share: dict[str, Any], expected: str) -> None:
    parties = read(tmp_path, held("p", "a", shares(share=share)))
    assert str(parties.interests[0].share) == expected


def test_an_interest_of_which_nobody_tells_the_nature_is_an_unknown_share(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        held("p", "a"),
        held("q", "a", {"share": {"exact": 60}}),
        held("r", "a", shares(60, kind="unpublishedInterest")),
    )
    assert [(str(each.share), each.kind) for each in parties.interests] == [("an unknown share", "ownership")] * 3


def test_owners_that_are_not_specified(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        held({"reason": "subjectExemptFromDisclosure"}, "a", record="r1"),
        held("p", {"reason": "unknown"}, record="r2"),
        entity("n", entityType={"type": "anonymousEntity"}, unspecifiedEntityDetails={"reason": "noBeneficialOwners"}),
        person("m", personType="unknownPerson"),
        held("n", "a", shares(60)),
        held("m", "b", shares(60, "votingRights")),
    )
    assert parties["unknown-owner:r1"].name == "Unknown owner (subjectExemptFromDisclosure)"
    assert parties["n"].name == "Unknown owner (noBeneficialOwners)"
    assert parties["m"].name == "Unknown owner (unknownPerson)"
    assert told(parties.interests) == [
        ("unknown-owner:r1", "a", "an unknown share", "ownership"),
        ("n", "a", "at most 60 %", "ownership"),
        ("p", "unknown-company:r2", "an unknown share", "ownership"),
        ("m", "b", "at most 60 %", "votes"),
    ]
    law = load_regime(RULES / "regimes" / "us-ofac-50.yaml", DAY)
    reach = trace(parties, law, DAY, ["p"])["a"]
    assert (reach.verdict, reach.flags) == ("clear", ("undisclosed-majority",))


def test_profits_beside_shares(tmp_path: Path) -> None:
    """Measures of ownership are not added: the shares are the least, the greatest is the most."""
    both = held("p", "a", shares(10), shares(60, "rightsToProfitOrIncome"))
    one = held("p", "b", shares(60, "rightsToProfitOrIncome"))
    two = held("p", "c", shares(60, "rightsToProfitOrIncome"), shares(40, "rightsToSurplusAssetsOnDissolution"))
    assert [str(each.share) for each in read(tmp_path, both, one, two).interests] == [
        "at least 10 % and at most 60 %",
        "60 %",
        "at least 40 % and at most 60 %",
    ]


# Versions --------------------------------------------------------------------------------------------------------


def test_the_latest_statement_of_the_day_holds(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        entity("a", "Old Name"),
        held("p", "a", shares(60), record="r", day="2020-01-01", recordStatus="new"),
        held("p", "a", shares(40), record="r", day="2022-01-01T10:00:00Z", recordStatus="updated"),
        held("p", "a", shares(40), record="r", day="2024-01-01", recordStatus="closed"),
        entity("a", "New Name") | {"statementDate": "2023-01-01"},
    )
    assert (parties["a"].name, parties["a"].aliases) == ("New Name", ("Old Name",))
    days = [(each.since, each.until, str(each.share)) for each in parties.interests]
    assert days == [(None, date(2021, 12, 31), "60 %"), (date(2022, 1, 1), date(2023, 12, 31), "40 %")]
    found = [verdicts(parties, "p", day=date(year, 1, 1))["a"] for year in (2019, 2021, 2022, 2024)]
    assert found == ["restricted", "restricted", "clear", "clear"]


@pytest.mark.parametrize(
    ("status", "later", "expected"),
    [
        # What ended before it was written down ended then.
        ("updated", shares(70, endDate="2021-06-30"), [(None, date(2021, 6, 30), "60 %")]),
        ("closed", shares(60, endDate="2021-06-30"), [(None, date(2021, 6, 30), "60 %")]),
        # What began before it was written down began then, and what it supersedes ended.
        (
            "updated",
            shares(40, startDate="2021-12-24"),
            [(None, date(2021, 12, 23), "60 %"), (date(2021, 12, 24), None, "40 %")],
        ),
        # A day that is no earlier than the statement, or that of the interest itself, says nothing of a change.
        ("closed", shares(60, endDate="2022-03-01"), [(None, date(2021, 12, 31), "60 %")]),
        (
            "updated",
            shares(40, startDate="0001-01-01"),
            [(None, date(2021, 12, 31), "60 %"), (date(2022, 1, 1), None, "40 %")],
        ),
        (
            "updated",
            shares(40, "votingRights", startDate="2021-12-24"),
            [(None, date(2021, 12, 31), "60 %"), (date(2022, 1, 1), None, "40 %")],
        ),
    ],
)
def test_a_register_writes_down_what_happened_some_days_ago(
    tmp_path: Path, status: str, later: Any, expected: list[Any]
) -> None:
    parties = read(
        tmp_path,
        held("p", "a", shares(60), record="r", day="2020-01-01"),
        held("p", "a", later, record="r", day="2022-01-01", recordStatus=status),
    )
    assert [(each.since, each.until, str(each.share)) for each in parties.interests] == expected


def test_many_contradictions(tmp_path: Path) -> None:
    records = [held("p", f"c{n}", shares(share), record=f"{n}-{share}") for n in range(25) for share in (30, 40)]
    notes = read(tmp_path, *records).notes
    assert len(notes) == 21
    assert notes[-1] == "b.json: 5 more interests on which statements contradict each other."


def test_ranges_that_only_touch_at_an_open_end_contradict_each_other(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        held("p", "a", shares(share={"exclusiveMinimum": 50}), record="r1"),
        held("p", "a", shares(50), record="r2"),
        held("q", "a", shares(share={"maximum": 25}), record="r3", statementId="s1"),
        *(held("q", "a", shares(), record=f"r{n}", statementId=f"s{n}") for n in range(4, 8)),
    )
    assert [str(each.share) for each in parties.interests] == ["at least 50 %", "at most 25 %"]
    assert parties.interests[1].source == "statement s1; statement s4; statement s5 and 2 more"


def test_statements_of_one_day(tmp_path: Path) -> None:
    replaced = read(
        tmp_path,
        held("p", "a", shares(60), record="r", recordStatus="new"),
        held("p", "a", shares(70), record="r", recordStatus="updated"),
    )
    assert told(replaced.interests) == [("p", "a", "70 %", "ownership")]
    contradicting = read(
        tmp_path,
        held("p", "a", shares(60), record="r"),
        held("p", "a", shares(70), record="r"),
    )
    assert told(contradicting.interests) == [("p", "a", "at least 60 % and at most 70 %", "ownership")]


def test_a_record_of_which_only_the_end_is_stated(tmp_path: Path) -> None:
    closed = held("p", "a", shares(60, startDate="2019-01-01"), recordStatus="closed")
    assert [(each.since, each.until) for each in read(tmp_path, closed).interests] == [
        (date(2019, 1, 1), date(2019, 12, 31))
    ]
    before = held("p", "a", shares(60, startDate="2021-01-01"), recordStatus="closed")
    assert not read(tmp_path, entity("a"), before).interests


def test_records_that_contradict_each_other(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        held("p", "a", shares(share={"minimum": 25, "maximum": 60}), record="r1", statementId="s1"),
        held("p", "a", shares(share={"minimum": 40, "maximum": 75}), record="r2", statementId="s2"),
        held("p", "b", shares(45), record="r3"),
        held("p", "b", shares(55), record="r4"),
        held("q", "b", shares(50), record="r5"),
    )
    first, second, third = parties.interests
    assert (str(first.share), first.source) == ("at least 40 % and at most 60 %", "statement s1; statement s2")
    assert (str(second.share), second.contradicted, third.contradicted) == (
        "at least 45 % and at most 55 %",
        True,
        False,
    )
    assert parties.notes == (
        "b.json: statements on the ownership of 'p' in 'b' contradict each other: 45 % (row 3), 55 % (row 4); "
        "taken as at least 45 % and at most 55 %.",
    )
    # What q holds is no reason to believe one of them rather than the other.
    assert verdicts(parties, "p")["b"] == "possibly-restricted"


# Nothing is counted twice ----------------------------------------------------------------------------------------


def test_components_are_not_counted_twice(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        held("ministry", "gas", shares(23.5), isComponent=True),
        held("pipes", "gas", shares(76.5), isComponent=True),
        held("ministry", "pipes", shares(100), isComponent=True),
        held("state", "ministry", shares(kind="otherInfluenceOrControl"), isComponent=True),
        held("state", "gas", shares(100, how="indirect"), componentRecords=["ministry-gas"]),
        held("fund", "gas", shares(5, how="unknown"), componentRecords=["x"]),
    )
    assert [each.owner for each in parties.interests if each.indirect] == ["state", "fund"]
    assert verdicts(parties, "state")["gas"] == "restricted"
    assert verdicts(parties, "ministry")["gas"] == "restricted"
    assert verdicts(parties, "pipes")["gas"] == "restricted"
    assert verdicts(parties, "fund")["gas"] == "clear"


def test_what_may_be_held_through_another_holder(tmp_path: Path) -> None:
    """Where the register does not tell direct from indirect."""
    parties = read(
        tmp_path,
        held("p", "h", shares(share={"minimum": 75}, how="unknown")),
        held("h", "a", shares(share={"minimum": 75}, how="unknown")),
        held("p", "a", shares(share={"minimum": 75}, how="unknown")),
    )
    assert [(each.owner, each.owned) for each in parties.interests if each.indirect] == [("p", "a")]


def test_several_ways_up(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        *(held("p", each, shares(60, how="unknown")) for each in "hi"),
        held("h", "a", shares(30, how="unknown")),
        held("i", "h", shares(30, how="unknown")),
        held("q", "a", shares(30, how="unknown")),
    )
    assert not any(each.indirect for each in parties.interests if each.owned == "a")


def test_who_holds_directly_is_not_believed_to_hold_through_others(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        held("p", "a", shares(60)),
        held("q", "a", shares(60)),
        held("r", "a", shares(10, how="unknown")),
    )
    assert [each.partition(" add up")[0] for each in found] == ["b.json:2: the interests in 'a' of kind ownership"]


def test_sums_above_the_whole_are_an_error_that_names_the_statements(tmp_path: Path) -> None:
    found = problems(
        tmp_path, held("p", "a", shares(60), statementId="s1"), held("q", "a", shares(50), statementId="s2")
    )
    assert found == [
        "b.json:2: the interests in 'a' of kind ownership add up to more than 100 % on every day: "
        "b.json:1 (statement s1), b.json:2 (statement s2). Correct a share, or the days on which it is held."
    ]


@pytest.mark.parametrize(
    ("name", "listed", "regime", "day", "expected"),
    [
        ("bods-package-fi-soe", "05ce06ec97b1", "us-ofac-50", DAY, {"19f1c5afe9d7": "restricted"}),
        ("bods-package-fi-soe", "7ff95ba3682c", "us-ofac-50", DAY, {"19f1c5afe9d7": "restricted"}),
        ("bods-package-fi-soe", "0199c515a699", "us-ofac-50", DAY, {"7ff95ba3682c": "clear"}),
        ("mixed-direct-and-indirect-ownership", "53508b65253f", "us-ofac-50", DAY, {"9bfe59b6a869": "restricted"}),
        ("mixed-direct-and-indirect-ownership", "ec61aeda7141", "us-ofac-50", DAY, {"9bfe59b6a869": "restricted"}),
        ("mixed-direct-and-indirect-ownership", "ec61aeda7141", "uk-50", DAY, {"9bfe59b6a869": "clear"}),
        ("mixed-direct-and-indirect-ownership", "53508b65253f", "uk-50", DAY, {"9bfe59b6a869": "possibly-restricted"}),
        ("mutilple-indirect-ownership-2", "731c7a8e7601", "us-ofac-50", DAY,
         {"1e049760d6c7": "restricted", "41454e3ba398": "possibly-restricted"}),
        ("indirect-ownership", "c25d4d612c2c", "us-ofac-50", DAY, {"ad3f6c2fcc9e": "possibly-restricted"}),
        ("joint-ownership", "91b4236a7d89", "us-ofac-50", date(2017, 1, 1), {"31c55e425764": "clear"}),
        ("joint-ownership", "1accb8b18b99", "us-ofac-50", DAY, {"31c55e425764": "restricted"}),
    ],
)  # fmt: skip
def test_collected_examples(name: str, listed: str, regime: str, day: date, expected: dict[str, str]) -> None:
    found = verdicts(collected(name), listed, regime=regime, day=day)
    assert {party: found[party] for party in expected} == expected


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected data is not here")
def test_collected_files() -> None:
    files = [path for path in COLLECTED.glob("*/*.json") if path.parent.name != "schema"]
    wrong = {path for path in files if "share_values-invalid" in path.stem or "dates-invalid" in path.stem}
    assert len(wrong) == 9
    for path in files:
        if path in wrong:
            with pytest.raises(ComplianceError):
                read_parties(path, path.name)
        else:
            assert not list(contradictions(read_parties(path, path.name).interests))
    sample = read_parties(COLLECTED / "sample_300_statements.json", "s.json")
    assert (len(sample.records), len(sample.interests)) == (200, 100)


# What cannot be used ---------------------------------------------------------------------------------------------


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        statement("", "entity", {}),
        statement("r", "company", {}),
        statement("r", "entity", None),  # type: ignore[arg-type]
        {"recordId": "r", "recordType": "entity", "recordDetails": {}},
        entity("r") | {"statementDate": "yesterday"},
        entity("r") | {"recordStatus": "dead"},
        held("", "a"),
        held("p", "a", shares(kind="shares")),
        held("p", "a", shares(how="somehow")),
        held("p", "a", shares(share=50)),
        held("p", "a", shares(-1)),
        held("p", "a", shares("many")),
        held("p", "a", shares(50, startDate="2020-02-30")),
        held("p", "a", shares(share={"exact": 50, "maximum": 60})),
        held("p", "a", shares(share={"minimum": 60, "exclusiveMaximum": 60})),
        held("p", "b", shares(50, startDate="2020-01-01", endDate="2019-01-01"), record="r1"),
        held("q", "b", shares(50), record="r2"),
        held("p", "c", shares(50, startDate="2020-01-01", endDate="2019-01-01"), record="r3"),
        held("p", "c", shares(50), record="r3", day="2021-01-01"),
    )
    assert [each.partition(". ")[0] for each in found] == [
        "b.json:1: a statement has no recordId",
        "b.json:2: recordType 'company' is unknown",
        "b.json:3: a statement has no recordDetails",
        "b.json:4: a statement has no statementDate",
        "b.json:5: statementDate: 'yesterday' is not a date; write it as 2025-09-29",
        "b.json:6: recordStatus 'dead' is unknown",
        "b.json:7: a relationship has no interestedParty",
        "b.json:8: interest type 'shares' is unknown",
        "b.json:9: directOrIndirect 'somehow' is unknown",
        "b.json:10: a share is not an object",
        "b.json:11: -1 is not a percentage from 0 to 100",
        "b.json:12: 'many' is not a percentage",
        "b.json:13: startDate: '2020-02-30' is not a day of the calendar",
        "b.json:14: a share is both exact and a range; give one of them",
        "b.json:15: a share between equal ends must include them",
        "b.json:16: the interest of 'p' in 'b' ends before it begins",
        "b.json:18: the interest of 'p' in 'c' ends before it begins",
    ]


@pytest.mark.parametrize(
    ("version", "fields", "expected"),
    [
        ("0.5", {"recordId": "a"}, "is BODS 0.5; 0.2, 0.3, 0.4 are read"),
        ("0.1", {"statementID": "x"}, "is BODS 0.1; 0.2, 0.3, 0.4 are read"),
        ("0.2", {"recordId": "a"}, "is BODS 0.2, with the fields of a newer version; 0.2, 0.3, 0.4 are read"),
        ("0.4", {"statementType": "e"}, "is BODS 0.4, with the fields of an older version; 0.2, 0.3, 0.4 are read"),
    ],
)
def test_other_versions(tmp_path: Path, version: str, fields: dict[str, Any], expected: str) -> None:
    (found,) = problems(tmp_path, {**fields, "publicationDetails": {"bodsVersion": version}})
    assert found.startswith(f"b.json:1: {expected}")


def test_nothing_at_all(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text("[]\n", "utf-8")
    with pytest.raises(ComplianceError, match="contains no parties or interests"):
        bods.read(path, "b.json")
