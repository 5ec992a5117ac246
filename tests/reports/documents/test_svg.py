"""The tie-out as a picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from compliance.reports.documents import svg
from tests.reports.documents.sample import sample, text_of


def test_a_band_for_each_claim(tmp_path: Path) -> None:
    root = ElementTree.fromstring(text_of(svg.write, sample(tmp_path)))
    bands = [element for element in root.iter() if element.tag.endswith("path")]
    assert len(bands) == 5
    assert sum(band.get("stroke-dasharray") is not None for band in bands) == 3
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    assert "E-1 (customs entry)" in texts
    assert "S-1 (factory record)" in texts
    assert any(text.startswith("B (") for text in texts)
    assert any(text.endswith("fleet.csv:2") for text in texts)
    assert any(text.endswith("…") for text in texts)


def test_very_many_are_not_all_drawn(tmp_path: Path) -> None:
    text = svg.drawing(sample(tmp_path).papers.tied, max_rows=1)
    assert text.count("<path") == 1
