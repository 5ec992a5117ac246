"""``compliance doctor``: it ends with 0 whatever is missing, and with 4 where there is nothing to look at."""

from __future__ import annotations

from pathlib import Path

from tests.command_line import CHINA, HEADER, Compliance, fleet


def test_it_looks_at_the_working_directory(compliance: Compliance) -> None:
    fleet(f"{CHINA},CN", header=f"{HEADER},country_of_assembly")
    ran = compliance("doctor", "--policy", "riot-us-made", "--as-of", "2026-11-22")
    assert (ran.code, ran.out) == (0, "Nothing is missing: 2 units as of 2026-11-22.\n")
    assert compliance("doctor", "nowhere").code == 4
    Path("fleet.csv").write_text("just,words\n")
    ran = compliance("doctor")
    assert ran.code == 0
    assert "UNREAD, units unknown, fleet.csv" in ran.out
    assert compliance("doctor", "--output", "fleet.csv").code == 0
