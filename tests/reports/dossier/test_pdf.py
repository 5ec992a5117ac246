"""The dossier as a printed memorandum."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2

from compliance.reports.dossier import pdf
from compliance.reports.style import Style
from compliance.workflows.diligence.dossier import Dossier
from tests.command_line import EVIL
from tests.dossiers import northgate


def made(*dossiers: Dossier, paper: Style = Style()) -> bytes:
    out = BytesIO()
    pdf.write(dossiers, out, paper)
    return out.getvalue()


def test_every_part_is_on_paper() -> None:
    with pypdfium2.PdfDocument(made(northgate(), replace(northgate(), name=f"{EVIL}#panic()"))) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
        assert len(document) > 4
    for part in (
        "Comparison of targets",
        "Due diligence: northgate",
        "What decides",
        "Requests by addressee",
        "#panic()",
    ):
        assert part in text
    assert "not legal advice" in text


def test_the_same_target_gives_the_same_bytes() -> None:
    assert made(northgate(), paper=Style(paper="a4")) == made(northgate(), paper=Style(paper="a4"))
