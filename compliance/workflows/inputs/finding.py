"""Which files are read: the inventories that were asked for, and what lies beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from glob import glob, has_magic
from itertools import chain
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.formats import SUFFIXES
from compliance.io.paths import display_path, distinct, entries, is_folder, lies_at

_YAML = (".yaml", ".yml", ".json")
_INVENTORY = re.compile(r"fleet(-.*)?", re.IGNORECASE | re.DOTALL)
_COMPANIONS = {
    "parties": (*_YAML, ".csv", ".jsonl"),
    "sites": _YAML,
    "waivers": _YAML,
    "decisions": _YAML,
    "documents": (*_YAML, ".csv"),
}
"""What may lie beside an inventory, by the name of the file, with its suffixes."""


@dataclass(frozen=True, slots=True)
class Files:
    """The inventories to be read, and the files beside them, by kind."""

    inventories: tuple[Path, ...] = ()
    beside: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    def companions(self, kind: str, named: Iterable[Path]) -> list[Path]:
        """The files of a kind that were ``named``, and those beside the inventories, each once."""
        return distinct((*named, *self.beside.get(kind, ())))


def find_files(paths: Iterable[Path]) -> Files:
    """The inventories among these files and folders, each once, and what lies beside them. Raises ComplianceError."""
    inventories: list[Path] = []
    beside: dict[str, list[Path]] = {kind: [] for kind in _COMPANIONS}
    problems: list[Problem] = []
    for path in chain.from_iterable(map(_matches, paths)):
        folder = path if is_folder(path) else path.parent
        inside = _inventories_in(folder) if folder is path else [path]
        if not inside:
            problems.append(Problem("has no inventory", "Name it fleet.csv, or fleet-<part>.csv.", display_path(path)))
        inventories += inside
        for kind, suffixes in _COMPANIONS.items():
            beside[kind] += [file for suffix in suffixes if lies_at(file := folder / f"{kind}{suffix}")]
    if problems:
        raise ComplianceError(problems)
    return Files(tuple(distinct(inventories)), {kind: tuple(paths) for kind, paths in beside.items()})


def find_inventories(paths: Iterable[Path]) -> list[Path]:
    """The inventories among these files and folders, each once. Raises ComplianceError."""
    return list(find_files(paths).inventories)


def _inventories_in(folder: Path) -> list[Path]:
    return [file for file in entries(folder) if file.suffix.casefold() in SUFFIXES and _INVENTORY.fullmatch(file.stem)]


def _matches(path: Path) -> list[Path]:
    """The files that a pattern stands for; what is no pattern, or the name of a file, stands for itself."""
    if not has_magic(str(path)) or lies_at(path):
        return [path]
    return sorted(map(Path, glob(str(path), recursive=True))) or [path]
