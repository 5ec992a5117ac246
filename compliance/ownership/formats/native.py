"""The native form: ``parties.yaml``, or JSON of the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from compliance.core.errors import ComplianceError, Problem
from compliance.core.located import ParsedFile
from compliance.core.record import Confidence, Record, Source, Text, validate
from compliance.core.share import Share
from compliance.io.resources import RULES
from compliance.io.yaml import load
from compliance.ownership.parties import Interest, InterestKind, Link, Parties, Party, PartyKind, collect, iso_day
from compliance.reference.countries import CountryTable, load_table

E = TypeVar("E", bound=Record)

_ADVICE = "See the schema: compliance rules schema parties"
_NUMBER: list[dict[str, Any]] = [
    {"type": "number", "minimum": 0, "maximum": 100},
    {"type": "string", "pattern": r"^\s*\d{1,3}(\.\d{0,6})?\s*$"},
]
_ENDS = ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum")
_SHARE_SCHEMA: dict[str, Any] = {
    "anyOf": [
        *_NUMBER,
        {
            "type": "object",
            "properties": {name: {"anyOf": [*_NUMBER, {"type": "null"}]} for name in _ENDS},
            "additionalProperties": False,
            "allOf": [
                {"not": {"required": ["minimum", "exclusive_minimum"]}},
                {"not": {"required": ["maximum", "exclusive_maximum"]}},
            ],
        },
        {"type": "null"},
    ]
}


_DAY_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}


def _day(value: Any) -> date | None:
    if isinstance(value, date) or value is None:
        return value
    return iso_day(str(value))


def _country(text: str | None) -> str | None:
    """The ISO code, None where the text does not say for certain which country it is."""
    if text is None or not text.strip():
        return None
    country = _table().resolve(text)
    if country.unknown and not country.doubt:
        raise ValueError(f"{text!r} is not a known country")
    return country.only


@cache
def _table() -> CountryTable:
    return load_table(RULES / "countries" / "table.csv")


Country = Annotated[str | None, AfterValidator(_country)]
Id = Annotated[Text, AfterValidator(str.strip)]
Day = Annotated[date | None, PlainValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
AnyShare = Annotated[Share, PlainValidator(Share.parse), WithJsonSchema(_SHARE_SCHEMA)]


class PartyEntry(Record):
    """One of ``parties``."""

    id: Id
    name: Text | None = None
    aliases: tuple[Text, ...] = ()
    country: Country = None
    kind: PartyKind | None = None
    identifiers: dict[str, str | int] = {}
    sources: tuple[Text, ...] = ()
    confidence: Confidence | None = None


class InterestEntry(Record):
    """One of ``interests``."""

    owner: Id
    owned: Id
    share: AnyShare = Share()
    kind: InterestKind = "ownership"
    since: Annotated[Day, Field(alias="from")] = None
    until: Day = None
    source: str = ""
    confidence: Confidence | None = None


class LinkEntry(Record):
    """One of ``links``."""

    a: Id
    b: Id
    kind: Text
    source: str = ""
    confidence: Confidence | None = None


class PartiesFile(Record):
    """A ``parties.yaml``."""

    sources: tuple[Source, ...] = ()
    parties: tuple[PartyEntry, ...] = ()
    interests: tuple[InterestEntry, ...] = ()
    links: tuple[LinkEntry, ...] = ()


def recognises(path: Path, head: bytes) -> bool:
    """Whether the file is YAML or JSON by its name."""
    del head
    return path.suffix.lower() in (".yaml", ".yml", ".json")


def read(path: Path, name: str) -> Parties:
    """What the file says. Raises ComplianceError with every problem of the file."""
    return parties_in(load(path, name=name))


def parties_in(document: ParsedFile) -> Parties:
    """What the document says. Raises ComplianceError with every problem of it."""
    name = document.file
    if not document.data:
        raise ComplianceError(Problem("is empty", "List parties or interests in it.", name, 1))
    try:
        file = validate(PartiesFile, document, advice=_ADVICE)
    except ComplianceError as error:
        # What stands in entries that can be read may contradict each other too.
        raise ComplianceError([*error.problems, *_contradictions(document)]) from None
    parties = (_party(document, index, entry) for index, entry in enumerate(file.parties))
    interests = (_interest(document, index, entry) for index, entry in enumerate(file.interests))
    links = (Link(**vars(entry)) for entry in file.links)
    return collect(parties, interests, links, file.sources)


def _party(document: ParsedFile, index: int, entry: PartyEntry) -> Party:
    return Party(
        id=entry.id,
        name=entry.name or entry.id,
        aliases=entry.aliases,
        country=entry.country,
        kind=entry.kind or "",
        identifiers=tuple(sorted((scheme, str(value)) for scheme, value in entry.identifiers.items())),
        sources=entry.sources,
        confidence=entry.confidence,
        file=document.file,
        row=document.place(("parties", index))[0],
    )


def _interest(document: ParsedFile, index: int, entry: InterestEntry) -> Interest:
    return Interest(**vars(entry), file=document.file, row=document.place(("interests", index))[0])


def _contradictions(document: ParsedFile) -> tuple[Problem, ...]:
    """What the entries that are valid by themselves contradict of each other."""
    parties = [_party(document, index, entry) for index, entry in _valid(PartyEntry, document, "parties")]
    interests = [_interest(document, index, entry) for index, entry in _valid(InterestEntry, document, "interests")]
    try:
        collect(parties, interests)
    except ComplianceError as error:
        return error.problems
    return ()


def _valid(kind: type[E], document: ParsedFile, name: str) -> Iterator[tuple[int, E]]:
    entries = document.data.get(name) if isinstance(document.data, dict) else None
    for index, data in enumerate(entries if isinstance(entries, list) else ()):
        with suppress(ComplianceError):
            yield index, validate(kind, document, data)
