"""A list in a person's YAML file, continued as text.

A YAML library would write the whole file anew, with other spaces and line ends than the person's. So the entry is put
in as text, and the result is kept only if it says what the file said before, and the entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from compliance.core.errors import ComplianceError, fail
from compliance.io.yaml import decoded, parse

T = TypeVar("T")

_OTHER_KEY, _ENTRY = re.compile(r"[^\s#-]"), re.compile(r"([ \t]*)-(?:[ \t]|$)")
_COMMENT = re.compile(r"""(?:^|(?<=\s))#[^"']*$""")
_EMPTY = r"[ \t]*(?:\[[ \t]*\]|~|null)?"


def entries(content: bytes | None, name: str, key: str, read: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    """What ``read`` makes of the file called ``name``; nothing where it does not exist, or holds an empty list ``key``.

    Raises ComplianceError.
    """
    text = "" if content is None else decoded(content, name)
    return () if _is_empty(text, key) else read(text)


def with_entry(
    content: bytes | None, name: str, key: str, entry: Iterable[str], read: Callable[[str], tuple[T, ...]], value: T
) -> bytes:
    """The content with the lines of an entry, which ``read`` as ``value``, added at the end of the list ``key``.

    Everything in the file stays as it is, comments too. Raises ComplianceError for a file that cannot be continued.
    """
    older = entries(content, name, key, read)
    text = _added("" if content is None else content.decode(), key, entry)
    try:
        result = read(text.removeprefix("\ufeff"))
    except ComplianceError:
        result = ()
    if result != (*older, value):
        raise fail(
            f"no entry can be added to its {key}", f"Write them as a list under {key}:, one '- ' each.", file=name
        )
    return text.encode()


def with_changed(
    content: bytes,
    name: str,
    key: str,
    place: int,
    entry: Iterable[str],
    read: Callable[[str], tuple[T, ...]],
    value: T,
) -> bytes:
    """The content with the lines of an entry, which ``read`` as ``value``, instead of the one at ``place`` of the list ``key``.

    What else stands in the file stays as it is; comments within the older entry stand before the new one. Raises
    ComplianceError for a file in which it cannot be exchanged.
    """
    older = entries(content, name, key, read)
    text = decoded(content, name)
    lines = text.splitlines(keepends=True)
    begin = (parse(text, file=name).place((key, place))[0] or 1) - 1
    head = _ENTRY.match(lines[begin])
    if head:
        end = next((at for at in range(begin + 1, len(lines)) if _is_outside(lines[at], head[1])), len(lines))
        while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        kept = [found[0].strip() for line in lines[begin:end] if (found := _COMMENT.search(line))]
        line_end = "\r\n" if "\r\n" in text else "\n"
        new = (f"{head[1]}{line}{line_end}" for line in (*kept, *entry))
        text = "".join((*lines[:begin], *new, *lines[end:]))
    try:
        result = read(text)
    except ComplianceError:
        result = ()
    if result != (*older[:place], value, *older[place + 1 :]):
        raise fail(f"this entry of its {key} cannot be changed", "Change it by hand.", file=name)
    return text.encode()


def quoted(text: str) -> str:
    """The text as a value of YAML."""
    return json.dumps(text, ensure_ascii=False)


def _is_outside(line: str, indent: str) -> bool:
    """Whether a line no longer belongs to an entry that begins with so much space."""
    return bool(line.strip()) and len(line) - len(line.lstrip()) <= len(indent)


def _is_empty(text: str, key: str) -> bool:
    """Whether there is nothing but comments and the name of the list, or not even that."""
    lines = (line.strip() for line in text.splitlines())
    content = [line for line in lines if line and line != "---" and not line.startswith("#")]
    return not content or (len(content) == 1 and bool(re.fullmatch(rf"{key}:{_EMPTY}[ \t]*(?:#.*)?", content[0])))


def _added(text: str, key: str, entry: Iterable[str]) -> str:
    line_end = "\r\n" if "\r\n" in text else "\n"
    text += "" if not text or text.endswith("\n") else line_end
    if not re.search(rf"^\ufeff?{key}:", text, re.MULTILINE):
        text += f"{key}:{line_end}"
    text = re.sub(rf"^(\ufeff?{key}:){_EMPTY}(?=[ \t]*(?:#.*)?\r?$)", r"\1", text, count=1, flags=re.MULTILINE)
    lines = text.splitlines(keepends=True)
    begin = next(place for place, line in enumerate(lines) if re.match(rf"\ufeff?{key}:", line)) + 1
    end = next((place for place in range(begin, len(lines)) if _OTHER_KEY.match(lines[place])), len(lines))
    if end < len(lines):
        # What stands between belongs to the next key: a comment, a blank line.
        while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
            end -= 1
    first_entry = next(filter(None, map(_ENTRY.match, lines[begin:end])), None)
    indent = first_entry[1] if first_entry else "  "
    return "".join((*lines[:begin], *lines[begin:end], *(f"{indent}{line}{line_end}" for line in entry), *lines[end:]))
