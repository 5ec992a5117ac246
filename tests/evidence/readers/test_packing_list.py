"""Packing lists and lists of serial numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.readers import propose


def test_a_list_by_model_and_origin(tmp_path: Path) -> None:
    text = "PACKING LIST\nCarton,Model,Serial No,Country of Origin\n1,S21,a1,MY\n1,S21,'a2,MY\n2,S19 XP,a3,CN\n,,,\n,S21,n/a,MY\nTotal,3,,\n"
    (tmp_path / "PL-9.csv").write_text(text, "utf-8")
    (document,) = propose(tmp_path / "PL-9.csv", "documents/PL-9.csv")
    assert (document.id, document.class_, document.reference) == ("LIST-PL-9", "packing_list", "PL-9")
    first, second = document.lines
    assert (first.line, first.model, first.origin, first.quantity, first.serials) == ("1", "S21", "MY", 2, ("A1", "A2"))
    assert (second.model, second.serials) == ("S19 XP", ("A3",))
    assert second.evidence
    assert second.evidence.row == 5


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a1\nA1 ", "row|x.csv:3: serial number A1 stands in row 2 too"),
        ("a1\n5.02E+18", "x.csv:3: serial number '5.02E.18' was destroyed by a spreadsheet"),
    ],
)
def test_numbers_that_are_destroyed_or_stand_twice(tmp_path: Path, rows: str, message: str) -> None:
    (tmp_path / "x.csv").write_text(f"Serial Number\n{rows}\n", "utf-8")
    with pytest.raises(ComplianceError, match=message):
        propose(tmp_path / "x.csv", "x.csv")
