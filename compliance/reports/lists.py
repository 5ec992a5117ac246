"""The lists told to people and to scripts: what is held of each, one entry, what changed between two editions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.screening.list_editions.difference import Changed, Difference
from compliance.screening.list_editions.updating import Outcome
from compliance.screening.listings import Listing, PartyList

_STATUS, _DIFF, _ENTRY = "compliance-lists/1", "compliance-lists-diff/1", "compliance-lists-entry/1"


@dataclass(frozen=True)
class Held:
    """A list as it is used on the day that is asked for, and the days of all its editions that were downloaded."""

    list: PartyList
    editions: tuple[date, ...] = ()


def status_json(held: Iterable[Held], day: date) -> str:
    """What is held, for scripts."""
    return _json({"format": _STATUS, "as_of": str(day), "lists": [_status(each, day) for each in held]})


def _status(held: Held, day: date) -> dict[str, Any]:
    each = held.list
    return {
        "id": each.id,
        "title": each.title,
        "publisher": each.publisher,
        "edition": str(each.edition),
        "checked": str(each.checked) if each.checked else None,
        "entries": _entries(each),
        "age_days": each.age(day),
        "coverage": each.coverage,
        "clears": not each.doubt(day),
        "doubt": each.doubt(day),
        "source": each.file,
        "sha256": each.sha256,
        "editions": [str(edition) for edition in held.editions],
    }


def status_text(held: Sequence[Held], day: date) -> str:
    """What is held, for people: a line each, and below why a list clears nobody."""
    rows = [("list", "edition", "age", "entries", "coverage", "publisher")]
    for each in held:
        found = each.list
        age = found.age(day)
        told = "" if age is None else f"{age} d"
        rows.append(
            (
                found.id,
                str(found.edition),
                told,
                f"{_entries(found):,}",
                found.coverage,
                found.publisher.partition(",")[0],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])).rstrip()
        for row in rows
    ]
    doubts = [f"- {doubt}" for each in held if each.list.listings and (doubt := each.list.doubt(day))]
    if nothing := [each.list.id for each in held if not each.list.listings]:
        doubts.append(f"- nothing is held yet of {', '.join(nothing)}: compliance lists update brings it")
    if doubts:
        lines += ["", f"On {day} these find, but clear nobody:", *doubts]
    kept = [f"- {each.list.id}: {', '.join(map(str, each.editions))}" for each in held if len(each.editions) > 1]
    if kept:
        lines += ["", "Downloaded editions:", *kept]
    return "\n".join(lines) + "\n"


def _entries(held: PartyList) -> int:
    return len({listing.entry for listing in held.listings})


def outcome_text(outcome: Outcome) -> str:
    """What became of one list that was to be updated."""
    now, before = outcome.edition, outcome.before
    if outcome.kind == "failed":
        stays = (
            f"the edition of {before.day} stays in force"
            if before
            else "none was downloaded before, so the bundled one stays"
        )
        return f"{outcome.list}: not updated; {stays}"
    assert now is not None
    text = f"{outcome.list}: edition of {now.day}, {now.entries:,} entries"
    if outcome.kind == "unchanged":
        return f"{text}, unchanged"
    if outcome.changes and before:
        added, removed, changed = (
            len(each) for each in (outcome.changes.added, outcome.changes.removed, outcome.changes.changed)
        )
        text += f" (since {before.day}: {added:,} added, {removed:,} removed, {changed:,} changed)"
    return text


def diff_json(one: PartyList, other: PartyList, found: Difference) -> str:
    """A difference, for scripts."""
    changed = [
        {"entry": each.after.entry, "name": each.after.name,
         "fields": {field: {"removed": list(gone), "added": list(come)} for field, (gone, come) in each.fields.items()}}
        for each in found.changed
    ]  # fmt: skip
    sides = [
        {"id": each.id, "edition": str(each.edition), "entries": _entries(each), "sha256": each.sha256}
        for each in (one, other)
    ]
    parts = {"added": list(map(_brief, found.added)), "removed": list(map(_brief, found.removed)), "changed": changed}
    return _json({"format": _DIFF, "from": sides[0], "to": sides[1], **parts})


def _brief(listing: Listing) -> dict[str, Any]:
    return {"entry": listing.entry, "name": listing.name, "countries": list(listing.countries)}


def diff_text(one: PartyList, other: PartyList, found: Difference) -> str:
    """A difference, for people."""
    lines = [
        f"{one.id} of {one.edition} ({_entries(one):,} entries) -> {other.id} of {other.edition} ({_entries(other):,} entries)"
    ]
    lines.append(f"{len(found.added):,} added, {len(found.removed):,} removed, {len(found.changed):,} changed")
    lines += [f"+ {_line(each)}" for each in found.added]
    lines += [f"- {_line(each)}" for each in found.removed]
    for each in found.changed:
        lines += (f"~ {_line(each.after)}", *_told(each))
    return "\n".join(lines) + "\n"


def _line(listing: Listing) -> str:
    where = f", {', '.join(listing.countries)}" if listing.countries else ""
    return f"{listing.name} (entry {listing.entry}{where})"


def _told(changed: Changed) -> Iterable[str]:
    for field, (gone, come) in changed.fields.items():
        yield from (f"    {field}: - {text}" for text in gone)
        yield from (f"    {field}: + {text}" for text in come)


def entry_json(found: Sequence[tuple[PartyList, Listing]]) -> str:
    """Entries, for scripts."""
    entries = []
    for held, listing in found:
        fields = {
            name: getattr(listing, name) for name in ("entry", "name", "kind", "citation", "row", "note", "confidence")
        }
        fields |= {
            name: list(getattr(listing, name)) for name in ("countries", "addresses", "identifiers", "programmes")
        }
        fields["aliases"] = [{"name": alias, "quality": quality} for alias, quality in listing.aliases]
        fields |= {"listed_from": _day(listing.since), "listed_until": _day(listing.until)}
        entries.append({"list": held.id, "edition": str(held.edition), **fields})
    return _json({"format": _ENTRY, "entries": entries})


def _day(day: date | None) -> str | None:
    return str(day) if day else None


def entry_text(found: Sequence[tuple[PartyList, Listing]]) -> str:
    """Entries, for people."""
    return "\n".join(_entry(held, listing) for held, listing in found)


def _entry(held: PartyList, listing: Listing) -> str:
    stay = f"from {listing.since or 'an unstated day'}" + (f" until {listing.until}" if listing.until else "")
    weak = {"weak": " (weak: alone it names nobody)", "strong": ""}
    rows: list[tuple[str, Iterable[str]]] = [
        ("list", [f"{held.title} ({held.id}), edition {held.edition}"]),
        ("entry", [f"{listing.entry}{f', {listing.kind}' if listing.kind else ''}, row {listing.row}"]),
        ("alias", [f"{alias}{weak[quality]}" for alias, quality in listing.aliases]),
        ("country", [", ".join(listing.countries)]),
        ("address", listing.addresses),
        ("identifier", listing.identifiers),
        ("programme", [", ".join(listing.programmes)]),
        ("listed", [stay]),
        ("citation", [listing.citation]),
        ("note", [listing.note]),
    ]
    lines = [listing.name, *(f"  {name:<11}{value}" for name, values in rows for value in values if value)]
    return "\n".join(lines) + "\n"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
