"""GraphML, for tools that compute with graphs: ``networkx.read_graphml`` gives back every node and interest."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from compliance.core.share import per_cent
from compliance.ownership.parties import Interest
from compliance.reports.style import Style, plain
from compliance.reports.trace.picture import Node, Picture
from compliance.workflows.trace import Trace

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_NODE = ("name", "country", "state", "verdict", "because")
_EDGE = ("share", "minimum", "maximum", "kind", "from", "until", "source")


def write(trace: Trace, style: Style) -> str:
    """The graph with everything that is known of its nodes and edges; a node's id is the party's."""
    del style
    picture = Picture.of(trace)
    lines = [_HEAD.rstrip()]
    lines += [
        f'  <key id="{name}" for="{kind}" attr.name="{name}" attr.type="string"/>'
        for kind, names in (("node", _NODE), ("edge", _EDGE))
        for name in names
    ]
    lines.append(f'  <graph id={_quoted(trace.regime.id)} edgedefault="directed">')
    for node in picture.nodes.values():
        lines.append(f"    <node id={_quoted(node.party)}>{_data(_of_node(trace, node))}</node>")
    for number, interest in enumerate(picture.interests):
        ends = f"source={_quoted(interest.owner)} target={_quoted(interest.owned)}"
        lines.append(f'    <edge id="e{number}" {ends}>{_data(_of_edge(interest))}</edge>')
    return "\n".join([*lines, "  </graph>", "</graphml>\n"])


def _of_node(trace: Trace, node: Node) -> Iterator[tuple[str, str]]:
    party, reach = trace.parties[node.party], trace.answers[node.party]
    yield from zip(_NODE, (party.name, party.country or "", node.state, reach.verdict, reach.because), strict=True)


def _of_edge(interest: Interest) -> Iterator[tuple[str, str]]:
    ends = (str(per_cent(interest.share.low)), str(per_cent(interest.share.high)))
    days = (str(interest.since or ""), str(interest.until or ""))
    yield from zip(_EDGE, (str(interest.share), *ends, interest.kind, *days, interest.source), strict=True)


def _data(values: Iterator[tuple[str, str]]) -> str:
    return "".join(f'<data key="{name}">{escape(plain(value))}</data>' for name, value in values if value)


def _quoted(text: str) -> str:
    return quoteattr(plain(text))
