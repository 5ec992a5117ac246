"""A hall in which machines are seen, not seen, seen twice, contradicting and in no inventory."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from compliance.reports.style import Style
from compliance.workflows.reconcile import ReconcileResult, reconcile

FLEET = """asset_id,serial_number,manufacturer,model,country_of_origin,control_board,quantity
A-1,SN1,Bitmain,Antminer S19 XP,MY,AMLCtrl_BHB68xxx,1
A-2,SN2,Bitmain,Antminer S19 XP,MY,,1
,,MicroBT,Whatsminer M60S,TH,,30
"""
SCAN = """IP,Serial Number,MAC,Manufacturer,Model,Control Board
10.0.0.1,SN1,,Bitmain,Antminer S19 XP,CVITEK CV1835
10.0.0.2,SN1,,Bitmain,Antminer S19 XP,CVITEK CV1835
10.0.0.3,=NEW<1>,,Canaan,Avalon A1566,
10.0.0.4,W1,,MicroBT,Whatsminer M60S,
10.0.0.5,W2,AA:BB:CC:00:00:02,,,
10.0.0.6,,,,,
"""


def sample(folder: Path, scan: str = SCAN) -> ReconcileResult:
    """What comes of it."""
    (folder / "fleet.csv").write_text(FLEET, "utf-8")
    (folder / "scan.csv").write_text(scan, "utf-8")
    return reconcile(folder / "fleet.csv", folder / "scan.csv", as_of=date(2026, 11, 30), policies=["us-ear"])


def text_of(write: Any, result: ReconcileResult, style: Style = Style(), **options: Any) -> str:
    """What a text format writes."""
    out = StringIO(newline="")
    write(result, out, style, **options)
    return out.getvalue()
