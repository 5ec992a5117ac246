"""FollowTheMoney entities, one per line, as OpenSanctions publishes them (followthemoney.tech).

Every property is a list of texts. Percentages are free text (``25-50%``), days may be months or years: both are read
prudently, as all that the text leaves open. A percentage that nobody can read is an unknown share, and said so.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from compliance.core.share import Share
from compliance.io.json_records import JsonRecords
from compliance.ownership.formats.statements import (
    StatedInterest,
    Statements,
    country,
    first_day,
    last_day,
    object_in,
    share_between,
    share_of,
    text,
    texts,
)
from compliance.ownership.parties import Interest, InterestKind, Link, Parties, Party

PARTIES = (
    "Person", "LegalEntity", "Company", "Organization", "PublicBody", "Asset", "Vessel", "Airplane", "Vehicle",
    "RealEstate", "Security", "BankAccount", "CryptoWallet",
)  # fmt: skip
"""Schemata of those that own and are owned."""
TIES: dict[str, tuple[str, str]] = {"Ownership": ("owner", "asset"), "Directorship": ("director", "organization")}
IDENTIFIERS = {
    "leiCode": "lei",
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "uniqueEntityId": "uei",
    "permId": "permid",
    "imoNumber": "imo",
    "idNumber": "id",
}
"""Property -> scheme."""
_MARKS = re.compile(rb'"schema"\s*:\s*"[A-Z]\w*"')
_ALIASES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_WORDS: tuple[tuple[str, InterestKind], ...] = (
    ("voting", "votes"),
    ("appoint", "board"),
    ("influence", "control"),
)
"""What a role says that is no ownership, though a register's kinds of control all become Ownership."""
_THROUGH = re.compile(r"\b(?:indirect|ultimate|beneficial)", re.I)
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_SIGN = r"\s*(?:%|per ?cent|percent)?\s*"
_EXACT = re.compile(rf"=?\s*{_NUMBER}{_SIGN}")
_RANGE = re.compile(rf"(?:from|between)?\s*{_NUMBER}{_SIGN}(?:-|–|—|\.\.|to|and)\s*{_NUMBER}{_SIGN}")
_BOUND = re.compile(
    rf"(?P<sign>>=|≥|=>|at least|minimum|min\.?|from|<=|≤|=<|at most|up to|maximum|max\.?|>|more than|over|above"
    rf"|<|less than|under|below)\s*{_NUMBER}{_SIGN}"
)
_LEAST = re.compile(rf"{_NUMBER}{_SIGN}(?:\+|or more)\s*")
_BOUNDS = {
    "minimum": (">=", "≥", "=>", "at least", "minimum", "min", "min.", "from"),
    "maximum": ("<=", "≤", "=<", "at most", "up to", "maximum", "max", "max."),
    "exclusive_minimum": (">", "more than", "over", "above"),
    "exclusive_maximum": ("<", "less than", "under", "below"),
}
_MAX_TEXT = 60


def recognises(path: Path, head: bytes) -> bool:
    """Whether it begins with entities that name their schema."""
    del path
    return _MARKS.search(head) is not None and b'"properties"' in head


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    reader = _Reader(path, name)
    for row, entity in reader.records:
        reader.entity(entity, row)
    if reader.unread:
        counted = ", ".join(f"{schema} {count:,}" for schema, count in sorted(reader.unread.items()))
        reader.statements.add_note(f"entities that do not describe ownership were ignored: {counted}.")
    return reader.statements.parties(reader.records.problems)


class _Reader:
    def __init__(self, path: Path, name: str) -> None:
        self.records = JsonRecords(path, name, ("results", "entities"))
        self.statements = Statements(name)
        self.name = name
        self.unread: Counter[str] = Counter()

    def entity(self, entity: dict[str, Any], row: int) -> None:
        """Takes up one entity; what is wrong with it is kept among the problems."""
        entity_id, schema = text(entity.get("id")), text(entity.get("schema"))
        properties = object_in(entity, "properties")
        if not (entity_id and schema):
            self.records.complain("an entity has no id or no schema", "Every entity has both.", row)
        elif schema in PARTIES:
            self.statements.add_party(self._party(entity_id, schema, entity, properties, row))
        elif schema in TIES:
            self._interests(entity_id, schema, properties, row)
        elif schema == "UnknownLink":
            kind = next(iter(texts(properties.get("role"))), "unknown link")
            for subject in texts(properties.get("subject")):
                for related in texts(properties.get("object")):
                    self.statements.add_link(Link(subject, related, kind, f"entity {entity_id}"))
        else:
            self.unread[schema] += 1

    def _party(
        self, entity_id: str, schema: str, entity: dict[str, Any], properties: dict[str, Any], row: int
    ) -> Party:
        names = [value for name in _ALIASES for value in texts(properties.get(name))]
        names = list(dict.fromkeys(filter(None, (text(entity.get("caption")), *names))))
        fields = ("nationality", "citizenship", "country") if schema == "Person" else ("jurisdiction", "country")
        places = next((codes for name in fields if (codes := texts(properties.get(name)))), [])
        return Party(
            id=entity_id,
            name=names[0] if names else entity_id,
            aliases=tuple(names[1:]),
            country=country(*(code.partition("-")[0].upper() for code in places)),
            identifiers=tuple(
                (scheme, value) for name, scheme in IDENTIFIERS.items() for value in sorted(texts(properties.get(name)))
            ),
            sources=tuple(texts(entity.get("datasets"))),
            file=self.name,
            row=row,
            kind="person" if schema == "Person" else "",
        )

    def _interests(self, entity_id: str, schema: str, properties: dict[str, Any], row: int) -> None:
        owners, owned = (texts(properties.get(end)) for end in TIES[schema])
        if not (owners and owned):
            what = f"{schema} {entity_id!r} without {' or '.join(TIES[schema])}"
            self.records.complain(what, "It joins two entities.", row)
        description = " ".join(texts(properties.get("role")) + texts(properties.get("ownershipType")))
        kind: InterestKind = "board" if schema == "Directorship" else _kind(texts(properties.get("role")))
        try:
            days = [first_day(day) for day in texts(properties.get("startDate"))]
            ends = [last_day(day) for day in texts(properties.get("endDate"))]
            shares = [self._share(percent, entity_id) for percent in texts(properties.get("percentage"))] or [Share()]
        except ValueError as error:
            self.records.complain(f"{schema} {entity_id!r}: {error}", "Correct the entity.", row)
            return
        since, until = min(filter(None, days), default=None), max(filter(None, ends), default=None)
        for owner in owners:
            for asset in owned:
                for share in shares:
                    source = f"entity {entity_id}"
                    interest = Interest(owner, asset, share, kind, since, until, source, self.name, row)
                    self.statements.add_interest(
                        StatedInterest(interest, "indirect" if _THROUGH.search(description) else "direct")
                    )

    def _share(self, written: str, entity_id: str) -> Share:
        share = percentage(written)
        if share is None:
            self.statements.add_note(
                f"the percentage {written[:_MAX_TEXT]!r} of {entity_id!r} is read as an unknown share."
            )
        return share or Share()


def _kind(roles: list[str]) -> InterestKind:
    """Ownership, unless every role speaks of something else."""
    kinds = {next((kind for word, kind in _WORDS if word in role.casefold()), "ownership") for role in roles}
    return next((kind for _, kind in _WORDS if kind in kinds), "ownership") if "ownership" not in kinds else "ownership"


def percentage(written: str) -> Share | None:
    """What a percentage in free text leaves open; None for what cannot be read. ValueError for more than 100.

    A number below 1 without a sign may be a fraction: ``0.5`` is anything from a half to fifty per cent.
    """
    plain = " ".join(written.casefold().split())
    if len(plain) > _MAX_TEXT:
        return None
    if match := _EXACT.fullmatch(plain):
        number = _point(match[1])
        share = share_of(number)
        if share.low < share_of("1").low and plain == match[1]:
            return Share(share.low, min(share.high * 100, Share().high))
        return share
    if match := _RANGE.fullmatch(plain):
        return share_between({"minimum": _point(match[1]), "maximum": _point(match[2])})
    if match := _BOUND.fullmatch(plain):
        end = next(end for end, signs in _BOUNDS.items() if match["sign"] in signs)
        return share_between({end: _point(match[2])})
    if match := _LEAST.fullmatch(plain):
        return share_between({"minimum": _point(match[1])})
    return None


def _point(number: str) -> str:
    return number.replace(",", ".")
