"""CycloneDX XML: the same bill of materials as the JSON, read into the same form."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from compliance.core.errors import ComplianceError, fail
from compliance.core.located import KeyPath, ParsedFile
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.formats import cyclonedx
from compliance.inventory.formats.source import NAMESPACE, Source
from compliance.inventory.formats.table import Table

MAX_DEPTH = 60
"""Elements in one another."""
MAX_ELEMENTS = 2_000_000
"""Elements of a bill, of which each takes some hundred bytes of memory."""
_LISTS = frozenset(
    ["components", "properties", "externalReferences", "hashes", "licenses", "services", "dependencies", "tools"]
)
"""Elements that hold a list."""


def recognises(source: Source) -> bool:
    """XML that names the namespace of CycloneDX at its beginning."""
    return NAMESPACE in source.text


def read(source: Source, mapping: ColumnMap) -> Table:
    """The devices of a BOM (see ``cyclonedx``). Raises ComplianceError."""
    most = source.limits.max_json_bytes
    with source.path.open("rb") as handle:
        raw = handle.read(most + 1)
    if len(raw) > most:
        raise fail(f"is XML of more than {most // 2**20} MiB", "Export it as CSV.", file=source.file)
    return cyclonedx.table(source, mapping, parsed(raw, source.file), "CycloneDX XML")


def parsed(raw: bytes, file: str, most: int = MAX_ELEMENTS) -> ParsedFile:
    """A BOM as the JSON form has it, with the line of each of its outer components. Raises ComplianceError."""
    builder = _Builder(file, most)
    try:
        builder.parser.Parse(raw, True)
    except ComplianceError:
        raise
    except Exception as error:  # noqa: BLE001 - also what the encoding that it names makes Python raise
        row = builder.parser.CurrentLineNumber or None
        raise fail(f"is broken XML: {error}", "Export it again.", file=file, row=row) from None
    return ParsedFile(file, builder.root, builder.lines)


class _Builder:
    """Builds the JSON form while the parser reads."""

    def __init__(self, file: str, most: int = MAX_ELEMENTS) -> None:
        self.file, self._most, self._elements = file, most, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.root: dict[str, Any] = {}
        self.lines: dict[KeyPath, tuple[int, int]] = {}
        self._open: list[tuple[str, dict[str, Any], list[Any], list[str]]] = []

    def _doctype(self, *_: object) -> None:
        raise fail("defines entities of its own", "Export it without a DOCTYPE.", file=self.file, row=1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise fail(f"is nested more than {MAX_DEPTH} deep", "Export it again.", file=self.file)
        self._elements += 1
        if self._elements > self._most:
            raise fail(f"has more than {self._most:,} elements", "Export it as CSV.", file=self.file)
        tag = name.rpartition(" ")[2]
        if tag == "component" and len(self._open) == 2:
            place = len(self._open[0][1].get("components", [])) + len(self._open[-1][2])
            self.lines["components", place] = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        if tag == "bom":
            attributes = {"specVersion": name.partition(" ")[0].rpartition("/")[2]}
        self._open.append((tag, dict(attributes), [], []))

    def _text(self, text: str) -> None:
        self._open[-1][3].append(text)

    def _end(self, _: str) -> None:
        tag, fields, items, texts = self._open.pop()
        text = "".join(texts).strip()
        value: Any = items if tag in _LISTS else fields | ({"value": text} if text else {}) if fields else text
        if not self._open:
            self.root = value if isinstance(value, dict) else {}
            return
        outer = self._open[-1]
        if outer[0] in _LISTS:
            outer[2].append(value)
        else:
            before = outer[1].get(tag)
            outer[1][tag] = [*before, *value] if isinstance(before, list) and isinstance(value, list) else value
