"""``--map``: which foreign header holds which native column."""

from __future__ import annotations

from pathlib import Path

from compliance.core.errors import ComplianceError, Problem, fail
from compliance.inventory.facts import NATIVE
from compliance.io.paths import display_path


def read_mapping(path: Path | None) -> dict[str, str]:
    """The columns of a ``--map`` file: native name -> foreign header. Raises ComplianceError."""
    if path is None:
        return {}
    from compliance.io.yaml import load

    document = load(path, name=display_path(path))
    columns = (
        document.data.get("columns") if isinstance(document.data, dict) and set(document.data) == {"columns"} else None
    )
    if not isinstance(columns, dict):
        raise fail("is not a column map", 'Write columns: {native_name: "Foreign header"}.', file=document.file, row=1)
    problems = []
    taken: dict[str, str] = {}
    for native, foreign in columns.items():
        line, column = document.place(("columns", native))
        if native not in NATIVE:
            problems.append(
                Problem(
                    f"{native!r} is not a native column", f"One of {', '.join(NATIVE)}.", document.file, line, column
                )
            )
        elif not isinstance(foreign, str) or foreign in taken:
            twice = isinstance(foreign, str)
            what = f"{foreign!r} is mapped twice" if twice else f"{native} is not mapped to one header"
            problems.append(Problem(what, "Map each header once.", document.file, line, column))
        else:
            taken[foreign] = native
    if problems:
        raise ComplianceError(problems)
    return columns
