"""What every record read from outside has in common: it is frozen, and an unknown field is an error.

A record is a frozen dataclass. pydantic checks it where a file is read, and only there is it imported, so that what
was read before (bundle.py) is ready without it. Its complaints become ours, with the line of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, cast, dataclass_transform

from compliance.core.errors import ComplianceError, Problem

if TYPE_CHECKING:
    from compliance.core.located import ParsedFile

Confidence = Literal["verified", "secondary", "recalled"]
"""How well a statement about the world is founded: primary text read, reported by others, remembered."""


@dataclass(frozen=True)
class Checked:
    """Metadata of a field: the check (or conversion) that its value goes through; raises ValueError."""

    check: Callable[[Any], Any]
    schema: tuple[tuple[str, Any], ...] = ()
    instead: bool = False
    """Whether the check takes the place of the type's own."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """What pydantic is to do."""
        from pydantic_core import core_schema

        if self.instead:
            return core_schema.no_info_plain_validator_function(self.check)
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        """What an editor is to know."""
        return dict(self.schema) if self.instead else {**handler(core), **dict(self.schema)}


def between(low: int | None = None, high: int | None = None, above: int | None = None) -> Checked:
    """A number from ``low`` (or above ``above``) to ``high``."""

    def check(value: int | Decimal) -> int | Decimal:
        if low is not None and value < low:
            raise ValueError(f"must be at least {low}")
        if above is not None and value <= above:
            raise ValueError(f"must be more than {above}")
        if high is not None and value > high:
            raise ValueError(f"must be at most {high}")
        return value

    limits = {"minimum": low, "maximum": high, "exclusiveMinimum": above}
    return Checked(check, tuple((name, limit) for name, limit in limits.items() if limit is not None))


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _some(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise ValueError("must not be empty")
    return values


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


Whole = Annotated[int, Checked(_whole, (("type", "integer"),), instead=True)]
"""A whole number, and neither a word for it nor true or false."""

Switch = Annotated[bool, Checked(_switch, (("type", "boolean"),), instead=True)]
"""True or false, and no word for it."""

Text = Annotated[str, Checked(_not_blank, (("minLength", 1), ("pattern", r"\S")))]
"""A text that says something."""

SOME = Checked(_some, (("minItems", 1),))
"""Metadata of a list that holds something."""


@dataclass(frozen=True)
class Tagged:
    """Metadata of a union of records: the field ``by`` says which of them it is."""

    by: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """A choice by tag, so that complaints are about the record that was meant."""
        from pydantic import Discriminator

        return Discriminator(self.by).__get_pydantic_core_schema__(source, handler)


def _written(name: str) -> str:
    return "from" if name == "since" else name


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Record:
    """Base of everything read from a file; its subclasses are frozen dataclasses with keyword arguments.

    ``from`` is a word of Python: in a file it names the field ``since``.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "alias_generator": _written}

    def __init_subclass__(cls) -> None:
        """Makes the subclass a dataclass."""
        # Each method that is made for a class costs a twentieth of a millisecond at the start of the program.
        dataclass(frozen=True, kw_only=True, repr=False)(cls)

    def __repr__(self) -> str:
        said = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(cast(Any, self)))
        return f"{type(self).__name__}({', '.join(said)})"


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


def validate(kind: type[M], document: ParsedFile, data: Any = None, *, advice: str = "") -> M:
    """``document`` (or ``data``, a part or version of it) as ``kind``.

    Raises ComplianceError with the line of every field that does not fit.
    """
    from pydantic import ValidationError

    whole = document.data if data is None else data
    try:
        known: M = _adapter(cast(Hashable, kind)).validate_python(whole)
        return known
    except ValidationError as error:
        raise ComplianceError(_problem(document, whole, detail, advice) for detail in error.errors()) from None


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


_SAID = {
    **dict.fromkeys(("tuple_type", "list_type"), "must be a list"),
    **dict.fromkeys(("dict_type", "dataclass_type"), "must be a mapping"),
    **dict.fromkeys(("decimal_parsing", "decimal_type"), "must be a number"),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "must be a whole number"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "must be a day, written YYYY-MM-DD",
    ),
    "string_type": "must be text",
}
"""What a person would call it, by pydantic's kind of complaint."""


def _problem(document: ParsedFile, data: Any, detail: Any, advice: str) -> Problem:
    missing = detail["type"] == "missing"
    path = _path(data, detail["loc"])
    line, column = document.place(path)
    name = ".".join(str(part) for part in ((*path, detail["loc"][-1]) if missing else path))
    said = _SAID.get(detail["type"]) or detail["msg"].removeprefix("Value error, ").replace(
        "Input should be", "must be"
    )
    what = {
        "unexpected_keyword_argument": f"unknown field {name!r}",
        "missing": f"field {name!r} is missing",
    }.get(detail["type"], f"{name}: {said}" if name else said)
    return Problem(what, advice or "See the schema: compliance rules schema", document.file, line, column)


def _path(data: Any, where: tuple[Any, ...]) -> tuple[Any, ...]:
    """Pydantic's ``where`` without what does not stand in ``data``: the kinds among which it chose."""
    path: list[Any] = []
    for part in where:
        if part in (data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()):
            path.append(part)
            data = data[part]
    return tuple(path)
