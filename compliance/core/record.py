"""What every record read from outside has in common: it is frozen, and an unknown field is an error.

pydantic checks it; where something does not fit, the complaint is in our words, with the line of the file.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from compliance.core.errors import ComplianceError, Problem

if TYPE_CHECKING:
    from compliance.core.located import ParsedFile

T = TypeVar("T")

Confidence = Literal["verified", "secondary", "recalled"]
"""How well a statement about the world is founded: primary text read, reported by others, remembered."""

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""A text that says something."""

NonEmpty = Annotated[tuple[T, ...], Field(min_length=1)]
"""A list that holds something."""

Since = Annotated[date | None, Field(alias="from")]
"""The first day, None where it is open; ``from``, as files call it, is a word of Python."""


class Record(BaseModel):
    """Base of everything read from a file."""

    # Start-up: a class makes its validator when something is first validated with it.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Source(Record):
    """What gives a rule or a datum its force: a statute, a notice, a contract clause, a press report."""

    id: Text
    title: Text
    url: str = ""
    confidence: Confidence = "recalled"
    published: date | None = None
    reviewed: date | None = None
    verify: str = ""


def validate(kind: type[T], document: ParsedFile, data: Any = None, *, advice: str = "") -> T:
    """``document`` (or ``data``, a part or version of it) as ``kind``.

    Raises ComplianceError with the line of every field that does not fit.
    """
    whole = document.data if data is None else data
    try:
        known: T = _adapter(cast(Hashable, kind)).validate_python(whole)
        return known
    except ValidationError as error:
        # Where nothing in a list fits, pydantic calls it too short as well.
        details = [detail for detail in error.errors() if not (detail["type"] == "too_short" and detail["input"])]
        raise ComplianceError(_problem(document, whole, detail, advice) for detail in details) from None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


_WORDS = {
    **dict.fromkeys(("tuple_type", "list_type"), "must be a list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "dataclass_type"), "must be a mapping"),
    **dict.fromkeys(("decimal_parsing", "decimal_type", "float_type", "float_parsing"), "must be a number"),
    "finite_number": "must be a finite number",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "must be a whole number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "must be true or false"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "must be a day, written YYYY-MM-DD",
    ),
    **dict.fromkeys(("string_type", "string_unicode"), "must be text"),
    # The one pattern is that of Text: whatever else a text must look like, a validator says in words.
    **dict.fromkeys(("string_too_short", "string_pattern_mismatch"), "must not be blank"),
    "too_short": "must not be empty",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
    **dict.fromkeys(("literal_error", "enum"), "must be {expected}"),
    "union_tag_invalid": "{discriminator} must be one of {expected_tags}, not {tag!r}",
    "union_tag_not_found": "must say its {discriminator}",
    "invalid_key": "a field must be named by text",
    "value_error": "{error}",
}
"""What a person would call it, by pydantic's type of error, whose own words change from version to version."""


def _problem(document: ParsedFile, data: Any, detail: Any, advice: str) -> Problem:
    path = _path(data, detail["loc"])
    line, column = document.place(path)
    name = ".".join(map(str, path))
    if detail["type"] == "missing":
        what = f"field {'.'.join(map(str, (*path, detail['loc'][-1])))!r} is missing"
    elif detail["type"] == "extra_forbidden":
        what = f"unknown field {name!r}"
    else:
        words = _WORDS.get(detail["type"], "does not fit").format(**detail.get("ctx", {}))
        what = f"{name}: {words}" if name else words
    return Problem(what, advice or "See the schema: compliance rules schema", document.file, line, column)


def _path(data: Any, where: tuple[Any, ...]) -> tuple[Any, ...]:
    """Pydantic's ``where`` without what does not stand in ``data``: the kinds among which it chose."""
    path: list[Any] = []
    for part in where:
        if part in (data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()):
            path.append(part)
            data = data[part]
    return tuple(path)
