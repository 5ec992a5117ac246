"""Streams the records of an XML list: one element at a time, without a document type, so that nothing expands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats.base import ListFile, damaged

_CHUNK = 1 << 16
_MAX_DEPTH = 50
"""The deepest nesting that is read: the deepest official list has 12 levels."""
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")


class Record(NamedTuple):
    """One record: its element, with names without namespaces, and the line on which it begins."""

    line: int
    element: Element


def text(element: Element, path: str = ".") -> str:
    """The text of the first element at ``path`` on one line, or ""."""
    return one_line(element.findtext(path) or "")


def texts(element: Element, path: str) -> list[str]:
    """The texts of the elements at ``path`` that have one."""
    return [content for child in element.iterfind(path) if (content := text(child))]


def root_name(content: bytes) -> str:
    """The name of the root element of XML without its namespace prefix; "" where the content is not XML."""
    head = content[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    root = _ROOT.search(head) if head.startswith(b"<") else None
    return root[1].decode() if root else ""


def records(list_file: ListFile, names: frozenset[str]) -> Iterator[Record]:
    """The elements called one of ``names``, the outermost ones, and the root without its children, which comes first.

    Raises ComplianceError where the file is not complete XML, declares a document type, or is nested too deep.
    """
    reader = _Reader(list_file.file, names)
    for start in range(0, len(list_file.content), _CHUNK):
        reader.feed(list_file.content[start : start + _CHUNK])
        yield from reader.complete
        reader.complete.clear()
    reader.finish()


class _Reader:
    def __init__(self, file: str, names: frozenset[str]) -> None:
        self.complete: list[Record] = []
        self._file = file
        self._names = names
        self._depth = self._record_depth = self._line = 0
        self._builder: TreeBuilder | None = None
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(chunk, last)
        except (expat.ExpatError, LookupError, ValueError):
            # The parser raises the last two for an encoding that Python does not know or expat cannot use.
            raise damaged(f"line {self._parser.ErrorLineNumber} is not XML", self._file) from None

    def finish(self) -> None:
        self.feed(b"", last=True)

    def _refuse(self, *_: object) -> None:
        raise fail(
            "declares a document type, which no official list does", "Get it from its publisher again.", file=self._file
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise fail(f"is nested more than {_MAX_DEPTH} deep", "Get it from its publisher again.", file=self._file)
        local = name.rpartition(":")[2]
        if self._builder is None and local in self._names:
            self._builder, self._record_depth = TreeBuilder(), self._depth
            self._line = self._parser.CurrentLineNumber
        if self._builder:
            self._builder.start(local, attributes)
        elif self._depth == 1:
            self.complete.append(Record(self._parser.CurrentLineNumber, Element(local, attributes)))

    def _text(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)

    def _end(self, name: str) -> None:
        if self._builder:
            self._builder.end(name.rpartition(":")[2])
            if self._depth == self._record_depth:
                self.complete.append(Record(self._line, self._builder.close()))
                self._builder = None
        self._depth -= 1
