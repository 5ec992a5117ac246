"""The records of a GLEIF file, whichever of its three forms it has: JSON, XML or CSV (golden copy or service)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from compliance.io.json_records import CHUNK, JsonRecords
from compliance.ownership.formats.statements import objects, text

LISTS = ("relations", "exceptions", "records", "data")
"""Fields of the golden copy in JSON whose list holds the records."""
XML_RECORDS = ("RelationshipRecord", "Exception", "LEIRecord")
_PERIOD = re.compile(r"Relationship\.Period\.(\d+)\.(startDate|endDate|periodType)")
_MAX_DEPTH = 40


class GleifRecords(JsonRecords):
    """JSON without the layers that the golden copy adds: ``{"RelationshipRecord": …}``, ``{"$": "text"}``."""

    def __init__(self, path: Path, file: str, form: str, *, chunk: int = CHUNK) -> None:
        super().__init__(path, file, LISTS, chunk=chunk)
        self.form = form

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Line and record."""
        if self.form == "json":
            for row, record in super().__iter__():
                inner = next((record[name] for name in XML_RECORDS if isinstance(record.get(name), dict)), record)
                yield row, _plain(inner)
        elif self.form == "xml":
            yield from self._xml()
        else:
            yield from self._csv()

    def _xml(self) -> Iterator[tuple[int, dict[str, Any]]]:
        reader = _Xml()
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(self._chunk):
                    reader.parser.Parse(chunk, False)
                    yield from reader.taken()
                reader.parser.Parse(b"", True)
                yield from reader.taken()
        except _RefusedError as error:
            self.complain(f"is refused: {error}", "Download it again from GLEIF.", reader.parser.CurrentLineNumber)
        except (expat.ExpatError, LookupError, ValueError):
            # Of an encoding that Python does not know, or that expat cannot use, the parser raises the last two.
            self.complain("is not XML from here on", "Download it again.", reader.parser.ErrorLineNumber)

    def _csv(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            try:
                for cells in rows:
                    yield rows.line_num, _from_cells(cells)
            except (csv.Error, UnicodeDecodeError):
                self.complain("is not CSV in UTF-8 from here on", "Download it again.", rows.line_num)


def _plain(value: Any) -> Any:
    """A value without the wrapping of ``$``; the reader of JSON has seen to it that it is not too deep."""
    if isinstance(value, dict):
        return text(value["$"]) if "$" in value else {name: _plain(inner) for name, inner in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _from_cells(cells: dict[str, Any]) -> dict[str, Any]:
    """A row of CSV in the shape of JSON."""
    if "Relationship.RelationshipType" not in cells:
        return {
            "LEI": cells.get("LEI"),
            "ExceptionCategory": cells.get("Exception.Category"),
            "ExceptionReason": cells.get("Exception.Reason.1"),
        }
    periods: dict[str, dict[str, Any]] = {}
    for name, cell in cells.items():
        if field := _PERIOD.fullmatch(name or ""):
            periods.setdefault(field[1], {})[field[2][0].upper() + field[2][1:]] = cell
    return {
        "Relationship": {
            "StartNode": {"NodeID": cells.get("Relationship.StartNode.NodeID")},
            "EndNode": {"NodeID": cells.get("Relationship.EndNode.NodeID")},
            "RelationshipType": cells.get("Relationship.RelationshipType"),
            "RelationshipStatus": cells.get("Relationship.RelationshipStatus"),
            "RelationshipPeriods": list(periods.values()),
        },
        "Registration": {name: cells.get(f"Registration.{name}") for name in ("LastUpdateDate", "RegistrationStatus")},
    }


class _RefusedError(Exception):
    """What no GLEIF file holds."""


class _Xml:
    """Builds records from the parser's events. Entities are refused: nothing is expanded or fetched."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._stack: list[tuple[str, dict[str, Any], list[str]]] = []
        self._ready: list[tuple[int, dict[str, Any]]] = []
        self._row = 1

    def taken(self) -> list[tuple[int, dict[str, Any]]]:
        """The records that are complete, once."""
        ready, self._ready = self._ready, []
        return ready

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if len(self._stack) > _MAX_DEPTH:
            raise _RefusedError("it is nested too deeply")
        if self._stack or name in XML_RECORDS:
            self._row = self._row if self._stack else self.parser.CurrentLineNumber
            self._stack.append((name, {}, []))

    def _end(self, name: str) -> None:
        if not self._stack:
            return
        name, inner, parts = self._stack.pop()
        if not self._stack:
            self._ready.append((self._row, inner))
            return
        value: Any = inner or "".join(parts).strip()
        outer = self._stack[-1][1]
        before = outer.get(name)
        outer[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]

    def _text(self, part: str) -> None:
        if self._stack:
            self._stack[-1][2].append(part)

    def _refuse(self, *declared: Any) -> None:
        raise _RefusedError("it declares a document type")


def periods(relationship: dict[str, Any]) -> list[dict[str, Any]]:
    """The periods of a relationship, which some forms wrap once more."""
    wrapped = objects(relationship.get("RelationshipPeriods"))
    return [inner for period in wrapped for inner in (objects(period.get("RelationshipPeriod")) or [period])]
