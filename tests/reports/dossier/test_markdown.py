"""The dossier as a memorandum."""

from __future__ import annotations

from dataclasses import replace

from compliance.reports.dossier.markdown import write
from tests.command_line import EVIL
from tests.dossiers import northgate, written

SECTIONS = (
    "Short answer", "What decides", "Red flags", "What is being bought", "Findings", "Documents and what they cover", "Ownership", "Past dealings", "Sites", "Requests by addressee",
    "Our preparation", "Remediation", "Duty", "Escrow and price", "Closing conditions", "Warranties to ask for",
    "Disclosure schedule", "The coming twelve months", "Laws not assessed", "Annex: what was read",
)  # fmt: skip


def test_every_section() -> None:
    text = written(write, [northgate()])
    assert text.startswith("# Due diligence: northgate\n")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(SECTIONS)
    assert "| all together, with limits on the fleet | 273 | 9.0 % |" in text
    assert "| supply-concentration | " in text
    assert "Limits on the fleet ask besides, at the least hashrate" in text
    assert "| document, not read | EXAMPLE-7501-12.txt |" in text
    assert "- 40 units: the price of a unit in US dollars, from the invoice" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_what_is_not_there_is_not_told() -> None:
    found = northgate()
    bare = replace(
        found,
        sites=(),
        efficiency=None,
        documents=None,
        duty=replace(found.duty, missing=()),
        plan=replace(found.plan, certain=replace(found.plan.certain, must=(), chosen=()), conservative=None),
    )
    text = written(write, [bare])
    assert "What is missing" not in text
    assert "\n## Sites" not in text
    assert "W per TH/s" not in text
    assert "Limits on the fleet ask" not in text
    assert "Rules on units ask" not in text


def test_several_are_compared_first() -> None:
    text = written(write, [northgate(), replace(northgate(), name=f"{EVIL} | <b>")])
    assert text.startswith("# Comparison of targets\n")
    assert text.count("\n# Due diligence: ") == 2
    assert "\\| \\<b\\>" in text
    assert "\x1b" not in text


def test_what_rests_on_an_announcement_says_so() -> None:
    text = written(write, [northgate()])
    assert "| us-cfius-real-estate | 0 | 0.0 % | 0.0 % | USD 0.00 | 0, site northgate, site sandersville |  |" in text
    affiliates = text.partition("### us-ear/affiliates\n")[2].partition("\n### ")[0]
    assert "\n> This rule rests on what has only been announced: One-Year Suspension" in affiliates
