"""Graphs of parties walked so that owners stand before what they own; networkx is imported only where rings are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

T = TypeVar("T")
Graph = Mapping[str, Collection[str]]
"""Each party with the owners from which something is passed on to it."""


def passed_on(
    graph: Graph, own: Callable[[str], Iterable[T]], pick: Callable[[Iterable[T]], tuple[T, ...]]
) -> dict[str, tuple[T, ...]]:
    """What each party has of its ``own`` and from its owners, theirs included; ``pick`` keeps the first of them."""
    found: dict[str, tuple[T, ...]] = {}
    for members in owners_first(graph):
        mine = [one for party in members for one in own(party)]
        above = [found[owner] for party in members for owner in graph[party] if owner in found]
        # Most have one owner from which something comes, and add nothing.
        all_of_it = above[0] if len(above) == 1 and not mine else pick([*mine, *chain.from_iterable(above)])
        for party in members:
            found[party] = all_of_it
    return found


def owners_first(graph: Graph) -> Iterator[Collection[str]]:
    """The parties in an order in which owners stand before what they own; those that own each other in one step."""
    waits = {party: len(owners) for party, owners in graph.items()}
    owned: dict[str, list[str]] = defaultdict(list)
    for party, owners in graph.items():
        for owner in owners:
            owned[owner].append(party)
    ready = [party for party, owners in waits.items() if not owners]
    done = set()
    while ready:
        party = ready.pop()
        done.add(party)
        yield (party,)
        for each in owned.get(party, ()):
            waits[each] -= 1
            if not waits[each]:
                ready.append(each)
    if len(done) < len(graph):
        yield from _with_rings({party: owners for party, owners in graph.items() if party not in done})


def rings(graph: Graph) -> set[str]:
    """Of the parties those that own each other."""
    return {party for members in owners_first(graph) if len(members) > 1 for party in members}


def _with_rings(graph: Graph) -> Iterator[Collection[str]]:
    """The same for parties that own each other, or that such a ring owns."""
    import networkx

    nx: Any = networkx  # its stubs lag behind
    whole = nx.DiGraph()
    whole.add_nodes_from(graph)
    whole.add_edges_from((owner, party) for party, owners in graph.items() for owner in owners if owner in graph)
    condensed = nx.condensation(whole)
    for ring in nx.topological_sort(condensed):
        yield sorted(condensed.nodes[ring]["members"])
