"""Graphviz."""

from __future__ import annotations

import re

from compliance.reports.style import Style
from compliance.reports.trace.dot import write
from tests.reports.trace.sample import traced


def test_the_picture() -> None:
    text = write(traced("h"), Style())
    assert text.startswith("digraph ownership {\n")
    assert text.endswith("}\n")
    assert 'label="Alpha Holding (x)\\nlisted", fillcolor="#b3261e", fontcolor=white' in text
    assert '[label="50.5 %, since 2024-01-01, until 2026-01-01"];' in text
    assert '[label="5 % (votes)", style=dashed];' in text
    assert '\\"<b>`;&\\\\\N{REPLACEMENT CHARACTER}[31m' in text
    quoted = r'"(?:[^"\\\n]|\\.)*"'
    assert not re.sub(quoted, "", text).count('"')
