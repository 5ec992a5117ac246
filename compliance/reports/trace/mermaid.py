"""Mermaid, which many wikis and code hosts draw. Owners are above what they own."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.trace.picture import COLOURS, Picture, interest_text
from compliance.workflows.trace import Trace

_CODES = {char: f"#{ord(char)};" for char in '#&<>"`\\;'}


def write(trace: Trace, style: Style) -> str:
    """The picture as a flowchart."""
    del style
    picture = Picture.of(trace)
    lines = ["flowchart TD"]
    for node in picture.nodes.values():
        lines.append(f'  {node.key}["{_text(node.label)}<br/>{node.words}"]:::{node.state}')
    for interest in picture.interests:
        arrow = "-->" if interest.kind in trace.regime.kinds else "-.->"
        owner, owned = picture.nodes[interest.owner].key, picture.nodes[interest.owned].key
        lines.append(f'  {owner} {arrow}|"{_text(interest_text(interest))}"| {owned}')
    for state, colour in COLOURS.items():
        white = ",color:#ffffff" if state == "listed" else ""
        lines.append(f"  classDef {state} fill:{colour},stroke:#333333{white}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return "".join(_CODES.get(char, char) for char in text)
