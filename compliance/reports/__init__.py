"""What a person or a program is given: one folder per workflow, one file per format; none recomputes anything."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "json": (".json",),
    "sarif": (".sarif", ".json"),
    "gitlab": (".json",),
    "ftm": (".ftm", ".jsonl", ".json"),
    "junit": (".xml",),
    "csv": (".csv",),
    "html": (".html", ".htm"),
    "xlsx": (".xlsx",),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "dot": (".dot", ".gv"),
    "mermaid": (".mmd", ".mermaid"),
    "graphml": (".graphml",),
    "svg": (".svg",),
}
"""How the names of files of each format end."""
UNMISTAKABLE = (".html", ".htm", ".xlsx", ".pdf", ".docx")
"""Suffixes by which another program opens a file: what is in it must be what they say."""


def writer(folder: str, form: str, function: str = "write") -> Any:
    """What the format ``form`` of this folder (its module name) writes with; formats are imported when asked for."""
    return getattr(import_module(f"{folder}.{form}"), function)
