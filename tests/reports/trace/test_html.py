"""The page; tests/reports/trace/test_svg.py compares whole ones."""

from __future__ import annotations

import re

from compliance.core.share import Share
from compliance.ownership.parties import Interest, collect
from compliance.reports.style import Style
from compliance.reports.trace import html
from tests.reports.trace.sample import traced


def test_it_tells_every_party_its_reasons() -> None:
    written = html.write(traced("g", "h", "a", "z"), Style())
    assert written.startswith("<!doctype html>")
    assert written.count("<article") == 3
    assert (
        "<h3>Clear</h3>\n<ul>\n<li>z: No listed party owns any part of z, as far as interests are recorded.</li>\n</ul>"
        in written
    )
    assert "<div>the share of m in h</div>" in written
    assert "undisclosed-majority: we do not know who owns half or more of it" in written
    assert "<li>Control without ownership does not block" in written


def test_without_notes() -> None:
    assert 'id="notes"' not in html.write(traced("g", notes=()), Style())


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    written = html.write(traced("g"), Style())
    assert "default-src 'none'" in written
    assert len(re.findall("<style", written)) == 1
    assert not re.findall(r"<[^>]* style=", written)
    assert not re.findall(r'(?:src|href)="(?!#)', written)


def test_very_many_parties() -> None:
    interests = [Interest("x", f"r{number}", Share.exact(60)) for number in range(6)]
    interests += [Interest("z", f"c{number}", Share.exact(60)) for number in range(6)]
    written = html.write(traced(parties=collect((), interests), possible=[]), Style(), max_parties=3, max_clear=2)
    assert written.count("<article") == 3
    # Seven are restricted (x among them), seven clear.
    assert "<p>And 9 more; --format json has them all.</p>" in written
