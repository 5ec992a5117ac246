"""The memo: its head, its order, and what a purchase agreement takes over from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from compliance.core.bounds import NOTHING, exactly
from compliance.core.errors import ComplianceError
from compliance.core.finding import Verdict
from compliance.reports.dossier import closing, summaries
from compliance.reports.dossier.memo import Heading, Paragraph, Table, memo
from compliance.workflows.diligence.diligence import diligence
from compliance.workflows.diligence.dossier import Dossier
from compliance.workflows.diligence.matter import Matter
from compliance.workflows.diligence.past_dealings import PastDealing
from tests.dossiers import NORTHGATE, northgate

DAY = date(2026, 11, 22)


def without_findings() -> Dossier:
    found = northgate()
    plan = replace(found.plan.certain, must=(), chosen=())
    total = replace(found.duty.total, exposure=NOTHING, live=NOTHING)
    return replace(
        found,
        report=replace(
            found.report, findings=(), summary=replace(found.report.summary, by_verdict=dict.fromkeys(Verdict, 0))
        ),
        plan=replace(found.plan, certain=plan, conservative=None),
        duty=replace(found.duty, total=total, groups={**found.duty.groups, "year": {}}),
        past=(),
    )


def dealing(until: date | None) -> PastDealing:
    return PastDealing(
        date(2023, 5, 1), "us-ofac/sdn", Verdict.VIOLATION, "the seller was listed", 3, exactly(9000), until
    )


def test_the_head_says_whose_matter_it_is() -> None:
    matter = Matter("Project X", "Buyer Inc.", "A. Counsel", "Privileged and confidential", "")
    blocks = [*memo([replace(northgate(), matter=matter)])]
    assert blocks[1] == Paragraph("", strong="Privileged and confidential")
    assert isinstance(blocks[2], Table)
    assert blocks[2].rows[:3] == [("Matter", "Project X"), ("Client", "Buyer Inc."), ("From", "A. Counsel")]
    assert isinstance([*memo([northgate()])][1], Table)


def test_a_section_without_rows_is_not_there() -> None:
    titles = [block.text for block in memo([without_findings()]) if isinstance(block, Heading)]
    assert "Red flags" not in titles
    assert "Past dealings" not in titles
    assert "Disclosure schedule" not in titles
    past = [block.text for block in memo([replace(northgate(), past=(dealing(None),))]) if isinstance(block, Heading)]
    assert "Past dealings" in past


def test_the_short_answer() -> None:
    assert summaries.short_answer(without_findings()) == "Nothing has to be changed."
    found = northgate()
    mixed = replace(
        found.report.summary, by_verdict={**dict.fromkeys(Verdict, 0), Verdict.VIOLATION: 1, Verdict.WAIVED: 2}
    )
    answer = summaries.short_answer(replace(found, report=replace(found.report, summary=mixed)))
    assert ", 1 unit break a rule for certain and 2 units are waived." in answer


def test_conditions_and_warranties_follow_the_findings() -> None:
    found = northgate()
    conditions = [*closing.conditions(found)]
    assert conditions[0].startswith("The seller cures what is broken for certain")
    assert any("supply-concentration/maker" in line and "waived in writing" in line for line in conditions)
    assert any(": settled. " in line for line in conditions)
    assert [*closing.conditions(without_findings())] == []
    assert [*closing.warranties(without_findings())] == []
    assert len([*closing.warranties(found)]) >= 3
    assert len([*closing.disclosures(found)]) <= closing.MAX_CONDITIONS


def test_what_stays_in_escrow_until_when() -> None:
    found = northgate()
    rows = [*closing.escrow(replace(found, past=(dealing(None), dealing(date(2020, 1, 1)), dealing(date(2033, 5, 1)))))]
    assert (
        "us-ofac/sdn, dealing of 2023-05-01 (3 units)",
        "penalty; the machines cost USD 9,000.00",
        "not settled",
    ) in rows
    assert [row[2] for row in rows[-2:]] == ["not settled", "2033-05-01"], "a claim that is barred is none"
    years = {row[0]: row[2] for row in rows if row[0].startswith("Duty")}
    assert years["Duty on what was entered in 2025, if customs hold another origin"] == "2030-12-31"
    endless = replace(
        found.duty,
        tariff=replace(found.duty.tariff, file=found.duty.tariff.file.model_copy(update={"limitation": None})),
    )
    assert {row[2] for row in closing.escrow(replace(found, duty=endless, past=()))} == {"not settled"}


def test_the_holders_of_the_acquirer_are_shown_and_a_stranger_is_refused() -> None:
    with pytest.raises(ComplianceError, match="nobody knows the acquirer 'Nobody Holdings'"):
        diligence(NORTHGATE, acquirer="Nobody Holdings", as_of=DAY, policies=["us-ear"])
    result = diligence(NORTHGATE, acquirer="Northgate Compute LLC", as_of=DAY, policies=["us-ear"])
    assert result.dossiers[0].matter.acquirer == "Northgate Compute LLC"
    assert result.dossiers[0].holdings[0].owned == "Northgate Compute LLC"
    assert [*summaries.holdings(result.dossiers[0])]


def test_what_is_waived_or_owes_nothing_asks_for_nothing() -> None:
    found = northgate()
    waived = tuple(replace(finding, verdict=Verdict.WAIVED) for finding in found.report.findings)
    plan = replace(found.plan.certain, must=(), chosen=())
    line = replace(found.duty.total, live=NOTHING)
    free = replace(found.duty, groups={**found.duty.groups, "year": {"2025": line}})
    quiet = replace(
        found, report=replace(found.report, findings=waived), plan=replace(found.plan, certain=plan), duty=free, past=()
    )
    assert [*closing.conditions(quiet)] == []
    assert [*closing.escrow(quiet)] == []


def test_what_must_go_and_what_we_have_to_prepare() -> None:
    found = northgate()
    plan = replace(found.plan.certain, must=found.plan.certain.chosen, chosen=())
    blocks = [*memo([replace(found, plan=replace(found.plan, certain=plan), preparation=())])]
    assert Paragraph("Rules on units ask:") in blocks
    assert not any(isinstance(block, Heading) and block.text == "Our preparation" for block in blocks)


def test_days_that_do_nothing_are_named_in_one_line() -> None:
    ahead = northgate().ahead
    lines = [block.text for block in memo([northgate()]) if isinstance(block, Paragraph)]
    assert any(line.startswith("On ") and "no rule answers otherwise: 20" in line for line in lines)
    busy = [*memo([replace(northgate(), ahead=replace(ahead, entries=ahead.entries[:1]))])]
    assert not any(isinstance(block, Paragraph) and "answers otherwise" in block.text for block in busy)


def test_a_missing_paper_is_no_red_flag() -> None:
    found = northgate()
    papers = tuple(
        replace(finding, concern="papers", verdict=Verdict.UNDETERMINED) for finding in found.report.findings
    )
    assert [*summaries.red_flags(found)]
    assert [*summaries.red_flags(replace(found, report=replace(found.report, findings=papers)))] == []
