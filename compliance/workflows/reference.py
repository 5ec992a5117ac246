"""The data that ships with the program, by id: each read once, and only where something asks for it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from compliance import __version__
from compliance.core.errors import fail
from compliance.io.cache import cached
from compliance.io.paths import display_path, entries, is_folder, lies_at, regular, resolved, stated_day
from compliance.io.resources import PACKAGE, RULES, bundled
from compliance.io.user_folders import cache_folder, data_folder

if TYPE_CHECKING:
    from compliance.ownership.parties import Parties
    from compliance.ownership.regimes import DatedRegime
    from compliance.policies.policy import Parameters, Policy
    from compliance.reference.countries import CountryTable
    from compliance.reference.country_sets import CountrySet
    from compliance.reference.cures import Cures
    from compliance.reference.hardware.catalogue import Catalogue
    from compliance.reference.installations import Installations
    from compliance.reference.tariffs import Tariff
    from compliance.screening.list_editions.store import Edition, Editions
    from compliance.screening.listings import PartyList

T = TypeVar("T")


def _compiling() -> list[Path]:
    """What a list is compiled with: the bundled parties and the tables of names."""
    return [*bundled("parties").values(), *sorted((RULES / "names").iterdir())]


SMALL = 256 * 1024
"""Bytes."""

_CALLED = {
    "countries": "country set",
    "cures": "table of cures",
    "installations": "table of installations",
    "lists": "list",
    "regimes": "ownership regime",
    "tariffs": "rate table",
}


_OFAC_FILE = re.compile(r"(sdn|cons_prim|(cons_|sdn_)?(alt|add|comments))\b.*", re.IGNORECASE)


def _joined(path: Path) -> list[Path]:
    """The files beside the file of a list that may be joined with it: OFAC's come in four."""
    if not _OFAC_FILE.fullmatch(path.name):
        return []
    return [file for file in entries(path.parent) if _OFAC_FILE.fullmatch(file.name)]


def _stamp() -> str:
    """Which state of code and data it is: they change without the version in a checkout, and where a branch is installed.

    An installer writes all files anew; in a checkout any file may change, also to one that is older.
    """
    installed = RULES.parent == PACKAGE
    files = [str(PACKAGE / "__init__.py")] if installed else sorted([*_files(PACKAGE), *_files(RULES)])
    states = [
        (file, status.st_size, status.st_mtime_ns) for file, status in zip(files, map(os.stat, files), strict=True)
    ]
    return f"{__version__}-{sha256(repr(states).encode()).hexdigest()[:16]}"


def _files(folder: Path) -> Iterator[str]:
    """The files in a folder and below it, without what Python keeps there itself."""
    for place, _, names in os.walk(folder):
        if not place.endswith("__pycache__"):
            yield from (os.path.join(place, name) for name in names)


class Reference:
    """Bundled hardware, countries, parties, lists, regimes and policies; kept ready in ``folder``, if there is one.

    ``data`` is the folder of the editions of lists that were downloaded.
    """

    def __init__(self, folder: Path | None = None, data: Path | None = None) -> None:
        self._folder = None if folder is None else folder / _stamp()
        self._data = data
        self._read: dict[tuple[str, str], object] = {}

    @cached_property
    def catalogue(self) -> Catalogue:
        """Makers, models, control boards and assembly sites."""

        def read() -> Catalogue:
            from compliance.reference.hardware.file import load_catalogue

            return load_catalogue(RULES / "hardware")

        return cached(self._folder, "hardware", sorted((RULES / "hardware").iterdir()), read)

    @cached_property
    def countries(self) -> CountryTable:
        """What country texts mean."""

        def read() -> CountryTable:
            from compliance.reference.countries import load_table

            return load_table(RULES / "countries" / "table.csv")

        return cached(self._folder, "countries", sorted((RULES / "countries").glob("*.csv")), read)

    @cached_property
    def parties(self) -> Parties:
        """What is known of makers and their groups."""
        files = bundled("parties")

        def read() -> Parties:
            from compliance.ownership.formats import read_parties
            from compliance.ownership.parties import Parties

            return Parties.merged([read_parties(path, f"bundled:{name}") for name, path in files.items()], [])

        return cached(self._folder, "parties", files.values(), read)

    def country_set(self, name: str) -> CountrySet:
        """The country set of this id. Raises ComplianceError."""

        def read(path: Path) -> CountrySet:
            from compliance.reference.country_sets import load_set

            return load_set(path)

        return self._one("countries", name, read)

    def regime(self, name: str) -> DatedRegime:
        """The ownership regime of this id. Raises ComplianceError."""

        def read(path: Path) -> DatedRegime:
            from compliance.ownership.regimes import DatedRegime

            return DatedRegime.load(path)

        return self._one("regimes", name, read)

    def party_list(self, name: str, day: date | None = None) -> PartyList:
        """The list of this id: of the editions that were downloaded the one for ``day``, else the bundled one.

        Raises ComplianceError.
        """
        if day and self._is_downloaded(name) and (download := self._editions.on(name, day)):
            return self._with_bundled(download, day)

        def read(path: Path) -> PartyList:
            from compliance.screening.list_formats import load_list

            return self._ready(load_list(path))

        return self._one("lists", name, read, _compiling())

    def edition(self, name: str, path: Path, shown: str, day: date | None = None) -> PartyList:
        """The edition of the list of this id in a file of the user's, called ``shown``, which says that it is of ``day``.

        An edition without a listing that has ended shows one day only. Raises ComplianceError.
        """
        read = self._edition(name, path, shown)
        if day and isinstance(read.edition, date) and day != read.edition:
            raise fail(
                f"is of {read.edition}, not of {day}", "Leave the day behind the @ out, or correct it.", file=shown
            )
        lasting = any(listing.until not in (None, date.max) for listing in read.listings)
        return read.as_of_one_day(day or read.edition, snapshot=not lasting)

    def _edition(self, name: str, path: Path, shown: str) -> PartyList:
        from compliance.screening.list_formats import load_edition

        folder = bundled("lists").get(name)

        def read() -> PartyList:
            return self._ready(load_edition(name, path, folder, shown))

        if is_folder(path):
            return read()
        regular(path, shown)
        meta = (folder / "list.yaml",) if folder else ()
        files = (path, *_joined(path), *meta, *_compiling())
        return cached(self._folder, f"edition-{name}", files, read, shown)

    def _ready(self, party_list: PartyList) -> PartyList:
        """The list, compiled for screening, and what it says of the bundled parties worked out."""
        party_list.precompute(name for party in self.parties for name in party.names)
        return party_list

    def _with_bundled(self, download: Edition, day: date) -> PartyList:
        """The edition that was downloaded, and what a later bundled one adds to it."""
        later = self.party_list(download.list)
        if not (isinstance(later.edition, date) and download.day < later.edition <= day):
            return self.downloaded(download)
        files = (*sorted(bundled("lists")[download.list].iterdir()), *_compiling())
        also = " ".join(part.sha256 for part in download.parts)
        return cached(
            self._folder,
            f"{download.name}-later",
            files,
            lambda: self._ready(self.downloaded(download).with_later_listings(later)),
            also,
        )

    def _is_downloaded(self, name: str) -> bool:
        return self._data is not None and lies_at(self._data / "lists" / name) and name in bundled("lists")

    @cached_property
    def _editions(self) -> Editions:
        from compliance.screening.list_editions.store import Editions

        assert self._data is not None
        return Editions(self._data)

    def downloaded(self, download: Edition, party_list: PartyList | None = None) -> PartyList:
        """The list as of this edition, kept ready; ``party_list`` is what was just read of it. Raises ComplianceError."""
        folder = bundled("lists")[download.list]

        def read() -> PartyList:
            from compliance.screening.list_formats.meta import read_meta

            return self._ready(party_list or self._editions.load(download, read_meta(folder)))

        key = ("lists", download.name)
        if key not in self._read:
            also = " ".join((str(download.day), *(part.sha256 for part in download.parts)))
            ready = cached(self._folder, download.name, (folder / "list.yaml", *_compiling()), read, also)
            self._read[key] = ready.checked_on(download.checked)
        return self._read[key]  # type: ignore[return-value]

    def installations(self, name: str) -> Installations:
        """The table of installations of this id. Raises ComplianceError."""

        def read(path: Path) -> Installations:
            from compliance.reference.installation_file import load_installations

            return load_installations(path, f"bundled:{name}")

        return self._one("installations", name, read)

    def tariff(self, name: str) -> Tariff:
        """The rate table of duty of this id. Raises ComplianceError."""

        def read(path: Path) -> Tariff:
            from compliance.reference.tariffs import load_tariff

            return load_tariff(path, f"bundled:{name}")

        return self._one("tariffs", name, read)

    def cures(self) -> Cures:
        """What cures findings. Raises ComplianceError."""

        def read(path: Path) -> Cures:
            from compliance.reference.cures import load_cures

            return load_cures(path)

        return self._one("cures", "cures", read)

    def policy(self, folder: Path, path: str, parameters: Parameters | None, *, partly: bool = False) -> Policy:
        """The policy in ``folder``, bundled or not; see ``policy.load_policy``. Raises ComplianceError."""

        def read() -> Policy:
            from compliance.policies.policy import load_policy

            return load_policy(folder, path, parameters, partly=partly)

        place = resolved(folder)
        also = f"{place}\0{path}\0{parameters!r}\0{partly}"
        return cached(self._folder, place.name, sorted(folder.glob("*.yaml")), read, also)

    def small(self, path: Path, name: str, read: Callable[[Path, str], T]) -> T:
        """``read(path, name)`` of a file of the user's; a small one is kept as well, for it is read at every check.

        Raises what ``read`` raises, and ComplianceError for what is no regular file: it is read more than once.
        """
        if regular(path, name).stat().st_size > SMALL:
            return read(path, name)
        return cached(self._folder, read.__name__, [path], partial(read, path, name), name)

    def _one(self, kind: str, name: str, read: Callable[[Path], T], others: Iterable[Path] = ()) -> T:
        """What is bundled under this name; it rests on its own files and on ``others``."""
        if (kind, name) not in self._read:
            known = bundled(kind)
            if name not in known:
                advice = f"Give it with --list {name}=FILE. " if kind == "lists" else ""
                raise fail(f"unknown {_CALLED[kind]} {name!r}", f"{advice}Bundled: {', '.join(known)}.")
            path = known[name]
            files = sorted(path.iterdir()) if path.is_dir() else [path]
            self._read[kind, name] = cached(self._folder, name, (*files, *others), lambda: read(path))
        return self._read[kind, name]  # type: ignore[return-value]


def read_list(name: str, files: Mapping[str, Path], day: date, reference: Reference) -> PartyList:
    """The edition that the user gave of this list, else the one for ``day``. Raises ComplianceError."""
    if name not in files:
        return reference.party_list(name, day)
    path, stated = stated_day(files[name])
    return reference.edition(name, path, display_path(path), stated)


def user_reference() -> Reference:
    """The bundled data, kept ready in the user's cache, and the editions of lists that the user downloaded."""
    return Reference(cache_folder(), data_folder())
