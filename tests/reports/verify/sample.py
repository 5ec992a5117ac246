"""What may come of a pack."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from compliance.core.finding import Verdict
from compliance.evidence.statement import Asked, Predicate
from compliance.workflows.verify import Difference, VerifyResult

PREDICATE = Predicate(
    program={"name": "mining-compliance", "version": "0.2.0"}, libraries={}, as_of=date(2026, 11, 30), verdict="violation",
    asked=Asked(fleets=("a",), policies=("us-ear",)), inputs=(),
)  # fmt: skip
DIFFERENCES = (
    Difference("us-ear/sophgo", "why", "violation", None, 3, 0),
    Difference("us-ear/affiliates", "why", None, "flagged", 0, 1),
)


def result(**said: Any) -> VerifyResult:
    """A pack that agrees, but for what is said."""
    whole: dict[str, Any] = {
        "path": Path("pack.zip"), "predicate": PREDICATE, "files": 4, "signed": "by this key", "fingerprint": "SHA256:x",
        "judged_again": True, "hindrance": (), "changed": (), "differences": (), "verdict": Verdict.VIOLATION, "paths": frozenset(),
    }  # fmt: skip
    return VerifyResult(**{**whole, **said})
