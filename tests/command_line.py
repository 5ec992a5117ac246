"""What tests of the command line share: running a command, and small inventories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HEADER = (
    "asset_id,manufacturer,model,country_of_origin,origin_evidence,supplier,owner,purchase_date,delivery_date,quantity"
)
PAPERS = "customs_entry:E-1;factory_record:E-2"
CLEAN = f"A-1,MicroBT,Whatsminer M60S,TH,{PAPERS},,,2025-01-06,2025-03-04,4"
CHINA = f"A-2,Bitmain,Antminer S21,CN,{PAPERS},,,2025-01-06,2025-03-04,2"
OPEN = f"A-3,Bitmain,Antminer S21,,{PAPERS},,,2025-01-06,2025-03-04,1"
STRANGE = "A-4,Bitmain,Antminer S19 XP,US,,,,2022-08-01,2022-10-03,1"
MINEONE = ("--policy", "cleanspark-mineone", "--as-of", "2026-11-22")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def report(self) -> Any:
        return json.loads(self.out)

    def verdicts(self) -> set[tuple[str, str]]:
        return {(finding["rule"], finding["verdict"]) for finding in self.report["findings"]}


Compliance = Callable[..., Ran]


def fleet(*rows: str, name: str = "fleet.csv", header: str = HEADER) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return name


EVIL = "\x1b]0;owned\x07\x1b[31mRuritania\u202e\u2066\x9b2J\u200b"


def process(*arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "compliance", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
    )
