"""``compliance.toml`` continued: single values set, everything else in the file left as a person wrote it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from compliance.core.errors import fail
from compliance.io.paths import AnyPath, display_path, lies_at
from compliance.io.writing import continue_file
from compliance.workflows.settings import NAMES, read_config

Setting = str | int | float | bool | Sequence[str] | None
"""What a key may be set to; None takes it out."""
Keys = tuple[str, ...]
"""The way to a value: the names of its tables, and its own."""


def set_settings(folder: AnyPath, values: Mapping[Keys, Setting]) -> Path:
    """Writes ``values`` into the ``compliance.toml`` of ``folder``, which is made where there is none; returns its path.

    Raises ComplianceError where the folder has its settings in ``pyproject.toml``, where the file cannot be continued,
    and where it would be no valid settings afterwards: then nothing is written.
    """
    folder = Path(folder)
    path = folder / NAMES[0]
    other = folder / NAMES[1]
    if not lies_at(path) and lies_at(other) and read_config(other, NAMES[1]) is not None:
        raise fail("holds the settings of this folder", "Change them there.", file=display_path(other))
    name = display_path(path)
    continue_file(path, name, lambda older: with_settings(older, name, values))
    return path


def with_settings(content: bytes | None, name: str, values: Mapping[Keys, Setting]) -> bytes:
    """The content of a file of settings, called ``name`` in messages, with ``values``. Raises ComplianceError.

    >>> print(with_settings(b'# ours\\nfail-on = "never"\\n', "x", {("policies",): ["us-ear"]}).decode(), end="")
    # ours
    fail-on = "never"
    policies = ["us-ear"]
    """
    text = _decoded(content, name)
    wanted = tomllib.loads(text)
    lines = text.splitlines()
    for keys, value in values.items():
        lines = _set(lines, keys, value)
        _put(wanted, keys, value)
    changed = "".join(f"{line}\n" for line in lines)
    if _loaded(changed) != wanted:
        raise fail("cannot be continued", "Write the values into it by hand.", file=name)
    _check(changed, name)
    return changed.encode()


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _decoded(content: bytes | None, name: str) -> str:
    try:
        text = (content or b"").decode("utf-8")
        tomllib.loads(text)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise fail("is no valid TOML", "Correct it by hand.", file=name) from None
    return text


def _check(text: str, name: str) -> None:
    """Raises ComplianceError where the program itself would refuse the settings."""
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / NAMES[0]
        path.write_text(text, "utf-8")
        read_config(path, name)


def _set(lines: list[str], keys: Keys, value: Setting) -> list[str]:
    """The lines with the value at these keys: in its place, else at the end of its table, else in a table of its own."""
    *tables, key = keys
    begin, end = _table(lines, tables)
    if begin < 0:
        if value is None:
            return lines
        header = "[" + ".".join(map(_name, tables)) + "]"
        return [*lines, *([""] if lines else []), header, f"{_name(key)} = {_literal(value)}"]
    at, after = _entry(lines, key, begin, end)
    entry = [] if value is None else [f"{_name(key)} = {_literal(value)}"]
    return [*lines[:at], *entry, *lines[after:]]


def _table(lines: Sequence[str], tables: Sequence[str]) -> tuple[int, int]:
    """The lines of a table, without its head; (-1, -1) where there is none."""
    heads = [place for place, line in enumerate(lines) if line.lstrip().startswith("[")]
    if not tables:
        return 0, heads[0] if heads else len(lines)
    for place, following in pairwise([*heads, len(lines)]):
        head: Any = _loaded(lines[place])  # None for a line within an array
        for name in tables:
            head = head.get(name) if isinstance(head, dict) else None
        if head == {}:
            return place + 1, following
    return -1, -1


def _entry(lines: Sequence[str], key: str, begin: int, end: int) -> tuple[int, int]:
    """Where the entry of a key stands in the table, over several lines perhaps; else where it may be added."""
    for at in range(begin, end):
        for after in range(at + 1, end + 1):
            try:
                entry = tomllib.loads("\n".join(lines[at:after]))
            except tomllib.TOMLDecodeError:
                continue
            if list(entry) == [key]:
                return at, after
            break
    last = end
    while last > begin and not lines[last - 1].strip():
        last -= 1
    return last, last


def _name(key: str) -> str:
    bare = key.replace("-", "").replace("_", "")
    return key if bare.isascii() and bare.isalnum() else json.dumps(key, ensure_ascii=False)


def _literal(value: Any) -> str:
    if isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return repr(value)
    return "[" + ", ".join(map(_literal, value)) + "]"


def _put(data: dict[str, Any], keys: Keys, value: Setting) -> None:
    *tables, key = keys
    for name in tables:
        data = data.setdefault(name, {}) if value is not None else data.get(name, {})
    if value is None:
        data.pop(key, None)
    else:
        data[key] = value if isinstance(value, str | int | float) else list(value)
