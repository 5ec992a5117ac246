"""The report for programs: the contract that scripts rely on (design section 9)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TextIO

from compliance.reports.check.base import Account
from compliance.reports.json_text import harmless

_ORDER = ("format", "tool", "as_of", "verdict", "inputs", "summary", "policies", "findings", "notes")


def write(account: Account, out: TextIO) -> None:
    """The whole report; the same report gives the same bytes."""
    import json

    data = asdict(account.report)
    text = json.dumps({name: data[name] for name in _ORDER}, indent=2, ensure_ascii=False, default=str)
    out.write(harmless(text) + "\n")
