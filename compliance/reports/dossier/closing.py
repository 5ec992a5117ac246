"""What a purchase agreement takes over from a dossier: closing conditions, warranties, disclosures, and what stays in escrow."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.bounds import dollars
from compliance.core.finding import Verdict
from compliance.core.text import counted
from compliance.core.timeline import anniversary
from compliance.reports.dossier.summaries import Row, plan_line
from compliance.reports.summaries import gravest
from compliance.workflows.diligence.dossier import Dossier

MAX_CONDITIONS = 25
"""So many conditions and disclosures are named one by one."""

_WARRANTIES = (
    ("listed-party", "Sanctions and export control: no maker, seller, owner, operator or client is on a list of restricted parties, or is owned by one, except as disclosed."),
    ("breach", "Origin and title: every machine is what the inventory says it is, was made where it says, and belongs to whom it names."),
    ("papers", "Papers: the documents that the inventory names exist, are genuine, and cover the machines for which they are named."),
)  # fmt: skip
"""What a warranty is about, by the concern of the findings that ask for it."""
_CUSTOMS = "Customs: all entries were made with the correct origin, value and classification, and all duty was paid."


def conditions(dossier: Dossier) -> Iterator[str]:
    """What has to be so before the purchase is closed, the gravest first."""
    plan = dossier.plan.certain
    if plan.must or plan.chosen:
        yield f"The seller cures what is broken for certain, or the machines stay out of the purchase. {plan_line(plan)}"
    for group in gravest(dossier.report.findings)[:MAX_CONDITIONS]:
        if group.verdict is Verdict.VIOLATION:
            yield f"{group.findings[0].rule} ({group.subject}): the breach has ended or is waived in writing. {group.sentence}"
        elif group.verdict in (Verdict.UNDETERMINED, Verdict.FLAGGED) and group.remedy:
            yield f"{group.findings[0].rule} ({group.subject}): settled. {group.remedy}"


def warranties(dossier: Dossier) -> Iterator[str]:
    """What the seller should warrant, for the findings that there are."""
    concerns = {finding.concern for finding in dossier.report.findings}
    yield from (text for concern, text in _WARRANTIES if concern in concerns)
    if dossier.duty.total.exposure.most != 0:
        yield _CUSTOMS


DISCLOSURES: Row = ("rule", "of", "what is disclosed")


def disclosures(dossier: Dossier) -> Iterator[Row]:
    """What the seller discloses against the warranties: rule, of what, and what was found."""
    for group in gravest(dossier.report.findings)[:MAX_CONDITIONS]:
        yield (group.findings[0].rule, group.subject, f"{group.verdict}: {group.sentence}")


ESCROW: Row = ("claim", "amount", "may be raised until")


def escrow(dossier: Dossier) -> Iterator[Row]:
    """Claims against which a part of the price is kept, and the day on which it may be released."""
    limitation = dossier.duty.tariff.file.limitation
    for year, line in dossier.duty.groups["year"].items():
        if line.live.most == 0:
            continue
        until = "not settled"
        if limitation and year.isdecimal():
            until = str(anniversary(dossier.as_of.replace(int(year), 12, 31), limitation.years))
        yield (f"Duty on what was entered in {year}, if customs hold another origin", dollars(line.live), until)
    for dealing in dossier.past:
        if dealing.pursued_until is None or dealing.pursued_until >= dossier.as_of:
            claim = f"{dealing.rule}, dealing of {dealing.day} ({counted(dealing.units, 'unit')})"
            yield (
                claim,
                f"penalty; the machines cost {dollars(dealing.value)}",
                str(dealing.pursued_until or "not settled"),
            )
