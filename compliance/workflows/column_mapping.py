"""What a person says of the columns of an inventory, as the file that ``--map`` reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import fail
from compliance.inventory.column_map import ColumnMap
from compliance.inventory.facts import NATIVE
from compliance.io.paths import display_path, lies_at
from compliance.io.writing import continue_file
from compliance.io.yaml_list import quoted
from compliance.workflows.inputs.mapping import read_mapping

IGNORED = "ignore"
"""What a header means that is not to be read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a header means: a native column, IGNORED, or "" where nobody has said it."""

    header: str
    native: str


def write_map(path: Path, choices: Sequence[Choice]) -> None:
    """Writes the map at ``path``; the sheet and the rows to skip that stand there are kept.

    Raises ComplianceError for a column that does not exist or is chosen twice, and for a file that cannot be written.
    """
    columns: dict[str, str] = {}
    for choice in choices:
        if choice.native in ("", IGNORED):
            continue
        if choice.native not in NATIVE:
            raise fail(f"{choice.native!r} is not a native column", f"One of {', '.join(NATIVE)}.")
        if choice.native in columns:
            what = f"{columns[choice.native]!r} and {choice.header!r} are both said to be {choice.native}"
            raise fail(what, "Choose another column for one of them.")
        columns[choice.native] = choice.header
    ignored = [choice.header for choice in choices if choice.native == IGNORED]
    older = read_mapping(path) if lies_at(path) else ColumnMap()
    text = _text(columns, ignored, older)
    continue_file(path, display_path(path), lambda _: text.encode())


def _text(columns: dict[str, str], ignored: Sequence[str], older: ColumnMap) -> str:
    lines = ["# Which header means which column.", "columns:" if columns else "columns: {}"]
    lines += [f"  {native}: {quoted(header)}" for native, header in columns.items()]
    lines += ["ignore:", *(f"  - {quoted(header)}" for header in ignored)] if ignored else []
    lines += [f"sheet: {quoted(older.sheet)}"] if older.sheet else []
    lines += [f"skip_rows: {older.skip_rows}"] if older.skip_rows else []
    return "\n".join(lines) + "\n"
