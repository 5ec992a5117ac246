"""Three-valued logic, and that knowing less never says more."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.possible import UNKNOWN, Answer, Possible, any_of, one, one_of, unanimous

ANSWERS: tuple[Answer, ...] = (True, False, None)
SETS = st.frozensets(st.integers(0, 6), min_size=1)
QUESTIONS = st.lists(st.sampled_from(ANSWERS), min_size=7, max_size=7)


def known_worlds(answer: Answer) -> tuple[bool, ...]:
    return (True, False) if answer is None else (answer,)


@pytest.mark.parametrize("pair", list(product(ANSWERS, repeat=2)))
def test_or_is_kleenes(pair: tuple[Answer, Answer]) -> None:
    worlds = list(product(*map(known_worlds, pair)))
    assert any_of(pair) is unanimous(any(world) for world in worlds)


@given(st.lists(st.sampled_from(ANSWERS)), st.lists(st.sampled_from(ANSWERS)))
def test_the_laws_of_or(left: list[Answer], right: list[Answer]) -> None:
    assert any_of([*left, *right]) is any_of([*right, *left]) is any_of([any_of(left), any_of(right)])
    assert any_of([*left, *left]) is any_of([*left, False]) is any_of(left)
    assert any_of([*left, True]) is True


def test_of_no_answers() -> None:
    assert unanimous([]) is None
    assert any_of([]) is False


@pytest.mark.parametrize("answers", [[True, False], [True, None], [None], [False, True, None]])
def test_those_who_differ_are_not_unanimous(answers: list[Answer]) -> None:
    assert unanimous(answers) is None


@given(st.sampled_from(ANSWERS))
def test_an_unknown_fact_answers_nothing_whatever_is_asked(answer: Answer) -> None:
    assert UNKNOWN.ask(lambda _: answer) is None
    nothing: Possible[str] = Possible(frozenset())
    assert nothing.ask(lambda _: answer) is None


@given(SETS, SETS, QUESTIONS)
def test_more_possible_values_never_settle_nor_flip_an_answer(
    few: frozenset[int], more: frozenset[int], answers: list[Answer]
) -> None:
    narrow = one_of(few).ask(answers.__getitem__)
    wide = one_of(few | more).ask(answers.__getitem__)
    assert wide is None or wide is narrow
    if narrow is None:
        assert wide is None


@given(SETS, QUESTIONS)
def test_an_answer_holds_for_every_possible_value(values: frozenset[int], answers: list[Answer]) -> None:
    found = one_of(values).ask(answers.__getitem__)
    assert found is None or all(answers[value] is found for value in values)


def test_what_is_known() -> None:
    assert one("MY") == one_of(["MY", "MY"]) == Possible(frozenset({"MY"}))
    assert one("MY").known
    assert one("MY").only == "MY"
    assert one_of(["MY", "TH"]).known
    assert one_of(["MY", "TH"]).only is None
    assert one_of([]) == UNKNOWN
    assert not UNKNOWN.known
    assert UNKNOWN.only is None
