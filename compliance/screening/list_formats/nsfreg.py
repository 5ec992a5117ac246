"""The JSON files of the project nsfreg for US lists: ``list_id``, ``extracted``, ``count`` and ``entities``.

In the edition of July 2026, ``effective_date`` is null in lists of BIS, so the day comes from the citation; some
addresses leaked into aliases, and some entries have none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import partial
from typing import Any

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader, ListFile, ReadList, damaged
from compliance.screening.listings import Listing, Quality

_CODES = {
    "bis-entity-list": "EL",
    "bis-meu": "MEU",
    "bis-uvl": "UVL",
    "bis-dpl": "DPL",
    "ofac-nscmic": "CMIC",
    "ofac-sdn": "SDN",
}
_ADVICE = "Make the file again."
_NUMBER = re.compile(r"\b(USCC|LEI|Tax ID No\.?|Registration Number): ?([A-Z0-9-]+)(?: \(([^)]+)\))?")
_PROGRAM = re.compile(r"\bProgram: ?([^;]+)")


def recognises(content: bytes) -> bool:
    """Whether it is JSON with a count of its entities."""
    return (
        content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        and b'"entities"' in content[:4096]
        and b'"count"' in content[:4096]
    )


def read(list_file: ListFile, code: str) -> ReadList:
    """The parties in the file. Raises ComplianceError, also where there are fewer than its count."""
    del code
    try:
        data = json.loads(list_file.content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise damaged("not JSON", list_file.file) from None
    entities, count = data.get("entities"), data.get("count")
    if not isinstance(entities, list) or count != len(entities):
        held_count = len(entities) if isinstance(entities, list) else "no"
        raise damaged(f"its count is {count!r}, but it has {held_count} entities", list_file.file)
    reader = EntryReader(list_file.file)
    listings: list[Listing] = []
    slugs: Counter[str] = Counter()
    for number, entity in enumerate(entities, 1):
        listings += reader.read_entry(partial(_listing, entity, number, slugs), number)
    reader.finish()
    stated = str(data.get("list_id") or "")
    member = _CODES.get(stated, stated)
    day = texts.iso_day(str(data.get("extracted") or ""))
    return ReadList("nsfreg JSON", tuple(listings), codes=frozenset({member} if member else ()), edition=day)


def _listing(entity: Any, number: int, slugs: Counter[str]) -> Listing:
    if not isinstance(entity, dict):
        raise fail("is not an entity", _ADVICE)
    fields = {name: one_line(str(value)) for name, value in entity.items() if value and not isinstance(value, list)}
    name, address = texts.split_leaked_address(texts.party_name(fields.get("name", ""))[0])
    if not texts.is_name(name):
        raise fail("is an entry without a name", _ADVICE)
    aliases: dict[str, Quality] = {}
    addresses = [*texts.addresses(address), *texts.addresses(fields.get("address", ""))]
    alias_values = entity.get("aliases") or []
    if not isinstance(alias_values, list):
        raise fail("has aliases that are not a list", _ADVICE)
    for match in alias_values:
        alias, leaked = texts.split_leaked_address(one_line(str(match)))
        addresses += texts.addresses(leaked)
        if texts.is_name(alias) and alias != name:
            aliases[alias] = "strong"
    note = fields.get("notes", "")
    citation, published = texts.citation(fields.get("federal_register", ""))
    programme = _PROGRAM.search(note)
    return Listing(
        entry=texts.entry_id(name, slugs),
        name=name,
        aliases=tuple(aliases.items()),
        countries=texts.countries((fields.get("country", ""),)),
        addresses=tuple(dict.fromkeys(addresses)),
        identifiers=tuple(texts.identifier(match[1], match[2], match[3] or "") for match in _NUMBER.finditer(note)),
        programmes=(programme[1].strip(),) if programme else (),
        citation=citation,
        since=texts.iso_day(fields.get("effective_date", ""))
        or published
        or texts.written_day(fields.get("effective_date", "")),
        row=number,
        note=note,
    )
