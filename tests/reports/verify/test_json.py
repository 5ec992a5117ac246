"""What came of a pack, as JSON."""

from __future__ import annotations

import json

from compliance.reports.style import Style
from compliance.reports.verify.json import write
from tests.reports.verify.sample import DIFFERENCES, result


def test_the_fields() -> None:
    data = json.loads(write(result(differences=DIFFERENCES, fingerprint=""), Style()))
    assert (data["format"], data["agrees"], data["fingerprint"], data["verdict_now"]) == (
        "compliance-verify/1", False, None, "violation",
    )  # fmt: skip
    assert [one["rule"] for one in data["differences"]] == ["us-ear/sophgo", "us-ear/affiliates"]
