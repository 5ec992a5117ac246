"""The auditor's own workbook back, with a coloured verdict beside each row and a sheet of findings.

Every sheet comes back with its values where they stood: formulas as the values they had, because nothing that comes from
an inventory may run. A text table becomes a workbook of its own, with the same row numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from compliance.core.errors import fail
from compliance.inventory.formats.workbook import REPORT
from compliance.inventory.grouping.base import Sheet
from compliance.reports.check.base import Account, Inventory, JudgedLot
from compliance.reports.documents.xlsx import write_sheets
from compliance.reports.sentences import HEADLINE, top_lines
from compliance.reports.summaries import by_rule, sources
from compliance.reports.workbook import WIDEST, Pen, Widths, listed, workbook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MAX_SHEET_ROWS = 1_048_576
"""So many rows a sheet can have."""
A4 = 9
"""What a workbook calls this size of paper."""
ADDED = ("Compliance verdict", "Compliance rules", "Why")
"""How the columns that are added begin."""
_FINDINGS = {
    "Verdict": 15, "Rule": 30, "What it asks": 40, "Effect": 18, "Units": 9, "Why": 50, "Where": 36, "Waivers": 36,
    "To do": 40, "Evidence": 36, "Sources": 30,
}  # fmt: skip
"""The columns of the findings, and how wide they are, in characters."""
_LINE, _HIGHEST = 15, 405
"""The height of a line, and of the highest row, in points."""
_NUMBERS = ("quantity", "hashrate_ths", "power_w", "unit_price_usd")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,11})(?:\.\d{1,6})?")
_EVIDENCE = 5


def write(account: Account, out: BinaryIO, max_rows: int = MAX_SHEET_ROWS) -> None:
    """The workbook. Memory does not grow with the rows. Raises ComplianceError for more rows than ``max_rows``, a header included."""
    inventories = account.inventories()
    for inventory in inventories:
        if inventory.rows >= max_rows:
            what = f"has {inventory.rows:,} rows; a sheet of a workbook holds {max_rows:,}"
            raise fail(what, "Choose --format csv or html.", file=inventory.file)
    with workbook(out, account.report.as_of) as pen:
        for inventory in inventories:
            if inventory.book:
                _workbook(pen, inventory, inventory.book())
            else:
                _table(pen, inventory)
        _findings(pen, account, max_rows)
        papers = account.papers()
        if papers and papers.tied.register:
            write_sheets(pen, papers)
        _about(pen, account)


def _table(pen: Pen, inventory: Inventory) -> None:
    """The rows of an inventory that is no workbook; under their own numbers where they have such."""
    sheet, widths = pen.sheet(PurePosixPath(inventory.file).stem), Widths()
    top = inventory.top or ((1, list(inventory.header)),)
    for number, cells in top[:-1]:
        for column, cell in enumerate(cells):
            pen.text(sheet, number - 1, column, cell)
    header = top[-1][0] - 1
    right = len(inventory.header)
    for column, cell in enumerate((*inventory.header, *ADDED)):
        pen.text(sheet, header, column, cell, pen.head)
    widths.see(0, (*inventory.header, *ADDED))
    numeric = {inventory.index[name] for name in _NUMBERS if name in inventory.index}
    last = header
    for number, row, _, lot in inventory.judged():
        last = number - 1 if inventory.top else last + 1
        for column, cell in enumerate(row):
            if column in numeric and _NUMBER.fullmatch(cell):
                sheet.write_number(last, column, float(cell))
            else:
                pen.text(sheet, last, column, cell)
        widths.see(0, row)
        _judge(pen, sheet, last, right, lot)
    _finish(sheet, widths, header, last, right)


def _workbook(pen: Pen, inventory: Inventory, sheets: Iterator[Sheet]) -> None:
    """Every sheet as it stood; beside the inventory, right of all that stands there, its verdicts.

    What an earlier report added is left out: a workbook that is corrected and judged again does not grow.
    """
    header, titles = inventory.top[-1]
    for original in sheets:
        first = next(original.rows, [])
        if list(first) == [*_FINDINGS] or any(str(cell).startswith(REPORT) for cell in first[:1]):
            continue
        sheet, widths = pen.sheet(original.name), Widths()
        lots = {number: lot for number, _, _, lot in inventory.judged()} if original.inventory else {}
        width = original.width - (len(ADDED) if original.inventory and tuple(titles[-len(ADDED) :]) == ADDED else 0)
        right = original.left - 1 + width
        for number, row in enumerate(chain([first], original.rows), 1):
            above = original.inventory and number == header
            for column, value in enumerate(row[:width], original.left - 1):
                if above:
                    pen.text(sheet, number - 1, column, str(value), pen.head)
                else:
                    pen.value(sheet, number - 1, column, value)
            widths.see(original.left - 1, row[:width])
            for column, title in enumerate(ADDED if above else (), right):
                pen.text(sheet, number - 1, column, title, pen.head)
            if number in lots:
                _judge(pen, sheet, number - 1, right, lots[number])
        if original.inventory:
            _finish(sheet, widths, header - 1, max(lots) - 1, right)
        else:
            widths.set(sheet)


def _judge(pen: Pen, sheet: Worksheet, row: int, right: int, lot: JudgedLot) -> None:
    pen.text(sheet, row, right, lot.verdict.value, pen.verdicts[lot.verdict])
    pen.text(sheet, row, right + 1, "; ".join(lot.rules))
    pen.text(sheet, row, right + 2, "; ".join(lot.reasons))


def _finish(sheet: Worksheet, widths: Widths, header: int, last: int, right: int) -> None:
    widths.set(sheet)
    sheet.set_column(right, right, 20)
    sheet.set_column(right + 1, right + 1, 34)
    sheet.set_column(right + 2, right + 2, WIDEST)
    listed(sheet, header, last, right + len(ADDED))


def _findings(pen: Pen, account: Account, max_rows: int) -> None:
    """One row per reason, as the other reports tell it."""
    sheet = pen.sheet("Findings")
    sheet.activate()
    rules_by_id = {rule.id: rule for rule in account.rules}
    groups = [(rules_by_id[rule], group) for rule, members in by_rule(account.report.findings) for group in members]
    if len(groups) >= max_rows:
        raise fail(f"{len(groups):,} reasons are more than a sheet holds", "Choose --format json.")
    for column, title in enumerate(_FINDINGS):
        pen.text(sheet, 0, column, title, pen.head)
    for row, (rule, group) in enumerate(groups, 1):
        facts = dict.fromkeys(f"{fact.fact}: {fact.value}" for finding in group.findings for fact in finding.evidence)
        cited = dict.fromkeys(source.id for finding in group.findings for source in finding.sources)
        more = [f"and {len(facts) - _EVIDENCE} more"] if len(facts) > _EVIDENCE else []
        cells = (
            rule.id, rule.title, rule.effect, "", group.sentence, group.where or group.about_words, "\n".join(group.waivers),
            group.remedy, "\n".join([*facts][:_EVIDENCE] + more), "\n".join(cited),
        )  # fmt: skip
        sheet.set_row(row, min(_LINE * max(map(_lines, cells, [*_FINDINGS.values()][1:])), _HIGHEST))
        pen.text(sheet, row, 0, group.verdict.value, pen.verdicts[group.verdict])
        for column, cell in enumerate(cells, 1):
            pen.text(sheet, row, column, cell, pen.wrapped)
        sheet.write_number(row, 4, group.units, pen.wrapped)
    for column, width in enumerate(_FINDINGS.values()):
        sheet.set_column(column, column, width)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    listed(sheet, 0, max(len(groups), 1), len(_FINDINGS))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, about."""
    return sum(1 + len(line) // width for line in text.split("\n"))


def _about(pen: Pen, account: Account) -> None:
    """On which day, by which program, from which files."""
    report, sheet = account.report, pen.sheet("About")
    lines: list[Sequence[str | int]] = [
        (REPORT, report.verdict.value, HEADLINE[report.verdict]),
        ("As of", str(report.as_of)),
        ("Program", f"{report.tool.name} {report.tool.version}"),
        ("Units", report.summary.units),
        *((f"Units: {verdict}", units) for verdict, units in report.summary.by_verdict.items()),
        *(("Read this first", line) for line in top_lines(report)),
        *((f"Read: {entry.kind}", entry.path, entry.edition or "", entry.sha256) for entry in report.inputs),
        *((f"Source: {source.id}", source.title, doubt, source.url) for source, doubt in sources(report.findings)),
        *(("Note", note) for note in report.notes),
    ]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            else:
                pen.text(sheet, row, column, cell, pen.head if column == 0 else None)
    for column, width in enumerate((22, 60, 24, 66)):
        sheet.set_column(column, column, width)
