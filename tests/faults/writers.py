"""Every command that writes a file, with the file, in a folder of its own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.command_line import CHINA, CLEAN, MINEONE, ROOT, fleet

SAID = ("--reason=It is sold", "--approved-by=CCO", "--expires=2099-01-31", "--approved-on=2026-01-01")
WHY = ("--reason=The same address", "--decided-by=CCO", "--expires=2099-01-31", "--decided-on=2026-01-01")
OLD = b"# of somebody else\n"
REGISTER = b"# of somebody else\ndocuments: []\n"


@dataclass(frozen=True, slots=True)
class Writer:
    """A command that writes ``file``; ``codes`` are what it may end with where nothing fails."""

    arguments: tuple[str, ...]
    file: str
    codes: tuple[int, ...] = (0,)
    old: bytes = OLD
    """What lies there before."""


WRITERS: tuple[Writer, ...] = (
    Writer(("waive", "fleet.csv", "--rule=cleanspark-mineone/origin", "--asset=A-2", *SAID), "waivers.yaml"),
    Writer(("decide", "--party=Sopgho Technology Ltd", "--listing=us-bis-90fr4621:sophgo-technologies-ltd", "--same-party", *WHY), "decisions.yaml"),
    Writer(("documents", "hall", "--read"), "hall/documents.yaml", old=REGISTER),
    Writer(("convert", "fleet.csv", "--output=native.csv"), "native.csv"),
    Writer(("convert", "fleet.csv", "--output=native.parquet"), "native.parquet"),
    Writer(("check", "fleet.csv", *MINEONE, "--output=report.json"), "report.json", (1,)),
    Writer(("check", "fleet.csv", *MINEONE, "--output=report.xlsx"), "report.xlsx", (1,)),
    Writer(("check", "fleet.csv", *MINEONE, "--unit-verdicts=units.parquet"), "units.parquet", (1,)),
    Writer(("pack", "fleet.csv", *MINEONE, "--output=pack.zip"), "pack.zip", (1,)),
    Writer(("trace", "--all", "--parties=parties.yaml", "--output=owners.svg"), "owners.svg", (0, 1, 3)),
)  # fmt: skip


def laid_out(writer: Writer) -> None:
    """What the commands read, in the working directory; the file that is written is there already."""
    fleet(CHINA, CLEAN)
    fleet(CLEAN, name="hall/fleet.csv")
    Path("hall/documents").mkdir(exist_ok=True)
    Path("hall/documents/bl.csv").write_text("BL Number,Shipper,Consignee\nMEDU123,Foo,Bar\n", "utf-8")
    shutil.copy(ROOT / "fleets/northgate/parties.yaml", "parties.yaml")
    Path("compliance.toml").write_text('policies = ["cleanspark-mineone"]\n', "utf-8")
    Path(writer.file).write_bytes(writer.old)


def left_behind() -> list[str]:
    """Temporary files and locks that lie in the folder and below it."""
    return sorted(
        str(path) for path in Path().rglob(".*") if path.name.startswith(".compliance-") or path.name.endswith(".lock")
    )
