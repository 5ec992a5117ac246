"""How far the lines of papers reach among the units that claim them: a maximum flow, and what lies on its minimum cut.

Units that may rest on the same lines are one group. A line holds so many units and no more. The greatest number of units
that all lines together can hold does not depend on who is asked first; neither does the set of groups among which the
excess lies: those that can be reached from a group that is not fully served, over every way of serving them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

_SOURCE, _SINK = ("source", 0), ("sink", 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Units that may rest on any of these ``lines``."""

    units: int
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Excess:
    """Claims that go beyond what lines hold: so many units of these groups must give way, and these lines are full."""

    units: int
    groups: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """How groups are served. ``taken``: of each line, how many units it serves, in one of the ways that serve most.

    ``reach`` is for each group among which an excess lies: what the lines serve without it, and what they would serve if
    it claimed without end.
    """

    excesses: tuple[Excess, ...]
    taken: Mapping[int, int]
    reach: Mapping[int, tuple[int, int]]

    def least(self, group: int, demand: int, units: int) -> int:
        """How many of ``units`` in a group with this whole ``demand`` are served whoever else is served first."""
        if group not in self.reach:
            return units
        without, most = self.reach[group]
        return min(without + demand, most) - min(without + demand - units, most)


def allocate(groups: Sequence[Group], capacities: Mapping[int, int]) -> Allocation:
    """Serves the units of all groups from lines that hold so many units each."""
    excesses: list[Excess] = []
    taken: dict[int, int] = {}
    reach: dict[int, tuple[int, int]] = {}
    for members in _components(groups):
        graph = _graph(members, groups, capacities)
        value, flow = nx.maximum_flow(graph, _SOURCE, _SINK)
        for line in sorted({line for place in members for line in groups[place].lines}):
            taken[line] = flow["line", line][_SINK]
        excess = sum(groups[place].units for place in members) - value
        if not excess:
            continue
        contested = _reachable(graph, flow)
        inside = tuple(place for place in members if ("group", place) in contested)
        full = tuple(sorted(number for kind, number in contested if kind == "line"))
        excesses.append(Excess(excess, inside, full))
        everything = sum(capacities[line] for line in taken)
        for place in inside:
            reach[place] = (_value(graph, place, 0), _value(graph, place, everything))
    return Allocation(tuple(excesses), taken, reach)


def _components(groups: Sequence[Group]) -> list[list[int]]:
    """The groups that share lines, directly or through others, in their order."""
    bonds: nx.Graph[Any] = nx.Graph()
    for place, group in enumerate(groups):
        bonds.add_edges_from((("group", place), ("line", line)) for line in sorted(group.lines))
    parts = (sorted(number for kind, number in part if kind == "group") for part in nx.connected_components(bonds))
    return sorted(parts)


def _graph(members: Sequence[int], groups: Sequence[Group], capacities: Mapping[int, int]) -> nx.DiGraph[Any]:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    for place in members:
        graph.add_edge(_SOURCE, ("group", place), capacity=groups[place].units)
        for line in sorted(groups[place].lines):
            graph.add_edge(("group", place), ("line", line))
            graph.add_edge(("line", line), _SINK, capacity=capacities[line])
    return graph


def _reachable(graph: nx.DiGraph[Any], flow: Mapping[Any, Mapping[Any, int]]) -> set[tuple[str, int]]:
    """What can be reached from the source where anything is left: the smallest source side of a minimum cut."""
    seen = {_SOURCE}
    waiting = [_SOURCE]
    while waiting:
        node = waiting.pop()
        onward = [
            other for other, edge in graph[node].items() if flow[node][other] < edge.get("capacity", float("inf"))
        ]
        back = [other for other in graph.pred[node] if flow[other][node] > 0]
        new = {*onward, *back} - seen
        seen |= new
        waiting += new
    return seen - {_SOURCE}


def _value(graph: nx.DiGraph[Any], place: int, units: int) -> int:
    """What is served where the group claims so many units."""
    before = graph[_SOURCE]["group", place]["capacity"]
    graph[_SOURCE]["group", place]["capacity"] = units
    value: int = nx.maximum_flow_value(graph, _SOURCE, _SINK)
    graph[_SOURCE]["group", place]["capacity"] = before
    return value
