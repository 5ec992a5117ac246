"""What a person or a program is given: one folder per workflow, one file per format; none recomputes anything."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def writer(folder: str, form: str, function: str = "write") -> Any:
    """What the format ``form`` of this folder (its module name) writes with; formats are imported when asked for."""
    return getattr(import_module(f"{folder}.{form}"), function)
