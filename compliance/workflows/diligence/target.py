"""A target folder as it is read: what a check reads, with the facts that a dossier shows, and the documents in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import fail
from compliance.io.digests import sha256_of
from compliance.io.paths import display_path, entries, is_folder, lies_at, resolved
from compliance.workflows.duty import FACTS as DUTY_FACTS
from compliance.workflows.inputs import Inputs

FACTS = (*DUTY_FACTS, "owner", "hosting_client", "origin_evidence", "hashrate_ths", "power_w", "family")
"""The facts of a unit that a dossier shows or counts by."""
DOCUMENTS = "documents"
"""The folder in which a target's documents lie."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document in the folder: its name within it, and its digest. What it says is not read."""

    name: str
    sha256: str

    @property
    def reference(self) -> str:
        """By what an inventory refers to it: its name without the suffix, folded."""
        return Path(self.name).stem.casefold()


@dataclass(frozen=True, slots=True)
class Target:
    """A folder, what was read of it, and its documents; None where it has no folder of them."""

    name: str
    inputs: Inputs
    documents: tuple[DocumentFile, ...] | None


def folder_of(path: Path) -> Path:
    """``path``, which must be a folder. Raises ComplianceError."""
    if not is_folder(path):
        what = "is no folder" if lies_at(path) else "is not there"
        raise fail(what, "A target is a folder with fleet.csv, and what else is known of it.", file=display_path(path))
    return path


def documents_in(folder: Path) -> tuple[DocumentFile, ...] | None:
    """The documents in ``folder``; links are not followed. Raises ComplianceError."""
    place = folder / DOCUMENTS
    if not lies_at(place):
        return None
    if not is_folder(place):
        raise fail("is no folder", "Keep the documents in it, or call it something else.", file=display_path(place))
    files = sorted(_files_in(place))
    try:
        return tuple(DocumentFile(path.relative_to(place).as_posix(), sha256_of(path)) for path in files)
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the documents.", file=display_path(place)) from None


def _files_in(folder: Path) -> Iterator[Path]:
    """The regular files in a folder and the folders below it. Raises ComplianceError for a folder that is hidden."""
    for path in entries(folder):
        if path.is_symlink():
            continue
        if is_folder(path):
            yield from _files_in(path)
        elif path.is_file():
            yield path


def target_names(folders: Sequence[Path]) -> list[str]:
    """The names of the targets: those of their folders, with the path where two share one."""
    names = [resolved(folder).name for folder in folders]
    return [
        name if names.count(name) == 1 else display_path(folder) for name, folder in zip(names, folders, strict=True)
    ]
