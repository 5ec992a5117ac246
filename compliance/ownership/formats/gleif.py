"""Who consolidates whom by GLEIF Level 2: relationship records and reporting exceptions of legal entity identifiers.

``StartNode`` is the child. Consolidation is control by an accounting standard: its share is unknown, and the quantifier
that some records carry is no share of the capital. A branch is the same entity as its head office. A reporting exception
says that a parent is not told. Of the records on one relationship that was updated last holds.
Source: GLEIF Relationship Record Common Data File format 2.1, Reporting Exceptions format 2.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compliance.core.share import Share
from compliance.ownership.formats.gleif_records import GleifRecords, periods
from compliance.ownership.formats.statements import (
    StatedInterest,
    Statements,
    country,
    first_day,
    last_day,
    object_in,
    text,
)
from compliance.ownership.parties import Interest, InterestKind, Link, Parties, Party

UNKNOWN, WHOLE = Share(), Share.exact(100)
TYPES: dict[str, tuple[tuple[InterestKind, Share], ...]] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": (("control", UNKNOWN), ("ownership", UNKNOWN)),
    "IS_ULTIMATELY_CONSOLIDATED_BY": (("control", UNKNOWN), ("ownership", UNKNOWN)),
    "IS_INTERNATIONAL_BRANCH_OF": (("ownership", WHOLE),),
    "IS_FUND-MANAGED_BY": (("control", UNKNOWN),),
    "IS_SUBFUND_OF": (("control", UNKNOWN),),
    "IS_FEEDER_TO": (("ownership", UNKNOWN),),
}
"""What the end node holds of the start node; a feeder holds of its master fund, the other way round."""
NEVER = ("ANNULLED", "DUPLICATE", "ERRONEOUS")
"""Registrations that should not have been made."""
_MARKS = re.compile(
    rb'"(StartNode|ExceptionCategory|LegalName)"|RelationshipData|ReportingExceptionData'
    rb"|Relationship\.StartNode\.NodeID|Exception\.Category"
)


def recognises(path: Path, head: bytes) -> bool:
    """Whether it begins like one of GLEIF's files."""
    del path
    return _MARKS.search(head) is not None


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    with path.open("rb") as file:
        begins = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    form = {b"{": "json", b"[": "json", b"<": "xml"}.get(begins, "csv")
    reader = _Reader(path, name, form)
    for row, record in reader.records:
        reader.record(record, row)
    return reader.parties()


@dataclass(frozen=True, slots=True)
class _Relation:
    """One relationship record: from when to when it is, as far as is known."""

    child: str
    parent: str
    kind: str
    updated: str
    spans: tuple[tuple[date | None, date | None], ...]
    row: int


class _Reader:
    def __init__(self, path: Path, name: str, form: str) -> None:
        self.records = GleifRecords(path, name, form)
        self.statements = Statements(name)
        self.name = name
        self.latest: dict[tuple[str, str, str], _Relation] = {}

    def record(self, record: dict[str, Any], row: int) -> None:
        """Takes up one record; what is wrong with it is kept among the problems."""
        relationship = object_in(record, "Relationship")
        try:
            if relationship:
                self._relation(relationship, record, row)
            elif "ExceptionCategory" in record:
                self._exception(record, row)
            elif isinstance(record.get("Entity"), dict):
                self.statements.add_party(self._entity(record, row))
            else:
                self.records.complain("a record is neither a relationship nor an exception", "", row)
        except ValueError as error:
            self.records.complain(str(error), "Correct the day.", row)

    def parties(self) -> Parties:
        """All of it. Raises ComplianceError."""
        for relation in self.latest.values():
            interests_held = TYPES.get(relation.kind)
            if interests_held is None:
                self.statements.add_note(
                    f"relationships of type {relation.kind} are taken as ties that are not ownership."
                )
                self.statements.add_link(Link(relation.child, relation.parent, relation.kind))
                continue
            owner, owned = (
                (relation.child, relation.parent)
                if relation.kind == "IS_FEEDER_TO"
                else (relation.parent, relation.child)
            )
            for kind, share in interests_held:
                for since, until in relation.spans:
                    interest = Interest(owner, owned, share, kind, since, until, relation.kind, self.name, relation.row)
                    self.statements.add_interest(StatedInterest(interest))
        return self.statements.parties(self.records.problems)

    def _relation(self, relationship: dict[str, Any], record: dict[str, Any], row: int) -> None:
        registration = object_in(record, "Registration")
        child, parent = (text(object_in(relationship, end).get("NodeID")) for end in ("StartNode", "EndNode"))
        kind = text(relationship.get("RelationshipType"))
        if not (child and parent and kind):
            self.records.complain("a relationship lacks a node or a type", "Download it again.", row)
            return
        if text(registration.get("RegistrationStatus")) in NEVER:
            return
        updated = text(registration.get("LastUpdateDate"))
        # What is no longer so, and does not say since when, was so until it was last updated.
        over = _deleted(record) or (updated if text(relationship.get("RelationshipStatus")) == "INACTIVE" else "")
        spans = tuple(
            (first_day(text(period.get("StartDate"))), last_day(text(period.get("EndDate")) or over))
            for period in periods(relationship)
            if text(period.get("PeriodType")) in ("RELATIONSHIP_PERIOD", "")
        )
        relation = _Relation(child, parent, kind, updated, spans or ((None, last_day(over)),), row)
        key = (child, parent, kind)
        if key not in self.latest or self.latest[key].updated <= updated:
            self.latest[key] = relation
        for lei in (child, parent):
            self.statements.add_party(Party(lei, lei, (), None, (("lei", lei),), ("gleif",), None, self.name, row))

    def _exception(self, record: dict[str, Any], row: int) -> None:
        lei, reason = text(record.get("LEI")), text(record.get("ExceptionReason")) or "unknown"
        if not lei:
            self.records.complain("an exception has no LEI", "Download it again.", row)
            return
        self.statements.add_party(Party(lei, lei, (), None, (("lei", lei),), ("gleif",), None, self.name, row))
        owner = self.statements.add_unknown("owner", f"{lei}:{reason}", reason, row)
        until = last_day(_deleted(record))
        category = text(record.get("ExceptionCategory"))
        self.statements.add_interest(
            StatedInterest(Interest(owner, lei, UNKNOWN, "ownership", None, until, category, self.name, row))
        )

    def _entity(self, record: dict[str, Any], row: int) -> Party:
        """A Level 1 record, which some files carry along: the name of an identifier."""
        lei, entity = text(record.get("LEI")), object_in(record, "Entity")
        name = text(entity.get("LegalName")) or text(object_in(entity, "LegalName").get("name"))
        home = text(entity.get("LegalJurisdiction")) or text(object_in(entity, "LegalAddress").get("Country"))
        return Party(lei, name or lei, (), country(home), (("lei", lei),), ("gleif",), None, self.name, row)


def _deleted(record: dict[str, Any]) -> str:
    """When the record was taken out of the golden copy, or ""."""
    return text(object_in(object_in(record, "Extension"), "Deletion").get("DeletedAt"))
