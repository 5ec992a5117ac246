"""Mermaid."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.trace.mermaid import write
from tests.reports.trace.sample import traced


def test_the_picture() -> None:
    lines = write(traced("h"), Style()).splitlines()
    assert lines[0] == "flowchart TD"
    assert '  n0["h<br/>possibly-restricted"]:::possibly-restricted' in lines
    assert '  n1 -->|"an unknown share"| n0' in lines
    assert any("-.->" in line and "5 % (votes)" in line for line in lines)
    evil = next(line for line in lines if "G #34;" in line)
    assert "G #34;#60;b#62;#96;#59;#38;#92;\N{REPLACEMENT CHARACTER}[31m" in evil
    assert evil.count('"') == 2
