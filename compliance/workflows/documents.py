"""The papers of a folder: which are registered, what readers propose, and what vouches for which machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Unpack

from compliance import __version__
from compliance.core.errors import ComplianceError, fail
from compliance.core.finding import Input, Tool
from compliance.evidence.documents import Document, Register
from compliance.evidence.readers import propose
from compliance.evidence.register_file import read_documents
from compliance.evidence.register_text import confirmed, with_documents
from compliance.io.digests import sha256_of
from compliance.io.paths import AnyPath, display_path, is_folder, lies_at
from compliance.io.writing import continue_file
from compliance.workflows.diligence.target import DOCUMENTS, documents_in, folder_of
from compliance.workflows.inputs import read_inputs
from compliance.workflows.inputs.options import InventoryOptions, complete
from compliance.workflows.papers import Papers, papers_of

REGISTER = "documents.yaml"


@dataclass(frozen=True, eq=False, slots=True)
class DocumentsResult:
    """The tie-out of a fleet with its register. ``unregistered``: files in the folder of documents that nobody registered.

    ``proposed`` were added to the register just now; ``unreadable`` say why files could not be read.
    """

    reports: ClassVar[str] = "documents"

    tool: Tool
    as_of: date
    inputs: tuple[Input, ...]
    papers: Papers
    unregistered: tuple[str, ...]
    proposed: tuple[str, ...]
    unreadable: tuple[str, ...]
    paths: frozenset[Path]

    @property
    def register(self) -> Register:
        """Every registered document."""
        return self.papers.tied.register

    @property
    def units(self) -> int:
        """How many units the inventory has."""
        return sum(lot.units for lot in self.papers.lots)


def documents(
    folder: AnyPath,
    *,
    as_of: date,
    read: bool = False,
    confirm: Iterable[str] = (),
    **options: Unpack[InventoryOptions],
) -> DocumentsResult:
    """Ties the inventory of a folder out with its register.

    With ``read``, readers propose entries for files in its folder ``documents`` that are not registered, and they are
    added to ``documents.yaml``; ``confirm`` names proposals that are facts from now on.

    Raises ComplianceError where an input cannot be used, or where the register cannot be continued.

    >>> from datetime import date
    >>> documents("fleets/laramie-peak", as_of=date(2026, 11, 30)).papers.tied.claims[0].state
    'unread'
    """
    place = folder_of(Path(folder))
    proposed, unreadable = _propose(place) if read else ((), ())
    if ids := tuple(confirm):
        _confirm(place, ids)
    request, _ = complete([place], as_of, {**options, "policies": ()})
    inputs = read_inputs(replace(request, policies=(), facts=("family", "purchase_lot"), tie_out=True))
    assert inputs.tied is not None
    return DocumentsResult(
        Tool("mining-compliance", __version__),
        as_of,
        inputs.read,
        papers_of(inputs.facts, inputs.tied),
        _unregistered(place, inputs.tied.register),
        proposed,
        unreadable,
        inputs.paths,
    )


def _unregistered(folder: Path, register: Register) -> tuple[str, ...]:
    named = {entry.document.file.removeprefix("./") for entry in register.documents}
    files = (f"{DOCUMENTS}/{file.name}" for file in documents_in(folder) or ())
    return tuple(name for name in files if name not in named)


def _propose(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Adds what readers make of files that are not registered; gives the new ids, and what could not be read."""
    path = folder / REGISTER
    registered = [document for name in (REGISTER, "documents.csv") if lies_at(folder / name)
                  for document in read_documents(folder / name, display_path(folder / name))[1]]  # fmt: skip
    files, ids = {document.file for document in registered}, {document.id for document in registered}
    proposals: list[Document] = []
    unreadable: list[str] = []
    if not is_folder(folder / DOCUMENTS):
        raise fail("has no folder of documents", f"Put the papers into {DOCUMENTS}/.", file=display_path(folder))
    for file in documents_in(folder) or ():
        name = f"{DOCUMENTS}/{file.name}"
        if name in files:
            continue
        try:
            proposals += (document for document in propose(folder / name, name) if document.id not in ids)
        except ComplianceError as error:
            unreadable += map(str, error.problems)
    if proposals:
        continue_file(path, display_path(path), partial(_added, name=display_path(path), proposals=proposals))
    return tuple(document.id for document in proposals), tuple(unreadable)


def _added(content: bytes | None, name: str, proposals: Sequence[Document]) -> bytes:
    return with_documents(content, name, proposals)


def _confirm(folder: Path, ids: Sequence[str]) -> None:
    """Makes facts of proposals, with the digests of their files as they are now. Raises ComplianceError."""
    path = folder / REGISTER
    name = display_path(path)
    if not lies_at(path):
        raise fail("is not there", "Propose entries first: compliance documents FOLDER --read.", file=name)
    files = {document.id: folder / document.file for document in read_documents(path, name)[1] if document.file}
    digests = {document_id: sha256_of(files[document_id]) if document_id in files and lies_at(files[document_id]) else ""
               for document_id in ids}  # fmt: skip
    continue_file(path, name, lambda content: confirmed(content, name, digests))
