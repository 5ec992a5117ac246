"""The file of waivers or decisions that a command continues: which one it is, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from compliance.core.errors import ParameterError, Problem
from compliance.io.paths import content, display_path, is_folder, lies_at
from compliance.workflows.settings import Config


def file_of(
    kind: Literal["waivers", "decisions"], path: Path | None, fleets: Sequence[Path], config: Config, base: Path
) -> Path:
    """``path``, else the file beside the first inventory, else the first that the settings name. Raises ParameterError."""
    if path is None:
        return _beside(kind, fleets[0]) if fleets else next(iter(config.files(kind, base)), Path(f"{kind}.yaml"))
    if is_folder(path):
        raise ParameterError(Problem(f"--{kind} {display_path(path)} is not a file", "Name the file to add it to."))
    return path


def _beside(kind: str, fleet: Path) -> Path:
    folder = fleet if is_folder(fleet) else fleet.parent
    names = [f"{kind}.yaml", f"{kind}.yml"]
    return next((path for name in names if lies_at(path := folder / name)), folder / names[0])


def older_content(path: Path) -> bytes | None:
    """What the file holds, None where nothing lies there. Raises ComplianceError."""
    return content(path, display_path(path)) if lies_at(path) else None
