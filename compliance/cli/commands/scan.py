"""``compliance scan``: the machines of a hall asked live what they are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from compliance.cli.commands.options import PATH
from compliance.cli.terminal import OK, complain, say
from compliance.core.errors import fail


@click.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--output", type=PATH, metavar="FILE.json", help="Write the snapshot to FILE instead of standard output.")
@click.option("--user", default="root", show_default=True, help="User of the machines, with --password-file.")
@click.option("--password-file", type=PATH, metavar="FILE", help="File with the password; no other one is ever tried.")
@click.option(
    "--most", type=click.IntRange(1, 65_536), default=4096, show_default=True, help="Most addresses that are asked."
)
@click.option(
    "--at-once", type=click.IntRange(1, 1024), default=128, show_default=True, help="How many are asked at once."
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 120), default=10.0, show_default=True, help="How long each may take."
)
def scan(
    addresses: tuple[str, ...],
    output: Path | None,
    user: str,
    password_file: Path | None,
    most: int,
    at_once: int,
    seconds: float,
) -> int:
    """Ask the machines of a hall what they are, and write a snapshot for compliance reconcile.

    ADDRESS is an address, a network (10.0.0.0/24) or a range (10.0.0.5-10.0.0.90), in a private network. Nothing is
    changed on a machine. Without --password-file only what machines tell anybody is asked.
    """
    from compliance.evidence.live import Limits, Login, ask
    from compliance.evidence.live import addresses as named
    from compliance.io.output import written
    from compliance.io.paths import content, display_path

    limits = Limits(most, at_once, seconds)
    login = None
    if password_file:
        text = content(password_file, display_path(password_file), most=4096).decode("utf-8", "replace")
        login = Login(user, text.splitlines()[0] if text else "")
    answers = ask(named(addresses, most), limits, login)
    if not answers.machines:
        raise fail(
            f"none of {answers.asked:,} addresses answered",
            "Check the addresses, and that this computer is in their network.",
        )
    snapshot = "[\n" + ",\n".join(f"  {json.dumps(machine)}" for machine in answers.machines) + "\n]\n"
    if output:
        with written(output) as out:
            out.write(snapshot)
    else:
        say(snapshot)
    complain(f"{len(answers.machines):,} of {answers.asked:,} addresses answered.")
    return OK
