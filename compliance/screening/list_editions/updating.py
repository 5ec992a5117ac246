"""Updates lists: downloads an edition, checks it and only then stores it; after a failure the old edition stays in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.io.resources import bundled
from compliance.screening.list_editions.difference import Difference, difference
from compliance.screening.list_editions.store import Edition, Editions, Part, parse_files
from compliance.screening.list_formats.meta import ListMeta, read_meta
from compliance.screening.listings import PartyList

if TYPE_CHECKING:
    from compliance.screening.list_editions.fetching import FetchedFile


class Fetch(Protocol):
    """Downloads a file; see fetching.fetch."""

    def __call__(self, url: str, *, etag: str = "", modified: str = "") -> FetchedFile | None:
        """The file, or None where it has not changed. Raises ComplianceError."""
        ...


@dataclass(frozen=True)
class Outcome:
    """The outcome for one list: a new edition, the old one confirmed, or a failure (``problems`` say why).

    ``edition`` is the newest edition now, ``before`` the newest one until now; ``changes`` is the difference of the two.
    ``read`` is the list of the new edition.
    """

    list: str
    kind: Literal["new", "unchanged", "failed"]
    before: Edition | None
    edition: Edition | None
    changes: Difference | None = None
    read: PartyList | None = None
    problems: tuple[Problem, ...] = ()


def downloadable() -> tuple[str, ...]:
    """Ids of the lists that have download addresses."""
    return tuple(name for name, folder in bundled("lists").items() if read_meta(folder).download)


class Updater:
    """Updates lists in ``editions`` on the day ``today``; a file that several lists share is downloaded once."""

    def __init__(self, editions: Editions, fetch: Fetch, today: date) -> None:
        self._editions = editions
        self._fetch = fetch
        self._today = today
        self._files: dict[str, tuple[Part, bytes] | ComplianceError] = {}

    def update(self, meta: ListMeta, as_of: date | None = None) -> Outcome:
        """Downloads the newest edition of the list, or with ``as_of`` that of that day; a failure is part of the outcome."""
        before: Edition | None = None
        try:
            editions = self._editions.of(meta.id)
            before = editions[-1] if editions else None
            if as_of:
                before = next((edition for edition in editions if edition.day == as_of), None)
            return self._update(meta, before, as_of)
        except ComplianceError as error:
            return Outcome(meta.id, "failed", before, before, problems=error.problems)

    def _update(self, meta: ListMeta, before: Edition | None, as_of: date | None) -> Outcome:
        files = [self._get_file(url) for url in _addresses(meta, as_of)]
        day = as_of or max(filter(None, (_published(part, self._today) for part, _ in files)), default=self._today)
        checked = as_of or self._today
        if before and [part.sha256 for part in before.parts] == [part.sha256 for part, _ in files]:
            return Outcome(meta.id, "unchanged", before, self._editions.mark_checked(before, checked))
        if before and day < before.day:
            fault = f"the publisher's server offers the edition of {day}, older than the stored edition of {before.day}"
            raise fail(fault, "Try again later.", file=meta.id)
        party_list = parse_files(meta, {part.name: content for part, content in files}, day, checked)
        if party_list.limit and not as_of:
            raise fail(party_list.limit, "Try again later.", file=meta.id)
        changes = difference(self._editions.load(before, meta), party_list) if before else None
        edition = self._editions.save(meta, day, checked, files, party_list.entry_count)
        return Outcome(meta.id, "new", before, edition, changes, party_list)

    def _get_file(self, url: str) -> tuple[Part, bytes]:
        if url not in self._files:
            try:
                self._files[url] = self._fetch_file(url)
            except ComplianceError as error:
                self._files[url] = error
        result = self._files[url]
        if isinstance(result, ComplianceError):
            raise result
        return result

    def _fetch_file(self, url: str) -> tuple[Part, bytes]:
        stored = self._stored_file(url)
        fetched = self._fetch(url, etag=stored[0].etag, modified=stored[0].modified) if stored else self._fetch(url)
        if fetched is None and stored:
            return stored
        if fetched is None:
            raise fail("the server reports no change, but no earlier edition is stored", "Try again later.", file=url)
        name = PurePosixPath(urlsplit(url).path).name.lower()
        digest = sha256(fetched.content).hexdigest()
        return Part(name, url, digest, fetched.etag, fetched.modified), fetched.content

    def _stored_file(self, url: str) -> tuple[Part, bytes] | None:
        """The newest intact stored file of this address that has a validator to ask the server with."""
        editions = [edition for name in bundled("lists") for edition in self._editions.of(name)]
        for edition in sorted(editions, key=lambda edition: (edition.checked, edition.day), reverse=True):
            for part in edition.parts:
                if part.url == url and (part.etag or part.modified):
                    try:
                        return part, self._editions.content(part)
                    except ComplianceError:
                        return None
        return None


def _addresses(meta: ListMeta, as_of: date | None) -> tuple[str, ...]:
    if not meta.download:
        raise fail("cannot be downloaded", "Get it from the publisher and give it with --list.", file=meta.id)
    if not as_of:
        return meta.download.files
    if not meta.download.dated:
        raise fail("is offered only in its current edition", "Leave out --as-of.", file=meta.id)
    return (meta.download.dated.replace("{day}", str(as_of)),)


def _published(part: Part, today: date) -> date | None:
    """The day of ``Last-Modified``; None where it is invalid or in the future."""
    try:
        day = parsedate_to_datetime(part.modified).date()
    except ValueError:
        return None
    return day if day <= today else None
