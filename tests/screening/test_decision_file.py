"""A decision is read with every problem of its file, and knows of which state of an entry it was taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.decision_file import fingerprint, read_decisions
from tests.screening.test_decisions import LISTING, TAKEN


def test_the_fingerprint_is_of_what_the_entry_says() -> None:
    assert fingerprint(replace(LISTING, row=99, note="seen")) == fingerprint(LISTING)
    assert fingerprint(replace(LISTING, addresses=("Tehran",))) != fingerprint(LISTING)


def test_a_file_is_read_with_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    said = "\n".join(f"    {name}: {value}" for name, value in vars(TAKEN).items() if value is not None)
    path.write_text(f"decisions:\n  -\n{said}\n")
    assert read_decisions(path, "decisions.yaml") == (TAKEN,)
    path.write_text(f"decisions:\n  -\n{said}\n".replace("expires: 2026-11-22", "expires: 2025-11-22"))
    with pytest.raises(ComplianceError, match="expires before it is decided"):
        read_decisions(path, "decisions.yaml")
