"""The sentences in which reports put what findings hold as fields: here they are written, and nowhere read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.core.finding import AppliedWaiver, Cited, Flag, Report, UnknownText, Verdict
from compliance.core.text import counted, quoted
from compliance.ownership.tracing.ties import flag_meaning

MAX_TEXTS = 20
"""So many texts of a column that nobody understands are named in a sentence."""
DISCLAIMER = "This document finds what counsel has to read; it is not legal advice."
"""What every report says of itself."""
HEADLINE = {
    Verdict.VIOLATION: "at least one rule is broken for certain",
    Verdict.UNDETERMINED: "nothing is broken for certain, nothing is cleared",
    Verdict.FLAGGED: "a red flag that a person must resolve",
    Verdict.WAIVED: "every finding is waived",
    Verdict.COMPLIANT: "every rule is kept",
    Verdict.NOT_APPLICABLE: "no rule applies to these units",
}
"""What the verdict on a whole fleet means."""


def sentence(because: str) -> str:
    """A reason as a sentence."""
    return f"{because[:1].upper()}{because[1:].rstrip('.')}."


def top_lines(report: Report) -> list[str]:
    """What a reader must know before the findings: who was not covered, who is gone, which texts nobody understands."""
    lines = [
        f"Policy {policy.id} covered no unit: all {counted(policy.units_not_applicable, 'unit')} are known to be elsewhere, disposed of or of another kind, or none of its rules is in force."
        for policy in report.policies
        if not policy.units_covered
    ]
    if report.summary.disposed:
        lines.append(
            f"{counted(report.summary.disposed, 'unit')} disposed of: rules on what is held today were not asked of them, so they are no part of what complies."
        )
    return [*lines, *report.warnings, *unknown_sentences(report.unknown)]


def unknown_sentences(unknown: Sequence[UnknownText]) -> Iterator[str]:
    """The texts that nobody understands, those of one column that one thing would settle in one sentence."""
    alike: dict[tuple[str, str], list[UnknownText]] = {}
    for text in unknown:
        alike.setdefault((text.column, text.remedy), []).append(text)
    for (column, remedy), texts in alike.items():
        named = "; ".join(map(_unknown, texts[:MAX_TEXTS]))
        more = f"; and {counted(len(texts) - MAX_TEXTS, 'more text')}" if len(texts) > MAX_TEXTS else ""
        yield f"{column} {named}{more}. To settle it: {remedy}"


def _unknown(text: UnknownText) -> str:
    return f"{quoted(text.text)}: {counted(text.units, 'unit')} ({text.file}, first in row {text.row})"


def waiver_details(waiver: AppliedWaiver) -> str:
    """Who waived what, from when to when, and why."""
    subject = f"{waiver.subject.kind} {waiver.subject.value}"
    days = f"{waiver.approved_on} to {waiver.expires}"
    return f"waiver of {waiver.approved_by} for {subject} ({days}): {waiver.reason}"


def waiver_sentence(waiver: AppliedWaiver) -> str:
    """What a waiver does to a finding."""
    if waiver.state == "applied":
        return f"Without the waiver: {waiver.would_be}. Waived: {waiver_details(waiver)}"
    why = {"expired": "Expired", "not-yet": "Not yet approved"}[waiver.state]
    return f"{why}, does not waive: {waiver_details(waiver)}"


def flag_sentence(flag: Flag) -> str:
    """A flag, what it means, and whom it concerns."""
    return f"{flag.id}: {flag_meaning(flag.id, '; '.join(party.name for party in flag.parties))}"


def doubt(source: Cited) -> str:
    """What makes a source less than sure, or ""."""
    if source.confidence == "verified":
        return ""
    return f"{source.confidence}; verify: {source.verify.rstrip('.')}" if source.verify else source.confidence


def doubt_sentence(source: Cited) -> str:
    """That a finding rests on a source that is less than sure."""
    return f"Rests on {source.id}, which is {doubt(source)}."
