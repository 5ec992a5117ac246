"""The answer on duty as Markdown, for a memorandum or a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.core.bounds import dollars
from compliance.reports.duty.text import HEADINGS, missing_text, rate_text, refund_text, standing
from compliance.reports.style import Style, plain
from compliance.workflows.duty import DutyResult
from compliance.workflows.duty_lines import Line

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~$!"})


def write(dues: DutyResult, style: Style) -> str:
    """The answer; texts of the input are shown, never obeyed."""
    return "\n".join(_lines(dues)) + "\n"


def _lines(dues: DutyResult) -> Iterator[str]:
    yield f"# {_safe(dues.tariff.file.title)}"
    yield ""
    yield f"As of {dues.as_of}; rates last reviewed on {dues.tariff.file.reviewed}. Exposure: what more is due if the origin is held to be {_safe(dues.asserted)}."
    yield from _table("", {"All": dues.total})
    for group, heading in HEADINGS.items():
        yield from _table(heading, dues.groups[group])
    if dues.layers:
        yield from (
            "",
            "## By duty",
            "",
            "| duty | as declared | if asserted | exposure | |",
            "|---|---:|---:|---:|---|",
        )
        for layer in dues.layers:
            doubt = standing(layer).strip(" ()")
            cells = (layer.duty.title, *map(dollars, (layer.declared, layer.asserted, layer.exposure)), doubt)
            yield _row(cells)
    yield from _list("Void duty that was paid, to be refunded", map(refund_text, dues.refunds))
    yield from _list("Rates", (rate_text(dues.tariff, period) for period in dues.rates))
    yield from _list("What is missing", map(missing_text, dues.missing))
    yield from _list("Notes", dues.notes)


def _table(heading: str, lines: dict[str, Line]) -> Iterator[str]:
    yield from ("", f"## {heading}") if heading else ()
    yield from (
        "",
        "| | units | value | duty as declared | exposure | live | void duty | time-barred |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    )
    for name, line in lines.items():
        yield _row(
            (
                name,
                f"{line.units:,}",
                *map(dollars, (line.value, line.duty, line.exposure, line.live, line.void, line.barred)),
            )
        )


def _list(heading: str, items: Iterable[str]) -> Iterator[str]:
    lines = list(items)
    yield from ("", f"## {heading}", "", *(f"- {_safe(item)}" for item in lines)) if lines else ()


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_safe, cells))} |"


def _safe(text: str) -> str:
    return plain(text).translate(_SPECIAL)
