"""Rows of inventories with texts of every sort: known, unknown, doubtful, and such as differ by numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

CELLS: Mapping[str, Sequence[str]] = {
    "manufacturer": ("Bitmain", "比特大陆", "Sophgo", "Maker 1 Ltd", "Maker 2 Ltd", "Kaboomracks", "", "n/a"),
    "model": ("Antminer S19", "S19 104T", "S19 110T", "WhatsMiner M50S", "Model 7", "Model 8", "X1", "\u00a0S21"),
    "control_board": ("", "", "CV1835", "zynq", "board 1", "board 2"),
    "kind": ("", "psu", "thing 1", "thing 2", "ASIC", "fan"),
    "status": ("", "Sold", "scrapped", "idle 1", "idle 2", "n/a"),
    "site": ("", "North Range", "north range, hall 2", "Cheyenne", "Campstool", "Hall 1", "Hall 2", "n/a", "\u00a0Hall 3"),
    "country_of_origin": ("CN", "CH", "RS", "China", "made in China", "Landia 1", "Landia 2", "MY|CN", "Hong Kong", "", "NA"),
    "country_of_assembly": ("", "MY", "Landia 3", "Assembled in Malaysia"),
    "origin_evidence": ("", "customs_entry:7501-1;factory_record:A-7", "customs_entry:7501-2; factory_record:B-8",
                        "customs_entry:pending 5", "customs_entry:TBD", "paper 1", "paper 2", "7501-3", "label: photo 9"),
    "origin_basis": ("", "customs_entry", "invoice"),
    "supplier": ("", "direct", "Xiamen Sophgo Technologies Ltd.", "Acme 1 Ltd", "Acme 2 Ltd", "Acme 1 Ltd|Sophgo", "Waived Ltd"),
    "supplier_country": ("", "CN", "Landia 4"),
    "owner": ("", "MineOne Partners Limited", "MineOne Partners, Ltd", "Acme 3 LLC", "Acme 4 LLC", "Mine One"),
    "purchase_date": ("", "2024-10-01", "2024-10-01 10:00", "2024-10-01T11:30:00", "2024", "12/12/2024", "25/5/2024 "),
    "delivery_date": ("", "2024-06-01", "2024-06-01 12:00:00"),
    "quantity": ("", "2", "3"),
    "serial_number": ("", "S1", "S2"),
}  # fmt: skip
NUMBERED = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ["Antminer S19 x", "Avalon ", "m50s", "S19j", "am", "cv", "CV1835 ", "Mine ", "sup", "Country ", "Mae", ""]
    ),
    st.integers(0, 10**6) | st.sampled_from(["0012345", "1246", "18356", "156156", "1.2345", "2024 5678", "9020 4621"]),
    st.sampled_from(["", "T", "x", " W", "th", " Ltd", " é", "\n5678", "|4711"]),
)
"""Texts that differ by their numbers, of which some stand in what is known."""
EXACT = ("quantity", "purchase_date", "delivery_date", "serial_number")
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            name: st.sampled_from(cells) if name in EXACT else st.sampled_from(cells) | NUMBERED
            for name, cells in CELLS.items()
        }
    ),
    min_size=1,
    max_size=12,
)
