"""``rules/lists/<id>/list.yaml``: what is asserted of a list, and where its publisher offers it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from compliance.core.errors import fail
from compliance.core.record import Confidence, NonEmpty, Record, Source, Text, validate
from compliance.io import yaml as strictyaml
from compliance.screening.listings import Coverage


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError("must begin with https://")
    return url


Https = Annotated[str, AfterValidator(_https)]


class Download(Record):
    """Where the official edition lies: the files that make it up, the first one with the parties.

    ``dated`` is the address of the edition of any day, which stands there as ``{day}``. ``reviewed`` is the day on which
    the addresses were looked at.
    """

    files: NonEmpty[Https]
    dated: Https | None = None
    confidence: Confidence
    reviewed: date


class ListMeta(Record):
    """What is asserted of a list.

    ``bundled_entries`` and ``sha256`` hold of the ``listings.csv`` beside it exactly (0 and "": none is bundled);
    ``minimum_entries`` (with days as keys: from that day on) and ``sentinels`` (names that must be found) hold of every
    full edition of it, a sentinel of those from its day on. ``code`` is what joint publications call the list.
    """

    id: Text
    title: Text
    publisher: str
    url: str
    edition: date | Text
    coverage: Coverage
    confidence: Confidence
    sources: NonEmpty[Source]
    bundled_entries: Annotated[int, Field(ge=0)]
    sha256: str = ""
    minimum_entries: Annotated[int, Field(ge=1)] | dict[date, Annotated[int, Field(ge=1)]]
    sentinels: tuple[Text, ...] | dict[Text, date]
    max_age: Annotated[int, Field(ge=0)] | None = None
    code: str = ""
    download: Download | None = None
    note: str = ""

    def minimum_entries_on(self, day: date | None) -> int:
        """The number of entries that a full edition of ``day`` has at least; of an unknown day, one of today."""
        if isinstance(self.minimum_entries, int):
            return self.minimum_entries
        past = [number for since, number in sorted(self.minimum_entries.items()) if day is None or since <= day]
        return past[-1] if past else 1

    def sentinels_on(self, day: date | None) -> tuple[str, ...]:
        """The names that must stand on an edition of ``day``."""
        if isinstance(self.sentinels, tuple):
            return self.sentinels
        return tuple(name for name, since in self.sentinels.items() if day is None or since <= day)


def read_meta(folder: Path) -> ListMeta:
    """What ``folder``/list.yaml asserts. Raises ComplianceError."""
    name = f"bundled:{folder.name}/list.yaml"
    meta = validate(ListMeta, strictyaml.load(folder / "list.yaml", name=name))
    if meta.id != folder.name:
        raise fail(f"the list is called {meta.id!r}, its folder {folder.name!r}", "Give both one name.", file=name)
    if not meta.bundled_entries and meta.coverage == "complete":
        raise fail("nothing is bundled, so the list is not complete", "Write coverage: partial.", file=name)
    return meta


def unbundled_meta(list_id: str, file: str) -> ListMeta:
    """A list that nobody vouches for but who brings it."""
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
