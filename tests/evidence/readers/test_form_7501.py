"""CBP 7501 as text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.evidence.readers import propose

FORM = """DEPARTMENT OF HOMELAND SECURITY            CBP Form 7501
ENTRY SUMMARY
1. Filer Code/Entry No.   B76-0324527-8      2. Entry Type 01   3. Summary Date 05/02/2024
7. Entry Date 04/20/2024   10. Country of Origin MY   12. B/L or AWB No. MEDU1234567   15. Export Date 04/10/2024
26. Importer of Record Name and Address: Example Mining LLC
001  8543.70.9860   500 NO   $1,750,000
002  8543.70.9860   100 NO   350,000.00   O TH
"""


def test_the_form(tmp_path: Path) -> None:
    (tmp_path / "7501.txt").write_text(FORM, "utf-8")
    (document,) = propose(tmp_path / "7501.txt", "7501.txt")
    assert (document.reference, document.class_, document.read_by) == ("B76-0324527-8", "customs_entry", "form-7501")
    assert document.issued_on == date(2024, 4, 20)
    first, second = document.lines
    assert (first.line, first.hts, first.origin, first.quantity) == ("001", "8543.70.9860", "MY", 500)
    assert (first.value_usd, first.entry_date, first.export_date) == (
        Decimal(1750000),
        date(2024, 4, 20),
        date(2024, 4, 10),
    )
    assert (first.importer, first.bill_of_lading) == ("Example Mining LLC", "MEDU1234567")
    assert (second.origin, second.quantity) == ("TH", 100)


def test_a_text_that_only_looks_like_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Please send the ENTRY SUMMARY (7501).", "utf-8")
    with pytest.raises(ComplianceError, match="nothing in it can be read"):
        propose(tmp_path / "a.txt", "a.txt")


def test_any_other_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An invented document", "utf-8")
    with pytest.raises(ComplianceError, match="is no paper that a reader knows"):
        propose(tmp_path / "a.txt", "a.txt")
