"""The report for programs: the contract that scripts rely on (design section 9)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TextIO

from compliance.reports.check.base import Account
from compliance.reports.json_text import json_text
from compliance.reports.sentences import top_lines

_ORDER = ("format", "tool", "as_of", "verdict", "inputs", "summary", "policies", "findings", "notes")


def write(account: Account, out: TextIO) -> None:
    """The whole report; the same report gives the same bytes."""
    report = account.report
    data = asdict(replace(report, notes=(*top_lines(report), *report.notes)))
    del data["summary"]["disposed"]
    out.write(json_text({name: data[name] for name in _ORDER}))
