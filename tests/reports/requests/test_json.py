"""Requests for programs."""

from __future__ import annotations

import json
from io import StringIO

from compliance.reports.write_report import write_report
from compliance.workflows.requests import Proposal
from tests.reports.requests.sample import LINE, result


def test_json() -> None:
    out = StringIO()
    write_report(result(LINE, proposals=(Proposal(LINE, "MY", "", ""),)), out, "json")
    data = json.loads(out.getvalue())
    assert list(data) == ["format", "tool", "as_of", "requests", "proposals", "refused"]
    assert (data["format"], data["requests"], data["proposals"][0]["answer"]) == ("compliance-requests/1", [], "MY")
