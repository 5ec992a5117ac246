"""The report for programs: the contract that scripts rely on (design section 9)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TextIO

from compliance.reports.check.base import Account
from compliance.reports.json_text import json_text

_ORDER = ("format", "tool", "as_of", "verdict", "inputs", "summary", "policies", "findings", "notes")


def write(account: Account, out: TextIO) -> None:
    """The whole report; the same report gives the same bytes."""
    data = asdict(account.report)
    out.write(json_text({name: data[name] for name in _ORDER}))
