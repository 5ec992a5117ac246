"""What a caller chooses about the reading of inventories: the options of the commands that judge them, as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from compliance.core.errors import fail
from compliance.io.paths import AnyPath, AnyPaths, as_paths, is_url, working_folder
from compliance.workflows.inputs.request import Request
from compliance.workflows.reference import user_reference
from compliance.workflows.settings import Config, Settings, find_settings

if TYPE_CHECKING:
    from compliance.io.cluster import Cluster


class InventoryOptions(TypedDict, total=False):
    """The options that check, timeline and diligence share, by the names they have on the command line.

    What is left out is taken from the settings (``compliance.toml``): the file ``settings``, else those that are looked for
    from the folder ``settings`` up to the root of its repository, else from the working directory.
    """

    policies: Iterable[AnyPath]
    """Bundled policies by their ids, and folders of one's own."""
    parties: AnyPaths
    sites: AnyPaths
    waivers: AnyPaths
    decisions: AnyPaths
    documents: AnyPaths
    """``--documents``: registers of documents, beside those that lie with the inventories."""
    installations: AnyPaths
    mapping: AnyPath | None
    """``--map``: a file that says which header means which column."""
    country_codes: Literal["iso", "fips"] | None
    lists: Mapping[str, AnyPath]
    """``--list``: the file to read instead of the bundled edition, by the id of the list."""
    max_age: int | None
    """Days: nobody is cleared by a list that is older."""
    all_inventories: bool
    """``--all-inventories``: inventories beside an operator's ``fleet.*`` are read too."""
    settings: AnyPath | None
    """``--settings``: these settings instead of those found."""
    progress: Callable[[str, str], None]
    """Called while an inventory is read, with its name and how far reading has come."""


def silent(file: str, done: str) -> None:
    """Progress that nobody wants to hear of."""


def complete(
    fleets: AnyPaths,
    as_of: date,
    options: InventoryOptions,
    *,
    default: Sequence[str] = (),
    no_waivers: bool = False,
    check_duplicates: bool = False,
    facts: Sequence[str] = (),
    found: Settings | None = None,
    cluster: Cluster | None = None,
) -> tuple[Request, Config]:
    """What the options name, completed from the settings, and the settings. ``default`` policies stand before theirs.

    ``found`` are settings that were looked for already; a ``cluster`` begins its session with them.

    Raises ComplianceError where the settings or the cluster cannot be used.
    """
    named = [fleets] if isinstance(fleets, str | PathLike) else list(fleets)
    urls = [str(fleet) for fleet in named if is_url(str(fleet))]
    reference = user_reference()
    policies = tuple(dict.fromkeys(map(str, options.get("policies", ())))) or tuple(default)
    found = found or find_settings(Path(options.get("settings") or working_folder()), reference, policies)
    config, base = found.config, found.base
    if cluster:
        cluster.start(config.spark)
    elif urls:
        raise fail("is read by a cluster only", "Name it with --engine spark --master URL.", file=urls[0])
    mapping, max_age = options.get("mapping") or (base / config.map if config.map else None), options.get("max_age")
    request = Request(
        fleets=as_paths([fleet for fleet in named if str(fleet) not in urls]),
        as_of=as_of,
        policies=policies or config.policies,
        policy_base=Path() if policies else base,
        parameters=config.parameters,
        parties=as_paths(options.get("parties", ())) or config.files("parties", base),
        sites=as_paths(options.get("sites", ())) or config.files("sites", base),
        waivers=None if no_waivers else as_paths(options.get("waivers", ())) or config.files("waivers", base),
        decisions=as_paths(options.get("decisions", ())) or config.files("decisions", base),
        documents=as_paths(options.get("documents", ())) or config.files("documents", base),
        clearing_decisions=not no_waivers,
        mapping=None if mapping is None else Path(mapping),
        codes=options.get("country_codes"),
        check_duplicates=check_duplicates,
        lists={**config.editions(base), **{name: Path(path) for name, path in options.get("lists", {}).items()}},
        max_age=config.max_age if max_age is None else max_age,
        facts=facts,
        installations=as_paths(options.get("installations", ())),
        reference=reference,
        progress=options.get("progress", silent),
        all_inventories=options.get("all_inventories", False),
        settings=found,
        cluster=cluster,
        urls=urls,
    )
    return request, config
