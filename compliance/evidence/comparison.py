"""One line of a paper beside the recorded facts of a unit: whether it covers the unit and says the same, and what it says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from compliance.core.party import Known, PartyRef
from compliance.core.possible import UNKNOWN, Answer, Possible
from compliance.core.text import is_empty, squeeze
from compliance.evidence.documents import Line, Registered
from compliance.inventory.facts.base import Reader
from compliance.inventory.party_cells import named_parties
from compliance.inventory.units import Unit
from compliance.screening.names.folding import fold

MAX_AHEAD = timedelta(days=365)
"""So long before its purchase a machine may have been entered at customs: sellers hold stock."""


class Tier(IntEnum):
    """How a line stands to a unit, the best first."""

    VOUCHES = 0
    UNCLEAR = 1
    IMPOSSIBLE = 2
    CONTRADICTS = 3
    NOT_COVERED = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a line says for a unit, and why; ``otherwise`` are the values it gives to facts that are recorded differently."""

    tier: Tier
    because: str
    otherwise: Mapping[str, Possible[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of a registered document, its texts understood. ``capacity`` is None where it says no quantity."""

    entry: Registered
    place: int
    line: Line
    origin: Possible[str]
    makers: Possible[PartyRef]
    family: str | None
    importer: Possible[PartyRef]
    serials: frozenset[str]
    capacity: int | None

    @property
    def name(self) -> str:
        """``ENT-1, line 2``: how a sentence names it."""
        return f"{self.entry.id}, line {self.line.line or self.place}"

    @property
    def day(self) -> date | None:
        """The day of entry, else that of the document."""
        return self.line.entry_date or self.entry.document.issued_on

    @property
    def contradicts_itself(self) -> bool:
        """Whether it lists more serial numbers than it says machines."""
        return self.capacity is not None and self.capacity < len(self.serials)


def understand(entry: Registered, reader: Reader) -> list[PaperLine]:
    """The lines of a document, understood as an inventory's cells are."""
    lines = []
    for place, (line, serials) in enumerate(zip(entry.document.lines, entry.serials, strict=True), 1):
        machine = reader.catalogue.recognise(line.maker, line.model)
        origin = reader.countries.resolve(line.origin)
        quantity = line.quantity if line.quantity is not None else len(serials) or None
        lines.append(
            PaperLine(
                entry,
                place,
                line,
                UNKNOWN if origin.assembly else Possible(origin.values),
                machine.makers.possible,
                machine.family.only if not is_empty(line.model) else "",
                named_parties(reader.parties, line.importer).possible,
                serials,
                quantity,
            )
        )
    return lines


def compare(paper: PaperLine, unit: Unit, reader: Reader, as_of: date) -> Comparison:
    """What the line says for a unit, its serial number left aside."""
    name, maker, family, lot = paper.name, _maker(paper, unit), _family(paper, unit), _lot(paper, unit)
    if maker is False or family is False:
        otherwise: dict[str, Possible[Any]] = {"manufacturer": paper.makers} if maker is False else {}
        otherwise |= {"family": UNKNOWN} if family is False else {}
        said = " ".join(filter(None, (paper.line.maker, paper.line.model)))
        return Comparison(Tier.NOT_COVERED, f"{name} is of another machine ({said})", otherwise)
    if lot is False:
        return Comparison(Tier.NOT_COVERED, f"{name} is of purchase lot {paper.line.purchase_lot}")
    origin = same(unit.country_of_origin, paper.origin)
    if origin is False:
        says, recorded = (_countries(fact, reader) for fact in (paper.origin, unit.country_of_origin))
        because = f"{name} says origin {says}, the inventory {recorded}"
        return Comparison(Tier.CONTRADICTS, because, {"country_of_origin": paper.origin})
    if _importer(paper, unit) is False:
        because = f"{name} says importer {paper.line.importer}, the inventory another"
        return Comparison(Tier.CONTRADICTS, because, {"importer_of_record": paper.importer})
    if paper.contradicts_itself:
        because = f"{name} says {paper.capacity:,} machines and lists {len(paper.serials):,} serial numbers"
        return Comparison(Tier.CONTRADICTS, because)
    if impossible := _impossible_date(paper, unit, reader, as_of):
        return Comparison(Tier.IMPOSSIBLE, f"{name} {impossible}")
    unclear = _unclear(paper, unit, maker, family, lot, origin)
    if unclear:
        return Comparison(Tier.UNCLEAR, f"{name} {unclear}")
    return Comparison(Tier.VOUCHES, f"{name} says the same")


def _unclear(paper: PaperLine, unit: Unit, maker: Answer, family: Answer, lot: Answer, origin: Answer) -> str:
    """What keeps a line that says nothing otherwise from vouching."""
    if paper.origin.values is None:
        return "says no origin" if is_empty(paper.line.origin) else f"says an unclear origin ({paper.line.origin})"
    if origin is None:
        what = (
            "no origin is recorded"
            if unit.country_of_origin.values is None
            else "the recorded origin is not one country"
        )
        return f"cannot be compared: {what}"
    if paper.capacity is None:
        return "says no quantity"
    if None in (maker, family):
        return "cannot be compared: the maker or model is not recognised"
    return "is of a purchase lot, and the inventory names none" if lot is None else ""


def same(recorded: Possible[Any], paper: Possible[Any]) -> Answer:
    """Whether two facts are the same value; None where that is not settled."""
    if recorded.values is None or paper.values is None:
        return None
    if recorded.only is not None and recorded.only == paper.only:
        return True
    return None if recorded.values & paper.values else False


def same_party(recorded: Possible[PartyRef], paper: Possible[PartyRef]) -> Answer:
    """As ``same``; a name that no file describes may be that of anybody."""
    answer = same(recorded, paper)
    if answer is not False:
        return answer
    unlisted = [party.name for fact in (recorded, paper) for party in fact.values or () if not isinstance(party, Known)]
    if recorded.only and paper.only and len(unlisted) == 2 and fold(unlisted[0]) == fold(unlisted[1]):
        return True
    return None if unlisted else False


def _maker(paper: PaperLine, unit: Unit) -> Answer:
    if is_empty(paper.line.maker) and is_empty(paper.line.model):
        return True
    return same_party(unit.manufacturer, paper.makers)


def _family(paper: PaperLine, unit: Unit) -> Answer:
    if paper.family == "":
        return True
    return unit.family == paper.family if unit.family and paper.family else None


def _lot(paper: PaperLine, unit: Unit) -> Answer:
    wanted = squeeze(paper.line.purchase_lot)
    if not wanted:
        return True
    return squeeze(unit.purchase_lot) == wanted if unit.purchase_lot else None


def _importer(paper: PaperLine, unit: Unit) -> Answer:
    return same_party(unit.importer_of_record, paper.importer)


def _impossible_date(paper: PaperLine, unit: Unit, reader: Reader, as_of: date) -> str:
    """Why the day of the line cannot be true for this unit; "" where it can."""
    issued, day = paper.entry.document.issued_on, paper.day
    if issued and issued > as_of:
        return f"was issued on {issued}, after the as-of date"
    if day is None:
        return ""
    if day > as_of:
        return f"is of {day}, after the as-of date"
    if paper.entry.document.class_ != "customs_entry":
        return ""
    if unit.delivered.latest and day > unit.delivered.latest:
        return f"was entered on {day}, after the delivery on {unit.delivered.latest}"
    release = reader.catalogue.released(unit.family)
    if release and day < release.made_since:
        return f"was entered on {day}, before the model was made ({release.made_since} at the earliest)"
    if unit.purchased.earliest and day + MAX_AHEAD < unit.purchased.earliest:
        return f"was entered on {day}, more than {MAX_AHEAD.days} days before the purchase on {unit.purchased.earliest}"
    return ""


def _countries(fact: Possible[str], reader: Reader) -> str:
    return " or ".join(sorted(map(reader.countries.name, fact.values or ())))
