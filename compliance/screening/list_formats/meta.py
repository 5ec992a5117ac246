"""``rules/lists/<id>/list.yaml``: the assertions about a list, and where its publisher offers it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from compliance.core.errors import fail
from compliance.core.licence import Licence, undeclared
from compliance.core.record import Confidence, NonEmpty, Record, Source, Text, validate
from compliance.io import yaml as strictyaml
from compliance.io.resources import bundled
from compliance.screening.listings import Coverage


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError("must begin with https://")
    return url


Https = Annotated[str, AfterValidator(_https)]


class Download(Record):
    """Where to download the official edition: its files, the first one with the parties.

    ``dated`` is the address of the edition of any day, with ``{day}`` for the day. ``reviewed`` is the day on which
    the addresses were last checked.
    """

    files: NonEmpty[Https]
    dated: Https | None = None
    confidence: Confidence
    reviewed: date


class ListMeta(Record):
    """The assertions about a list.

    ``bundled_entries`` and ``sha256`` describe the ``listings.csv`` beside it exactly (0 and "": none is bundled);
    ``minimum_entries`` (with days as keys: from that day on) and ``sentinels`` (names that must be present) apply to every
    full edition, a sentinel with a day from that day on. ``open_class`` names those whom the instrument covers without
    naming them: the list may be complete as to names and still not rule them out. ``code`` is the abbreviation of the list in joint publications, ``programmes`` are the tags of its entries,
    ``licences`` what may permit dealings with some of them for a time.
    """

    id: Text
    title: Text
    publisher: str
    url: str
    edition: date | Text
    coverage: Coverage
    open_class: str = ""
    confidence: Confidence
    sources: NonEmpty[Source]
    bundled_entries: Annotated[int, Field(ge=0)]
    sha256: str = ""
    minimum_entries: Annotated[int, Field(ge=1)] | dict[date, Annotated[int, Field(ge=1)]]
    sentinels: tuple[Text, ...] | dict[Text, date]
    max_age: Annotated[int, Field(ge=0)] | None = None
    code: str = ""
    programmes: tuple[Text, ...] = ()
    licences: tuple[Licence, ...] = ()
    download: Download | None = None
    note: str = ""

    def minimum_entries_on(self, day: date | None) -> int:
        """The fewest entries of a full edition of ``day``; where the day is unknown, of one of today."""
        if isinstance(self.minimum_entries, int):
            return self.minimum_entries
        past = [number for since, number in sorted(self.minimum_entries.items()) if day is None or since <= day]
        return past[-1] if past else 1

    def sentinels_on(self, day: date | None) -> tuple[str, ...]:
        """The names that an edition of ``day`` must contain."""
        if isinstance(self.sentinels, tuple):
            return self.sentinels
        return tuple(name for name, since in self.sentinels.items() if day is None or since <= day)


def read_meta(folder: Path) -> ListMeta:
    """The assertions in ``folder``/list.yaml. Raises ComplianceError."""
    name = f"bundled:{folder.name}/list.yaml"
    meta = validate(ListMeta, strictyaml.load(folder / "list.yaml", name=name))
    if meta.id != folder.name:
        raise fail(
            f"has the id {meta.id!r}, but its folder is {folder.name!r}", "Use the same name for both.", file=name
        )
    if not meta.bundled_entries and meta.coverage == "complete":
        raise fail("says complete, but no entry is bundled", "Write coverage: partial.", file=name)
    if source := undeclared(meta.licences, meta.sources):
        raise fail(f"source {source!r} of a licence is not declared", "Add it to sources.", file=name)
    return meta


@cache
def known_programmes(list_id: str) -> frozenset[str]:
    """The programmes that entries of a list are known to have; none for a list that is not bundled."""
    folder = bundled("lists").get(list_id)
    return frozenset(read_meta(folder).programmes if folder else ())


def unbundled_meta(list_id: str, file: str) -> ListMeta:
    """The description of a list that is not bundled: it has no assertions."""
    written = file.encode(errors="replace").decode()  # a file may be named by bytes that are no text
    return ListMeta(
        id=list_id,
        title=list_id,
        publisher="",
        url="",
        edition="unstated",
        coverage="complete",
        confidence="secondary",
        sources=(Source(id=list_id, title=f"{list_id} ({written})", confidence="secondary"),),
        bundled_entries=1,
        minimum_entries=1,
        sentinels=(),
    )
