"""Collects what the rows or elements of an official list say of one entry, and makes its listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from compliance.core.errors import fail
from compliance.core.text import one_line
from compliance.screening.list_formats import texts
from compliance.screening.list_formats.base import EntryReader
from compliance.screening.listings import Kind, Listing, Quality


@dataclass
class Draft:
    """An entry as far as it was read. Every value is kept once, in the order in which it was read.

    The listing is named by the first name that was read with ``is_primary``, else by the first one. Birth dates and
    places stand in its note, as OFAC writes them (``DOB 1937-04-28``). Its day is the earliest one.
    """

    entry: str
    row: int
    kind: Kind = ""
    citation: str = ""
    primary: str = ""
    _names: dict[str, Quality] = field(default_factory=dict)
    _countries: dict[str, None] = field(default_factory=dict)
    _addresses: dict[str, None] = field(default_factory=dict)
    _identifiers: dict[str, None] = field(default_factory=dict)
    _programmes: dict[str, None] = field(default_factory=dict)
    _notes: dict[str, None] = field(default_factory=dict)
    _days: set[date] = field(default_factory=set)

    def add_name(self, text: str, quality: Quality = "strong", *, is_primary: bool = False) -> None:
        """A name; one that is stated both as strong and as weak is strong."""
        name = one_line(text)
        if not texts.is_name(name):
            return
        if quality == "strong" or name not in self._names:
            self._names[name] = quality
        if is_primary and not self.primary:
            self.primary = name

    def add_address(self, parts: Iterable[str], country: str = "") -> None:
        """An address in parts, the country last; the country counts as one of the party's."""
        address = ", ".join(dict.fromkeys(filter(None, map(one_line, (*parts, country)))))
        if address:
            self._addresses[address] = None
        self.add_countries([country])

    def add_countries(self, countries: Iterable[str]) -> None:
        """Countries as the list writes them; unknown ones are left out."""
        self._countries.update(dict.fromkeys(texts.countries(countries)))

    def add_identifier(self, kind: str, number: str, country: str = "") -> None:
        """A number that identifies the party; a text without digits is none."""
        if any(map(str.isdigit, number)):
            self._identifiers[texts.identifier(one_line(kind) or "Number", one_line(number), country)] = None

    def add_identifiers(self, identifiers: Iterable[str]) -> None:
        """Identifiers in the form of a listing's."""
        self._identifiers.update(dict.fromkeys(identifiers))

    def add_programme(self, text: str) -> None:
        """A programme or regime."""
        if programme := one_line(text):
            self._programmes[programme] = None

    def add_note(self, text: str, label: str = "") -> None:
        """A remark, behind a label."""
        if remark := one_line(text):
            self._notes[f"{label} {remark}".strip()] = None

    def add_day(self, day: date | None) -> None:
        """A day on which the party was listed."""
        if day:
            self._days.add(day)

    def listing(self, advice: str) -> Listing:
        """The listing. Raises ComplianceError where the entry has no name or no id."""
        if not (self.entry and self._names):
            raise fail("is an entry without a name or an id", advice)
        strong = (name for name, quality in self._names.items() if quality == "strong")
        name = self.primary or next(strong, next(iter(self._names)))
        return Listing(
            entry=self.entry,
            name=name,
            aliases=tuple((alias, quality) for alias, quality in self._names.items() if alias != name),
            countries=tuple(self._countries),
            addresses=tuple(self._addresses),
            identifiers=tuple(self._identifiers),
            programmes=tuple(self._programmes),
            citation=self.citation,
            since=min(self._days, default=None),
            row=self.row,
            note="; ".join(self._notes),
            kind=self.kind,
        )


class Drafts:
    """The entries of a list by their ids, in the order in which they were first read."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._drafts.values())

    def entry(self, entry: str, row: int, kind: Kind = "") -> Draft:
        """The draft of ``entry``, a new one where there is none; a row without an id is an entry of its own."""
        return self._drafts.setdefault(entry or f"row {row}", Draft(entry, row, kind))

    def listings(self, file: str, advice: str) -> tuple[Listing, ...]:
        """The listings of all entries. Raises ComplianceError with every entry that cannot be one."""
        reader = EntryReader(file)
        listings = [
            listing for draft in self for listing in reader.read_entry(partial(draft.listing, advice), draft.row)
        ]
        reader.finish()
        return tuple(listings)
