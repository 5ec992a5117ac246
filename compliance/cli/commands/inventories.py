"""The options of the commands that judge inventories: what is read beside them, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from compliance.cli.commands.options import (
    PATH,
    country_codes_option,
    decisions_option,
    documents_option,
    installations_option,
    lists_option,
    mapping_option,
    parties_option,
    policies_option,
)

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
    documents_option,
    installations_option,
    mapping_option,
    click.option(
        "--all-inventories",
        is_flag=True,
        help="Read every inventory of a FOLDER, also those that are not called fleet.*.",
    ),
    country_codes_option,
    lists_option,
    click.option("--settings", type=PATH, metavar="FILE", help="Use these settings instead of those found."),
    click.option(
        "--max-age",
        type=click.IntRange(0),
        metavar="DAYS",
        help="Do not clear anybody by a list that is older than this.",
    ),
)


def inventory_options(command: C) -> C:
    """Adds the options; the command gets them as keywords and hands them on to its workflow (InventoryOptions)."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
