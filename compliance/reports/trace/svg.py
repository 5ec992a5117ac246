"""The answer as a picture: listed owners on top, each company below its owners, what proves the answer in bold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from compliance.ownership.parties import Interest
from compliance.reports.graph_svg import LINES, Box, Held, Line, State, svg
from compliance.reports.page import Markup
from compliance.reports.style import Style
from compliance.reports.trace.picture import short
from compliance.workflows.trace import Trace

MAX_NODES = 40
"""Boxes of a picture: more of them nobody takes in at once."""
ASKED = 20
"""Parties asked about of which a picture tells."""
RANK = ("restricted", "possibly-restricted", "clear")
"""Verdicts, those first of which most is to be told."""


def write(trace: Trace, style: Style) -> str:
    """The picture as a file of its own."""
    del style
    return f"{drawn(trace)}\n"


def drawn(trace: Trace, styled: bool = True) -> Markup:
    """The picture, to be put into a page too; then without ``styled``, for the page must bring its style."""
    asked = sorted(trace.asked, key=lambda party: RANK.index(trace.answers[party].verdict))[:ASKED]
    proof = {id(each) for party in asked for each in trace.answers[party].proof}
    shown = _shown(trace, asked)
    pairs: dict[tuple[str, str], list[Interest]] = defaultdict(list)
    for owned in shown:
        for each in trace.into(owned):
            if each.owner in shown and each.owner != owned:
                pairs[each.owner, owned].append(each)
    held = [_held(trace, pair, proof) for pair in pairs.values()]
    held.sort(key=lambda each: list(LINES).index(each.line))
    boxes = [_box(trace, party, party in asked and len(asked) < len(shown)) for party in shown]
    title = f"{trace.regime.title}, {trace.as_of}"
    return svg(title, boxes, held, list(_notes(trace, asked, shown)), styled)


def state_of(trace: Trace, party: str) -> State:
    """How the party is drawn."""
    return cast(State, trace.state(party))


def _shown(trace: Trace, asked: list[str]) -> dict[str, None]:
    """The parties in the picture: those asked about, who proves or settles the answer, then owner by owner upwards."""
    shown = dict.fromkeys(asked)
    for party in asked:
        reach = trace.answers[party]
        for each in (*reach.proof, *reach.ask):
            for end in (each.owned, each.owner):
                if len(shown) < MAX_NODES:
                    shown.setdefault(end)
    for party in (ahead := list(shown)):
        for each in trace.into(party):
            if each.owner not in shown and len(shown) < MAX_NODES:
                shown[each.owner] = None
                ahead.append(each.owner)
    return shown


def _box(trace: Trace, party: str, asked: bool) -> Box:
    record = trace.parties[party]
    told = " · ".join(filter(None, (record.id if record.name != record.id else "", record.country or "")))
    own = [str(each.share) for each in trace.into(party) if each.owner == party]
    told = " · ".join(filter(None, (told, f"holds {own[0]} of itself" if own else "")))
    state = state_of(trace, party)
    because = trace.answers[party].because
    return Box(party, record.name, told, state, f"{record.name} ({record.id}): {because}", asked)


def _held(trace: Trace, interests: list[Interest], proof: set[int]) -> Held:
    first = interests[0]
    counted = [each for each in interests if each.kind in trace.regime.kinds]
    line: Line = "counted" if counted else "other"
    if any(id(each) in proof for each in interests):
        line = "proof"
    elif counted and trace.state(first.owner) != "clear" and trace.state(first.owned) not in ("clear", "listed"):
        line = "passes"
    label = [text for each in interests[:3] for text in short(each)]
    told = "; ".join(", ".join(filter(None, (*short(each), each.place))) for each in interests)
    told = f"{trace.parties[first.owner].name} → {trace.parties[first.owned].name}: {told}"
    return Held(first.owner, first.owned, tuple(dict.fromkeys(label)), line, told)


def _notes(trace: Trace, asked: list[str], shown: dict[str, None]) -> Iterator[str]:
    force = "" if trace.regime.in_force else ", not in force"
    yield f"{trace.regime.title} ({trace.regime.id}) on {trace.as_of}{force}. Owners stand above what they hold."
    if len(asked) == 1:
        yield trace.answers[asked[0]].because
    above = {each.owner for party in shown for each in trace.into(party)} - set(shown)
    missing = len(set(trace.asked) - set(shown))
    if above or missing:
        more = [f"{missing:,} parties asked about"] if missing else []
        more += [f"{len(above):,} owners of those shown"] if above else []
        yield f"Left out for room: {' and '.join(more)}; --format json has them all."
