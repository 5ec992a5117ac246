"""FollowTheMoney entities."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import ComplianceError
from compliance.core.share import Share
from compliance.ownership.formats import read_parties
from compliance.ownership.formats.ftm import percentage
from compliance.ownership.parties import Link, Parties
from tests.command_line import ROOT

COLLECTED = ROOT.parent / "shared" / "data" / "matching"


def entity(entity_id: str, schema: str, caption: str = "", **properties: Any) -> dict[str, Any]:
    more = {"caption": caption} if caption else {}
    return {"id": entity_id, **more, "schema": schema, "properties": properties, "datasets": ["eu_fsf"]}


def owns(owner: str, asset: str, percent: str = "", **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "owner": [owner],
        "asset": [asset],
        **({"percentage": [percent]} if percent else {}),
        **more,
    }
    return entity(f"o-{owner}-{asset}", "Ownership", **found)


def read(tmp_path: Path, *entities: dict[str, Any]) -> Parties:
    path = tmp_path / "e.json"
    path.write_text("\n".join(map(json.dumps, entities)), "utf-8")
    return read_parties(path, "e.json")


def test_parties(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        entity(
            "c", "Company", "Alpha", name=["Alpha", "Альфа"], alias=["A Ltd"], jurisdiction=["ru"], country=["ru", "cy"],
            leiCode=["L1"], innCode=["7", "5"], topics=["sanction"],
        ),
        entity("p", "Person", name=["Peter"], nationality=["us-ca"], country=["gb"]),
        entity("q", "LegalEntity", country=["suhh", "cn", "hk"]),
        entity("s", "Sanction", entity=["c"]),
        entity("t", "Sanction", entity=["c"]),
    )  # fmt: skip
    alpha, peter, q = (parties[each] for each in ("c", "p", "q"))
    assert (alpha.name, alpha.aliases, alpha.country) == ("Alpha", ("Альфа", "A Ltd"), "RU")
    assert alpha.identifiers == (("lei", "L1"), ("inn", "5"), ("inn", "7"))
    assert alpha.sources == ("eu_fsf",)
    assert (peter.name, peter.country) == ("Peter", "US")
    assert (q.name, q.country) == ("q", None)
    assert parties.notes == ("e.json: entities that do not describe ownership were ignored: Sanction 2.",)


def test_the_same_entity_twice(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        entity("c", "Company"),
        entity("c", "Company", "Alpha", country=["ru"]),
        entity("c", "Company", "Beta", country=["cy"], leiCode=["L1"]),
        entity("c", "Company", "Beta", country=["cy"], leiCode=["L1"]),
    )
    (found,) = parties.records.values()
    assert (found.name, found.aliases, found.country) == ("Alpha", ("Beta",), "RU")
    assert found.identifiers == (("lei", "L1"),)


def test_interests(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        owns("a", "b", "25-50%", startDate=["2020"], endDate=["2021-02", "2020"]),
        owns("c", "b", ownershipType=["indirect"]),
        owns("d", "b", role=["Voting rights 25 to 50"]),
        owns("e", "b", role=["Right to appoint and remove directors"]),
        owns("f", "b", role=["significant influence", "ownership of shares"]),
        owns("g", "b", role=["significant influence", "voting"]),
        entity("h", "Directorship", director=["d"], organization=["b"], startDate=["2020-05"]),
    )
    told = [(each.owner, str(each.share), each.kind, each.indirect) for each in parties.interests]
    assert told == [
        ("a", "at least 25 % and at most 50 %", "ownership", False),
        ("c", "an unknown share", "ownership", True),
        ("d", "an unknown share", "votes", False),
        ("e", "an unknown share", "board", False),
        ("f", "an unknown share", "ownership", False),
        ("g", "an unknown share", "votes", False),
        ("d", "an unknown share", "board", False),
    ]
    first, last = parties.interests[0], parties.interests[-1]
    assert (first.since, first.until, first.source) == (date(2020, 1, 1), date(2021, 2, 28), "entity o-a-b")
    assert last.since == date(2020, 5, 1)


def test_links(tmp_path: Path) -> None:
    parties = read(
        tmp_path,
        entity("u", "UnknownLink", subject=["a"], object=["b"], role=["supplier"]),
        entity("v", "UnknownLink", subject=["a"], object=["c", "d"]),
    )
    assert parties.links == (
        Link("a", "b", "supplier", "entity u"),
        Link("a", "c", "unknown link", "entity v"),
        Link("a", "d", "unknown link", "entity v"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("51", "51 %"),
        ("51%", "51 %"),
        ("51,5 %", "51.5 %"),
        ("100.00", "100 %"),
        ("25 percent", "25 %"),
        ("25-50%", "at least 25 % and at most 50 %"),
        ("25 % – 50 %", "at least 25 % and at most 50 %"),
        ("from 25 to 50", "at least 25 % and at most 50 %"),
        ("between 25% and 50%", "at least 25 % and at most 50 %"),
        (">25%", "more than 25 %"),
        ("≥ 75 %", "at least 75 %"),
        ("More than 25", "more than 25 %"),
        ("at least 50%", "at least 50 %"),
        ("up to 10%", "at most 10 %"),
        ("<5", "less than 5 %"),
        ("75+", "at least 75 %"),
        ("75% or more", "at least 75 %"),
        ("0.5%", "0.5 %"),
        ("0.5", "at least 0.5 % and at most 50 %"),
        ("1", "1 %"),
    ],
)
def test_percentages(text: str, expected: str) -> None:
    assert str(percentage(text)) == expected


@pytest.mark.parametrize("text", ["majority", "50/50", "", "1 of 3", "12345 shares", "5" * 61])
def test_what_is_no_percentage(text: str) -> None:
    assert percentage(text) is None


@given(st.text(max_size=20))
def test_no_text_crashes_it(text: str) -> None:
    with suppress(ValueError):
        percentage(text)


def test_an_unread_percentage_is_an_unknown_share(tmp_path: Path) -> None:
    parties = read(tmp_path, owns("a", "b", "controlling"))
    assert parties.interests[0].share == Share()
    assert parties.notes == ("e.json: the percentage 'controlling' of 'o-a-b' is read as an unknown share.",)


def test_several_percentages_contradict_each_other(tmp_path: Path) -> None:
    found = read(tmp_path, owns("a", "b", "30", percentage=["30", "60"])).interests
    assert [str(each.share) for each in found] == ["at least 30 % and at most 60 %"]


def test_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    with pytest.raises(ComplianceError) as caught:
        read(
            tmp_path,
            entity("", "Company"),
            entity("o", "Ownership", owner=["a"]),
            owns("a", "b", "150%"),
            owns("a", "b", startDate=["2020-13"]),
            owns("a", "b", endDate=["soon"]),
            owns("a", "c", startDate=["2021"], endDate=["2020"]),
            owns("a", "d", "60-40"),
        )
    assert [str(each).partition(". ")[0] for each in caught.value.problems] == [
        "e.json:1: an entity has no id or no schema",
        "e.json:2: Ownership 'o' without owner or asset",
        "e.json:3: Ownership 'o-a-b': 150 is not a percentage from 0 to 100",
        "e.json:4: Ownership 'o-a-b': '2020-13' is not a day of the calendar",
        "e.json:5: Ownership 'o-a-b': 'soon' is not a date; write it as 2025-09-29",
        "e.json:7: Ownership 'o-a-d': a share runs from a smaller to a larger number, both from 0 to 100",
        "e.json:6: the interest of 'a' in 'c' ends before it begins",
    ]


@pytest.mark.skipif(not COLLECTED.exists(), reason="collected data is not here")
def test_collected_files() -> None:
    small = read_parties(COLLECTED / "ftm_sample_t1.entities.ftm.json", "t1.json")
    assert len(small.records) == 6
    large = read_parties(COLLECTED / "ftm_sample_zala.entities.ftm.json", "zala.json")
    held = [each for each in large.interests if each.owned == "NK-abdzbEBkqyT29GyREbiURZ" and each.kind == "ownership"]
    on = {each.owner: str(each.share) for each in held if each.held_on(date(2024, 6, 1))}
    assert on == {"NK-aU5ybkbRFJucf8YMwsJvDw": "51 %", "NK-nR5AXM9AVPq4pQaSPSaVam": "49 %"}
    assert sum("contradict" in note for note in large.notes) == 2
