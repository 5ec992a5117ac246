"""Beneficial Ownership Data Standard (standard.openownership.org): statements as a list, or one per line.

Version 0.4 is read here; bods_older.py puts 0.2 and 0.3 into its form.

A record (``recordId``) is stated again whenever it changes. On a day the latest of its statements holds; a closed
record holds no longer. The first statement says also what was before its date. An indirect interest repeats what its
components hold, so it is read by itself (`Interest.indirect`) and nothing is counted twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from compliance.core.errors import fail
from compliance.core.share import Share
from compliance.core.timeline import DAY
from compliance.io.json_records import JsonRecords
from compliance.ownership.formats.bods_older import MARKS as OLDER_MARKS
from compliance.ownership.formats.bods_older import VERSIONS as OLDER_VERSIONS
from compliance.ownership.formats.bods_older import Records
from compliance.ownership.formats.statements import (
    SHARES,
    How,
    StatedInterest,
    Statements,
    country,
    first_day,
    last_day,
    object_in,
    objects,
    share_between,
    share_of,
    text,
    texts,
)
from compliance.ownership.parties import Interest, InterestKind, Parties, Party, PartyKind

VERSION = "0.4"
KINDS: dict[str, InterestKind] = {
    "shareholding": "ownership",
    "votingRights": "votes",
    "appointmentOfBoard": "board",
    "otherInfluenceOrControl": "control",
    "seniorManagingOfficial": "control",
    "settlor": "control",
    "trustee": "control",
    "protector": "control",
    "beneficiaryOfLegalArrangement": "beneficiary",
    "rightsToSurplusAssetsOnDissolution": "ownership",
    "rightsToProfitOrIncome": "ownership",
    "rightsGrantedByContract": "other",
    "conditionalRightsGrantedByContract": "option",
    "controlViaCompanyRulesOrArticles": "control",
    "controlByLegalFramework": "control",
    "boardMember": "board",
    "boardChair": "board",
    "enjoymentAndUseOfAssets": "other",
    "rightToProfitOrIncomeFromAssets": "other",
    "nominee": "other",
    "nominator": "control",
}
"""The codes of interestType.csv; those of an interest whose nature nobody tells are in UNTOLD."""
UNTOLD = ("", "unknownInterest", "unpublishedInterest")
HOW: dict[str, How] = {"direct": "direct", "indirect": "indirect", "unknown": "either", "": "direct"}
_PARTY_KINDS: Mapping[str, PartyKind] = {
    "knownPerson": "person", "registeredEntity": "company", "legalEntity": "company", "state": "state", "stateBody": "state",
}  # fmt: skip
_UNKNOWN_PARTY = ("anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson")
_ENDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
}
_MARKS = re.compile(rb'"(statementId|statementID|statementType|recordDetails|bodsVersion)"')


def recognises(path: Path, head: bytes) -> bool:
    """Whether it begins with statements, of whatever version."""
    del path
    return _MARKS.search(head) is not None


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    reader = _Reader(path, name)
    for row, statement in reader.records:
        for modern in reader.modern(statement, row):
            reader.statement(modern, row)
    return reader.parties()


@dataclass(frozen=True, slots=True)
class _Version:
    """What one statement says of a record."""

    day: date
    status: str
    interests: tuple[StatedInterest, ...] = ()
    party: Party | None = None


class _Reader:
    def __init__(self, path: Path, name: str) -> None:
        self.records = JsonRecords(path, name)
        self.name = name
        self.statements = Statements(name)
        self.versions: dict[str, list[_Version]] = defaultdict(list)
        self.unknown: set[str] = set()
        self._older = Records()

    def statement(self, statement: dict[str, Any], row: int) -> None:
        """Takes up one statement; what is wrong with it is kept among the problems."""
        record, kind = text(statement.get("recordId")), statement.get("recordType")
        details = statement.get("recordDetails")
        day = self._day(statement.get("statementDate"), "statementDate", row)
        status = text(statement.get("recordStatus")) or "new"
        if not record:
            self._wrong("a statement has no recordId", "Every statement names its record.", row)
        if kind not in ("entity", "person", "relationship"):
            self._wrong(f"recordType {kind!r} is unknown", "It is entity, person or relationship.", row)
        if not isinstance(details, dict):
            self._wrong("a statement has no recordDetails", "Add the details of the record.", row)
        if day is None and not statement.get("statementDate"):
            self._wrong("a statement has no statementDate", "The date decides which statement is current.", row)
        if status not in ("new", "updated", "closed"):
            self._wrong(f"recordStatus {status!r} is unknown", "It is new, updated or closed.", row)
        if not (record and isinstance(details, dict) and day):
            return
        if kind == "relationship":
            interests = tuple(self._relationship(record, text(statement.get("statementId")), details, row))
            self.versions[record].append(_Version(day, status, interests))
        else:
            party = self._party(record, details, statement, row)
            self.versions[record].append(_Version(day, status, party=party))

    def parties(self) -> Parties:
        """All of it. Raises ComplianceError."""
        for versions in self.versions.values():
            # The latest name is the name, older ones are aliases.
            for version in sorted(versions, key=lambda version: version.day, reverse=True):
                if version.party:
                    self.statements.add_party(version.party)
            for stated in _dated([version for version in versions if version.party is None]):
                self.statements.add_interest(self._with_unknown_owner(stated))
        return self.statements.parties(self.records.problems)

    def _wrong(self, what: str, advice: str, row: int) -> None:
        self.records.complain(what, advice, row)

    def modern(self, statement: dict[str, Any], row: int) -> Iterable[dict[str, Any]]:
        """The statement in the form of 0.4. Raises ComplianceError where it is of a version that is not read."""
        version = text(object_in(statement, "publicationDetails").get("bodsVersion"))
        older = any(field in statement for field in OLDER_MARKS)
        if version and version not in ((*OLDER_VERSIONS,) if older else (VERSION,)):
            read = ", ".join((*OLDER_VERSIONS, VERSION))
            has = f", with the fields of {'an older' if older else 'a newer'} version" if version in read else ""
            raise fail(f"is BODS {version}{has}; {read} are read", "Convert it to 0.4.", file=self.name, row=row)
        return self._older.modern(statement) if older else (statement,)

    def _day(self, value: Any, field: str, row: int, last: bool = False) -> date | None:
        try:
            return (last_day if last else first_day)(text(value))
        except ValueError as error:
            self._wrong(f"{field}: {error}", "", row)
            return None

    def _party(self, record: str, details: dict[str, Any], statement: dict[str, Any], row: int) -> Party:
        kind = text(object_in(details, "entityType").get("type")) or text(details.get("personType"))
        why = object_in(details, "unspecifiedEntityDetails") or object_in(details, "unspecifiedPersonDetails")
        names = _names(details)
        if kind in _UNKNOWN_PARTY:
            self.unknown.add(record)
            names = names or [f"Unknown owner ({text(why.get('reason')) or kind})"]
        places = objects(details.get("nationalities")) or [
            object_in(details, "jurisdiction") or object_in(details, "incorporatedInJurisdiction")
        ]
        publisher = object_in(object_in(statement, "publicationDetails"), "publisher")
        return Party(
            id=record,
            name=names[0] if names else record,
            aliases=tuple(dict.fromkeys(names[1:])),
            country=country(
                *(text(country_entry.get("code")) or text(country_entry.get("name")) for country_entry in places)
            ),
            identifiers=tuple(
                (text(identifier.get("scheme")) or text(identifier.get("schemeName")), text(identifier.get("id")))
                for identifier in objects(details.get("identifiers"))
                if text(identifier.get("id"))
            ),
            sources=tuple(filter(None, (text(publisher.get("name")),))),
            kind=_PARTY_KINDS.get(kind, ""),
            file=self.name,
            row=row,
        )

    def _relationship(self, record: str, statement: str, details: dict[str, Any], row: int) -> Iterator[StatedInterest]:
        owned, owner = (self._end(details, end, record, row) for end in ("subject", "interestedParty"))
        if not (owned and owner):
            return
        composed = bool(details.get("componentRecords"))
        for interest in objects(details.get("interests")) or [{}]:
            code = text(interest.get("type"))
            if code not in KINDS and code not in UNTOLD:
                self._wrong(f"interest type {code!r} is unknown", f"One of {', '.join(KINDS)}.", row)
            how = text(interest.get("directOrIndirect"))
            if how not in HOW:
                self._wrong(f"directOrIndirect {how!r} is unknown", "It is direct, indirect or unknown.", row)
                how = ""
            kind = KINDS.get(code, "ownership")
            share = self._share(interest.get("share"), row)
            yield StatedInterest(
                Interest(
                    owner,
                    owned,
                    # Of an interest whose nature nobody tells, nobody knows what the share is a share of.
                    Share() if code in UNTOLD else share,
                    kind,
                    self._day(interest.get("startDate"), "startDate", row),
                    self._day(interest.get("endDate"), "endDate", row, last=True),
                    f"statement {statement}" if statement else "",
                    self.name,
                    row,
                ),
                "indirect" if composed and how in ("", "unknown") else HOW[how],
                code if kind == "ownership" and code not in ("shareholding", *UNTOLD) else SHARES,
            )

    def _end(self, details: dict[str, Any], field: str, record: str, row: int) -> str:
        """The record at one end of a relationship; that of an unknown party where it is not specified."""
        value = details.get(field)
        if isinstance(value, dict):
            role: Literal["owner", "company"] = "owner" if field == "interestedParty" else "company"
            party = self.statements.add_unknown(role, record, text(value.get("reason")) or "unknown", row)
            self.unknown.add(party)
            return party
        if not text(value):
            self._wrong(f"a relationship has no {field}", "Name a recordId, or give a reason.", row)
        return text(value)

    def _share(self, share: Any, row: int) -> Share:
        if not isinstance(share, dict):
            if share is not None:
                self._wrong("a share is not an object", "Write {exact: …}, or its ends.", row)
            return Share()
        values = {name: str(value) for name, value in share.items() if name in ("exact", *_ENDS) and value is not None}
        ends = {_ENDS[name]: value for name, value in values.items() if name != "exact"}
        try:
            between = share_between(ends)
            exact = share_of(values["exact"]) if "exact" in values else between
            # An interval that is no more than the exact number says the same thing again.
            if ends and exact != between:
                raise ValueError("a share is both exact and a range; give one of them")
            return exact
        except ValueError as error:
            self._wrong(str(error), "", row)
            return Share()

    def _with_unknown_owner(self, stated: StatedInterest) -> StatedInterest:
        """Who holds it unknown leaves no less room for others: the holder may be one of them."""
        if stated.interest.owner not in self.unknown:
            return stated
        share = stated.interest.share
        return replace(stated, interest=replace(stated.interest, share=Share(0, share.high, False, share.high_open)))


def _names(details: dict[str, Any]) -> list[str]:
    """Of an entity or person, the legal name first."""
    names = [text(details.get("name")), *texts(details.get("alternateNames"))]
    persons = sorted(objects(details.get("names")), key=lambda entry: entry.get("type") != "legal")
    for entry in persons:
        parts = texts([entry.get(part) for part in ("givenName", "patronymicName", "familyName")])
        names.append(text(entry.get("fullName")) or " ".join(parts))
    return list(filter(None, names))


def _dated(versions: Sequence[_Version]) -> Iterable[StatedInterest]:
    """What the statements on one relationship say, each as long as it is the latest."""
    if len(versions) == 1 and versions[0].status != "closed":
        return versions[0].interests
    return list(_in_turn(sorted(versions, key=lambda version: version.day)))


def _in_turn(versions: Sequence[_Version]) -> Iterator[StatedInterest]:
    days = [(day, list(same)) for day, same in groupby(versions, key=lambda version: version.day)]
    for position, (day, same) in enumerate(days):
        # An update replaces what was stated earlier on its day; what was stated anew stands beside it.
        latest = max((index for index, version in enumerate(same) if version.status != "new"), default=0)
        following = days[position + 1] if position + 1 < len(days) else None
        for version in same[latest:]:
            if version.status != "closed":
                for stated in version.interests:
                    since = _begins(stated, days[position - 1][1], day) if position else None
                    until = _ends(stated, following[1], following[0]) if following else None
                    yield from filter(None, (_within(stated, since, until),))
            elif not position:
                # Of a record of which only the end is stated nobody tells more than that it held until then.
                yield from filter(None, (_within(stated, None, day - DAY) for stated in version.interests))


def _begins(stated: StatedInterest, before: Sequence[_Version], day: date) -> date:
    """From when on an update of ``day`` holds: a register writes down what happened some days ago."""
    earlier = [old.interest.first for old in _stated_by(before, stated)]
    return stated.interest.first if earlier and max(earlier) < stated.interest.first < day else day


def _ends(stated: StatedInterest, after: Sequence[_Version], day: date) -> date:
    """Until when a statement holds that others of ``day`` supersede: until what they say began, or until its end."""
    last = day - DAY
    for successor in _stated_by(after, stated):
        if stated.interest.first < successor.interest.first < day:
            last = min(last, successor.interest.first - DAY)
        elif successor.interest.first <= stated.interest.first <= successor.interest.last < day:
            last = min(last, successor.interest.last)
    return last


def _stated_by(versions: Sequence[_Version], stated: StatedInterest) -> list[StatedInterest]:
    """What the versions state of the same kind."""
    return [
        other
        for version in versions
        for other in version.interests
        if (other.interest.kind, other.measure) == (stated.interest.kind, stated.measure)
    ]


def _within(stated: StatedInterest, since: date | None, until: date | None) -> StatedInterest | None:
    """The part of a statement that falls within these days. One that ends before it begins stays as it is."""
    interest = stated.interest
    first, last = max(interest.first, since or date.min), min(interest.last, until or date.max)
    if interest.last < interest.first:
        return stated
    if last < first:
        return None
    return replace(
        stated,
        interest=replace(
            interest, since=None if first == date.min else first, until=None if last == date.max else last
        ),
    )
