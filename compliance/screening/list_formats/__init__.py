"""Reads restricted-party lists from files: the bundled ones, and the editions that an operator supplies or downloads.

A list that cannot be read, is empty, or is shorter than list.yaml asserts is an error: it could not rule a party out.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.screening.list_formats import (
    csl,
    dpl,
    ecfr,
    eu,
    ftm,
    history_1260h,
    nsfreg,
    ofac,
    ofac_advanced,
    ofac_xml,
    ofsi,
    plain,
    senzing,
    targets_simple,
    uk,
    un,
)
from compliance.screening.list_formats.base import ListFile, ReadList
from compliance.screening.list_formats.members import code_for_id, describe_codes
from compliance.screening.list_formats.meta import ListMeta, read_meta, unbundled_meta
from compliance.screening.list_formats.source import open_list_file
from compliance.screening.listings import Listing, PartyList
from compliance.screening.names.folding import fold, keys


class ListFormat(Protocol):
    """The interface of the module of a format."""

    def recognises(self, content: bytes) -> bool:
        """Whether a file with this content is of the format."""
        ...

    def read(self, list_file: ListFile, code: str) -> ReadList:
        """The listings in the file; of a joint publication, those of the list ``code`` ("": all). Raises ComplianceError."""
        ...


FORMATS: dict[str, ListFormat] = {
    "csl": csl,
    "ofac": ofac,
    "ofac_xml": ofac_xml,
    "ofac_advanced": ofac_advanced,
    "dpl": dpl,
    "ecfr": ecfr,
    "eu": eu,
    "uk": uk,
    "ofsi": ofsi,
    "un": un,
    "ftm": ftm,
    "senzing": senzing,
    "targets_simple": targets_simple,
    "nsfreg": nsfreg,
    "history_1260h": history_1260h,
    "plain": plain,
}
"""The formats in the order in which they are tried; the plain list is last, because it accepts any file."""


def load_list(folder: Path) -> PartyList:
    """The list bundled in ``folder``. Raises ComplianceError, also where it does not meet the assertions of list.yaml."""
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
    parsed = plain.read(ListFile("listings.csv", file, content), "")
    if len(parsed.listings) != meta.bundled_entries:
        fault = f"has {len(parsed.listings)} entries, list.yaml says {meta.bundled_entries}"
        raise fail(fault, "Correct bundled_entries or restore the file.", file=file)
    loaded = _party_list(meta, parsed, edition=meta.edition, sha256=digest, file=file)
    if meta.coverage == "complete":
        check_complete(loaded, meta)
    return loaded


def load_edition(list_id: str, path: Path, folder: Path | None = None, name: str = "") -> PartyList:
    """The full edition of the list ``list_id`` at ``path`` (a file, a folder or an archive), called ``name`` in messages.

    It must meet what list.yaml in ``folder`` asserts of a full edition; without ``folder`` the list is the operator's own
    and has no assertions. Its edition is the date in the file's name (``….2026-07-09.csv``), else the one that the file
    states, else ``unstated``. Raises ComplianceError.
    """
    meta = read_meta(folder) if folder else unbundled_meta(list_id, path.name)
    code = meta.code if folder else code_for_id(list_id)
    list_file = open_list_file(path, name or str(path), code)
    return parse_edition(meta, list_file, code, _day(path.name) or _day(list_file.name), bundled=folder is not None)


def parse_edition(
    meta: ListMeta, list_file: ListFile, code: str, day: date | None, *, bundled: bool = True
) -> PartyList:
    """The edition in a file of the list of ``meta``, whose assertions it must meet. Raises ComplianceError."""
    parsed = next(list_format for list_format in FORMATS.values() if list_format.recognises(list_file.content)).read(
        list_file, code
    )
    expected = f"but not {meta.id}" if bundled and not code else f"but not {describe_codes([code])}"
    if parsed.codes and (bundled or code) and code not in parsed.codes:
        raise fail(
            f"holds {describe_codes(parsed.codes)}, {expected}",
            "Give the file that contains the list.",
            file=list_file.file,
        )
    if not parsed.listings:
        raise fail(
            "has no listings",
            "Get a complete list: with an empty one, no party would seem to be listed.",
            file=list_file.file,
        )
    if not (day or parsed.edition):
        # The operator answers for the age of a file without a date; a note says so, and --max-age still requires a date.
        parsed = replace(
            parsed,
            notes=(*parsed.notes, f"{list_file.file}: the date of this edition is unknown, so its age was not checked"),
        )
    all_content = b"".join(content for _, content in sorted([(list_file.name, list_file.content), *parsed.companions]))
    edition_day = day or parsed.edition
    loaded = _party_list(
        meta,
        parsed,
        edition=edition_day or "unstated",
        sha256=hashlib.sha256(all_content).hexdigest(),
        file=list_file.file,
        full=True,
    )
    check_complete(loaded, meta)
    return loaded


def check_complete(party_list: PartyList, meta: ListMeta) -> None:
    """Raises ComplianceError where the edition has fewer entries than a full one of its day, or lacks a sentinel."""
    entries = party_list.entry_count
    day = party_list.edition if isinstance(party_list.edition, date) else None
    advice = "Get the complete edition. With only part of a list, a listed party may seem not to be listed."
    problems = []
    if entries < (minimum := meta.minimum_entries_on(day)):
        fault = f"is incomplete: it has {entries} entries, but a full edition of {meta.id} has at least {minimum}"
        problems.append(Problem(fault, advice, party_list.file))
    if missing := _missing(party_list, meta.sentinels_on(day)):
        fault = f"is incomplete: it lacks {', '.join(missing)}, which a full edition of {meta.id} contains"
        problems.append(Problem(fault, advice, party_list.file))
    if problems:
        raise ComplianceError(problems)


def _missing(party_list: PartyList, required: tuple[str, ...]) -> list[str]:
    """The ``required`` names that no entry has."""
    # Only names that share the first word are folded: folding a whole list takes longer than reading it.
    names = [(name.casefold(), name) for listing in party_list.listings for name, _ in listing.names()]
    folded_names = {name: fold(name) for name in required}
    return [
        name
        for name, key in folded_names.items()
        if not any(key in keys(listed_name) for folded, listed_name in names if key.split()[0] in folded)
    ]


def _party_list(
    meta: ListMeta, parsed: ReadList, *, edition: date | str, sha256: str, file: str, full: bool = False
) -> PartyList:
    return PartyList(
        id=meta.id,
        title=meta.title.removesuffix(", a selection") if full else meta.title,
        publisher=meta.publisher,
        edition=edition,
        coverage="partial" if parsed.limit else "complete" if full else meta.coverage,
        listings=parsed.listings,
        sources=meta.sources,
        sha256=sha256,
        file=file,
        max_age=meta.max_age if isinstance(edition, date) else None,
        confidence=meta.confidence,
        limit=parsed.limit,
        notes=(f"{file}: read as {parsed.description}.", *(f"{note}." for note in parsed.notes)) if full else (),
        open_class=meta.open_class,
        licences=meta.licences,
    )


def _day(name: str) -> date | None:
    """The date in a file's name: ``….2026-07-09.csv``; of ``….2026-07.csv`` the first of the month."""
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
    "check_complete",
    "load_edition",
    "load_list",
    "parse_edition",
    "read_meta",
]
