"""An inventory file before its format is known: where it is, how it begins, which encoding, what JSON it holds."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compliance.core.errors import fail
from compliance.core.located import ParsedFile
from compliance.inventory.cell_kinds import Sample, Vocabulary
from compliance.io.limits import ReadingLimits
from compliance.io.tables import PARQUET, Row

HEAD = 4096
NAMESPACE = "http://cyclonedx.org/schema/bom/"
"""What the XML of CycloneDX names at its beginning."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, eq=False)
class Source:
    """The file at ``path``, called ``file`` in messages; ``head`` is how it begins, ``sheet`` the one asked for, or ""."""

    path: Path
    file: str
    head: bytes
    sheet: str = ""
    limits: ReadingLimits = ReadingLimits()
    vocabulary: Vocabulary | None = None
    """What cells are told by; without it columns are told by their headers alone."""

    def sample(self, rows: Callable[[], Sequence[Row]]) -> Sample | None:
        """The first rows below the header, for a look at their cells; None where there is nothing to tell them by."""
        return Sample(rows, self.vocabulary) if self.vocabulary else None

    @cached_property
    def encoding(self) -> str:
        """What the first bytes say for certain: a byte order mark, or UTF-16 without one; else ``utf-8``."""
        marked = next((encoding for bom, encoding in _BOMS if self.head.startswith(bom)), None)
        return marked or _unmarked(self.head)

    @property
    def is_binary(self) -> bool:
        """Whether it begins like a workbook (zip, or the older kind) or like Parquet."""
        return self.head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", PARQUET))

    @property
    def is_yaml(self) -> bool:
        """Told by its name: almost any text is YAML."""
        return self.path.suffix.casefold() in (".yaml", ".yml")

    @cached_property
    def text(self) -> str:
        """How the file begins, as text, folded."""
        return self.head.decode(self.encoding, "replace").lstrip("\ufeff \t\r\n").casefold()

    @cached_property
    def json(self) -> ParsedFile | None:
        """The JSON in the file, or None where it does not begin like JSON, or is called YAML, which may begin so too.

        Raises ComplianceError for broken JSON.
        """
        from compliance.io import json as jsontext

        if self.is_yaml or not self.text.startswith(("{", "[")):
            return None
        most = self.limits.max_json_bytes
        with self.path.open("rb") as handle:
            raw = handle.read(most + 1)
        if len(raw) > most:
            advice = "Export the inventory as CSV or Parquet."
            raise fail(f"is JSON of more than {most // 2**20} MiB", advice, file=self.file)
        try:
            content = raw.decode(self.encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            row = raw[: error.start].count(b"\n") + 1
            raise fail(f"is not {self.encoding} text", "Save it as UTF-8.", file=self.file, row=row) from None
        return jsontext.parse(content, self.file, lines=self.path.suffix.casefold() in (".jsonl", ".ndjson"))


def _unmarked(head: bytes) -> str:
    """UTF-16 is certain where every second byte, and no other, is zero in most places."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 4 > len(head) and not even:
        return "utf-16-le"
    return "utf-16-be" if even * 4 > len(head) and not odd else "utf-8"
