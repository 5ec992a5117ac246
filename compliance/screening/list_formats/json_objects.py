"""The objects of a JSON list: one per line, an array of them, or an answer with such an array."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from compliance.core.errors import fail
from compliance.screening.list_formats.base import ListFile, damaged

_ARRAYS = ("results", "entities", "data", "items")
"""The fields of an answer that may hold the objects."""


def objects(list_file: ListFile, advice: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with its line, or with its number in the array. Raises ComplianceError where one is none."""
    content = list_file.text(advice)
    for number, value in _lines(content, list_file.file) if _is_lines(content) else _array(content, list_file.file):
        if not isinstance(value, dict):
            raise fail("is not an object", advice, file=list_file.file, row=number)
        yield number, value


def _is_lines(content: str) -> bool:
    """Whether the first line is a whole object, and not an answer with an array."""
    try:
        first = json.loads(content.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        # A damaged first line of many is read as a line, so that the fault names it.
        return content.lstrip()[:1] == "{" and "}\n{" in content
    return isinstance(first, dict) and not any(isinstance(first.get(name), list) for name in _ARRAYS)


def _lines(content: str, file: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                raise damaged(f"line {number} is not JSON", file) from None


def _array(content: str, file: str) -> Iterator[tuple[int, Any]]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise damaged("not JSON", file) from None
    if isinstance(value, dict):
        value = next((value[name] for name in _ARRAYS if isinstance(value.get(name), list)), [value])
    yield from enumerate(value if isinstance(value, list) else [value], 1)
