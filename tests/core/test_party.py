"""A known party is never an unlisted name, whatever texts stand in their places."""

from __future__ import annotations

import pickle
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from compliance.core.party import Known, PartyRef, Unlisted

TEXTS = st.text() | st.sampled_from(["name:acme", "name[CN]:x", "?", "acme", "", "a|b", "Foo (CN)"])
REFS: st.SearchStrategy[PartyRef] = (
    TEXTS.map(Known) | TEXTS.map(Unlisted) | st.builds(Unlisted, TEXTS, st.sampled_from([None, "CN", "DE"]))
)


def test_a_party_is_called_by_its_id_or_its_name() -> None:
    assert str(Known("name[CN]:x")) == "name[CN]:x"
    assert str(Unlisted("Foo Trading Ltd")) == "Foo Trading Ltd"
    assert str(Unlisted("Foo Trading Ltd", "CN")) == "Foo Trading Ltd (CN)"


@given(TEXTS)
def test_an_id_is_no_name(text: str) -> None:
    assert {Known(text), Known(text)} == {Known(text)}
    assert len({Known(text), Unlisted(text), Unlisted(text, "CN")}) == 3


@given(st.lists(REFS))
def test_parties_have_one_order_and_known_ones_come_first(parties: list[PartyRef]) -> None:
    ordered = sorted(parties)
    parties.reverse()
    assert sorted(parties) == ordered
    assert not any(second < first for first, second in pairwise(ordered))
    kinds = [isinstance(party, Unlisted) for party in ordered]
    assert kinds == sorted(kinds)


@given(REFS)
def test_a_party_can_be_sent_to_another_process(party: PartyRef) -> None:
    assert pickle.loads(pickle.dumps(party)) == party
