"""SARIF: its structure to the letter, a kind for every verdict, waivers as suppressions, places that can be opened."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any, Literal

import pytest
from hypothesis import given
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.alias_generators import to_camel

from compliance.core.finding import Input, Location, Subject, Verdict
from compliance.reports.check import sarif
from compliance.reports.check.base import Account
from tests.reports.check.sample import account, finding, hostile, waiver, written


class Strict(BaseModel):
    """What the schema of SARIF 2.1.0 allows of the parts that are written: nothing else is."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, strict=True)


class Message(Strict):
    text: str = Field(min_length=0)


class ArtifactLocation(Strict):
    uri: str = Field(pattern=r"^(?:bundled:)?[A-Za-z0-9._~/%:-]*$")
    uri_base_id: Literal["%SRCROOT%"] | None = None


class Region(Strict):
    start_line: int = Field(ge=1)


class PhysicalLocation(Strict):
    artifact_location: ArtifactLocation
    region: Region


class LogicalLocation(Strict):
    name: str
    kind: Literal["resource"]


class Place(Strict):
    physical_location: PhysicalLocation
    logical_locations: list[LogicalLocation] = []


class Suppression(Strict):
    kind: Literal["external"]
    status: Literal["accepted"]
    justification: str


class Result(Strict):
    rule_id: str
    rule_index: int = Field(ge=0)
    kind: Literal["notApplicable", "pass", "fail", "review", "open", "informational"]
    level: Literal["none", "note", "warning", "error"]
    message: Message
    locations: list[Place] = Field(min_length=1)
    partial_fingerprints: dict[str, str]
    suppressions: list[Suppression] | None = None
    properties: dict[str, Any]


class Configuration(Strict):
    level: Literal["none", "note", "warning", "error"]


class Described(Strict):
    id: str
    short_description: Message
    full_description: Message
    help: Message
    help_uri: str | None = Field(None, pattern=r"^https?://\S*$")
    default_configuration: Configuration
    properties: dict[str, Any]


class Driver(Strict):
    name: str
    version: str
    rules: list[Described]


class Tool(Strict):
    driver: Driver


class Notification(Strict):
    level: Literal["none", "note", "warning", "error"]
    message: Message


class Invocation(Strict):
    execution_successful: bool
    tool_execution_notifications: list[Notification]


class Artifact(Strict):
    location: ArtifactLocation
    hashes: dict[str, str]
    properties: dict[str, Any]


class Run(Strict):
    tool: Tool
    invocations: list[Invocation]
    artifacts: list[Artifact]
    results: list[Result]
    column_kind: Literal["utf16CodeUnits", "unicodeCodePoints"]
    properties: dict[str, Any]


class Log(Strict):
    schema_: str = Field(alias="$schema")
    version: Literal["2.1.0"]
    runs: list[Run] = Field(min_length=1)


def log(told: Account, max_results: int = sarif.MAX_RESULTS) -> Run:
    out = StringIO()
    sarif.write(told, out, max_results)
    return TypeAdapter(Log).validate_json(out.getvalue()).runs[0]


@pytest.mark.parametrize(
    ("verdict", "kind", "level"),
    [
        (Verdict.VIOLATION, "fail", "error"),
        (Verdict.UNDETERMINED, "open", "none"),
        (Verdict.FLAGGED, "review", "none"),
        (Verdict.COMPLIANT, "pass", "none"),
        (Verdict.NOT_APPLICABLE, "notApplicable", "none"),
    ],
)
def test_every_verdict_has_its_kind(verdict: Verdict, kind: str, level: str) -> None:
    [result] = log(account(finding(verdict))).results
    assert (result.kind, result.level, result.suppressions) == (kind, level, None)
    assert result.message.text == "The recorded origin is China: forbidden. 12 units. Check the papers."


def test_a_waiver_is_an_accepted_suppression_of_what_would_be() -> None:
    waivers = (waiver(would_be=Verdict.UNDETERMINED), waiver(would_be=Verdict.UNDETERMINED, reason="more"))
    [result] = log(account(finding(Verdict.WAIVED, waivers=waivers))).results
    assert (result.kind, result.level) == ("open", "none")
    assert result.suppressions == [
        Suppression.model_construct(
            kind="external",
            status="accepted",
            justification=f"waiver of A for asset B (2026-01-01 to 2026-12-31): {reason}",
        )
        for reason in ("because", "more")
    ]


def test_a_waiver_that_does_not_hold_suppresses_nothing() -> None:
    [result] = log(account(finding(waivers=(waiver(state="expired"),)))).results
    assert (result.kind, result.level, result.suppressions) == ("fail", "error", None)
    assert result.properties["notes"][1].startswith("Expired, does not waive: waiver of A for asset B")


def test_a_rule_tells_its_sources() -> None:
    run = log(account(finding(), finding(rule="example/flag", effect="red-flag", sources=())))
    origin, flag = run.tool.driver.rules
    assert origin.help.text == "A contract says so.\n\nSources:\ncontract: A contract (https://example.org)"
    assert (origin.help_uri, origin.default_configuration.level) == ("https://example.org", "error")
    assert (flag.help_uri, flag.default_configuration.level) == (None, "warning")
    assert [result.rule_index for result in run.results] == [0, 1]


def test_places_are_relative_and_open_the_row() -> None:
    at = (Location("inv/fleet 1.xlsx#Sheet 1", 7, "A-7"), Location("a#1.csv", 3, "x"))
    [result] = log(account(finding(locations=at))).results
    places = [each.physical_location for each in result.locations]
    assert [(each.artifact_location.uri, each.region.start_line) for each in places] == [
        ("inv/fleet%201.xlsx", 7),
        ("a%231.csv", 3),
    ]
    assert result.locations[0].logical_locations[0].name == "A-7"


def test_what_stands_in_no_row_stands_in_its_inventory() -> None:
    inputs = (Input("fleet", "f/fleet.csv", "0" * 64, 1), Input("policy", "bundled:us-ear", "1" * 64))
    run = log(account(finding(locations=(), subject=Subject("party", "sophgo")), inputs=inputs))
    [place] = run.results[0].locations
    assert place.physical_location.artifact_location.uri == "f/fleet.csv"
    assert run.artifacts[1].location.uri == "bundled:us-ear"
    assert run.artifacts[0].hashes == {"sha-256": "0" * 64}


def test_what_github_would_refuse_is_left_out_and_counted() -> None:
    run = log(account(*(finding(fingerprint=str(number)) for number in range(5)), notes=("a note",)), max_results=2)
    assert len(run.results) == 2
    assert [each.message.text for each in run.invocations[0].tool_execution_notifications] == [
        "3 more results are left out; --format json has them.",
        "a note",
    ]


def test_fingerprints_do_not_depend_on_rows() -> None:
    prints = [
        log(account(finding(locations=(Location("f", row, ""),)))).results[0].partial_fingerprints for row in (2, 9)
    ]
    assert prints[0] == prints[1] == {"complianceFinding/v1": "0" * 32, "primaryLocationLineHash": "0" * 32}


def test_a_message_holds_no_link_and_no_placeholder() -> None:
    because = "maker [free](https://evil.example) of {0} and [x](1) is listed"
    run = log(account(finding(because=because), notes=("Makers: [a](b) {12}.",)))
    said = "Maker [free] (https://evil.example) of { 0} and [x] (1) is listed. 12 units. Check the papers."
    assert run.results[0].message.text == said
    assert run.invocations[0].tool_execution_notifications[0].message.text == "Makers: [a] (b) { 12}."


@given(hostile())
def test_hostile_text_breaks_nothing(told: Account) -> None:
    text = written("sarif", told)
    assert all(line.isprintable() for line in text.split("\n"))
    for result in log(told).results:
        assert result.message.text.isprintable()
    assert json.loads(text)["version"] == "2.1.0"
