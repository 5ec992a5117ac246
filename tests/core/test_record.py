"""What does not fit a record is named with its line."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import Field, StrictBool, ValidationError

from compliance.core import record
from compliance.core.errors import ComplianceError, Problem
from compliance.core.located import ParsedFile
from compliance.core.record import NonEmpty, Record, Since, Source, Text, validate
from compliance.io.yaml import parse


class Inner(Record):
    count: int
    day: date | None = None


class Outer(Record):
    name: Text
    inner: tuple[Inner, ...] = ()


def problems(text: str, kind: type[Record] = Outer, **more: str) -> tuple[Problem, ...]:
    with pytest.raises(ComplianceError) as caught:
        validate(kind, parse(text, file="f.yaml"), **more)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("name: a\nnane: b\n", "unknown field 'nane'", (2, 1)),
        ("name: a\ninner:\n- {count: 1}\n- count: 2\n  cuont: 3\n", "unknown field 'inner.1.cuont'", (5, 3)),
        ("inner: []\n", "field 'name' is missing", (1, 1)),
        ("name: a\ninner:\n- count: 1\n- day: 2025-01-16\n", "field 'inner.1.count' is missing", (4, 3)),
        ("name: a\ninner:\n- count: many\n", "inner.0.count: must be a whole number", (3, 3)),
        ("name: [a]\n", "name: must be text", (1, 1)),
        ("name: ' '\n", "name: must not be blank", (1, 1)),
        ("name:\n", "name: must be text", (1, 1)),
        ("- name\n", "must be a mapping", (1, 1)),
    ],
)
def test_a_field_that_does_not_fit(text: str, what: str, place: tuple[int, int]) -> None:
    (problem,) = problems(text)
    assert problem.what.startswith(what)
    assert (problem.file, problem.row, problem.column) == ("f.yaml", *place)
    assert problem.advice == "See the schema: compliance rules schema"


class Form(Record):
    share: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(1)
    count: Annotated[int, Field(ge=2)] = 2
    word: Literal["a", "b"] = "a"
    names: NonEmpty[Text] = ("a",)
    places: dict[str, Text] = {}
    since: Since = None
    form: Form | None = None


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("share", 0, "share: must be more than 0"),
        ("share", 101, "share: must be at most 100"),
        ("share", True, "share: must be a number"),
        ("share", "NaN", "share: must be a finite number"),
        ("count", 1, "count: must be at least 2"),
        ("count", 2.5, "count: must be a whole number"),
        ("word", "c", "word: must be 'a' or 'b'"),
        ("names", [], "names: must not be empty"),
        ("names", "a", "names: must be a list"),
        ("names", ["\udcff"], "names.0: must be text"),
        ("places", ["a"], "places: must be a mapping"),
        ("from", "soon", "from: must be a day, written YYYY-MM-DD"),
        ("since", date(2025, 1, 1), "unknown field 'since'"),
        ("form", 3, "form: must be a mapping"),
        ("form", {date(2025, 1, 1): 3}, "form: a field must be named by text"),
    ],
)
def test_what_does_not_fit_is_said_in_our_words(field: str, value: object, what: str) -> None:
    with pytest.raises(ComplianceError) as caught:
        validate(Form, ParsedFile("f.yaml", {field: value}))
    assert [problem.what for problem in caught.value.problems] == [what]


def test_an_error_of_a_type_that_nobody_has_worded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(record._WORDS, "literal_error")
    with pytest.raises(ComplianceError, match="word: does not fit"):
        validate(Form, ParsedFile("f.yaml", {"word": "c"}))


def test_a_record_survives_the_cache() -> None:
    form = Form(names=("a", "b"), form=Form())
    assert pickle.loads(pickle.dumps(form)) == form


class Cat(Record):
    kind: Literal["cat"]
    lives: int


class Dog(Record):
    kind: Literal["dog"]


class Pets(Record):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("pet:\n  kind: cat\n  lives: many\n", "pet.lives: must be a whole number", 3),
        ("pet:\n  kind: cat\n", "field 'pet.lives' is missing", 1),
        ("pet:\n  kind: dog\n  lives: 9\n", "unknown field 'pet.lives'", 3),
        ("pet:\n  kind: cow\n", "pet: 'kind' must be one of 'cat', 'dog', not 'cow'", 1),
        ("pet:\n  lives: 9\n", "pet: must say its 'kind'", 1),
    ],
)
def test_the_line_of_a_field_of_one_of_several_kinds(text: str, what: str, line: int) -> None:
    (problem,) = problems(text, Pets)
    assert problem.what.startswith(what)
    assert problem.row == line


def test_a_document_whose_places_nobody_knows_names_the_field() -> None:
    with pytest.raises(ComplianceError, match=r"^f: unknown field 'inner.0.x'") as caught:
        validate(Outer, ParsedFile("f", {"name": "a", "inner": [{"count": 1, "x": 1}]}))
    assert caught.value.problems[0].row is None


def test_every_field_that_does_not_fit_is_named() -> None:
    found = problems("nane: b\ninner: [{count: x}]\n", advice="Mend it.")
    assert [problem.what.split(":")[0] for problem in found] == [
        "field 'name' is missing", "inner.0.count", "unknown field 'nane'",
    ]  # fmt: skip
    assert {problem.advice for problem in found} == {"Mend it."}


def test_a_record_and_a_part_of_a_document() -> None:
    document = parse("name: a\ninner: [{count: 2}]\n")
    assert validate(Outer, document) == Outer(name="a", inner=(Inner(count=2),))
    assert validate(Outer, document, {"name": "b"}) == Outer(name="b")
    assert validate(tuple[int, ...], document, [1, 2]) == (1, 2)


def test_a_record_cannot_be_changed() -> None:
    record = Outer(name="a")
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, "name", "b")  # noqa: B010


def test_what_nobody_says_of_a_source_is_only_recalled() -> None:
    assert Source(id="a", title="A").confidence == "recalled"


def test_a_word_is_no_switch() -> None:
    class Lamp(Record):
        on: StrictBool = True

    assert validate(Lamp, ParsedFile("f.yaml", {"on": False})).on is False
    with pytest.raises(ComplianceError, match="on: must be true or false"):
        validate(Lamp, ParsedFile("f.yaml", {"on": "no"}))


def test_a_record_shows_its_fields() -> None:
    assert repr(Outer(name="a", inner=(Inner(count=1),))) == "Outer(name='a', inner=(Inner(count=1, day=None),))"
