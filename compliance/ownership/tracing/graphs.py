"""Who owns whom as a graph of networkx, walked so that owners stand before what they own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

import networkx

from compliance.ownership.parties import Interest

T = TypeVar("T")
nx: Any = networkx
"""Its stubs lag behind."""
Graph = Any
"""A DiGraph from owners to what they own."""


def ownership_graph(parties: Iterable[str], into: Callable[[str], Iterable[Interest]]) -> Graph:
    """The parties, and from which of them something is passed on to which by the interests ``into`` each."""
    graph = nx.DiGraph()
    graph.add_nodes_from(parties)
    graph.add_edges_from(
        (interest.owner, party) for party in graph for interest in into(party) if interest.owner in graph
    )
    return graph


def owners_first(graph: Graph) -> Iterator[list[str]]:
    """The parties in an order in which owners stand before what they own; those that own each other in one step."""
    condensed = nx.condensation(graph)
    for ring in nx.topological_sort(condensed):
        yield sorted(condensed.nodes[ring]["members"])


def rings(graph: Graph) -> set[str]:
    """Of the parties those that own each other."""
    return {party for members in nx.strongly_connected_components(graph) if len(members) > 1 for party in members}


def passed_on(
    graph: Graph, own: Callable[[str], Iterable[T]], pick: Callable[[Iterable[T]], tuple[T, ...]]
) -> dict[str, tuple[T, ...]]:
    """What each party has of its ``own`` and from its owners, theirs included; ``pick`` keeps the first of them."""
    passed: dict[str, tuple[T, ...]] = {}
    for members in owners_first(graph):
        own_items = [item for party in members for item in own(party)]
        from_owners = [passed[owner] for party in members for owner in graph.predecessors(party) if owner in passed]
        # Most have one owner from which something comes, and add nothing.
        items = (
            from_owners[0]
            if len(from_owners) == 1 and not own_items
            else pick([*own_items, *chain.from_iterable(from_owners)])
        )
        passed.update(dict.fromkeys(members, items))
    return passed
