"""Rows of a table that are no machines (totals, notes, the header once more), and machines that did not answer.

What is no machine is passed over like a blank row, and said. A row that names neither manufacturer nor model, and yet a serial
number or an address, is a unit of unknown make.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from compliance.core.text import one_line, quoted
from compliance.inventory.cell_kinds import NUMBER
from compliance.inventory.cells import count
from compliance.inventory.columns import Layout
from compliance.inventory.facts.base import fold_header
from compliance.inventory.facts.machine import is_note, may_be_another
from compliance.inventory.totals import holds_total, is_total
from compliance.io.tables import Chunk, Row

UNKNOWN = "unknown"
"""What stands as the model of a machine that did not answer."""
NAMED = 3
"""So many of the rows that were passed over are named."""
IDENTITY = ("serial_number", "mac_address", "asset_id")
"""Columns that name one machine."""
SAID = ("country_of_origin", "supplier", "owner", "purchase_date", "delivery_date")
"""Columns whose texts are said of machines, and are no notes."""
FACTS_OF_A_MACHINE = 3
"""In a table of so many columns that are read, a text that stands alone in the model's column may be a note."""
_AMOUNT = re.compile(r"(?i)[-+]?\s?(?:[$€£¥]|usd|eur)?\s?\d[\d\s.,']*\s?\S{0,6}")
_ADDRESS = re.compile(
    r"(?i)(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}|(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{12})(?![\w.])"
)
_REMEMBERED = 50_000


@dataclass(slots=True)
class OtherRows:
    """What was passed over in a table, and which machines are of unknown make; filled while its ``chunks`` are read.

    ``rows`` are those of the file.
    """

    layout: Layout
    rows: Callable[[], Iterator[Chunk]]
    passed_over: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)
    said: dict[int, set[str]] = field(default_factory=dict)

    def notes(self, file: str) -> Iterator[str]:
        """What is to be said of them."""
        rows = sorted(self.passed_over.items())
        yield from (f"{file}:{number}: is no machine and was passed over: {text}." for number, text in rows[:NAMED])
        if more := rows[NAMED:]:
            yield f"{file}: {len(more):,} more rows are no machines and were passed over, from row {more[0][0]:,} on."
        if self.unknown:
            rest = f" ({len(self.unknown):,} rows)" if len(self.unknown) > 1 else ""
            yield f"{file}:{min(self.unknown)}: names neither manufacturer nor model: a machine of unknown make{rest}."

    def chunks(self) -> Iterator[Chunk]:
        """The same rows; those that are no machines are blank."""
        places = self._places("manufacturer", "model")
        ids = self._places(*IDENTITY)
        machine = itemgetter(*places)
        known: dict[Any, bool] = {}
        for first, rows in self.rows():
            keys = list(map(machine, rows))
            distinct = set(keys)
            if len(known) > _REMEMBERED:
                known.clear()
            for key in distinct - known.keys():
                known[key] = may_be_another(*(key if len(places) > 1 else (key,)))
            odd = set()
            if any(map(known.__getitem__, distinct)):
                odd = {number for number, key in enumerate(keys) if known[key]}
            for place in ids:
                column = list(map(itemgetter(place), rows))
                if holds_total("\n".join(column)):
                    odd |= {number for number, text in enumerate(column) if is_total(text)}
            if not odd:
                yield first, rows
                continue
            seen = enumerate(rows)
            yield first, [self._row(first + number, row) if number in odd else row for number, row in seen]

    def _row(self, number: int, row: Row) -> Row:
        """The row, blank where it is no machine, with a model where it is one of unknown make."""
        texts = [one_line(text) for text in row if text.strip()]
        if not texts:
            return row
        machine = [row[place] for place in self._places("manufacturer", "model") if row[place].strip()]
        header = zip(row, self.layout.header, strict=True)
        again = all(fold_header(text) == fold_header(name) for text, name in header if text.strip())
        if again or not self._is_named(row, texts):
            if not again and not self._is_no_machine(row, texts, machine) and not self._adds_up(number, row, texts):
                return row
            self.passed_over[number] = quoted(" | ".join(texts))
            return [""] * len(row)
        if machine:
            return row
        self.unknown.add(number)
        place = self._places("model", "manufacturer")[0]
        return [*row[:place], UNKNOWN, *row[place + 1 :]]

    def _is_no_machine(self, row: Row, texts: Sequence[str], machine: Sequence[str]) -> bool:
        if not machine:
            alone = len(texts) == 1 and not self._says_of_a_machine(row)
            return any(map(is_total, texts)) or is_note(texts[0]) or (alone and not NUMBER.fullmatch(texts[0]))
        labels = (*machine, *(row[place] for place in self._places(*IDENTITY)))
        if any(map(is_total, labels)) and len([text for text in texts if not _adds(text)]) <= 1:
            return True
        return len(texts) == 1 and len(self.layout.index) >= FACTS_OF_A_MACHINE and is_note(texts[0])

    def _says_of_a_machine(self, row: Row) -> bool:
        """Whether a row holds a quantity, or what is said of other machines too, as below a cell that is merged downwards."""
        if any(row[place].strip() for place in self._places("quantity")):
            return True
        return any(row[place].strip() in self._texts(place) for place in self._places(*SAID) if row[place].strip())

    def _texts(self, place: int) -> set[str]:
        """What a column says of machines."""
        if place not in self.said:
            machine = self._places("manufacturer", "model")
            self.said[place] = {
                row[place].strip() for _, rows in self.rows() for row in rows if any(row[at].strip() for at in machine)
            }
        return self.said[place]

    def _adds_up(self, number: int, row: Row, texts: Sequence[str]) -> bool:
        """Whether a row is but numbers, and its quantity the sum of those above it."""
        if not all(map(NUMBER.fullmatch, texts)):
            return False
        place = self.layout.index.get("quantity")
        if place is None or not row[place].strip():
            return True
        above = 0
        try:
            for first, rows in self.rows():
                above += sum(count(other[place]) for other in rows[: max(number - first, 0)] if any(other))
            return above == count(row[place])
        except ValueError:
            return False

    def _is_named(self, row: Row, texts: Sequence[str]) -> bool:
        """Whether a serial number, an asset or an address stands in the row; beside the label of a total numbers are none."""
        if any(map(_ADDRESS.search, texts)):
            return True
        total = any(map(is_total, texts))
        for name in IDENTITY:
            text = "".join(row[place].strip() for place in self._places(name))
            plain = text and " " not in text and (name != "asset_id" or any(map(str.isdigit, text)))
            if plain and not is_note(text) and not (total and (NUMBER.fullmatch(text) or is_total(text))):
                return True
        return False

    def _places(self, *names: str) -> list[int]:
        return [self.layout.index[name] for name in names if name in self.layout.index]


def _adds(text: str) -> bool:
    """Whether a text may stand in a row of totals: its label, or an amount."""
    return is_total(text) or _AMOUNT.fullmatch(text) is not None
