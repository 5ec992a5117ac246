"""A folder whose papers vouch, contradict, are over-used, proposed, unread and unreadable."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from compliance.reports.style import Style
from compliance.workflows.documents import DocumentsResult, documents

FLEET = """asset_id,manufacturer,model,quantity,country_of_origin,origin_evidence
,Bitmain,Antminer S21,30,MY,customs_entry:E-1
B,Bitmain,Antminer S21,20,TH,customs_entry:E-1;factory_record:S-1
C,MicroBT,Whatsminer M60S,5,CN,certificate:C-1
D,Bitmain,Antminer S21,1,MY,certificate:CO-2024-000017-000018-000019-000020-000021-000022
"""
REGISTER = """documents:
- {id: E-1, class: customs_entry, file: a.txt, lines: [{origin: MY, quantity: 30}]}
- {id: C-1, class: certificate, file: a.txt, read_by: pdf, lines: [{origin: CN}]}
- {id: P-1, class: packing_list, file: a.txt, lines: [{serials: [a, b]}]}
"""


def sample(folder: Path) -> DocumentsResult:
    """What comes of it."""
    (folder / "fleet.csv").write_text(FLEET, "utf-8")
    (folder / "documents.yaml").write_text(REGISTER, "utf-8")
    (folder / "a.txt").write_text("x", "utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "list.csv").write_text("Serial Number\nS-<1>\n", "utf-8")
    (folder / "documents" / "note.txt").write_text("x", "utf-8")
    return documents(folder, as_of=date(2026, 11, 30), read=True)


def text_of(write: Any, result: DocumentsResult, style: Style = Style(), **options: Any) -> str:
    """What a text format writes."""
    out = StringIO(newline="")
    write(result, out, style, **options)
    return out.getvalue()
