"""Columns whose headers are not known word for word: what they mean by the words of the header and by their cells.

A column is taken where both agree, or where its cells alone leave no doubt; that is said before anything else. A known header
whose cells are something else is not believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.core.text import quoted
from compliance.inventory.cell_kinds import Cells, Sample
from compliance.inventory.facts.base import fold_header
from compliance.inventory.header_words import HOLDS, CellKind, explained, says_otherwise
from compliance.reference.unit_kinds import unit_kind

AS_WRITTEN = "aswritten"
"""How the headers of cells end that a conversion has kept, folded."""
_PARTS = frozenset(["miner", "control_board", "hashboard", "psu"])
_NAMED: Mapping[CellKind, str] = {
    "country": "countries", "day": "days", "count": "whole numbers", "name": "names", "maker": "makers", "model": "models",
    "kind": "kinds of unit", "status": "states of a unit", "document": "documents", "serial": "serial numbers", "mac": "MAC addresses",
}  # fmt: skip
_PLAIN: tuple[CellKind, ...] = ("mac", "day", "count", "country")
_MACHINE: tuple[CellKind, ...] = ("maker", "model")
_FIRST_OF_SEVERAL = ("location", "serial_number", "mac_address")
"""Columns of which the first will do where several are of the kind: no rule reads them."""


@dataclass(slots=True)
class ByCells:
    """Where more columns are, by their native names; which known headers are not believed; what is to be said of both."""

    index: dict[str, int] = field(default_factory=dict)
    disbelieved: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def contradiction(native: str, cells: Cells) -> CellKind | None:
    """What the cells of a column are instead of what its header, or a map, says; None where they may be that."""
    kind = HOLDS.get(native)
    if not cells.texts or kind is None:
        return None
    other = next((plain for plain in _PLAIN if cells.share(plain) >= 0.9), None)
    if kind in ("name", "maker"):
        return other or ("count" if cells.numbers >= 0.9 else None)
    if kind == "country" and not cells.share("country"):
        named = next((name for name in _MACHINE if cells.share(name) >= 0.75), None)
        return other or named or ("name" if cells.companies >= 0.75 else None)
    if kind == "day" and not cells.dates:
        return other or ("name" if cells.share("name") >= 0.75 else None)
    return None


def preferred(native: str, first: int, second: int, sample: Sample) -> int | None:
    """Which of two columns that may be the maker or the model is it by its cells; None where they do not tell."""
    kind = HOLDS.get(native)
    if kind not in _MACHINE:
        return None
    shares = {place: sample.cells(place).share(kind) for place in (first, second)}
    likely = [place for place, share in shares.items() if share >= 0.5]
    return likely[0] if len(likely) == 1 else None


def columns_by_cells(
    names: Sequence[str],
    index: Mapping[str, int],
    fixed: frozenset[str],
    passed_over: frozenset[int],
    sample: Sample,
    file: str,
) -> ByCells:
    """What the cells add to the columns that headers have told, which are ``index``.

    The columns in ``fixed`` were said by a person; those at the places ``passed_over`` mean nothing that is read.
    """
    result = ByCells()
    for native, place in index.items():
        if native not in fixed and (kind := contradiction(native, sample.cells(place))):
            result.disbelieved.append(native)
            what = holds(kind, sample.cells(place))
            result.notes.append(f"{file}: column {names[place]!r} is not read as {native}: {what}.")
    taken = {place for native, place in index.items() if native not in result.disbelieved}
    free = [
        place
        for place, name in enumerate(names)
        if place not in taken and place not in passed_over and not fold_header(name).endswith(AS_WRITTEN)
    ]
    wanted = HOLDS.keys() - (index.keys() - set(result.disbelieved))
    for native, place in (
        *_by_words(names, free, wanted, sample),
        *_by_cells_alone(names, free, index, fixed, wanted, sample),
    ):
        if native not in result.index and place not in result.index.values():
            result.index[native] = place
            examples = _examples(sample.cells(place))
            held = f" by its cells ({examples})" if examples else ""
            result.notes.append(f"{file}: column {names[place]!r} is read as {native}{held}.")
    return result


def holds(kind: CellKind, cells: Cells) -> str:
    """What the cells of a column are, for a message."""
    return f"its cells are {_NAMED[kind]} ({_examples(cells)})"


def fits(native: str, cells: Cells) -> bool:
    """Whether cells may be those of a native column. What records nothing fits everything."""
    kind = HOLDS[native]
    if not cells.texts or kind == "place":
        return True
    if kind == "day":
        return cells.dates >= 0.6
    if kind in ("name", "maker", "model", "status"):
        return cells.share("name") >= 0.6 and (kind == "model" or cells.share("model") < 0.5)
    return cells.share(kind) >= {"count": 0.9, "document": 0.2}.get(kind, 0.6)


def _by_words(
    names: Sequence[str], free: Sequence[int], wanted: frozenset[str] | set[str], sample: Sample
) -> Iterator[tuple[str, int]]:
    """Columns that all words of their header explain, and whose cells fit; one column for each."""
    claims: dict[str, list[int]] = {}
    for place in free:
        meanings = [native for native in explained(names[place]) if fits(native, sample.cells(place))]
        if len(meanings) == 1 and meanings[0] in wanted:
            claims.setdefault(meanings[0], []).append(place)
    for native, places in claims.items():
        if len(places) == 1 or native in _FIRST_OF_SEVERAL:
            yield native, places[0]


def _by_cells_alone(
    names: Sequence[str],
    free: Sequence[int],
    index: Mapping[str, int],
    fixed: frozenset[str],
    wanted: frozenset[str] | set[str],
    sample: Sample,
) -> Iterator[tuple[str, int]]:
    """Columns whose cells can be nothing else: models, MAC addresses, kinds of unit, makers that the models confirm."""
    cells = {place: sample.cells(place) for place in free}
    models = sorted(free, key=lambda place: -cells[place].share("model"))[:1]
    known = sample.cells(index["model"]).share("model") if "model" in index else 0.0
    replaceable = "model" in wanted or ("model" not in fixed and sample.cells(index["model"]).texts and not known)
    model = index.get("model")
    if models and replaceable and cells[models[0]].share("model") >= 0.5:
        model = models[0]
        yield "model", model
    for native, test in (("mac_address", _are_macs), ("kind", _are_kinds)):
        places = [place for place in free if test(cells[place])]
        if native in wanted and len(places) == 1:
            yield native, places[0]
    makers = [place for place in free if cells[place].share("maker") >= 0.9 and not says_otherwise(names[place])]
    if "manufacturer" in wanted and len(makers) == 1 and model is not None and _agree(makers[0], model, sample):
        yield "manufacturer", makers[0]


def _are_macs(cells: Cells) -> bool:
    return cells.share("mac") >= 0.9


def _are_kinds(cells: Cells) -> bool:
    return cells.share("kind") >= 0.9 and any(unit_kind(text).only in _PARTS for text in cells.texts)


def _agree(makers: int, models: int, sample: Sample) -> bool:
    """Whether in every row that names both, the maker is one of those who make the model."""
    recognise = sample.vocabulary.catalogue.recognise
    pairs = {(row[makers], row[models]) for row in sample.rows if max(makers, models) < len(row)}
    answers = [(recognise(maker, "").makers.values, recognise("", model).makers.values) for maker, model in pairs]
    both = [(named, made) for named, made in answers if named and made]
    return bool(both) and all(named & made for named, made in both)


def _examples(cells: Cells) -> str:
    return ", ".join(map(quoted, cells.texts[:3]))
