"""What the command line knows of where a report goes: its width, and whether it may have colours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """``width`` in columns; ``colour`` only for a terminal that wants it."""

    width: int = 80
    colour: bool = False
