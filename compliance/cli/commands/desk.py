"""``compliance desk``: the whole job in a browser, on this machine only."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from compliance.cli.commands.options import PATH
from compliance.cli.terminal import OK, asks, complain, say, today
from compliance.core.errors import fail

NEEDED = ("starlette", "uvicorn", "python_multipart")


@click.command()
@click.argument("folder", default=".", type=PATH, metavar="[FOLDER]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port to listen at.  [default: any that is free]"
)
@click.option("--open/--no-open", "opens", default=None, help="Open the browser.  [default: in a terminal]")
@click.option(
    "--api-token-file",
    type=PATH,
    metavar="FILE",
    help="Let programs on this machine ask /api with the token in FILE, which is made where there is none.",
)
@click.option("--openapi", is_flag=True, help="Print what programs may ask, as OpenAPI, and end.")
def desk(folder: Path, port: int, opens: bool | None, api_token_file: Path | None, openapi: bool) -> int:
    """Open FOLDER in the browser: drop spreadsheets, see verdicts, decide, and hand over.

    Needs the extra [desk]. The page can be reached from this machine only, by the link that is printed. Everything is
    saved in the folder as plain files. End it with Ctrl-C: nothing is lost.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise fail(f"the desk needs {', '.join(missing)}", "Install it: pip install 'mining-compliance[desk]'.")
    if openapi:
        from compliance.desk.api import openapi_text

        say(openapi_text())
        return OK
    from compliance.desk.server import serve

    def announce(address: str) -> None:
        say(f"{address}\n")
        complain("The desk is open at this address, for this machine only. Ctrl-C ends it.")
        if asks() if opens is None else opens:
            click.launch(address)

    serve(folder, today=today, announce=announce, port=port, api_token_file=api_token_file)
    return OK
