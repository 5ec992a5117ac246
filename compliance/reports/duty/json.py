"""The answer on duty for programs: ``compliance-duty/1``. Money is text in US dollars and cents; null is not known."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from compliance.core.bounds import Bounds, cents
from compliance.reference.tariffs import Tariff
from compliance.reports.json_text import json_text
from compliance.reports.style import Style
from compliance.workflows.duty import DutyResult
from compliance.workflows.duty_lines import Line, Missing, RatePeriod


def write(dues: DutyResult, style: Style) -> str:
    """The whole answer; the same answer gives the same bytes."""
    return json_text(content(dues))


def content(dues: DutyResult) -> dict[str, Any]:
    """The answer as what JSON can hold."""
    file = dues.tariff.file
    return {
        "format": "compliance-duty/1",
        "tool": asdict(dues.tool),
        "as_of": dues.as_of,
        "tariff": {
            "id": file.id,
            "title": file.title,
            "heading": file.heading,
            "former_headings": [former.model_dump() for former in file.former_headings],
            "reviewed": file.reviewed,
            "path": dues.tariff.name,
            "sha256": dues.tariff.sha256,
        },
        "asserted_origin": dues.asserted,
        "inputs": [asdict(source) for source in dues.inputs],
        "total": _line(dues.total),
        **{
            f"by_{group}": [{group: name, **_line(line)} for name, line in lines.items()]
            for group, lines in dues.groups.items()
        },
        "by_duty": [
            {
                "duty": layer.duty.title,
                "declared": _money(layer.declared),
                "asserted": _money(layer.asserted),
                "exposure": _money(layer.exposure),
                "doubt": layer.duty.doubt,
                "void": layer.duty.void.model_dump() if layer.duty.void and layer.void else None,
            }
            for layer in dues.layers
        ],
        "refunds": [
            {
                "importer_of_record": refund.debtor,
                "how": refund.how,
                "units": refund.units,
                "amount_usd": _money(refund.amount),
                "until": refund.until,
            }
            for refund in dues.refunds
        ],
        "rates": [_period(dues.tariff, period) for period in dues.rates],
        "missing": [_missing(gap) for gap in dues.missing],
        "notes": list(dues.notes),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "units": line.units,
        "value_usd": _money(line.value),
        "duty_usd": _money(line.duty),
        "exposure_usd": _money(line.exposure),
        "live_usd": _money(line.live),
        "void_usd": _money(line.void),
        "time_barred_usd": _money(line.barred),
        "if_transshipped_usd": _money(line.transshipped),
    }


def _missing(gap: Missing) -> dict[str, Any]:
    settles = None if gap.settles is None else cents(gap.settles)
    return {**{name: value for name, value in asdict(gap).items() if name != "settles"}, "settles_usd": settles}


def _money(amount: Bounds) -> dict[str, str | None]:
    return {"minimum": cents(amount.least), "maximum": None if amount.most is None else cents(amount.most)}


def _percent(rate: Bounds) -> dict[str, str | None]:
    return {"minimum": str(rate.least), "maximum": None if rate.most is None else str(rate.most)}


def _period(tariff: Tariff, period: RatePeriod) -> dict[str, Any]:
    return {
        "origin": period.origin,
        "from": period.since,
        "until": period.until,
        "loaded_before": period.loaded_before,
        "percent": _percent(period.rate),
        "parts": [
            {
                "duty": part.duty.title,
                "percent": _percent(part.bounds),
                "source": tariff.source(part.rate).model_dump() | {"confidence": tariff.confidence(part.rate)},
                "verify": part.rate.verify,
            }
            for part in period.parts
        ],
    }
