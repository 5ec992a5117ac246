"""The answer as a picture: listed owners on top, each company below its owners, what proves the answer in bold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import cast

from markupsafe import Markup

from compliance.ownership.parties import Interest
from compliance.reports.graph_svg import LINES, Box, InterestArrow, Line, State, svg
from compliance.reports.style import Style
from compliance.reports.trace.picture import by_rank, short_label
from compliance.workflows.trace import Trace

MAX_NODES = 40
"""Boxes of a picture: more of them nobody takes in at once."""
MAX_ASKED = 20
"""Parties asked about that a picture shows."""


def write(trace: Trace, style: Style) -> str:
    """The picture as a file of its own."""
    del style
    return str(drawing(trace))


def drawing(trace: Trace, styled: bool = True, max_nodes: int = MAX_NODES, max_asked: int = MAX_ASKED) -> Markup:
    """The picture, to be put into a page too; then without ``styled``, for the page must bring its style."""
    queried = by_rank(trace)[:max_asked]
    shown = _shown(trace, queried, max_nodes)
    proof = {id(interest) for party in queried for interest in trace.answers[party].proof}
    pairs: dict[tuple[str, str], list[Interest]] = defaultdict(list)
    for owned in shown:
        for interest in trace.into(owned):
            if interest.owner in shown and interest.owner != owned:
                pairs[interest.owner, owned].append(interest)
    arrows = [_arrow(trace, interests, proof) for interests in pairs.values()]
    arrows.sort(key=lambda arrow: list(LINES).index(arrow.line))
    boxes = [_box(trace, party, party in queried and len(queried) < len(shown)) for party in shown]
    return svg(f"{trace.regime.title}, {trace.as_of}", boxes, arrows, list(_notes(trace, queried, shown)), styled)


def state_of(trace: Trace, party: str) -> State:
    """How the party is drawn."""
    state = trace.state(party)
    return "not-found" if trace.word(state) != state else cast(State, state)


def _shown(trace: Trace, queried: Sequence[str], max_nodes: int) -> list[str]:
    """The parties in the picture: those asked about, who proves or settles the answer, then owner by owner upwards."""
    shown = dict.fromkeys(queried)
    for party in queried:
        reach = trace.answers[party]
        for interest in (*reach.proof, *reach.ask):
            for end in (interest.owned, interest.owner):
                if len(shown) < max_nodes:
                    shown.setdefault(end)
    for party in (ahead := list(shown)):
        for interest in trace.into(party):
            if interest.owner not in shown and len(shown) < max_nodes:
                shown[interest.owner] = None
                ahead.append(interest.owner)
    return list(shown)


def _box(trace: Trace, party: str, queried: bool) -> Box:
    record = trace.parties[party]
    of_itself = [str(interest.share) for interest in trace.into(party) if interest.owner == party]
    lines = (
        record.id if record.name != record.id else "",
        record.country or "",
        f"holds {of_itself[0]} of itself" if of_itself else "",
    )
    tooltip = f"{record.name} ({record.id}): {trace.answers[party].because}"
    return Box(party, record.name, " · ".join(filter(None, lines)), state_of(trace, party), tooltip, queried)


def _arrow(trace: Trace, interests: Sequence[Interest], proof: Collection[int]) -> InterestArrow:
    owner, owned = interests[0].owner, interests[0].owned
    counted = any(interest.kind in trace.regime.kinds for interest in interests)
    line: Line = "counted" if counted else "other"
    if any(id(interest) in proof for interest in interests):
        line = "proof"
    elif counted and trace.state(owner) != "clear" and trace.state(owned) not in ("clear", "listed"):
        line = "passes"
    label = [text for interest in interests[:3] for text in short_label(interest)]
    details = "; ".join(", ".join(filter(None, (*short_label(interest), interest.place))) for interest in interests)
    tooltip = f"{trace.parties[owner].name} → {trace.parties[owned].name}: {details}"
    return InterestArrow(owner, owned, tuple(dict.fromkeys(label)), line, tooltip)


def _notes(trace: Trace, queried: Sequence[str], shown: Sequence[str]) -> Iterator[str]:
    force = "" if trace.regime.in_force else ", not in force"
    yield f"{trace.regime.title} ({trace.regime.id}) on {trace.as_of}{force}. Owners are above what they own."
    if len(queried) == 1:
        yield trace.answers[queried[0]].because
    above = {interest.owner for party in shown for interest in trace.into(party)} - set(shown)
    missing = len(set(trace.asked) - set(shown))
    if above or missing:
        parts = [f"{missing:,} parties asked about"] if missing else []
        parts += [f"{len(above):,} owners of those shown"] if above else []
        yield f"Left out for room: {' and '.join(parts)}; --format json has them all."
