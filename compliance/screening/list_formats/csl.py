"""The Consolidated Screening List of trade.gov, as CSV or TSV (28 or, since 2023, 29 columns) and as JSON.

Thirteen lists in one file, told apart by the field ``source``. BIS and State rows have no ``type`` and no
``entity_number``; the order inside ``ids`` of the CSV changed over the years (seen: December 2019, June 2025).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, damaged, read_records
from compliance.screening.list_formats.members import OFAC, code_in
from compliance.screening.list_formats.merging import merge_rows
from compliance.screening.listings import Kind, Listing, Quality

_FIELDS = (
    "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice", "start_date",
    "end_date", "license_requirement", "license_policy", "vessel_flag", "remarks", "alt_names", "citizenships",
    "nationalities", "ids",
)  # fmt: skip
"""The fields that are read; the file must have them."""
_ADVICE = "Get consolidated.csv or consolidated.json from trade.gov again."
_KINDS: dict[str, Kind] = {"entity": "entity", "individual": "individual", "vessel": "vessel", "aircraft": "aircraft"}
_NUMBERED = re.compile(
    r"No\b|Number|Numero|\bID\b|Code|Passport|IMO|MMSI|BIK|ISIN|LEI|SWIFT|D\.N\.I|C\.U\.R\.P|R\.F\.C|#|Identification|Currency"
)
_NO_NUMBERS = re.compile("Email|Website|Phone|Fax|Telephone|Executive Order|Date|Directive|Model|risk|Gender|Sanctions")
_CODE = re.compile("[A-Z]{2}")
_LOST = re.compile(r"\?(?=s\b)")


def recognises(content: bytes) -> bool:
    """Whether it begins with the header of the CSV, or is JSON whose results have a ``source``."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return b'"results"' in content[:100_000] and b'"source"' in content[:100_000]
    first = head.partition(b"\n")[0].replace(b'"', b"").replace(b"\t", b",")
    return b"source,entity_number,type,programs," in first


def read(list_file: ListFile, code: str) -> ReadList:
    """The parties of the list ``code`` ("": of all lists in the file). Raises ComplianceError."""
    reader = EntryReader(list_file.file)
    listings: list[Listing] = []
    codes: set[str] = set()
    slugs: Counter[str] = Counter()
    head = list_file.content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    as_json = head.startswith(b"{")
    separator = "\t" if b"\t" in head.partition(b"\n")[0] else ","
    entries = (
        _objects(list_file, reader)
        if as_json
        else read_records(list_file, _FIELDS, _ADVICE, reader, separator=separator)
    )
    for number, fields in entries:
        member = code_in(fields["source"])
        if not member:
            reader.report(f"unknown source {fields['source']!r}", _ADVICE, number)
        codes.add(member)
        if not code or member == code:
            listings += reader.read_entry(partial(_listing, fields, member, number, slugs), number)
    reader.finish()
    form = "JSON" if as_json else "TSV" if separator == "\t" else "CSV"
    return ReadList(f"the Consolidated Screening List ({form})", merge_rows(listings), codes=frozenset(codes))


def _objects(list_file: ListFile, reader: EntryReader) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        results = json.loads(list_file.content.decode("utf-8-sig"))["results"]
    except UnicodeDecodeError:
        raise fail("is not UTF-8 text", _ADVICE, file=list_file.file) from None
    except (ValueError, RecursionError):
        raise damaged("not JSON", list_file.file) from None
    except (KeyError, TypeError):
        results = None
    if not isinstance(results, list):
        raise fail("is not the Consolidated Screening List: it has no results", _ADVICE, file=list_file.file)
    for number, result in enumerate(results, 1):
        if isinstance(result, dict) and isinstance(result.get("source"), str):
            yield number, {name: _plain(result.get(name)) for name in {*_FIELDS, *result}}
        else:
            reader.report("a result has no source", _ADVICE, number)


def _plain(value: Any) -> Any:
    """A value of the JSON: a list, or a text."""
    return value if isinstance(value, list) else "" if value is None else str(value)


def _listing(fields: dict[str, Any], member: str, number: int, slugs: Counter[str]) -> Listing:
    name, successors = texts.party_name(str(fields["name"]))
    address = ""
    if member not in OFAC:
        name, address = texts.split_leaked_address(_LOST.sub("'", name))
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    aliases, leaked = _aliases(fields["alt_names"], name)
    addresses = (*_addresses(fields["addresses"]), *leaked, *texts.addresses(address))
    citation, published = texts.citation(str(fields["federal_register_notice"]))
    seats = [
        *_values(fields["nationalities"]),
        *_values(fields["citizenships"]),
        str(fields["vessel_flag"]),
        str(fields.get("country", "")),
    ]
    remarks = (
        successors,
        *(one_line(str(fields[field])) for field in ("title", "license_requirement", "license_policy", "remarks")),
    )
    return Listing(
        entry=str(fields["entity_number"] or fields.get("id") or fields.get("_id") or texts.entry_id(name, slugs)),
        name=name,
        aliases=aliases,
        countries=texts.countries((*map(texts.country_at_end, addresses), *seats)),
        addresses=addresses,
        identifiers=_identifiers(fields["ids"]),
        programmes=(member, *_values(fields["programs"])),
        citation=citation,
        since=texts.iso_day(str(fields["start_date"])) or published,
        until=texts.iso_day(str(fields["end_date"])),
        row=number,
        note="; ".join(filter(None, remarks)),
        kind=_KINDS.get(str(fields["type"]).casefold(), ""),
    )


def _values(value: Any) -> list[str]:
    """The values of a field: a list in the JSON, a text that separates them with ``;`` in the CSV."""
    parts = value if isinstance(value, list) else str(value).split(";")
    return [text for part in parts if (text := one_line(str(part)))]


def _aliases(value: Any, name: str) -> tuple[tuple[tuple[str, Quality], ...], list[str]]:
    """The aliases, and the addresses that leaked into them; a stray ``and`` before the last one is dropped."""
    aliases: dict[str, Quality] = {}
    leaked: list[str] = []
    for part in _values(value):
        for text in part.split("; "):
            alias, address = texts.split_leaked_address(texts.party_name(re.sub(r"^and\s+", "", text))[0])
            leaked += texts.addresses(address)
            if texts.is_name(alias) and alias != name:
                aliases[alias] = "strong"
    return tuple(aliases.items()), leaked


def _addresses(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return texts.addresses(value)
    addresses: dict[str, None] = {}
    for item in value:
        if isinstance(item, dict):
            fields = (item.get(name) for name in ("address", "city", "state", "postal_code", "country"))
            addresses.update(
                dict.fromkeys(texts.addresses(", ".join(one_line(str(field)) for field in fields if field)))
            )
    return tuple(addresses)


def _identifiers(value: Any) -> tuple[str, ...]:
    identifiers: dict[str, None] = {}
    for item in value if isinstance(value, list) else str(value).split("; "):
        if isinstance(item, dict):
            kind, number, country = (str(item.get(name) or "") for name in ("type", "number", "country"))
        else:
            kind, number, country = _parse_identifier(str(item))
        if _NUMBERED.search(kind) and not _NO_NUMBERS.search(kind) and any(map(str.isdigit, number)):
            identifiers[texts.identifier(kind, number, country)] = None
    return tuple(identifiers)


def _parse_identifier(text: str) -> tuple[str, str, str]:
    """Kind, number and country of an ``ids`` entry: ``Passport, 836238033, KP``, or as of 2019 ``US, 80-0890696, Tax ID No.``"""
    parts = [part.strip() for part in text.split(", ")]
    if len(parts) == 3 and _CODE.fullmatch(parts[0]) and not _CODE.fullmatch(parts[2]):
        return parts[2], parts[1], parts[0]
    country = parts.pop() if len(parts) > 2 and _CODE.fullmatch(parts[-1]) else ""
    if len(parts) == 2 and any(map(str.isdigit, parts[0])) and not any(map(str.isdigit, parts[1])):
        return parts[1], parts[0], country
    return parts[0], ", ".join(parts[1:]), country
