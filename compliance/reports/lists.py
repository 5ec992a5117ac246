"""Writes the state of the lists, one entry, or the difference of two editions, for people and for scripts."""

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
class ListStatus:
    """A list as used on the as-of date, and the days of all its downloaded editions."""

    list: PartyList
    editions: tuple[date, ...] = ()


def status_json(statuses: Iterable[ListStatus], day: date) -> str:
    """The state of the lists, for scripts."""
    return _json({"format": _STATUS, "as_of": str(day), "lists": [_status(status, day) for status in statuses]})


def _status(status: ListStatus, day: date) -> dict[str, Any]:
    party_list = status.list
    return {
        "id": party_list.id,
        "title": party_list.title,
        "publisher": party_list.publisher,
        "edition": str(party_list.edition),
        "checked": str(party_list.checked) if party_list.checked else None,
        "entries": party_list.entry_count,
        "age_days": party_list.age(day),
        "coverage": party_list.coverage,
        "clears": not party_list.doubt(day),
        "doubt": party_list.doubt(day),
        "source": party_list.file,
        "sha256": party_list.sha256,
        "editions": [str(edition) for edition in status.editions],
    }


def status_text(statuses: Sequence[ListStatus], day: date) -> str:
    """The state of the lists, for people: one line per list, and below why a list cannot rule a party out."""
    rows = [("list", "edition", "age", "entries", "coverage", "publisher")]
    for status in statuses:
        party_list = status.list
        age = party_list.age(day)
        age_text = "" if age is None else f"{age} d"
        rows.append(
            (
                party_list.id,
                str(party_list.edition),
                age_text,
                f"{party_list.entry_count:,}",
                party_list.coverage,
                party_list.publisher.partition(",")[0],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = [
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1])).rstrip()
        for row in rows
    ]
    doubts = [f"- {doubt}" for status in statuses if status.list.listings and (doubt := status.list.doubt(day))]
    if nothing := [status.list.id for status in statuses if not status.list.listings]:
        doubts.append(f"- we hold no entries yet of {', '.join(nothing)}: run compliance lists update")
    if doubts:
        lines += ["", f"On {day}, a party that these lists do not show may still be listed:", *doubts]
    downloaded = [
        f"- {status.list.id}: {', '.join(map(str, status.editions))}" for status in statuses if len(status.editions) > 1
    ]
    if downloaded:
        lines += ["", "Downloaded editions:", *downloaded]
    return "\n".join(lines) + "\n"


def outcome_text(outcome: Outcome) -> str:
    """The outcome of an update of one list."""
    edition, previous = outcome.edition, outcome.before
    if outcome.kind == "failed":
        stays = (
            f"the edition of {previous.day} stays in use"
            if previous
            else "no edition was downloaded before, so the bundled one stays in use"
        )
        return f"{outcome.list}: not updated; {stays}"
    assert edition is not None
    text = f"{outcome.list}: edition of {edition.day}, {edition.entries:,} entries"
    if outcome.kind == "unchanged":
        return f"{text}, unchanged"
    if outcome.changes and previous:
        added, removed, changed = (
            len(listings) for listings in (outcome.changes.added, outcome.changes.removed, outcome.changes.changed)
        )
        text += f" (since {previous.day}: {added:,} added, {removed:,} removed, {changed:,} changed)"
    return text


def diff_json(before: PartyList, after: PartyList, difference: Difference) -> str:
    """A difference, for scripts."""
    changed = [
        {"entry": item.after.entry, "name": item.after.name,
         "fields": {field: {"removed": list(removed), "added": list(added)} for field, (removed, added) in item.fields.items()}}
        for item in difference.changed
    ]  # fmt: skip
    sides = [
        {"id": item.id, "edition": str(item.edition), "entries": item.entry_count, "sha256": item.sha256}
        for item in (before, after)
    ]
    parts = {
        "added": list(map(_brief, difference.added)),
        "removed": list(map(_brief, difference.removed)),
        "changed": changed,
    }
    return _json({"format": _DIFF, "from": sides[0], "to": sides[1], **parts})


def _brief(listing: Listing) -> dict[str, Any]:
    return {"entry": listing.entry, "name": listing.name, "countries": list(listing.countries)}


def diff_text(before: PartyList, after: PartyList, difference: Difference) -> str:
    """A difference, for people."""
    lines = [
        f"{before.id} of {before.edition} ({before.entry_count:,} entries) -> {after.id} of {after.edition} ({after.entry_count:,} entries)"
    ]
    lines.append(
        f"{len(difference.added):,} added, {len(difference.removed):,} removed, {len(difference.changed):,} changed"
    )
    lines += [f"+ {_line(item)}" for item in difference.added]
    lines += [f"- {_line(item)}" for item in difference.removed]
    for item in difference.changed:
        lines += (f"~ {_line(item.after)}", *_changed_fields(item))
    return "\n".join(lines) + "\n"


def _line(listing: Listing) -> str:
    where = f", {', '.join(listing.countries)}" if listing.countries else ""
    return f"{listing.name} (entry {listing.entry}{where})"


def _changed_fields(changed: Changed) -> Iterable[str]:
    for field, (removed, added) in changed.fields.items():
        yield from (f"    {field}: - {text}" for text in removed)
        yield from (f"    {field}: + {text}" for text in added)


def entry_json(entries: Sequence[tuple[PartyList, Listing]]) -> str:
    """Entries, for scripts."""
    items = []
    for party_list, listing in entries:
        fields = {
            name: getattr(listing, name) for name in ("entry", "name", "kind", "citation", "row", "note", "confidence")
        }
        fields |= {
            name: list(getattr(listing, name)) for name in ("countries", "addresses", "identifiers", "programmes")
        }
        fields["aliases"] = [{"name": alias, "quality": quality} for alias, quality in listing.aliases]
        fields |= {"listed_from": _day(listing.since), "listed_until": _day(listing.until)}
        items.append({"list": party_list.id, "edition": str(party_list.edition), **fields})
    return _json({"format": _ENTRY, "entries": items})


def _day(day: date | None) -> str | None:
    return str(day) if day else None


def entry_text(entries: Sequence[tuple[PartyList, Listing]]) -> str:
    """Entries, for people."""
    return "\n".join(_entry(party_list, listing) for party_list, listing in entries)


def _entry(party_list: PartyList, listing: Listing) -> str:
    stay = f"from {listing.since or 'an unstated day'}" + (f" until {listing.until}" if listing.until else "")
    weak = {"weak": " (weak: it does not identify a party by itself)", "strong": ""}
    rows: list[tuple[str, Iterable[str]]] = [
        ("list", [f"{party_list.title} ({party_list.id}), edition {party_list.edition}"]),
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
