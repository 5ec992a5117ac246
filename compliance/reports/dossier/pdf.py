"""The dossier as a printed memorandum: a tagged PDF, on the paper of the style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from compliance.reports.dossier.memo import Block, Heading, Items, Paragraph, memo
from compliance.reports.pdf import PAPERS, typeset
from compliance.reports.sentences import DISCLAIMER
from compliance.reports.style import Style, plain
from compliance.workflows.diligence.dossier import Dossier


def write(dossiers: Sequence[Dossier], out: BinaryIO, style: Style) -> None:
    """One memorandum, or a comparison and all of them. Raises ComplianceError without the extra ``[pdf]``."""
    data = {
        "paper": PAPERS[style.paper],
        "title": f"Due diligence: {', '.join(plain(dossier.name) for dossier in dossiers)}",
        "footer": f"{dossiers[0].tool.name} {dossiers[0].tool.version}, as of {dossiers[0].as_of}. {DISCLAIMER}",
        "blocks": [_data(block) for block in memo(dossiers)],
    }
    out.write(typeset("memo.typ", dossiers[0].as_of, data))


def _data(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": plain(block.text)}
        case Paragraph():
            return {"kind": "note" if block.note else "paragraph", **_runs(block)}
        case Items():
            return {"kind": "numbered" if block.numbered else "items", "items": [_runs(item) for item in block.items]}
        case _:
            rows = [[plain(cell) for cell in row] for row in block.rows]
            return {"kind": "table", "header": list(block.header), "rows": rows}


def _runs(paragraph: Paragraph) -> dict[str, str]:
    return {
        "strong": plain(paragraph.strong),
        "text": plain(paragraph.text),
        "removed": plain(paragraph.removed),
        "added": plain(paragraph.added),
    }
