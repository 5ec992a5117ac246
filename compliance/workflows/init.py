"""A folder set up: settings, a skeleton of sites, maps of columns, the hook, a CI, a template. Without network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from compliance.core.errors import ComplianceError, ParameterError, Problem, fail
from compliance.core.text import is_empty, one_line
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.facts import FACTS
from compliance.inventory.formats import SUFFIXES, open_table
from compliance.inventory.formats.table import Table
from compliance.inventory.template import template as empty_workbook
from compliance.io.output import written_bytes
from compliance.io.paths import AnyPath, content, display_path, entries, is_folder, lies_at
from compliance.workflows import starter_files
from compliance.workflows.inputs import find_policy
from compliance.workflows.inputs.unread_columns import suggested_map
from compliance.workflows.reference import Reference, user_reference
from compliance.workflows.repository import INVENTORIES, is_companion, looks_like_inventory
from compliance.workflows.settings import DEFAULT_POLICIES, NAMES, read_config

CI = ("github", "gitlab", "none")
"""For which service a job is written."""
TEMPLATE = "template.xlsx"
MAX_SITES, MAX_ROWS, MAX_CELLS = 200, 1_000_000, 3
"""So many site texts are written down, of so many rows of an inventory; so many cells are shown of a column."""
_TEXTS = (".json", ".yaml", ".yml", ".txt", ".jsonl", ".ndjson")
"""Files that end so hold other things as a rule; of any other file that cannot be read as an inventory it is said why."""
_PLACES = ("site", "location")

State = Literal["written", "same", "kept"]
"""What happened to a file: it was written; it holds this already; another one lies there and was left alone."""


@dataclass(frozen=True, slots=True)
class StarterFile:
    """A file of the set-up: its path, what it is for, what it holds, and what happened to it."""

    path: Path
    purpose: str
    content: bytes
    state: State


@dataclass(frozen=True, slots=True)
class InitResult:
    """The files of a set-up, the inventories on which they rest, and files that could not be read as inventories."""

    folder: Path
    files: tuple[StarterFile, ...]
    inventories: tuple[str, ...]
    unread: tuple[Problem, ...]


def init(
    folder: AnyPath = ".",
    *,
    policies: Iterable[str] = (),
    fail_on: Literal["violation", "flagged", "undetermined", "never"] = "undetermined",
    hook: bool = False,
    ci: Literal["github", "gitlab", "none"] = "none",
    template: bool = False,
    replace: Callable[[Path], bool] = lambda path: False,
) -> InitResult:
    """Sets a folder up by what lies in it; a file that says something else is left alone unless ``replace`` says so.

    ``policies`` are bundled ids, or folders below ``folder``; without any, the default ones. Raises ComplianceError where
    the folder or a policy cannot be used, or a file cannot be written.

    >>> import tempfile
    >>> [file.path.name for file in init(tempfile.mkdtemp(), policies=["us-ear"]).files]
    ['compliance.toml']
    """
    folder = Path(folder)
    if not is_folder(folder):
        raise fail("is not a folder", "Make it first, or name another one.", file=str(folder))
    reference = user_reference()
    chosen = tuple(policies) or DEFAULT_POLICIES
    parameters = _open_parameters(chosen, folder, reference)
    tables, unread = _tables(folder, Vocabulary(reference.catalogue, reference.countries))
    names = [table.file for table in tables]
    contents: list[tuple[str, str, bytes]] = []
    if not _has_settings(folder):
        odd = [name for name in names if not INVENTORIES.search(name)]
        text = starter_files.settings(chosen, fail_on, odd and names, parameters)
        contents.append((NAMES[0], "settings", text.encode()))
    elif tuple(policies):
        what = f"{NAMES[1]} has settings already"
        raise ParameterError(Problem(what, "Write the policies into its [tool.compliance]."))
    contents += _sites(tables, folder)
    contents += _maps(tables)
    if hook:
        contents.append((".pre-commit-config.yaml", "the hook", starter_files.HOOK.encode()))
    fleets = names or ["fleet.csv"]
    if ci == "github":
        text = starter_files.github(fleets)
        contents.append((".github/workflows/compliance.yml", "the job of GitHub", text.encode()))
    if ci == "gitlab":
        contents.append((".gitlab-ci.yml", "the job of GitLab", starter_files.gitlab(fleets).encode()))
    if template:
        makers = sorted(maker.name for maker in reference.catalogue.makers.values())
        countries = sorted(set(reference.countries.english.values()))
        contents.append((TEMPLATE, "an empty inventory to fill in", empty_workbook(countries, makers)))
    files = tuple(_put(folder / name, purpose, data, replace) for name, purpose, data in contents)
    return InitResult(folder, files, tuple(names), tuple(unread))


def _put(path: Path, purpose: str, data: bytes, replace: Callable[[Path], bool]) -> StarterFile:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot be made: {error.strerror}"
        raise fail(what, "Check what lies there.", file=display_path(path.parent)) from None
    state: State = "written"
    if lies_at(path):
        older = content(path, path.name)
        state = "same" if older == data else "written" if replace(path) else "kept"
    if state == "written":
        with written_bytes(path) as out:
            out.write(data)
    return StarterFile(path, purpose, data, state)


def _has_settings(folder: Path) -> bool:
    """Whether ``folder`` itself has settings in ``pyproject.toml``, where a second file would silence them."""
    path = folder / NAMES[1]
    return lies_at(path) and read_config(path, NAMES[1]) is not None


def _open_parameters(policies: Sequence[str], folder: Path, reference: Reference) -> dict[str, dict[str, str]]:
    """What the operator must set, of every rule of the policies. Raises ComplianceError."""
    problems: list[Problem] = []
    open_ones: dict[str, dict[str, str]] = {}
    for name in policies:
        try:
            policy = find_policy(name, folder, None, reference)
        except ComplianceError as error:
            problems += error.problems
            continue
        for rule in policy.rules:
            if rule.open:
                meaning = rule.document.data["parameters"]
                open_ones[rule.id] = {parameter: str(meaning[parameter]) for parameter in rule.open}
    if problems:
        raise ComplianceError(problems)
    return open_ones


def _tables(folder: Path, vocabulary: Vocabulary) -> tuple[list[Table], list[Problem]]:
    """The inventories in the folder and in the folders in it, and what is wrong with files that are called like one."""
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        expected = INVENTORIES.search(name) or path.suffix.casefold() not in _TEXTS
        if not expected and not looks_like_inventory(path, name):
            continue
        try:
            tables.append(open_table(path, name, vocabulary=vocabulary))
        except ComplianceError as error:
            problems += error.problems
    return tables, problems


def _files(folder: Path) -> Iterator[Path]:
    """The files that may be inventories: in the folder and in those in it."""
    inner = [path for path in entries(folder) if path.is_dir() and not path.name.startswith(".")]
    for path in (*entries(folder), *(path for place in inner for path in entries(place))):
        name = path.name
        hidden = name == TEMPLATE or name.startswith(".") or not name.isprintable()
        if path.suffix.casefold() in SUFFIXES and path.is_file() and not (hidden or is_companion(name)):
            yield path


def _sites(tables: Sequence[Table], folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """A skeleton of sites beside the inventories that name some, where no file of sites lies there under another name."""
    places = dict.fromkeys(Path(table.file).parent for table in tables)
    for place in places:
        texts = _site_texts(table for table in tables if Path(table.file).parent == place)
        if texts and not any(lies_at(folder / place / f"sites{suffix}") for suffix in (".yml", ".json", ".csv")):
            text = starter_files.sites(dict(texts.most_common(MAX_SITES)), max(0, len(texts) - MAX_SITES))
            name = (place / "sites.yaml").as_posix()
            yield name, "the sites that the inventories name, to be described", text.encode()


def _site_texts(tables: Iterable[Table]) -> Counter[str]:
    """What the inventories call a site (else a hall or a building), with the rows that do."""
    texts: Counter[str] = Counter()
    for table in tables:
        place = next((table.layout.index[name] for name in _PLACES if name in table.layout.index), None)
        if place is not None:
            texts.update(
                text
                for row in islice(_rows(table), MAX_ROWS)
                if (text := one_line(row[place]).strip()) and not is_empty(text) and text.isprintable()
            )
    return texts


def _rows(table: Table) -> Iterator[Sequence[str]]:
    try:
        for _, rows in table.chunks():
            yield from rows
    except ComplianceError:
        return  # what is wrong with its rows is said by the first check


def _maps(tables: Sequence[Table]) -> Iterator[tuple[str, str, bytes]]:
    """A map for each inventory whose columns were not all recognised."""
    foreign = [table for table in tables if table.layout.unread]
    for table in foreign:
        name = "map.yaml" if len(foreign) == 1 else f"map-{Path(table.file).stem}.yaml"
        text = suggested_map([table], tuple(FACTS))
        yield name, f"which column of {table.file} means what; for --map", text.encode()


def first_cells(table: Table, headers: Sequence[str], most: int = MAX_CELLS) -> Mapping[str, Sequence[str]]:
    """The first distinct texts below each of these headers of a table."""
    places = {header: table.layout.header.index(header) for header in headers}
    cells: dict[str, dict[str, None]] = {header: {} for header in headers}
    for row in islice(_rows(table), 1000):
        for header, place in places.items():
            text = one_line(row[place]).strip()
            if text and text.isprintable() and len(cells[header]) < most:
                cells[header][text[:60]] = None
    return {header: tuple(texts) for header, texts in cells.items()}
