"""What else lies in a folder: other inventories, files of this program, companions under near names. None is passed over in silence."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from compliance.core.errors import ComplianceError, Problem
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.formats import SUFFIXES, open_table
from compliance.inventory.formats.table import NO_ROWS
from compliance.io.paths import display_path, entries, is_folder, lies_at, resolved

DOCUMENTS = "documents"
"""The folder in which papers lie."""
INVENTORY = re.compile(r"fleet(-.*)?", re.IGNORECASE | re.DOTALL)
"""What an operator calls an inventory."""
MAX_FILES = 10_000
"""A folder of more files is no data room."""
_HEAD = 4096
_PACKED = (".gz", ".zip")
_UNREADABLE = (*_PACKED, ".numbers", ".gsheet", ".7z", ".rar", ".xz", ".bz2", ".pdf", ".db", ".sqlite", ".docx")
"""In such files an inventory may be, which nobody can read here."""
_SKIPPED = ("node_modules", "__pycache__", DOCUMENTS)
_KINDS = ("parties", "sites", "waivers", "decisions", "documents")
_ALSO_CALLED = {
    "party": "parties", "partys": "parties", "interests": "parties", "interest": "parties", "ownership": "parties", "owners": "parties",
    "site": "sites", "waiver": "waivers", "decision": "decisions", "document": "documents",
}  # fmt: skip
"""What people call a companion besides, and the kind that it is."""
_TABLES = ("parties", "interests", "ownership")
_OF_OTHERS = ("sites", "waivers", "decisions")
"""Words that say what a file is where others stand beside them; an inventory may be called by its site."""
_DATA = (*SUFFIXES, ".toml", ".gz", ".bak", ".orig", ".old", ".zip", ".numbers", "")
"""A file that ends so may be meant to be read; a picture of a site is not."""
_NOTHING = frozenset(
    ["copy", "of", "old", "new", "final", "backup", "bak", "orig", "draft", "kopie", "copia", "the", "my", "v"]
)
_WRITTEN = (
    re.compile(rb'"format": "compliance-'),
    re.compile(rb'"name": "mining-compliance"'),
    re.compile(rb'<testsuites name="mining-compliance"'),
    re.compile(rb"\Afile,row,asset_id,serial_number,quantity,verdict,rules\b"),
    re.compile(rb"\A# (?:Compliance: |Due diligence: )"),
    re.compile(rb"\A(?:VIOLATION|UNDETERMINED|FLAGGED|WAIVED|COMPLIANT|NOT-APPLICABLE)  .*\nAs of \d{4}-"),
    re.compile(rb"\A(?:US duty on .*|From \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d: )"),
)  # fmt: skip


def near_companions(folder: Path, read: Iterable[Path], known: Collection[Path]) -> list[Problem]:
    """The files in a folder that may be meant as companions, and have a name that is not read.

    Those are passed over that are ``read`` already, or ``known`` (resolved) as something else.
    """
    used = {path.name for path in read if path.parent == folder}
    problems = []
    for path in entries(folder):
        if (
            path.name in used
            or path.name.startswith(".")
            or (kind := _kind_meant(path)) is None
            or resolved(path) in known
        ):
            continue
        if path.is_symlink() or not is_folder(path):
            advice = f"Call it {kind}.yaml, give it with --{kind}, or move it out of the folder."
            problems.append(Problem(f"looks like {kind}, and is not read under this name", advice, display_path(path)))
    return problems


def _kind_meant(path: Path) -> str | None:
    """The kind of companion that a name is near to; None where it has another name, or ends like a picture or a text."""
    stem, *endings = path.name.casefold().rstrip("~").split(".")
    if any(f".{ending}".strip() not in _DATA for ending in endings):
        return None
    words = [word for word in re.findall(r"[^\W\d_]+", stem) if word not in _NOTHING]
    if len(words) > 1:
        return _kind_among(words, endings[0] if endings else "")
    if not words:
        return None
    called = _ALSO_CALLED.get(words[0])
    return called or next((kind for kind in _KINDS if _is_near(words[0], kind)), None)


def _kind_among(words: Sequence[str], ending: str) -> str | None:
    """The kind of companion that the first or the last of several words names: ``our-parties.yaml``, ``sites-tx.yaml``."""
    named = _TABLES if ending == "csv" else (*_TABLES, *_OF_OTHERS) if ending in ("yaml", "yml", "json") else ()
    word = next((word for word in (words[0], words[-1]) if word in named), None)
    return _ALSO_CALLED.get(word, word) if word else None


def _is_near(word: str, kind: str) -> bool:
    """Whether the words are equal but for one letter that is missing, added, changed or exchanged with its neighbour."""
    if word == kind:
        return True
    if abs(len(word) - len(kind)) > 1 or len(kind) < 5:
        return False
    start = next(
        (place for place, (a, b) in enumerate(zip(word, kind, strict=False)) if a != b), min(len(word), len(kind))
    )
    rest, other = word[start:], kind[start:]
    swapped = rest[1::-1] + rest[2:]
    return rest[1:] == other or rest == other[1:] or rest[1:] == other[1:] or swapped == other


def files_in(folder: Path, deep: bool) -> list[Path]:
    """The files in a folder, with those of the folders below it where it is read ``deep``; hidden ones are left out.

    Raises ComplianceError where there are too many.
    """
    files = list(_walk(folder, deep))
    if len(files) > MAX_FILES:
        what = f"holds more than {MAX_FILES:,} files"
        raise ComplianceError(
            Problem(what, "Name the inventories, or call them fleet-<part>.csv.", display_path(folder))
        )
    return files


def _walk(folder: Path, deep: bool) -> Iterator[Path]:
    for path in entries(folder):
        if path.name.startswith("."):
            continue
        if path.is_symlink() or not is_folder(path):
            yield path
        elif deep and path.name not in _SKIPPED:
            yield from _walk(path, deep)


def why_no_inventory(path: Path, vocabulary: Vocabulary | None) -> str:
    """Why the file is not read as an inventory; "" where it is one."""
    if not lies_at(path) or not path.exists():
        return "a link that leads nowhere"
    if path.suffix.casefold() not in (*SUFFIXES, *_PACKED):
        return "cannot be read here" if path.suffix.casefold() in _UNREADABLE else "no inventory by its name"
    try:
        table = open_table(path, path.name, vocabulary=vocabulary)
    except ComplianceError as error:
        return error.problems[0].what
    if len(table.layout.index) == 1:
        return f"only {', '.join(table.layout.index)} is recognised in it"
    try:
        next(table.chunks(), None)
    except ComplianceError as error:
        # What else is wrong in its rows is said when they are read.
        return NO_ROWS if error.problems[0].what == NO_ROWS else ""
    return ""


def is_called_inventory(path: Path) -> bool:
    """Whether the name is that of an operator's inventory: ``fleet.csv``, ``fleet-north.xlsx``."""
    return (
        path.suffix.casefold() in (*SUFFIXES, *_UNREADABLE) and INVENTORY.fullmatch(path.name.split(".")[0]) is not None
    )


def is_written_here(path: Path) -> bool:
    """Whether this program wrote the file: a report in one of its formats."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"PK") and path.suffix.casefold() == ".xlsx":
            with zipfile.ZipFile(path) as book:
                sheets = book.read("xl/workbook.xml")
            return b'name="Findings"' in sheets and b'name="About"' in sheets
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False
    return any(mark.search(head) for mark in _WRITTEN)
