"""The dossier as a memorandum in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TextIO

from compliance.reports.check.markdown import escaped
from compliance.reports.dossier.memo import Block, Heading, Items, Paragraph, memo
from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import Dossier

_NUMBER = re.compile(r"^(\d+)\\\.")


def write(dossiers: Sequence[Dossier], out: TextIO, style: Style) -> None:
    """One memorandum, or a comparison and all of them; ``style`` changes nothing in it."""
    del style
    out.write("\n\n".join(map(_block, memo(dossiers))) + "\n")


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            return f"> {_text(block)}" if block.note else _text(block)
        case Items():
            marks = (f"{number}." if block.numbered else "-" for number in range(1, len(block.items) + 1))
            return "\n".join(f"{mark} {_text(item)}" for mark, item in zip(marks, block.items, strict=True))
        case _:
            lines = [f"| {' | '.join(block.header)} |", f"|{'---|' * len(block.header)}"]
            return "\n".join([*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in block.rows)])


def _text(paragraph: Paragraph) -> str:
    strong = f"**{escaped(paragraph.strong)}**" if paragraph.strong else ""
    removed = f"~~{escaped(paragraph.removed)}~~" if paragraph.removed else ""
    added = f"**{escaped(paragraph.added)}**" if paragraph.added else ""
    return f"{strong}{escaped(paragraph.text)}{' '.join(filter(None, (removed, added)))}"


def _cell(text: str) -> str:
    """A cell; a number begins no list there."""
    return _NUMBER.sub(r"\1.", escaped(text))
