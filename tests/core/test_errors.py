"""A problem says where it is as far as anybody knows."""

from __future__ import annotations

import pytest

from compliance.core.errors import ComplianceError, ErrorCollector, Problem, fail


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("is bad"), "is bad"),
        (Problem("is bad", "Mend it."), "is bad. Mend it."),
        (Problem("is bad", file="a.csv"), "a.csv: is bad"),
        (Problem("is bad", file="a.csv", row=3), "a.csv:3: is bad"),
        (Problem("is bad", file="a.csv", row=3, column="model"), "a.csv:3:model: is bad"),
        (Problem("is bad", file="a.csv", column=7), "a.csv:7: is bad"),
        (Problem("is bad", row=3), "row 3: is bad"),
        (Problem("is bad", column="model"), "column model: is bad"),
        (Problem("is bad", row=3, column="model"), "row 3:model: is bad"),
        (Problem("is bad", row=0, column=0), "row 0:0: is bad"),
    ],
)
def test_the_place_comes_first(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_an_error_carries_every_problem() -> None:
    first, second = Problem("one"), Problem("two", file="f")
    error = ComplianceError(each for each in (first, second))
    assert error.problems == (first, second)
    assert str(error) == "one\nf: two"
    assert ComplianceError(first).problems == (first,)


def test_fail_makes_the_error_and_leaves_raising_to_the_caller() -> None:
    assert fail("w", "a", file="f", row=1, column="c").problems == (Problem("w", "a", "f", 1, "c"),)


def test_one_bad_step_does_not_hide_the_next() -> None:
    def half(number: int) -> int:
        if number % 2:
            raise ComplianceError([Problem(f"{number} is odd"), Problem("so there")])
        return number // 2

    gather = ErrorCollector()
    assert gather.collect([4, 3, 0, 1], half) == [2, 0]
    assert gather.one(lambda: half(8)) == 4
    assert gather.one(lambda: half(5)) is None
    gather.problems.append(Problem("and more"))
    with pytest.raises(ComplianceError) as caught:
        gather.finish()
    said = [f"{number} is odd" if which else "so there" for number in (3, 1, 5) for which in (True, False)]
    assert [problem.what for problem in caught.value.problems] == [*said, "and more"]


def test_what_went_well_raises_nothing() -> None:
    gather = ErrorCollector()
    assert gather.one(lambda: None) is None
    gather.finish()


def test_a_bug_is_no_user_error() -> None:
    with pytest.raises(ZeroDivisionError):
        ErrorCollector().collect([0], lambda number: 1 // number)
