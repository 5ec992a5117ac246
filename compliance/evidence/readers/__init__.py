"""Readers of papers: one file each, one line each here. A reader proposes documents; a person confirms them.

Nothing in a paper is executed or fetched. Each value keeps the file, page, box or row where it stands.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from compliance.core.errors import fail
from compliance.evidence.documents import Document
from compliance.io.paths import content

HEAD = 4096
READERS = ("pdf", "ubl", "es003", "bill_of_lading", "packing_list", "form_7501")
"""In the order in which they are asked."""
SUFFIXES = (".pdf", ".xml", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
"""What a paper that can be read may end with."""


class PaperReader(Protocol):
    """The interface of the module of a reader."""

    def recognises(self, path: Path, file: str, head: bytes) -> bool:
        """Whether the file, called ``file`` in messages, which begins with ``head``, is such a paper."""

    def read(self, path: Path, file: str) -> list[Document]:
        """The documents in the file, as proposals. Raises ComplianceError."""


def propose(path: Path, file: str) -> list[Document]:
    """The documents that a file seems to hold, none of them confirmed; ``file`` is its name in the register.

    Raises ComplianceError for a file that no reader knows, and for one that cannot be read.
    """
    head = content(path, file, most=HEAD)
    for name in READERS:
        reader = cast(PaperReader, import_module(f"{__name__}.{name}"))
        if reader.recognises(path, file, head):
            return reader.read(path, file)
    raise fail("is no paper that a reader knows", "Register it by hand.", file=file)
