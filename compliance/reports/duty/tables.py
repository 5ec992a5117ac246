"""The duty in tables and sentences, as its page and a dossier show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.core.bounds import dollars
from compliance.reports.duty.text import amounts, layer_text, missing_text, rate_text, refund_text
from compliance.workflows.duty import DutyResult

Row = Sequence[str]
HEADER: Row = ("units", "value", "duty", "exposure", "live", "void duty", "time-barred")


def lead(duty: DutyResult) -> str:
    """What all units cost in duty."""
    total = duty.total
    parts = "".join(f", {heading} {dollars(amount)}" for amount, heading in amounts(total))
    return (
        f"Value {dollars(total.value)}; duty as declared {dollars(total.duty)}; exposure if customs hold the origin to "
        f"be {duty.asserted}: {dollars(total.exposure)}{parts}. Rates last reviewed on {duty.tariff.file.reviewed}."
    )


def rows(duty: DutyResult, group: str) -> Iterator[Row]:
    """The parts of a group, such as ``origin`` or ``debtor``: name, then what HEADER says."""
    for name, line in duty.groups[group].items():
        money = (line.value, line.duty, line.exposure, line.live, line.void, line.barred)
        yield (name, f"{line.units:,}", *map(dollars, money))


def lists(duty: DutyResult) -> dict[str, list[str]]:
    """What stands below the tables, by heading; an empty list is left out."""
    lines = {
        "By duty, as declared and if asserted": [layer_text(layer) for layer in duty.layers],
        "Void duty that was paid, to be refunded": [refund_text(refund) for refund in duty.refunds],
        "Rates": [rate_text(duty.tariff, period) for period in duty.rates],
        "What is missing": [missing_text(gap) for gap in duty.missing],
    }
    return {heading: texts for heading, texts in lines.items() if texts}
