"""Who owns whom as a graph of networkx."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import networkx

from compliance.ownership.parties import Interest

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


def rings(graph: Graph) -> set[str]:
    """Of the parties those that own each other."""
    return {party for members in nx.strongly_connected_components(graph) if len(members) > 1 for party in members}
