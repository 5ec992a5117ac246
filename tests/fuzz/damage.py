"""Ways to damage a file: bytes, words, the values of a JSON, the parts of an archive. Hypothesis chooses, and shrinks."""

from __future__ import annotations

import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

WORDS: tuple[bytes, ...] = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        "", "0", "-1", "-0.0", "1e999999999", "1e-999999999", "NaN", "-Infinity", "9" * 5000, "0." + "3" * 3000, "1_000", "0x1F", "٣", "²", "½", "１２",
        "true", "null", "~", "[]", "{}", "[[[[", "{" * 60, "a: b", "&a", "*a", "!!python/object:os", "<<", "---", "- ", "? ",
        "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "10000-01-01", "2025-01-01..2024-01-01", "=1+1", "@SUM(1)", "\x00", "\x1b[31m",
        "\u202e", "\ufeff", "\ud800", "\U0010ffff", "a" + "\u0300\u0316" * 400, "a|" * 2000, "CN|MY", "a" * 70_000, "..", "../../etc/passwd", "/", "con",
        "file.csv#Sheet", "'", '"', '""', "\r", "\r\n", "\n\n", "\t", ",", ";", "|", "<", ">", "&lt;", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<![CDATA[", "]]>",
        '<?xml version="1.0" encoding="klingon"?>', '<?xml version="1.0" encoding="utf-7"?>', "<a>" * 100, "encoding", "CN", "us-ofac-sdn", "self", "100", "50",
    )
)  # fmt: skip
"""What readers do not expect in the place of a word."""
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, -1.5, 1e300, 10**400, "", " ", "…", "\x00", "9999-12-31", "0001-01-01", "1e999999999", "a" + "\u0300" * 300,
    "=1+1", [], {}, [None], [[]], [{}], [[[[]]]], {"a": 1}, {"": ""}, {"a": {"a": {"a": {}}}},
)  # fmt: skip
"""What readers do not expect in the place of a value."""
_WORD = re.compile(rb"[^\s,;:|\"'<>{}\[\]()=]+")
_MOST_PLACES = 2000
_MOST_MORE = 200_000

Damage = Callable[[st.DrawFn, bytes], bytes]


@st.composite
def damaged(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """One of ``seeds`` after one to three damages of any kind."""
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 3))):
        content = draw(st.sampled_from(_ways(content)))(draw, content)
    return content


def _ways(content: bytes) -> Sequence[Damage]:
    if content.startswith(b"PK\x03\x04"):
        return (_parts, _parts, _parts, _bytes)
    if content.lstrip()[:1] in (b"{", b"["):
        return (_values, _words, _bytes)
    return (_words, _words, _bytes)


def _bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """A piece of the file is replaced, repeated, or all that follows it is cut off."""
    start = draw(st.integers(0, len(content)))
    end = min(start + draw(st.integers(0, 60)), len(content))
    way = draw(st.sampled_from(("bits", "bytes", "word", "again", "cut")))
    if way == "cut":
        return content[:start]
    piece = content[start:end]
    if way == "bits":
        new = bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in piece[:2]) + piece[2:]
    elif way == "again":
        new = piece * draw(st.integers(2, 40))
    else:
        new = draw(st.binary(max_size=8) if way == "bytes" else st.sampled_from(WORDS))
    return content[:start] + new + content[end:]


def _words(draw: st.DrawFn, content: bytes) -> bytes:
    """A word, or every word that is like it, becomes another one."""
    places = [match.span() for match in _WORD.finditer(content[:200_000])][:_MOST_PLACES]
    if not places:
        return content + draw(st.sampled_from(WORDS))
    start, end = draw(st.sampled_from(places))
    new = draw(st.sampled_from(WORDS) | st.sampled_from(places).map(lambda place: content[slice(*place)]))
    if draw(st.booleans()):
        return content.replace(content[start:end], new[: max(_MOST_MORE // content.count(content[start:end]), 1)])
    return content[:start] + new + content[end:]


def _values(draw: st.DrawFn, content: bytes) -> bytes:
    """Values of a JSON text, or of each of its lines, become others."""
    lines = content.splitlines() if b"\n{" in content.strip() else [content]
    place = draw(st.integers(0, len(lines) - 1))
    try:
        value = json.loads(lines[place])
    except (ValueError, RecursionError):
        return _words(draw, content)
    paths = list(_paths(value))[:_MOST_PLACES]
    for path in draw(st.lists(st.sampled_from(paths), min_size=1, max_size=3)):
        value = _with(value, path, draw(st.sampled_from(ODD)))
    lines[place] = json.dumps(value).encode()
    return b"\n".join(lines)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(inner for key, member in members for inner in _paths(member, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    key, rest = path[0], path[1:]
    if isinstance(value, dict) and key in value:
        return value | {key: _with(value[key], rest, new)}
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return [*value[:key], _with(value[key], rest, new), *value[key + 1 :]]
    return value


def _parts(draw: st.DrawFn, content: bytes) -> bytes:
    """A part of an archive is damaged, left out, or stands there twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
        place = draw(st.integers(0, len(parts) - 1))
    except Exception:  # noqa: BLE001 - it was damaged before, as an archive
        return _bytes(draw, content)
    name, part = parts[place]
    way = draw(st.sampled_from(("words", "words", "words", "bytes", "gone", "twice")))
    new = (
        []
        if way == "gone"
        else [(name, part)] * 2
        if way == "twice"
        else [(name, (_bytes if way == "bytes" else _words)(draw, part))]
    )
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        for name, part in (*parts[:place], *new, *parts[place + 1 :]):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, part)
    return out.getvalue()
