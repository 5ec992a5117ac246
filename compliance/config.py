"""The project's own settings: ``compliance.toml``, or ``[tool.compliance]`` in the nearest ``pyproject.toml``."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Annotated, Any

from compliance.document import Document
from compliance.errors import fail
from compliance.record import SOME, Record, Text, validate

DEFAULT_POLICIES = ("us-ear", "us-ofac")
"""Asked where nobody chooses; a contract's policy is never a default."""


class Config(Record):
    """Which policies are asked by default, and the operator's parameters by rule id."""

    policies: Annotated[tuple[Text, ...], SOME] = DEFAULT_POLICIES
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)


def find_config(start: Path) -> tuple[Config, Path]:
    """The nearest settings at or above ``start``, and the folder that their paths are relative to.

    Raises ComplianceError for a file that cannot be read or has unknown keys.
    """
    for folder in (start, *start.parents):
        for name in ("compliance.toml", "pyproject.toml"):
            path = folder / name
            data: Any = _read(path) if path.is_file() else None
            for table in ("tool", "compliance") if name == "pyproject.toml" else ():
                data = data.get(table) if isinstance(data, dict) else None
            if data is None:
                continue
            return validate(
                Config, Document(name, data), advice="See the schema: compliance rules schema config."
            ), folder
    return Config(), start


def _read(path: Path) -> dict[str, Any] | None:
    """What the file says; None for one that cannot say anything of us, as most do."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror}", "Check its permissions.", file=path.name) from None
    if path.name == "pyproject.toml" and b"compliance" not in content:
        return None
    import tomllib

    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise fail(f"is not TOML: {error}", "Correct it.", file=path.name) from None
