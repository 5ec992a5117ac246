"""``compliance lists``: restricted-party lists brought up to date, and what is held of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.commands.options import as_of_option, day, lists_option
from compliance.cli.terminal import OK, Progress, harmless, harmless_lines, say, today
from compliance.core.errors import ComplianceError, Problem, fail
from compliance.io.paths import display_path, lies_at
from compliance.io.user_folders import data_folder

if TYPE_CHECKING:
    from compliance.screening.list_editions.store import Editions
    from compliance.screening.listings import PartyList

_format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group()
def lists() -> None:
    """Download, show and compare restricted-party lists. Only `update` uses the network."""


@lists.command("update")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--as-of", type=day, metavar="YYYY-MM-DD", help="Download the edition of that date, if its publisher offers it."
)
def lists_update(ids: tuple[str, ...], as_of: date | None) -> int:
    """Download official editions, check them and store them by date. Without an ID, every list is updated.

    If a download fails a check, the edition held before stays in use and the exit code is 4.
    """
    from compliance.reports.lists import outcome_text
    from compliance.screening.list_editions.fetching import fetch, https_client
    from compliance.screening.list_editions.updating import Updater, downloadable
    from compliance.screening.list_formats.meta import read_meta
    from compliance.workflows.reference import user_reference

    problems: list[Problem] = []
    reference = user_reference()
    with Progress() as progress, https_client() as client:
        updater = Updater(_editions(), partial(fetch, client=client, on_progress=progress.report), today())
        for folder in [_bundled(name) for name in dict.fromkeys(ids or downloadable())]:
            outcome = updater.update(read_meta(folder), as_of)
            if outcome.edition and outcome.read:
                reference.downloaded(outcome.edition, outcome.read)
            progress.clear()
            say(f"{harmless(outcome_text(outcome))}\n")
            problems += (problem for problem in outcome.problems if problem not in problems)
    if problems:
        raise ComplianceError(problems)
    return OK


@lists.command("status")
@as_of_option
@_format_option
def lists_status(as_of: date | None, form: str) -> int:
    """Show the publisher, edition, age, size and coverage of each list."""
    from compliance.io.resources import bundled
    from compliance.reports.lists import ListStatus, status_json, status_text
    from compliance.workflows.reference import user_reference

    as_of_day = as_of or today()
    reference, editions = user_reference(), _editions()
    statuses = [
        ListStatus(reference.party_list(name, as_of_day), tuple(edition.day for edition in editions.of(name)))
        for name in bundled("lists")
    ]
    say(status_json(statuses, as_of_day) if form == "json" else harmless_lines(status_text(statuses, as_of_day)))
    return OK


@lists.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@_format_option
def lists_diff(before: str, after: str, form: str) -> int:
    """Compare two editions: which parties were added, removed and changed from A to B.

    A and B are each a file, ID=FILE for one list of a file that holds several, ID@YYYY-MM-DD for a downloaded edition,
    or ID for the newest edition held.
    """
    from compliance.reports.lists import diff_json, diff_text
    from compliance.screening.list_editions.difference import difference

    earlier, later = _edition(before), _edition(after)
    changes = difference(earlier, later)
    say(diff_json(earlier, later, changes) if form == "json" else harmless_lines(diff_text(earlier, later, changes)))
    return OK


@lists.command("show")
@click.argument("entry")
@lists_option
@as_of_option
@_format_option
def lists_show(entry: str, lists: dict[str, Path], as_of: date | None, form: str) -> int:
    """Show an entry, named by its id or by a name, on every list or on those given with --list."""
    from compliance.io.resources import bundled
    from compliance.reports.lists import entry_json, entry_text
    from compliance.screening.names.folding import fold
    from compliance.workflows.reference import user_reference

    reference, as_of_day = user_reference(), as_of or today()
    party_lists: Iterable[PartyList] = [_file(name, path) for name, path in lists.items()] or [
        reference.party_list(name, as_of_day) for name in bundled("lists")
    ]
    folded = fold(entry)
    matches = [
        (party_list, listing)
        for party_list in party_lists
        for listing in party_list.listings
        if listing.entry == entry or (folded and folded in (fold(name) for name, _ in listing.names()))
    ]
    if not matches:
        raise fail(f"no entry has the id or the name {entry!r}", "Find similar names with compliance screen.")
    say(entry_json(matches) if form == "json" else harmless_lines(entry_text(matches)))
    return OK


def _editions() -> Editions:
    from compliance.screening.list_editions.store import Editions

    folder = data_folder()
    if folder is None:
        raise fail("there is no folder for downloaded lists", "Name one with COMPLIANCE_DATA.")
    return Editions(folder)


def _bundled(name: str) -> Path:
    from compliance.io.resources import bundled

    folders = bundled("lists")
    if name not in folders:
        raise fail(f"list {name!r} is not known", f"The known lists are {', '.join(folders)}.")
    return folders[name]


def _edition(text: str) -> PartyList:
    """The edition that an argument of diff names. Raises ComplianceError."""
    from compliance.io.resources import bundled
    from compliance.screening.list_formats.meta import read_meta
    from compliance.workflows.reference import user_reference

    name, separator, wanted_day = text.partition("@")
    if separator and name in bundled("lists"):
        for edition in _editions().of(name):
            if str(edition.day) == wanted_day:
                return _editions().load(edition, read_meta(_bundled(name)))
        days = ", ".join(str(edition.day) for edition in _editions().of(name)) or "none"
        raise fail(f"no edition {text} was downloaded", f"Downloaded editions: {days}.")
    name, separator, path = text.partition("=")
    if separator and not lies_at(Path(text)):
        return _file(name, Path(path))
    if text in bundled("lists") and not lies_at(Path(text)):
        return user_reference().party_list(text, today())
    return _file(Path(text).name, Path(text))


def _file(name: str, path: Path) -> PartyList:
    from compliance.io.resources import bundled
    from compliance.screening.list_formats import load_edition

    return load_edition(name, path, bundled("lists").get(name), display_path(path))
