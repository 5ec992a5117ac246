"""Records of JSON files, one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.io.json import broken_at
from compliance.io.json_records import BACKEND, MAX_PROBLEMS, JsonRecords

BACKENDS = [BACKEND, "python", "absent"]
"""The parser in C, the one in Python, and the one that takes the place of one that is not there."""


def records(
    tmp_path: Path, content: str | bytes, within: tuple[str, ...] = (), **limits: Any
) -> tuple[list[Any], list[str]]:
    path = tmp_path / "r.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    reader = JsonRecords(path, "r.json", within, **limits)
    found = list(reader)
    return found, [str(each) for each in reader.problems]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('{"a": 1}\n{"a": 2}\n', [1, 2]),
        ('\ufeff{"a": 1}\r\n\r\n{"a": 2}', [1, 3]),
        ('[\n{"a": 1},\n{"a": 2}\n]\n', [2, 3]),
        ('[{"a": 1}, {"a": 2}]', [1, 1]),
        ('{"items": [\n{"a": 1},\n{"a": 2}], "more": 1}', [2, 3]),
        ('{"more": 1, "items": [{"a": 1}, {"a": 2}]}', [1, 1]),
        ('{\n"a":\n1}\n{"a": 2}', [1, 4]),
        ('\n{"more": {"items": [1]},\n "items": [\n\n{"a": 1}, {\n"a": 2}]\n}', [5, 5]),
        ('{"items": []}', []),
        ('{\n"items": []}', []),
        (" \n \n", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_form_of_a_file(tmp_path: Path, content: str, rows: list[int], backend: str) -> None:
    found, problems = records(tmp_path, content, ("items",), backend=backend)
    assert not problems
    assert found == [(row, {"a": str(number)}) for number, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[{"a": 1}, {"a": ', "r.json:1: is not JSON that can be read: it ends too early. Export it again."),
        ('[{"a": 1}', "r.json:1: is not JSON that can be read: it ends too early. Export it again."),
        ('{"a": "b', "r.json:1: is not JSON that can be read: it ends too early. Export it again."),
        ('[\n{"a" 1}]', "r.json:2: is not JSON that can be read: something is missing or wrong here. Export it again."),
        ('[{"a": 1}\n]]', "r.json:2: is not JSON that can be read: something is missing or wrong here. Export it again."),
        ('[{"a":\n1e99999999999999999999}]', "r.json:2: is not JSON that can be read: something is missing or wrong here. Export it again."),
        ('[{"a":\n' + "9" * 5000 + "}]", "r.json:2: is not JSON that can be read: a number is too long. Export it again."),
        ('[{"a": 1,\n"a": 2}]', "r.json:2: is not JSON that can be read: field 'a' appears twice in one object. Export it again."),
        ('{"a": 1, "a": 2}', "r.json:1: is not JSON that can be read: field 'a' appears twice in one object. Export it again."),
        ('{"a": NaN}', "r.json:1: is not JSON that can be read: NaN is not a number. Export it again."),
        ("[" * 100_000, "r.json:1: is not JSON that can be read: is nested more than 40 deep. Export it again."),
        ('{"a":' * 100_000, "r.json:1: is not JSON that can be read: is nested more than 40 deep. Export it again."),
        ('{"a": 1}\n17\n', "r.json:2: contains a value that is not an object. Write one object per record."),
        ("[\n17]", "r.json:2: contains a value that is not an object. Write one object per record."),
        ('{"a": ' * 500_000 + "1" + "}" * 500_000 + "\n", "r.json:1: is not JSON that can be read: is nested more than 40 deep. Export it again."),
        (b'{"a": "\xff"}', "r.json: is not UTF-8 text. Save it as UTF-8."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("backend", BACKENDS)
def test_what_cannot_be_read(tmp_path: Path, content: str | bytes, expected: str, backend: str) -> None:
    assert records(tmp_path, content, backend=backend)[1] == [expected]


@pytest.mark.parametrize(
    ("content", "at"), [('{"a": 1 ,\n }', 8), ("[1,\n]", 2), ("[1,,2]", 2), ("[1 2]", 3), ("", 0), ('{"a" 1}', 5)]
)
def test_the_place_is_the_same_under_every_python(content: str, at: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(content)
    assert broken_at(caught.value) == at


def test_a_broken_line_does_not_hide_the_next(tmp_path: Path) -> None:
    found, problems = records(tmp_path, '{"a": 1}\n{"b": {\n{"a": 2}\n{"c" 1}\n{"a": 3}\n{"d": ')
    assert [row for row, _ in found] == [1, 3, 5]
    assert [each.partition(" is ")[0] for each in problems] == ["r.json:2:", "r.json:4:", "r.json:6:"]


def test_problems_come_to_an_end(tmp_path: Path) -> None:
    found, problems = records(tmp_path, '{"a": 1}\n' + "17\n" * 500)
    assert len(found) == 1
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1] == "r.json:101: has more problems than are shown. Correct these first."
    assert records(tmp_path, '{"a": 1}\n' + "{\n" * 500)[1][-1] == problems[-1]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("shape", ["[{}, {}]", "{}\n{}\n", '{{"items": [{}, {}]}}'])
def test_an_endless_record(tmp_path: Path, shape: str, backend: str) -> None:
    content = shape.format('{"a": "b"}', '{"a": "' + "x" * 500 + '"}')
    found, problems = records(tmp_path, content, ("items",), chunk=32, max_size=64, backend=backend)
    assert found == [(1, {"a": "b"})]
    row = 2 if "\n" in shape else 1
    assert problems == [
        f"r.json:{row}: is not JSON that can be read: a record is longer than 64 characters. Export it again."
    ]


def test_numbers_are_exact(tmp_path: Path) -> None:
    numbers = ["0", "-12", "3.10", "0.1", "123456789012345678901234567890", "1.000000000000000000000000000001"]
    text = ", ".join(numbers)
    for content in (f'{{"a": [{text}]}}', f'[{{"a": [{text}]}}]'):
        assert records(tmp_path, content) == ([(1, {"a": numbers})], [])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    texts | st.booleans() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=8
)


@given(
    st.lists(st.dictionaries(texts, values, max_size=4), max_size=12),
    st.integers(1, 9),
    st.booleans(),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from(BACKENDS),
)
def test_chunks_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    items: list[dict[str, Any]],
    chunk: int,
    listed: bool,
    indent: int | None,
    ascii_only: bool,
    backend: str,
) -> None:
    folder = tmp_path_factory.mktemp("json")
    if listed:
        content = json.dumps(items, indent=indent, ensure_ascii=ascii_only)
    else:
        content = "".join(json.dumps(each, ensure_ascii=ascii_only) + "\n" for each in items)
    found, problems = records(folder, content, chunk=chunk, backend=backend)
    assert not problems
    assert [record for _, record in found] == items


@given(st.binary(max_size=60) | st.text('[]{}",:1e.-\\u ntf\n', max_size=60).map(str.encode), st.sampled_from(BACKENDS))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, content: bytes, backend: str) -> None:
    records(tmp_path_factory.mktemp("json"), content, backend=backend)
