"""What every record read from outside has in common: it is frozen, and an unknown field is an error.

Also turns pydantic's complaints into ours, with the line of the file they are about.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, TypeAdapter, ValidationError

from compliance.errors import ComplianceError, Problem
from compliance.strictyaml import Document

Confidence = Literal["verified", "secondary", "recalled"]
"""How well a statement about the world is founded: primary text read, reported by others, remembered."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]
"""A text that says something."""


class Record(BaseModel):
    """Base of everything read from a file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, arbitrary_types_allowed=False)


class Source(Record):
    """What gives a rule or a datum its force: a statute, a notice, a contract clause, a press report."""

    id: Text
    title: Text
    url: str = ""
    confidence: Confidence = "recalled"
    published: date | None = None
    reviewed: date | None = None
    verify: str = ""


M = TypeVar("M")


def validate(kind: type[M], document: Document, data: Any = None, *, advice: str = "") -> M:
    """``document`` (or ``data``, a part or version of it) as ``kind``.

    Raises ComplianceError with the line of every field that does not fit.
    """
    whole = document.data if data is None else data
    try:
        return TypeAdapter(kind).validate_python(whole)
    except ValidationError as error:
        raise ComplianceError(_problem(document, whole, detail, advice) for detail in error.errors()) from None


def _problem(document: Document, data: Any, detail: Any, advice: str) -> Problem:
    missing = detail["type"] == "missing"
    path = _path(data, detail["loc"])
    line, column = document.place(path)
    name = ".".join(str(part) for part in ((*path, detail["loc"][-1]) if missing else path))
    what = {
        "extra_forbidden": f"unknown field {name!r}",
        "missing": f"field {name!r} is missing",
    }.get(detail["type"], f"{name}: {detail['msg']}" if name else detail["msg"])
    return Problem(what, advice or "See the schema: compliance rules schema", document.file, line, column)


def _path(data: Any, where: tuple[Any, ...]) -> tuple[Any, ...]:
    """Pydantic's ``where`` without what does not stand in ``data``: the kinds among which it chose."""
    path: list[Any] = []
    for part in where:
        if part in (data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()):
            path.append(part)
            data = data[part]
    return tuple(path)
