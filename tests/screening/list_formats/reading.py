"""What the tests of list formats share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.list_formats import FORMATS
from compliance.screening.list_formats.base import ListFile, ReadList
from tests.command_line import ROOT

SHARED = ROOT.parent / "shared" / "data" / "lists"


def given(name: str, content: str | bytes, beside: Mapping[str, str | bytes] | None = None) -> ListFile:
    files = {key: value.encode() if isinstance(value, str) else value for key, value in (beside or {}).items()}
    return ListFile(name, name, content.encode() if isinstance(content, str) else content, files.get)


def read(form: ModuleType, file: ListFile, code: str = "") -> ReadList:
    """Reads ``file``, which must be recognised as of the format ``form`` before any other."""
    assert next(each for each in FORMATS.values() if each.recognises(file.content)) is form
    result: ReadList = form.read(file, code)
    return result


def problems(form: ModuleType, file: ListFile, code: str = "") -> str:
    with pytest.raises(ComplianceError) as caught:
        read(form, file, code)
    return str(caught.value)


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("real lists are not here")
    return path


def real(name: str) -> ListFile:
    path = shared(name)

    def companion(other: str) -> bytes | None:
        return (path.parent / other).read_bytes() if (path.parent / other).is_file() else None

    return ListFile(path.name, path.name, path.read_bytes(), companion)
