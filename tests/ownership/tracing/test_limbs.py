"""Another limb of a law never lowers what is said of anybody: it may reach more, never fewer."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.core.share import Share
from compliance.ownership.interests import InterestKind
from compliance.ownership.parties import Interest, collect
from compliance.ownership.regimes import Regime
from compliance.ownership.tracing.reach import trace
from tests.effort import examples
from tests.ownership.tracing.test_reach import BIS, OFAC, UK, regime
from tests.ownership.tracing.test_ties import EU
from tests.ownership.tracing.worlds import DAY, NAMES, graphs, seeds

SEVERITY = ["clear", "possibly-restricted", "restricted"]
FIE = regime("obbba-fie")
TIES: tuple[InterestKind, ...] = tuple(
    kind for kind in get_args(InterestKind) if kind not in ("ownership", "beneficiary", "other", "option")
)


@st.composite
def ties(draw: st.DrawFn) -> list[Interest]:
    """Control, seats and votes of some parties in others; of each kind in a company at most one."""
    drawn = draw(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(TIES)), max_size=3))
    shares = st.sampled_from([Share(), Share.parse(40), Share.parse(50), Share.parse(80)])
    return [Interest(draw(st.sampled_from(NAMES)), owned, draw(shares), kind) for owned, kind in sorted(drawn)]


@st.composite
def wider(draw: st.DrawFn, rule: Regime) -> Regime:
    """The regime with one more kind of interest as a limb, where it has one left."""
    free = [kind for kind in TIES if kind not in (*rule.kinds, *rule.control)]
    kind = draw(st.sampled_from(free))
    field = draw(st.sampled_from(("majority", "limbs", "possible_limbs")))
    return rule.model_copy(update={field: (*getattr(rule, field), kind)})


@pytest.mark.parametrize("rule", [OFAC, BIS, UK, EU, FIE], ids=lambda rule: rule.id)
@settings(max_examples=examples(20))
@given(graphs(), ties(), seeds, st.data())
def test_another_limb_never_clears_anybody(
    rule: Regime, shares: list[Interest], more: list[Interest], listed: set[str], data: st.DataObject
) -> None:
    parties = collect((), [*shares, *more])
    before = trace(parties, rule, DAY, listed)
    after = trace(parties, data.draw(wider(rule)), DAY, listed)
    for party, reach in before.items():
        assert SEVERITY.index(after[party].verdict) >= SEVERITY.index(reach.verdict)
