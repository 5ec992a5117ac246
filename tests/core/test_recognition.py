"""This one, one of these, unknown, blank: four answers, and none of them turns into another."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.possible import UNKNOWN, one, one_of
from compliance.core.recognition import Recognition, blank, recognised

VALUES = st.frozensets(st.sampled_from("abc"))
TEXTS = st.text()
RECOGNITIONS = st.builds(recognised, TEXTS, VALUES) | st.builds(blank, TEXTS, VALUES)


def test_the_answers() -> None:
    answers: list[Recognition[str]] = [recognised("a", "a"), recognised("?", "ab"), recognised("x", ""), blank("-")]
    assert [answer.only for answer in answers] == ["a", None, None, None]
    assert [answer.possible for answer in answers] == [one("a"), one_of("ab"), UNKNOWN, UNKNOWN]
    assert [answer.unknown for answer in answers] == [False, False, True, False]
    assert [answer.recorded for answer in answers] == [True, True, True, False]
    assert (blank("", "a").possible, blank("", "a").recorded) == (one("a"), False)


@given(RECOGNITIONS)
def test_unknown_is_never_nothing_recorded_and_never_a_value(answer: Recognition[str]) -> None:
    assert answer.unknown == (answer.recorded and not answer.possible.known)
    assert not (answer.unknown and answer.only)
    assert answer.values is None or answer.values


@given(VALUES, TEXTS, TEXTS)
def test_texts_that_mean_the_same_are_equal(values: frozenset[str], text: str, other: str) -> None:
    assert recognised(text, values) == recognised(other, values)
    assert hash(blank(text, values)) == hash(blank(other, values))
    assert recognised(text, values) != blank(text, values)
    assert recognised(text, values).text == text


@given(RECOGNITIONS)
def test_what_is_recognised_can_be_sent_to_another_process(answer: Recognition[str]) -> None:
    assert pickle.loads(pickle.dumps(answer)) == answer


@given(VALUES, VALUES)
def test_knowing_less_never_says_more(few: frozenset[str], more: frozenset[str]) -> None:
    narrow, wide = recognised("x", few), recognised("x", few | more)
    if few and wide.only is not None:
        assert narrow.only == wide.only
