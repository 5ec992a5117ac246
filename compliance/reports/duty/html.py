"""The answer on duty as a page: what is owed and claimed, by origin, year and importer of record, and what is missing."""

from __future__ import annotations

from compliance.core.bounds import dollars
from compliance.reports.duty import tables
from compliance.reports.duty.text import HEADINGS, amounts
from compliance.reports.page import page
from compliance.reports.style import Style
from compliance.workflows.duty import DutyResult

MAX_ROWS = 500
"""So many rows of a table stand on the page."""


def write(dues: DutyResult, style: Style) -> str:
    """The whole page; it loads nothing."""
    del style
    total = dues.total
    money = [
        (dollars(total.value), "value"),
        (dollars(total.duty), "duty as declared"),
        (dollars(total.exposure), "exposure"),
    ]
    parts = [(group, heading, [*tables.rows(dues, group)]) for group, heading in HEADINGS.items()]
    return page(
        "duty.html",
        title=dues.tariff.file.title,
        kind="Import duty",
        dues=dues,
        money=[*money, *((dollars(amount), heading) for amount, heading in amounts(total))],
        header=tables.HEADER,
        parts=[(group, heading, rows[:MAX_ROWS], len(rows) - MAX_ROWS) for group, heading, rows in parts],
        lists=tables.lists(dues),
    )
