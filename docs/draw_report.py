"""Draws the pictures of a report and of a tie-out in README and manual: ``python -m docs.draw_report``.

What the command prints is drawn as a terminal by rich; the SVG loads no font and needs nothing but itself.
"""

from __future__ import annotations

import html
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PICTURE = Path(__file__).with_name("images") / "report.svg"
TIE_OUT = "compliance documents fleets/northgate --as-of 2026-11-22 --format svg"
TIE_OUT_PICTURE = PICTURE.with_name("tie-out.svg")
COMMAND = "compliance check fleets/cheyenne --policy cleanspark-mineone --as-of 2026-11-22"
LINES = 28
"""So many lines of the report are drawn."""
WIDTH = 82
_STYLES = {"violation": "bold red", "undetermined": "yellow", "waived": "blue", "compliant": "green"}
_WEB_FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_SPAN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)


def draw(report: Sequence[str]) -> str:
    """The SVG of the command and the first lines of its report."""
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ {COMMAND}", style="bold"))
    for line in (*report, "…"):
        text = Text(line)
        for verdict, style in _STYLES.items():
            text.highlight_regex(rf"(?i)^\s*{verdict}\b", style)
        if re.match(r"[a-z-]+/[a-z-]+ ", line):
            text.stylize("bold")
        console.print(text)
    return _WEB_FONTS.sub("", console.export_svg(title="compliance", unique_id="report"))


def text_in(svg: str) -> str:
    """The words that the picture shows, whatever version of rich drew it."""
    return " ".join(html.unescape(" ".join(_SPAN.findall(svg))).split())


def main() -> None:
    """Runs the command and writes the picture."""
    command = [sys.executable, "-m", *shlex.split(COMMAND)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(result.stdout.splitlines()[:LINES]), "utf-8")
    command = [sys.executable, "-m", *shlex.split(TIE_OUT)]
    TIE_OUT_PICTURE.write_text(subprocess.run(command, capture_output=True, text=True, check=True).stdout, "utf-8")


if __name__ == "__main__":
    main()
