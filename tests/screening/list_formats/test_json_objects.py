"""The objects of a JSON list, however they are put together."""

from __future__ import annotations

import json

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats.json_objects import objects
from tests.screening.list_formats.reading import given

A, B = {"id": "a"}, {"id": "b"}


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        (f"{json.dumps(A)}\n\n{json.dumps(B)}\n", [1, 3]),
        (json.dumps([A, B]), [1, 2]),
        (json.dumps([A, B], indent=1), [1, 2]),
        (json.dumps({"results": [A, B], "total": 2}), [1, 2]),
        (json.dumps({"entities": [A, B]}, indent=1), [1, 2]),
    ],
)
def test_objects_with_their_numbers(content: str, numbers: list[int]) -> None:
    assert list(objects(given("l.json", content), "Again.")) == list(zip(numbers, (A, B), strict=True))


def test_a_single_object_on_several_lines() -> None:
    assert list(objects(given("l.json", json.dumps(A, indent=1)), "Again.")) == [(1, A)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": \n', "is incomplete or damaged: not JSON"),
        ('{"id": "a"}\n{"id":\n', "is incomplete or damaged: line 2 is not JSON"),
        ('{"id": }\n{"id": "a"}\n', "is incomplete or damaged: line 1 is not JSON"),
        ('["a"]', "l.json:1: is not an object"),
        ('"a"', "l.json:1: is not an object"),
        ('{"id": "a"}\n"b"', "l.json:2: is not an object"),
    ],
)
def test_what_cannot_be_read(content: str, message: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        list(objects(given("l.json", content), "Again."))
    assert message in str(caught.value)
