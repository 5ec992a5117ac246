"""Which inventories of a repository what was changed concerns, and which files look like one and were forgotten."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from compliance.core.errors import ComplianceError, fail
from compliance.inventory.formats import SUFFIXES, open_table
from compliance.io.paths import AnyPath, working_folder
from compliance.workflows.settings import NAMES, Config, find_config

INVENTORIES = re.compile(
    r"(?ix)"
    r"^(?!(.*/)?(parties|sites|waivers|decisions|documents|map|reports?|expected)([-_.][^/]*)?$)"
    r"(?!(.*/)?(policies/|\.))"
    r"(?!(.*/)?(package|package-lock|tsconfig|composer)\.json$)"
    r"(?!(.*/)?inventory\.ya?ml$)"
    r"(.*/)?(mining[-_])?fleets?(/.*|[-_.][^/]*)?"
    r"\.(csv|tsv|xlsx|xlsm|xlsb|xls|ods|parquet|ya?ml|jsonl?|ndjson)$"
)
"""What is an inventory by its path, where the settings do not say it; ``.pre-commit-hooks.yaml`` has the same."""
_COMPANIONS = re.compile(r"(parties|sites|waivers|decisions|documents|map|reports?|expected)([-_.].*)?", re.IGNORECASE)
MAX_LOOKED_AT = 100
"""So many files are looked at for a forgotten inventory, changed ones first."""
MAX_BYTES = 4 * 1024 * 1024
"""Files of other formats than tables of text are looked at up to this size."""
_TABLES = (".csv", ".tsv", ".txt")
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class RepositoryChange:
    """The inventories that a change concerns, how many it does not concern, and files that look like forgotten ones."""

    inventories: tuple[Path, ...]
    others: int
    forgotten: tuple[str, ...]


def changed_inventories(since: str | None = None, *, settings: AnyPath | None = None) -> RepositoryChange:
    """What the files concern that are staged, or were changed ``since`` a commit, in the repository around the settings.

    A change concerns an inventory where a verdict on it reads the file: the inventory, what lies beside it or is
    deleted there, its ``documents``, settings, and what they name. Where nothing is staged, every inventory is meant.

    Raises ComplianceError where there is no repository.
    """
    folder = Path(settings or working_folder())
    config, base = find_config(folder)
    files = _git(base, "ls-files", "--cached", "-z")
    compared = (f"{since}...HEAD",) if since else ("--cached",)
    changed = _git(base, "diff", "--name-only", "--no-renames", "--relative", "-z", *compared)
    inventories = inventories_of(files, config, base)
    concerned = [path for path in inventories if not changed or _concerns(changed, path, config)]
    changed_first = sorted(files, key=lambda name: name not in changed)
    forgotten = tuple(_forgotten(changed_first, {path.partition("#")[0] for path in inventories}, config, base))
    paths = tuple(base / path for path in concerned)
    return RepositoryChange(paths, len(inventories) - len(concerned), forgotten)


def _git(folder: Path, *arguments: str) -> list[str]:
    try:
        ran = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError:
        raise fail("git cannot be run", "Name the inventories instead of --staged.") from None
    if ran.returncode:
        reason = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise fail(f"git says: {reason[0] if reason else 'no'}", "Run it in a repository, or name the inventories.")
    return [name for name in ran.stdout.decode("utf-8", "surrogateescape").split("\0") if name]


def inventories_of(files: Iterable[str], config: Config, base: Path) -> list[str]:
    """The inventories among files, named from ``base``: those that the settings name, with their sheet, else by their names."""
    return list(_inventories(files, config, base))


def _inventories(files: Iterable[str], config: Config, base: Path) -> Iterator[str]:
    """The inventories as the settings name them, with their sheet; without settings, by their names."""
    patterns = [pattern for pattern in config.inventories if not pattern.startswith("!")]
    for name in files:
        if not (base / name).is_file() or _ignored(name, config):
            continue
        if not patterns and INVENTORIES.search(name):
            yield name
        for pattern in patterns:
            glob, mark, sheet = pattern.partition("#")
            if _fits(name, glob):
                yield f"{name}{mark}{sheet}"


def _ignored(name: str, config: Config) -> bool:
    return any(_fits(name, pattern[1:]) for pattern in config.inventories if pattern.startswith("!"))


def _fits(name: str, pattern: str) -> bool:
    """Whether a path fits a pattern, of which ``**/`` stands for any folders."""
    if fnmatchcase(name, pattern):
        return pattern.count("/") == name.count("/") or "**" in pattern
    return "**/" in pattern and _fits(name, pattern.replace("**/", "", 1))


def _concerns(changed: Sequence[str], inventory: str, config: Config) -> bool:
    """Whether a verdict on the inventory reads one of the changed files."""
    folder = PurePath(inventory.partition("#")[0]).parent
    beside = {folder, folder / _DOCUMENTS}
    named = [*config.policies, *config.parties, *config.sites, *config.waivers, *config.decisions, *config.documents]
    read = [PurePath(name) for name in (*named, *config.lists.values())]
    for name in changed:
        path = PurePath(name)
        if path.parent in beside or path.name in NAMES or any(path.is_relative_to(other) for other in read):
            return True
    return False


def _forgotten(files: Iterable[str], known: set[str], config: Config, base: Path) -> Iterator[str]:
    """The files that look like inventories and are none by the settings or by their names."""
    looked_at = 0
    for name in files:
        path = base / name
        suffix = path.suffix.casefold()
        if name in known or suffix not in SUFFIXES or _ignored(name, config) or is_companion(path.name):
            continue
        if (
            _DOCUMENTS in PurePath(name).parts
            or not path.is_file()
            or (suffix not in _TABLES and path.stat().st_size > MAX_BYTES)
        ):
            continue
        looked_at += 1
        if looked_at > MAX_LOOKED_AT:
            return
        if looks_like_inventory(path, name):
            yield name


def is_companion(name: str) -> bool:
    """Whether a file is called like what lies beside an inventory."""
    return bool(_COMPANIONS.fullmatch(name))


def looks_like_inventory(path: Path, name: str) -> bool:
    """Whether a file, called ``name`` in messages, can be read as an inventory, and more is recognised than a model."""
    try:
        return len(open_table(path, name).layout.index) > 1
    except ComplianceError:
        return False
