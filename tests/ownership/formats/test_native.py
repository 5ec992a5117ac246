"""parties.yaml, and JSON of the same shape."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.ownership.formats import read_parties
from compliance.ownership.formats.native import PartiesFile
from compliance.ownership.parties import Link, Party

SAMPLE = """\
sources:
  - {id: register, title: A register, confidence: verified}
parties:
  - {id: alpha, name: Alpha Holding, aliases: [Alfa], country: SG, sources: [register], confidence: verified,
     identifiers: {lei: "123", uen: 5}}
  - {id: beta, country: United States}
  - {id: gamma, country: CN|TW}
  - {id: delta, country: Various}
  - {id: epsilon, country: ''}
interests:
  - {owner: alpha, owned: beta, share: "25.5", from: 2024-01-01, until: 2024-12-31,
     source: register, confidence: verified}
  - {owner: alpha, owned: gamma, share: {exclusive_minimum: 25, maximum: 50}, kind: votes}
  - {owner: alpha, owned: delta}
links:
  - {a: alpha, b: zeta, kind: common-founder, source: register}
"""
JSON = """{"interests": [{"owner": "a", "owned": "b", "share": null, "from": "2024-01-01", "until": null},
  {"owner": "c", "owned": "b", "share": 50}]}"""


def written(tmp_path: Path, text: str, name: str = "parties.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_is_read(tmp_path: Path) -> None:
    parties = read_parties(written(tmp_path, SAMPLE), "parties.yaml")
    alpha = parties["alpha"]
    assert alpha == Party(
        "alpha", "Alpha Holding", ("Alfa",), "SG", (("lei", "123"), ("uen", "5")), ("register",), "verified"
    )
    assert (alpha.file, alpha.row) == ("parties.yaml", 4)
    assert parties["beta"] == Party("beta", "beta", country="US")
    assert parties["gamma"].country is None
    assert parties["delta"].country is None
    assert parties["epsilon"].country is None
    first, second, third = parties.interests
    assert (first.share, first.since, first.until) == (Share.exact("25.5"), date(2024, 1, 1), date(2024, 12, 31))
    assert (first.source, first.file, first.row, first.confidence) == ("register", "parties.yaml", 11, "verified")
    assert (second.kind, second.share.low_open) == ("votes", True)
    assert third.share == Share.unknown()
    assert parties.links == (Link("alpha", "zeta", "common-founder", "register"),)
    assert parties.sources["register"].title == "A register"


def test_json(tmp_path: Path) -> None:
    first, second = read_parties(written(tmp_path, JSON, "x.json"), "x.json").interests
    assert (first.share, first.since, first.until) == (Share(), date(2024, 1, 1), None)
    assert second.share == Share.exact(50)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "interests:\n  - {owner: a, owned: b, share: 33.3333333}",
            "interests.0.share: 33.3333333 has more than six",
        ),
        ("interests:\n  - {owner: a, owned: b, shares: 3}", "unknown field 'interests.0.shares'"),
        ("interests:\n  - {owner: a, owned: b, from: 20240101}", "'20240101' is not a date"),
        ("interests:\n  - {owner: a, owned: b, since: 2024-01-01}", "unknown field 'interests.0.since'"),
        ("interests:\n  - {owner: a, owned: ' '}", "must not be blank"),
        ("interests:\n  - {owner: a, owned: b, kind: friend}", "interests.0.kind"),
        (
            "interests:\n  - {owner: a, owned: b, share: 60}\n  - {owner: c, owned: b, share: 41}",
            "x.yaml:3: the interests in 'b'",
        ),
        ("parties:\n  - {id: a}\n  - {id: a, name: B}", "x.yaml:3: party 'a' is also in x.yaml:2"),
        ("", "x.yaml:1: is empty"),
        ("{}", "x.yaml:1: is empty"),
    ],
)
def test_errors(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        read_parties(written(tmp_path, text), "x.yaml")
    assert message in str(caught.value)


def test_all_errors_are_told(tmp_path: Path) -> None:
    text = "interests:\n  - {owner: a, owned: b, share: 101}\n  - {owner: a}\nparties:\n  - {name: A}\n"
    with pytest.raises(ComplianceError) as caught:
        read_parties(written(tmp_path, text), "x.yaml")
    assert [problem.row for problem in caught.value.problems] == [5, 2, 3]


@pytest.mark.parametrize(("name", "message"), [("x.txt", "not in a known format"), ("x.csv", "not in a known format")])
def test_unknown_formats(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ComplianceError, match=message):
        read_parties(written(tmp_path, "hello", name), name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError, match="cannot be read"):
        read_parties(tmp_path / "none.yaml", "none.yaml")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for path in (tmp_path / "pipe.json", tmp_path):
        with pytest.raises(ComplianceError, match="is not a file"):
            read_parties(path, path.name)


def test_the_schema_can_be_written() -> None:
    schema = TypeAdapter(PartiesFile).json_schema(by_alias=True)
    assert "from" in schema["$defs"]["InterestEntry"]["properties"]


def test_a_country_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "parties:\n  - {id: a, country: XQ}\n")
    with pytest.raises(ComplianceError, match=r"parties.yaml:2:13: .*'XQ' is not a known country"):
        read_parties(path, "parties.yaml")
