"""The records of a JSON file one by one, so that a register of many gigabytes is read in little memory.

A file is one object per line (JSON Lines), a list of objects, an object with such a list, or a single object. A field
twice, NaN, endless nesting and endless records are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from compliance.core.errors import Problem
from compliance.io.json import BROKEN, MAX_DEPTH, TOO_DEEP, JSONRefusedError, strict_decoder, strictly, twice

CHUNK = 1024 * 1024
"""Characters that are read at once."""
MAX_SIZE = 16 * CHUNK
"""Characters of one record."""
MAX_PROBLEMS = 100
"""Problems of one file that are reported; then reading it ends."""
BACKEND = "yajl2_c"
"""The parser of ijson in C; where there is none for the platform, the one in Python takes its place."""
_HUGE = 2000
"""Digits. Python makes no integer of more than 4,300, and the parser in C does not expect that."""

Line = tuple[int, str]


class JsonRecords:
    """The objects in a file, called ``file`` in messages; each comes with the line on which it begins.

    ``within`` names the fields whose list holds the records where the file is one object. Numbers are text. What
    cannot be read is added to ``problems``, to which the caller adds what is wrong with a record.
    """

    def __init__(
        self, path: Path, file: str, within: tuple[str, ...] = (), *, chunk: int = CHUNK, max_size: int = MAX_SIZE,
        max_problems: int = MAX_PROBLEMS, backend: str = BACKEND,
    ) -> None:  # fmt: skip
        self.path, self.file, self.within = path, file, within
        self.problems: list[Problem] = []
        self._chunk, self._max_size, self._max_problems, self._backend = chunk, max_size, max_problems, backend
        self._too_long = f"a record is longer than {max_size:,} characters"

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line and object; reading ends early after ``max_problems`` problems."""
        with self.path.open(encoding="utf-8-sig", newline="\n") as text:
            try:
                for row, value in self._values(_numbered(text, self._chunk)):
                    if isinstance(value, dict):
                        yield row, value
                    elif isinstance(value, JSONRefusedError):
                        self.complain(f"is not JSON that can be read: {value}", "Export it again.", row)
                    else:
                        self.complain("contains a value that is not an object", "Write one object per record.", row)
                    if len(self.problems) >= self._max_problems:
                        self.complain("has more problems than are shown", "Correct these first.", row)
                        return
            except UnicodeDecodeError:
                self.complain("is not UTF-8 text", "Save it as UTF-8.", None)

    def complain(self, what: str, advice: str, row: int | None) -> None:
        """One more problem of the file."""
        self.problems.append(Problem(what, advice, self.file, row))

    def _values(self, lines: Iterator[Line]) -> Iterator[tuple[int, Any]]:
        for line in lines:
            if text := line[1].strip():
                whole = len(line[1]) < self._chunk and text[0] == "{" and text[-1] == "}"
                yield from (self._by_line if whole else self._by_event)(chain((line,), lines))
                return

    def _by_line(self, lines: Iterable[Line]) -> Iterator[tuple[int, Any]]:
        """The value in every line, or what is wrong with it: a broken line does not hide the next."""
        decoder = strict_decoder()
        for row, pieces in groupby(lines, itemgetter(0)):
            text = "".join(piece for _, piece in islice(pieces, self._max_size // self._chunk + 1)).strip()
            if len(text) > self._max_size:
                yield row, JSONRefusedError(self._too_long)
            elif text:
                try:
                    value = strictly(decoder.decode, text)
                except JSONRefusedError as error:
                    value = error
                lists = [value.get(name) for name in self.within] if isinstance(value, dict) else []
                records = next((inner for inner in lists if isinstance(inner, list)), [value])
                yield from ((row, record) for record in records)

    def _by_event(self, lines: Iterable[Line]) -> Iterator[tuple[int, Any]]:
        """The records of one document, each as soon as it is complete, and at last what is wrong with it."""
        import ijson

        events = ijson.sendable_list()
        parser = _backend(self._backend).basic_parse_coro(events, multiple_values=True)
        document, pending, row, wrong = _Document(self.within), 0, 1, ""
        try:
            for row, text in lines:
                huge = len(text) > _HUGE and re.search(rf"[0-9]{{{_HUGE}}}", text)
                wrong = "a number is too long" if huge else _parsed(parser.send, text.encode())
                wrong = document.add(events, row) or wrong
                events.clear()
                pending = 0 if document.records else pending + len(text)
                yield from document.records
                document.records.clear()
                if wrong := wrong or (self._too_long if pending > self._max_size else ""):
                    break
        finally:
            cut = _parsed(parser.close)
        if wrong or cut:
            yield row, JSONRefusedError(wrong or "it ends too early")


class _Document:
    """Puts together what the parser reports. ``records`` are complete; each has the line on which it begins."""

    def __init__(self, within: tuple[str, ...]) -> None:
        self.records: list[tuple[int, Any]] = []
        self._within = within
        self._open: list[tuple[Any, int]] = []
        self._keys: list[str] = []
        """The field that is being read in each open object."""

    def add(self, events: Iterable[tuple[str, Any]], row: int) -> str:
        """Takes up what stands on a line; returns what is wrong with it."""
        for event, value in events:
            if event == "map_key":
                if value in self._open[-1][0]:
                    return twice(value)
                self._keys[-1] = value
            elif event in ("start_map", "start_array"):
                if len(self._open) == MAX_DEPTH:
                    return TOO_DEEP
                self._open.append(({} if event == "start_map" else [], row))
                self._keys.append("")
            elif event in ("end_map", "end_array"):
                self._keys.pop()
                self._put(*self._open.pop())
            else:
                self._put(str(value) if event == "number" else value, row)
        return ""

    def _put(self, value: Any, row: int) -> None:
        """Puts a value into what it stands in; a record stands alone."""
        outer = self._open[-1][0] if self._open else None
        if isinstance(outer, dict):
            outer[self._keys[-1]] = value
        elif outer is None and (isinstance(value, list) or self._held_records(value)):
            pass
        elif outer is None or len(self._open) == 1 or (len(self._open) == 2 and self._keys[0] in self._within):
            self.records.append((row, value))
        else:
            outer.append(value)

    def _held_records(self, value: Any) -> bool:
        return isinstance(value, dict) and any(isinstance(value.get(name), list) for name in self._within)


def _numbered(text: TextIO, chunk: int) -> Iterator[Line]:
    """Every line with its number, a very long one in pieces; and a blank, by which the last word is complete."""
    row = 1
    for piece in iter(partial(text.readline, chunk), ""):
        yield row, piece
        row += piece.endswith("\n")
    yield row, " "


def _backend(name: str) -> Any:
    import ijson

    try:
        return ijson.get_backend(name)
    except ImportError:
        return ijson.get_backend("python")


def _parsed(step: Callable[..., object], *data: bytes) -> str:
    """What is wrong with the text of a step of the parser, whatever it raises."""
    from ijson import JSONError

    try:
        step(*data)
    except (JSONError, ValueError, ArithmeticError):
        return BROKEN
    return ""
