"""JSON texts of reports without a character that a terminal or an editor would obey."""

from __future__ import annotations

import re
from typing import Any

_OBEYED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Characters that JSON may hold but that a terminal or an editor would obey, and what is no character at all."""


def json_text(data: Any) -> str:
    """``data`` as JSON over several lines; what JSON does not know (a day, an amount) becomes its text."""
    import json

    return escape_controls(json.dumps(data, indent=2, ensure_ascii=False, default=str)) + "\n"


def escape_controls(text: str) -> str:
    """JSON without a character that a terminal or an editor would obey: it is written by its number."""
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
