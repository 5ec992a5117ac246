"""GraphML: what networkx reads back is what was written."""

from __future__ import annotations

from typing import Any

import networkx

from compliance.reports.style import Style
from compliance.reports.trace.graphml import write
from tests.reports.trace.sample import traced


def test_networkx_reads_it() -> None:
    nx: Any = networkx
    graph = nx.parse_graphml(write(traced("h"), Style()))
    assert sorted(graph) == ["a", "g", "h", "m", "x", "z"]
    assert graph.nodes["x"] == {
        "name": "Alpha Holding",
        "country": "CN",
        "state": "listed",
        "verdict": "restricted",
        "because": "Alpha Holding is itself listed.",
    }
    assert graph.nodes["g"]["name"].startswith('G "<b>`;&\\')
    (edge,) = graph.get_edge_data("x", "a").values() if graph.is_multigraph() else [graph.edges["x", "a"]]
    told = {name: value for name, value in edge.items() if name != "id"}
    assert told == {
        "share": "50.5 %",
        "minimum": "50.5",
        "maximum": "50.5",
        "kind": "ownership",
        "from": "2024-01-01",
        "until": "2026-01-01",
        "source": "register",
    }
