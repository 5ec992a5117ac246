"""The report for programs: the contract that scripts rely on (design section 9)."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TextIO

from compliance.report_formats.base import Account

_ORDER = ("format", "tool", "as_of", "verdict", "inputs", "summary", "findings", "notes")
_OBEYED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that JSON may hold but that a terminal or an editor would obey, and what is no character at all."""


def write(account: Account, out: TextIO) -> None:
    """The whole report; the same report gives the same bytes."""
    import json

    data = asdict(account.report)
    text = json.dumps({name: data[name] for name in _ORDER}, indent=2, ensure_ascii=False, default=str)
    out.write(harmless(text) + "\n")


def harmless(text: str) -> str:
    """JSON without a character that a terminal or an editor would obey: it is written by its number."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
