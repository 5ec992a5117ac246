"""Statements of BODS 0.2 and 0.3 in the form of 0.4 (bods.py).

Until 0.3 a statement had no record: a later one names those that it replaces, so a record is the first of them. Ends of
a relationship named statements, codes were written with hyphens (0.2), and an open end of a share was a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from compliance.ownership.formats.statements import object_in, objects, text, texts

VERSIONS = ("0.2", "0.3")
MARKS = ("statementID", "statementType")
"""Fields that statements had until 0.3."""
_KINDS = {"entityStatement": "entity", "personStatement": "person", "ownershipOrControlStatement": "relationship"}
_CODES = {
    "settlorOfTrust": "settlor", "trusteeOfTrust": "trustee", "protectorOfTrust": "protector",
    "beneficiaryOfTrust": "beneficiaryOfLegalArrangement", "otherInfluenceOrControlOfTrust": "otherInfluenceOrControl",
    "otherInfluenceOrControlOfArrangement": "otherInfluenceOrControl", "settlorOfArrangement": "settlor",
    "trusteeOfArrangement": "trustee", "protectorOfArrangement": "protector",
    "beneficiaryOfArrangement": "beneficiaryOfLegalArrangement", "influenceOrControl": "otherInfluenceOrControl",
}  # fmt: skip
"""Codes that were renamed, without hyphens."""


class Records:
    """The statements of a file in the form of 0.4; it remembers which statement is of which record."""

    def __init__(self) -> None:
        self._record_of: dict[str, str] = {}

    def modern(self, statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The statement, and one for each further record that it replaces and so closes."""
        key = text(statement.get("statementID"))
        replaced = list(dict.fromkeys(map(self._record, texts(statement.get("replacesStatements")))))
        record, *merged = replaced or [key]
        self._record_of[key] = record
        common = {
            "statementId": key,
            "recordType": _KINDS.get(text(statement.get("statementType")), statement.get("statementType")),
            # A statement without a day is older than those that replace it.
            "statementDate": statement.get("statementDate") or "0001-01-01",
            "publicationDetails": {**object_in(statement, "publicationDetails"), "bodsVersion": "0.4"},
        }
        details = self._details(statement)
        yield {**common, "recordId": record, "recordStatus": "updated" if replaced else "new", "recordDetails": details}
        for other in merged:
            yield {**common, "recordId": other, "recordStatus": "closed", "recordDetails": details}

    def _record(self, statement: str) -> str:
        return self._record_of.get(statement, statement)

    def _details(self, statement: dict[str, Any]) -> dict[str, Any]:
        details = dict(statement)
        if isinstance(statement.get("entityType"), str):
            details["entityType"] = {"type": statement["entityType"]}
        for end in ("subject", "interestedParty"):
            if isinstance(value := statement.get(end), dict):
                named = text(value.get("describedByEntityStatement")) or text(value.get("describedByPersonStatement"))
                details[end] = self._record(named) if named else object_in(value, "unspecified")
        if components := texts(statement.get("componentStatementIDs")):
            details["componentRecords"] = components
        if "interests" in statement:
            details["interests"] = [_interest(interest) for interest in objects(statement["interests"])]
        return details


def _interest(interest: dict[str, Any]) -> dict[str, Any]:
    code = re.sub("-([a-z])", lambda letter: letter[1].upper(), text(interest.get("type")))
    how = text(interest.get("directOrIndirect")) or text(interest.get("interestLevel"))
    changed = {**interest, "type": _CODES.get(code, code), "directOrIndirect": how}
    if isinstance(share := interest.get("share"), dict):
        changed["share"] = _share(share)
    return changed


def _share(share: dict[str, Any]) -> dict[str, Any]:
    """A share whose open ends are fields of their own; until 0.3 they were flags beside the ends."""
    changed = dict(share)
    for end, open_end in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(is_open := share.get(open_end), bool):
            del changed[open_end]
            if is_open and end in share:
                changed[open_end] = changed.pop(end)
    return changed
