"""A file's content and where each of its values stands, so that an error can name the line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

KeyPath = tuple[str | int | date, ...]


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's content and where each of its values stands."""

    file: str
    data: Any
    marks: dict[KeyPath, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    def place(self, path: tuple[Any, ...]) -> tuple[int | None, int | None]:
        """Line and column of the value at ``path``, or of the nearest one around it that has a place."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.marks:
                return self.marks[path[:end]]
        return None, None

    def part(self, key: str) -> ParsedFile:
        """What stands under ``key``, as a document of its own with the places in the whole file."""
        marks = {path[1:]: mark for path, mark in self.marks.items() if path[:1] == (key,)}
        return ParsedFile(self.file, self.data[key], marks)
