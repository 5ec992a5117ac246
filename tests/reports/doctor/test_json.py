"""The doctor's JSON: the gaps with their fields, for scripts."""

from __future__ import annotations

import io
import json

from compliance import write_report
from tests.reports.doctor.test_text import RESULT


def test_the_fields() -> None:
    out = io.StringIO()
    write_report(RESULT, out, "json")
    answer = json.loads(out.getvalue())
    assert {name: answer[name] for name in ("format", "as_of", "units", "by_verdict")} == {
        "format": "compliance-doctor/1",
        "as_of": "2026-11-22",
        "units": 7,
        "by_verdict": {"violation": 7},
    }
    assert answer["gaps"][1] == {
        "kind": "missing",
        "what": "no origin is recorded",
        "remedy": "Record it.",
        "change": "Lets x answer.",
        "units": 1,
        "file": "",
    }
    assert answer["gaps"][0]["units"] is None
