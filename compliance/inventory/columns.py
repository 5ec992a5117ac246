"""How foreign headers are recognised as native columns.

Contract: design section 8. A header is recognised exactly, after folding; what is not recognised is kept and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.core.text import one_line
from compliance.inventory.cell_kinds import Sample
from compliance.inventory.columns_by_cells import AS_WRITTEN, columns_by_cells, contradiction, holds, preferred
from compliance.inventory.facts import COLUMNS, NATIVE
from compliance.inventory.facts.base import fold_header
from compliance.inventory.header_words import explained

_RATES = "hashrate, hash rate, rated hashrate, nominal hashrate, 算力, 额定算力, хешрейт, хэшрейт, hashleistung, tasa de hash"
_UNITS = ("H/s", "kH/s", "MH/s", "GH/s", "PH/s", "EH/s")
"""Units of a hashrate in a header, other than the native TH/s."""

_SELLER_OR_MAKER = ("vendor", "provider")
"""Headers that name the seller in one file and the maker in the next."""

_NO_PROFILE: Mapping[str, str] = {}


_BY_NAME = {column.name: column for column in COLUMNS}
_KNOWN = {fold_header(name): name for name in NATIVE} | {
    fold_header(alias): column.name for column in COLUMNS for alias in column.headers.split(",") if column.headers
}
_QUALIFIERS = {
    column.name: frozenset(map(fold_header, column.qualifiers.split(","))) for column in COLUMNS if column.qualifiers
}
_QUALIFIED = re.compile(r"(.+?)\s*(?:[(\[（【]([^)\]）】]+)[)\]）】]|[,，](.+))\s*")
_MAX_LETTERS = 200
"""Letters of a header with a qualifier."""
_CUSTOM = re.compile(r"(?:cf_|custom_fields\.)(.+?)(?:\.value)?")
"""How NetBox and Snipe-IT call the fields that their users have added."""
_OF_AN_OBJECT = ("name", "display", "displayname", "label", "title", "formatted", "date", "value")
"""Fields of an object that say what it is called."""
_LAST_RESORT = {
    fold_header(alias): column.name
    for column in COLUMNS
    if column.last_resort
    for alias in column.last_resort.split(",")
}
_UNIT_OF = {fold_header(f"{rate} {unit}"): unit for rate in _RATES.split(",") for unit in _UNITS} | {
    fold_header(f"{rate} {unit[:-2]}"): unit for rate in _RATES.split(",") for unit in _UNITS[1:]
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where an inventory's columns are: native name -> index; the header as written; the headers not recognised.

    ``units`` holds the unit that a header gives to its numbers (``Hashrate (GH/s)``) where it is not the native one;
    ``notes`` what is doubtful about the headers; ``first_notes`` what was told by the cells, to be said before all else; ``open_places`` the columns of which nobody has said
    that they mean nothing; ``told`` the native columns of which a person has said where they are.
    """

    header: tuple[str, ...]
    index: Mapping[str, int]
    unread: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    open_places: tuple[int, ...] = ()
    first_notes: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()

    def written(self, column: str) -> str | None:
        """The header of a native column as the file writes it, or None where the file has no such column."""
        return self.header[self.index[column]] if column in self.index else None


def meant(header: str, profile: Mapping[str, str] = _NO_PROFILE) -> str:
    """The native column that a header stands for, or "". ``profile``: what a tool means by its (folded) headers."""
    folded = fold_header(header)
    if folded in profile:
        return profile[folded]
    return _KNOWN.get(folded) or ("hashrate_ths" if folded in _UNIT_OF else _qualified(header))


def _qualified(header: str) -> str:
    """The native column of a header with a qualifier: ``数量(台)``, ``Кол-во, шт.``, ``Origin (ISO)``, ``cf_origin``."""
    header = one_line(header)
    # The pattern would take hours for a cell of a million letters, which is no header.
    if len(header) > _MAX_LETTERS:
        return ""
    if custom := _CUSTOM.fullmatch(header):
        return _KNOWN.get(fold_header(custom[1]), "")
    match = _QUALIFIED.fullmatch(header)
    native = _KNOWN.get(fold_header(match[1]), "") if match else ""
    return native if match and fold_header(match[2] or match[3]) in _QUALIFIERS.get(native, ()) else ""


def recognised(header: Sequence[str]) -> int:
    """How many of these headers are known."""
    return sum(map(bool, map(meant, header)))


def names_machines(header: Sequence[str], mapping: Mapping[str, str], profile: Mapping[str, str] = _NO_PROFILE) -> int:
    """How many of these headers are known or mapped, or 0 where none of them is a manufacturer or a model."""
    mapped = {fold_header(foreign): native for native, foreign in mapping.items()}
    known = [mapped.get(fold_header(name)) or meant(name, profile) or _KNOWN.get(_tail(name), "") for name in header]
    weak = [_LAST_RESORT.get(fold_header(name)) for name in header]
    natives = [strong or fallback for strong, fallback in zip(known, weak, strict=True)]
    return sum(map(bool, natives)) if {"manufacturer", "model"} & {*known, *weak} else 0


def machine_places(header: Sequence[str], mapping: Mapping[str, str]) -> list[int]:
    """Where a header names the manufacturer or the model, exactly or by its words."""
    mapped = {fold_header(foreign): native for native, foreign in mapping.items()}
    machine = ("manufacturer", "model")
    return [
        place
        for place, name in enumerate(header)
        if (mapped.get(fold_header(name)) or meant(name) or _LAST_RESORT.get(fold_header(name))) in machine
        or set(machine) & set(explained(name))
    ]


def explains_machines(header: Sequence[str]) -> int:
    """How many of these headers have a meaning by their words, or 0 where none of them may be a manufacturer or a model."""
    meanings = [explained(name) for name in header if name.strip()]
    return sum(map(bool, meanings)) if any({"manufacturer", "model"} & set(natives) for natives in meanings) else 0


def layout(
    header: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    row: int = 1,
    profile: Mapping[str, str] = _NO_PROFILE,
    ignored: Sequence[str] = (),
    sample: Sample | None = None,
) -> Layout:
    """The layout of a table with this header; ``mapping`` (native name -> foreign header) wins over what is recognised.

    A native name wins over an alias; what the cells of a ``sample`` say wins over an alias too. Raises ComplianceError
    where a header that is read appears twice, where two headers mean the same deciding column, where a mapped header is
    not there or its cells are something else, or neither manufacturer nor model is.
    """
    names = [one_line(name) for name in header]
    index, problems = _mapped(names, mapping, file, row)
    unwanted = {place for foreign in ignored for place in _places(names, foreign)}
    taken = set(index.values()) | unwanted
    problems += _by_headers(names, index, taken, mapping, profile, sample, file, row)
    for place, name in enumerate(names):
        native = _KNOWN.get(_tail(name), "")
        if native and native not in {*index, *mapping} and place not in taken and fold_header(name) not in profile:
            index[native] = place
            taken.add(place)
    first_notes: tuple[str, ...] = ()
    if sample:
        problems += _against_the_cells(names, index, mapping, sample, file, row)
        silent = {place for place, name in enumerate(names) if fold_header(name) in profile} - set(index.values())
        told = columns_by_cells(names, index, frozenset(mapping), frozenset(unwanted | silent), sample, file)
        index = {native: place for native, place in index.items() if native not in told.disbelieved} | told.index
        taken, first_notes = set(index.values()) | unwanted, tuple(told.notes)
    if "model" not in index and "model" not in mapping:
        weak = [place for place, name in enumerate(names) if place not in taken and _weak(name, profile)]
        if not weak and "kind" in index.keys() - mapping.keys() and _weak(names[index["kind"]], profile):
            weak = [index.pop("kind")]
        index.update(zip(("model",), weak, strict=False))
    if problems:
        raise ComplianceError(problems)
    if "model" not in index and "manufacturer" not in index:
        raise fail(
            "is not an inventory: no column names a manufacturer or a model",
            'Name the columns in the first row, or map them with --map FILE (columns: {model: "Their header"}).',
            file=file,
            row=row,
        )
    taken = set(index.values()) | unwanted
    unread = tuple(name for place, name in enumerate(names) if place not in taken and name)
    written = {native: fold_header(names[place]) for native, place in index.items()}
    units = {native: _UNIT_OF[folded] for native, folded in written.items() if folded in _UNIT_OF}
    notes = tuple(_doubts(names, index, mapping, units, file))
    closed = taken | {place for place, name in enumerate(names) if fold_header(name) in profile or not _is_open(name)}
    open_places = tuple(place for place in range(len(names)) if place not in closed)
    return Layout(tuple(names), index, unread, units, notes, open_places, first_notes, frozenset(mapping))


def _by_headers(
    names: Sequence[str],
    index: dict[str, int],
    taken: set[int],
    mapping: Mapping[str, str],
    profile: Mapping[str, str],
    sample: Sample | None,
    file: str,
    row: int,
) -> Iterator[Problem]:
    """Adds the columns whose headers are known, the native names first; gives the headers that could be the same column."""
    for exact in (True, False):
        for place, name in enumerate(names):
            native = meant(name, profile)
            if (
                not native
                or native in mapping
                or place in taken
                or exact is not (fold_header(name) == fold_header(native))
            ):
                continue
            better = preferred(native, index[native], place, sample) if sample and native in index else None
            if native not in index or better is not None:
                taken.discard(index.get(native, place))
                index[native] = place if better is None else better
                taken.add(index[native])
            elif problem := _second_column(native, names[index[native]], name, file, row):
                yield problem


def _is_open(name: str) -> bool:
    return bool(name) and not fold_header(name).endswith(AS_WRITTEN)


def _against_the_cells(
    names: Sequence[str], index: Mapping[str, int], mapping: Mapping[str, str], sample: Sample, file: str, row: int
) -> Iterator[Problem]:
    """The problems of a map whose columns hold something else."""
    for native in mapping.keys() & index.keys():
        name, cells = names[index[native]], sample.cells(index[native])
        if kind := contradiction(native, cells):
            what = f"the map says that column {name!r} is the {native}, but {holds(kind, cells)}"
            yield Problem(what, f"Correct the map, or leave {native} out of it.", file, row, name)


def _tail(header: str) -> str:
    """The folded end of a name with steps: ``device_type__manufacturer__name`` and ``supplier.name`` say what it is of."""
    steps = [fold_header(step) for step in re.split(r"__|\.", header[:_MAX_LETTERS])]
    while len(steps) > 1 and steps[-1] in _OF_AN_OBJECT:
        steps.pop()
        if len(steps) == 1:
            return steps[0]
    return steps[-1] if len(steps) > 1 else ""


def _mapped(
    names: Sequence[str], mapping: Mapping[str, str], file: str, row: int
) -> tuple[dict[str, int], list[Problem]]:
    index: dict[str, int] = {}
    problems = []
    for native, foreign in mapping.items():
        places = _places(names, foreign)
        if not places:
            advice = f"Its columns are: {', '.join(filter(None, names))}."
            problems.append(Problem(f"has no column {foreign!r}", advice, file, row))
        elif len(places) > 1:
            problems.append(_twice(foreign, file, row))
        elif places[0] in index.values():
            problems.append(Problem(f"column {foreign!r} is mapped twice", "Map each header once.", file, row))
        else:
            index[native] = places[0]
    return index, problems


def _weak(name: str, profile: Mapping[str, str]) -> bool:
    return fold_header(name) in _LAST_RESORT and fold_header(name) not in profile


def _second_column(native: str, first: str, other: str, file: str, row: int) -> Problem | None:
    """The problem of another column for ``native``, or None where it may be ignored."""
    if fold_header(first) == fold_header(other):
        return _twice(other, file, row)
    beside = fold_header(first) == fold_header(native)
    if fold_header(other).endswith(AS_WRITTEN) and beside:
        return None
    second = _BY_NAME[native].second
    if second == "refused" or (second == "asked" and not beside):
        return Problem(
            f"columns {first!r} and {other!r} could both be the {native}",
            f'Say which with --map FILE (columns: {{{native}: "{first}"}}).',
            file,
            row,
        )
    return None


def _doubts(
    names: Sequence[str], index: Mapping[str, int], mapping: Mapping[str, str], units: Mapping[str, str], file: str
) -> Iterator[str]:
    for native, place in index.items():
        folded = fold_header(names[place])
        if native in mapping:
            continue
        if native == "supplier" and folded in _SELLER_OR_MAKER:
            yield (
                f"{file}: column {names[place]!r} was read as the seller; "
                "if it names the maker, map it with --map to manufacturer."
            )
        if native == "model" and folded in _LAST_RESORT:
            yield f"{file}: column {names[place]!r} was read as the model, because no other column names one."
    if nameless := [str(place) for place, name in enumerate(names, 1) if not name and place - 1 not in index.values()]:
        yield f"{file}: columns without a name were ignored: {', '.join(nameless)}."
    for native, unit in units.items():
        yield f"{file}: column {names[index[native]]!r} is read in {unit}, the unit in its header."


def _places(names: Sequence[str], foreign: str) -> list[int]:
    """Where a header is: as it is written, else but for case and punctuation."""
    written, folded = one_line(foreign), fold_header(foreign)
    exact = [place for place, name in enumerate(names) if name == written]
    return exact or [place for place, name in enumerate(names) if folded and fold_header(name) == folded]


def _twice(name: str, file: str, row: int) -> Problem:
    return Problem(f"column {name!r} appears twice in the header", "Rename one of the two.", file, row)
