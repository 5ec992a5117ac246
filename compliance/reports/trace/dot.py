"""Graphviz: ``compliance trace … --format dot | dot -Tsvg``. Owners are above what they own."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.trace.picture import COLOURS, Picture, interest_text
from compliance.workflows.trace import Trace


def write(trace: Trace, style: Style) -> str:
    """The picture in the language of Graphviz."""
    del style
    picture = Picture.of(trace)
    lines = [
        "digraph ownership {",
        f"  label={_quoted(f'{trace.regime.title}, {trace.as_of}')};",
        '  node [shape=box, style=filled, fontname="sans-serif"];',
        '  edge [fontname="sans-serif"];',
    ]
    for node in picture.nodes.values():
        text = f"{node.label}\n{node.words}"
        white = ", fontcolor=white" if node.state == "listed" else ""
        lines.append(f'  {node.key} [label={_quoted(text)}, fillcolor="{COLOURS[node.state]}"{white}];')
    for interest in picture.interests:
        dashed = "" if interest.kind in trace.regime.kinds else ", style=dashed"
        owner, owned = picture.nodes[interest.owner].key, picture.nodes[interest.owned].key
        lines.append(f"  {owner} -> {owned} [label={_quoted(interest_text(interest))}{dashed}];")
    return "\n".join([*lines, "}\n"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
