"""Where the rules that ship with the program lie: in the wheel beside the code, in a checkout one folder up."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
RULES = PACKAGE / "rules" if (PACKAGE / "rules").is_dir() else PACKAGE.parent / "rules"


def bundled(kind: str) -> dict[str, Path]:
    """Id -> path of everything bundled of a kind: ``policies``, ``lists``, ``countries``, ``regimes``, ``parties``."""
    paths = sorted((RULES / kind).iterdir())
    if kind in ("policies", "lists"):
        return {path.name: path for path in paths if path.is_dir()}
    return {path.stem: path for path in paths if path.suffix == ".yaml"}
