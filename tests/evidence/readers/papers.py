"""Papers for tests: a PDF of text lines and ruled tables, written by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib import import_module


def in_this_process(module: str, arguments: Sequence[str]) -> bytes:
    """What ``in_child`` does in another process, which takes longer to start."""
    out = io.BytesIO()
    import_module(module).main(arguments, out)
    return out.getvalue()


def pdf(*pages: Sequence[str], table: bool = False) -> bytes:
    """A PDF with these lines on each page; ``table``: cells between ``|`` stand in ruled boxes."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        content = _table(lines) if table else _text(lines)
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {font} /Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def _text(lines: Sequence[str]) -> str:
    return "\n".join(f"BT /F1 9 Tf 40 {760 - 12 * row} Td ({_escaped(line)}) Tj ET" for row, line in enumerate(lines))


def _table(lines: Sequence[str]) -> str:
    parts = []
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.split("|")):
            left, bottom = 40 + 120 * column, 760 - 16 * row
            parts.append(f"{left} {bottom} 120 16 re S")
            parts.append(f"BT /F1 9 Tf {left + 4} {bottom + 5} Td ({_escaped(cell)}) Tj ET")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
