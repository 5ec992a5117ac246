"""TOML with the line of each key, so that an error can name it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from compliance.core.errors import fail
from compliance.core.located import KeyPath, ParsedFile
from compliance.io.paths import content

MAX_DEPTH = 5
"""Levels of keys whose line and column are recorded."""


def load(path: Path, *, name: str) -> ParsedFile:
    """The TOML file ``path``, called ``name`` in messages. Raises ComplianceError."""
    import tomllib

    raw = content(path, name, "Check its permissions.")
    try:
        text = raw.decode("utf-8-sig")
        return ParsedFile(name, tomllib.loads(text), _marks(text))
    except (ValueError, RecursionError) as error:
        # Also of an integer of very many digits.
        raise fail(f"is not TOML: {error}", "Correct it.", file=name) from None


def _marks(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Line and column of every key by its path; of one that stands several times, the first."""
    marks: dict[KeyPath, tuple[int, int]] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), 1):
        entry = line.strip()
        heads = entry.startswith("[")
        key = _path(entry.lstrip("[").partition("]")[0] if heads else entry.partition("=")[0])
        if not key:
            continue
        table = key if heads else table
        path = key if heads else (*table, *key)
        for end in range(1, min(len(path), MAX_DEPTH) + 1):
            marks.setdefault(path[:end], (number, line.index(entry) + 1))
    return marks


def _path(key: str) -> KeyPath:
    """The parts of a dotted key; none where the text is no key."""
    import tomllib

    try:
        inner: Any = tomllib.loads(f"{key} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        return ()
    parts: list[str] = []
    while isinstance(inner, dict) and inner:
        ((part, inner),) = inner.items()
        parts.append(part)
    return tuple(parts)
