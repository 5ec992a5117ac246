"""Restricted-party lists read from files: the bundled ones, and the editions an operator brings or downloads.

A list that cannot be read, is empty, or is shorter than it asserts is an error, never a list that clears.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.screening.list_formats import csl, dpl, ecfr, ftm, history_1260h, nsfreg, ofac, plain, targets_simple
from compliance.screening.list_formats.base import Given, ReadList
from compliance.screening.list_formats.members import code_of, told
from compliance.screening.list_formats.meta import ListMeta, own_meta, read_meta
from compliance.screening.list_formats.source import opened
from compliance.screening.listings import Listing, PartyList
from compliance.screening.names.folding import fold, keys


class ListFormat(Protocol):
    """What the module of a format offers."""

    def recognises(self, content: bytes) -> bool:
        """Whether a file with this content is of the format."""
        ...

    def read(self, given: Given, code: str) -> ReadList:
        """The listings in it; of a publication of several lists, those of the list ``code`` ("": all). Raises ComplianceError."""
        ...


FORMATS: dict[str, ListFormat] = {
    "csl": csl,
    "ofac": ofac,
    "dpl": dpl,
    "ecfr": ecfr,
    "ftm": ftm,
    "targets_simple": targets_simple,
    "nsfreg": nsfreg,
    "history_1260h": history_1260h,
    "plain": plain,
}
"""What can be read, in the order in which it is tried; the plain list comes last, for it takes whatever is left."""


def load_list(folder: Path) -> PartyList:
    """The list bundled in ``folder``. Raises ComplianceError, also where it is not what it asserts to be."""
    meta = read_meta(folder)
    file = f"bundled:{meta.id}"
    if not meta.bundled_entries:
        return _party_list(
            meta, ReadList("nothing", ()), edition="none", sha256=hashlib.sha256(b"").hexdigest(), file=file
        )
    try:
        content = (folder / "listings.csv").read_bytes()
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Restore the file.", file=file) from None
    digest = hashlib.sha256(content).hexdigest()
    if digest != meta.sha256:
        raise fail(f"listings.csv has sha256 {digest}, list.yaml says {meta.sha256}", "Restore the file.", file=file)
    read = plain.read(Given("listings.csv", file, content), "")
    if len(read.listings) != meta.bundled_entries:
        what = f"has {len(read.listings)} entries, list.yaml says {meta.bundled_entries}"
        raise fail(what, "Correct bundled_entries or restore the file.", file=file)
    loaded = _party_list(meta, read, edition=meta.edition, sha256=digest, file=file)
    if meta.coverage == "complete":
        assert_full(loaded, meta)
    return loaded


def load_edition(list_id: str, path: Path, folder: Path | None = None, name: str = "") -> PartyList:
    """The full edition of the list ``list_id`` at ``path`` (a file, a folder or an archive), which messages call ``name``.

    Held to what list.yaml in ``folder``, where it is bundled, asserts of a full edition; without ``folder`` the list is
    one of the operator's own and asserts nothing. Its edition is the day in the file's name (``….2026-07-09.csv``), else
    the one that the file states, else ``unstated``. Raises ComplianceError.
    """
    meta = read_meta(folder) if folder else own_meta(list_id, path.name)
    code = meta.code if folder else code_of(list_id)
    given = opened(path, name or str(path), code)
    return edition(meta, given, code, _day(path.name) or _day(given.name), bundled=folder is not None)


def edition(meta: ListMeta, given: Given, code: str, day: date | None, *, bundled: bool = True) -> PartyList:
    """The edition of ``meta``'s list in a file, held to what it asserts. Raises ComplianceError."""
    read = next(each for each in FORMATS.values() if each.recognises(given.content)).read(given, code)
    stands_for = f"{meta.id} is no part of it" if bundled and not code else f"not {told([code])}"
    if read.codes and (bundled or code) and code not in read.codes:
        raise fail(f"holds {told(read.codes)}, {stands_for}", "Give the file of that list.", file=given.file)
    if not read.listings:
        raise fail("holds no listing", "An empty list would clear everybody: get a complete one.", file=given.file)
    if not (day or read.edition):
        # Who brings a file of no known day answers for its age; it is said, and --max-age still asks for a day.
        read = replace(read, notes=(*read.notes, f"{given.file}: its day is unknown, so its age is not checked"))
    whole = b"".join(content for _, content in sorted([(given.name, given.content), *read.joined]))
    stated = day or read.edition
    loaded = _party_list(
        meta, read, edition=stated or "unstated", sha256=hashlib.sha256(whole).hexdigest(), file=given.file, full=True
    )
    assert_full(loaded, meta)
    return loaded


def assert_full(loaded: PartyList, meta: ListMeta) -> None:
    """Raises ComplianceError where the edition is shorter than a full one of its day, or lacks who must stand on it."""
    entries = len({listing.entry for listing in loaded.listings})
    day = loaded.edition if isinstance(loaded.edition, date) else None
    advice = "Get the complete edition; a part of it would clear parties that are listed."
    problems = []
    if entries < (least := meta.least(day)):
        what = f"list is shorter than it asserts: {entries} entries, a full {meta.id} has {least} or more"
        problems.append(Problem(what, advice, loaded.file))
    if missing := _missing(loaded, meta.required(day)):
        what = f"list is shorter than it asserts: {', '.join(missing)} must stand on {meta.id}"
        problems.append(Problem(what, advice, loaded.file))
    if problems:
        raise ComplianceError(problems)


def _missing(loaded: PartyList, required: tuple[str, ...]) -> list[str]:
    """Those of the ``required`` names that no entry bears."""
    # Only names that share the first word are looked at: folding a whole list takes longer than reading it.
    names = [(name.casefold(), name) for listing in loaded.listings for name, _ in listing.names()]
    wanted = {name: fold(name) for name in required}
    return [
        name
        for name, key in wanted.items()
        if not any(key in keys(other) for plain, other in names if key.split()[0] in plain)
    ]


def _party_list(
    meta: ListMeta, read: ReadList, *, edition: date | str, sha256: str, file: str, full: bool = False
) -> PartyList:
    return PartyList(
        id=meta.id,
        title=meta.title.removesuffix(", a selection") if full else meta.title,
        publisher=meta.publisher,
        edition=edition,
        coverage="partial" if read.limit else "complete" if full else meta.coverage,
        listings=read.listings,
        sources=meta.sources,
        sha256=sha256,
        file=file,
        max_age=meta.max_age if isinstance(edition, date) else None,
        confidence=meta.confidence,
        limit=read.limit,
        notes=(f"{file}: read as {read.called}.", *(f"{note}." for note in read.notes)) if full else (),
    )


def _day(name: str) -> date | None:
    """The day in a file's name: ``….2026-07-09.csv``; of ``….2026-07.csv`` the first of the month."""
    for text in re.findall(r"(?<!\d)\d{4}-\d\d(?:-\d\d)?(?!\d)", name):
        try:
            return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
        except ValueError:
            continue
    return None


__all__ = [
    "FORMATS",
    "ListFormat",
    "ListMeta",
    "Listing",
    "assert_full",
    "edition",
    "load_edition",
    "load_list",
    "read_meta",
]
