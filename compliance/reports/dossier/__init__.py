"""Dossiers out: each format is one file with one ``write(dossiers)``; several dossiers are compared. None recomputes anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compliance.reports.dossier import html, json, markdown
from compliance.workflows.diligence.dossier import Dossier

FORMATS: dict[str, Callable[[Sequence[Dossier]], str]] = {
    "markdown": markdown.write,
    "html": html.write,
    "json": json.write,
}
