"""Interests as CSV: one row is one interest, the header is row 1."""

from __future__ import annotations

from pathlib import Path

from compliance.io.csv import decoded, numbered
from compliance.ownership.formats.table import COLUMNS, headed, read_rows
from compliance.ownership.parties import Parties

LARGE = 1_000_000
"""Bytes. A larger file is read by columns, if every reader of CSV reads it alike."""

MAX_HEADER = 65_536
"""Bytes of a first line, at most."""


def recognises(path: Path, head: bytes) -> bool:
    """Whether the file is CSV by its name, with an owner and an owned among its columns."""
    return path.suffix.lower() == ".csv" and {"owner", "owned"} <= set(_cells(head))


def read(path: Path, name: str, *, large: int = LARGE) -> Parties:
    """What the file says; one of more than ``large`` bytes is read by columns. Raises ComplianceError with every problem of the file."""
    if path.stat().st_size > large:
        from compliance.ownership.formats.interest_frames import read_csv

        with path.open("rb") as file:
            header = _cells(file.readline(MAX_HEADER))
        if {"owner", "owned"} <= set(header) <= set(COLUMNS) and len(set(header)) == len(header):
            parties = read_csv(path, header, name)
            if parties is not None:
                return parties
    rows = numbered(decoded(path.read_bytes(), name, "Save it as UTF-8."), name)
    return read_rows(headed(next(rows)[1], name), rows, name)


def _cells(head: bytes) -> list[str]:
    line = head.decode("utf-8-sig", "replace").split("\n", 1)[0]
    return [cell.strip().strip('"') for cell in line.split(",")]
