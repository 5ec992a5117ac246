"""A decision is read with every problem of its file, and knows of which state of an entry it was taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.screening.decision_file import fingerprint, read_decisions, with_decision
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


@pytest.mark.parametrize("country", [None, "TW"])
def test_a_file_is_continued(country: str | None, tmp_path: Path) -> None:
    taken = TAKEN.model_copy(update={"country": country, "reason": 'No: "an" other # one'})
    content = with_decision(None, "d", taken)
    other = TAKEN.model_copy(update={"decision": "same-party", "entry": "007"})
    path = tmp_path / "d"
    path.write_bytes(with_decision(b"# by counsel\n" + content, "d", other))
    assert read_decisions(path, "d") == (taken, other)
    assert path.read_bytes().startswith(b"# by counsel\n" + content)


def test_one_match_is_decided_once_for_a_day() -> None:
    content = with_decision(None, "d", TAKEN)
    for same in ({"decision": "same-party"}, {"country": "TW"}, {"party": "DELTA ELECTRONICS, INC."}):
        with pytest.raises(ComplianceError, match="d: the file has a decision on this match already: decision by M"):
            with_decision(content, "d", TAKEN.model_copy(update=same))
    later = {"decided_on": date(2026, 11, 23), "expires": date(2027, 11, 23)}
    for other in (later, {"fingerprint": "f" * 16}, {"entry": "other"}, {"party": "Delta"}):
        assert b"not-the-same-party" in with_decision(content, "d", TAKEN.model_copy(update=other))
    taiwanese = with_decision(None, "d", TAKEN.model_copy(update={"country": "TW"}))
    assert with_decision(taiwanese, "d", TAKEN.model_copy(update={"country": "CN"})).count(b"- party") == 2
