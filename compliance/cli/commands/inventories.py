"""What commands that judge inventories share: the options that say what is read, and the reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from compliance.cli.commands.options import (
    PATH,
    country_codes_option,
    decisions_option,
    installations_option,
    lists_option,
    mapping_option,
    parties_option,
    policies_option,
)
from compliance.cli.terminal import Progress, cache_folder, data_folder
from compliance.io.paths import working_folder

if TYPE_CHECKING:
    from compliance.workflows.inputs import Inputs, Request
    from compliance.workflows.settings import Config

C = TypeVar("C", bound=Callable[..., Any])

_OPTIONS = (
    policies_option,
    parties_option,
    click.option(
        "--sites",
        multiple=True,
        type=PATH,
        metavar="FILE",
        help="File of sites with their addresses and coordinates. May be repeated.",
    ),
    click.option(
        "--waivers", multiple=True, type=PATH, metavar="FILE", help="File of approved exceptions. May be repeated."
    ),
    decisions_option,
    installations_option,
    mapping_option,
    country_codes_option,
    lists_option,
    click.option(
        "--max-age",
        type=click.IntRange(0),
        metavar="DAYS",
        help="Do not clear anybody by a list that is older than this.",
    ),
)


def inventory_options(command: C) -> C:
    """Adds the options; the command gets them as keywords and hands them on to ``read``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def requested(
    fleets: Sequence[Path],
    as_of: date,
    progress: Progress,
    default: Sequence[str] = (),
    start: Path | None = None,
    *,
    policies: Sequence[str],
    parties: tuple[Path, ...],
    sites: tuple[Path, ...],
    waivers: tuple[Path, ...],
    decisions: tuple[Path, ...],
    installations: tuple[Path, ...],
    mapping: Path | None,
    country_codes: Any,
    lists: dict[str, Path],
    max_age: int | None,
    no_waivers: bool = False,
    **more: Any,
) -> tuple[Request, Config]:
    """What the options name, completed from the settings, and the settings.

    ``default`` policies stand before those of the settings; ``more`` are further fields of the request.
    Settings are looked for from the folder ``start`` upwards, else from the working directory.
    """
    from compliance.workflows.inputs import Request
    from compliance.workflows.reference import Reference
    from compliance.workflows.settings import find_config

    reference = Reference(cache_folder(), data_folder())
    config, base = find_config(start or working_folder(), reference, policies or default)
    named = tuple(dict.fromkeys(policies)) or tuple(default)
    request = Request(
        fleets=fleets,
        as_of=as_of,
        policies=named or config.policies,
        policy_base=Path() if named else base,
        parameters=config.parameters,
        parties=parties or config.files("parties", base),
        sites=sites or config.files("sites", base),
        waivers=None if no_waivers else waivers or config.files("waivers", base),
        decisions=decisions or config.files("decisions", base),
        mapping=mapping,
        codes=country_codes,
        lists={**config.editions(base), **lists},
        installations=installations,
        max_age=config.max_age if max_age is None else max_age,
        reference=reference,
        tell=progress.tell,
        **more,
    )
    return request, config


def read(
    fleets: Sequence[Path], as_of: date, default: Sequence[str] = (), facts: Sequence[str] = (), **options: Any
) -> Inputs:
    """What is read of the inventories and of all that the options name; see ``requested``."""
    from compliance.workflows.inputs import read_inputs

    with Progress() as progress:
        return read_inputs(requested(fleets, as_of, progress, default, facts=facts, **options)[0])


def hand_out(text: str, output: Path | None) -> None:
    """Writes a text to the file ``output``, or says it."""
    from compliance.cli.terminal import encoded, say

    if output is None:
        say(text)
        return
    from compliance.io.output import written

    with written(output) as out:
        out.write(encoded(text).decode())
