"""YAML without its surprises: what a person would read is what the program gets, or it is an error.

The parser is imported where a file is really read. Refused with file, line and column: duplicate keys, ``NO`` as a boolean, octal and other odd numbers,
anchors and aliases (bombs), tags, merge keys, deep nesting, several documents. Decimals are exact.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from compliance.core.errors import ComplianceError, fail
from compliance.core.located import KeyPath, ParsedFile
from compliance.io.paths import content

MAX_DEPTH = 40
MAX_SIZE = 8 * 1024 * 1024
"""Bytes of a YAML file that is still read; larger data belongs into CSV."""

_BRACKET = re.compile(r"[\[{\]}]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_ODD_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*_[0-9_]*|\.[0-9]+|\.inf|\.nan)", re.IGNORECASE
)
_SWITCH = {"yes", "no", "on", "off"}
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


def load(path: Path, *, name: str = "", text: bool = False, largest: int = MAX_SIZE) -> ParsedFile:
    """The single document in the file ``path``, called ``name`` in messages.

    With ``text`` every scalar stays the text that stands there (an inventory's cells, as in CSV).
    Raises ComplianceError.
    """
    file = name or str(path)
    return parse(decoded(content(path, file, most=largest + 1), file, largest), file=file, text=text)


def decoded(raw: bytes, file: str, largest: int = MAX_SIZE) -> str:
    """The text of a YAML file. Raises ComplianceError where it is too large, or no UTF-8."""
    if len(raw) > largest:
        raise fail(f"is larger than {largest // 2**20} MiB", "Put large tables into CSV.", file=file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise fail("is not UTF-8 text", "Save it as UTF-8.", file=file, row=line) from None


def parse(content: str, *, file: str = "", text: bool = False) -> ParsedFile:
    """The single document in ``content``. Raises ComplianceError."""
    import yaml

    try:
        return _Reader(file, text).read(content)
    except yaml.YAMLError as error:
        # The parser looks far ahead, and may have a smaller limit of its own: how deep the text is, is for us to say.
        with suppress(yaml.YAMLError):
            _Reader(file, text).read(_up_to_the_deepest(content))
        raise _broken(error, file) from None
    except UnicodeEncodeError:
        raise fail("is not UTF-8 text", "Save it as UTF-8.", file=file) from None


def _broken(error: Any, file: str) -> ComplianceError:
    """In our own words: those of the parser change with its version."""
    json = file.casefold().endswith(".json")
    form = "JSON" if json else "YAML"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        what = f"is not {form}: it contains a character that is not allowed"
        return fail(what, "Save it as plain UTF-8 text.", file=file)
    advice = "Check brackets, quotes and commas." if json else "Check indentation, quotes and colons."
    return fail(f"is not {form} from here on", advice, file=file, row=mark.line + 1, column=mark.column + 1)


def _up_to_the_deepest(content: str) -> str:
    """The beginning of ``content`` with enough brackets open to be too deep, and not many more; "" where there are few."""
    depth = 0
    for bracket in _BRACKET.finditer(content):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > 2 * MAX_DEPTH:
            return content[: bracket.start()]
    return ""


class _Reader:
    """Builds the document from the parser's events with a stack of its own, so that no depth can overflow."""

    def __init__(self, file: str, text: bool) -> None:
        self.file = file
        self.text = text
        self.marks: dict[KeyPath, tuple[int, int]] = {}

    def read(self, content: str) -> ParsedFile:
        root: list[Any] = []
        stack: list[_Open] = [_Open(root, None)]
        documents = 0
        import yaml

        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for event in yaml.parse(content, Loader=loader):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                stack[-1].add(self, event, self._scalar(event, stack[-1].expects_key))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._plain(event)
                if len(stack) > MAX_DEPTH:
                    raise self.error(event, f"is nested more than {MAX_DEPTH} deep", "Flatten it.")
                inner: Any = {} if kind is yaml.MappingStartEvent else []
                stack.append(_Open(inner, stack[-1].add(self, event, inner)))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop()
            elif kind is yaml.AliasEvent:
                raise self.error(event, "uses an alias", "Write the value out: anchors and aliases are not read.")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self.error(event, "holds several documents", "Keep one document per file.")
        return ParsedFile(self.file, root[0] if root else None, self.marks)

    def error(self, event: Any, what: str, advice: str) -> ComplianceError:
        mark = event.start_mark
        return fail(what, advice, file=self.file, row=mark.line + 1, column=mark.column + 1)

    def _plain(self, event: Any) -> None:
        if event.anchor:
            raise self.error(event, "uses an anchor", "Write the value out: anchors and aliases are not read.")
        if event.tag:
            raise self.error(event, f"uses the tag {event.tag}", "Remove it: tags are not read.")

    def _scalar(self, event: Any, key: bool) -> Any:
        self._plain(event)
        value: str = event.value
        if not event.implicit[0]:
            return value
        if value.lower() in _SWITCH:
            raise self.error(
                event,
                f"{value!r} could be a word or a switch",
                f'Write "{value}" for the word, true or false for the switch.',
            )
        if value == "<<":
            raise self.error(event, "uses a merge key", "Write the fields out.")
        if _ODD_NUMBER.fullmatch(value):
            raise self.error(
                event,
                f"{value!r} could be read as several numbers",
                f'Write "{value}" for the text, or a plain decimal number.',
            )
        if self.text and not key and value not in ("", "~", "null"):
            return value
        if _DATE.fullmatch(value):
            try:
                day = date.fromisoformat(value)
            except ValueError:
                raise self.error(event, f"{value} is not a day of the calendar", "Check month and day.") from None
            return value if self.text and not key else day
        if self.text:
            return None if value in ("", "~", "null") else value
        if value.lower() in _CONSTANTS:
            return _CONSTANTS[value.lower()]
        if _INTEGER.fullmatch(value):
            return int(value) if len(value.lstrip("+-")) < 40 else value
        return Decimal(value) if _DECIMAL.fullmatch(value) else value


class _Open:
    """A mapping or sequence that is still being filled; its path is None for the file itself."""

    __slots__ = ("expects_key", "into", "key", "path")

    def __init__(self, into: Any, path: KeyPath | None) -> None:
        self.into = into
        self.path = path
        self.expects_key = isinstance(into, dict)
        self.key: Any = None

    def add(self, reader: _Reader, event: Any, value: Any) -> KeyPath:
        """Takes the next key or value; returns the value's path."""
        mark = (event.start_mark.line + 1, event.start_mark.column + 1)
        if self.expects_key:
            if not isinstance(value, str | date):
                raise reader.error(event, "a key must be a word or a date", "Quote the key.")
            if value in self.into:
                raise reader.error(event, f"key {str(value)!r} appears twice", "Keep one of the two.")
            self.key = value
            self.expects_key = False
            path: KeyPath = (*(self.path or ()), value)
        elif isinstance(self.into, dict):
            path = (*(self.path or ()), self.key)
            self.into[self.key] = value
            self.expects_key = True
        else:
            path = () if self.path is None else (*self.path, len(self.into))
            self.into.append(value)
        reader.marks.setdefault(path, mark)
        return path
