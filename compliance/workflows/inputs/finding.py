"""Which files are read: the inventories that were asked for, and what lies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from glob import glob, has_magic
from itertools import chain
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem
from compliance.core.text import counted
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.formats import SUFFIXES
from compliance.io.paths import display_path, distinct, entries, is_folder, lies_at, resolved
from compliance.workflows.inputs.folders import (
    INVENTORY,
    files_in,
    is_called_inventory,
    is_written_here,
    near_companions,
    why_no_inventory,
)
from compliance.workflows.settings import NAMES

_YAML = (".yaml", ".yml", ".json")
_COMPANIONS = {
    "parties": (*_YAML, ".csv", ".jsonl"),
    "sites": (*_YAML, ".csv"),
    "waivers": _YAML,
    "decisions": _YAML,
    "documents": (*_YAML, ".csv"),
}
"""What may lie beside an inventory, by the name of the file, with its suffixes."""
_MAX_NAMED = 20
"""So many files that are not read are named."""


@dataclass(frozen=True, slots=True)
class Files:
    """The inventories to be read, and the files beside them, by kind. ``notes``: which files of a folder are not read, and why.

    ``gathered``: some inventories were not named like one, so that two of them may list the same machines.
    """

    inventories: tuple[Path, ...] = ()
    beside: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    gathered: bool = False

    def companions(self, kind: str, named: Iterable[Path]) -> list[Path]:
        """The files of a kind that were ``named``, and those beside the inventories, each once."""
        return distinct((*named, *self.beside.get(kind, ())))


@dataclass(frozen=True, slots=True)
class _Folder:
    """What a folder holds: inventories, and the files that are not read, each with the reason; "" for an inventory.

    What this program wrote is passed over.
    """

    inventories: tuple[Path, ...]
    unread: Mapping[Path, str]
    gathered: bool


def find_files(
    paths: Iterable[Path],
    *,
    all_inventories: bool = False,
    known: Iterable[Path] = (),
    vocabulary: Vocabulary | None = None,
    near: bool = True,
) -> Files:
    """The inventories among these files and folders, each once, and what lies beside them. Raises ComplianceError.

    A folder means its ``fleet.*`` and ``fleet-*.*``; without any it is a data room, of which every inventory is read.
    Another inventory beside them is an error, unless ``all_inventories`` are asked for. ``known`` are files that are
    read as something else. A companion under a ``near`` name is an error.
    """
    inventories: list[Path] = []
    beside: dict[str, list[Path]] = {kind: [] for kind in _COMPANIONS}
    problems: list[Problem] = []
    notes: list[str] = []
    gathered = False
    named = list(chain.from_iterable(map(_matches, paths)))
    used = {resolved(path) for path in (*known, *named)}
    folders: dict[Path, None] = {}
    for path in named:
        if not is_folder(path):
            inventories.append(path)
            folders[path.parent] = None
            continue
        inside = _inside(path, all_inventories, used, vocabulary)
        problems += _problems(path, inside)
        notes += _notes(path, inside)
        gathered = gathered or inside.gathered
        inventories += inside.inventories
        folders.update(dict.fromkeys((path, *(file.parent for file in inside.inventories))))
    for folder in folders:
        companions = {
            kind: [file for suffix in suffixes if lies_at(file := folder / f"{kind}{suffix}")]
            for kind, suffixes in _COMPANIONS.items()
        }
        for kind, files in companions.items():
            beside[kind] += files
        read = (*chain.from_iterable(companions.values()), *inventories)
        problems += near_companions(folder, read, used) if near else ()
    if problems:
        raise ComplianceError(problems)
    found = {kind: tuple(distinct(files)) for kind, files in beside.items()}
    return Files(tuple(distinct(inventories)), found, tuple(notes), gathered)


def find_inventories(paths: Iterable[Path]) -> list[Path]:
    """The inventories among these files and folders, each once. Raises ComplianceError."""
    return list(find_files(paths, near=False).inventories)


def _inside(folder: Path, all_inventories: bool, used: set[Path], vocabulary: Vocabulary | None) -> _Folder:
    called = [file for file in entries(folder) if _is_inventory_by_name(file)]
    files = [file for file in files_in(folder, deep=not called) if file not in called and resolved(file) not in used]
    others: list[Path] = []
    unread: dict[Path, str] = {}
    for file in files:
        if _is_companion(file) or file.name in NAMES or is_written_here(file):
            continue
        if reason := why_no_inventory(file, vocabulary):
            unread[file] = reason
        else:
            others.append(file)
    if called and not all_inventories:
        unread.update(dict.fromkeys(others, ""))
        others = []
    return _Folder((*called, *others), unread, bool(others))


def _problems(folder: Path, inside: _Folder) -> Iterator[Problem]:
    for file, reason in inside.unread.items():
        if not reason:
            what = "is an inventory beside fleet.*, and would not be read"
            advice = "Read it too with --all-inventories, call it fleet-<part>, or move it out of the folder."
            yield Problem(what, advice, display_path(file))
        elif is_called_inventory(file):
            yield Problem(
                f"is called an inventory and is not read: {reason}", "Export it as CSV or XLSX.", display_path(file)
            )
    if not inside.inventories:
        reasons = "; ".join(_named(folder, inside.unread))
        what = f"has no inventory: {reasons}" if reasons else "has no inventory"
        yield Problem(
            what, "Put one there: fleet.csv, or any export with a column for the model.", display_path(folder)
        )


def _notes(folder: Path, inside: _Folder) -> Iterator[str]:
    if names := list(_named(folder, inside.unread)):
        yield f"{display_path(folder)}: {counted(len(inside.unread), 'file')} not read: {'; '.join(names)}."
    if inside.gathered:
        yield f"{display_path(folder)}: every inventory in it is read: {', '.join(map(display_path, inside.inventories))}."


def _named(folder: Path, unread: Mapping[Path, str]) -> Iterator[str]:
    for file, reason in [*unread.items()][:_MAX_NAMED]:
        yield f"{file.relative_to(folder).as_posix()} ({reason})"
    if len(unread) > _MAX_NAMED:
        yield f"and {len(unread) - _MAX_NAMED:,} more"


def _is_inventory_by_name(file: Path) -> bool:
    return file.suffix.casefold() in SUFFIXES and INVENTORY.fullmatch(file.stem) is not None


def _is_companion(file: Path) -> bool:
    return any(file.name == f"{kind}{suffix}" for kind, suffixes in _COMPANIONS.items() for suffix in suffixes)


def _matches(path: Path) -> list[Path]:
    """The files that a pattern stands for; what is no pattern, or the name of a file, stands for itself."""
    if not has_magic(str(path)) or lies_at(path):
        return [path]
    return sorted(map(Path, glob(str(path), recursive=True))) or [path]
