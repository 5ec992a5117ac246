"""JSON without its surprises: no key twice, no NaN, no endless nesting; every number stays the text that stands there."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from typing import Any

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.located import KeyPath, ParsedFile

MAX_DEPTH = 40
MAX_SHOWN = 50
"""So many wrong lines of JSON Lines are named."""
BROKEN = "something is missing or wrong here"
"""Our own words: those of the parser change with the version of Python."""
TOO_DEEP = f"is nested more than {MAX_DEPTH} deep"
_BLANK = " \t\r\n"


def parse(content: str, file: str, *, lines: bool = False) -> ParsedFile:
    """The JSON in ``content``; for JSON Lines a list of them. Numbers are text, true and false words, null is "".

    Places are kept of the fields of the outermost object and of the items of its lists. Raises ComplianceError.
    """
    if lines or _is_lines(content):
        return _lines(content, file)
    return _Reader(content, file).document()


def _is_lines(content: str) -> bool:
    """Whether the first line is a whole object, and another one follows."""
    first, _, rest = content.lstrip().partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")


def _lines(content: str, file: str) -> ParsedFile:
    data: list[Any] = []
    marks: dict[KeyPath, tuple[int, int]] = {(): (1, 1)}
    problems: list[Problem] = []
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip(_BLANK):
            continue
        try:
            item = _Reader(line, file, number).document().data
        except ComplianceError as error:
            problems += error.problems
            if len(problems) >= MAX_SHOWN:
                break
            continue
        marks[(len(data),)] = (number, 1)
        data.append(item)
    if problems:
        raise ComplianceError(problems)
    return ParsedFile(file, data, marks)


class _Reader:
    def __init__(self, text: str, file: str, first: int = 1) -> None:
        self.text, self.file, self.first = text, file, first
        self.starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
        self.marks: dict[KeyPath, tuple[int, int]] = {}
        self.at = 0
        self._decoder = strict_decoder(_plain)

    def document(self) -> ParsedFile:
        self._blank()
        self.marks[()] = self._place()
        data = self._open(()) if self.text[self.at : self.at + 1] in ("{", "[") else self._value()
        self._blank()
        if self.at < len(self.text):
            raise self._error("something follows the end of the document")
        return ParsedFile(self.file, data, self.marks)

    def _open(self, path: tuple[Any, ...]) -> Any:
        """An object or a list whose members' places are kept."""
        listed = self.text[self.at] == "["
        into: Any = [] if listed else {}
        self._step()
        while self._next() != ("]" if listed else "}"):
            if into:
                self._expect(",")
            self._blank()
            if listed:
                key: Any = len(into)
            else:
                key = self._value()
                if not isinstance(key, str) or self.text[self.at - 1] != '"':
                    raise self._error("a name in double quotes is missing")
                if key in into:
                    raise self._error(f"field {key!r} appears twice")
                self._expect(":")
                self._blank()
            inner = (*path, key)
            self.marks[inner] = self._place()
            value = self._open(inner) if not path and not listed and self._next() == "[" else self._value()
            into.append(value) if listed else into.update({key: value})
        self._step()
        return into

    def _value(self) -> Any:
        start = self.at
        try:
            value, self.at = strictly(self._decoder.raw_decode, self.text, self.at)
        except JSONRefusedError as error:
            self.at = error.at if error.at is not None else start
            raise self._error(str(error)) from None
        if wrong := _unsound(value):
            self.at = start
            raise self._error(wrong)
        return _plain(value)

    def _blank(self) -> None:
        while self.text[self.at : self.at + 1] in _BLANK and self.at < len(self.text):
            self.at += 1

    def _next(self) -> str:
        self._blank()
        return self.text[self.at : self.at + 1]

    def _step(self) -> None:
        self.at += 1

    def _expect(self, char: str) -> None:
        if self._next() != char:
            raise self._error(f"a {char!r} is missing")
        self._step()

    def _place(self) -> tuple[int, int]:
        line = bisect_right(self.starts, self.at)
        return self.first + line - 1, self.at - self.starts[line - 1] + 1

    def _error(self, what: str) -> ComplianceError:
        line, column = self._place()
        return fail(
            f"is not JSON that can be read: {what}", "Export it again.", file=self.file, row=line, column=column
        )


class JSONRefusedError(Exception):
    """What is wrong with a JSON text, and where, if that is known."""

    def __init__(self, what: str, at: int | None = None) -> None:
        super().__init__(what)
        self.at = at


def strict_decoder(scalar: Callable[[Any], Any] = lambda value: value) -> json.JSONDecoder:
    """A decoder that keeps numbers as text, and refuses a field twice and NaN; ``scalar`` changes the fields' values."""

    def fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = {name: scalar(value) for name, value in pairs}
        if len(record) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            raise JSONRefusedError(twice(next(name for name, count in counts.items() if count > 1)))
        return record

    return json.JSONDecoder(object_pairs_hook=fields, parse_int=str, parse_float=str, parse_constant=_constant)


def strictly(decode: Callable[..., Any], *text: Any) -> Any:
    """What a strict decoder makes of a text. Raises JSONRefusedError, whatever the decoder raises."""
    try:
        return decode(*text)
    except json.JSONDecodeError as error:
        raise JSONRefusedError(BROKEN, broken_at(error)) from None
    except RecursionError:
        raise JSONRefusedError(TOO_DEEP) from None


def broken_at(error: json.JSONDecodeError) -> int:
    """Where the text stops to be JSON; of a comma too many the comma itself, which is the place since Python 3.13."""
    before = error.doc[: error.pos].rstrip()
    return len(before) - 1 if before.endswith(",") else error.pos


def twice(name: str) -> str:
    """For a field that appears twice in one object."""
    return f"field {name!r} appears twice in one object"


def _constant(word: str) -> Any:
    raise JSONRefusedError(f"{word} is not a number")


def _plain(value: Any) -> Any:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _unsound(value: Any) -> str:
    """What is wrong inside a value, found without recursion: it is too deep, or holds text that is none."""
    level, depth = [value], 1
    while level:
        if depth > MAX_DEPTH:
            return TOO_DEEP
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += [*item, *item.values()]
            elif isinstance(item, list):
                inner += item
            elif isinstance(item, str) and ("\0" in item or any("\ud800" <= char <= "\udfff" for char in item)):
                return "a text holds a NUL or half a character"
        level, depth = inner, depth + 1
    return ""
