"""An empty workbook for those who start from nothing: the columns that rules read, with drop-downs and what belongs where."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from compliance.reference.unit_kinds import KINDS

ROWS = 5000
"""So many rows have the drop-downs."""
WANTED: Mapping[str, str] = {
    "asset_id": "Your own number of the machine.",
    "serial_number": "As on its label.",
    "quantity": "How many machines the row stands for; 1 where it is empty.",
    "kind": "What it is; a miner where it is empty.",
    "manufacturer": "Who made it, for example Bitmain.",
    "model": "As the maker writes it, for example Antminer S21.",
    "country_of_origin": "Where it was made, by customs law. Leave it empty where you do not know.",
    "origin_evidence": "Which papers show it: customs_entry:NUMBER;factory_record:NUMBER.",
    "supplier": "Who sold it to you.",
    "supplier_country": "The seller's country.",
    "owner": "Who owns it.",
    "hosting_client": "For whom it is hosted.",
    "purchase_lot": "The seller's lot or your purchase order.",
    "purchase_date": "YYYY-MM-DD.",
    "delivery_date": "YYYY-MM-DD.",
    "site": "As it is called in sites.yaml.",
    "location": "Hall, container, rack.",
    "status": "What it does now; disposed for what is sold or scrapped.",
    "unit_price_usd": "What one machine cost, in US dollars.",
}
"""The columns of the template, with what belongs there."""
STATUSES = ("in use", "in stock", "in repair", "ordered", "disposed")


def template(countries: Sequence[str], makers: Sequence[str]) -> bytes:
    """The workbook as bytes: the sheet ``Machines``, empty but for its header, and ``Lists``, which the drop-downs offer."""
    from datetime import datetime

    import xlsxwriter
    from xlsxwriter.utility import xl_col_to_name

    lists = {"manufacturer": makers, "country_of_origin": countries, "supplier_country": countries}
    # In a sheet, words such as control_board would be taken for the header of a second inventory.
    short: dict[str, Sequence[str]] = {"kind": KINDS, "status": STATUSES}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        machines, values = book.add_worksheet("Machines"), book.add_worksheet("Lists")
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for place, (name, what) in enumerate(WANTED.items()):
            machines.write_string(0, place, name, bold)
            form = day if name.endswith("_date") else text if name in ("asset_id", "serial_number") else None
            machines.set_column(place, place, 18, form)
            machines.write_comment(0, place, what)
            for row, value in enumerate(lists.get(name, ())):
                values.write_string(row, place, value)
            letter = xl_col_to_name(place)
            source = f"=Lists!${letter}$1:${letter}${len(lists[name])}" if name in lists else list(short.get(name, ()))
            if source:
                # It offers and does not refuse: who has another maker or state writes it all the same.
                rule = {"validate": "list", "source": source, "error_type": "information", "input_message": what}
                machines.data_validation(1, place, ROWS, place, rule)
        machines.freeze_panes(1, 0)
    return out.getvalue()
