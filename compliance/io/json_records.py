"""The records of a JSON file one by one, so that a register of many gigabytes is read in little memory.

A file is a list of objects, one object per line (JSON Lines), an object with such a list, or a single object. What the
parser of the standard library reads too kindly is refused: a field twice, NaN, endless nesting, endless lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from compliance.core.errors import Problem

CHUNK = 1024 * 1024
LARGEST = 16 * CHUNK
"""Characters of one record."""
MAX_SHOWN = 100
"""So many problems of a file are told, then reading it ends."""
BROKEN = "something is missing or wrong here"
"""Our own words: those of the parser change with the version of Python."""
_BETWEEN = re.compile(r"[\s,]*")
_ADVICE = "Export it again."


class JsonRecords:
    """The objects in a file, called ``file`` in messages; each comes with the line on which it begins.

    ``within`` names the fields whose list holds the records where the file is one object. Numbers are the text that
    stands there. What cannot be read is added to ``problems``, to which the caller adds what is wrong with a record.
    """

    def __init__(self, path: Path, file: str, within: tuple[str, ...] = ()) -> None:
        self.path, self.file, self.within = path, file, within
        self.problems: list[Problem] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant
        )

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line and object; reading ends early where SHOWN problems were found."""
        with self.path.open(encoding="utf-8-sig", newline="") as text:
            try:
                for row, value in self._values(text):
                    yield from self._records(row, value)
                    if len(self.problems) >= MAX_SHOWN:
                        self.complain("has more problems than are shown", "Correct these first.", row)
                        return
            except UnicodeDecodeError:
                self.complain("is not UTF-8 text", "Save it as UTF-8.", None)

    def complain(self, what: str, advice: str, row: int | None) -> None:
        """One more problem of the file."""
        self.problems.append(Problem(what, advice, self.file, row))

    def _records(self, row: int, value: Any) -> Iterator[tuple[int, dict[str, Any]]]:
        lists = [name for name in self.within if isinstance(value, dict) and isinstance(value.get(name), list)]
        for each in value[lists[0]] if lists else [value]:
            if isinstance(each, dict):
                yield row, each
            else:
                self.complain("holds something that is no object", "Write one object per record.", row)

    def _values(self, file: TextIO) -> Iterator[tuple[int, Any]]:
        """Every outermost value, or the items of the outermost list, with its line."""
        text, row, at = file.read(CHUNK), 1, 0
        start = self._start(text)
        by_line = start == 0 and bool(re.match(r"\s*\{[^\n]*\}[\s,]*\n", text))
        row, at = 1 + text.count("\n", 0, start), start
        while True:
            gap = _end(_BETWEEN, text, at)
            row, at = row + text.count("\n", at, gap), gap
            if at == len(text):
                text, at = file.read(CHUNK), 0
                if text:
                    continue
                if start:
                    self._broken("its list does not end", row)
                return
            if start and text[at] == "]":
                return
            try:
                value, end = self._decoder.raw_decode(text, at)
            except json.JSONDecodeError as error:
                more = file.read(len(text)) if _is_cut(error, text) and len(text) - at < LARGEST else ""
                if more:
                    text, at = text[at:] + more, 0
                    continue
                too_long = len(text) - at >= LARGEST and _is_cut(error, text)
                what = f"a record is longer than {LARGEST // CHUNK} MiB" if too_long else BROKEN
                self._broken(what, row + (0 if too_long else text.count("\n", at, broken_at(error))))
            except _WrongError as error:
                self._broken(str(error), row)
            except RecursionError:
                self._broken("is nested too deeply", row)
            else:
                yield row, value
                row, at = row + text.count("\n", at, end), end
                continue
            end = text.find("\n", at)
            if not by_line or end < 0 or len(self.problems) >= MAX_SHOWN:
                return
            at = end

    def _broken(self, what: str, row: int) -> None:
        self.complain(f"is not JSON that can be read: {what}", _ADVICE, row)

    def _start(self, text: str) -> int:
        """Where the items of the outermost list begin; 0 where there is none."""
        names = "|".join(map(re.escape, self.within))
        found = re.match(rf'\s*(?:\{{\s*"(?:{names})"\s*:\s*)?\[' if names else r"\s*\[", text)
        return found.end() if found else 0


def broken_at(error: json.JSONDecodeError) -> int:
    """Where the text stops to be JSON; of a comma too many the comma itself, which is the place since Python 3.13."""
    before = error.doc[: error.pos].rstrip()
    return len(before) - 1 if before.endswith(",") else error.pos


class _WrongError(Exception):
    """What the decoder's hooks refuse."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _WrongError(f"field {twice!r} stands twice in one object")
    return found


def _constant(word: str) -> Any:
    raise _WrongError(f"{word} is no number")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _is_cut(error: json.JSONDecodeError, text: str) -> bool:
    """Whether more text might mend it: the text ends inside a string, or where the error is."""
    return error.msg.startswith("Unterminated") or error.pos > len(text) - len("-Infinity")
