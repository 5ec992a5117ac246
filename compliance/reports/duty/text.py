"""The answer on duty for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.core.bounds import dollars, per_cent
from compliance.core.text import counted
from compliance.reference.tariffs import Tariff, part_text
from compliance.reports.style import Style, plain
from compliance.workflows.duty import DutyResult, Line, RatePeriod

HEADINGS = {
    "origin": "By declared origin",
    "maker": "By maker",
    "seller": "By seller",
    "quarter": "By quarter of entry",
}


def write(dues: DutyResult, style: Style) -> str:
    """The answer as lines of at most ``style.width`` columns."""
    return "\n".join(_lines(dues, style)) + "\n"


def _lines(dues: DutyResult, style: Style) -> Iterator[str]:
    file, total = dues.tariff.file, dues.total
    yield from style.wrap(f"{file.title}. As of {dues.as_of}: {counted(total.units, 'unit')}.")
    yield from style.wrap(dollars(total.value), "  Value:             ")
    yield from style.wrap(dollars(total.duty), "  Duty as declared:  ")
    yield from style.wrap(
        f"{dollars(total.exposure)} if the origin is held to be {dues.asserted}", "  Exposure:          "
    )
    for group, heading in HEADINGS.items():
        yield ""
        yield heading
        for name, line in dues.groups[group].items():
            yield from style.wrap(f"{plain(name)}: {_line(line)}", "  ", "      ")
    if dues.layers:
        yield ""
        yield "By duty, as declared and if asserted"
        for layer in dues.layers:
            doubt = " (its collection may not stand)" if layer.duty.doubt else ""
            yield from style.wrap(
                f"{layer.duty.title}: {dollars(layer.declared)}; {dollars(layer.asserted)}{doubt}", "  ", "      "
            )
    if dues.rates:
        yield ""
        yield "Rates"
        for period in dues.rates:
            yield from style.wrap(rate_text(dues.tariff, period), "  ", "      ")
    if dues.missing:
        yield ""
        yield "What is missing"
        for gap in dues.missing:
            yield from style.wrap(f"{counted(gap.units, 'unit')}: {gap.ask}", "  - ")
    yield ""
    yield "Notes"
    for note in dues.notes:
        yield from style.wrap(note, "  - ")


def _line(line: Line) -> str:
    return f"{counted(line.units, 'unit')}, value {dollars(line.value)}, duty {dollars(line.duty)}, exposure {dollars(line.exposure)}"


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
    if period.since is None:
        return "at all times" if period.until is None else f"until {period.until}"
    return f"from {period.since} on" if period.until is None else f"{period.since} to {period.until}"
