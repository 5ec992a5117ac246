"""The answer on duty for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.bounds import NOTHING, Bounds, dollars, exactly, per_cent
from compliance.core.text import counted
from compliance.reference.tariffs import Tariff, part_text
from compliance.reports.style import Style, plain
from compliance.workflows.duty import DutyResult
from compliance.workflows.duty_claims import Refund
from compliance.workflows.duty_lines import Layer, Line, Missing, RatePeriod

HEADINGS = {
    "origin": "By declared origin",
    "maker": "By maker",
    "seller": "By seller",
    "quarter": "By quarter of entry",
    "year": "By year of entry",
    "debtor": "By importer of record",
    "state": "By state of the claim",
}


def write(dues: DutyResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(dues, style)) + "\n"


def _lines(dues: DutyResult, style: Style) -> Iterator[str]:
    file, total = dues.tariff.file, dues.total
    yield from style.wrap(f"{file.title}. As of {dues.as_of}: {counted(total.units, 'unit')}.")
    yield from style.wrap(f"Rates last reviewed on {file.reviewed}.")
    yield from style.wrap(dollars(total.value), "  Value:             ")
    yield from style.wrap(dollars(total.duty), "  Duty as declared:  ")
    yield from style.wrap(
        f"{dollars(total.exposure)} if the origin is held to be {dues.asserted}", "  Exposure:          "
    )
    for amount, heading in amounts(total):
        yield from style.wrap(dollars(amount), f"    {heading}:".ljust(21))
    for group, heading in HEADINGS.items():
        yield ""
        yield heading
        for name, line in dues.groups[group].items():
            yield from style.wrap(f"{plain(name)}: {_line(line)}", "  ", "      ")
    if dues.layers:
        yield ""
        yield "By duty, as declared and if asserted"
        for layer in dues.layers:
            yield from style.wrap(layer_text(layer), "  ", "      ")
    if dues.refunds:
        yield ""
        yield "Void duty that was paid, to be refunded"
        for refund in dues.refunds:
            yield from style.wrap(refund_text(refund), "  ", "      ")
    if dues.rates:
        yield ""
        yield "Rates"
        for period in dues.rates:
            yield from style.wrap(rate_text(dues.tariff, period), "  ", "      ")
    if dues.missing:
        yield ""
        yield "What is missing"
        for gap in dues.missing:
            yield from style.wrap(missing_text(gap), "  - ")
    yield ""
    yield "Notes"
    for note in dues.notes:
        yield from style.wrap(note, "  - ")


def _line(line: Line) -> str:
    live = "" if line.live == line.exposure else f", live {dollars(line.live)}"
    return (
        f"{counted(line.units, 'unit')}, value {dollars(line.value)}, duty {dollars(line.duty)}, "
        f"exposure {dollars(line.exposure)}{live}"
    )


def amounts(line: Line) -> list[tuple[Bounds, str]]:
    """What an exposure is made of, where it is not all live."""
    if line.live == line.exposure:
        return []
    return [
        (amount, heading)
        for amount, heading in ((line.live, "live"), (line.void, "void duty"), (line.barred, "time-barred"))
        if amount != NOTHING or heading == "live"
    ]


def standing(layer: Layer) -> str:
    """Whether a duty stands, in brackets; nothing of one that nobody doubts."""
    return " (void)" if layer.void else " (its collection may not stand)" if layer.duty.doubt else ""


def layer_text(layer: Layer) -> str:
    """``section 301: USD 0.00; USD 25.00``: a duty as declared and if the other origin is asserted."""
    return f"{layer.duty.title}: {dollars(layer.declared)}; {dollars(layer.asserted)}{standing(layer)}"


def refund_text(refund: Refund) -> str:
    """``Foo LLC: 10 units, USD 5.00 by declaration, at the latest until 2027-01-02``."""
    until = f", at the latest until {refund.until}" if refund.until else ""
    return f"{plain(refund.debtor)}: {counted(refund.units, 'unit')}, {dollars(refund.amount)}, {refund.how}{until}"


def missing_text(gap: Missing) -> str:
    """``5 units: the day of …; settles USD 10.00 of the exposure``."""
    settles = f"; settles {dollars(exactly(gap.settles))} of the exposure" if gap.settles else ""
    return f"{counted(gap.units, 'unit')}: {gap.ask}{settles}"


def rate_text(tariff: Tariff, period: RatePeriod) -> str:
    """``MY, 2025-04-10 to 2025-08-06: 12.6 % (general rate 2.6 %, ...; sources)``."""
    if period.origin == tariff.file.home:
        return f"{period.origin}: nothing is due"
    which = f"{period.origin}, {_days(period)}"
    if not period.parts:
        return f"{which}: the table has no rate"
    parts = ", ".join(part_text(part) for part in period.parts)
    sources = ", ".join(dict.fromkeys(f"{part.rate.source}, {tariff.confidence(part.rate)}" for part in period.parts))
    return f"{which}: {per_cent(period.rate)} = {parts} ({sources})"


def _days(period: RatePeriod) -> str:
    loaded = f", loaded before {period.loaded_before}" if period.loaded_before else ""
    return _stretch(period) + loaded


def _stretch(period: RatePeriod) -> str:
    if period.since is None:
        return "at all times" if period.until is None else f"until {period.until}"
    return f"from {period.since} on" if period.until is None else f"{period.since} to {period.until}"
