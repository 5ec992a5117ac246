"""``compliance diligence``: the dossier of a target, or of several to compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance.cli.commands.inventories import hand_out, inventory_options, read
from compliance.cli.commands.options import PATH, as_of_option
from compliance.cli.terminal import OK, cache_folder, today
from compliance.reports.dossier import FORMATS, writer

if TYPE_CHECKING:
    from compliance.workflows.diligence.target import Target


@click.command()
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="FOLDER...")
@inventory_options
@as_of_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="markdown", show_default=True)
@click.option("--output", type=PATH, metavar="FILE", help="Write the dossier to FILE instead of standard output.")
def diligence(folders: tuple[Path, ...], as_of: date | None, form: str, output: Path | None, **given: Any) -> int:
    """Write the due-diligence dossier of a target: findings, ownership, sites, duty and documents to request.

    FOLDER holds the target's inventory, parties, sites, documents and waivers. Several folders give a comparison.
    """
    from compliance.workflows.diligence.dossier import dossier
    from compliance.workflows.diligence.target import called, folder_of
    from compliance.workflows.reference import Reference

    day = as_of or today()
    places = [folder_of(folder) for folder in folders]
    tariff = Reference(cache_folder()).tariff("us-8543-70-99")
    dossiers = []
    for name, place in zip(called(places), places, strict=True):
        target, left_out = _target(name, place, day, given)
        read_files = target.inputs.paths
        if output and (output.resolve() in read_files or place.resolve() in output.resolve().parents):
            raise click.BadParameter("lies in a target folder, which is read and never written.", param_hint="--output")
        dossiers.append(dossier(target, tariff, left_out))
    hand_out(writer(form)(dossiers), output)
    return OK


def _target(name: str, folder: Path, day: date, given: dict[str, Any]) -> tuple[Target, list[str]]:
    """A folder as it is read; by default under every policy of a dossier that needs no setting that is not there."""
    from compliance.workflows.diligence.dossier import POLICIES
    from compliance.workflows.diligence.target import FACTS, Target, papers

    left_out = [] if given["policies"] else _lacking(folder)
    default = [policy for policy in POLICIES if policy not in {policy for policy, _ in left_out}]
    inputs = read([folder], day, default, FACTS, start=folder, **given)
    return Target(name, inputs, papers(folder)), [said for _, said in left_out]


def _lacking(folder: Path) -> list[tuple[str, str]]:
    """The default policies that need a setting which neither the folder nor a folder around it gives."""
    from compliance.io.resources import bundled
    from compliance.workflows.diligence.dossier import POLICIES
    from compliance.workflows.inputs import find_policy
    from compliance.workflows.reference import Reference
    from compliance.workflows.settings import find_config

    reference = Reference(cache_folder())
    config, _ = find_config(folder, reference, POLICIES)
    found = []
    for name in POLICIES:
        policy = find_policy(name, bundled("policies")[name].parent, None, reference)
        lacking = [
            f"{rule.id} ({parameter})"
            for rule in policy.rules
            for parameter in rule.open
            if parameter not in config.parameters.get(rule.id, {})
        ]
        if lacking:
            found.append((name, f"Policy {name}: no value is set for {', '.join(lacking)}."))
    return found
