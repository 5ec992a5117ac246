"""What came of a pack, as text."""

from __future__ import annotations

from compliance.reports.style import Style
from compliance.reports.verify.text import write
from tests.reports.verify.sample import DIFFERENCES, result


def test_a_pack_that_agrees() -> None:
    assert write(result(), Style(200)).splitlines() == [
        "Every byte is as it was written: 4 files.",
        "Signed by the key SHA256:x, which you gave.",
        "Then: violation, as of 2026-11-30, by mining-compliance 0.2.0.",
        "Judged again: violation, the same findings.",
    ]


def test_what_differs_and_what_hinders() -> None:
    text = write(result(differences=DIFFERENCES, changed=("list x has changed",)), Style(200))
    assert "Judged again: violation, 2 differences." in text
    assert "  - us-ear/sophgo: violation (3 units) -> no such finding: why" in text
    assert "  - us-ear/affiliates: no such finding -> flagged (1 unit): why" in text
    assert "  - list x has changed" in text
    text = write(result(judged_again=False, verdict=None, hindrance=("no such policy",)), Style(200))
    assert "It could not be judged again:\n  - no such policy" in text
    text = write(result(judged_again=False, verdict=None, signed="not signed", fingerprint=""), Style(200))
    assert "Not judged again: the pack holds only the digests" in text
    assert "Not signed" in text
    assert "which the pack itself brings" in write(result(signed="by its own key"), Style(200))
