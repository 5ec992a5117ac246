"""The manifest against what scans saw: who is who, who was not seen, who is in no manifest, and what contradicts.

A machine is known by its serial number, else by its MAC address, else by its place. Rows that stand for machines without
any of these are counted. One that was not seen may be switched off: it is never gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Literal

from compliance.core.text import squeeze
from compliance.evidence.observations import Machine, mac_text
from compliance.reference.hardware.catalogue import Board, Catalogue
from compliance.reference.hardware.recogniser import Recognised

By = Literal["serial number", "MAC address", "place", "count"]
PROOF: frozenset[By] = frozenset(("serial number", "MAC address"))
"""By these a machine is known for certain: what it says of itself is a fact of the row."""
COMPLETED = ("serial_number", "mac_address", "manufacturer", "model", "control_board", "firmware")
"""The columns that a scan may complete or correct."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A column in which the manifest says one thing, and the machine another."""

    column: str
    recorded: str
    seen: str


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the manifest, and the sightings of its machine, or of ``units`` of its machines."""

    recorded: Machine
    by: By
    seen: tuple[Machine, ...]
    units: int = 1
    differences: tuple[Difference, ...] = ()
    completed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A machine that was seen and stands in no manifest, with its sightings; ``because`` says what is odd about that."""

    seen: tuple[Machine, ...]
    because: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Reconciliation:
    """What comes of manifest and scans. ``silent`` are addresses that did not say what they are."""

    matches: tuple[Match, ...]
    not_seen: tuple[tuple[Machine, int], ...]
    """Rows whose machines were not seen, with how many of them."""
    unlisted: tuple[Unlisted, ...]
    twice: tuple[tuple[Machine, ...], ...]
    """Machines that one scan saw more than once."""
    silent: int = 0
    notes: tuple[str, ...] = ()

    @property
    def recorded_units(self) -> int:
        """How many machines the manifest has."""
        return self.seen_units + sum(units for _, units in self.not_seen)

    @property
    def seen_units(self) -> int:
        """How many of them were seen."""
        return sum(match.units for match in self.matches)


def reconcile(manifest: Iterable[Machine], scanned: Iterable[Machine], catalogue: Catalogue) -> Reconciliation:
    """Compares the rows of manifests with those of scans; the order of scans and rows makes no difference but to ties."""
    answered: list[Machine] = []
    silent = 0
    for machine in scanned:
        if machine.names_itself:
            answered.append(machine)
        else:
            silent += 1
    groups = _sightings(answered)
    return _Matching([*manifest], groups, _Comparer(catalogue)).result(silent)


def _sightings(answered: Sequence[Machine]) -> list[tuple[Machine, ...]]:
    """The sightings of each machine: of one serial number, else of one MAC address."""
    by_serial: dict[str, list[Machine]] = {}
    by_mac: dict[str, list[Machine]] = {}
    alone: list[list[Machine]] = []
    for machine in answered:
        if machine.serial:
            group = by_serial.setdefault(machine.serial, [])
            group.append(machine)
            if machine.mac:
                by_mac.setdefault(machine.mac, group)
    for machine in answered:
        if machine.serial:
            continue
        if machine.mac:
            if machine.mac not in by_mac:
                alone.append(by_mac.setdefault(machine.mac, []))
            by_mac[machine.mac].append(machine)
        else:
            alone.append([machine])
    groups = (tuple(sorted(group, key=_order)) for group in (*by_serial.values(), *alone))
    return sorted(groups, key=lambda group: _order(group[0]))


def _order(machine: Machine) -> tuple[str, int]:
    return machine.file, machine.row


class _Comparer:
    """Compares what two texts say of a machine; what is not recognised is unknown, never another."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.recognised = cache(self._recognised)
        self.boards = cache(self._boards)

    def _recognised(self, manufacturer: str, model: str) -> Recognised:
        return self._catalogue.recognise(manufacturer, model)

    def _boards(self, text: str) -> frozenset[Board] | None:
        boards = self._catalogue.boards(text, None)
        return boards.values if boards.recorded else None

    def family(self, machine: Machine) -> str:
        """The model family; "" where it is not recognised."""
        return self.recognised(machine.manufacturer, machine.model).family.only or ""

    def is_another_model(self, recorded: Machine, seen: Machine) -> bool:
        """Whether the two are of different models for certain."""
        here, there = (self.recognised(one.manufacturer, one.model).family for one in (recorded, seen))
        return bool(
            here.values and there.values and here.recorded and there.recorded and not here.values & there.values
        )

    def is_another_maker(self, recorded: Machine, seen: Machine) -> bool:
        """Whether the two have different makers for certain."""
        here, there = (self.recognised(one.manufacturer, one.model).makers for one in (recorded, seen))
        return bool(here.values and there.values and not here.values & there.values)

    def differences(self, recorded: Machine, seen: Sequence[Machine]) -> Iterator[Difference]:
        """What the sightings say otherwise, each column once."""
        for column, differs in (
            ("mac_address", lambda one: one.mac and recorded.mac and one.mac != recorded.mac),
            ("manufacturer", lambda one: self.is_another_maker(recorded, one)),
            ("model", lambda one: self.is_another_model(recorded, one)),
            ("control_board", lambda one: self._another_board(recorded.control_board, one.control_board)),
            ("firmware", lambda one: _another_text(recorded.firmware, one.firmware)),
            ("site", lambda one: _another_text(recorded.site, one.site)),
            ("location", lambda one: _another_text(recorded.location, one.location)),
        ):
            other = next(filter(differs, seen), None)
            if other is not None:
                yield Difference(column, text_of(recorded, column), text_of(other, column))

    def _another_board(self, recorded: str, seen: str) -> bool:
        here, there = self.boards(recorded), self.boards(seen)
        return bool(here and there and not here & there)

    def completed(
        self, recorded: Machine, seen: Sequence[Machine], differences: Sequence[Difference]
    ) -> dict[str, str]:
        """What the machine says of itself, where the manifest says nothing, nothing that is understood, or something else."""
        texts: dict[str, str] = {}
        differing = {difference.column for difference in differences}
        for column in COMPLETED:
            said = list(dict.fromkeys(filter(None, (text_of(one, column) for one in seen))))
            if column == "mac_address":
                said = [mac_text(mac) for mac in said]
            if len(said) == 1 and (
                not text_of(recorded, column)
                or column in differing
                or (column == "control_board" and not self.boards(recorded.control_board) and self.boards(said[0]))
            ):
                texts[column] = said[0]
        return texts


def text_of(machine: Machine, column: str) -> str:
    """What a row says in a native column."""
    name = {"serial_number": "serial", "mac_address": "mac"}.get(column, column)
    text: str = getattr(machine, name)
    return text


def _another_text(recorded: str, seen: str) -> bool:
    return bool(recorded and seen) and squeeze(recorded) != squeeze(seen)


class _Matching:
    """Finds the machine of every row: first by numbers, then by place, then by counting."""

    def __init__(self, manifest: Sequence[Machine], groups: Sequence[tuple[Machine, ...]], compare: _Comparer) -> None:
        self._manifest, self._groups, self._compare = manifest, groups, compare
        self._of_row: dict[int, Match] = {}
        self._taken: set[int] = set()
        self._odd: dict[int, str] = {}
        self._notes: list[str] = []

    def result(self, silent: int) -> Reconciliation:
        """Everything that comes of it."""
        self._by_serial()
        self._by_mac()
        known = len(self._of_row)
        self._by_place()
        self._by_count()
        matches = [self._of_row[place] for place in sorted(self._of_row)]
        units = Counter({place: match.units for place, match in self._of_row.items()})
        not_seen = [(machine, machine.quantity - units[place]) for place, machine in enumerate(self._manifest)
                    if machine.quantity > units[place]]  # fmt: skip
        unlisted = [
            Unlisted(group, self._odd.get(number, ""))
            for number, group in enumerate(self._groups)
            if number not in self._taken
        ]
        numbered = any(machine.serial or machine.mac for machine in self._manifest)
        if self._groups and numbered and not known:
            self._notes.insert(
                0,
                "No machine that was seen has a serial number or MAC address of the inventory: the scan may be of another site.",
            )
        return Reconciliation(
            tuple(matches), tuple(not_seen), tuple(unlisted), tuple(self._twice()), silent, tuple(self._notes)
        )

    def _by_serial(self) -> None:
        rows: dict[str, int] = {}
        for place, machine in enumerate(self._manifest):
            if not machine.serial:
                continue
            if machine.serial in rows:
                first = self._manifest[rows[machine.serial]]
                self._notes.append(
                    f"{machine.at}: serial number {machine.serial} stands in {first.at} too; one machine was looked for."
                )
            rows.setdefault(machine.serial, place)
        for number, group in enumerate(self._groups):
            if group[0].serial in rows:
                self._match(rows[group[0].serial], number, "serial number")

    def _by_mac(self) -> None:
        rows: dict[str, int] = {}
        for place, machine in enumerate(self._manifest):
            if machine.mac:
                rows.setdefault(machine.mac, place)
        for number, group in enumerate(self._groups):
            places = [rows[one.mac] for one in group if one.mac in rows]
            if number in self._taken or not places or places[0] in self._of_row:
                continue
            place = places[0]
            recorded, serials = self._manifest[place], {one.serial for one in group} - {""}
            if recorded.serial and serials:
                self._odd[number] = f"its MAC address is that of {recorded.at}, its serial number another one"
            else:
                self._match(place, number, "MAC address")

    def _by_place(self) -> None:
        """By an address, else by a location, that one row and one machine alone have, where no number says otherwise."""
        for read in ("address", "location"):
            rows, seen = defaultdict(list), defaultdict(list)
            for place, machine in enumerate(self._manifest):
                if place not in self._of_row and machine.quantity == 1 and (key := squeeze(getattr(machine, read))):
                    rows[key].append(place)
            for number, group in enumerate(self._groups):
                for key in {squeeze(getattr(one, read)) for one in group} - {""} if number not in self._taken else ():
                    seen[key].append(number)
            for key in rows.keys() & seen.keys():
                if len(rows[key]) == len(seen[key]) == 1 and self._may_be(self._manifest[rows[key][0]], seen[key][0]):
                    self._match(rows[key][0], seen[key][0], "place")

    def _may_be(self, recorded: Machine, number: int) -> bool:
        """Whether nothing tells the machine from the recorded one."""
        group = self._groups[number]
        numbers = (recorded.serial and any(one.serial for one in group)) or (
            recorded.mac and any(one.mac for one in group)
        )
        return (
            number not in self._taken
            and not numbers
            and not any(self._compare.is_another_model(recorded, one) for one in group)
        )

    def _by_count(self) -> None:
        """Rows of machines without numbers: so many of the same model were seen. Which of them are which is not known."""
        rows, seen = defaultdict(list), defaultdict(list)
        for place, machine in enumerate(self._manifest):
            if (
                place not in self._of_row
                and not machine.serial
                and not machine.mac
                and (family := self._compare.family(machine))
            ):
                rows[family].append(place)
        for number, group in enumerate(self._groups):
            if number not in self._taken and (family := self._compare.family(group[0])):
                seen[family].append(number)
        for family, places in rows.items():
            waiting = iter(seen[family])
            room = sum(self._manifest[place].quantity for place in places)
            boards = {one.control_board for number in seen[family] for one in self._groups[number]}
            completed = {"control_board": next(iter(boards))} if len(boards) == 1 and len(seen[family]) == room else {}
            if len(seen[family]) > room:
                self._notes.append(
                    f"{family}: {len(seen[family]):,} machines were seen that only their number could place, and the inventory "
                    f"counts {room:,}; which ones are not in it is not known."
                )
            for place in places:
                recorded = self._manifest[place]
                numbers = list(islice(waiting, recorded.quantity))
                if numbers:
                    self._taken.update(numbers)
                    sightings = tuple(one for number in numbers for one in self._groups[number])
                    missing = {} if recorded.control_board else {name: text for name, text in completed.items() if text}
                    self._of_row[place] = Match(recorded, "count", sightings, len(numbers), (), missing)

    def _match(self, place: int, number: int, by: By) -> None:
        recorded, group = self._manifest[place], self._groups[number]
        self._taken.add(number)
        differences = tuple(self._compare.differences(recorded, group))
        proven = by in PROOF and recorded.quantity == 1
        completed = self._compare.completed(recorded, group, differences) if proven else {}
        self._of_row[place] = Match(recorded, by, group, 1, differences, completed)

    def _twice(self) -> Iterator[tuple[Machine, ...]]:
        for group in self._groups:
            files = Counter(one.file for one in group)
            again = tuple(one for one in group if files[one.file] > 1)
            if again:
                yield again
