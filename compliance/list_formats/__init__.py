"""Restricted-party lists read from files: the bundled ones, and the editions an operator brings.

A list that cannot be read, is empty, or is shorter than it asserts is an error, never a list that clears.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from compliance import strictyaml
from compliance.errors import ComplianceError, Problem, fail
from compliance.list_formats import plain
from compliance.listing import Coverage, Listing, PartyList
from compliance.names import fold
from compliance.record import SOME, Confidence, Record, Source, Text, between, validate


class ListMeta(Record):
    """``rules/lists/<id>/list.yaml``: what is asserted of a list.

    ``bundled_entries`` and ``sha256`` hold of the ``listings.csv`` beside it exactly; ``minimum_entries`` and
    ``sentinels`` (names that must be found) hold of every full edition of it.
    """

    id: Text
    title: Text
    publisher: Text
    url: str
    edition: date | Text
    coverage: Coverage
    confidence: Confidence
    sources: Annotated[tuple[Source, ...], SOME]
    bundled_entries: Annotated[int, between(1)]
    sha256: Text
    minimum_entries: Annotated[int, between(1)]
    sentinels: Annotated[tuple[Text, ...], SOME]
    max_age: Annotated[int, between(0)] | None = None
    note: str = ""


class ListFormat(Protocol):
    """What the module of a format offers."""

    def recognises(self, content: bytes) -> bool:
        """Whether a file with this content is of the format."""
        ...

    def read(self, content: bytes, *, file: str) -> tuple[Listing, ...]:
        """The listings in it; messages call it ``file``. Raises ComplianceError."""
        ...


FORMATS: dict[str, ListFormat] = {
    "plain": plain,
}
"""What can be read, in the order in which it is tried; the plain list comes last, for it takes whatever is left."""


def read_meta(folder: Path) -> ListMeta:
    """What ``folder``/list.yaml asserts. Raises ComplianceError."""
    name = f"bundled:{folder.name}/list.yaml"
    meta = validate(ListMeta, strictyaml.load(folder / "list.yaml", name=name))
    if meta.id != folder.name:
        raise fail(f"the list is called {meta.id!r}, its folder {folder.name!r}", "Give both one name.", file=name)
    return meta


def load_list(folder: Path) -> PartyList:
    """The list bundled in ``folder``. Raises ComplianceError, also where it is not what it asserts to be."""
    meta = read_meta(folder)
    file = f"bundled:{meta.id}"
    content = _bytes(folder / "listings.csv", file)
    digest = hashlib.sha256(content).hexdigest()
    if digest != meta.sha256:
        raise fail(f"listings.csv has sha256 {digest}, list.yaml says {meta.sha256}", "Restore the file.", file=file)
    listings = plain.read(content, file=file)
    if len(listings) != meta.bundled_entries:
        what = f"has {len(listings)} entries, list.yaml says {meta.bundled_entries}"
        raise fail(what, "Correct bundled_entries or restore the file.", file=file)
    loaded = _party_list(meta, listings, edition=meta.edition, coverage=meta.coverage, sha256=digest, file=file)
    if meta.coverage == "complete":
        _assert_full(loaded, meta)
    return loaded


def load_edition(list_id: str, path: Path, folder: Path | None = None, name: str = "") -> PartyList:
    """The full edition of the list ``list_id`` in the file ``path``, which messages and reports call ``name``.

    Held to what list.yaml in ``folder``, where it is bundled, asserts of a full edition; without ``folder`` the list is
    one of the operator's own and asserts nothing. Its edition is the day in the file's name (``….2026-07-09.csv``),
    else ``unstated``. Raises ComplianceError.
    """
    file = name or str(path)
    content = _bytes(path, file)
    form = next(each for each in FORMATS.values() if each.recognises(content))
    listings = form.read(content, file=file)
    meta = read_meta(folder) if folder else _own(list_id, path)
    digest = hashlib.sha256(content).hexdigest()
    loaded = _party_list(meta, listings, edition=_edition(path), coverage="complete", sha256=digest, file=file)
    _assert_full(loaded, meta)
    return loaded


def _party_list(
    meta: ListMeta, listings: tuple[Listing, ...], *, edition: date | str, coverage: Coverage, sha256: str, file: str
) -> PartyList:
    return PartyList(
        id=meta.id,
        title=meta.title,
        publisher=meta.publisher,
        edition=edition,
        coverage=coverage,
        listings=listings,
        sources=meta.sources,
        sha256=sha256,
        file=file,
        max_age=meta.max_age,
        confidence=meta.confidence,
    )


def _assert_full(loaded: PartyList, meta: ListMeta) -> None:
    entries = len({listing.entry for listing in loaded.listings})
    problems = []
    advice = "Get the complete edition; a part of it would clear parties that are listed."
    if entries < meta.minimum_entries:
        what = (
            f"list is shorter than it asserts: {entries} entries, a full {meta.id} has {meta.minimum_entries} or more"
        )
        problems.append(Problem(what, advice, loaded.file))
    missing = [name for name in meta.sentinels if not loaded.find(fold(name))]
    if missing:
        what = f"list is shorter than it asserts: {', '.join(missing)} must stand on {meta.id}"
        problems.append(Problem(what, advice, loaded.file))
    if problems:
        raise ComplianceError(problems)


def _own(list_id: str, path: Path) -> ListMeta:
    """A list that nobody vouches for but who brings it."""
    return ListMeta(
        id=list_id,
        title=list_id,
        publisher="",
        url="",
        edition=_edition(path),
        coverage="complete",
        confidence="secondary",
        sources=(Source(id=list_id, title=f"{list_id} ({path.name})", confidence="secondary"),),
        bundled_entries=1,
        sha256="",
        minimum_entries=1,
        sentinels=(),
    )


def _edition(path: Path) -> date | str:
    for text in re.findall(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", path.name):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return "unstated"


def _bytes(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check the path.", file=file) from None
