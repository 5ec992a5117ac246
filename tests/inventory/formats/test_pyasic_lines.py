"""Lines of pyasic: machines are read from both ends of a line, whatever stands between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.core.errors import ComplianceError
from compliance.inventory.cell_kinds import Vocabulary
from compliance.inventory.formats import open_table
from compliance.inventory.formats.table import Table
from compliance.io.tables import Row
from compliance.workflows.reference import Reference

DEVICE = "{'make': <MinerMake.ANTMINER: 'AntMiner'>, 'model': <AntMinerModels.S19jPro: 'S19j Pro'>}"
BETWEEN = "3.1,Mon, Jan 1,None,[{'slot': 0, 'chips': 126}, {'slot': 1}],{'pools': {'groups': []}},2026-01-01T00:00:00"
MAC = "AA:BB:CC:00:00:01"


def opened(folder: Path, *lines: str) -> Table:
    path = folder / "miners.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    reference = Reference()
    return open_table(path, "miners.csv", vocabulary=Vocabulary(reference.catalogue, reference.countries))


def rows(table: Table) -> list[tuple[int, Row]]:
    return [(number, row) for number, run in table.chunks() for row in run]


@pytest.mark.parametrize(
    ("beginning", "serial", "mac"),
    [
        (MAC, "", MAC),
        (f"SN1,{MAC}", "SN1", MAC),
        (f"SN1,PSU1,{MAC}", "SN1", MAC),
        (f"None,None,{MAC}", "", MAC),
        ("SN1,None,None", "SN1", ""),
    ],
)
def test_every_version(tmp_path: Path, beginning: str, serial: str, mac: str) -> None:
    line = f"10.0.0.1,{DEVICE},{beginning},{BETWEEN},AntMiner,S19j Pro,Stock,SHA256"
    table = opened(tmp_path, line, "", line)
    assert table.format == "pyasic lines"
    row = ["10.0.0.1", serial, mac, "AntMiner", "S19j Pro", "Stock", "SHA256"]
    assert rows(table) == [(1, row), (3, row)]
    assert {"serial_number", "mac_address", "manufacturer", "model", "firmware"} <= table.layout.index.keys()


@pytest.mark.parametrize("line", ["10.0.0.2,None", "10.0.0.2,x,y,1,2,3,4,5,6,7,8", "x" * 50_000 + "{" * 50_000])
def test_what_is_cut_off_is_refused(tmp_path: Path, line: str) -> None:
    first = f"10.0.0.1,{DEVICE},SN1,{MAC},{BETWEEN},AntMiner,S19j Pro,Stock,SHA256"
    with pytest.raises(ComplianceError) as caught:
        opened(tmp_path, first, line)
    assert str(caught.value) == "miners.csv:2: is no line of pyasic. Export the machines as JSON."
