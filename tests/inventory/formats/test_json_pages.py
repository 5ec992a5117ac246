"""Whether an answer of a web service holds all records, or is one page of several."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compliance.inventory.formats.json_pages import incomplete
from tests.inventory.formats.reading import native, opened, refused
from tests.inventory.formats.test_json_records import wrote

MINER = {"serial": "A1", "model": "Antminer S21", "manufacturer": "Bitmain"}


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        ({"total": "500"}, "holds 1 of 500 records ('total')"),
        ({"recordsTotal": "2"}, "holds 1 of 2 records ('recordsTotal')"),
        ({"meta": {"totalCount": "3"}}, "holds 1 of 3 records ('totalCount')"),
        ({"count": "9", "next": "https://netbox.example/api/dcim/devices/?offset=1"}, "holds 1 of 9 records ('count')"),
        ({"next": "https://x.example/?page=2"}, "is one page of several ('next': 'https://x.example/?page=2')"),
        ({"previous": "https://x.example/?page=1"}, "is one page of several ('previous': 'https://x.example/?page=1')"),
        ({"@odata.nextLink": "x"}, "is one page of several ('@odata.nextLink': 'x')"),
        ({"_links": {"self": {"href": "a"}, "next": {"href": "b"}}}, "is one page of several ('next': 'b')"),
        ({"pageInfo": {"hasNextPage": "true"}}, "is one page of several ('hasNextPage': 'true')"),
        ({"pagination": {"current_page": "1", "total_pages": "4"}}, "is one page of several ('total_pages': 4)"),
        ({"last": "false", "totalElements": "1"}, "is one page of several ('last': 'false')"),
        ({"offset": "50", "limit": "50"}, "begins behind 50 other records ('offset')"),
        ({"total": {"value": "50", "relation": "eq"}}, "holds 1 of 50 records ('total')"),
        ({"metadata": {"remainingItemCount": "9"}}, "leaves out 9 other records ('remainingItemCount')"),
        ({"moreItemsInCollection": "true"}, "is one page of several ('moreItemsInCollection': 'true')"),
        ({"metadata": {"continue": "abc"}}, "is one page of several ('continue': 'abc')"),
        ({"timed_out": "true"}, "is one page of several ('timed_out': 'true')"),
        ({"startIndex": "2"}, "begins behind 1 other record ('startIndex')"),
    ],
)
def test_what_stands_beside_the_records_says_that_there_are_more(around: dict[str, Any], reason: str) -> None:
    assert incomplete([{}, around], 1) == reason


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"total": "1", "next": "", "previous": "null", "offset": "0", "page": "1", "pages": "1"},
        {"total": "1.5", "count": "one", "totalCount": "²"},
        {"last": "true", "hasMore": "false", "startIndex": "1", "first": "true"},
        {
            "links": {"next": {"href": ""}, "last": "https://x.example/?page=1"},
            "other": {"total": "500"},
            "total": {"of": "500"},
            "remaining": "0",
            "filter": ["a"],
        },
    ],
)
def test_an_answer_that_is_whole(around: dict[str, Any]) -> None:
    assert incomplete([around], 1) == ""


def test_a_page_is_no_fleet(tmp_path: Path) -> None:
    problem = refused(wrote(tmp_path, {"data": {"total": 500, "items": [MINER]}}))
    assert problem.what == "holds 1 of 500 records ('total')"
    assert "all pages" in problem.advice


def test_several_pages_are_one_inventory(tmp_path: Path) -> None:
    pages = [{"count": 3, "results": [MINER, MINER]}, {"count": 3, "results": [MINER]}, {"count": 3, "results": []}]
    table = opened(wrote(tmp_path, pages))
    assert len(native(table)) == 3
    assert "fleet.json: 3 pages of an answer were read as one inventory." in table.notes
    assert refused(wrote(tmp_path, pages[:1])).what == "holds 2 of 3 records ('count')"
    lines = '{"n": {"total": 1, "rows": [{"model": "S19"}]}}\n{"n": 1}\n{"n": {"rows": 2}}\n'
    assert len(native(opened(wrote(tmp_path, lines, "pages.jsonl")))) == 1


def test_lists_under_several_names_are_no_pages(tmp_path: Path) -> None:
    two = [{"a": [MINER]}, {"b": [MINER]}]
    assert refused(wrote(tmp_path, two)).what.startswith("is not an inventory")
