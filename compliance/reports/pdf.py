"""Printed pages: a template of Typst is filled in with data and becomes a tagged PDF (PDF/UA-1).

What the data say is only ever put in as text, never read as markup. The fonts are those of the extra ``[pdf]`` and no
others, and the document bears the day of the report, so that the same data give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from compliance.core.errors import fail
from compliance.reports.json_text import json_text
from compliance.reports.page import TEMPLATES

PAPERS = {"letter": "us-letter", "a4": "a4"}
"""What Typst calls each paper of a style."""
_FONTS = ("fontpkg-noto-sans", "noto-cjk-sans-otc")
"""The packages that hold the fonts."""


def typeset(template: str, day: date, data: Mapping[str, object]) -> bytes:
    """The PDF that ``template``, a file of the templates, makes of ``data``. Raises ComplianceError without the extra."""
    try:
        import typst

        fonts = sorted({folder for package in _FONTS for folder in _font_folders(package)})
    except (ImportError, PackageNotFoundError) as error:
        raise fail(
            f"no PDF can be written: {error.name} is not installed", "Run: pip install 'mining-compliance[pdf]'."
        ) from None
    made: bytes = typst.compile(
        TEMPLATES / template,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": json_text(data)},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(datetime.combine(day, time(), UTC).timestamp()),
    )
    return made


def _font_folders(package: str) -> set[Path]:
    """The folders in which an installed package keeps its fonts.

    Raises PackageNotFoundError, and ComplianceError where the package is there and its fonts are not.
    """
    found = distribution(package)
    files = [
        Path(str(found.locate_file(file))) for file in found.files or () if file.suffix in (".ttf", ".otf", ".ttc")
    ]
    if not files or not all(file.is_file() for file in files):
        raise fail(
            f"no PDF can be written: fonts of {package} are missing",
            f"Run: pip install --force-reinstall {package}.",
        )
    return {file.parent for file in files}
